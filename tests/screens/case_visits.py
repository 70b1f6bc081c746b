"""One visit for every screen of handing something over and of the rating. Everybody in here is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from kiosk.domain import states
from kiosk.domain.calendar import Free
from kiosk.domain.callback import Topic, Window
from kiosk.domain.case import (
    PICKS,
    Application,
    Applied,
    Area,
    Booked,
    Booking,
    CaseDraft,
    Complaint,
    ComplaintTopic,
    Contact,
    FaultReport,
    Idea,
    ManagerLetter,
    Matter,
    Part,
    Phrase,
    Suggestion,
    Wish,
)
from kiosk.domain.flow.case import EMPTY
from kiosk.domain.flow.slots import offers_shown, slots_shown
from kiosk.domain.language import Language
from kiosk.domain.lookup import Can, CaseStanding
from kiosk.domain.states import PaperState, Problem
from kiosk.domain.visit import Visit
from tests.screens.lookup_visits import calendar
from tests.screens.visits import HOUSE, NO_LINE, NO_PAPER, NOW, REFERENCE, visit

CONTACT = Contact("0912345678", notice="2026-11")
COMPLAINT = Complaint(topic=ComplaintTopic.BILL, wish=Wish.EXPLANATION)
FULL = replace(COMPLAINT, urgent=True, contact=CONTACT, message=(Phrase.AGAIN, Phrase.MORNING))
WRITTEN = replace(COMPLAINT, contact=Contact(notice="2026-11", email="mei.lin.2026@example.com.tw"))
DRAFTS: dict[str, CaseDraft] = {
    "complaint": COMPLAINT,
    "complaint.full": FULL,
    "suggestion": Suggestion(area=Area.COUNTER, idea=Idea.FASTER, message=(Phrase.AFTERNOON,)),
    "letter": ManagerLetter(matter=Matter.HONESTY),
    "fault_report": FaultReport(part=Part.PRINTER),
    "application": Application(service=Applied.PLAN_CHANGE, account="1203347730", contact=CONTACT),
    "application.on_file": Application(
        service=Applied.AUTO_PAY, contact=Contact(on_file=True, notice="2026-11")
    ),
}


def slots(day: int) -> list[Free]:
    """The half hours of one working day ahead; the first is taken."""
    begin = NOW.replace(hour=9, minute=0, second=0) + timedelta(days=day)
    hours = (0, 0.5, 1, 1.5, 2, 2.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5)
    return [
        Free(begin + timedelta(hours=h), begin + timedelta(hours=h + 0.5), 0 if h == 0 else 2) for h in hours
    ]


def visits_of(day: int) -> list[Free]:
    begin = NOW.replace(hour=9, minute=0, second=0) + timedelta(days=day)
    return [Free(begin + timedelta(hours=a), begin + timedelta(hours=b), 4) for a, b in ((0, 3), (4, 8))]


TOLD = calendar(())
DAYS = (1, 2, 3, 4, 5, 8, 9)
COUNTERS = tuple(
    replace(counter, free=tuple(free for day in DAYS for free in slots(day))) for counter in TOLD.counters
)
BOOKABLE = replace(
    HOUSE,
    calendar=replace(TOLD, counters=COUNTERS, visits=tuple(free for day in DAYS for free in visits_of(day))),
)
SLOT = Window(COUNTERS[0].free[3].begins, COUNTERS[0].free[3].ends)
BOOKING = Booking(
    service=Booked.COUNTER, place=COUNTERS[0].name, names=COUNTERS[0].names, topic=Topic.METER, window=SLOT,
    contact=CONTACT,
)  # fmt: skip
DRAFTS["booking"] = BOOKING
VISITING = Booking(
    service=Booked.VISIT,
    topic=Topic.SUPPLY,
    window=Window(*(getattr(visits_of(2)[0], end) for end in ("begins", "ends"))),
    contact=Contact(on_file=True, notice="2026-11"),
)
DRAFTS["booking.visit"] = VISITING
BOOKED = CaseStanding(
    REFERENCE, "booking", "confirmed", "counter", SLOT.begins, SLOT.ends, site=COUNTERS[0].name, can=Can.NOW
)
MOVED = replace(
    BOOKED, status="moved", moved="full", begins=COUNTERS[0].free[6].begins, ends=COUNTERS[0].free[6].ends
)


def case_visits(language: Language) -> Mapping[str, Visit]:
    """By picture name, in the order of a customer's way."""
    return dict(_all(language))


def _all(language: Language) -> list[tuple[str, Visit]]:
    def guest(state: states.State, **more: object) -> Visit:
        return visit(state, language, **{"customer": None, "house": BOOKABLE, **more})

    picks = [
        (f"pick.{draft.kind.value}.{pick.part}", guest(states.PickWanted(draft, pick.part)))
        for draft in (*EMPTY.values(), replace(BOOKING, topic=None))
        for pick in PICKS[type(draft)]
    ]
    reviews = [
        (f"case_review.{name}", visit(states.CaseReview(draft), language)) for name, draft in DRAFTS.items()
    ]
    dones = [
        (f"case_done.{name}", guest(states.CaseDone(REFERENCE, draft, provisional=False)))
        for name, draft in DRAFTS.items()
    ]
    done = states.CaseDone(REFERENCE, FULL, provisional=True)
    papers = [
        (f"case_done.paper.{paper.value}", guest(replace(done, paper=paper), health=NO_LINE))
        for paper in PaperState
    ]
    typed = states.ContactWanted(FULL, "0912345678")
    wrong = Problem.PHONE_INCOMPLETE
    number = states.ContractNumberWanted(DRAFTS["application"], "1203347730")
    unsaved = states.CaseReview(FULL, problem=Problem.NOT_SAVED)
    choosing = offers_shown(guest(states.Home()), Booking())
    open_day = slots_shown(guest(states.Home()), replace(BOOKING, window=None))
    visiting = slots_shown(guest(states.Home()), replace(VISITING, window=None))
    moving = slots_shown(guest(states.Home()), BOOKED)
    booked = states.CaseDone(REFERENCE, BOOKING, provisional=False)
    return [
        ("offers", choosing),
        ("offers.nothing", guest(states.OfferWanted(Booking(), ()))),
        ("slots", open_day),
        ("slots.visit", visiting),
        ("slots.no_line", replace(open_day, health=NO_LINE)),
        ("slots.nothing", guest(states.SlotWanted(replace(BOOKING, window=None), (), NOW.date()))),
        ("slots.another", moving),
        ("case_done.booking.provisional", guest(replace(booked, provisional=True), health=NO_LINE)),
        ("case_done.booking.confirmed", guest(replace(booked, standing=BOOKED))),
        ("case_done.booking.moved", guest(replace(booked, standing=MOVED))),
        ("case_shown.booking", guest(states.CaseShown(BOOKED))),
        ("case_shown.booking.moved", guest(states.CaseShown(BOOKED, wish="rearrange", told=True))),
        ("voices", guest(states.VoicesShown())),
        ("voices.limited", guest(states.VoicesShown(), health=NO_LINE)),
        ("services", guest(states.ServicesShown())),
        *picks,
        ("contact", guest(states.ContactWanted(COMPLAINT))),
        ("contact.on_file", visit(typed, language)),
        ("contact.short", visit(replace(typed, digits="0912", problem=wrong), language)),
        ("case_review.by_email", guest(states.CaseReview(WRITTEN))),
        ("email.complaint", guest(states.EmailWanted(states.ContactWanted(COMPLAINT)))),
        ("contact.needed", guest(states.ContactWanted(Application(service=Applied.E_BILL)))),
        ("contract_number", guest(number)),
        (
            "contract_number.short",
            guest(replace(number, digits="12", problem=Problem.ACCOUNT_INCOMPLETE), health=NO_LINE),
        ),
        ("phrases", guest(states.PhrasesShown(FULL))),
        *reviews,
        ("case_review.saving", guest(states.CaseReview(FULL, saving=True))),
        ("case_review.not_saved", guest(unsaved)),
        *dones,
        ("case_done.no_printer", guest(done, health=NO_PAPER)),
        *papers,
        ("rating", guest(states.RatingWanted("payment"))),
        ("regret", guest(states.Regret("payment"))),
    ]
