"""Paying at the real window: what is charged, posted, printed and told, and what is told when nothing is charged."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests
import zxingcpp
from PIL import Image

from kiosk.domain.assist import STUMBLES
from kiosk.domain.language import Language
from kiosk.texts import Texts
from tests.e2e.memories import asked, centre, charges, receipts, wait
from tests.e2e.panel import Panel
from tests.e2e.proofs import came_out, laid_out, proof_of, words_of
from tests.e2e.system import System
from tests.e2e.visits import LIN, WANG, present, sign_in, to_pin, to_review

SMITHS_CARD = "990120260003311"
NOBODYS_CARD = "990120260009998"


@pytest.mark.accessibility("TGT-04", "INP-10")
@pytest.mark.requirement("E1", "E3", "F1", "F4", "B3", "O6", "O7", "X64")
def test_two_bills_are_charged_once_posted_once_and_printed(system: System, panel: Panel, zh: Texts) -> None:
    """E1, E3: one charge, each bill posted once. F1, F4, B3: the proof, masked, as it was laid out. O7: taps."""
    tags = sign_in(panel, system, LIN)[:2]
    panel.taps = 0
    for tag in tags:
        panel.tap(tag)
    panel.tap("nav.primary")
    panel.read("NT$ 2,804")
    panel.tap("nav.primary")
    wait(lambda: asked(system) == 1, "the approval request")
    assert panel.taps <= 6

    panel.read(zh.get("paid.posted"), 30)
    reference = panel.reference()
    panel.tap("paper.yes")
    panel.read(zh.get("paid.paper.confirmed"), 40)

    assert [charge["amount_minor"] for charge in charges(system)] == [280400]
    posted = centre(
        system,
        "SELECT p.reference, p.outcome, p.amount_minor, l.bill_id, l.state"
        " FROM payments p JOIN payment_lines l ON l.payment_id = p.id ORDER BY l.position",
    )
    assert posted == [(reference, "approved", 280400, tag.removeprefix("bill."), "posted") for tag in tags]
    _proof_is_right(system, reference)
    for bare in LIN.bare:
        assert not [text for text in panel.seen if bare in text]
    assert [text for text in panel.seen if "••••••7730" in text]


@pytest.mark.requirement("F3")
def test_the_proof_opens_on_a_phone(system: System, panel: Panel, zh: Texts, tmp_path: Path) -> None:
    """F3: the code on the glass is read as a camera would; behind it is this payment, masked, and no other."""
    panel.tap(sign_in(panel, system, LIN)[0])
    panel.tap("nav.primary")
    panel.tap("nav.primary")
    panel.read(zh.get("paid.posted"), 30)
    reference = panel.reference()
    panel.tap("phone.offer")
    panel.read(zh.get("phone.title"), 10)
    [code] = zxingcpp.read_barcodes(Image.open(panel.picture(tmp_path / "code.png")))
    wait(lambda: requests.get(code.text, timeout=10).status_code == 200, "the proof at the centre")
    page = requests.get(code.text, timeout=10).text
    assert reference in page
    assert "••••1111" in page
    assert not [bare for bare in LIN.bare if bare in page]
    panel.tap("phone.close")
    panel.read(zh.get("paid.paper.yes"))


def _proof_is_right(system: System, reference: str) -> None:
    paper = proof_of(system, reference, Language.ZH_HANT, posted=True)
    words = words_of(paper)
    assert not [bare for bare in LIN.bare if bare in words]
    for told in ("NT$ 2,318", "NT$ 486", "NT$ 2,804", "••••••7730", "••••1111", reference, "已入帳"):
        assert told in words
    [receipt] = receipts(system)
    assert receipt["whole"] is True
    picture = laid_out(paper)
    assert came_out(system, int(receipt["number"]), picture).tobytes() == picture.tobytes()


@pytest.mark.requirement("E5", "X45", "E1")
@pytest.mark.parametrize(
    ("next_charge", "why"), [("decline", "declined"), ("cancel", "cancelled"), ("timeout", "cancelled")]
)
def test_what_was_not_approved_says_that_no_money_moved_and_three_ways_on(
    system: System, panel: Panel, zh: Texts, next_charge: str, why: str
) -> None:
    """E5, X45: regret, no money moved, another try, the counter, a call; nothing charged, nothing posted."""
    charged = charges(system)
    system.bench.post("/payment_terminal", {"next": next_charge, "delay_s": 0.5})
    to_review(panel, system, WANG)
    panel.tap("nav.primary")

    panel.read(zh.get(f"not_paid.{why}"), 30)
    _no_money_moved(panel, zh)

    assert charges(system) == charged
    assert _posted_of(system, WANG.masked[0][-4:]) == []


@pytest.mark.requirement("E1", "E5")
def test_customer_who_cancels_at_the_panel_pays_nothing(system: System, panel: Panel, zh: Texts) -> None:
    """E1, E5: the way out stands while the card is awaited, and the terminal confirms it."""
    charged = charges(system)
    system.bench.post("/payment_terminal", {"next": "approve", "delay_s": 30})
    to_review(panel, system, WANG)
    panel.tap("nav.primary")
    panel.read(zh.get("paying.stage.insert_card"), 20)
    panel.tap("nav.second")

    panel.read(zh.get("not_paid.cancelled"), 30)
    _no_money_moved(panel, zh)
    assert charges(system) == charged


def _no_money_moved(panel: Panel, zh: Texts) -> None:
    told = panel.texts()
    assert zh.get("not_paid.money") in told
    assert "NT$ 1,240 沒有從您的卡片扣除" in told
    assert {"not_paid.again", "not_paid.callback"} <= panel.ids()
    assert zh.get("way.counter") in told


def _posted_of(system: System, account: str) -> list[tuple[object, ...]]:
    posted = "SELECT bill_id FROM payment_lines JOIN bills ON bills.id = bill_id WHERE state = 'posted'"
    return centre(system, f"{posted} AND account_number LIKE ?", f"%{account}")


@pytest.mark.requirement("E4", "A5")
def test_centre_gone_on_the_review_screen_is_refused_before_the_terminal_is_asked(
    system: System, panel: Panel, zh: Texts
) -> None:
    """E4, A5: nothing is charged that cannot be checked, and it is said so."""
    before = asked(system)
    to_review(panel, system, WANG)
    system.end("crm")
    try:
        panel.tap("nav.primary")
        panel.read(zh.get("not_paid.line_down"), 30)
        _no_money_moved(panel, zh)
        assert asked(system) == before
    finally:
        system.start_crm()
    panel.rest()
    panel.unread(zh.get("banner.missing", services=""), 60)


@pytest.mark.requirement("B1", "X49")
def test_wrong_pins_lock_and_an_unknown_card_sounds_the_same(system: System, panel: Panel, zh: Texts) -> None:
    """B1, X49: the fourth try locks; try by try, a card that nobody has reads like one that somebody has."""
    known = _wrong_tries(panel, system, SMITHS_CARD, zh)
    unknown = _wrong_tries(panel, system, NOBODYS_CARD, zh)

    assert known == unknown
    assert [zh.get("problem.sign_in_refused") in told for told in known] == [True, True, True, False]
    assert zh.get("problem.sign_in_locked") in known[-1]
    assert not [text for text in panel.seen if "3311" in text or "S○" in text]


def _wrong_tries(panel: Panel, system: System, card: str, zh: Texts) -> list[str]:
    """Everything on the screen after each of four wrong PINs."""
    panel.rest()
    panel.tap("attract.start")
    panel.tap("home.pay")
    panel.gone("home.pay")
    present(system, card)
    told = []
    for turn in range(1, 5):
        panel.type("000000")
        panel.unread(zh.get("problem.sign_in_refused"))
        panel.tap("nav.primary")
        if turn == STUMBLES:  # help is offered over the screen
            panel.tap("overlay.close")
        panel.read_one(zh.get("problem.sign_in_refused"), zh.get("problem.sign_in_locked"))
        told.append(panel.texts())
    return told


@pytest.mark.accessibility("FLW-02")
@pytest.mark.requirement("O1")
def test_switching_the_language_in_mid_pin_keeps_what_was_typed(
    system: System, panel: Panel, en: Texts
) -> None:
    """O1: three digits in Chinese, three in English, and the door opens."""
    to_pin(panel, system, WANG)
    panel.type(WANG.pin[:3])
    panel.speak("en")
    panel.read(en.get("pin.title"))
    panel.type(WANG.pin[3:])
    panel.tap("nav.primary")
    panel.read(en.get("bills.title"))
    assert panel.see_like("bill.", 1)


@pytest.mark.requirement("O1")
def test_switching_the_language_in_mid_number_keeps_what_was_typed(
    panel: Panel, zh: Texts, en: Texts
) -> None:
    """O1: the number, the topic and the window outlive the switch, there and back."""
    panel.tap("attract.start")
    for tag in ("home.callback", "topic.meter", "window.soonest"):
        panel.tap(tag)
    panel.type("09120")
    panel.read(zh.phone("09120"))
    panel.speak("en")
    panel.read(en.get("number.title"))
    assert en.phone("09120") in panel.texts()
    panel.type("00678")
    panel.speak("zh-Hant")
    panel.tap("nav.primary")
    panel.read("0912-•••-678")
    assert zh.get("topic.meter") in panel.texts()
