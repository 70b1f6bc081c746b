"""After signing in: what waits for the customer first, then the account, its periods, one bill of them."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.account import Customer
from kiosk.domain.effects import Effect, FetchBills, FetchOverview, PrintStatement, SeeNotices
from kiosk.domain.events import Event
from kiosk.domain.flow.lookup import of_matter
from kiosk.domain.house import Task
from kiosk.domain.overview import Notice, NoticeKind, Overview
from kiosk.domain.states import PaperState
from kiosk.domain.visit import Step, Visit

STATEMENT = "statement"
#: Rows of the history on one page.
ROWS = 3
#: What fits on the screen of news; the rest comes when these were seen.
NEWS, MATTERS = 4, 2


def open_task(visit: Visit, task: Task, customer: Customer) -> Step:
    """The bills of whoever is signed in, to pay or to look at."""
    if task is Task.PAY:
        return visit.at(states.BillsShown()), (FetchBills(customer.grant),)
    return visit.at(states.AccountShown()), (FetchOverview(customer.grant), FetchBills(customer.grant))


def step(visit: Visit, event: Event) -> Step | None:
    match visit.state, event:
        case _, events.OverviewFetched(overview):
            return _fetched(visit, overview)
        case _, events.AmountsSwitched() if visit.customer:
            return replace(visit, hide_amounts=not visit.hide_amounts), ()
        case states.AccountShown(), events.HistoryChosen() if visit.overview and visit.overview.history:
            return visit.at(states.HistoryShown()).noted("history"), ()
        case states.AccountShown(), events.MattersChosen() if _has_news(visit, Task.ACCOUNT):
            return visit.at(states.ForYou(Task.ACCOUNT)), ()
        case states.ForYou() as state, _:
            return _for_you(visit, state, event)
        case states.HistoryShown() as state, _:
            return _history(visit, state, event)
        case states.PastBillShown(before=before), events.WentBack():
            return visit.at(before), ()
        case _:
            return None


def _fetched(visit: Visit, overview: Overview | None) -> Step:
    """The first answer of a visit may have something to tell before the bills; later ones are only newer."""
    if overview is None or not visit.customer:
        return visit, ()
    first = visit.overview is None
    visit = replace(visit, overview=_here(visit, overview))
    match visit.state:
        case states.BillsShown(waiting=True) if first and _has_news(visit, Task.PAY):
            return visit.at(states.ForYou(Task.PAY)).noted("for_you"), ()
        case states.AccountShown(waiting=True) if first and _has_news(visit, Task.ACCOUNT):
            return visit.at(states.ForYou(Task.ACCOUNT)).noted("for_you"), ()
        case _:
            return visit, ()


def _here(visit: Visit, overview: Overview) -> Overview:
    """The centre speaks UTC; the customer reads the clock on the wall."""
    return replace(overview, as_of=overview.as_of.astimezone(visit.now.tzinfo))


def _has_news(visit: Visit, task: Task) -> bool:
    """Whoever came to pay sees from the bills what is overdue."""
    if visit.overview is None:
        return False
    told = [
        one for one in visit.overview.notices if task is not Task.PAY or one.kind is not NoticeKind.OVERDUE
    ]
    return bool(visit.overview.matters or told)


def _for_you(visit: Visit, state: states.ForYou, event: Event) -> Step | None:
    if visit.overview is None or not visit.customer:
        return None
    ids = tuple(notice.id for notice in shown_notices(visit.overview))
    match event:
        case events.NoticeDismissed(notice) if notice in ids:
            seen, effects = _seen(visit, (notice,))
            return (seen, effects) if _has_news(seen, state.task) else _go_on(seen, state, effects)
        case events.MatterChosen(reference):
            found = next((one for one in visit.overview.matters if one.reference == reference), None)
            return (visit, ()) if found is None else of_matter(visit, found, state)
        case events.Confirmed():
            seen, effects = _seen(visit, ids)
            more = seen.overview is not None and seen.overview.notices
            return (seen, effects) if more else _go_on(seen, state, effects)
        case events.WentBack():
            return visit.at(states.Home()), ()
        case _:
            return None


def shown_notices(overview: Overview) -> tuple[Notice, ...]:
    """Open matters come first; as many notices as there is room left."""
    return overview.notices[: NEWS - min(len(overview.matters), MATTERS)]


def _seen(visit: Visit, notices: tuple[str, ...]) -> Step:
    assert visit.customer
    assert visit.overview
    if not notices:
        return visit, ()
    left = visit.overview.without(frozenset(notices))
    return replace(visit, overview=left), (SeeNotices(visit.customer.grant, notices),)


def _go_on(visit: Visit, state: states.ForYou, before: tuple[Effect, ...]) -> Step:
    assert visit.customer
    after, effects = open_task(visit, state.task, visit.customer)
    return after, (*before, *effects)


def statement(visit: Visit, state: states.HistoryShown) -> PrintStatement | None:
    """None: there is no period to tell of."""
    overview = visit.overview
    if overview is None or not state.series < len(overview.series) or not overview.series[state.series].bills:
        return None
    return PrintStatement(overview.series[state.series], overview.as_of, visit.language)


def _history(visit: Visit, state: states.HistoryShown, event: Event) -> Step | None:
    series = visit.overview.series if visit.overview else ()
    shown = series[state.series].bills if state.series < len(series) else ()
    match event:
        case events.PaperFinished("statement", outcome) if state.paper is PaperState.PRINTING:
            return visit.at(replace(state, paper=PaperState.of(outcome))), ()
        case _ if state.paper is PaperState.PRINTING:
            return None
        case events.SeriesChosen(number) if 0 <= number < len(series):
            return visit.at(states.HistoryShown(number)), ()
        case events.PageTurned(page) if 0 <= page * ROWS < len(shown):
            return visit.at(replace(state, page=page)), ()
        case events.PastBillChosen(bill) if any(one.id == bill for one in shown):
            return visit.at(states.PastBillShown(bill, state)), ()
        case events.StatementAsked() if job := statement(visit, state):
            printing = replace(state, paper=PaperState.PRINTING)
            return visit.at(printing).noted("statement"), (job,)
        case events.WentBack() if visit.customer:
            return open_task(visit, Task.ACCOUNT, visit.customer)
        case _:
            return None
