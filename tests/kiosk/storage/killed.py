"""Many rounds of: a fresh process appends, tells what it was told is saved, and is ended by SIGKILL. Writes what it told.

`python killed.py PATH ROUNDS`. One process with everything imported forks a light child a round, which opens its own
connection.
"""

import json
import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from kiosk.domain.counters import Count
from kiosk.domain.payment import Declined
from tests.kiosk.storage.samples import DECIDED, Kiosk

#: The child lives until it has told this many lines, and up to so many seconds more: counted in writes, not by the
#: clock alone, so that a busy machine kills in the same places. With none told it may end before the store is open.
MOST_TOLD = 5
LONGEST_MORE = 0.02


def append_for_ever(path: Path, told: int) -> None:
    kiosk = Kiosk.at(path)
    while True:
        reference = kiosk.call_back()
        os.write(told, f"cases {reference}\n".encode())
        payment = kiosk.ask()
        os.write(told, f"asked {payment.id}\n".encode())
        kiosk.payments.decide(payment, Declined(), False, DECIDED)
        os.write(told, f"money {payment.id}\n".encode())
        kiosk.counters.add({Count.PAPERS: 1, Count.PAPER_MM: 96})
        os.write(told, b"counted one\n")


def one_round(
    path: Path, lines: int, more: float, work: Callable[[Path, int], None] = append_for_ever
) -> list[str]:
    hears, tells = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hears)
        try:
            work(path, tells)
        finally:
            os._exit(1)
    os.close(tells)
    with os.fdopen(hears, encoding="utf-8") as pipe:
        told = [pipe.readline().rstrip("\n") for _ in range(lines)]
        signal.setitimer(signal.ITIMER_REAL, more)
        signal.sigwait({signal.SIGALRM})
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            raise SystemExit("the child ended by itself")
        return [*told, *pipe.read().splitlines()]


def main(path: Path, rounds: int) -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    dice = random.Random(20261122)
    told = [
        line
        for _ in range(rounds)
        for line in one_round(path, dice.randint(0, MOST_TOLD), dice.uniform(0.001, LONGEST_MORE))
    ]
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
