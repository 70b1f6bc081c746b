"""Things that staff must settle: a proof that was not printed, a payment in doubt, money to be given back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import news
from crm.schema import Case, CaseEvent, CaseKind, CaseState


@dataclass(frozen=True, slots=True)
class Opening:
    """Why a case is opened. `reference` is what the customer holds."""

    kind: CaseKind
    reference: str
    kiosk: str
    payment: str
    at: datetime
    body: dict[str, Any] = field(default_factory=dict)


def open_case(session: Session, opening: Opening) -> Case:
    """The case of this kind and reference: opened if there was none, as it is if there was."""
    found = find(session, opening.kind, opening.reference)
    if found is not None:
        return found
    case = Case(
        kind=opening.kind,
        reference=opening.reference,
        state=CaseState.OPEN,
        kiosk_id=opening.kiosk,
        payment_id=opening.payment,
        opened_at=opening.at,
        body=opening.body,
    )
    news.tell(session, "cases")
    session.add(case)
    session.flush()
    return case


def find(session: Session, kind: CaseKind, reference: str) -> Case | None:
    return session.scalar(select(Case).where(Case.kind == kind, Case.reference == reference))


def close(case: Case, at: datetime) -> None:
    """Settled; one that is settled already keeps its time."""
    if case.state is not CaseState.CLOSED:
        case.state, case.closed_at = CaseState.CLOSED, at


def customer_word(session: Session, reference: str) -> str | None:
    """How far it is, in a word that a customer may hear by case number: `received`, `in_work`, `closed`.

    None: no case has this number. Nothing else of a case leaves the desk this way; a follow-up is no news.
    """
    mine = select(Case.state, Case.closed_at).where(
        Case.reference == reference, Case.kind != CaseKind.FOLLOW_UP
    )
    states = [state for state, _ in session.execute(mine)]
    if not states:
        return None
    if all(state is CaseState.CLOSED for state in states):
        return "closed"
    touched = select(CaseEvent.id).join(Case, CaseEvent.case_id == Case.id)
    worked = touched.where(Case.reference == reference, CaseEvent.what.in_(("claim", "step"))).limit(1)
    return "in_work" if session.scalar(worked) is not None else "received"
