"""What cannot be true together. Each rule yields clashes; none stops at the first."""

from __future__ import annotations

import itertools
import math
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.domain.keypad import Headphones, NavKey
from kiosk.domain.money import EXPONENTS
from kiosk.domain.port_name import needs_asking
from kiosk.domain.setting import Reason, Rule
from kiosk.settings.model import Settings

DEVICES = (
    "receipt_printer",
    "receipt_printer_2",
    "card_reader",
    "code_scanner",
    "payment_terminal",
    "cabinet",
    "keypad",
)
#: Across corners; a little more than is sold as 15.6 to 32, because a rule is not read to the tenth.
PANEL_INCHES = 15.4, 32.3
#: How far the shape in millimetres may be off the shape in pixels.
SQUARE = 0.04
#: Card numbers of travel, banking and merchandising begin so (ISO/IEC 7812-1; 2 is a bank series too).
PAYMENT_CARDS = "23456"
#: Shorter ones would let in cards of others.
SHORTEST_PREFIX = 4


@dataclass(frozen=True, slots=True)
class Clash:
    """`key` is the one to change; `others` are looked at as well: where one of them is faulty, this is silent."""

    section: str
    key: str
    wrong: str
    fix: str
    reason: Reason
    others: tuple[tuple[str, str], ...] = ()


def clashes(settings: Settings) -> Iterator[Clash]:
    rules = (
        _panel,
        _tiles,
        _ports,
        _unasked,
        _terminal,
        _prefixes,
        _caps,
        _times,
        _windows,
        _keys,
        _sensor,
        _relays,
        _keypad,
    )
    for rule in rules:
        yield from rule(settings)


def _panel(settings: Settings) -> Iterator[Clash]:
    """Panels from 15.6 to 32 inch, whose pixels are square."""
    panel, (columns, rows) = settings.panel, settings.kiosk.size
    inches = math.hypot(panel.width_mm, panel.height_mm) / 25.4
    others = ("panel", "height_mm"), ("kiosk", "size")
    if not PANEL_INCHES[0] <= inches <= PANEL_INCHES[1]:
        yield Clash(
            "panel",
            "width_mm",
            f"makes a panel of {inches:.1f} inch with height_mm = {panel.height_mm}",
            "measure where pictures show, in millimetres; 15.6 to 32 inch across corners can be used",
            Reason(Rule.SHAPE),
            others,
        )
    elif abs(panel.width_mm * rows / (panel.height_mm * columns) - 1) > SQUARE:
        yield Clash(
            "panel",
            "width_mm",
            f"and height_mm = {panel.height_mm} are of another shape than [kiosk] size = {columns}x{rows}",
            "measure again, or give [kiosk] size the panel's pixels as it hangs, width first",
            Reason(Rule.SHAPE),
            others,
        )


def _tiles(settings: Settings) -> Iterator[Clash]:
    home = settings.home
    if not any((home.pay, home.account, home.faq, home.callback)):
        yield Clash(
            "home",
            "faq",
            "is off like every other tile",
            "leave at least one tile on",
            Reason(Rule.LAST_TILE),
        )
    if home.pay and not settings.payment_terminal.port:
        yield Clash(
            "home",
            "pay",
            "is on, but no payment terminal is fitted",
            "switch it off, or give [payment_terminal] a port",
            Reason(Rule.NO_TERMINAL),
            (("payment_terminal", "port"),),
        )
    for name, on in (("pay", home.pay), ("account", home.account)):
        if on and not settings.card_reader.port:
            yield Clash(
                "home",
                name,
                "is on, but nobody can sign in without a card reader",
                "switch it off, or give [card_reader] a port",
                Reason(Rule.NO_READER),
                (("card_reader", "port"),),
            )


def _ports(settings: Settings) -> Iterator[Clash]:
    taken: dict[str, str] = {}
    for device in DEVICES:
        port = getattr(settings, device).port
        port = posixpath.normpath(port) if port and not needs_asking(port) else ""
        if port in taken:
            yield Clash(
                device,
                "port",
                f"is the port of [{taken[port]}] too",
                "give each device its own",
                Reason(Rule.PORT_TAKEN),
                ((taken[port], "port"),),
            )
        elif port:
            taken[port] = device


def _unasked(settings: Settings) -> Iterator[Clash]:
    """Which of several ports is a device's can only be asked of one that answers, and not with a request for money."""
    asked = {"receipt_printer": True, "receipt_printer_2": True, "code_scanner": False, "cabinet": False}
    asked["keypad"] = True  # all of the named ones are its own
    asked["card_reader"] = settings.card_reader.protocol in ("pn532", "crt571")
    asked["payment_terminal"] = settings.payment_terminal.protocol == "zvt"
    for device in DEVICES:
        if needs_asking(getattr(settings, device).port) and not asked[device]:
            yield Clash(
                device,
                "port",
                "is not one port, and this device cannot be asked which is its own",
                "write its /dev/serial/by-id name, or usb:VVVV:PPPP:SERIAL",
                Reason(Rule.PORT_UNASKED),
                ((device, "protocol"),),
            )


def _terminal(settings: Settings) -> Iterator[Clash]:
    """The tables are Taiwan's, and know their terminal by its number."""
    terminal = settings.payment_terminal
    if not terminal.port or terminal.protocol == "zvt":
        return
    about = (("payment_terminal", "protocol"), ("payment_terminal", "port"))
    if not terminal.terminal_id:
        yield Clash(
            "payment_terminal",
            "terminal_id",
            f"is empty, and {terminal.protocol} needs it",
            "write the number that stands on the terminal's slips",
            Reason(Rule.NO_TERMINAL_ID),
            about,
        )
    if terminal.currency != "TWD":
        yield Clash(
            "payment_terminal",
            "currency",
            f"is {terminal.currency}, and {terminal.protocol} takes TWD only",
            "write TWD, or another protocol",
            Reason(Rule.ONLY_TWD),
            about,
        )


def _prefixes(settings: Settings) -> Iterator[Clash]:
    reader = settings.card_reader
    about = (("card_reader", "protocol"), ("card_reader", "port"))
    if not reader.port or reader.protocol not in ("stripe", "auto"):
        return
    if not reader.prefixes:
        yield Clash(
            "card_reader",
            "prefixes",
            "is empty",
            "write how the company's card numbers begin",
            Reason(Rule.NO_PREFIX),
            about,
        )
    for prefix in reader.prefixes:
        if not re.fullmatch(r"\d+", prefix) or len(prefix) < SHORTEST_PREFIX:
            wrong = f"has {prefix!r}, which would not single out the company's cards"
            fix = f"write at least {SHORTEST_PREFIX} digits for each"
            reason = Reason(Rule.PREFIX_SHORT, (("prefix", prefix), ("least", str(SHORTEST_PREFIX))))
            yield Clash("card_reader", "prefixes", wrong, fix, reason, about)
        elif prefix[0] in PAYMENT_CARDS:
            wrong = f"has {prefix!r}, and bank cards begin with {prefix[0]}"
            fix = "bank cards belong to the payment terminal: write the company's own prefix"
            reason = Reason(Rule.PREFIX_BANK, (("prefix", prefix),))
            yield Clash("card_reader", "prefixes", wrong, fix, reason, about)


def _caps(settings: Settings) -> Iterator[Clash]:
    payments, currency = settings.payments, settings.payment_terminal.currency
    if payments.offline_cap > payments.cap:
        yield Clash(
            "payments",
            "offline_cap",
            f"is above the cap of {payments.cap}",
            "write at most as much as [payments] cap",
            Reason(Rule.ABOVE_CAP, (("cap", str(payments.cap)),)),
            (("payments", "cap"),),
        )
    for key in ("cap", "offline_cap"):
        amount = getattr(payments, key)
        if amount != round(amount, EXPONENTS[currency]):
            yield Clash(
                "payments",
                key,
                f"has parts that {currency} does not have",
                "write a whole amount",
                Reason(Rule.WHOLE_AMOUNT),
                (("payment_terminal", "currency"),),
            )


def _times(settings: Settings) -> Iterator[Clash]:
    patience = settings.patience
    if patience.warning_seconds >= patience.idle_seconds:
        yield Clash(
            "patience",
            "warning_seconds",
            f"is not less than idle_seconds = {patience.idle_seconds}",
            "write a shorter warning or a longer idle time",
            Reason(Rule.WARNING_TOO_LONG, (("idle", str(patience.idle_seconds)),)),
            (("patience", "idle_seconds"),),
        )


def _windows(settings: Settings) -> Iterator[Clash]:
    windows = settings.callback.windows
    for before, after in itertools.pairwise(windows):
        if after[0] < before[1]:
            yield Clash(
                "callback",
                "windows",
                f"has a window from {after[0]:%H:%M} that begins before the one ahead ends at {before[1]:%H:%M}",
                "write windows in order, without overlap",
                Reason(Rule.OVERLAP, (("window", f"{after[0]:%H:%M}"),)),
            )


def _sensor(settings: Settings) -> Iterator[Clash]:
    """Its line is nobody else's."""
    cabinet = settings.cabinet
    if cabinet.presence != "none" and cabinet.presence in (cabinet.door, cabinet.tamper):
        yield Clash(
            "cabinet",
            "presence",
            "has the line of another contact",
            "write a line that nothing else is wired to, or none",
            Reason(Rule.SHAPE),
            (("cabinet", "door"), ("cabinet", "tamper")),
        )


def _relays(settings: Settings) -> Iterator[Clash]:
    """One line does one thing, and one relay stands before a device."""
    cabinet = settings.cabinet
    if cabinet.rts_cuts != "none" and cabinet.lamp == "rts":
        yield Clash(
            "cabinet",
            "rts_cuts",
            "has the line of the lamp",
            "set lamp = none, or put the relay on TXD (break_cuts)",
            Reason(Rule.SHAPE),
            (("cabinet", "lamp"),),
        )
    if cabinet.rts_cuts == cabinet.break_cuts != "none":
        yield Clash(
            "cabinet",
            "break_cuts",
            "is the device of rts_cuts too",
            "put one relay before each device",
            Reason(Rule.SHAPE),
            (("cabinet", "rts_cuts"),),
        )


def _keys(settings: Settings) -> Iterator[Clash]:
    if settings.store.keys.parts[:1] in ((), ("store",)):
        yield Clash(
            "store",
            "keys",
            "is the store's own folder, or the one around it",
            "give the key a folder of its own",
            Reason(Rule.SHAPE),
        )


def _keypad(settings: Settings) -> Iterator[Clash]:
    """One key means one thing."""
    keypad, taken = settings.keypad, dict[int, str]()
    for meaning in (*NavKey, *Headphones):
        for code in getattr(keypad, meaning.value):
            if code in taken:
                yield Clash(
                    "keypad",
                    meaning.value,
                    f"has a key that {taken[code]} has too",
                    "give each key one meaning",
                    Reason(Rule.TWICE),
                    (("keypad", taken[code]),),
                )
            taken.setdefault(code, meaning.value)
