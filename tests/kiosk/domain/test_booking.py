"""Booking a place: what is free is offered, a day and a place are chosen, and the centre has the last word."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.booking import Offer, days_of, offers, on_day
from kiosk.domain.calendar import Calendar, Counter, Free
from kiosk.domain.callback import Topic, Window
from kiosk.domain.case import Booked, Booking, Contact
from kiosk.domain.events import Event
from kiosk.domain.health import Line
from kiosk.domain.house import Task
from kiosk.domain.lookup import Can, CaseStanding
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.states import PaperState
from kiosk.domain.visit import Visit
from tests.kiosk.domain.drafts import BOOKING, CALENDAR, CONTACT, COUNTER, NOW, PHONE, SLOTS, VISITS, ZH
from tests.kiosk.domain.examples import HOUSE, WELL, play, visit

REFERENCE = "K07-2222-222M"
TOLD = replace(HOUSE, calendar=CALENDAR)
TO_THE_OFFERS = (events.TaskChosen(Task.SERVICES), events.TaskChosen(Task.BOOKING))
TO_THE_SLOTS = (*TO_THE_OFFERS, events.OfferChosen(0), events.PickMade("meter"))
TYPED: tuple[Event, ...] = tuple(events.DigitTyped(digit) for digit in PHONE)
GIVEN = CaseStanding(
    REFERENCE,
    "booking",
    "confirmed",
    "counter",
    SLOTS[0].begins,
    SLOTS[0].ends,
    site=COUNTER.name,
    can=Can.NOW,
)
MOVED = replace(GIVEN, status="moved", moved="full", begins=SLOTS[1].begins, ends=SLOTS[1].ends)


def at_home(**more: object) -> Visit:
    return visit(states.Home(), house=TOLD, **more)


def far_away(name: str, place: tuple[float, float] | None, *free: Free) -> Counter:
    return Counter(name, {ZH: name}, {}, {}, "0800-000-123", free=free, place=place)


@pytest.mark.requirement("Q1")
def test_what_is_free_is_offered_this_counter_first() -> None:
    """Q1: full and past places are not; other counters by their distance, the visit last."""
    slot = Free(SLOTS[0].begins, SLOTS[0].ends, 1)
    mine = replace(COUNTER, place=(25.0, 121.5), free=(replace(slot, left=0), slot))
    counters = (
        far_away("somewhere", None, slot),
        far_away("far", (26.0, 121.5), slot),
        far_away("full", (25.1, 121.5), replace(slot, left=0)),
        far_away("over", (25.1, 121.5), Free(NOW - timedelta(hours=1), NOW, 2)),
        mine,
        far_away("near", (25.2, 121.5), slot),
    )
    found = offers(replace(HOUSE, calendar=replace(CALENDAR, counters=counters)), NOW)
    assert [offer.place for offer in found] == [COUNTER.name, "near", "far", ""]
    assert found[0].free == (SLOTS[0],)
    assert found[-1] == Offer(Booked.VISIT, VISITS)
    assert offers(replace(HOUSE, calendar=Calendar(NOW)), NOW) == ()
    assert offers(HOUSE, NOW) == ()


@pytest.mark.requirement("Q1", "B2", "O6")
def test_an_appointment_is_chosen_checked_and_kept() -> None:
    """Q1: what, about what, day and place, number under the notice, review; nothing is typed but the number."""
    choosing, _ = play(at_home(), *TO_THE_SLOTS)
    assert isinstance(choosing.state, states.SlotWanted)
    assert days_of(choosing.state.free) == tuple(slot.begins.date() for slot in SLOTS)
    other, _ = play(choosing, events.DayChosen(SLOTS[1].begins.date()))
    assert isinstance(other.state, states.SlotWanted)
    assert on_day(other.state.free, other.state.day) == (SLOTS[1],)
    number, _ = play(other, events.WindowChosen(SLOTS[1].key))
    assert isinstance(number.state, states.ContactWanted)
    review, _ = play(number, *TYPED, events.Confirmed())
    assert review.state == states.CaseReview(replace(BOOKING, window=SLOTS[1]))
    saving, asked = play(review, events.Confirmed())
    (saved,) = asked
    assert isinstance(saved, effects.SaveCase)
    assert isinstance(saved.draft, Booking)
    done, asked = play(saving, events.CaseSaved(REFERENCE))
    assert done.state == states.CaseDone(REFERENCE, saved.draft, provisional=False)
    assert asked == [effects.Push()]


@pytest.mark.requirement("Q1")
def test_without_a_line_it_is_provisional_and_then_what_the_centre_says() -> None:
    """Q1: the copy of the calendar offers; the centre is asked as soon as it has the record."""
    down = at_home(health=replace(WELL, line=Line.DOWN))
    done, _ = play(
        down, *TO_THE_SLOTS, events.WindowChosen(SLOTS[0].key), *TYPED, events.Confirmed(), events.Confirmed(),
        events.CaseSaved(REFERENCE),
    )  # fmt: skip
    assert isinstance(done.state, states.CaseDone)
    assert done.state.provisional
    asking, asked = play(done, events.RecordDelivered(REFERENCE))
    assert asked == [effects.AskCase(REFERENCE)]
    told, _ = play(asking, events.CaseTold(REFERENCE, MOVED))
    assert told.state == replace(done.state, provisional=False, standing=MOVED)


@pytest.mark.requirement("Q1")
def test_a_paper_with_the_old_time_is_offered_anew() -> None:
    """What is printed then is the time that was given."""
    done = states.CaseDone(REFERENCE, BOOKING, provisional=False, paper=PaperState.CONFIRMED)
    moved, _ = play(visit(done), events.CaseTold(REFERENCE, MOVED))
    assert isinstance(moved.state, states.CaseDone)
    assert moved.state.paper is PaperState.OFFERED
    _, (job,) = play(moved, events.PaperChosen(True))
    assert job == effects.PrintCase(REFERENCE, replace(BOOKING, window=SLOTS[1]), False, ZH)
    same, _ = play(visit(done), events.CaseTold(REFERENCE, GIVEN))
    assert isinstance(same.state, states.CaseDone)
    assert same.state.paper is PaperState.CONFIRMED


def test_a_paper_is_printed_once_asked_for() -> None:
    done = visit(states.CaseDone(REFERENCE, BOOKING, provisional=False))
    printing, asked = play(done, events.PaperChosen(True))
    assert asked == [effects.PrintCase(REFERENCE, BOOKING, False, ZH)]
    after, _ = play(printing, events.PaperFinished(REFERENCE, PrintOutcome.CONFIRMED))
    assert isinstance(after.state, states.CaseDone)
    assert after.state.paper is PaperState.CONFIRMED


def test_back_leads_to_the_question_before() -> None:
    slots, _ = play(at_home(), *TO_THE_SLOTS)
    number, _ = play(slots, events.WindowChosen(SLOTS[0].key))
    again, _ = play(number, events.WentBack())
    assert again.state == slots.state
    topic, _ = play(again, events.WentBack())
    assert isinstance(topic.state, states.PickWanted)
    offered, _ = play(topic, events.WentBack())
    assert isinstance(offered.state, states.OfferWanted)
    assert isinstance(play(offered, events.WentBack())[0].state, states.ServicesShown)


@pytest.mark.accessibility("ERR-02")
def test_every_part_can_be_changed_in_the_review() -> None:
    review = visit(states.CaseReview(BOOKING), house=TOLD)
    later, _ = play(review, events.PartChosen("window"), events.WindowChosen(SLOTS[1].key))
    assert later.state == states.CaseReview(replace(BOOKING, window=SLOTS[1]))
    about, _ = play(review, events.PartChosen("topic"), events.PickMade("moving"))
    assert about.state == states.CaseReview(replace(BOOKING, topic=Topic.MOVING))
    for part in ("window", "offer", "topic", "contact"):
        assert play(review, events.PartChosen(part), events.WentBack())[0].state == review.state
    assert play(review, events.PartChosen("message"))[0].state == review.state
    visiting, _ = play(review, events.PartChosen("offer"), events.OfferChosen(1))
    assert visiting.state == states.SlotWanted(
        replace(BOOKING, service=Booked.VISIT, place="", names={}, window=None),
        VISITS,
        VISITS[0].begins.date(),
    )


def test_what_is_not_offered_cannot_be_chosen() -> None:
    offered, _ = play(at_home(), *TO_THE_OFFERS)
    assert play(offered, events.OfferChosen(9))[0].state == offered.state
    slots, _ = play(at_home(), *TO_THE_SLOTS)
    assert play(slots, events.WindowChosen("nowhere"))[0].state == slots.state
    assert play(slots, events.DayChosen(NOW.date()))[0].state == slots.state
    bare, _ = play(visit(states.Home()), *TO_THE_OFFERS)
    assert bare.state == states.OfferWanted(Booking(), ())


def test_an_appointment_needs_a_number() -> None:
    at = visit(states.ContactWanted(replace(BOOKING, contact=Contact())), house=TOLD)
    assert play(at, events.ContactDeclined())[0].state == at.state
    assert play(at, *TYPED, events.Confirmed())[0].state == states.CaseReview(
        replace(BOOKING, contact=CONTACT)
    )


@pytest.mark.requirement("Q1", "G4")
def test_another_time_is_chosen_from_the_places_of_its_own_counter() -> None:
    """Q1: found by its number at any kiosk; kept as a wish, which the centre carries out."""
    shown = visit(states.CaseShown(GIVEN), house=TOLD)
    choosing, _ = play(shown, events.OtherTimeAsked())
    assert choosing.state == states.SlotWanted(GIVEN, SLOTS, SLOTS[0].begins.date())
    assert play(choosing, events.WentBack())[0].state == shown.state
    later, _ = play(choosing, events.DayChosen(SLOTS[1].begins.date()))
    saving, asked = play(later, events.WindowChosen(SLOTS[1].key))
    assert asked == [effects.SaveWish(REFERENCE, Window(SLOTS[1].begins, SLOTS[1].ends))]
    saved, _ = play(saving, events.WishSaved(REFERENCE))
    _, asked = play(saved, events.RecordDelivered(REFERENCE))
    assert asked == [effects.AskCase(REFERENCE)]
    told, _ = play(saved, events.CaseTold(REFERENCE, replace(MOVED, moved="")))
    assert told.state == states.CaseShown(replace(MOVED, moved=""), wish="rearrange", told=True)


def test_a_visit_is_moved_among_visits_and_an_unknown_counter_has_no_places() -> None:
    visiting = visit(states.CaseShown(replace(GIVEN, topic="visit", site="")), house=TOLD)
    choosing, _ = play(visiting, events.OtherTimeAsked())
    assert isinstance(choosing.state, states.SlotWanted)
    assert choosing.state.free == VISITS
    nowhere, _ = play(
        visit(states.CaseShown(replace(GIVEN, site="nowhere")), house=TOLD), events.OtherTimeAsked()
    )
    assert isinstance(nowhere.state, states.SlotWanted)
    assert nowhere.state.free == ()
