"""Hand something over: pick, review, saved, paper. One way for every kind of draft (`kiosk/domain/case.py`).

Nobody needs to type: questions have lists, numbers have digits. From the home screen a complaint takes five taps: tile,
complaint, about what, what should come of it, send.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.callback import Context
from kiosk.domain.case import (
    PICKS,
    Application,
    Booking,
    CaseDraft,
    CaseKind,
    Complaint,
    Contact,
    FaultReport,
    ManagerLetter,
    Suggestion,
    is_anonymous,
    is_reachable,
    may_be_urgent,
    needs_contact,
    next_pick,
    pick_of,
    takes_contact,
    takes_message,
    with_pick,
    without_pick,
)
from kiosk.domain.effects import PrintCase, Push, SaveCase
from kiosk.domain.events import Event
from kiosk.domain.flow.rating import complaint_about, finished
from kiosk.domain.flow.slots import offers_shown, slots_shown
from kiosk.domain.health import Line
from kiosk.domain.house import Task
from kiosk.domain.lookup import CaseStanding
from kiosk.domain.states import PaperState, Problem
from kiosk.domain.visit import Step, Visit

LONGEST_NUMBER = 15  # E.164
ACCOUNT_LENGTHS = range(6, 13)
MOST_PHRASES = 6
#: What the screen of complaints and suggestions offers.
VOICES = (CaseKind.COMPLAINT, CaseKind.SUGGESTION, CaseKind.LETTER, CaseKind.FAULT_REPORT)
EMPTY: dict[CaseKind, CaseDraft] = {
    CaseKind.COMPLAINT: Complaint(),
    CaseKind.SUGGESTION: Suggestion(),
    CaseKind.LETTER: ManagerLetter(),
    CaseKind.FAULT_REPORT: FaultReport(),
    CaseKind.APPLICATION: Application(),
}
_AGAIN = (PaperState.OFFERED, PaperState.NOT_PRINTED, PaperState.PARTIAL)


def begin(visit: Visit, draft: CaseDraft) -> Step:
    """The first screen of this draft: what is known already is not asked."""
    return onward(visit.noted(f"case:{draft.kind.value}"), draft)


def step(visit: Visit, event: Event) -> Step | None:
    match visit.state:
        case states.VoicesShown():
            return _voices(visit, event)
        case states.PickWanted() as state:
            return _pick(visit, state, event)
        case states.ContractNumberWanted() as state:
            return _account(visit, state, event)
        case states.ContactWanted() as state:
            return _contact(visit, state, event)
        case states.PhrasesShown() as state:
            return _phrases(visit, state, event)
        case states.CaseReview() as state:
            return _review(visit, state, event)
        case states.CaseDone() as state:
            return _done(visit, state, event)
        case states.Regret(task) if event == events.KindChosen(CaseKind.COMPLAINT):
            return begin(visit, complaint_about(task)) if Task.FEEDBACK in visit.house.tasks else (visit, ())
        case _:
            return None


def _voices(visit: Visit, event: Event) -> Step | None:
    match event:
        case events.KindChosen(kind) if kind in VOICES:
            return begin(visit, EMPTY[kind])
        case events.WentBack():
            return visit.at(states.Home()), ()
        case _:
            return None


# --- what is missing ------------------------------------------------------------------------------


def onward(visit: Visit, draft: CaseDraft) -> Step:
    """The next thing that is missing, or the review."""
    if isinstance(draft, Booking) and draft.service is None:
        return offers_shown(visit, draft), ()
    pick = next_pick(draft)
    if pick:
        return visit.at(states.PickWanted(draft, pick.part)), ()
    if isinstance(draft, Booking) and draft.window is None:
        return slots_shown(visit, draft), ()
    if needs_contact(draft) and not is_reachable(draft):  # the notice comes before everything that is typed
        return visit.at(states.ContactWanted(draft)), ()
    if isinstance(draft, Application) and not visit.customer and not draft.account:
        return visit.at(states.ContractNumberWanted(draft)), ()
    return visit.at(states.CaseReview(draft)), ()


def is_whole(visit: Visit, draft: CaseDraft) -> bool:
    after, _ = onward(visit, draft)
    return isinstance(after.state, states.CaseReview)


def _pick(visit: Visit, state: states.PickWanted, event: Event) -> Step | None:
    match event:
        case events.PickMade(value):
            draft = with_pick(state.draft, state.part, value)
            return (visit, ()) if draft is None else onward(visit, draft)
        case events.WentBack() if is_whole(visit, state.draft):
            return visit.at(states.CaseReview(state.draft)), ()
        case events.WentBack():
            return before(visit, state.draft, state.part)
        case _:
            return None


def before(visit: Visit, draft: CaseDraft, part: str) -> Step:
    """The question before `part`, open once more; before the first one, where one came from."""
    if isinstance(draft, Booking) and not part:
        return slots_shown(visit, replace(draft, window=None)), ()
    asked = [pick.part for pick in PICKS[type(draft)]]
    place = asked.index(part) if part in asked else len(asked)
    if place == 0:
        return (offers_shown(visit, draft) if isinstance(draft, Booking) else visit.at(_origin(draft))), ()
    earlier = asked[place - 1]
    return visit.at(states.PickWanted(without_pick(draft, earlier), earlier)), ()


def _origin(draft: CaseDraft) -> states.State:
    return states.VoicesShown() if draft.kind in VOICES else states.ServicesShown()


def _account(visit: Visit, state: states.ContractNumberWanted, event: Event) -> Step | None:
    match event:
        case events.DigitTyped() | events.DigitErased() | events.DigitsCleared():
            digits = _typed(state.digits, event, ACCOUNT_LENGTHS.stop - 1)
            return visit.at(replace(state, digits=digits, problem=Problem.NONE)), ()
        case events.Confirmed() if isinstance(state.draft, Application):
            if len(state.digits) not in ACCOUNT_LENGTHS:
                return visit.at(replace(state, problem=Problem.ACCOUNT_INCOMPLETE)), ()
            return onward(visit, replace(state.draft, account=state.digits))
        case events.WentBack() if is_whole(visit, state.draft):
            return visit.at(states.CaseReview(state.draft)), ()
        case events.WentBack():
            return visit.at(states.ContactWanted(replace(state.draft, contact=Contact()))), ()
        case _:
            return None


def _contact(visit: Visit, state: states.ContactWanted, event: Event) -> Step | None:
    """The notice is on the screen on which the number is given; its version goes with the number."""
    notice = visit.house.notice
    match event:
        case events.DigitTyped() | events.DigitErased() | events.DigitsCleared():
            digits = _typed(state.digits, event, LONGEST_NUMBER)
            return visit.at(replace(state, digits=digits, problem=Problem.NONE)), ()
        case events.NumberOnFileChosen() if visit.customer and visit.customer.phone:
            return _with_contact(visit, state, Contact(on_file=True, notice=notice))
        case events.Confirmed() if visit.house.phone_fits(state.digits):
            return _with_contact(visit, state, Contact(state.digits, notice=notice))
        case events.Confirmed():
            return visit.at(replace(state, problem=Problem.PHONE_INCOMPLETE)), ()
        case events.ContactDeclined() if not needs_contact(state.draft):
            return _with_contact(visit, state, Contact())
        case events.WentBack() if is_whole(visit, state.draft):
            return visit.at(states.CaseReview(state.draft)), ()
        case events.WentBack():
            return before(visit, state.draft, "")
        case _:
            return None


def with_email(visit: Visit, state: states.ContactWanted, address: str) -> Step:
    return _with_contact(visit, state, Contact(notice=visit.house.notice, email=address))


def _with_contact(visit: Visit, state: states.ContactWanted, contact: Contact) -> Step:
    return onward(visit, replace(state.draft, contact=contact))


def _typed(digits: str, event: Event, longest: int) -> str:
    match event:
        case events.DigitTyped(digit) if digit.isdigit() and len(digits) < longest:
            return digits + digit
        case events.DigitErased():
            return digits[:-1]
        case events.DigitsCleared():
            return ""
        case _:
            return digits


def _phrases(visit: Visit, state: states.PhrasesShown, event: Event) -> Step | None:
    draft = state.draft
    match event:
        case events.PhraseToggled(phrase) if phrase in draft.message:
            kept = tuple(each for each in draft.message if each is not phrase)
            return visit.at(states.PhrasesShown(replace(draft, message=kept))), ()
        case events.PhraseToggled(phrase) if len(draft.message) < MOST_PHRASES:
            return visit.at(states.PhrasesShown(replace(draft, message=(*draft.message, phrase)))), ()
        case events.Confirmed() | events.WentBack():
            return visit.at(states.CaseReview(draft)), ()
        case _:
            return None


# --- the last look, and after ---------------------------------------------------------------------


def _review(visit: Visit, state: states.CaseReview, event: Event) -> Step | None:
    match event:
        case events.Confirmed() if not state.saving and is_whole(visit, state.draft):
            draft = _whole(visit, state.draft)
            saving = replace(state, draft=draft, saving=True, problem=Problem.NONE)
            return visit.at(saving), (SaveCase(draft, visit.language),)
        case events.CaseSaved(reference) if state.saving:
            provisional = visit.health.line is not Line.UP
            return visit.at(states.CaseDone(reference, state.draft, provisional)), (Push(),)
        case events.CaseNotSaved() if state.saving:
            visit = replace(visit, health=replace(visit.health, store_works=False))
            return visit.at(replace(state, saving=False, problem=Problem.NOT_SAVED)), ()
        case events.PartChosen(part) if not state.saving:
            return _change(visit, state, part)
        case events.WentBack() if not state.saving:
            return before(visit, state.draft, "")
        case _:
            return None


def _change(visit: Visit, state: states.CaseReview, part: str) -> Step:
    draft = state.draft
    match part:
        case "urgent" if isinstance(draft, Complaint) and may_be_urgent(draft):
            return visit.at(replace(state, draft=replace(draft, urgent=not draft.urgent))), ()
        case "contact" if takes_contact(draft):
            return visit.at(states.ContactWanted(draft)), ()
        case "offer" if isinstance(draft, Booking):
            return offers_shown(visit, draft), ()
        case "window" if isinstance(draft, Booking):
            return slots_shown(visit, draft), ()
        case "message" if takes_message(draft):
            return visit.at(states.PhrasesShown(draft)), ()
        case "account" if isinstance(draft, Application) and not visit.customer:
            return visit.at(states.ContractNumberWanted(draft)), ()
        case _ if pick_of(draft, part):
            return visit.at(states.PickWanted(draft, part)), ()
        case _:
            return visit, ()


def _whole(visit: Visit, draft: CaseDraft) -> CaseDraft:
    """What rides along, as it is at this moment; with an anonymous draft nothing does."""
    if isinstance(draft, FaultReport):
        return replace(draft, devices=visit.health.devices)
    if is_anonymous(draft):
        return draft
    context = Context(
        path=tuple(mark.what for mark in visit.trail),
        bill=visit.bill,
        articles=visit.articles,
        error=visit.error,
    )
    return replace(draft, visit=visit.id if visit.customer else "", context=context)


def paper(visit: Visit, state: states.CaseDone) -> PrintCase:
    return PrintCase(state.reference, _as_given(visit, state), state.provisional, visit.language)


def _done(visit: Visit, state: states.CaseDone, event: Event) -> Step | None:
    match event:
        case events.PaperChosen(wanted=True) if state.paper in _AGAIN:
            return visit.at(replace(state, paper=PaperState.PRINTING)), (paper(visit, state),)
        case events.PaperChosen(wanted=False) if state.paper is PaperState.OFFERED:
            return visit.at(replace(state, paper=PaperState.NOT_WANTED)), ()
        case events.PaperFinished(reference, outcome) if reference == state.reference:
            done = replace(state, paper=PaperState.of(outcome))
            return replace(visit, touched_at=visit.now).at(done), ()
        case events.CaseTold(case, standing) if standing and case == state.reference:
            return visit.at(_given(state, standing)), ()
        case events.Confirmed() if state.paper is not PaperState.PRINTING:
            return finished(visit, state.draft.kind.value)
        case _:
            return None


def _given(state: states.CaseDone, standing: CaseStanding) -> states.CaseDone:
    """A paper with another time on it than the one that was given is offered anew."""
    stale = bool(standing.moved) and state.paper is PaperState.CONFIRMED
    return replace(state, standing=standing, paper=PaperState.OFFERED if stale else state.paper)


def _as_given(visit: Visit, state: states.CaseDone) -> CaseDraft:
    """An appointment as the centre has it, where that is known; by the clock on the wall."""
    given = state.standing.window if state.standing else None
    if not isinstance(state.draft, Booking) or given is None:
        return state.draft
    return replace(state.draft, window=given.by_clock_of(visit.now))
