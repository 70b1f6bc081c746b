"""Things that staff must settle: a proof that was not printed, a payment in doubt, money to be given back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.schema import Case, CaseKind, CaseState


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
    session.add(case)
    session.flush()
    return case


def find(session: Session, kind: CaseKind, reference: str) -> Case | None:
    return session.scalar(select(Case).where(Case.kind == kind, Case.reference == reference))


def close(case: Case, at: datetime) -> None:
    """Settled; one that is settled already keeps its time."""
    if case.state is not CaseState.CLOSED:
        case.state, case.closed_at = CaseState.CLOSED, at
