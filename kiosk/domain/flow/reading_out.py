"""What stands on this screen's paper, said to who listens through headphones: whether it was printed, or is not wanted.

(EN 301 549 V3.2.1, 5.1.3.16; Section 508, 402.2.2.)
"""

from __future__ import annotations

from kiosk.domain import events, states
from kiosk.domain.copies import Copy
from kiosk.domain.effects import PrintCopy, Printed, ReadOut
from kiosk.domain.events import Event
from kiosk.domain.flow import account, answers, callback, case, counter_slip, giving_back, paying
from kiosk.domain.speech import Channel
from kiosk.domain.visit import Step, Visit


def offered(visit: Visit) -> bool:
    """Never to the room: on paper nearly everything is about one customer."""
    return visit.channel is Channel.PRIVATE and paper_of(visit) is not None


def step(visit: Visit, event: Event) -> Step | None:
    if not isinstance(event, events.ReadOutAsked):
        return None
    paper = paper_of(visit)
    return (visit, (ReadOut(paper),)) if paper and visit.channel is Channel.PRIVATE else (visit, ())


def paper_of(visit: Visit) -> Printed | None:
    """What this screen prints for its customer; None: nothing, or nothing that is settled yet."""
    match visit.state:
        case states.Paid() as state if state.copy:
            return PrintCopy(_copy(state), visit.language)
        case states.Paid() as state:
            return paying.proof(visit, state)
        case states.Unsettled() as state:
            return paying.claim(visit, state)
        case states.MoneyBack() as state if state.back is not states.Back.REVERSING:
            return giving_back.slip(visit, state)
        case states.CounterSlipShown(slip=slip) if slip:
            return counter_slip.paper(visit, slip)
        case states.CallbackDone() as state:
            return callback.paper(visit, state)
        case states.CaseDone() as state:
            return case.paper(visit, state)
        case states.CaseShown(copy=copy) if copy:
            return PrintCopy(copy, visit.language)
        case states.HistoryShown() as state:
            return account.statement(visit, state)
        case states.FaqArticle(article=name) if article := answers.article_of(visit, name):
            return answers.paper(visit, article)
        case _:
            return None


def _copy(state: states.Paid) -> Copy:
    return Copy(state.payment, state.approved, state.posted, state.offline, state.copy, state.anchor)
