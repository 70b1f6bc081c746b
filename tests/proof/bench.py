"""The worker's side of the line: the pretend terminal, the recorder, and the kiosk's life from fork to end."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from devices.payment_terminal.zvt.emulator import ZvtEmulator
from tests.proof import channel
from tests.proof.channel import Channel
from tests.proof.times import Times

#: Seconds of the counter's time between two looks of the terminal at its clock.
LOOK = 0.05
#: Nothing of a scene takes longer; what does has hung.
LONGEST = 4 * 3600.0


class Hung(Exception):
    """A kiosk that waits for ever."""


@dataclass(frozen=True, slots=True)
class Event:
    """`life`: which of the kiosk's processes. `kind`: `in` and `out` of the terminal, or what the kiosk told."""

    life: int
    at: float
    kind: str
    what: Any = field(repr=False)


class Bench:
    """One counter's terminal; `events` is the recording. `folder` is the terminal's memory."""

    def __init__(self, times: Times, folder: Path) -> None:
        self.times = times
        self.events: list[Event] = []
        self.life = 0
        self.terminal = ZvtEmulator(self._said, folder, clock=times.wall)
        self.terminal.switch({"delay_s": 1.0})
        self._for_kiosk = bytearray()
        self._dead_until = 0.0

    def note(self, kind: str, what: Any) -> None:
        self.events.append(Event(self.life, self.times.passed, kind, what))

    def let_pass(self, seconds: float, until: Callable[[], object] = lambda: False) -> None:
        """The terminal lives through `seconds`, or less."""
        if self.times.passed > LONGEST:
            raise Hung
        end = self.times.passed + seconds
        while not until() and (left := end - self.times.passed) > 1e-9:
            self.times.step(min(left, LOOK))
            self.terminal.ticked(self.times.passed)

    def sell_by_hand(self, minor: int) -> None:
        """Somebody of the staff takes a card at the terminal itself; no kiosk has to do with it."""
        at = self.times.wall().isoformat(timespec="seconds")
        entry = self.terminal.memory.book(minor, "TWD", "approved", at)
        self.note("by hand", asdict(entry))

    def live(self, run: Callable[[Channel], None]) -> int:
        """Forks a kiosk that runs `run`, serves it until it ends, and returns how: its signal below zero, else its
        status."""
        self.life += 1
        near, far = channel.pair()
        child = os.fork()
        if not child:
            near.close()
            _end_with(lambda: run(Channel(far)), Channel(far))
        far.close()
        try:
            self._serve(near)
        except Hung:
            self.note("hung", "")
            os.kill(child, 9)
        finally:
            near.close()
            self._for_kiosk.clear()  # nobody has the port open: what comes is lost
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return status

    def _serve(self, kiosk: Any) -> None:
        while packet := kiosk.recv(channel.LARGEST):
            match packet[:1]:
                case b"W" if self.times.passed >= self._dead_until:
                    self.note("in", packet[1:])
                    self.terminal.take(packet[1:])
                case b"W":
                    pass  # the cable is dead
                case b"C":
                    self._dead_until = self.times.passed + channel.seconds_of(packet)
                case b"R":
                    self.let_pass(channel.seconds_of(packet), lambda: self._for_kiosk)
                    kiosk.send(b"D" + bytes(self._for_kiosk))
                    self._for_kiosk.clear()
                case b"T":
                    self.let_pass(channel.seconds_of(packet))
                    kiosk.send(b"D")
                case _:
                    self.note(*pickle.loads(packet[1:]))

    def _said(self, data: bytes) -> None:
        self.note("out", data)
        if self.times.passed >= self._dead_until:
            self._for_kiosk += data


def _end_with(run: Callable[[], None], told: Channel) -> None:
    """The whole of a forked kiosk's life: nothing of the worker is closed or flushed by it."""
    import traceback

    status = 1
    try:
        run()
        status = 0
    except BaseException:
        told.tell("crash", traceback.format_exc())
    finally:
        os._exit(status)
