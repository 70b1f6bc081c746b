"""By its number: how it stands, at any kiosk; then cancel it or ask for another time. And where the house is.

A slip of the finger is told before the centre is asked. Without a line a wish can still be left: it is a record like any
other, and the centre carries it out, or asks whoever has the case in hands.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.calendar import call_windows
from kiosk.domain.callback import Window
from kiosk.domain.effects import AskCase, FetchOverview, Push, SaveWish
from kiosk.domain.events import Event
from kiosk.domain.flow.slots import slots_shown
from kiosk.domain.health import Line
from kiosk.domain.lookup import LONGEST_TYPED, SIGNS, Can, CaseStanding, is_whole, written
from kiosk.domain.overview import OpenMatter
from kiosk.domain.states import Problem
from kiosk.domain.visit import Step, Visit

CANCEL, REARRANGE = "cancel", "rearrange"


def begin(visit: Visit) -> Step:
    """This kiosk's own id stands there already: most papers come from the machine one stands at."""
    return visit.at(states.CaseNumberWanted(visit.house.kiosk_id)), ()


def of_matter(visit: Visit, matter: OpenMatter, origin: states.ForYou) -> Step:
    """One of the open matters of who signed in: what is known of it at once, the rest as the centre says."""
    standing = CaseStanding(matter.reference, matter.kind, begins=matter.window_from, ends=matter.window_to)
    if visit.health.line is Line.DOWN:
        return visit.at(states.CaseShown(replace(standing, can=Can.ASK), origin=origin)), ()
    return visit.noted("case_shown").at(states.CaseShown(standing, origin=origin)), (
        AskCase(matter.reference),
    )


def step(visit: Visit, event: Event) -> Step | None:
    match visit.state:
        case states.CaseNumberWanted() as state:
            return _number(visit, state, event)
        case states.CaseShown() as state:
            return _shown(visit, state, event)
        case states.NewWindowWanted() as state:
            return _new_window(visit, state, event)
        case states.SlotWanted(about=CaseStanding()) as state:
            return _new_slot(visit, state, event)
        case states.SiteShown() if isinstance(event, events.WentBack):
            return visit.at(states.ServicesShown()), ()
        case _:
            return None


# --- the number -------------------------------------------------------------------------------


def _number(visit: Visit, state: states.CaseNumberWanted, event: Event) -> Step | None:
    if isinstance(event, events.CaseTold):
        return _told(visit, state, event)
    if state.asking:
        return None
    match event:
        case events.SignTyped(sign) if sign and sign in SIGNS and len(state.typed) < LONGEST_TYPED:
            return visit.at(replace(state, typed=state.typed + sign, problem=Problem.NONE)), ()
        case events.DigitErased():
            return visit.at(replace(state, typed=state.typed[:-1], problem=Problem.NONE)), ()
        case events.DigitsCleared():
            return visit.at(replace(state, typed="", problem=Problem.NONE)), ()
        case events.Confirmed() if not is_whole(state.typed):
            return visit.at(replace(state, problem=Problem.REFERENCE_WRONG)), ()
        case events.Confirmed() if visit.health.line is Line.DOWN:
            return visit.at(states.CaseShown(_unknown(written(state.typed)))), ()
        case events.Confirmed():
            asking = replace(state, asking=True, problem=Problem.NONE)
            return visit.at(asking), (AskCase(written(state.typed)),)
        case events.WentBack():
            return visit.at(states.ServicesShown()), ()
        case _:
            return None


def _told(visit: Visit, state: states.CaseNumberWanted, event: events.CaseTold) -> Step | None:
    if not state.asking or event.case != written(state.typed):
        return None
    if event.standing is not None:
        return visit.noted("case_shown").at(states.CaseShown(event.standing)), ()
    match event.reason:
        case "":
            return visit.at(replace(state, asking=False, problem=Problem.REFERENCE_UNKNOWN)), ()
        case "slow_down":
            return visit.at(replace(state, asking=False, problem=Problem.TOO_MANY_LOOKUPS)), ()
        case _:
            return visit.at(states.CaseShown(_unknown(event.case))), ()


def _unknown(reference: str) -> CaseStanding:
    """Nobody can be asked: a wish may be left."""
    return CaseStanding(reference, can=Can.ASK)


# --- what it stands at ------------------------------------------------------------------------


def _shown(visit: Visit, state: states.CaseShown, event: Event) -> Step | None:
    match event:
        case events.WishSaved(reference) if state.saving and reference == state.standing.reference:
            saved = replace(state, saving=False)
            return visit.noted(f"wish:{state.wish}").at(saved), (Push(),)
        case events.WishNotSaved() if state.saving:
            visit = replace(visit, health=replace(visit.health, store_works=False))
            return visit.at(replace(state, wish="", saving=False, problem=Problem.NOT_SAVED)), ()
        case events.RecordDelivered(reference) if state.wish and reference == state.standing.reference:
            return visit, (AskCase(reference),)
        case events.CaseTold(reference, standing) if standing and state.standing.reference == reference:
            return visit.at(replace(state, standing=standing, told=bool(state.wish))), ()
        case events.CaseTold(reference, None, reason) if reason and reference == state.standing.reference:
            return visit.at(replace(state, standing=replace(state.standing, can=Can.ASK))), ()
        case _ if state.saving:
            return None
        case events.CaseCancelled() if _open(state):
            asked = replace(state, wish=CANCEL, saving=True, problem=Problem.NONE)
            return visit.at(asked), (SaveWish(state.standing.reference, None),)
        case events.OtherTimeAsked() if _open(state) and state.standing.kind == "booking":
            return slots_shown(visit, state.standing), ()
        case events.OtherTimeAsked() if _open(state) and state.standing.may_move:
            windows = call_windows(visit.house.calendar, visit.house.hours, visit.now)
            return visit.at(states.NewWindowWanted(state.standing, windows)), ()
        case events.WentBack() | events.Confirmed() if state.origin and visit.customer:
            return visit.at(state.origin), (FetchOverview(visit.customer.grant),)
        case events.WentBack():
            return begin(visit)
        case events.Confirmed():
            return visit.at(states.Home()), ()
        case _:
            return None


def _open(state: states.CaseShown) -> bool:
    return state.standing.can is not Can.NO and not state.wish


def _new_window(visit: Visit, state: states.NewWindowWanted, event: Event) -> Step | None:
    match event:
        case events.WindowChosen(key):
            window = next((each for each in state.windows if each.key == key), None)
            return (visit, ()) if window is None else _moved(visit, state.standing, window)
        case events.WentBack():
            return visit.at(states.CaseShown(state.standing)), ()
        case _:
            return None


def _new_slot(visit: Visit, state: states.SlotWanted, event: Event) -> Step | None:
    assert isinstance(state.about, CaseStanding)
    match event:
        case events.WindowChosen(key):
            window = next((each for each in state.free if each.key == key), None)
            return (visit, ()) if window is None else _moved(visit, state.about, window)
        case events.WentBack():
            return visit.at(states.CaseShown(state.about)), ()
        case _:
            return None


def _moved(visit: Visit, standing: CaseStanding, window: Window) -> Step:
    shown = states.CaseShown(standing, wish=REARRANGE, saving=True)
    return visit.at(shown), (SaveWish(standing.reference, window),)
