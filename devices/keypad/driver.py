"""A keypad behind the kernel's input records. A key counts when it goes down, and once, however long it is held.

Which key was pressed is kept nowhere and told to nobody but the caller: keys type PINs too.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from devices.conditions import failed
from devices.keypad.records import DOWN, KEY, SW, SW_HEADPHONE_INSERT, UP, Group, Parser, Record
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.keypad import Headphones, Meaning
from kiosk.ports import DeviceError

POLL = 0.1  # seconds
BROKEN_OFF = 0.3  # seconds of silence after which a record that began will not be finished
STUCK = 30.0  # seconds; nobody holds a key so long

_TOLD = {None: "not told", Headphones.IN: "in", Headphones.OUT: "out"}


class Nodes(Protocol):
    """What the driver needs of the keypad's devices: `openings` counts the times that they were opened."""

    @property
    def openings(self) -> int: ...

    @property
    def now(self) -> Callable[[], float]: ...

    def open(self) -> None: ...

    def read_some(self, seconds: float) -> list[tuple[str, bytes]]: ...

    def close(self) -> None: ...


class EvdevKeypad:
    """Fulfils `kiosk.ports.Keypad`. `meanings`: by the kernel's code of each key; what is not in it means nothing.

    `again`: seconds within which the same key, pressed anew, is an unsteady hand and not a second press. The kernel's
    own switch for headphones is always understood.
    """

    def __init__(self, nodes: Nodes, meanings: Mapping[int, Meaning], again: float = 0.0) -> None:
        self._nodes = nodes
        self._meanings = meanings
        self._again = again
        self._untold: deque[Meaning] = deque()
        self._start_anew()

    def _start_anew(self) -> None:
        """A keypad that was plugged in holds nothing down, and nothing of what was heard before belongs to it."""
        self._opening = self._nodes.openings
        self._parsers: dict[str, Parser] = {}
        self._held: dict[int, float] = {}
        self._pressed: dict[int, float] = {}
        self._heard_at = 0.0
        self._garbled = False
        self._headphones: Headphones | None = None
        self._untold.clear()

    def status(self) -> DeviceStatus:
        """ONLINE means that the kernel has it, and no more: a keypad cannot be asked. Raises nothing."""
        try:
            self._nodes.open()
        except DeviceError as error:
            return failed(Device.KEYPAD, error)
        wrong = (Fault.KEY_STUCK, self._is_stuck), (Fault.GARBAGE, self._garbled)
        faults = tuple(fault for fault, holds in wrong if holds)
        return DeviceStatus(
            Device.KEYPAD, DeviceState.ONLINE, faults, f"headphones: {_TOLD[self._headphones]}"
        )

    def read(self) -> Meaning | None:
        if not self._untold:
            self._listen()
        return self._untold.popleft() if self._untold else None

    def close(self) -> None:
        self._nodes.close()

    @property
    def _is_stuck(self) -> bool:
        return any(self._nodes.now() - since >= STUCK for since in self._held.values())

    def _listen(self) -> None:
        self._nodes.open()
        if self._nodes.openings != self._opening:
            self._start_anew()
        heard = self._nodes.read_some(POLL)
        now = self._nodes.now()
        for path, data in heard:
            self._heard_at = now
            self._hear(self._parsers.setdefault(path, Parser()), data, now)
        if not heard and now - self._heard_at >= BROKEN_OFF:
            for parser in self._parsers.values():
                self._garbled |= parser.midway
                parser.fell_silent()

    def _hear(self, parser: Parser, data: bytes, now: float) -> None:
        spoilt, gaps = parser.spoilt, parser.gaps
        groups = parser.feed(data)
        if groups or parser.spoilt > spoilt:
            self._garbled = not groups
        if parser.gaps > gaps:
            self._held.clear()  # what was left out may have been a key that came up
        self._untold.extend(self._meant(groups, now))

    def _meant(self, groups: Iterable[Group], now: float) -> Iterable[Meaning]:
        for record in (record for group in groups for record in group):
            meaning = self._meaning(record, now)
            if isinstance(meaning, Headphones):
                self._headphones = meaning
            if meaning is not None:
                yield meaning

    def _meaning(self, record: Record, now: float) -> Meaning | None:
        match record:
            case Record(type=key, code=code, value=value) if key == KEY:
                return self._meanings.get(code) if self._goes_down(code, value, now) else None
            case Record(type=switch, code=code, value=value) if (switch, code) == (SW, SW_HEADPHONE_INSERT):
                return Headphones.IN if value else Headphones.OUT
            case _:
                return None

    def _goes_down(self, code: int, value: int, now: float) -> bool:
        if value == UP:
            self._held.pop(code, None)
        if value != DOWN:
            return False
        self._held[code] = now
        last, self._pressed[code] = self._pressed.get(code), now
        return last is None or now - last >= self._again
