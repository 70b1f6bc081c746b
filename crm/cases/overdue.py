"""A payment that nobody could settle within a day rises by itself: urgent, so that a supervisor is told."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from crm import audit, news
from crm.centre import Centre
from crm.schema import Case, CaseEvent, CaseKind, CaseState

#: How long a doubt about money may stay one.
SETTLED_WITHIN = timedelta(hours=24)
MONEY = (CaseKind.IN_DOUBT, CaseKind.CONTRADICTION)


def rise(centre: Centre) -> int:
    """How many rose. A case rises once; what a supervisor has seen stays seen."""
    now = centre.clock()
    late = select(Case).where(
        Case.state.in_((CaseState.OPEN, CaseState.CLAIMED)),
        Case.opened_at <= now - SETTLED_WITHIN,
        Case.kind.in_(MONEY),
        Case.urgent.is_(False),
    )
    with centre.database.writing() as session:
        rows = session.scalars(late).all()
        for row in rows:
            row.urgent, row.due_at = True, row.opened_at + SETTLED_WITHIN
            session.add(CaseEvent(case_id=row.id, at=now, who=audit.CENTRE, what="overdue"))
            audit.note(session, now, audit.CENTRE, f"{row.kind.value}.overdue", row.reference)
        if rows:
            news.tell(session, "cases")
    return len(rows)
