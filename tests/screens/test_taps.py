"""A finger on the panel: what every button sends, what sliding off does, what keys do not do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain import events, states
from kiosk.domain.account import Factor
from kiosk.domain.events import Event
from kiosk.domain.house import Task
from kiosk.domain.language import Language
from kiosk.domain.preferences import Preferences, Size
from kiosk.domain.states import PaperState, Stage
from kiosk.domain.visit import Visit
from tests.screens.case_visits import SLOT
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits
from tests.screens.visits import BILLS, CHOOSING, MANY, NOW, paying, visit

TAPS: list[tuple[str, str, Event]] = [
    ("attract", "attract.start", events.Started()),
    ("attract", "nav.language", events.LanguagesAsked()),
    ("attract", "nav.help", events.HelpAsked()),
    ("home", "home.pay", events.TaskChosen(Task.PAY)),
    ("home", "home.account", events.TaskChosen(Task.ACCOUNT)),
    ("home", "home.faq", events.TaskChosen(Task.FAQ)),
    ("home", "home.callback", events.TaskChosen(Task.CALLBACK)),
    ("home", "home.person", events.HelpAsked()),
    ("home", "nav.end", events.Ended()),
    ("card", "nav.home", events.WentHome()),
    ("card", "nav.back", events.WentBack()),
    ("card", "card.callback", events.CallbackAsked()),
    ("card", "card.number", events.NumberInsteadChosen()),
    ("number_instead.typed", "keypad.7", events.DigitTyped("7")),
    ("number_instead.typed", "nav.primary", events.Confirmed()),
    ("factor", "factor.pin", events.FactorChosen(Factor.PIN)),
    ("factor", "factor.code", events.FactorChosen(Factor.CODE)),
    ("factor", "factor.callback", events.CallbackAsked()),
    ("secret.code", "keypad.erase", events.DigitErased()),
    ("secret.code.again", "secret.again", events.FactorChosen(Factor.CODE)),
    ("secret.pin", "nav.primary", events.Confirmed()),
    ("pin", "keypad.7", events.DigitTyped("7")),
    ("pin", "keypad.erase", events.DigitErased()),
    ("pin", "keypad.clear", events.DigitsCleared()),
    ("pin", "nav.primary", events.Confirmed()),
    ("pin.locked", "pin.callback", events.CallbackAsked()),
    ("account", "nav.primary", events.Confirmed()),
    ("account.news", "account.history", events.HistoryChosen()),
    ("account.news", "account.matters", events.MattersChosen()),
    ("for_you", "notice.overdue:E1", events.NoticeDismissed("overdue:E1")),
    ("for_you", "nav.primary", events.Confirmed()),
    ("history", "history.other", events.SeriesChosen(1)),
    ("history", "past.H1", events.PastBillChosen("H1")),
    ("history", "pager.next", events.PageTurned(1)),
    ("history", "nav.primary", events.StatementAsked()),
    ("past_bill", "nav.back", events.WentBack()),
    ("services", "services.booking", events.TaskChosen(Task.BOOKING)),
    ("offers", "offer.0", events.OfferChosen(0)),
    ("offers.nothing", "offers.callback", events.CallbackAsked()),
    ("slots", f"day.{SLOT.begins.date()}", events.DayChosen(SLOT.begins.date())),
    ("slots", f"slot.{SLOT.key}", events.WindowChosen(SLOT.key)),
    ("case_review.booking", "case_review.offer", events.PartChosen("offer")),
    ("case_review.booking", "case_review.window", events.PartChosen("window")),
    ("case_shown.booking", "case.rearrange", events.OtherTimeAsked()),
    ("for_you", "matter.K07-425Q-B62X", events.MatterChosen("K07-425Q-B62X")),
    ("case_shown.paid", "paper.copy", events.CopyAsked()),
    ("case_shown.copy_failed", "paper.again", events.CopyAsked()),
    ("asked_already", "nav.primary", events.Confirmed()),
    ("asked_already", "asked.anyway", events.AskedAnyway()),
    ("asked_already.own", "asked.move", events.OtherTimeAsked()),
    ("account.no_line", "account.callback", events.CallbackAsked()),
    ("bills", "bill.G1", events.BillToggled("G1")),
    ("bills", "nav.primary", events.Confirmed()),
    ("bills.no_line", "bills.callback", events.CallbackAsked()),
    ("review", "nav.primary", events.Confirmed()),
    ("paying.insert_card", "nav.second", events.Cancelled()),
    ("paid", "paper.yes", events.PaperChosen(True)),
    ("paid", "paper.no", events.PaperChosen(False)),
    ("paid", "phone.offer", events.LinkAsked()),
    ("paid.phone", "phone.close", events.LinkClosed()),
    ("paid", "nav.second", events.Confirmed()),
    ("paid", "nav.primary", events.Ended()),
    ("paid.not_printed", "paper.again", events.PaperChosen(True)),
    ("not_paid.declined", "not_paid.again", events.Confirmed()),
    ("not_paid.declined", "not_paid.callback", events.CallbackAsked()),
    ("unsettled.offered", "paper.yes", events.PaperChosen(True)),
    ("unsettled.offered", "nav.primary", events.Ended()),
    ("recovered.approved", "nav.primary", events.Started()),
    ("card_to_take", "nav.primary", events.Started()),
    ("card_told.retained", "nav.primary", events.Started()),
    ("closed", "nav.help", events.HelpAsked()),
    ("help", "help.callback", events.CallbackAsked()),
    ("help", "overlay.close", events.OverlayClosed()),
    ("languages", "language.en", events.LanguageChosen(Language.EN)),
    ("idle", "idle.stay", events.MoreTimeTaken()),
    ("idle", "idle.end", events.Ended()),
    ("idle", "idle.help", events.HelpAsked()),
]


@pytest.mark.accessibility("TGT-03", "TGT-04")
@pytest.mark.parametrize(("name", "tag", "event"), TAPS)
def test_a_tap_sends_its_event_once(pilot: Pilot, name: str, tag: str, event: Event) -> None:
    pilot.show(visits(Language.ZH_HANT)[name])
    pilot.tap(tag)
    assert pilot.sent == [event]


def test_a_touch_anywhere_starts(pilot: Pilot) -> None:
    """A1: nobody has to find the button."""
    pilot.show(visits(Language.EN)["attract"])
    pilot.touch(540, 1200)
    assert pilot.sent == [events.Started()]


@pytest.mark.parametrize("wish", [Preferences(), Preferences(low=True), Preferences(Size.XXL)])
@pytest.mark.requirement("X34")
def test_a_touch_anywhere_beside_the_warning_says_that_somebody_is_here(
    pilot: Pilot, wish: Preferences
) -> None:
    """X34: high above a dialog that was moved down, too; on the dialog itself it says nothing."""
    pilot.show(replace(visits(Language.EN)["idle"], preferences=wish))
    pilot.frames(3)
    pilot.touch(5, pilot.root.height - 5)
    assert pilot.sent == [events.MoreTimeTaken()]
    pilot.sent.clear()
    heading = next(node for node in pilot.tree() if node["role"] == "heading")
    pilot.touch(heading["rect"][0] + 10, pilot.root.height - heading["rect"][1] - 10)
    assert pilot.sent == []


@pytest.mark.requirement("X34")
def test_a_touch_between_the_buttons_that_turn_a_leaf_is_not_beside_the_dialog(pilot: Pilot) -> None:
    """X34: whoever misses one has not put the dialog away."""
    pilot.show(replace(visits(Language.EN)["accessibility"], preferences=Preferences(Size.XXL)))
    pilot.frames(3)
    here = next(node for node in pilot.tree() if node["id"] == "leaf.back")["rect"]
    pilot.touch(pilot.root.width / 2, pilot.root.height - here[1] - here[3] / 2)
    assert pilot.sent == []


@pytest.mark.accessibility("TGT-03")
def test_sliding_off_calls_it_off(pilot: Pilot) -> None:
    pilot.show(visits(Language.EN)["review"])
    pilot.touch(*pilot.centre("nav.primary"), until=(540, 1400))
    assert pilot.sent == []


@pytest.mark.accessibility("TIM-04")
def test_a_finger_shows_at_once(pilot: Pilot) -> None:
    from kivy.tests.common import UnitTestTouch

    pilot.show(visits(Language.EN)["home"])
    touch = UnitTestTouch(*pilot.centre("home.faq"))
    touch.touch_down()
    assert "pressed" in next(node for node in pilot.tree() if node["id"] == "home.faq")["state"]
    touch.touch_up()
    pilot.frames(2)


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("pin.asking", "nav.primary"),
        ("bills.none_chosen", "nav.primary"),
        ("paying.please_wait", "nav.second"),
        ("paid.no_printer", "paper.yes"),
        ("paid.phone_making", "phone.offer"),
        ("paid.printing", "nav.primary"),
        ("paying.insert_card", "nav.end"),
    ],
)
def test_what_cannot_be_done_now_sends_nothing(pilot: Pilot, name: str, tag: str) -> None:
    pilot.show(visits(Language.EN)[name])
    pilot.tap(tag)
    assert pilot.sent == []


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.requirement("X45")
def test_a_payment_cannot_be_cancelled_once_the_bank_has_it(pilot: Pilot, stage: Stage) -> None:
    """X45: the button is dead from the moment on when it could promise too much."""
    pilot.show(visit(paying(stage)))
    pilot.tap("nav.second")
    early = {Stage.CHECKING_BILLS, Stage.PREPARING, Stage.SAVING, Stage.INSERT_CARD, Stage.ENTER_PIN}
    assert pilot.sent == ([events.Cancelled()] if stage in early else [])


def test_a_dialog_hides_what_is_below(pilot: Pilot) -> None:
    pilot.show(visits(Language.EN)["idle"])
    assert {node["id"] for node in pilot.tree() if node["id"]} == {"idle.stay", "idle.end", "idle.help"}
    pilot.touch(540, 1700)  # where the bills would be
    assert pilot.sent == [events.MoreTimeTaken()]


def shown(pilot: Pilot, visit: Visit) -> list[dict[str, Any]]:
    pilot.show(visit)
    return pilot.tree()


@pytest.mark.accessibility("PRI-01")
@pytest.mark.requirement("B3")
def test_amounts_can_be_hidden(pilot: Pilot) -> None:
    """B3: from eyes behind."""
    seen = visits(Language.EN)
    for name in ("account", "account.news", "for_you", "history", "past_bill"):
        assert any("NT$" in node["name"] for node in shown(pilot, seen[name]))
        assert not any("NT$" in node["name"] for node in shown(pilot, replace(seen[name], hide_amounts=True)))
    pilot.show(seen["account"])
    pilot.tap("account.hide")
    assert pilot.sent == [events.AmountsSwitched()]


def test_many_bills_are_turned_page_by_page(pilot: Pilot) -> None:
    pilot.show(visit(replace(CHOOSING, bills=MANY), Language.EN))
    assert [n["id"] for n in pilot.tree() if n["id"].startswith("bill.")] == ["bill.E1", "bill.W1", "bill.G1"]
    pilot.tap("pager.next")
    assert [n["id"] for n in pilot.tree() if n["id"].startswith("bill.")] == ["bill.E2", "bill.W2"]
    pilot.tap("bill.W2")
    assert pilot.sent == [events.BillToggled("W2")]


def test_a_tick_and_a_digit_rebuild_nothing(pilot: Pilot) -> None:
    """Shown again, the same screen changes in place."""
    pilot.show(visit(states.BillsShown(BILLS, frozenset(), NOW, waiting=False)))
    row, button = pilot.find("bill.W1"), pilot.find("nav.back")
    words = button.words  # one that is replaced forgets its own
    later = visit(states.BillsShown(BILLS, frozenset({"W1"}), NOW, waiting=False))
    pilot.show(later)
    assert pilot.find("bill.W1") is row
    assert pilot.find("nav.back") is button or pilot.find("nav.back").words == words
    assert row.state_text == "checked"


@pytest.mark.accessibility("FLW-02")
@pytest.mark.requirement("X64")
def test_a_language_switch_loses_nothing(pilot: Pilot) -> None:
    """X64: the same screen object, the digits still there, every word in the other language."""
    state = states.PinWanted(Task.PAY, "C", "4829")
    pilot.show(visit(state))
    screen = pilot.root.screen
    pilot.show(visit(state, Language.EN))
    assert pilot.root.screen is screen
    assert screen.typed == 4
    assert any(node["name"] == "Home" for node in pilot.tree())
    assert not any(node["name"] == "首頁" for node in pilot.tree())


@pytest.mark.parametrize("key", [27, 282, 292, 9, 13, 32])
@pytest.mark.requirement("P2")
def test_no_key_leads_anywhere(pilot: Pilot, key: int) -> None:
    """P2: Escape, F1, F11, Tab, Enter, Space of a plugged-in keyboard."""
    from kivy.base import EventLoop
    from kivy.core.window import Window

    pilot.show(visits(Language.EN)["home"])
    children = list(Window.children)
    Window.dispatch("on_key_down", key, key, None, [])
    Window.dispatch("on_keyboard", key, key, None, [])
    Window.dispatch("on_key_up", key, key)
    pilot.frames(2)
    assert pilot.sent == []
    assert list(Window.children) == children
    assert not EventLoop.quit


@pytest.mark.requirement("K2")
@pytest.mark.parametrize(("taps", "seconds", "opens"), [(5, 1.0, True), (4, 1.0, False), (5, 1.3, False)])
def test_the_hidden_gesture(taps: int, seconds: float, opens: bool) -> None:
    """Five taps on the brand within five seconds, and nothing less."""
    from screens.chrome import Gesture

    gesture = Gesture()
    assert [gesture.tapped(seconds * number) for number in range(taps)][-1] is opens


@pytest.mark.requirement("K2")
@pytest.mark.parametrize("name", ["attract", "closed", "out_of_order"])
def test_five_taps_on_the_brand_ask_for_maintenance(pilot: Pilot, name: str) -> None:
    pilot.show(visits(Language.EN)[name])
    for _ in range(5):
        pilot.touch(100, 1856)
    assert pilot.sent == [events.MaintenanceGestured()]


def test_the_paper_part_says_what_stands(pilot: Pilot) -> None:
    """X45: whatever became of the paper, the payment stands and the reference is on the screen."""
    for paper in (PaperState.PARTIAL, PaperState.NOT_PRINTED, PaperState.UNKNOWN):
        pilot.show(visits(Language.EN)[f"paid.{paper.value}"])
        names = [node["name"] for node in pilot.tree()]
        assert any("Your payment stands" in name for name in names)
        assert "K07-425Q-B62X" in names
