"""One draft of each kind, as the contract's examples have them; nobody in them exists."""

from datetime import UTC, datetime

from kiosk.domain.callback import Context, Topic, Window
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
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus

VISIT = "0193a1f0-1111-7000-8000-000000000001"
PHONE = "0912345678"
CONTEXT = Context(("task:feedback", "case:complaint"), "B-2026-10-E-7730", ("late-payment",), "line_down")

DRAFTS: dict[str, CaseDraft] = {
    "complaint": Complaint(
        topic=ComplaintTopic.BILL,
        wish=Wish.EXPLANATION,
        urgent=True,
        contact=Contact(PHONE, notice="2026-11"),
        message=(Phrase.AGAIN, Phrase.MORNING),
        context=CONTEXT,
    ),
    "complaint.email": Complaint(
        topic=ComplaintTopic.BILL,
        wish=Wish.EXPLANATION,
        urgent=True,
        contact=Contact(notice="2026-11", email="mei.lin@example.com"),
        message=(Phrase.AGAIN, Phrase.MORNING),
        context=CONTEXT,
    ),
    "complaint.no_contact": Complaint(topic=ComplaintTopic.WAITING, wish=Wish.APOLOGY, context=CONTEXT),
    "suggestion.anonymous": Suggestion(area=Area.COUNTER, idea=Idea.FASTER, visit=VISIT, context=CONTEXT),
    "suggestion": Suggestion(
        area=Area.BILLS, idea=Idea.CLEARER, visit=VISIT, contact=Contact(on_file=True, notice="2026-11")
    ),
    "letter.anonymous": ManagerLetter(matter=Matter.CONDUCT, message=(Phrase.TOLD,), visit=VISIT),
    "fault_report": FaultReport(
        part=Part.PRINTER,
        devices=(
            DeviceStatus(Device.RECEIPT_PRINTER, DeviceState.PERSON_NEEDED, (Fault.PAPER_OUT,)),
            DeviceStatus(Device.CARD_READER, DeviceState.ONLINE),
        ),
    ),
    "application": Application(
        service=Applied.E_BILL, account="1203347730", contact=Contact(PHONE, notice="2026-11")
    ),
    "application.signed_in": Application(
        service=Applied.AUTO_PAY, visit=VISIT, contact=Contact(on_file=True, notice="2026-11")
    ),
    "booking": Booking(
        service=Booked.COUNTER,
        place="三重服務中心",
        window=Window(datetime(2026, 11, 23, 1, 30, tzinfo=UTC), datetime(2026, 11, 23, 2, tzinfo=UTC)),
        contact=Contact(PHONE, notice="2026-11"),
        context=Context(("task:more",)),
    ),
    "booking.visit": Booking(
        service=Booked.VISIT,
        topic=Topic.METER,
        window=Window(datetime(2026, 11, 24, 1, tzinfo=UTC), datetime(2026, 11, 24, 4, tzinfo=UTC)),
        visit=VISIT,
        contact=Contact(on_file=True, notice="2026-11"),
        context=Context(("task:more",)),
    ),
}
