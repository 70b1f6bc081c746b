"""What waits for the customer comes first and once; then the account, its periods, one bill, and paper."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.account import Granted
from kiosk.domain.house import Task
from kiosk.domain.overview import BillState, Overview
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.states import PaperState
from kiosk.domain.visit import Visit
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.examples import (
    BILLS,
    CARD,
    CUSTOMER,
    GRANT,
    MATTER,
    OUTAGE,
    OVERDUE,
    OVERVIEW,
    past,
    play,
    visit,
)

QUIET = replace(OVERVIEW, notices=(), matters=())
ASKING = {task: states.PinWanted(task, CARD, asking=True) for task in (Task.PAY, Task.ACCOUNT)}


def entering(task: Task, overview: Overview | None) -> Visit:
    """Signed in; the centre has told its news and not the bills."""
    at, _ = play(visit(ASKING[task]), events.SignInAnswered(Granted(CUSTOMER), CARD))
    return play(at, events.OverviewFetched(overview))[0]


def inside(state: states.State, **more: Any) -> Visit:
    return visit(state, **{"customer": CUSTOMER, "overview": OVERVIEW, **more})


@pytest.mark.requirement("A7")
@pytest.mark.parametrize("task", [Task.PAY, Task.ACCOUNT])
def test_an_open_matter_is_shown_first(task: Task) -> None:
    """A7: the second visit shows the open case before the bills, and goes on to what was wanted."""
    at = entering(task, replace(QUIET, matters=(MATTER,)))
    assert at.state == states.ForYou(task)
    after, asked = play(at, events.Confirmed())
    assert after.state == (states.BillsShown() if task is Task.PAY else states.AccountShown())
    assert effects.FetchBills(GRANT) in asked
    assert play(after, events.OverviewFetched(OVERVIEW))[0].state == after.state  # said once a visit


@pytest.mark.requirement("D5")
def test_who_came_to_pay_sees_from_the_bills_what_is_overdue() -> None:
    only = replace(QUIET, notices=(OVERDUE,))
    assert entering(Task.PAY, only).state == states.BillsShown()
    assert entering(Task.ACCOUNT, only).state == states.ForYou(Task.ACCOUNT)
    assert entering(Task.PAY, replace(QUIET, notices=(OUTAGE,))).state == states.ForYou(Task.PAY)


@pytest.mark.parametrize("overview", [None, QUIET])
def test_without_news_the_bills_come_at_once(overview: Overview | None) -> None:
    at = entering(Task.PAY, overview)
    after, _ = play(at, events.BillsFetched(BILLS, NOW))
    assert isinstance(after.state, states.BillsShown)
    assert after.state.bills == BILLS


@pytest.mark.requirement("D5")
def test_a_notice_is_put_away_and_the_centre_is_told() -> None:
    at, asked = play(inside(states.ForYou(Task.ACCOUNT)), events.NoticeDismissed(OVERDUE.id))
    assert asked == [effects.SeeNotices(GRANT, (OVERDUE.id,))]
    assert at.overview == OVERVIEW.without(frozenset({OVERDUE.id}))
    assert play(at, events.NoticeDismissed(OVERDUE.id)) == (at, [])


@pytest.mark.requirement("D5")
def test_going_on_marks_what_was_shown_and_nothing_else() -> None:
    many = tuple(replace(OVERDUE, id=f"overdue:{number}") for number in range(6))
    at = inside(states.ForYou(Task.ACCOUNT), overview=replace(OVERVIEW, notices=many))
    at, asked = play(at, events.Confirmed())
    assert asked == [effects.SeeNotices(GRANT, tuple(one.id for one in many[:3]))]
    assert at.state == states.ForYou(Task.ACCOUNT)
    at, asked = play(at, events.Confirmed())
    assert asked[0] == effects.SeeNotices(GRANT, tuple(one.id for one in many[3:]))
    assert at.state == states.AccountShown()


def test_from_the_account_to_one_bill_and_back() -> None:
    at, _ = play(inside(states.AccountShown(BILLS, NOW, waiting=False)), events.HistoryChosen())
    assert at.state == states.HistoryShown()
    at, _ = play(at, events.PageTurned(1), events.PastBillChosen("P3"))
    assert at.state == states.PastBillShown("P3", states.HistoryShown(page=1))
    at, _ = play(at, events.WentBack())
    assert at.state == states.HistoryShown(page=1)
    at, _ = play(at, events.SeriesChosen(1))
    assert at.state == states.HistoryShown(1)
    at, asked = play(at, events.WentBack())
    assert (at.state, asked) == (
        states.AccountShown(),
        [effects.FetchOverview(GRANT), effects.FetchBills(GRANT)],
    )


@pytest.mark.parametrize(
    "event",
    [events.PageTurned(9), events.PageTurned(-1), events.SeriesChosen(7), events.PastBillChosen("E1")],
    ids=repr,
)
def test_what_is_not_there_changes_nothing(event: events.Event) -> None:
    at = inside(states.HistoryShown())
    assert play(at, event) == (at, [])


@pytest.mark.requirement("D4")
@pytest.mark.parametrize("outcome", PrintOutcome)
def test_the_periods_on_paper(outcome: PrintOutcome) -> None:
    at, asked = play(inside(states.HistoryShown()), events.StatementAsked())
    assert asked == [effects.PrintStatement(OVERVIEW.series[0], NOW, at.language)]
    assert at.state == states.HistoryShown(paper=PaperState.PRINTING)
    assert play(at, events.WentBack(), events.StatementAsked(), events.WentHome())[0].state == at.state
    at, _ = play(at, events.PaperFinished("statement", outcome))
    assert at.state == states.HistoryShown(paper=PaperState.of(outcome))
    assert len(play(at, events.StatementAsked())[1]) == 1


@pytest.mark.requirement("B3")
def test_amounts_stay_hidden_until_the_visit_ends() -> None:
    """B3: one switch for every screen; the next customer finds it off."""
    at, _ = play(inside(states.AccountShown(BILLS, NOW, waiting=False)), events.AmountsSwitched())
    at, _ = play(at, events.HistoryChosen(), events.PastBillChosen("P1"))
    assert at.hide_amounts
    after, _ = play(at, events.Ended())
    assert not after.hide_amounts
    assert after.overview is None


@pytest.mark.requirement("D4")
def test_a_series_is_one_kind_of_one_account() -> None:
    mixed = (
        past("A"),
        past("B", account="••••••0377"),
        past("C", kind="water"),
        past("D", state=BillState.OPEN),
    )
    series = replace(OVERVIEW, history=mixed).series
    assert [[bill.id for bill in one.bills] for one in series] == [["A", "D"], ["B"], ["C"]]
    assert [one.label for one in series] == ["住家", "店面", "住家"]
