"""The ways out: home, the end, the clock. At the end nothing of the customer is left in the visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.domain import events, states
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.effects import Effect, ForgetVisit, GiveCardBack, SavePaperFate, SignOut, WriteAudit
from kiosk.domain.events import Event
from kiosk.domain.flow import asked_already, checking, presence, reprinting
from kiosk.domain.flow.recovering import owing_recovery
from kiosk.domain.flow.touch import is_committing, is_open, is_resting
from kiosk.domain.house import House
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.states.cards import TAKE_TIME
from kiosk.domain.visit import Step, Visit, resting_state


def step(visit: Visit, event: Event) -> Step | None:
    match event:
        case events.Ticked(now):
            return _tick(_at(visit, now))
        case events.Ended() if not is_committing(visit) and not _is_technician(visit):
            return leave(visit)
        case events.WentHome() if (
            not is_committing(visit) and not is_resting(visit) and not _is_technician(visit)
        ):
            return _home(visit)
        case events.Broke(where):
            return _break(visit, where)
        case _:
            return None


def _home(visit: Visit) -> Step:
    return (visit.at(states.Home()), close_paper(visit)) if is_open(visit) else leave(visit)


def leave(visit: Visit) -> Step:
    """The visit ends; the next one knows nothing of it."""
    effects: tuple[Effect, ...] = (*close_paper(visit), ForgetVisit())
    if visit.customer:
        effects = (*effects, SignOut(visit.customer.grant))
    fresh = visit.wiped(next_visit_id(visit.id))
    fresh = replace(fresh, slot=reprinting.lies_in_the_slot(visit))
    if not visit.card_in:
        return fresh, effects
    return fresh.at(states.CardToTake(visit.now + TAKE_TIME)), (*effects, GiveCardBack())


def next_visit_id(visit_id: str) -> str:
    """`boot.7` -> `boot.8`: visits of one start of the kiosk share its UUID."""
    boot, _, number = visit_id.rpartition(".")
    return f"{boot}.{int(number) + 1}"


def close_paper(visit: Visit) -> tuple[Effect, ...]:
    """A proof that nobody asked for stays retrievable by its reference; that is written down.

    Of one that a bug cut off nobody will hear any more: unknown, so a case for staff.
    """
    match visit.state:
        case states.Paid(payment=payment, paper=states.PaperState.OFFERED):
            return (SavePaperFate(payment, None),)
        case states.Paid(payment=payment, paper=states.PaperState.PRINTING):
            return (SavePaperFate(payment, PrintOutcome.UNKNOWN),)
        case states.MoneyBack(payment=payment, proof=True):
            return (SavePaperFate(payment, PrintOutcome.UNKNOWN),)
        case _:
            return ()


def _is_technician(visit: Visit) -> bool:
    return isinstance(visit.state, states.Maintenance | states.UpkeepState)


def _break(visit: Visit, where: str) -> Step:
    """A bug reached the net: nobody sees it, the customer's data go, service returns by itself."""
    fresh, effects = leave(visit)
    if isinstance(visit.state, states.Paying):
        fresh = owing_recovery(fresh)
    note = WriteAudit(Entry(Kind.BUG, {"where": where}))
    return fresh.at(states.OutOfOrder("fault", visit.now + visit.house.patience.broken)), (*effects, note)


def incident(visit: Visit, what: str) -> Effect:
    """The journal's line about a card: `what` is a move of it, or `left`."""
    return WriteAudit(Entry(Kind.CARD_INCIDENT, {"what": what, "step": type(visit.state).__name__}))


# --- the clock --------------------------------------------------------------------------------


def _at(visit: Visit, now: datetime) -> Visit:
    """The same visit at another time. A clock that was set back makes nothing younger that has an age."""
    by = now - visit.now
    if by >= timedelta():
        return replace(visit, now=now)
    coming = visit.coming and _turned(visit.coming, by)
    return replace(visit, now=now, house=_turned(visit.house, by), coming=coming)


def _turned(house: House, by: timedelta) -> House:
    return replace(house, waits=house.waits.turned(by))


def _tick(visit: Visit) -> Step:
    match visit.state:
        case states.OutOfOrder(until=until) if until is not None and visit.now >= until:
            return visit.at(resting_state(visit.health)), ()
        case states.CardToTake(until=until) if visit.now >= until:  # a forgotten tag lies there still
            return visit.at(resting_state(visit.health)), (incident(visit, "left"),)
        case states.Recovered(until=until) | states.CardTold(until=until) if visit.now >= until:
            return visit.at(resting_state(visit.health)), ()
        case states.Cleaning():
            return checking.timed(visit)
        case state if isinstance(state, states.Maintenance | states.UpkeepState):
            return _tick_technician(visit)
        case states.CallbackReview(asking_until=until) as review if until is not None:
            return asked_already.timed(visit, review)
        case _:
            return _tick_customer(visit)


def _tick_technician(visit: Visit) -> Step:
    if not _idle_for(visit, visit.house.patience.maintenance.total_seconds()):
        return checking.timed(visit)
    fresh, effects = leave(visit)
    return fresh, (*effects, WriteAudit(Entry(Kind.MAINTENANCE_LEFT, {"by": "timeout"})))


def _tick_customer(visit: Visit) -> Step:
    if is_committing(visit):
        # The customer's time begins anew when the machine is done, not while it works.
        left_at = visit.now if visit.left_at else None
        return replace(visit, touched_at=visit.now, left_at=left_at, overlay=_without_warning(visit)), ()
    if isinstance(visit.overlay, states.AssistPin | states.Assist) and _idle_for(visit, _allowance(visit)):
        return replace(visit, overlay=None), ()  # who went away leaves no door open
    if not is_resting(visit) and (left := presence.warned(visit)):
        return left, ()
    if isinstance(visit.overlay, states.IdleWarning):
        return leave(visit) if visit.now >= visit.overlay.until else (visit, ())
    if visit.touched_at is None:
        return visit, ()
    patience = visit.patience
    if is_resting(visit):  # somebody looked at help or languages and went away
        return leave(visit) if _idle_for(visit, patience.idle.total_seconds()) else (visit, ())
    if visit.longer_until is not None and visit.now < visit.longer_until:
        return visit, ()
    if _idle_for(visit, _allowance(visit)):
        return replace(visit, overlay=states.IdleWarning(visit.now + patience.warning)), ()
    return visit, ()


def _allowance(visit: Visit) -> float:
    """Seconds of stillness before the warning; less where the visit is over and only the paper is to be taken."""
    patience = visit.patience
    if visit.call is not None:
        return visit.house.assist_time.total_seconds()
    if reprinting.trouble(visit):
        return patience.idle.total_seconds()
    match visit.state:
        case (
            states.Paid()
            | states.CallbackDone()
            | states.NotPaid()
            | states.CounterSlipShown()
            | states.CaseDone()
            | states.RatingWanted()
        ):
            return patience.done.total_seconds()
        case _:
            return patience.idle.total_seconds()


def _idle_for(visit: Visit, seconds: float) -> bool:
    return visit.touched_at is not None and (visit.now - visit.touched_at).total_seconds() >= seconds


def _without_warning(visit: Visit) -> states.Overlay | None:
    return None if isinstance(visit.overlay, states.IdleWarning) else visit.overlay
