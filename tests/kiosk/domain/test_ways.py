"""How far it is: the ways a finger can go, crawled over the rules."""

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.account import Granted
from kiosk.domain.bill import BillStanding
from kiosk.domain.callback import Topic
from kiosk.domain.case import Application, Booking, CaseKind
from kiosk.domain.events import Event
from kiosk.domain.flow import step
from kiosk.domain.flow.touch import is_open
from kiosk.domain.house import Task
from kiosk.domain.states import State
from kiosk.domain.visit import Visit
from tests.kiosk.domain.drafts import CALENDAR, COUNTER, NOW, PHONE, SLOTS
from tests.kiosk.domain.every import examples, members
from tests.kiosk.domain.examples import BILLS, CARD, CUSTOMER, HOUSE, MARK, PIN, a_payment, play, visit

#: What belongs to each task alone, and what it takes to work there.
SCREENS: dict[Task, set[object]] = {
    Task.PAY: {
        states.ScanWanted,
        states.AmountWanted,
        states.BillsShown,
        states.Review,
        states.Paying,
        states.Paid,
        states.Unsettled,
        states.NotPaid,
        states.CounterSlipShown,
    },
    Task.ACCOUNT: {states.AccountShown},
    Task.FAQ: {states.FaqList, states.FaqArticle},
    Task.CALLBACK: {
        states.TopicWanted,
        states.WindowWanted,
        states.NumberWanted,
        states.CallbackReview,
        states.AskedAlready,
        states.CallbackDone,
    },
    Task.FEEDBACK: {states.VoicesShown},
    Task.SERVICES: {states.ServicesShown},
    Task.CASES: {states.CaseNumberWanted, states.CaseShown, states.NewWindowWanted},
    Task.SITE: {states.SiteShown},
    Task.APPLICATION: {CaseKind.APPLICATION},
    Task.BOOKING: {states.OfferWanted, CaseKind.BOOKING},
}
EVERY_EVENT = [event for kind in members(Event) for event in examples(kind)]


def walk(tasks: tuple[Task, ...], seed: int, steps: int) -> Iterator[State]:
    chance = random.Random(seed)
    fresh = at = visit(house=replace(HOUSE, tasks=tasks), customer=CUSTOMER)
    for _ in range(steps):
        if not is_open(at) or isinstance(at.state, states.OutOfOrder):  # nothing leads anywhere then
            at = fresh
        elif isinstance(at.state, states.Attract):
            at, _ = play(at, events.CardPresented(CARD) if chance.random() < 0.3 else events.Started())
        elif isinstance(at.state, states.PinWanted) and at.state.asking:
            at, _ = play(at, events.SignInAnswered(Granted(CUSTOMER), at.state.card))
        elif isinstance(at.state, states.Home | states.ServicesShown) and chance.random() < 0.5:
            at, _ = step(at, events.TaskChosen(chance.choice(tuple(Task))))  # also one that is switched off
        else:
            at, _ = step(at, chance.choice(EVERY_EVENT))
        yield at.state


def place(state: State) -> object:
    """Its screen; an application and an appointment have their draft instead."""
    draft = getattr(state, "draft", getattr(state, "about", None))
    return draft.kind if isinstance(draft, Application | Booking) else type(state)


@pytest.mark.requirement("A2")
@pytest.mark.parametrize("off", Task)
def test_a_task_switched_off_is_out_of_reach(off: Task) -> None:
    """A2: no event on any way leads to any of its screens."""
    rest = tuple(task for task in Task if task is not off)
    seen = {place(state) for seed in range(3) for state in walk(rest, seed, 2_000)}
    assert seen & SCREENS[off] == set()
    assert any(seen & SCREENS[task] for task in rest)


@pytest.mark.requirement("A2")
def test_what_is_switched_on_is_in_reach() -> None:
    """A2: the walk above would find it."""
    for task in Task:  # with few doors, since chance seldom finds one among many
        doors = (Task.SERVICES, task if task is not Task.SERVICES else Task.SITE)
        seen = {place(state) for seed in range(3) for state in walk(doors, seed, 1_000)}
        assert seen & SCREENS[task], task


#: What one choice of a finger may be; digits and card are no choices.
CHOICES: tuple[Event, ...] = (
    *(events.TaskChosen(task) for task in Task),
    *(events.TopicChosen(topic) for topic in Topic),
    *(events.KindChosen(kind) for kind in CaseKind),
    events.Confirmed(),
    events.CallbackAsked(),
    events.HelpAsked(),
    events.ArticleChosen("article-1"),
    events.OfferChosen(0),
)
#: The first screen on which the task itself can be done.
WORKING: dict[Task, type] = {
    Task.PAY: states.BillsShown,
    Task.ACCOUNT: states.AccountShown,
    Task.FAQ: states.FaqArticle,
    Task.CALLBACK: states.WindowWanted,
    Task.FEEDBACK: states.PickWanted,
    Task.SERVICES: states.ServicesShown,
    Task.CASES: states.CaseNumberWanted,
    Task.SITE: states.SiteShown,
    Task.APPLICATION: states.PickWanted,
    Task.BOOKING: states.OfferWanted,
}


@pytest.mark.requirement("A3")
@pytest.mark.parametrize("customer", [None, CUSTOMER], ids=["guest", "signed in"])
def test_three_choices_at_most_to_any_task(customer: object) -> None:
    """A3: crawled from the home screen; card and PIN are what a task takes, not choices."""
    depth: dict[type, int] = {}
    edge = [visit(states.Home(), customer=customer)]
    for taps in range(1, 4):
        following = []
        for at in edge:
            for choice in CHOICES:
                after = _signed_in(step(at, choice)[0])
                if type(after.state) not in depth:
                    depth[type(after.state)] = taps
                    following.append(after)
        edge = following
    assert {task: depth.get(screen, 99) <= 3 for task, screen in WORKING.items()} == dict.fromkeys(Task, True)


def _signed_in(at: Visit) -> Visit:
    if not isinstance(at.state, states.CardWanted):
        return at
    typed = [events.DigitTyped(digit) for digit in PIN]
    asking, _ = play(at, events.CardPresented(CARD), *typed, events.Confirmed())
    return play(asking, events.SignInAnswered(Granted(CUSTOMER), CARD))[0]


@pytest.mark.requirement("A3", "Q1")
def test_a_guest_is_eight_taps_and_the_digits_from_an_appointment() -> None:
    """Q1: three choices to the list of what can be booked, and from there on one touch a question."""
    taps: list[Event] = [
        events.Started(),
        events.TaskChosen(Task.SERVICES),
        events.TaskChosen(Task.BOOKING),
        events.OfferChosen(0),
        events.PickMade("meter"),
        events.WindowChosen(SLOTS[0].key),
        *(events.DigitTyped(digit) for digit in PHONE),
        events.Confirmed(),
        events.Confirmed(),
    ]
    _, asked = play(visit(house=replace(HOUSE, calendar=CALENDAR)), *taps)
    (saved,) = (effect for effect in asked if isinstance(effect, effects.SaveCase))
    assert isinstance(saved.draft, Booking)
    assert (saved.draft.place, saved.draft.window) == (COUNTER.name, SLOTS[0])
    assert len(taps) - len(PHONE) <= 8


@pytest.mark.requirement("O7")
def test_two_bills_are_six_taps_from_home_to_the_terminal() -> None:
    """O7: signed in; what devices, disk and centre say in between is no tap."""
    taps: list[Event] = []
    at = visit(states.Home(), customer=CUSTOMER)

    def tap(event: Event) -> None:
        nonlocal at
        taps.append(event)
        at, _ = play(at, event)

    tap(events.TaskChosen(Task.PAY))
    at, _ = play(at, events.BillsFetched(BILLS, NOW))
    for bill in BILLS[:2]:
        tap(events.BillToggled(bill.id))
    tap(events.Confirmed())
    tap(events.Confirmed())
    checked = events.BillsChecked(tuple(BillStanding(bill.id, True) for bill in BILLS[:2]))
    at, asked = play(at, checked, events.TerminalReady(MARK), events.IntentSaved(a_payment()))
    assert effects.Charge(a_payment()) in asked
    assert len(taps) <= 6


@pytest.mark.requirement("O7")
def test_a_guest_is_six_taps_and_the_digits_from_a_callback() -> None:
    """O7: from the attract screen to the request on its way to the disk."""
    taps: list[Event] = [
        events.Started(),
        events.TaskChosen(Task.CALLBACK),
        events.TopicChosen(Topic.METER),
        events.WindowChosen("soonest"),
        *(events.DigitTyped(digit) for digit in PHONE),
        events.Confirmed(),
        events.Confirmed(),
    ]
    at, _ = play(visit(), *taps)
    _, asked = play(at, events.OpenCallbackTold(Topic.METER, None))
    assert isinstance(asked[-1], effects.SaveCallback)
    assert len(taps) - len(PHONE) <= 6
