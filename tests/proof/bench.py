"""The worker's side of the lines: the pretend devices, the recorder, and the kiosk's life from fork to end."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from devices.emulator import Emulator
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from tests.proof import channel
from tests.proof.channel import PRINTER, TERMINAL, Channel
from tests.proof.times import Times

if TYPE_CHECKING:
    from tests.proof.family import Family

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


@dataclass(frozen=True, slots=True)
class Piece:
    """What came out of the printer. `at`: the index of the event with which it did."""

    at: int
    picture: Path
    whole: bool


class FarSide:
    """A device at the end of a cable that may be dead. `said`: what it says is for the recorder too."""

    def __init__(self, times: Times, note: Callable[[bytes], None] = lambda data: None) -> None:
        self.device: Emulator
        self.for_kiosk = bytearray()
        self._times, self._note = times, note
        self._dead_until = 0.0

    @property
    def is_dead(self) -> bool:
        return self._times.passed < self._dead_until

    def die(self, seconds: float) -> None:
        self._dead_until = self._times.passed + seconds

    def said(self, data: bytes) -> None:
        self._note(data)
        if not self.is_dead:
            self.for_kiosk += data

    def taken(self) -> bytes:
        data = bytes(self.for_kiosk)
        self.for_kiosk.clear()
        return data


class Bench:
    """One counter's devices; `events` is the recording. `folder` is their memory. The printer is there if asked for."""

    def __init__(self, times: Times, folder: Path, family: Family, *, printer: bool = False) -> None:
        self.times = times
        self.events: list[Event] = []
        self.life = 0
        self._sides = {TERMINAL: FarSide(times, lambda data: self.note("out", data))}
        self.family = family
        self.terminal = family.emulator(self._sides[TERMINAL].said, folder, times.wall)
        self.terminal.switch({"delay_s": 1.0})
        self._sides[TERMINAL].device = self.terminal
        self.tray: list[Piece] = []
        if printer:
            side = self._sides[PRINTER] = FarSide(times)
            (folder / "paper").mkdir()
            side.device = self.printer = ReceiptPrinterEmulator(side.said, folder / "paper")

    def note(self, kind: str, what: Any) -> None:
        self.events.append(Event(self.life, self.times.passed, kind, what))

    def let_pass(self, seconds: float, until: Callable[[], object] = lambda: False) -> None:
        """The terminal lives through `seconds`, or less."""
        if self.times.passed > LONGEST:
            raise Hung
        end = self.times.passed + seconds
        while not until() and (left := end - self.times.passed) > 1e-9:
            self.times.step(min(left, LOOK))
            for side in self._sides.values():
                side.device.ticked(self.times.passed)

    def sell_by_hand(self, minor: int) -> None:
        """Somebody of the staff takes a card at the terminal itself; no kiosk has to do with it."""
        at = self.times.wall().isoformat(timespec="seconds")
        entry = self.terminal.memory.book(minor, "TWD", "approved", at)
        said = asdict(entry)
        self.note("by hand", {**said, "trace": self.family.trace(said)})

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
            for side in self._sides.values():
                side.for_kiosk.clear()  # nobody has the port open: what comes is lost
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return status

    def _serve(self, kiosk: Any) -> None:
        while packet := kiosk.recv(channel.LARGEST):
            answer = self.take(packet)
            if answer is not None:
                kiosk.send(answer)

    def take(self, packet: bytes) -> bytes | None:
        """What a kiosk does, and the answer if it waits for one."""
        match packet[:1]:
            case b"W":
                self._write(packet[1:2], packet[2:])
            case b"C":
                self._sides[packet[1:2]].die(channel.seconds_of(packet))
            case b"R":
                side = self._sides[packet[1:2]]
                self.let_pass(channel.seconds_of(packet), lambda: side.for_kiosk)
                return b"D" + side.taken()
            case b"T":
                self.let_pass(channel.seconds_of(packet))
                return b"D"
            case _:
                self.note(*pickle.loads(packet[1:]))
        return None

    def _write(self, device: channel.Port, data: bytes) -> None:
        side = self._sides[device]
        if side.is_dead:
            return
        if device == TERMINAL:
            self.note("in", data)
        side.device.take(data)
        if device == PRINTER:
            self._look_into_the_tray()

    def _look_into_the_tray(self) -> None:
        """Whatever was cut off lies there at once, for whoever stands here."""
        for number in range(len(self.tray) + 1, self.printer.counters()["receipts"] + 1):
            said = self.printer.tray.listing()[number - 1]
            path = self.printer.tray.file(number, "png")
            assert path is not None
            self.tray.append(Piece(len(self.events), path, bool(said["whole"])))
            self.note("piece", number)


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
