"""The condition of devices, line and service, after the XFS4IoT device model.

States are kept apart: "no answer" and "not measured" are never "ok". A failed operation is a status too.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from kiosk.domain.command import Command, Words
from kiosk.domain.faults import SHEETS, Fault, Told


class Device(StrEnum):
    RECEIPT_PRINTER = "receipt_printer"
    CARD_READER = "card_reader"
    CODE_SCANNER = "code_scanner"
    PAYMENT_TERMINAL = "payment_terminal"
    CABINET = "cabinet"
    POWER = "power"  # the battery that takes over when the mains fails
    KEYPAD = "keypad"  # audio navigation: keys to feel, and a socket for headphones


class DeviceState(StrEnum):
    NOT_FITTED = "not_fitted"
    STARTING = "starting"
    ONLINE = "online"
    UNPLUGGED = "unplugged"  # the port itself is gone
    OFFLINE = "offline"  # no answer: off, or its cable
    PERSON_NEEDED = "person_needed"  # paper out, cover open, jam
    BROKEN = "broken"


#: Known not to work. A device that is still starting is neither down nor ready.
DOWN = frozenset({DeviceState.UNPLUGGED, DeviceState.OFFLINE, DeviceState.PERSON_NEEDED, DeviceState.BROKEN})
_MISSED = {
    Device.RECEIPT_PRINTER: Told.NO_PRINTING,
    Device.CARD_READER: Told.NO_READING,
    Device.CODE_SCANNER: Told.NO_SCANNING,
    Device.PAYMENT_TERMINAL: Told.NO_PAYING,
}


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """`faults` may stand beside ONLINE (paper low); `detail` is for technicians only."""

    device: Device
    state: DeviceState
    faults: tuple[Fault, ...] = ()
    detail: str = ""

    @property
    def works(self) -> bool:
        return self.state is DeviceState.ONLINE

    @property
    def is_down(self) -> bool:
        return self.state in DOWN

    @property
    def told(self) -> Told:
        """What customers read of it: the sentence of its first fault that has one, else what they miss."""
        own = [told for told in (SHEETS[fault].told for fault in self.faults) if told is not None]
        return own[0] if own else _MISSED.get(self.device, Told.NOTHING) if self.is_down else Told.NOTHING


class Line(StrEnum):
    """The line to the centre."""

    UNKNOWN = "unknown"
    UP = "up"
    DOWN = "down"


class Service(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    OUT_OF_ORDER = "out_of_order"


class Barred(StrEnum):
    """Why no new payment begins, whatever the terminal says."""

    TAMPERED = "tampered"
    ON_BATTERY = "on_battery"
    RESTARTING = "terminal"  # the terminal, by its power


class Rung(StrEnum):
    """How far a device that is down has been helped (`kiosk.domain.flow.reviving`)."""

    WELL = "well"
    DOWN = "down"
    RESTARTED = "restarted"
    RESTARTED_AGAIN = "restarted_again"
    POWERLESS = "powerless"
    COMING_UP = "coming_up"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Revival:
    """`since` when it stands on this rung; `cycled_at`: when its power was taken last."""

    device: Device
    rung: Rung
    since: datetime
    cycled_at: datetime | None = None

    @property
    def is_in_vain(self) -> bool:
        return self.rung is Rung.GIVEN_UP and self.cycled_at is not None


class ClosedFor(StrEnum):
    """Why the site closed its kiosk: customers read it (`closed.*` in the catalogue)."""

    TYPHOON = "typhoon"
    HOLIDAY = "holiday"
    OUT_OF_ORDER = "out_of_order"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """What the store holds: records waiting, parked, delivered, and the age of the oldest waiting one; payments that are
    `blocked` because their rows do not hold.

    `offline`: payments made offline that may have moved money and that the centre does not have, the oldest since when.
    """

    waiting: int = 0
    parked: int = 0
    delivered: int = 0
    oldest_at: datetime | None = None
    blocked: int = 0
    offline: int = 0
    offline_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """`closed_for`: why the site itself closed the service; None where a technician or the centre did.

    `paper_unproved`: the paper was changed, and no test page has come since.
    `settling`: a payment in doubt, or money on its way back, is asked about again. `revivals`: who is being helped up.
    `tampered`: the cabinet was forced, and no technician has looked at it yet; it outlives a restart.
    `headphones`: whether some are plugged in; None: nobody tells.
    """

    devices: tuple[DeviceStatus, ...] = ()
    line: Line = Line.UNKNOWN
    line_up_at: datetime | None = None
    service: Service = Service.OPEN
    store_works: bool = True
    recovering: bool = False
    recovery_owed: bool = False
    queue: QueueCounts = field(default_factory=QueueCounts)
    notice: Words = ()
    closed_for: ClosedFor | None = None
    fell_back: bool = False
    paper_unproved: bool = False
    commands: tuple[Command, ...] = ()
    tampered: bool = False
    sound_works: bool = True
    speech_works: bool = True
    outside_reader_works: bool = True
    settling: bool = False
    revivals: tuple[Revival, ...] = ()
    headphones: bool | None = None

    def of(self, device: Device) -> DeviceStatus:
        """The last report on `device`; before the first one it is STARTING."""
        for status in self.devices:
            if status.device is device:
                return status
        return DeviceStatus(device, DeviceState.STARTING)

    def revival(self, device: Device) -> Revival | None:
        return next((each for each in self.revivals if each.device is device), None)

    def judged(self, status: DeviceStatus) -> DeviceStatus:
        """What a device says, and what is known of it besides."""
        return self._helped(self._unproved(status))

    def _helped(self, status: DeviceStatus) -> DeviceStatus:
        """Down in spite of all that can be done from here: somebody must come."""
        others = tuple(fault for fault in status.faults if fault is not Fault.STAYS_DOWN)
        revival = self.revival(status.device)
        in_vain = status.is_down and revival is not None and revival.is_in_vain
        return replace(status, faults=(*others, Fault.STAYS_DOWN) if in_vain else others)

    def _unproved(self, status: DeviceStatus) -> DeviceStatus:
        """A printer's own word is not enough while nobody has seen what it prints on."""
        tells = status.state in (DeviceState.ONLINE, DeviceState.PERSON_NEEDED)
        if not (self.paper_unproved and status.device is Device.RECEIPT_PRINTER and tells):
            return status
        others = tuple(fault for fault in status.faults if fault is not Fault.PAPER_UNPROVED)
        return replace(status, state=DeviceState.PERSON_NEEDED, faults=(*others, Fault.PAPER_UNPROVED))

    @property
    def can_print(self) -> bool:
        return self.of(Device.RECEIPT_PRINTER).works

    @property
    def can_charge(self) -> bool:
        return self.of(Device.PAYMENT_TERMINAL).works and self.store_works and not self.recovering

    @property
    def barred(self) -> Barred | None:
        if self.tampered:
            return Barred.TAMPERED
        if {Fault.ON_BATTERY, Fault.BATTERY_LOW} & self._power:
            return Barred.ON_BATTERY
        terminal = self.revival(Device.PAYMENT_TERMINAL)
        restarting = terminal is not None and terminal.rung in (Rung.POWERLESS, Rung.COMING_UP)
        return Barred.RESTARTING if restarting else None

    @property
    def is_dying(self) -> bool:
        """The battery is nearly empty: what runs is brought to its end, and nothing begins."""
        return Fault.BATTERY_LOW in self._power

    @property
    def _power(self) -> frozenset[Fault]:
        return frozenset(self.of(Device.POWER).faults)

    @property
    def limited(self) -> bool:
        """Whether something that customers use does not work."""
        return (
            self.line is Line.DOWN
            or not self.store_works
            or any(s.state not in (DeviceState.ONLINE, DeviceState.NOT_FITTED) for s in self.devices)
        )
