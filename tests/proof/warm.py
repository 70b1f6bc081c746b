"""Plays a payment in this very process, so that whatever is made at its first use is there before anybody forks.

What a point costs is then what happens in it. The data of this play are thrown away; what the centre knows by heart of
them are the keys of kiosks and what it publishes, which are the same in every point.
"""

from __future__ import annotations

import gc
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.proof.bench import Bench
from tests.proof.centre import House, server_of
from tests.proof.channel import Channel
from tests.proof.family import FIXED_FIELD, ZVT, Family
from tests.proof.kiosk import born, layout
from tests.proof.moments import Moments
from tests.proof.scenes import ending, payment
from tests.proof.times import Times


class _Direct:
    """The kiosk's end of a channel whose other end is this process, too."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._answer = b""

    def send(self, packet: bytes) -> None:
        self._answer = self._bench.take(packet) or b""

    def recv(self, most: int) -> bytes:
        return self._answer


def warm_up(home: Path, prepared: Path, house: House) -> None:
    for family, paper in ((FIXED_FIELD, False), (ZVT, True)):
        _play(home, prepared, house, family, paper=paper)
    layout()
    gc.collect()
    gc.freeze()  # forks share what is there


def _play(home: Path, prepared: Path, house: House, family: Family, *, paper: bool) -> None:
    folder, times = home / "warm", Times()
    times.reset()
    shutil.copytree(prepared, folder)
    house.path, house.times = folder / "centre.db", times
    with _answering(house) as url:
        (folder / "terminal").mkdir()
        bench = Bench(times, folder / "terminal", family, printer=paper)
        for script in (payment, ending):
            channel = Channel(_Direct(bench))
            moments = Moments()
            moments.channel = channel
            life = born(folder / "kiosk", url, times, channel, moments, family, paper=paper)
            script(life)
            life.store.close()
    house.database.engine.dispose()
    shutil.rmtree(folder)


@contextmanager
def _answering(house: House) -> Iterator[str]:
    server = server_of(house.app)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
