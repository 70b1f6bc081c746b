"""Card readers and code scanners on the stand. The law: what is told was presented, once, and the next one is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from devices.card_reader.crt571.driver import Crt571Reader
from devices.card_reader.crt571.emulator import Crt571Emulator
from devices.card_reader.driver import SerialCardReader
from devices.card_reader.emulator import CardReaderEmulator
from devices.card_reader.pn532.driver import Pn532Reader
from devices.card_reader.pn532.emulator import Pn532Emulator
from devices.code_scanner.driver import SerialCodeScanner
from devices.code_scanner.emulator import CodeScannerEmulator
from devices.code_scanner.protocol import Framing
from devices.conformance.line import Line, MakeLine
from devices.conformance.spoiling import DAMAGE, QUIET, Harm, Spoil
from devices.conformance.trial import NotStanding
from kiosk.ports import DeviceError

POLLS, FEW, MEND_S, TAKEN_S, PAUSE_S = 40, 10, 90.0, 3.0, 0.05
#: What was shown by whoever stood here before, and what is shown now.
CARDS = ("04A1B2C3D4E5F6", "0416C6C2D73881")
TAGS = ("010063E9AE", "100086F444")
CODES = ("1Q2718281828459045", "2Q3141592653589793")


class Reading(Protocol):
    """What a card reader and a code scanner have in common."""

    def read(self) -> Any: ...

    def close(self) -> None: ...


MakeDriver = Callable[[Line], Reading]


class ReaderStand:
    """Somebody was read and has left; now the next one is, and something goes wrong.

    `show` holds one of `shown` to the device, `take` takes it away. `prefix` stands before it in what is told. `checked`:
    whether the protocol can notice damage; `asked`: whether the device answers questions, or only ever talks.
    """

    def __init__(
        self,
        folder: Path,
        emulator: Any,
        make: MakeDriver,
        shown: tuple[str, str],
        show: Callable[[Any, str], None],
        take: Callable[[Line, Reading], None],
        *,
        on: MakeLine = Line,
        prefix: str = "",
        checked: bool = True,
        asked: bool = True,
    ) -> None:
        self.line = on(lambda send: emulator(send, folder))
        self._driver = make(self.line)
        self._shown, self._told = shown[1], prefix + shown[1]
        self._show, self._take, self._checked = show, take, checked
        self._asked = asked
        self._heard: list[str] = []
        before = self._polled(FEW)
        self._show(self.line.far, shown[0])
        heard = self._polled()
        if (before, heard) != ([], [prefix + shown[0]]):
            raise NotStanding(
                f"read {before} before anything was shown, and {heard} of {prefix + shown[0]!r}"
            )
        self._take(self.line, self._driver)
        self._polled(FEW)
        self.line.spoil(None)

    def operate(self) -> None:
        self._show(self.line.far, self._shown)
        self._heard = self._polled()

    def broken(self, spoil: Spoil | None) -> Iterator[str]:
        # Who only ever talks can say an old thing again, and nobody can tell.
        unseen = DAMAGE if not self._checked else frozenset[Harm]() if self._asked else frozenset({Harm.OLD})
        harmless = spoil is not None and spoil.harm in unseen
        wrong = [heard for heard in self._heard if heard != self._told]
        if wrong and not harmless:
            yield f"read {wrong[0]!r}, which nobody showed"
        # A silence, or an old answer, is how some readers tell that a card is gone.
        quiet = spoil is not None and spoil.harm in QUIET | {Harm.OLD}
        if self._heard.count(self._told) > 1 and not (harmless or quiet):
            yield "told one presentation more than once"
        if spoil is None and self._heard != [self._told]:
            yield f"a healthy line brought {self._heard}"
        yield from self._does_not_go_on()

    def _does_not_go_on(self) -> Iterator[str]:
        """The next customer's."""
        self._take(self.line, self._driver)
        self.line.heal(MEND_S)
        self._polled()
        self._show(self.line.far, self._shown)
        heard = self._polled()
        if heard != [self._told]:
            yield f"afterwards the next one is read as {heard}"

    def _polled(self, times: int = POLLS) -> list[str]:
        heard = []
        for _ in range(times):
            self.line.wait(PAUSE_S)
            try:
                told = self._driver.read()
            except DeviceError:  # unreadable, silent or unplugged: the port's words for it
                continue
            if isinstance(told, str):
                heard.append(told)
        return heard


def _withdraw(line: Line, driver: Any) -> None:
    """The visit is over: the card is given back, and taken."""
    with suppress(DeviceError):
        driver.give_back()
    line.wait(TAKEN_S)
    line.far.withdraw(True)  # type: ignore[attr-defined]


def _present(far: Any, uid: str) -> None:
    far.present({"uid": uid})


def _scan(far: Any, text: str) -> None:
    far.scan({"data": text})


def _talking(line: Line) -> Reading:
    return SerialCardReader(line, ("9901",))


def _scanning(line: Line) -> Reading:
    return SerialCodeScanner(line, Framing())


def tag_stand(folder: Path, make: MakeDriver = _talking, on: MakeLine = Line) -> ReaderStand:
    return ReaderStand(
        folder, CardReaderEmulator, make, TAGS, _present, _withdraw, on=on, prefix="rfid:", asked=False
    )


def pn532_stand(folder: Path, make: MakeDriver = Pn532Reader, on: MakeLine = Line) -> ReaderStand:
    return ReaderStand(folder, Pn532Emulator, make, CARDS, _present, _withdraw, on=on, prefix="rfid:")


def crt571_stand(folder: Path, make: MakeDriver = Crt571Reader, on: MakeLine = Line) -> ReaderStand:
    return ReaderStand(folder, Crt571Emulator, make, CARDS, _present, _withdraw, on=on, prefix="rfid:")


def scanner_stand(folder: Path, make: MakeDriver = _scanning, on: MakeLine = Line) -> ReaderStand:
    return ReaderStand(
        folder, CodeScannerEmulator, make, CODES, _scan, lambda line, driver: None, on=on, checked=False
    )
