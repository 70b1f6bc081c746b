"""Money as the kiosks report it: posted once, owed back where a bill did not need it, in doubt until somebody knows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from crm.audit import newest
from crm.centre import Centre
from crm.imports import BillRow, import_bills
from crm.intake.bodies import Money
from crm.schema import Bill, Case, CaseKind, CaseState, LineState, Outcome, Payment, PaymentLine
from tests.crm.signing import SigningKiosk, StepClock, contract, seal

ELECTRICITY, WATER = "B-2026-10-E-7730", "B-2026-10-W-7730"
APPROVED = contract("records/payment.approved.json")
DECLINED = contract("records/payment.declined.json")
CANCELLED = contract("records/payment.cancelled.json")
IN_DOUBT = contract("records/payment.in_doubt.json")


def settles(doubt: dict[str, Any], outcome: str, number: int = 1) -> dict[str, Any]:
    """The later record that settles a payment in doubt."""
    slip = APPROVED["body"]["slip"] if outcome == "approved" else None
    sealed = seal(
        doubt, outcome=outcome, slip=slip, recovered=True, decided_at="2026-11-22T06:09:00.000Z", cause=""
    )
    return {**sealed, "id": f"0193a1f0-2222-7000-8000-00000000010{number}", "seq": 20 + number}


def again(number: int, reference: str = "K07-2222-222M") -> dict[str, Any]:
    """Another payment of the same bills."""
    id = f"0193a1f0-2222-7000-8000-00000000020{number}"
    return {**seal(APPROVED, payment=id, reference=reference), "id": id, "seq": 30 + number}


def lines(centre: Centre, payment: str) -> dict[str, LineState]:
    with centre.database.reading() as session:
        found = session.scalars(select(PaymentLine).where(PaymentLine.payment_id == payment))
        return {line.bill_id: line.state for line in found}


def cases(centre: Centre) -> list[tuple[CaseKind, str, CaseState]]:
    with centre.database.reading() as session:
        return [
            (case.kind, case.reference, case.state)
            for case in session.scalars(select(Case).order_by(Case.id))
        ]


def bill(centre: Centre, id: str) -> Bill:
    with centre.database.reading() as session:
        return session.get_one(Bill, id)


def payment(centre: Centre, id: str) -> Payment:
    with centre.database.reading() as session:
        return session.get_one(Payment, id)


def test_two_bills_of_one_payment_are_posted_once_each(kiosk: SigningKiosk, centre: Centre) -> None:
    kiosk.sync(APPROVED)
    assert lines(centre, APPROVED["id"]) == {ELECTRICITY: LineState.POSTED, WATER: LineState.POSTED}
    for id in (ELECTRICITY, WATER):
        assert (bill(centre, id).paid_on, bill(centre, id).paid_by) == (date(2026, 11, 22), "kiosk")
    row = payment(centre, APPROVED["id"])
    assert (row.outcome, row.amount_minor, row.currency) == (Outcome.APPROVED, 280400, "TWD")
    assert (row.slip_card, row.slip_trace, row.slip_approval_code) == ("••••1234", 138, "008231")
    assert cases(centre) == []


def test_a_bill_is_paid_on_the_day_that_it_was_at_the_kiosk(kiosk: SigningKiosk, centre: Centre) -> None:
    kiosk.sync(seal(APPROVED, decided_at="2026-11-22T16:30:00.000Z"))
    assert bill(centre, WATER).paid_on == date(2026, 11, 23)


def test_a_paid_bill_is_asked_for_no_more(kiosk: SigningKiosk) -> None:
    kiosk.sync(APPROVED)
    grant = kiosk.grant()
    assert [each["kind"] for each in kiosk.post("bills", {"grant": grant}).json()["bills"]] == ["gas"]
    told = kiosk.post("bills/check", {"grant": grant, "bills": [WATER]}).json()["bills"]
    assert told == [{"id": WATER, "payable": False, "paid_on": "2026-11-22", "why": None}]


@pytest.mark.requirement("E3")
def test_the_same_intent_five_times_with_the_answers_lost(kiosk: SigningKiosk, centre: Centre) -> None:
    """E3: one posting."""
    for _ in range(5):
        kiosk.sync(APPROVED)
    with centre.database.reading() as session:
        assert len(session.scalars(select(PaymentLine)).all()) == 2
        assert len(newest(session, what="payment.")) == 1


@pytest.mark.requirement("E3")
def test_paid_at_the_counter_meanwhile(kiosk: SigningKiosk, centre: Centre) -> None:
    """E3: if it happened anyway, what was not needed is owed back, and staff are told."""
    with centre.database.writing() as session:
        water = session.get_one(Bill, WATER)
        water.paid_on, water.paid_by = date(2026, 11, 20), "counter"
    kiosk.sync(APPROVED)
    assert lines(centre, APPROVED["id"]) == {ELECTRICITY: LineState.POSTED, WATER: LineState.REFUND_DUE}
    assert (bill(centre, WATER).paid_on, bill(centre, WATER).paid_by) == (date(2026, 11, 20), "counter")
    assert cases(centre) == [(CaseKind.REFUND, "K07-JR7U-X53G", CaseState.OPEN)]
    with centre.database.reading() as session:
        [case] = session.scalars(select(Case))
    owed = {"bill": WATER, "minor": 48600, "why": "already_paid"}
    proof = {"paid_on": "2026-11-20", "paid_by": "counter", "other": ""}
    assert case.body == {"currency": "TWD", "lines": [{**owed, **proof}]}


def test_two_payments_of_one_bill(kiosk: SigningKiosk, centre: Centre) -> None:
    kiosk.sync(APPROVED, again(1))
    assert set(lines(centre, APPROVED["id"]).values()) == {LineState.POSTED}
    assert set(lines(centre, again(1)["id"]).values()) == {LineState.REFUND_DUE}
    assert cases(centre) == [(CaseKind.REFUND, "K07-2222-222M", CaseState.OPEN)]


def test_the_database_itself_posts_no_bill_twice(kiosk: SigningKiosk, centre: Centre) -> None:
    kiosk.sync(APPROVED, again(1))
    for more in (
        update(Bill).values(paid_minor=Bill.paid_minor + 1).where(Bill.id == WATER),
        update(PaymentLine).values(posted_minor=PaymentLine.amount_minor + 1),
    ):
        with centre.database.writing() as session, pytest.raises(IntegrityError):
            session.execute(more)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ({"bill": "B-1999-01-X-0000", "amount": {"minor": 100, "currency": "TWD"}}, "unknown_bill"),
        ({"bill": WATER, "amount": {"minor": 100, "currency": "TWD"}}, "other_amount"),
    ],
)
def test_money_for_what_is_not_owed(
    line: dict[str, Any], why: str, kiosk: SigningKiosk, centre: Centre
) -> None:
    told = kiosk.sync(seal(APPROVED, lines=[line], amount=line["amount"]))
    assert told["answers"][0]["verdict"] == "stored"
    with centre.database.reading() as session:
        [kept] = session.scalars(select(PaymentLine))
        assert (kept.state, kept.why) == (LineState.REFUND_DUE, why)
    assert bill(centre, WATER).paid_on is None


@pytest.mark.parametrize("record", [DECLINED, CANCELLED], ids=["declined", "cancelled"])
def test_no_money_moved(record: dict[str, Any], kiosk: SigningKiosk, centre: Centre) -> None:
    kiosk.sync(record)
    assert set(lines(centre, record["id"]).values()) == {LineState.VOID}
    assert payment(centre, record["id"]).posted_at is None
    assert bill(centre, WATER).paid_on is None
    assert cases(centre) == []


def test_in_doubt_is_a_case_and_nobody_is_asked_to_pay_again(kiosk: SigningKiosk, centre: Centre) -> None:
    kiosk.sync(IN_DOUBT)
    assert cases(centre) == [(CaseKind.IN_DOUBT, "K07-CSY9-F94S", CaseState.OPEN)]
    told = kiosk.post("bills/check", {"grant": kiosk.grant(), "bills": [WATER]}).json()["bills"]
    assert told == [{"id": WATER, "payable": False, "paid_on": None, "why": None}]


@pytest.mark.parametrize(
    ("outcome", "state", "paid"),
    [
        ("approved", LineState.POSTED, True),
        ("declined", LineState.VOID, False),
        ("cancelled", LineState.VOID, False),
    ],
)
@pytest.mark.parametrize("late", [False, True], ids=["doubt first", "doubt late"])
def test_doubt_is_settled_in_whichever_order(
    late: bool, outcome: str, state: LineState, paid: bool, kiosk: SigningKiosk, centre: Centre
) -> None:
    order = [IN_DOUBT, settles(IN_DOUBT, outcome)]
    kiosk.sync(*(reversed(order) if late else order))
    assert set(lines(centre, IN_DOUBT["id"]).values()) == {state}
    assert (bill(centre, WATER).paid_on is not None) is paid
    assert cases(centre) == [(CaseKind.IN_DOUBT, "K07-CSY9-F94S", CaseState.CLOSED)]
    assert payment(centre, IN_DOUBT["id"]).recovered is True


@pytest.mark.parametrize("approved_first", [True, False])
def test_two_final_outcomes_for_one_payment(
    approved_first: bool, kiosk: SigningKiosk, centre: Centre
) -> None:
    """Money that moved outranks a denial, it is posted once, and staff look into it."""
    order = [settles(IN_DOUBT, "approved", 1), settles(IN_DOUBT, "cancelled", 2)]
    kiosk.sync(*(order if approved_first else reversed(order)))
    assert set(lines(centre, IN_DOUBT["id"]).values()) == {LineState.POSTED}
    assert cases(centre) == [(CaseKind.CONTRADICTION, "K07-CSY9-F94S", CaseState.OPEN)]


@pytest.mark.parametrize(
    "changed",
    [
        {"reference": "K07-2222-222M"},
        {"lines": APPROVED["body"]["lines"][:1], "amount": {"minor": 231800, "currency": "TWD"}},
    ],
    ids=["reference", "lines"],
)
def test_another_payment_under_the_same_uuid(changed: Any, kiosk: SigningKiosk, centre: Centre) -> None:
    kiosk.sync(IN_DOUBT)
    told = kiosk.sync(seal(settles(IN_DOUBT, "approved"), **changed))
    assert told["answers"][0]["reason"] == "invalid: not the payment that this UUID stands for"
    assert payment(centre, IN_DOUBT["id"]).outcome is Outcome.IN_DOUBT


def test_one_reference_for_two_payments(kiosk: SigningKiosk) -> None:
    told = kiosk.sync(APPROVED, again(1, reference=APPROVED["body"]["reference"]))
    assert told["answers"][1]["reason"] == "invalid: the reference belongs to another payment"


def test_another_kiosk_settles_nothing_of_ours(
    kiosk: SigningKiosk, other_kiosk: SigningKiosk, centre: Centre
) -> None:
    kiosk.sync(IN_DOUBT)
    told = other_kiosk.sync(settles(IN_DOUBT, "approved"))
    assert told["answers"][0]["verdict"] == "refused"
    assert payment(centre, IN_DOUBT["id"]).outcome is Outcome.IN_DOUBT


# --- imports ----------------------------------------------------------------------------------


def water_row(**changed: Any) -> BillRow:
    known: dict[str, Any] = {
        "id": WATER,
        "account": "1203347730",
        "kind": "water",
        "period_from": date(2026, 9, 1),
        "period_to": date(2026, 10, 31),
        "amount": Money(minor=48600, currency="TWD"),
        "due": date(2026, 11, 30),
    }
    return BillRow(**{**known, **changed})


def test_an_import_opens_no_bill_that_a_kiosk_was_paid_for(
    kiosk: SigningKiosk, centre: Centre, clock: StepClock
) -> None:
    kiosk.sync(APPROVED)
    with centre.database.writing() as session:
        import_bills(session, [water_row()], clock.now)
    assert (bill(centre, WATER).paid_on, bill(centre, WATER).paid_by) == (date(2026, 11, 22), "kiosk")


def test_the_bank_paid_it_too(kiosk: SigningKiosk, centre: Centre, clock: StepClock) -> None:
    """Paid here and there: what the kiosk took is owed back, once however often the file is read."""
    kiosk.sync(APPROVED)
    for _ in range(2):
        with centre.database.writing() as session:
            import_bills(session, [water_row(paid_on=date(2026, 11, 21), paid_by="bank")], clock.now)
    assert bill(centre, WATER).paid_by == "bank"
    assert lines(centre, APPROVED["id"])[WATER] is LineState.REFUND_DUE
    assert cases(centre) == [(CaseKind.REFUND, "K07-JR7U-X53G", CaseState.OPEN)]


def test_a_bill_of_no_account(centre: Centre, clock: StepClock) -> None:
    with pytest.raises(ValueError, match="no account"), centre.database.writing() as session:
        import_bills(session, [water_row(account="9")], clock.now)
