"""A cabinet on the stand. The law: an open contact is told, a closed one is not, and the lamp does as it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from devices.cabinet.driver import LineCabinet
from devices.cabinet.wiring import Wiring
from devices.conformance.contacts import BLIND, ERRORS, Contacts, Moment, Trouble
from devices.conformance.trial import NotStanding
from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceState, DeviceStatus
from kiosk.ports import Cabinet, DeviceError

PAUSE_S = 0.03
SEEN_S = 0.5  # within which a contact is told, and the lamp does as it is told
ENDS_S, MEND_S = 12.0, 5.0
#: What happens, seconds behind the beginning.
SCRIPT: tuple[tuple[float, str, object], ...] = (
    (1.0, "lamp", True),
    (2.0, "door", "open"),
    (4.0, "door", "closed"),
    (5.0, "tamper", True),
    (7.0, "tamper", False),
    (8.0, "lamp", False),
)
#: Fault, the switch behind it, and its position when all is well.
CONTACTS = ((Fault.DOOR_OPEN, "door", "closed"), (Fault.TAMPER, "tamper", False))

MakeDriver = Callable[[Contacts], Cabinet]


def wired(lines: Contacts) -> Cabinet:
    """Door on DSR, tamper contact on CTS, lamp on RTS."""
    return LineCabinet(lines, Wiring())


class CabinetStand:
    """The lamp is lit, the door opened and closed, the box forced; the kiosk looks all the time."""

    def __init__(self, folder: Path, make: MakeDriver = wired) -> None:
        self.line = Contacts(folder)
        self._driver = make(self.line)
        self._lit = False
        self._moved = dict.fromkeys(("lamp", "door", "tamper"), -SEEN_S)  # when, by the line's time
        self._broken: list[str] = []
        said = self._looked(SEEN_S)
        if said.state is not DeviceState.ONLINE or said.faults:
            raise NotStanding(f"a closed cabinet was told as {_words(said)}")
        self.line.spoil(None)

    def operate(self) -> None:
        left = list(SCRIPT)
        while self.line.since < ENDS_S:
            while left and left[0][0] <= self.line.since:
                self._happens(*left.pop(0)[1:])
            self._broken += self._lies(self._look())

    def broken(self, spoil: Moment | None) -> Iterator[str]:
        yield from dict.fromkeys(self._broken)
        self.line.spoil(None)
        self._looked(MEND_S)
        for position, faults in (("open", (Fault.DOOR_OPEN,)), ("closed", ())):
            self._happens("door", position)
            said = self._looked(2 * SEEN_S)
            if said.faults != faults:
                yield f"afterwards a door that is {position} is told as {_words(said)}"

    def _happens(self, what: str, how: object) -> None:
        self._moved[what] = self.line.time
        if what == "lamp":
            self._lit = bool(how)
        else:
            self.line.far.switch({what: how})

    def _look(self) -> DeviceStatus:
        """As the kiosk does: looks, and says again what the lamp is to do."""
        self.line.wait(PAUSE_S)
        said = self._driver.status()
        with suppress(DeviceError):  # the next look says what is the matter
            self._driver.light(self._lit)
        return said

    def _looked(self, seconds: float) -> DeviceStatus:
        end = self.line.time + seconds
        said = self._look()
        while self.line.time < end:
            said = self._look()
        return said

    def _lies(self, said: DeviceStatus) -> Iterator[str]:
        trouble, lately = self.line.trouble, self.line.lately(SEEN_S)
        if trouble in ERRORS and said.works and self.line.trouble_for > 2 * PAUSE_S:
            yield f"said that all is well, and the port was {trouble}"
        if trouble is Trouble.CUT and said.works and self.line.trouble_for > SEEN_S:
            yield "a cut cable is no alarm"
        if lately in BLIND:
            return
        for fault, switch, well in CONTACTS:
            if not self._is_still(switch):
                continue
            is_open = self.line.far.switches[switch] != well
            if is_open and fault not in said.faults:
                yield f"did not tell {fault.value}"
            if not is_open and fault in said.faults and lately is not Trouble.CUT:
                yield f"told {fault.value}, and it was closed"
        is_lit = bool(self.line.far.counters()["lamp"])
        came_up = lately in (Trouble.RESET, Trouble.REFUSED)
        if is_lit is not self._lit and self._is_still("lamp") and not came_up:
            yield f"the lamp is {'lit' if is_lit else 'dark'}, and it should not be"

    def _is_still(self, what: str) -> bool:
        return self.line.time - self._moved[what] > SEEN_S


def _words(said: DeviceStatus) -> str:
    return f"{said.state.value} ({', '.join(fault.value for fault in said.faults) or 'no fault'})"


def lines_stand(folder: Path, make: MakeDriver = wired) -> CabinetStand:
    return CabinetStand(folder, make)
