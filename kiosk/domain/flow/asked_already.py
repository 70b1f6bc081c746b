"""Before a call is asked for twice: the centre says whether this number or address asked about the same thing already.

It has a short time to answer. Later, or without a line, the request is kept as it is, and the centre merges the two.
Nobody learns here of somebody else's request: it is told only to who typed that very number or address in this visit,
and without its reference and how it stands; the whole is told to its own customer, signed in.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kiosk.domain import events, states
from kiosk.domain.effects import AskOpenCallback, SaveCallback, SaveWish
from kiosk.domain.events import Event
from kiosk.domain.health import Line
from kiosk.domain.lookup import Can, CaseStanding
from kiosk.domain.states import Problem
from kiosk.domain.visit import Step, Visit

#: How long somebody who has confirmed waits for this answer.
PATIENCE = timedelta(seconds=3)


def ask(visit: Visit, review: states.CallbackReview) -> Step:
    """Whoever was told once and asks all the same is not asked again."""
    if visit.health.line is not Line.UP:
        return keep(visit, review)
    asking = replace(review, asking_until=visit.now + PATIENCE, problem=Problem.NONE)
    draft = review.draft
    return visit.at(asking), (AskOpenCallback(draft.phone, draft.topic, draft.visit, draft.email),)


def keep(visit: Visit, review: states.CallbackReview) -> Step:
    saving = replace(review, saving=True, asking_until=None, problem=Problem.NONE)
    return visit.at(saving), (SaveCallback(review.draft, visit.language),)


def answered(visit: Visit, review: states.CallbackReview, standing: CaseStanding | None) -> Step:
    if standing is None or not (standing.reference or review.draft.phone or review.draft.email):
        return keep(visit, review)
    told = standing if standing.reference else _without_standing(standing)
    return visit.noted("asked_already").at(states.AskedAlready(told, replace(review, asking_until=None))), ()


def _without_standing(standing: CaseStanding) -> CaseStanding:
    """What a number alone may know: about what, and when."""
    return CaseStanding(
        "", standing.kind, topic=standing.topic, begins=standing.begins, ends=standing.ends, can=Can.NO
    )


def timed(visit: Visit, review: states.CallbackReview) -> Step:
    """At every tick: who was not answered in time waits no longer."""
    late = review.asking_until is not None and visit.now >= review.asking_until
    return keep(visit, review) if late else (visit, ())


def step(visit: Visit, event: Event) -> Step | None:
    if not isinstance(visit.state, states.AskedAlready):
        return None
    state = visit.state
    match event:
        case events.Confirmed():
            return visit.noted("kept_earlier").at(states.Home()), ()
        case events.OtherTimeAsked() if state.standing.may_move and state.standing.reference:
            shown = states.CaseShown(state.standing, wish="rearrange", saving=True)
            return visit.at(shown), (SaveWish(state.standing.reference, state.review.draft.window),)
        case events.AskedAnyway():
            return keep(visit, state.review)
        case events.WentBack():
            return visit.at(state.review), ()
        case _:
            return None
