"""Modem lines in stepped time between a driver and a pretend cabinet, on which one thing goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from devices.cabinet.emulator import CabinetEmulator
from devices.conformance.spoiling import Case
from kiosk.ports import DeviceError, Held, NoLines, NoReply, NotConnected

STEP = 0.01  # seconds
INPUTS = ("cts", "dsr", "cd", "ri")
OUTPUTS = {"rts": 1, "dtr": 2}
FED = OUTPUTS["dtr"]


class Trouble(StrEnum):
    """What happens to the lines at a moment, or from there on."""

    SPARK = "a spark on the lines"
    CHATTER = "contacts chatter"
    CUT = "cable cut"
    FROZEN = "lines frozen"
    LATE = "lines told late"
    SLOW = "each look is slow"
    SILENT = "port silent"
    GONE = "unplugged"
    HELD = "held by another program"
    LINELESS = "port without lines"
    REFUSED = "an output is refused"
    RESET = "port comes up anew"


#: Seconds that each lasts; what lasts for no time is over when it has happened once.
LASTS: dict[Trouble, float] = {
    Trouble.SPARK: 0.02,
    Trouble.CHATTER: 0.2,
    Trouble.LATE: 1.5,
    Trouble.REFUSED: 0.0,
    Trouble.RESET: 0.0,
}
LASTING_S, LATE_S, SLOW_S = 3.0, 0.3, 0.5
ERRORS: dict[Trouble, type[DeviceError]] = {
    Trouble.SILENT: NoReply,
    Trouble.GONE: NotConnected,
    Trouble.HELD: Held,
    Trouble.LINELESS: NoLines,
}
#: Nobody can see the contacts meanwhile.
BLIND = frozenset((*ERRORS, Trouble.FROZEN, Trouble.LATE, Trouble.SLOW, Trouble.CHATTER))
#: When, in seconds behind the beginning: the stand's own script says what happens there.
MOMENTS = {
    "before the lamp is lit": 0.99,
    "before the door opens": 1.99,
    "while it is open": 3.0,
    "before it is closed": 3.99,
    "before it is forced": 4.99,
    "while it is forced": 6.0,
    "before the lamp goes out": 7.99,
}


@dataclass(frozen=True, slots=True)
class Moment:
    """`trouble`, so many seconds behind the beginning."""

    trouble: Trouble
    at: float

    @property
    def until(self) -> float:
        return self.at + LASTS.get(self.trouble, LASTING_S)


class Contacts:
    """Stands where a driver's modem lines stand (`devices.cabinet.lines.ModemLines`)."""

    port = "the lines of the kit"

    def __init__(self, folder: Path) -> None:
        self.time = self._began = 0.0
        self.openings = 1
        self._said = bytes(1)
        self._history: list[tuple[float, int]] = [(0.0, 0)]
        self._outputs = FED
        self._moment: Moment | None = None
        self._begun = self._refused = False
        self.far = CabinetEmulator(self._hear, folder)
        self._put()

    def spoil(self, moment: Moment | None) -> None:
        self._began, self._moment = self.time, moment
        self._begun = self._refused = False

    def cases(self) -> Iterator[Case]:
        for trouble in Trouble:
            for when, at in MOMENTS.items():
                yield Case(f"{trouble.value}: {when}", Moment(trouble, at))

    @property
    def since(self) -> float:
        """Seconds since `spoil`."""
        return self.time - self._began

    @property
    def trouble(self) -> Trouble | None:
        """What goes wrong at this moment."""
        moment = self._moment
        return moment.trouble if moment and moment.at <= self.since < moment.until else None

    @property
    def trouble_for(self) -> float:
        """Seconds that it has been going wrong."""
        return self.since - self._moment.at if self._moment and self.trouble else 0.0

    def lately(self, seconds: float) -> Trouble | None:
        """What goes wrong, or was over less than so many seconds ago."""
        moment = self._moment
        return moment.trouble if moment and moment.at <= self.since < moment.until + seconds else None

    # --- what a driver sees -----------------------------------------------------------------------

    def now(self) -> float:
        return self.time

    def asserted(self) -> frozenset[str]:
        """Those of INPUTS that are on. Raises DeviceError."""
        self._reach()
        bits = self._bits()
        return frozenset(name for place, name in enumerate(INPUTS) if bits >> place & 1)

    def drive(self, output: str, on: bool) -> None:
        """Raises DeviceError."""
        self._reach()
        moment = self._moment
        if moment and moment.trouble is Trouble.REFUSED and self.since >= moment.at and not self._refused:
            self._refused = True
            self._come_up()
            raise NotConnected("the output was refused", port=self.port)
        bit = OUTPUTS[output]
        self._outputs = self._outputs | bit if on else self._outputs & ~bit
        self._put()

    def close(self) -> None:
        """Nothing is kept open here."""

    def wait(self, seconds: float) -> None:
        end = self.time + seconds
        while self.time < end:
            self.time += STEP
            self.far.ticked(self.time)
            self._begin()

    # --- the lines --------------------------------------------------------------------------------

    def _begin(self) -> None:
        if self._begun or self._moment is None or self.since < self._moment.at:
            return
        self._begun = True
        if self._moment.trouble in (Trouble.GONE, Trouble.HELD, Trouble.LINELESS, Trouble.RESET):
            self._come_up()

    def _come_up(self) -> None:
        """Opened anew: the lamp is out, the contacts are fed."""
        self.openings += 1
        self._outputs = FED
        self._put()

    def _reach(self) -> None:
        trouble = self.trouble
        if trouble is Trouble.SLOW:
            self.wait(SLOW_S)
        if trouble in ERRORS:
            self.wait(STEP)
            raise ERRORS[trouble](trouble.value, port=self.port)

    def _bits(self) -> int:
        match self.trouble:
            case Trouble.SPARK | Trouble.CUT:
                return 0
            case Trouble.CHATTER:
                return self._said[0] if round(self.time / STEP) // 3 % 2 else 0
            case Trouble.FROZEN if self._moment:
                return self._then(self._began + self._moment.at)
            case Trouble.LATE:
                return self._then(self.time - LATE_S)
            case _:
                return self._said[0]

    def _then(self, moment: float) -> int:
        return next(bits for at, bits in reversed(self._history) if at <= moment)

    def _hear(self, lines: bytes) -> None:
        self._said = lines
        self._history.append((self.time, lines[0]))

    def _put(self) -> None:
        self.far.take(bytes((self._outputs,)))
