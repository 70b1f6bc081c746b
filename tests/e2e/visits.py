"""What customers do at the panel, in steps that several stories share. People and cards are the demonstration's."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Protocol

from kiosk.texts import Texts
from tests.e2e.memories import charges
from tests.e2e.panel import Panel
from tests.e2e.system import System

BRAND = "晴川公用事業"
TECHNICIAN = "739164"


@dataclass(frozen=True, slots=True)
class Member:
    """`bare` is what must never be read at the panel: name, account and number on file, unmasked."""

    card: str
    pin: str
    bare: tuple[str, ...]
    masked: tuple[str, ...]


LIN = Member(
    "990120260007730",
    "482913",
    ("林志宏", "1203347730", "0912345678", "0912-345-678", "990120260007730"),
    ("••••••7730",),
)
WANG = Member("990120260004821", "159753", ("王小明", "1203344821", "0988000120"), ("••••••4821",))


class Chooser(Protocol):
    """A way to go to a control and choose it: fingers, keys, switches; and to read on where a screen has leaves."""

    def choose(self, tag: str) -> None: ...

    def read(self, text: str, seconds: float) -> None: ...


def present(system: System, track2: str) -> None:
    system.bench.post("/card_reader/present", {"track2": track2})


def codes_of(system: System, bill: str) -> list[str]:
    """What is printed on this bill of the demonstration: three barcodes, and a QR code."""
    told = json.loads(system.run("crm", "demo", "--few", "--db", system.database))
    return next(list(each["codes"]) for each in told["bills"] if bill in each["bill"])


def scan(system: System, code: str) -> None:
    system.bench.post("/code_scanner/scan", {"data": code})


def to_pin(panel: Panel, system: System, member: Member) -> None:
    """From the resting screen to the keypad for the PIN, by the tile for paying."""
    panel.tap("attract.start")
    panel.tap("home.pay")
    panel.gone("home.pay")
    present(system, member.card)
    panel.see("keypad.1")


def sign_in(panel: Panel, system: System, member: Member) -> list[str]:
    """Signed in, at the bills; their tags."""
    to_pin(panel, system, member)
    panel.type(member.pin)
    panel.tap("nav.primary")
    panel.gone("keypad.1")
    return panel.see_like("bill.", 1)


def pay_by(chooser: Chooser, panel: Panel, system: System, texts: Texts) -> None:
    """From home to the resting screen: the first bill of WANG, by card and PIN, once, with its proof on paper."""
    charged = len(charges(system))
    panel.see("nav.end")
    chooser.choose("home.pay")
    panel.gone("home.pay")
    present(system, WANG.card)
    for digit in WANG.pin:
        chooser.choose(f"keypad.{digit}")
    chooser.choose("nav.primary")
    panel.gone("keypad.1")
    bill = panel.see_like("bill.", 1)[0]
    chooser.choose(bill)
    chooser.choose("nav.primary")
    panel.gone(bill)
    chooser.choose("nav.primary")
    chooser.read(texts.get("paid.posted"), 30)
    chooser.choose("paper.yes")
    chooser.read(texts.get("paid.paper.confirmed"), 40)
    assert len(charges(system)) == charged + 1
    chooser.choose("nav.primary")
    panel.see("attract.start")


def to_review(panel: Panel, system: System, member: Member) -> None:
    """The first bill is chosen and stands to be confirmed."""
    bill = sign_in(panel, system, member)[0]
    panel.tap(bill)
    panel.tap("nav.primary")
    panel.gone(bill)


def ask_for_call(panel: Panel, phone: str, topic: str = "topic.billing") -> None:
    """A guest, from the resting screen to the case number."""
    panel.tap("attract.start")
    panel.tap("home.callback")
    panel.tap(topic)
    panel.tap("window.soonest")
    panel.type(phone)
    panel.tap("nav.primary")
    panel.gone("keypad.1")
    panel.tap("nav.primary")
    panel.see("paper.yes")


def enter_maintenance(panel: Panel, pin: str = TECHNICIAN) -> None:
    """The hidden gesture, and the PIN."""
    panel.knock(BRAND)
    panel.type(pin)
    panel.tap("nav.primary")
