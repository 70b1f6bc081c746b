"""What customers handed over, from the record to the desk: a case each, under its original time; ratings as they are.

What staff do with a case is `crm/cases/work.py`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import audit, news
from crm.cases.bodies import (
    ApplicationSaid,
    CaseSaid,
    ComplaintSaid,
    FaultReportSaid,
    LetterSaid,
    RatingSaid,
    SuggestionSaid,
)
from crm.customers.signing_in import who_visited
from crm.intake.refusals import Refusal
from crm.schema import Case, CaseEvent, CaseKind, Rating, Record

#: How long the company gives itself; an urgent complaint's promise is that of a day.
PROMISES: dict[CaseKind, timedelta] = {
    CaseKind.COMPLAINT: timedelta(days=3),
    CaseKind.LETTER: timedelta(days=7),
    CaseKind.SUGGESTION: timedelta(days=30),
    CaseKind.FAULT: timedelta(hours=4),
    CaseKind.APPLICATION: timedelta(days=3),
}
URGENT = timedelta(days=1)
#: Topics that are severe whatever the customer ticked.
SEVERE = ("supply",)


def take(session: Session, record: Record, said: CaseSaid, now: datetime) -> None:
    """Opens the case. Raises Refusal for a reference that is another one's."""
    if session.scalar(select(Case.id).where(Case.reference == said.reference)) is not None:
        raise Refusal("invalid: the reference belongs to another case")
    kind = CaseKind(record.kind)
    customer = who_visited(session, record.kiosk_id, said.visit)
    on_file = customer.phone if customer and said.contact == "on_file" else ""
    urgent = isinstance(said, ComplaintSaid) and (said.urgent or said.topic in SEVERE)
    case = Case(
        reference=said.reference,
        kind=kind,
        kiosk_id=record.kiosk_id,
        opened_at=record.occurred_at,
        due_at=record.occurred_at + (URGENT if urgent else PROMISES[kind]),
        visit=said.visit,
        customer_id=customer.id if customer else None,
        phone=said.phone or on_file,
        email=said.email.lower(),
        topic=_topic(said),
        language=said.language,
        urgent=urgent,
        body=_body(said),
    )
    case.events = [CaseEvent(at=record.occurred_at, who=record.kiosk_id, what="received")]
    session.add(case)
    news.tell(session, "cases")
    audit.note(session, now, record.kiosk_id, f"{kind.value}.received", said.reference, {"topic": case.topic})


def take_rating(session: Session, record: Record, said: RatingSaid, now: datetime) -> None:
    session.add(
        Rating(
            id=record.id,
            kiosk_id=record.kiosk_id,
            at=record.occurred_at,
            score=said.score,
            task=said.task,
            language=said.language,
        )
    )


def _topic(said: CaseSaid) -> str:
    match said:
        case ComplaintSaid(topic=topic):
            return topic
        case SuggestionSaid(area=area):
            return area
        case LetterSaid(matter=matter):
            return matter
        case FaultReportSaid(part=part):
            return part
        case ApplicationSaid(service=service):
            return service
        case _:
            return ""


def _body(said: CaseSaid) -> dict[str, Any]:
    """What the page shows besides the columns."""
    columns = {"reference", "language", "visit", "phone", "email", "topic"}
    return said.model_dump(mode="json", exclude=columns)
