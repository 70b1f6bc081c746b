"""Several counters at work beside one another, each with a process and a folder of its own."""

from __future__ import annotations

import os
import pickle
import resource
import select
import signal
import socket
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tests.proof import channel
from tests.proof.centre import House
from tests.proof.counter import Counter
from tests.proof.points import Point, Verdict

Show = Callable[[Counter, Point], Verdict]


def shown(
    points: Sequence[Point], show: Show, home: Path, prepared: Path, house: House, count: int
) -> Iterator[Verdict]:
    """The verdicts, as they come."""
    waiting = deque(points)
    workers: dict[socket.socket, int] = {}
    for number in range(min(count, len(points))):
        ours, theirs = channel.pair()
        child = os.fork()
        if not child:
            ours.close()
            for other in workers:
                other.close()
            _work(theirs, show, Counter(home / f"worker{number}", prepared, house))
        theirs.close()
        workers[ours] = child
    try:
        for worker in workers:
            _give(worker, waiting)
        yield from _collect(workers, waiting, len(points))
    finally:
        for worker, child in workers.items():
            worker.close()
            os.waitpid(child, 0)


def _collect(workers: dict[socket.socket, int], waiting: deque[Point], left: int) -> Iterator[Verdict]:
    while left:
        for worker in select.select(list(workers), [], [])[0]:
            packet = worker.recv(channel.LARGEST)
            assert packet, "a worker ended by itself"
            verdict: Verdict = pickle.loads(packet)
            _give(worker, waiting)
            left -= 1
            yield verdict


def _give(worker: socket.socket, waiting: deque[Point]) -> None:
    if waiting:
        worker.send(pickle.dumps(waiting.popleft()))


def _work(orders: socket.socket, show: Show, counter: Counter) -> None:
    """Until nobody orders any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        try:
            while packet := orders.recv(channel.LARGEST):
                orders.send(pickle.dumps(_verdict(counter, show, pickle.loads(packet))))
        finally:
            counter.close()
    finally:
        os._exit(0)


def _processor() -> float:
    """Of this process and of those that it has outlived, in seconds."""
    mine, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


def _verdict(counter: Counter, show: Show, point: Point) -> Verdict:
    begun, worked = time.monotonic(), _processor()
    try:
        verdict = show(counter, point)
        counter.centre.end()  # else what it did would not count here
        return replace(verdict, seconds=time.monotonic() - begun, processor=_processor() - worked)
    except Exception:  # a point that cannot be shown is red, and the others go on
        return Verdict(point, (f"could not be shown: {traceback.format_exc()[-1500:]}",))
