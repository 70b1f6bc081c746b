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
from kiosk.domain.events import Event
from kiosk.domain.flow import step
from kiosk.domain.flow.touch import is_committing
from kiosk.domain.health import Line, Service
from kiosk.domain.money import Money
from kiosk.domain.reversal import ReversalInDoubt, may_ask
from kiosk.domain.states import State
from kiosk.domain.visit import Visit
from tests.kiosk.domain.drafts import NOW, SUGGESTION
from tests.kiosk.domain.every import examples, members
from tests.kiosk.domain.examples import CUSTOMER, HANDING_OVER, HOUSE, OVERVIEW, PAYING_OFFLINE, WELL, visit
from tests.kiosk.domain.walk import Walk, all_events

#: Millions of steps take their time on a busy machine; one worker takes them once.
pytestmark = pytest.mark.timeout(600)

#: From each state: every other state that any event may lead to. Read it as the map of the house.
MAP = {
    "Attract": "Home PinWanted AccountShown TopicWanted TechnicianPin Recovered ScanWanted Closed",
    "Closed": "TechnicianPin Recovered Attract",
    "OutOfOrder": "TechnicianPin Recovered Attract Closed",
    "CardToTake": "Attract Closed Home PinWanted AccountShown TopicWanted TechnicianPin ScanWanted",
    "CardTold": "Attract Closed Home PinWanted AccountShown TopicWanted TechnicianPin ScanWanted",
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
    "ScanWanted": "CounterSlipShown BillsShown Review NotPaid Home TopicWanted Attract",
    "AmountWanted": "Review Home TopicWanted Attract",
    "Review": "CounterSlipShown AmountWanted Paying NotPaid BillsShown Home TopicWanted Attract",
    "ForYou": "CaseShown AccountShown BillsShown Home TopicWanted Attract",
    "HistoryShown": "PastBillShown AccountShown Home TopicWanted Attract",
    "PastBillShown": "HistoryShown Home TopicWanted Attract",
    "Paying": "Paid NotPaid Unsettled",
    "MoneyBack": "Home TopicWanted Attract",
    "Paid": "MoneyBack RatingWanted Home TopicWanted Attract",
    "NotPaid": "CounterSlipShown BillsShown CardWanted Home TopicWanted Attract ScanWanted",
    "CounterSlipShown": "NotPaid Home TopicWanted Attract",
    "Unsettled": "Paid NotPaid Home TopicWanted Attract Paid NotPaid",
    "TopicWanted": "WindowWanted Home Attract",
    "WindowWanted": "NumberWanted TopicWanted Home Attract",
    "NumberWanted": "EmailWanted CallbackReview WindowWanted TopicWanted Home Attract",
    "AskedAlready": "CallbackReview CaseShown Home TopicWanted Attract",
    "EmailWanted": "NumberWanted ContactWanted CallbackReview CaseReview ContractNumberWanted PickWanted "
    "OfferWanted SlotWanted Home TopicWanted Attract",
    "CallbackReview": "EmailWanted AskedAlready CallbackDone NumberWanted TopicWanted Home Attract",
    "CallbackDone": "RatingWanted Home TopicWanted Attract",
    "CaseNumberWanted": "CaseShown ServicesShown Home TopicWanted Attract",
    "CaseShown": "ForYou NewWindowWanted SlotWanted CaseNumberWanted Home TopicWanted Attract",
    "NewWindowWanted": "CaseShown Home TopicWanted Attract",
    "SiteShown": "ServicesShown Home TopicWanted Attract",
    "ServicesShown": "CaseNumberWanted SiteShown PickWanted OfferWanted Home TopicWanted Attract",
    "VoicesShown": "PickWanted Home TopicWanted Attract",
    "OfferWanted": "ServicesShown PickWanted SlotWanted CaseReview Home TopicWanted Attract",
    "SlotWanted": "CaseShown OfferWanted PickWanted ContactWanted CaseReview Home TopicWanted Attract",
    "PickWanted": "OfferWanted SlotWanted VoicesShown ServicesShown ContactWanted ContractNumberWanted CaseReview "
    "Home TopicWanted Attract",
    "ContactWanted": "EmailWanted OfferWanted PickWanted SlotWanted ContractNumberWanted CaseReview "
    "Home TopicWanted Attract",
    "ContractNumberWanted": "ContactWanted CaseReview Home TopicWanted Attract",
    "PhrasesShown": "CaseReview Home TopicWanted Attract",
    "CaseReview": "CaseDone PickWanted OfferWanted SlotWanted ContactWanted ContractNumberWanted PhrasesShown "
    "Home TopicWanted Attract",
    "CaseDone": "RatingWanted Home TopicWanted Attract",
    "RatingWanted": "Regret Home TopicWanted Attract",
    "Regret": "PickWanted WindowWanted Home Attract",
    "FaqList": "FaqArticle FaqSearch Home TopicWanted Attract",
    "FaqSearch": "FaqArticle FaqList Home TopicWanted Attract",
    "FaqArticle": "FaqList FaqSearch Home TopicWanted WindowWanted Attract",
    "TechnicianPin": "Maintenance StaffMenu Home Closed Attract",
    "Maintenance": "PartsShown SupportShown PaperChange SettingsShown DayEndShown "
    "Checks DeviceShown QueueShown LogsShown Cleaning Closed Attract",
    "Checks": "Maintenance TouchTest",
    "TouchTest": "Checks",
    "DeviceShown": "Maintenance",
    "QueueShown": "Maintenance",
    "LogsShown": "Maintenance",
    "Cleaning": "Maintenance StaffMenu",
    "StaffMenu": "PaperChange Cleaning ClosingWanted DayEndShown Closed Attract",
    "PaperChange": "Maintenance StaffMenu",
    "ClosingWanted": "StaffMenu",
    "PartsShown": "PartWanted Maintenance",
    "PartWanted": "PartsShown",
    "SupportShown": "Maintenance",
    "DayEndShown": "Maintenance StaffMenu",
    "SettingsShown": "SettingWanted ChangesShown Maintenance",
    "SettingWanted": "SettingsShown",
    "ChangesShown": "SettingsShown",
}
#: Where a bug leads, from everywhere.
BROKEN = "OutOfOrder"
#: Where a card in the reader leads, from every place that it may be forgotten at or torn out in (test_cards.py).
CARDS = {"CardToTake", "CardTold"}
#: What may stand on the screen while a technician has closed the service.
SHUT = {
    "CardToTake",
    "CardTold",
    "Closed",
    "OutOfOrder",
    "Recovered",
    "TechnicianPin",
    "Maintenance",
    "Checks",
    "TouchTest",
    "DeviceShown",
    "QueueShown",
    "LogsShown",
    "Cleaning",
    "SettingsShown",
    "SettingWanted",
    "ChangesShown",
    "StaffMenu",
    "PaperChange",
    "ClosingWanted",
    "PartsShown",
    "PartWanted",
    "SupportShown",
    "DayEndShown",
}
STATES = members(State)


@cache
def all_states() -> tuple[State, ...]:
    return (*(state for kind in STATES for state in examples(kind)), *HANDING_OVER)


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
    reversals: list[tuple[State, Event, effects.Reverse]] = field(default_factory=list)
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
            found.reversals += [(before.state, event, e) for e in asked if isinstance(e, effects.Reverse)]
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
    assert tried().ways[state] - CARDS == (set(MAP[state].split()) | {BROKEN}) - {state}


@pytest.mark.requirement("E1")
def test_every_place_has_a_way_out() -> None:
    """E1: from every state one gets to the attract screen (`Attract` itself to the home screen)."""
    for state in MAP:
        seen, edge = {state}, {state}
        while edge:
            edge = set().union(*(tried().ways[name] for name in edge)) - seen
            seen |= edge
        assert {"Attract", "Home"} <= seen, state


@pytest.mark.accessibility("FLW-03")
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
    busy = [before for before in visits() if is_committing(before) and not _answer_is_due(before)]
    assert {type(before.state) for before in busy} == {
        states.Paying, states.Paid, states.MoneyBack, states.Unsettled, states.CallbackReview, states.CallbackDone,
        states.CaseReview, states.CaseDone, states.CaseShown, states.HistoryShown,
        states.CounterSlipShown,
    }  # fmt: skip
    for before in busy:
        after, asked = step(before, event)
        assert after.state == before.state
        assert (after.id, after.customer) == (before.id, before.customer)
        assert asked == ()


def _answer_is_due(visit: Visit) -> bool:
    """The centre's time to say whether a call was asked for already has an end: then the record is kept
    (test_asked_already.py)."""
    return isinstance(visit.state, states.CallbackReview) and visit.state.asking_until is not None


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


@pytest.mark.requirement("X20")
@pytest.mark.requirement("X23")
def test_only_a_saved_intent_or_its_own_doubt_reverses() -> None:
    """X20, X23: over every state and event, `Reverse` is for who stands here, under a grant that lasts."""
    assert len(tried().reversals) > 5
    for state, event, asked in tried().reversals:
        assert isinstance(state, states.MoneyBack)
        assert state.back in (states.Back.REVERSING, states.Back.CHECKING)
        assert state.payment.reference == asked.giving.payment.reference
        if isinstance(event, events.TerminalReversed):
            assert isinstance(event.reversal, ReversalInDoubt)
            assert may_ask(event.giving.until, NOW)
        else:
            assert isinstance(event, events.ReversalSaved)
            assert event.giving == asked.giving


@pytest.mark.requirement("E2")
def test_the_terminal_is_never_asked_beside_a_charge() -> None:
    """E2: whatever sets recovery off, nobody is paying then, and nobody may begin to."""
    assert len(tried().recovering) > 5
    for after in tried().recovering:
        assert not isinstance(after.state, states.Paying)
        assert after.health.recovering
        assert not after.health.recovery_owed


# --- walks ----------------------------------------------------------------------------------------


@pytest.mark.requirement("E1")
@pytest.mark.requirement("X18")
def test_no_payment_is_charged_twice_on_any_way() -> None:
    """E1, X18: 300,000 steps of chance: each charge has an intent of its own, whoever stands there by then."""
    rated = replace(HOUSE, rating_every=2)
    walks = [Walk(random.Random(seed), visit(house=rated)) for seed in range(100)]
    for walk in walks:
        for _ in range(3_000):
            walk.take(walk.event())
    assert sum(len(walk.charged) for walk in walks) > 20
    assert set().union(*(walk.seen for walk in walks)) == set(MAP)
