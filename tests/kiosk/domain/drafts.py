"""Something of everything that can be handed over, at one moment; nobody in it exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.domain.booking import Offer
from kiosk.domain.calendar import Calendar, Counter, Free
from kiosk.domain.callback import Topic, Window
from kiosk.domain.case import (
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
from kiosk.domain.language import Language

TAIPEI = ZoneInfo("Asia/Taipei")
#: A Monday, in office hours.
NOW = datetime(2026, 11, 23, 14, 5, 20, tzinfo=TAIPEI)
ZH, EN, HANS = Language.ZH_HANT, Language.EN, Language.ZH_HANS
PHONE = "0912345678"
ADDRESS = "mei.lin@example.com"

CONTACT = Contact(PHONE, notice="2026-11")
COMPLAINT = Complaint(topic=ComplaintTopic.BILL, wish=Wish.EXPLANATION)
SUGGESTION = Suggestion(area=Area.COUNTER, idea=Idea.FASTER)
APPLICATION = Application(service=Applied.E_BILL, account="1203347730", contact=CONTACT)
#: Two half hours at the counter of this house, a morning of a technician's.
SLOTS = tuple(Window(NOW + timedelta(hours=ahead), NOW + timedelta(hours=ahead + 0.5)) for ahead in (20, 44))
VISITS = (Window(NOW + timedelta(hours=19), NOW + timedelta(hours=22)),)
COUNTER = Counter(
    "三重門市", {ZH: "三重門市", EN: "Sanchong office"}, {}, {}, "0800-000-123",
    free=tuple(Free(slot.begins, slot.ends, 1) for slot in SLOTS),
)  # fmt: skip
CALENDAR = Calendar(
    NOW, visits=tuple(Free(slot.begins, slot.ends, 1) for slot in VISITS), counters=(COUNTER,)
)
OFFERS = (Offer(Booked.COUNTER, SLOTS, COUNTER), Offer(Booked.VISIT, VISITS))
BOOKING = Booking(
    service=Booked.COUNTER, place=COUNTER.name, names=COUNTER.names, topic=Topic.METER, window=SLOTS[0],
    contact=CONTACT,
)  # fmt: skip
BOOKINGS = (
    BOOKING,
    Booking(),
    replace(BOOKING, topic=None, window=None, contact=Contact()),
    replace(BOOKING, window=None, contact=Contact()),
)
CASE_DRAFTS: tuple[CaseDraft, ...] = (
    COMPLAINT,
    Complaint(),
    replace(COMPLAINT, wish=None),
    replace(COMPLAINT, wish=Wish.CALL),
    replace(COMPLAINT, urgent=True, contact=CONTACT, message=(Phrase.AGAIN,)),
    SUGGESTION,
    ManagerLetter(),
    ManagerLetter(matter=Matter.HONESTY),
    FaultReport(part=Part.PRINTER),
    Application(),
    APPLICATION,
    replace(APPLICATION, account=""),
    replace(APPLICATION, contact=Contact()),
    *BOOKINGS,
)
