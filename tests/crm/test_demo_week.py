"""The week before a demonstration: lived through the real doors, alike each time, and nothing of it in the future."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from crm import chain
from crm.centre import Centre
from crm.database import Database
from crm.demo import CUSTOMERS, seed
from crm.demo.calendar import seed_calendar
from crm.demo.week import Week
from crm.schema import (
    Alert,
    AuditLine,
    Bill,
    Callback,
    CallbackEvent,
    Case,
    Payment,
    PaymentLine,
    Rating,
    StaffCall,
)
from tests.crm.signing import StepClock, cheap_secrets


def lived(folder: Path, clock: StepClock) -> Centre:
    database = Database(f"sqlite:///{folder / 'centre.db'}")
    database.migrate()
    centre = Centre(database, clock=clock)
    seed(centre, cheap_secrets(), with_crowd=True)
    seed_calendar(centre)
    Week(centre).live()
    return centre


def told(centre: Centre) -> Sequence[tuple[str, str, str]]:
    with centre.database.reading() as session:
        rows = session.scalars(select(Callback).order_by(Callback.reference)).all()
        return [(row.reference, row.state.value, row.outcome) for row in rows]


@pytest.mark.requirement("N1")
def test_the_week_is_there_in_every_state(tmp_path: Path) -> None:
    clock = StepClock()
    centre = lived(tmp_path, clock)
    with centre.database.reading() as session:
        states = Counter(session.scalars(select(Callback.state)))
        outcomes = Counter(session.scalars(select(Payment.outcome)))
        lines = Counter(session.scalars(select(PaymentLine.state)))
        kinds = Counter(session.scalars(select(Case.kind)))
        assert sum(states.values()) >= 50
        assert {"done", "queued", "cancelled", "expired"} <= {state.value for state in states}, states
        assert {"approved", "declined", "cancelled", "in_doubt"} == {each.value for each in outcomes}
        assert {"posted", "pending", "refund_due", "void"} == {each.value for each in lines}
        assert {"complaint", "application", "suggestion", "letter", "payment_in_doubt", "refund_due"} <= set(
            kinds
        )
        assert len(session.scalars(select(Rating.id)).all()) >= 50
        ends = Counter(session.scalars(select(StaffCall.ended)))
        assert {"desk", "panel", "withdrawn", "unanswered"} <= {end.value for end in ends if end}, ends
        alerts = session.scalars(select(Alert)).all()
        assert {alert.closed_at is None for alert in alerts} == {True, False}
        parts = session.scalars(select(Bill).where(Bill.paid_minor > 0, Bill.paid_on.is_(None))).all()
        assert [bill for bill in parts if bill.allow_partial]
        now = clock()
        assert all(at <= now for at in session.scalars(select(CallbackEvent.at)))
        assert all(at <= now for at in session.scalars(select(AuditLine.at)))
        named = session.scalars(select(Bill).where(Bill.paid_on.is_(None))).all()
        assert len({bill.account.customer_id for bill in named} & set(range(1, 7))) == len(CUSTOMERS)
        assert list(chain.breaks(session)) == []
    before = told(centre)
    Week(centre).live()
    assert told(centre) == before, "a second time adds nothing"
    centre.database.close()


def test_two_demonstrations_of_one_day_are_alike(tmp_path: Path) -> None:
    both = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        centre = lived(tmp_path / name, StepClock())
        both.append(told(centre))
        centre.database.close()
    assert both[0] == both[1]
