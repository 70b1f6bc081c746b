"""What can be wrong with a device: for each fault who must act, what customers read, and which part to look at.

One vocabulary for polling, doing and showing, after XFS4IoT's device classes. `fault.*` and `hint.fault.*` in the
catalogue are for technicians, `told.*` for customers; the centre hears the fault's name and its owner
(tests/contract/faults.json).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Owner(StrEnum):
    """Who must act."""

    CUSTOMER = "customer"
    SITE_STAFF = "site_staff"
    TECHNICIAN = "technician"
    IT = "it"
    VENDOR = "vendor"


class Fault(StrEnum):
    # any line
    NO_ANSWER = "no_answer"
    PORT_MISSING = "port_missing"
    PORT_HELD = "port_held"  # another program has it, or it may not be opened
    LINE_STUCK = "line_stuck"  # it takes no more bytes: flow control, or a device that is off
    GARBAGE = "garbage"
    STAYS_DOWN = "stays_down"  # restarted, its power taken and given back, and still the same
    # receipt printer
    PAPER_OUT = "paper_out"
    PAPER_LOW = "paper_low"
    PAPER_NOT_MEASURED = "paper_not_measured"
    COVER_OPEN = "cover_open"
    PAPER_JAM = "paper_jam"
    CUTTER = "cutter"
    HEAD_HOT = "head_hot"
    UNRECOVERABLE = "unrecoverable"
    PRINTING_UNCONFIRMED = "printing_unconfirmed"  # the model does not say when it has printed
    PAPER_UNPROVED = "paper_unproved"  # it was changed, and no test page has come
    PAPER_WAITS = "paper_waits"  # printed, and nobody has taken it yet
    SECOND_PRINTER = "second_printer"  # the first one cannot print, or the second could not
    # payment terminal
    REGISTRATION_REFUSED = "registration_refused"
    WRONG_TERMINAL = "wrong_terminal"  # another one than the site set
    TERMINAL_BUSY = "terminal_busy"
    DAY_END_OPEN = "day_end_open"
    HOST_UNREACHED = "host_unreached"  # the terminal does not reach the acquirer
    TERMINAL_PAPER = "terminal_paper"
    KEYS_MISSING = "keys_missing"
    PIN_PAD = "pin_pad"
    TERMINAL_READER = "terminal_reader"
    CARD_IN_TERMINAL = "card_in_terminal"
    # card reader
    UNREADABLE_CARD = "unreadable_card"
    CARD_JAM = "card_jam"
    BIN_FULL = "bin_full"
    READER_SENSOR = "reader_sensor"
    READER_MOTOR = "reader_motor"
    READER_NOT_READY = "reader_not_ready"
    # code scanner
    UNREADABLE_CODE = "unreadable_code"
    # cabinet
    DOOR_OPEN = "door_open"
    TAMPER = "tamper"  # it was forced; stays until a technician has looked
    NO_LINES = "no_lines"  # a port without modem lines
    # power
    ON_BATTERY = "on_battery"
    BATTERY_LOW = "battery_low"
    BATTERY_OLD = "battery_old"
    # keypad
    KEY_STUCK = "key_stuck"


class Told(StrEnum):
    """What customers read of it: services, not parts (`told.*` in the catalogue)."""

    NOTHING = "nothing"  # it is no customer's business
    NO_PAPER = "no_paper"
    NO_PRINTING = "no_printing"
    MAYBE_PRINTED = "maybe_printed"
    NO_PAYING = "no_paying"
    PAYING_SOON = "paying_soon"
    TAKE_BANK_CARD = "take_bank_card"
    NO_READING = "no_reading"
    NO_SCANNING = "no_scanning"
    CARD_AGAIN = "card_again"
    CARD_STUCK = "card_stuck"
    CODE_AGAIN = "code_again"
    PAYING_CHECKED = "paying_checked"
    ON_BATTERY = "on_battery"


class Spot(StrEnum):
    """The part of the device that the hint is about: drawn in colour (screens/widgets/drawing.py)."""

    WHOLE = "whole"
    CABLE = "cable"
    POWER = "power"
    ROLL = "roll"
    COVER = "cover"
    CUTTER = "cutter"
    HEAD = "head"
    SLOT = "slot"
    DISPLAY = "display"
    KEYS = "keys"
    BIN = "bin"
    ROLLERS = "rollers"
    WINDOW = "window"
    DOOR = "door"
    LOCK = "lock"
    BATTERY = "battery"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on a fault's sheet. `told` None: what customers miss without the device (health.py)."""

    owner: Owner
    spot: Spot
    told: Told | None = None


SHEETS: dict[Fault, Sheet] = {
    Fault.NO_ANSWER: Sheet(Owner.TECHNICIAN, Spot.POWER),
    Fault.PORT_MISSING: Sheet(Owner.TECHNICIAN, Spot.CABLE),
    Fault.PORT_HELD: Sheet(Owner.IT, Spot.CABLE),
    Fault.LINE_STUCK: Sheet(Owner.TECHNICIAN, Spot.CABLE),
    Fault.GARBAGE: Sheet(Owner.TECHNICIAN, Spot.CABLE),
    Fault.STAYS_DOWN: Sheet(Owner.TECHNICIAN, Spot.POWER),
    Fault.PAPER_OUT: Sheet(Owner.SITE_STAFF, Spot.ROLL, Told.NO_PAPER),
    Fault.PAPER_LOW: Sheet(Owner.SITE_STAFF, Spot.ROLL, Told.NOTHING),
    Fault.PAPER_NOT_MEASURED: Sheet(Owner.TECHNICIAN, Spot.ROLL, Told.NOTHING),
    Fault.COVER_OPEN: Sheet(Owner.SITE_STAFF, Spot.COVER),
    Fault.PAPER_JAM: Sheet(Owner.SITE_STAFF, Spot.COVER),
    Fault.CUTTER: Sheet(Owner.TECHNICIAN, Spot.CUTTER),
    Fault.HEAD_HOT: Sheet(Owner.SITE_STAFF, Spot.HEAD),
    Fault.UNRECOVERABLE: Sheet(Owner.VENDOR, Spot.WHOLE),
    Fault.PRINTING_UNCONFIRMED: Sheet(Owner.TECHNICIAN, Spot.SLOT, Told.MAYBE_PRINTED),
    Fault.PAPER_UNPROVED: Sheet(Owner.SITE_STAFF, Spot.ROLL),
    Fault.PAPER_WAITS: Sheet(Owner.CUSTOMER, Spot.SLOT, Told.NOTHING),
    Fault.SECOND_PRINTER: Sheet(Owner.SITE_STAFF, Spot.WHOLE, Told.NOTHING),
    Fault.REGISTRATION_REFUSED: Sheet(Owner.VENDOR, Spot.DISPLAY),
    Fault.WRONG_TERMINAL: Sheet(Owner.TECHNICIAN, Spot.WHOLE),
    Fault.TERMINAL_BUSY: Sheet(Owner.CUSTOMER, Spot.DISPLAY, Told.PAYING_SOON),
    Fault.DAY_END_OPEN: Sheet(Owner.SITE_STAFF, Spot.KEYS),
    Fault.HOST_UNREACHED: Sheet(Owner.IT, Spot.CABLE),
    Fault.TERMINAL_PAPER: Sheet(Owner.SITE_STAFF, Spot.SLOT),
    Fault.KEYS_MISSING: Sheet(Owner.VENDOR, Spot.WHOLE),
    Fault.PIN_PAD: Sheet(Owner.VENDOR, Spot.KEYS),
    Fault.TERMINAL_READER: Sheet(Owner.VENDOR, Spot.SLOT),
    Fault.CARD_IN_TERMINAL: Sheet(Owner.CUSTOMER, Spot.SLOT, Told.TAKE_BANK_CARD),
    Fault.UNREADABLE_CARD: Sheet(Owner.CUSTOMER, Spot.SLOT, Told.CARD_AGAIN),
    Fault.CARD_JAM: Sheet(Owner.SITE_STAFF, Spot.ROLLERS, Told.CARD_STUCK),
    Fault.BIN_FULL: Sheet(Owner.SITE_STAFF, Spot.BIN),
    Fault.READER_SENSOR: Sheet(Owner.TECHNICIAN, Spot.SLOT),
    Fault.READER_MOTOR: Sheet(Owner.TECHNICIAN, Spot.ROLLERS),
    Fault.READER_NOT_READY: Sheet(Owner.TECHNICIAN, Spot.POWER),
    Fault.UNREADABLE_CODE: Sheet(Owner.CUSTOMER, Spot.WINDOW, Told.CODE_AGAIN),
    Fault.DOOR_OPEN: Sheet(Owner.SITE_STAFF, Spot.DOOR, Told.NOTHING),
    Fault.TAMPER: Sheet(Owner.TECHNICIAN, Spot.LOCK, Told.PAYING_CHECKED),
    Fault.NO_LINES: Sheet(Owner.TECHNICIAN, Spot.CABLE, Told.NOTHING),
    Fault.ON_BATTERY: Sheet(Owner.SITE_STAFF, Spot.POWER, Told.ON_BATTERY),
    Fault.BATTERY_LOW: Sheet(Owner.SITE_STAFF, Spot.BATTERY, Told.ON_BATTERY),
    Fault.BATTERY_OLD: Sheet(Owner.TECHNICIAN, Spot.BATTERY, Told.NOTHING),
    Fault.KEY_STUCK: Sheet(Owner.TECHNICIAN, Spot.KEYS, Told.NOTHING),
}


def owner_of(fault: Fault) -> Owner:
    return SHEETS[fault].owner
