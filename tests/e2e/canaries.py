"""Customers who leave something of themselves at every kind of screen: what is typed, and what is held to the machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.texts import Texts
from tests.e2e.panel import Panel
from tests.e2e.system import System
from tests.e2e.test_by_number import message, to_factor
from tests.e2e.visits import LIN, codes_of, present, scan

Play = Callable[[Panel, System, Texts], None]

PHONE, OTHER_PHONE, ACCOUNT, CONTRACT = "0933777012", "0955123987", "1203347730", "84613579"
EMAIL = "qx7canary@gmail.com"
NAME = "林○宏"
CASE = "K07-7Q3H-XW4D"


@dataclass(frozen=True, slots=True)
class Journey:
    """`canaries`: what goes in, and what the centre answers with. `sings`: what of it was on the screen, as it is shown.

    `kept`: what of it the store may keep, encrypted: the bill of a payment, and nothing that names a person.
    """

    name: str
    play: Play
    canaries: tuple[str, ...]
    sings: tuple[str, ...]
    kept: tuple[str, ...] = ()


def callback(panel: Panel, system: System, zh: Texts) -> None:
    """A call and an answer by e-mail, of a guest; its slip."""
    for tag in ("attract.start", "home.callback", "topic.billing", "window.soonest"):
        panel.tap(tag)
    panel.type(PHONE)
    panel.tap("nav.primary")
    panel.gone("keypad.1")
    panel.tap("reply.email")
    name, _, ending = EMAIL.partition("@")
    for letter in name:
        panel.tap(f"key.{letter}")
    panel.tap(f"ending.@{ending}")
    panel.tap("nav.primary")
    panel.gone("key.a")
    panel.tap("nav.primary")
    _print(panel, zh, "callback_done")


def by_number(panel: Panel, system: System, zh: Texts) -> None:
    """Account number and the code from a phone, as far as the bills."""
    before = len(system.bench.get("/phone/messages")["messages"])
    to_factor(panel, ACCOUNT)
    panel.tap("factor.code")
    panel.see("keypad.1")
    panel.type(message(system, before))
    panel.tap("nav.primary")
    panel.see_like("bill.", 3)


def by_card(panel: Panel, system: System, zh: Texts) -> None:
    """Card and PIN, the account, a payment with its proof."""
    for tag in ("attract.start", "home.account"):
        panel.tap(tag)
    panel.gone("home.account")
    present(system, LIN.card)
    panel.type(LIN.pin)
    panel.tap("nav.primary")
    panel.see_like("notice.", 1)
    panel.tap("nav.primary")
    panel.see("account.hide")
    panel.texts()
    panel.tap("nav.home")
    panel.tap("home.pay")
    panel.tap(panel.see_like("bill.", 3)[0])
    for _ in range(2):
        panel.tap("nav.primary")
    panel.read(zh.get("paid.posted"), 30)
    _print(panel, zh, "paid")


def application(panel: Panel, system: System, zh: Texts) -> None:
    """For somebody else's contract; its slip."""
    for tag in ("attract.start", "home.services", "services.application", "pick.e_bill"):
        panel.tap(tag)
    panel.type(OTHER_PHONE)
    panel.tap("nav.primary")
    panel.read(zh.get("contract_number.title"))
    panel.type(CONTRACT)
    panel.tap("nav.primary")
    panel.gone("keypad.1")
    panel.tap("nav.primary")
    _print(panel, zh, "case_done")


def lookup(panel: Panel, system: System, zh: Texts) -> None:
    """How a case stands, by a number that is nobody's."""
    for tag in ("attract.start", "home.services", "services.cases"):
        panel.tap(tag)
    for sign in CASE.removeprefix("K07-").replace("-", ""):
        panel.tap(f"signpad.{sign}")
    panel.tap("nav.primary")


def scanned(panel: Panel, system: System, zh: Texts) -> None:
    """A bill held before the scanner; not paid."""
    panel.tap("attract.start")
    panel.see("home.pay")
    for code in codes_of(system, "-W-3311")[:3]:
        scan(system, code)
    panel.read("NT$ 372", 20)


def _print(panel: Panel, zh: Texts, where: str) -> None:
    panel.tap("paper.yes")
    panel.read(zh.get(f"{where}.paper.confirmed"), 40)


JOURNEYS = (
    Journey("callback", callback, (PHONE, EMAIL), ("0933-•••-012", "q•••@gmail.com")),
    Journey("by_number", by_number, (ACCOUNT, LIN.masked[0], LIN.bare[0], LIN.card), (LIN.masked[0],)),
    Journey("by_card", by_card, (LIN.pin, LIN.card, NAME, LIN.bare[0], ACCOUNT), (NAME, "••••••7730")),
    Journey("application", application, (OTHER_PHONE, CONTRACT), (CONTRACT, "0955-•••-987")),
    Journey("lookup", lookup, (CASE, CASE[4:]), (CASE[4:],)),
    Journey("scanned", scanned, ("W-3311",), ("NT$ 372",)),
)
