"""The rules, tried with every state and every event: what is reached from where is a table; nothing else is reached."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.account import CodeAsked, Factor, Granted
from kiosk.domain.bill import BillStanding
from kiosk.domain.callback import Topic
from kiosk.domain.case import pick_of
from kiosk.domain.events import Event
from kiosk.domain.flow import step
from kiosk.domain.flow.case import VOICES
from kiosk.domain.flow.touch import is_committing
from kiosk.domain.health import Line, Service
from kiosk.domain.house import Task
from kiosk.domain.lookup import written
from kiosk.domain.money import Money
from kiosk.domain.payment import Approved, Declined, InDoubt, Outcome
from kiosk.domain.scanned import ScanFound
from kiosk.domain.states import State
from kiosk.domain.upkeep import Check
from kiosk.domain.visit import Visit
from tests.kiosk.domain.examples import (
    BILLS,
    CARD,
    CUSTOMER,
    EMVCO,
    GUEST,
    HANDING_OVER,
    HOUSE,
    MARK,
    NOW,
    OVERVIEW,
    PAYING_OFFLINE,
    SUGGESTION,
    WELL,
    a_payment,
    a_slip,
    examples,
    members,
    time_of,
    visit,
)

#: A million steps take their time on a busy machine.
pytestmark = pytest.mark.timeout(600)

#: From each state: every other state that any event may lead to. Read it as the map of the house.
MAP = {
    "Attract": "Home PinWanted AccountShown TopicWanted TechnicianPin Recovered ScanWanted Closed",
    "Closed": "TechnicianPin Recovered Attract",
    "OutOfOrder": "TechnicianPin Recovered Attract Closed",
    "Recovered": "Attract Closed Home PinWanted AccountShown TopicWanted TechnicianPin ScanWanted",
    "Home": "CardWanted PinWanted AccountShown BillsShown FaqList TopicWanted VoicesShown ServicesShown "
    "TechnicianPin Attract ScanWanted",
    "CardWanted": "PinWanted AccountNumberWanted Home TopicWanted Attract ScanWanted",
    "AccountNumberWanted": "FactorWanted CardWanted PinWanted Home TopicWanted Attract",
    "FactorWanted": "SecretWanted AccountNumberWanted PinWanted Home TopicWanted Attract",
    "SecretWanted": "FactorWanted AccountShown BillsShown PinWanted Home TopicWanted Attract",
    "PinWanted": "CardWanted AccountShown BillsShown Home TopicWanted Attract",
    "AccountShown": "BillsShown CardWanted Home TopicWanted Attract ForYou HistoryShown",
    "BillsShown": "Review NotPaid CardWanted Home TopicWanted Attract ForYou",
    "ScanWanted": "BillsShown Review NotPaid Home TopicWanted Attract",
    "AmountWanted": "Review Home TopicWanted Attract",
    "Review": "AmountWanted Paying NotPaid BillsShown Home TopicWanted Attract",
    "ForYou": "AccountShown BillsShown Home TopicWanted Attract",
    "HistoryShown": "PastBillShown AccountShown Home TopicWanted Attract",
    "PastBillShown": "HistoryShown Home TopicWanted Attract",
    "Paying": "Paid NotPaid Unsettled",
    "Paid": "RatingWanted Home TopicWanted Attract",
    "NotPaid": "BillsShown CardWanted Home TopicWanted Attract ScanWanted",
    "Unsettled": "Paid NotPaid Home TopicWanted Attract Paid NotPaid",
    "TopicWanted": "WindowWanted Home Attract",
    "WindowWanted": "NumberWanted TopicWanted Home Attract",
    "NumberWanted": "CallbackReview WindowWanted TopicWanted Home Attract",
    "CallbackReview": "CallbackDone NumberWanted TopicWanted Home Attract",
    "CallbackDone": "RatingWanted Home TopicWanted Attract",
    "CaseNumberWanted": "CaseShown ServicesShown Home TopicWanted Attract",
    "CaseShown": "NewWindowWanted CaseNumberWanted Home TopicWanted Attract",
    "NewWindowWanted": "CaseShown Home TopicWanted Attract",
    "SiteShown": "ServicesShown Home TopicWanted Attract",
    "ServicesShown": "CaseNumberWanted SiteShown PickWanted Home TopicWanted Attract",
    "VoicesShown": "PickWanted Home TopicWanted Attract",
    "PickWanted": "VoicesShown ServicesShown ContactWanted ContractNumberWanted CaseReview Home TopicWanted Attract",
    "ContactWanted": "PickWanted ContractNumberWanted CaseReview Home TopicWanted Attract",
    "ContractNumberWanted": "ContactWanted CaseReview Home TopicWanted Attract",
    "PhrasesShown": "CaseReview Home TopicWanted Attract",
    "CaseReview": "CaseDone PickWanted ContactWanted ContractNumberWanted PhrasesShown Home TopicWanted Attract",
    "CaseDone": "RatingWanted Home TopicWanted Attract",
    "RatingWanted": "Regret Home TopicWanted Attract",
    "Regret": "PickWanted WindowWanted Home Attract",
    "FaqList": "FaqArticle FaqSearch Home TopicWanted Attract",
    "FaqSearch": "FaqArticle FaqList Home TopicWanted Attract",
    "FaqArticle": "FaqList FaqSearch Home TopicWanted WindowWanted Attract",
    "TechnicianPin": "Maintenance Home Closed Attract",
    "Maintenance": "Checks QueueShown LogsShown Cleaning Closed Attract",
    "Checks": "Maintenance TouchTest",
    "TouchTest": "Checks",
    "QueueShown": "Maintenance",
    "LogsShown": "Maintenance",
    "Cleaning": "Maintenance",
}
#: Where a bug leads, from everywhere.
BROKEN = "OutOfOrder"
#: What may stand on the screen while a technician has closed the service.
SHUT = {
    "Closed",
    "OutOfOrder",
    "Recovered",
    "TechnicianPin",
    "Maintenance",
    "Checks",
    "TouchTest",
    "QueueShown",
    "LogsShown",
    "Cleaning",
}
STATES, EVENTS = members(State), members(Event)


@cache
def all_states() -> tuple[State, ...]:
    return (*(state for kind in STATES for state in examples(kind)), *HANDING_OVER)


@cache
def all_events() -> tuple[Event, ...]:
    return tuple(event for kind in EVENTS for event in examples(kind))


def visits() -> Iterator[Visit]:
    """Every state as a guest and signed in; some with the line down, about to time out, with the service closed."""
    for state in all_states():
        yield visit(state)
        yield visit(state, customer=CUSTOMER, overview=OVERVIEW, house=replace(HOUSE, cap=Money(250_000)))
        if isinstance(state, (states.AccountShown, states.BillsShown)):
            yield visit(state, customer=CUSTOMER)  # the centre has not told anything yet
    yield visit(states.CaseDone("K07-2222-2201", SUGGESTION, False), house=PAYING_OFFLINE)
    for kind in STATES:
        for state in examples(kind)[:6]:
            yield visit(state, health=replace(WELL, line=Line.DOWN, recovering=True), house=PAYING_OFFLINE)
            if kind is states.Review:
                yield visit(state, customer=CUSTOMER)
            yield visit(state, overlay=states.IdleWarning(NOW + timedelta(seconds=30)))
        if kind.__name__ in SHUT:
            yield from (
                visit(state, health=replace(WELL, service=Service.CLOSED)) for state in examples(kind)
            )


@dataclass
class Tried:
    """What came of every event in every visit."""

    ways: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    charges: list[tuple[State, Event, effects.Charge]] = field(default_factory=list)
    opened: list[tuple[Visit, Event, Visit]] = field(default_factory=list)
    recovering: list[Visit] = field(default_factory=list)


@cache
def tried() -> Tried:
    """One pass over everything; no step raises."""
    found = Tried()
    for before in visits():
        name = type(before.state).__name__
        for event in all_events():
            after, asked = step(before, event)
            if type(after.state) is not type(before.state):
                found.ways[name].add(type(after.state).__name__)
            found.charges += [(before.state, event, e) for e in asked if isinstance(e, effects.Charge)]
            found.recovering += [after for e in asked if isinstance(e, effects.Recover)]
            if before.health.service is Service.CLOSED:
                found.opened.append((before, event, after))
    return found


@pytest.mark.timeout(600)  # the first state walks the whole map
@pytest.mark.requirement("E1")
@pytest.mark.requirement("X20")
@pytest.mark.parametrize("state", [kind.__name__ for kind in STATES])
def test_only_the_map_is_reached(state: str) -> None:
    """E1, X20: every event in every state leads to a place on the map; no place on the map is out of reach."""
    assert set(MAP) == {kind.__name__ for kind in STATES}
    assert tried().ways[state] == (set(MAP[state].split()) | {BROKEN}) - {state}


@pytest.mark.requirement("E1")
def test_every_place_has_a_way_out() -> None:
    """E1: from every state one gets to the attract screen (`Attract` itself to the home screen)."""
    for state in MAP:
        seen, edge = {state}, {state}
        while edge:
            edge = set().union(*(tried().ways[name] for name in edge)) - seen
            seen |= edge
        assert {"Attract", "Home"} <= seen, state


@pytest.mark.requirement("A3")
@pytest.mark.parametrize("state", [k for k in STATES if k not in (states.Maintenance, states.Cleaning)])
def test_a_person_can_be_asked_for_on_every_screen(state: Any) -> None:
    """A3: help opens over every screen and leaves what is under it alone."""
    for example in examples(state):
        before = visit(example)
        after, _ = step(before, events.HelpAsked())
        assert after.overlay == states.Help()
        assert after.state == before.state
        assert step(after, events.OverlayClosed())[0].overlay is None


@pytest.mark.requirement("X35")
@pytest.mark.parametrize(
    "event",
    [
        events.Ended(),
        events.WentHome(),
        events.WentBack(),
        events.MaintenanceGestured(),
        events.CallbackAsked(),
        events.Ticked(NOW + timedelta(days=1)),
    ],
    ids=lambda event: type(event).__name__,
)
def test_nothing_interrupts_money_paper_or_a_record(event: Event) -> None:
    """X35: whoever presses what, however long it takes: the screen that waits for money, paper or disk stays."""
    busy = [before for before in visits() if is_committing(before)]
    assert {type(before.state) for before in busy} == {
        states.Paying, states.Paid, states.Unsettled, states.CallbackReview, states.CallbackDone,
        states.CaseReview, states.CaseDone, states.CaseShown, states.HistoryShown,
    }  # fmt: skip
    for before in busy:
        after, asked = step(before, event)
        assert after.state == before.state
        assert (after.id, after.customer) == (before.id, before.customer)
        assert asked == ()


@pytest.mark.requirement("A1")
def test_a_closed_service_is_left_by_nobody_but_a_technician() -> None:
    """A1: no touch, card or timer leads a customer past `Closed`; the technician's switch or the centre opens it."""
    assert len(tried().opened) > 1_000
    for before, event, after in tried().opened:
        if isinstance(event, events.CommandFound):
            continue
        assert type(after.state).__name__ in SHUT, (before.state, event)
        assert after.health.service is Service.CLOSED or isinstance(event, events.ServiceSwitched)


@pytest.mark.requirement("E1")
@pytest.mark.requirement("X22")
def test_only_a_saved_intent_charges() -> None:
    """E1, X22: over every state and event, `Charge` follows `IntentSaved` and nothing else, and for its own payment."""
    assert len(tried().charges) > 5
    for state, event, charge in tried().charges:
        assert isinstance(event, events.IntentSaved)
        assert isinstance(state, states.Paying)
        assert state.payment is None
        assert state.stage is states.Stage.SAVING
        assert charge.payment == event.payment
        assert (charge.payment.lines, charge.payment.amount) == (state.lines, state.amount)


@pytest.mark.requirement("E2")
def test_the_terminal_is_never_asked_beside_a_charge() -> None:
    """E2: whatever sets recovery off, nobody is paying then, and nobody may begin to."""
    assert len(tried().recovering) > 5
    for after in tried().recovering:
        assert not isinstance(after.state, states.Paying)
        assert after.health.recovering
        assert not after.health.recovery_owed


# --- walks ----------------------------------------------------------------------------------------


@dataclass
class Walk:
    """One visit after another, driven by chance. The disk answers each intent once, some day, with a new payment."""

    chance: random.Random
    visit: Visit
    saving: list[effects.SaveIntent] = field(default_factory=list)
    asked: int = 0
    charged: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)

    def take(self, event: Event) -> None:
        self.visit, asked = step(self.visit, event)
        self.seen.add(type(self.visit.state).__name__)
        for effect in asked:
            if isinstance(effect, effects.SaveIntent):
                self.saving.append(effect)
            if isinstance(effect, effects.Charge):
                assert isinstance(event, events.IntentSaved)
                assert effect.payment.id not in self.charged
                self.charged.add(effect.payment.id)

    def event(self) -> Event:
        if self.saving and self.chance.random() < 0.3:
            return self.saved(self.saving.pop(self.chance.randrange(len(self.saving))))
        if self.chance.random() < 0.6:  # somebody who goes on rather than about
            return self.onward()
        if self.chance.random() < 0.3:
            return events.Ticked(self.visit.now + timedelta(seconds=self.chance.choice((1, 20, 40, 130))))
        return self.chance.choice(_anything())

    def saved(self, intent: effects.SaveIntent) -> Event:
        self.asked += 1
        new = a_payment(self.asked, lines=intent.lines, amount=intent.amount, mark=intent.mark)
        return events.IntentSaved(new)

    def onward(self) -> Event:
        match self.visit.state:
            case states.Attract() | states.Recovered():
                return events.Started()
            case states.Home():
                return events.TaskChosen(self.chance.choice(tuple(Task)))
            case states.FaqList():
                return self.chance.choice((events.SearchAsked(), events.ArticleChosen("article-1")))
            case states.CardWanted():
                return self.chance.choice((events.CardPresented(CARD), events.NumberInsteadChosen()))
            case states.FactorWanted(asking=True, number=number):
                return events.CodeAnswered(CodeAsked(self.visit.now), number)
            case states.FactorWanted():
                return events.FactorChosen(self.chance.choice(tuple(Factor)))
            case states.SecretWanted(asking=True, number=number):
                return events.SignInAnswered(Granted(CUSTOMER), number)
            case states.ScanWanted(code=code) if code is not None:
                return events.ScanAnswered(ScanFound(GUEST, BILLS[:1], self.visit.now), code)
            case states.ScanWanted():
                return events.CodeScanned(EMVCO)
            case states.AmountWanted():
                return self.chance.choice((events.DigitTyped("7"), events.Confirmed()))
            case states.PinWanted(asking=True, card=card):
                return events.SignInAnswered(Granted(CUSTOMER), card)
            case states.TechnicianPin(checking=True):
                return events.TechnicianAdmitted()
            case (
                states.PinWanted()
                | states.NumberWanted()
                | states.TechnicianPin()
                | states.AccountNumberWanted()
                | states.SecretWanted()
            ):
                return self.chance.choice((events.DigitTyped("7"),) * 5 + (events.Confirmed(),))
            case states.BillsShown(waiting=True) | states.AccountShown(waiting=True):
                told = events.OverviewFetched(OVERVIEW)
                return self.chance.choice((events.BillsFetched(BILLS, self.visit.now), told))
            case states.AccountShown():
                return self.chance.choice((events.HistoryChosen(), events.Confirmed()))
            case states.HistoryShown():
                return self.chance.choice((events.PastBillChosen("P1"), events.StatementAsked()))
            case states.BillsShown():
                return self.chance.choice(
                    (events.BillToggled("E1"), events.BillToggled("G1"), events.Confirmed())
                )
            case states.Review():
                return self.chance.choice((events.PartialChosen(), events.Confirmed()))
            case states.Paying(lines=lines):
                checked = events.BillsChecked(tuple(BillStanding(line.bill, True) for line in lines))
                return self.chance.choice((checked, events.TerminalReady(MARK), *self.money()))
            case states.Maintenance():
                return self.chance.choice(TECHNICIAN)
            case states.Checks():
                return events.CheckAsked(Check.TOUCH) if self.chance.random() < 0.5 else events.WentBack()
            case states.QueueShown() | states.LogsShown():
                return events.WentBack()
            case states.TouchTest() | states.Cleaning():
                return events.Ticked(self.visit.now + timedelta(seconds=60))
            case states.Closed() | states.OutOfOrder():
                return events.MaintenanceGestured()
            case states.TopicWanted():
                return events.TopicChosen(Topic.METER)
            case states.VoicesShown():
                return events.KindChosen(self.chance.choice(VOICES))
            case states.ServicesShown():
                return events.TaskChosen(self.chance.choice(tuple(Task)))
            case states.PickWanted(draft, part):
                pick = pick_of(draft, part)
                return events.PickMade(self.chance.choice(tuple(pick.options) if pick else ("",)))
            case states.ContactWanted() | states.ContractNumberWanted():
                return self.chance.choice((events.DigitTyped("7"),) * 5 + (events.Confirmed(),))
            case states.CaseReview(saving=True):
                return events.CaseSaved("K07-2222-2201")
            case states.CaseReview():
                return self.chance.choice((events.Confirmed(), events.PartChosen("message")))
            case states.CaseNumberWanted(typed=typed, asking=True):
                told = [e for e in all_events() if isinstance(e, events.CaseTold) and e.standing]
                return replace(self.chance.choice(told), case=written(typed))
            case states.CaseNumberWanted(typed=typed) if len(typed) < len(WHOLE):
                return events.SignTyped(WHOLE[len(typed)])
            case states.CaseShown():
                return self.chance.choice((events.OtherTimeAsked(), events.WentBack()))
            case states.RatingWanted():
                return events.Rated(self.chance.choice((1, 5)))
            case states.WindowWanted(windows=windows):
                return events.WindowChosen(windows[0].key)
            case _:
                return self.chance.choice((events.Confirmed(), events.PaperChosen(True)))

    def money(self) -> tuple[Event, ...]:
        """What the terminal and the disk may say of the payment on the screen."""
        state = self.visit.state
        if not isinstance(state, states.Paying) or state.payment is None:
            return ()
        paid = Approved(a_slip(amount=state.amount, time=time_of(state.payment.asked_at)))
        outcomes: tuple[Outcome, ...] = (paid, Declined(), InDoubt("mismatch"))
        return tuple(
            event(state.payment, outcome)
            for outcome in outcomes
            for event in (events.TerminalAnswered, events.OutcomeSaved)
        )


TECHNICIAN: tuple[Event, ...] = (
    events.TestPrintAsked(),
    events.ServiceSwitched(Service.CLOSED),
    events.ServiceSwitched(Service.OPEN),
    events.MaintenanceLeft(),
    *map(events.RoomOpened, events.Room),
)

#: A case number without its dashes.
WHOLE = "K072222222M"


@cache
def _anything() -> tuple[Event, ...]:
    known = (events.IntentSaved, events.Ticked, *members(events.UpkeepEvent), *members(events.CommandEvent))
    return tuple(e for e in all_events() if not isinstance(e, known))


@pytest.mark.requirement("E1")
@pytest.mark.requirement("X18")
def test_no_payment_is_charged_twice_on_any_way() -> None:
    """E1, X18: 75,000 steps of chance: each charge has an intent of its own, whoever stands there by then."""
    rated = replace(HOUSE, rating_every=2)
    walks = [Walk(random.Random(seed), visit(house=rated)) for seed in range(25)]
    for walk in walks:
        for _ in range(3_000):
            walk.take(walk.event())
    assert sum(len(walk.charged) for walk in walks) > 20
    assert set().union(*(walk.seen for walk in walks)) == set(MAP)
