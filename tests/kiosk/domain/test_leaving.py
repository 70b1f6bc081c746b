"""The ways out: home, the end, stillness, a bug. Nothing of the customer is left."""

from dataclasses import asdict, replace
from typing import Any

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.account import Customer
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.callback import CallbackDraft, Topic
from kiosk.domain.house import Task
from kiosk.domain.language import Language
from kiosk.domain.visit import Visit
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.every import examples, members
from tests.kiosk.domain.examples import (
    AMOUNT,
    BILLS,
    CUSTOMER,
    GRANT,
    HOUSE,
    LINES,
    WINDOWS,
    a_payment,
    play,
    tick,
    visit,
)

CANARY = (
    "canary-grant",
    "金○雀",
    "canary-account",
    "canary-phone",
    "0999888777",
    "canary-card",
    "canary-bill",
)
LEFT_BEHIND = states.CallbackReview(
    CallbackDraft(Topic.OTHER, WINDOWS[0], "0999888777", visit="boot.1", notice="x"),
    states.NumberWanted(Topic.OTHER, WINDOWS[0], WINDOWS, "0999888777"),
)


def canary(state: states.State) -> Visit:
    """Somebody with everything a visit can hold."""
    return visit(
        state,
        customer=Customer("canary-grant", "金○雀", "canary-account", "canary-phone"),
        language=Language.EN,
        overlay=states.Languages(),
        articles=("article-1",),
        error="canary-bill",
        last_bill="canary-bill",
    ).noted("canary-account")


@pytest.mark.requirement("A4")
@pytest.mark.parametrize(
    "way",
    [(events.Ended(),), (tick(120), tick(150)), (events.Broke("main"),)],
    ids=["ended", "timed out", "broke"],
)
@pytest.mark.parametrize(
    "state", [LEFT_BEHIND, states.PinWanted(Task.PAY, "canary-card", "1234"), states.Home()]
)
def test_nothing_of_the_customer_outlives_the_visit(
    state: states.State, way: tuple[events.Event, ...]
) -> None:
    """A4: not in its repr, not in its fields; language, overlay and trail are as new; the grant is given back."""
    before = canary(state)
    assert sum(word in str(asdict(before)) for word in CANARY) >= 4
    after, asked = play(before, *way)
    held = repr(after) + str(asdict(after))
    assert [word for word in CANARY if word in held] == []
    assert after.id == "boot.2"
    assert (after.customer, after.overlay, after.trail, after.articles) == (None, None, (), ())
    assert (after.error, after.last_bill, after.touched_at) == ("", "", None)
    assert after.language is HOUSE.languages[0]
    assert asked[:2] == [effects.ForgetVisit(), effects.SignOut("canary-grant")]


@pytest.mark.requirement("A4")
def test_the_warning_comes_and_more_time_is_given() -> None:
    """A4, X34: after two still minutes; then half a minute with a countdown; one touch goes on."""
    at, _ = play(visit(states.Home()), tick(119))
    assert at.overlay is None
    at, _ = play(at, tick(120))
    assert at.overlay == states.IdleWarning(tick(150).now)
    still, _ = play(at, tick(149))
    assert still.overlay == at.overlay
    taken, _ = play(still, events.MoreTimeTaken(), tick(268))
    assert (taken.state, taken.overlay) == (states.Home(), None)
    assert play(still, tick(150))[0].state == states.Attract()


@pytest.mark.requirement("A4")
@pytest.mark.parametrize(
    "touch",
    [events.Confirmed(), events.WentHome(), events.CardPresented("x"), events.DigitTyped("1")],
    ids=repr,
)
def test_a_touch_beside_the_warning_presses_nothing(touch: events.Event) -> None:
    """A4: it means "I am here" and nothing else."""
    at = visit(states.BillsShown(BILLS, waiting=False), overlay=states.IdleWarning(NOW))
    after, asked = play(at, touch)
    assert (after.state, after.overlay, asked) == (at.state, None, [])


@pytest.mark.requirement("A4")
@pytest.mark.parametrize(
    ("state", "seconds"),
    [
        (states.Home(), 120),
        (states.Unsettled(a_payment()), 120),
        (states.NotPaid(LINES, AMOUNT, "declined"), 60),
        *((state, 60) for state in examples(states.Paid)[:1]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_how_long_a_screen_waits(state: states.State, seconds: int) -> None:
    """A4: shorter where only the paper is to be taken."""
    assert play(visit(state), tick(seconds - 1))[0].overlay is None
    assert play(visit(state), tick(seconds))[0].overlay is not None


@pytest.mark.requirement("X35")
def test_the_customers_time_begins_when_the_machine_is_done() -> None:
    """X35."""
    paying = states.Paying(LINES, AMOUNT, states.Stage.ENTER_PIN, a_payment())
    at, asked = play(visit(paying, overlay=states.IdleWarning(NOW)), tick(3_600))
    assert (at.state, at.overlay, at.touched_at, asked) == (paying, None, tick(3_600).now, [])


def test_nobody_is_warned_on_a_resting_screen() -> None:
    at, asked = play(visit(touched_at=None), tick(100_000))
    assert (at.state, at.id, asked) == (states.Attract(), "boot.1", [])


@pytest.mark.requirement("A4")
def test_who_only_chose_a_language_and_went_away_leaves_no_trace() -> None:
    """A4, X38: the next one finds the house's own language."""
    at, _ = play(visit(), events.LanguageChosen(Language.EN), events.HelpAsked(), tick(119))
    assert at.language is Language.EN
    after, _ = play(at, tick(120))
    assert (after.language, after.overlay, after.trail, after.id) == (HOUSE.languages[0], None, (), "boot.2")


def test_home_keeps_who_signed_in() -> None:
    at, _ = play(visit(states.BillsShown(), customer=CUSTOMER), events.WentHome())
    assert (at.state, at.customer, at.id) == (states.Home(), CUSTOMER, "boot.1")


@pytest.mark.requirement("K6")
@pytest.mark.parametrize("state", list(members(states.State)))
def test_a_bug_shows_a_designed_screen_and_service_returns_by_itself(state: Any) -> None:
    """K6: eight seconds out of order, written down, then as it was; a payment under way is looked into."""
    for example in examples(state)[:3]:
        at, asked = play(visit(example, customer=CUSTOMER), events.Broke("lane printer"))
        assert at.state == states.OutOfOrder("fault", tick(8).now)
        assert effects.SignOut(GRANT) in asked
        assert effects.WriteAudit(Entry(Kind.BUG, {"where": "lane printer"})) in asked
        assert (effects.Recover() in asked) == isinstance(example, states.Paying)
        assert play(at, tick(7.9))[0].state == at.state
        assert play(at, tick(8))[0].state == states.Attract()


def test_the_message_after_a_break_goes_by_itself() -> None:
    told = states.Recovered("K", AMOUNT, "approved", tick(30).now)
    assert play(visit(told, touched_at=None), tick(29))[0].state == told
    assert play(visit(told, touched_at=None), tick(30))[0].state == states.Attract()


def test_offline_payments_are_counted_over_visits() -> None:
    after, _ = play(replace(visit(states.Home()), offline_payments=7), events.Ended())
    assert after.offline_payments == 7
