"""Ask to be called: topic, window, number under the notice, review, case number."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.calendar import call_windows
from kiosk.domain.callback import CallbackDraft, Context, Reply
from kiosk.domain.effects import PrintCallback, Push
from kiosk.domain.events import Event
from kiosk.domain.faq import TOPICS
from kiosk.domain.flow import asked_already
from kiosk.domain.flow.answers import article_of, giving_up
from kiosk.domain.flow.leaving import close_paper
from kiosk.domain.flow.rating import finished, topic_of
from kiosk.domain.flow.touch import is_committing, is_open
from kiosk.domain.health import Line
from kiosk.domain.house import House, Task
from kiosk.domain.states import PaperState, Problem
from kiosk.domain.visit import Step, Visit

LONGEST_NUMBER = 15  # E.164


def offered_replies(house: House) -> tuple[Reply, ...]:
    """How a customer may hear from us here."""
    return tuple(reply for reply in Reply if reply is not Reply.EMAIL or house.email)


def begin(visit: Visit) -> Step:
    return visit.at(states.TopicWanted()), ()


def step(visit: Visit, event: Event) -> Step | None:
    if isinstance(event, events.CallbackAsked):
        return _asked(visit)
    match visit.state:
        case states.TopicWanted():
            return _topic(visit, event)
        case states.WindowWanted() as state:
            return _window(visit, state, event)
        case states.NumberWanted() as state:
            return _number(visit, state, event)
        case states.CallbackReview() as state:
            return _review(visit, state, event)
        case states.CallbackDone() as state:
            return _done(visit, state, event)
        case _:
            return None


def _asked(visit: Visit) -> Step:
    """From help, from an article, from a refusal: a person is always one choice away."""
    if Task.CALLBACK not in visit.house.tasks or is_committing(visit) or _is_shut(visit):
        return visit, ()
    visit, told = giving_up(visit)
    fresh, effects = _begin_about(visit.noted("callback"))
    if isinstance(visit.state, states.Regret):  # what it is about is known
        fresh, effects = _topic(fresh, events.TopicChosen(topic_of(visit.state.task))) or (fresh, effects)
    return fresh, (*close_paper(visit), *told, *effects)


def _begin_about(visit: Visit) -> Step:
    """From an article the topic is known already; Back leads to the others."""
    article = article_of(visit, visit.state.article) if isinstance(visit.state, states.FaqArticle) else None
    topic = TOPICS.get(article.category) if article else None
    if topic is None:
        return begin(visit)
    windows = call_windows(visit.house.calendar, visit.house.hours, visit.now)
    return visit.at(states.WindowWanted(topic, windows)), ()


def _is_shut(visit: Visit) -> bool:
    return not is_open(visit) or isinstance(
        visit.state,
        states.Closed | states.OutOfOrder | states.TechnicianPin | states.Maintenance | states.UpkeepState,
    )


def _topic(visit: Visit, event: Event) -> Step | None:
    match event:
        case events.TopicChosen(topic):
            windows = call_windows(visit.house.calendar, visit.house.hours, visit.now)
            return visit.at(states.WindowWanted(topic, windows)), ()
        case events.WentBack():
            return visit.at(states.Home()), ()
        case _:
            return None


def _window(visit: Visit, state: states.WindowWanted, event: Event) -> Step | None:
    match event:
        case events.WindowChosen(key):
            window = next((w for w in state.windows if w.key == key), None)
            if window is None:
                return visit, ()
            return visit.at(states.NumberWanted(state.topic, window, state.windows)), ()
        case events.WentBack():
            return visit.at(states.TopicWanted()), ()
        case _:
            return None


def _number(visit: Visit, state: states.NumberWanted, event: Event) -> Step | None:
    match event:
        case events.DigitTyped(digit) if digit.isdigit() and len(state.digits) < LONGEST_NUMBER:
            return visit.at(replace(state, digits=state.digits + digit, problem=Problem.NONE)), ()
        case events.DigitErased():
            return visit.at(replace(state, digits=state.digits[:-1], problem=Problem.NONE)), ()
        case events.DigitsCleared():
            return visit.at(replace(state, digits="", problem=Problem.NONE)), ()
        case events.NumberOnFileChosen() if visit.customer and visit.customer.phone:
            return _to_review(visit, state, phone="")
        case events.Confirmed() if visit.house.phone_fits(state.digits):
            return _to_review(visit, state, phone=state.digits)
        case events.Confirmed():
            return visit.at(replace(state, problem=Problem.PHONE_INCOMPLETE)), ()
        case events.WentBack():
            return visit.at(states.WindowWanted(state.topic, state.windows)), ()
        case _:
            return None


def _to_review(visit: Visit, state: states.NumberWanted, phone: str) -> Step:
    return visit.at(_review_of(visit, state, phone)), ()


def _review_of(visit: Visit, state: states.NumberWanted, phone: str) -> states.CallbackReview:
    """The notice was on the screen on which the number was given; its version goes on the record."""
    draft = CallbackDraft(
        topic=state.topic,
        window=state.window,
        phone=phone,
        visit=visit.id if visit.customer else "",
        notice=visit.house.notice,
        context=Context(
            path=tuple(mark.what for mark in visit.trail),
            bill=visit.bill,
            articles=visit.articles,
            error=visit.error,
            search=visit.question,
        ),
    )
    return states.CallbackReview(draft, state)


def _review(visit: Visit, state: states.CallbackReview, event: Event) -> Step | None:
    match event:
        case events.OpenCallbackTold(topic, standing) if state.asking_until and topic is state.draft.topic:
            return asked_already.answered(visit, state, standing)
        case _ if state.asking_until:
            return None
        case events.Confirmed() if not state.saving and state.draft.notice:
            return asked_already.ask(visit, state)
        case events.CallbackSaved(reference) if state.saving:
            provisional = visit.health.line is not Line.UP
            return visit.at(states.CallbackDone(reference, state.draft, provisional)), (Push(),)
        case events.CallbackNotSaved() if state.saving:
            visit = replace(visit, health=replace(visit.health, store_works=False))
            return visit.at(replace(state, saving=False, problem=Problem.NOT_SAVED)), ()
        case events.ReplyChosen(reply) if not state.saving and reply in offered_replies(visit.house):
            return _reply(visit, state, reply), ()
        case events.WentBack() if not state.saving:
            return visit.at(state.before), ()
        case _:
            return None


def _reply(visit: Visit, state: states.CallbackReview, reply: Reply) -> Visit:
    """An address is asked for, and so is a number by whoever left none; an address without a use is not kept."""
    draft = state.draft
    if reply is Reply.EMAIL:
        return visit.at(states.EmailWanted(state, draft.email))
    if has_number(visit, draft):
        return visit.at(replace(state, draft=replace(draft, reply=reply, email="")))
    if reply is Reply.COUNTER:
        return visit.at(replace(state, draft=replace(draft, reply=reply)))
    return visit.at(state.before)


def has_number(visit: Visit, draft: CallbackDraft) -> bool:
    """One that was typed, or the one on file."""
    return bool(draft.phone) or bool(visit.customer and visit.customer.phone)


def with_email(visit: Visit, before: states.NumberWanted | states.CallbackReview, address: str) -> Step:
    """The address is known: the last look, which may have been there before."""
    review = before
    if isinstance(before, states.NumberWanted):
        review = _review_of(visit, before, phone="")
    assert isinstance(review, states.CallbackReview)
    draft = replace(review.draft, reply=Reply.EMAIL, email=address)
    return visit.at(replace(review, draft=draft)), ()


def paper(visit: Visit, state: states.CallbackDone) -> PrintCallback:
    return PrintCallback(state.reference, state.draft, state.provisional, visit.language)


def _done(visit: Visit, state: states.CallbackDone, event: Event) -> Step | None:
    match event:
        case events.PaperChosen(wanted=True) if state.paper in (
            PaperState.OFFERED,
            PaperState.NOT_PRINTED,
            PaperState.PARTIAL,
        ):
            return visit.at(replace(state, paper=PaperState.PRINTING)), (paper(visit, state),)
        case events.PaperChosen(wanted=False) if state.paper is PaperState.OFFERED:
            return visit.at(replace(state, paper=PaperState.NOT_WANTED)), ()
        case events.PaperFinished(reference, outcome) if reference == state.reference:
            done = replace(state, paper=PaperState.of(outcome))
            return replace(visit, touched_at=visit.now).at(done), ()
        case events.CaseTold(case, standing) if standing and case == state.reference:
            return visit.at(replace(state, standing=standing)), ()
        case events.Confirmed() if state.paper is not PaperState.PRINTING:
            return finished(visit, "callback")
        case _:
            return None
