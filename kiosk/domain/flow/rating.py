"""How was it? Asked now and then, once a visit at most, after the paper; a low answer opens an apology and ways on."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.callback import Topic
from kiosk.domain.case import Complaint, ComplaintTopic
from kiosk.domain.effects import Push, SaveRating
from kiosk.domain.events import Event
from kiosk.domain.visit import Step, Visit

SCORES = range(1, 6)
LOW = (1, 2)
#: After these a question how it was would be a mockery.
NEVER_AFTER = ("complaint", "letter", "fault_report")
#: What a low rating of a task is about, so that nobody has to choose again.
TOPICS = {"payment": (Topic.PAYMENT, ComplaintTopic.PAYMENT)}
OTHERWISE = (Topic.OTHER, ComplaintTopic.KIOSK)


def finished(visit: Visit, task: str) -> Step:
    """A task is done and its paper decided: home, or first the question."""
    if not _is_due(visit, task):
        return visit.at(states.Home()), ()
    return replace(visit, asked_rating=True).at(states.RatingWanted(task)), ()


def _is_due(visit: Visit, task: str) -> bool:
    every = visit.house.rating_every
    if not every or visit.asked_rating or task in NEVER_AFTER:
        return False
    return int(visit.id.rpartition(".")[2]) % every == 0


def step(visit: Visit, event: Event) -> Step | None:
    match visit.state, event:
        case states.RatingWanted(task), events.Rated(score) if score in SCORES:
            kept = (SaveRating(score, task, visit.language), Push())
            return visit.at(states.Regret(task) if score in LOW else states.Home()), kept
        case states.RatingWanted() | states.Regret(), events.Confirmed() | events.WentBack():
            return visit.at(states.Home()), ()
        case _:
            return None


def complaint_about(task: str) -> Complaint:
    """The complaint that a low rating begins: about what is known already."""
    return Complaint(topic=TOPICS.get(task, OTHERWISE)[1])


def topic_of(task: str) -> Topic:
    """What a call after a low rating is about."""
    return TOPICS.get(task, OTHERWISE)[0]
