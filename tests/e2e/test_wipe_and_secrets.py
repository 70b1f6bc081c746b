"""After a visit that ran out of time: what is left of the customer on the panel, in the kiosk's files, at the centre."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from devices.payment_terminal.cards import CARD
from kiosk.texts import Texts
from tests.e2e.memories import centre, charges, containing, files_below, wait
from tests.e2e.panel import Panel
from tests.e2e.system import Overrides, System
from tests.e2e.visits import LIN, present
from tests.stores import decrypted

#: The shortest that a site may set; the result of a finished task stands ten seconds.
OVERRIDES: Overrides = {"patience": {"idle_seconds": 30, "warning_seconds": 20, "done_seconds": 10}}

PHONE = "0933777012"
#: A bank card held to the reader for members by mistake: nothing of it may get further than the driver.
BANK_CARD = "5500000000000004=30122010000012300000"


@dataclass(slots=True)
class Visit:
    """What was typed, shown and held to the machine; `shown` proves that the canaries did sing."""

    references: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    warned: str = ""
    after: str = ""


@pytest.fixture(scope="module")
def visit(system: System, zh: Texts) -> Visit:
    """Signed in, paid with a terminal that tells the whole card number, asked for a call, walked away."""
    visit, panel = Visit(), Panel(system.robot_address)
    panel.rest()
    _look_at_the_account(panel, system)
    _pay(panel, system, zh, visit)
    _ask_for_a_call(panel, visit)
    panel.see("idle.stay", 30)
    visit.warned = panel.texts()
    panel.tap("idle.stay")
    panel.see("paper.yes")  # more time: everything is still here
    assert visit.references[-1] in panel.texts()

    panel.see("idle.stay", 30)
    visit.shown = set(panel.seen)
    panel.see("attract.start", 40)
    visit.after = panel.texts()
    wait(lambda: centre(system, "SELECT 1 FROM callbacks") != [], "the request at the centre")
    return visit


def _look_at_the_account(panel: Panel, system: System) -> None:
    panel.tap("attract.start")
    panel.tap("home.account")
    panel.gone("home.account")
    present(system, BANK_CARD)
    present(system, CARD.track2)
    assert "keypad.1" not in panel.ids()
    present(system, LIN.card)
    panel.type(LIN.pin)
    panel.tap("nav.primary")
    panel.see_like("notice.", 1)
    panel.tap("nav.primary")
    panel.see("account.hide")
    panel.tap("nav.home")


def _pay(panel: Panel, system: System, zh: Texts, visit: Visit) -> None:
    system.bench.post("/payment_terminal", {"next": "approve", "delay_s": 0.3, "unmasked_pan": True})
    panel.tap("home.pay")  # signed in once
    panel.tap(panel.see_like("bill.", 3)[0])
    panel.tap("nav.primary")
    panel.read(zh.get("pay_review.title"))
    panel.tap("nav.primary")
    panel.read(zh.get("paid.posted"), 30)
    visit.references.append(panel.reference())
    panel.tap("paper.yes")
    panel.read(zh.get("paid.paper.confirmed"), 40)
    panel.tap("nav.second")


def _ask_for_a_call(panel: Panel, visit: Visit) -> None:
    for tag in ("home.callback", "topic.payment", "window.soonest"):
        panel.tap(tag)
    panel.type(PHONE)
    panel.tap("nav.primary")
    panel.gone("keypad.1")
    panel.tap("nav.primary")
    panel.see("paper.yes")
    visit.references.append(panel.reference())


def _of_the_kiosk(system: System) -> list[Path]:
    """Everything that the kiosk keeps and says, its store decrypted; the pretend hardware's memory is not the kiosk's."""
    store = decrypted(system.data / "store" / "kiosk.db", system.directory / "decrypted")
    return [*files_below(system.data, without=("workbench",)), *store, system.directory / "kiosk.log"]


def _of_the_centre(system: System) -> list[Path]:
    return [*system.directory.glob("crm.db*"), system.directory / "crm.log"]


@pytest.mark.accessibility("PRI-02")
@pytest.mark.requirement("A4", "B3")
def test_after_the_time_out_nothing_of_the_customer_is_on_the_panel(visit: Visit) -> None:
    """A4: the warning gives time, and behind it everything goes. B3: what was shown was masked."""
    canaries = ("林○宏", "••••••7730", "NT$ 2,318", "0933-•••-012", *visit.references)
    for canary in canaries:
        assert [text for text in visit.shown if canary in text], f"{canary} was never shown"
        assert canary not in visit.after
    assert not [text for text in visit.shown for bare in LIN.bare if bare in text]


@pytest.mark.accessibility("PRI-01")
@pytest.mark.requirement("A4")
def test_warning_hides_what_was_on_the_screen(visit: Visit) -> None:
    """A4: whoever comes by reads a countdown, and nothing of the visit."""
    assert visit.references[-1] not in visit.warned
    assert "0933" not in visit.warned


@pytest.mark.requirement("A4")
def test_next_customer_finds_a_fresh_kiosk(visit: Visit, panel: Panel, zh: Texts) -> None:
    """A4: not signed in, no bill chosen, no number typed."""
    panel.tap("attract.start")
    panel.tap("home.pay")
    panel.read(zh.get("card.title"))
    panel.rest()
    panel.tap("attract.start")
    for tag in ("home.callback", "topic.payment", "window.soonest"):
        panel.tap(tag)
    panel.read(zh.get("number.empty"))


@pytest.mark.accessibility("PRI-02")
@pytest.mark.requirement("B7")
@pytest.mark.parametrize(
    "secret",
    [LIN.pin, LIN.card, CARD.number, CARD.track2.replace("=", ""), BANK_CARD.split("=")[0]],
    ids=["pin", "membership card", "card number of the terminal", "track of the terminal", "bank card"],
)
def test_no_secret_is_in_any_file_of_kiosk_or_centre(system: System, visit: Visit, secret: str) -> None:
    """B7: database, write-ahead log, logs, everything the process said; and the centre's database and log."""
    assert charges(system)  # the terminal has told the number, and the kiosk has heard it
    assert containing(_of_the_kiosk(system), secret) == []
    assert containing(_of_the_centre(system), secret) == []


@pytest.mark.requirement("J6", "B7")
def test_typed_number_is_at_the_centre_and_no_more_at_the_kiosk(system: System, visit: Visit) -> None:
    """J6, B7: in no file of the kiosk, logs included; the centre must have it, and the search does find it there."""
    wait(lambda: not containing(_of_the_kiosk(system), PHONE), "the number to go", 20)
    assert containing(_of_the_centre(system), PHONE)


@pytest.mark.requirement("B7", "B3")
def test_names_and_numbers_on_file_never_reach_the_kiosks_files(system: System, visit: Visit) -> None:
    """B7, B3: the centre masks before it sends, so there is nothing to keep."""
    for digits in ("1203347730", "0912345678"):
        assert containing(_of_the_kiosk(system), digits) == []
    name = "林志宏".encode()
    assert not [path for path in _of_the_kiosk(system) if name in path.read_bytes()]


def test_the_search_finds_what_is_there(system: System, visit: Visit, tmp_path: Path) -> None:
    """So that finding nothing means something."""
    text, packed, hashed = tmp_path / "text", tmp_path / "packed", tmp_path / "hashed"
    text.write_text(f"card 4111 1111-{CARD.number[8:]}.")
    packed.write_bytes(b"\x22\xf0\xf8" + bytes.fromhex(CARD.number) + b"\x3b")
    hashed.write_text(f"a{CARD.number}f")
    assert containing((text, packed, hashed), CARD.number) == ["text", "packed"]
    reference = visit.references[0].encode()
    assert [path.name for path in _of_the_kiosk(system) if reference in path.read_bytes()]
