"""A bill held before the scanner by whoever: the least that is needed to pay it, and nothing for whoever only guesses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from crm.billing.texts import EMVCO, THREE_SEGMENT, Printed, emvco, key, three_segment
from crm.centre import Centre
from crm.imports import BillRow, import_bills
from crm.intake.bodies import Money
from crm.schema import Account, Bill, CaseKind, LineState, PaymentLine, ScanGrant
from tests.crm.signing import SigningKiosk, StepClock, contract, seal
from tests.crm.test_payments import APPROVED, ELECTRICITY, WATER, bill, cases

EXAMPLE = contract("bill_codes.json")
SCANNED = contract("messages/bills-scanned.json")
PRINTED = Printed(
    EXAMPLE["printed"]["number"],
    EXAMPLE["printed"]["amount"]["minor"],
    "TWD",
    date.fromisoformat(EXAMPLE["printed"]["deadline"]),
)
GAS = "B-2026-10-G-7730"


def scan(kiosk: SigningKiosk, **changed: Any) -> dict[str, Any]:
    answer = kiosk.post("bills/scanned", {**SCANNED["request"], **changed})
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


def check(kiosk: SigningKiosk, grant: str, id: str, minor: int | None = None) -> dict[str, Any]:
    amounts = {} if minor is None else {"amounts": [minor]}
    [told] = kiosk.post("bills/check", {"grant": grant, "bills": [id], **amounts}).json()["bills"]
    standing: dict[str, Any] = told
    return standing


def test_the_codes_are_those_that_the_kiosk_reads() -> None:
    assert three_segment(PRINTED) == tuple(EXAMPLE["three_segment"])
    assert emvco(PRINTED) == EXAMPLE["emvco"]
    assert key(THREE_SEGMENT, EXAMPLE["three_segment"]) == EXAMPLE["keys"][THREE_SEGMENT]
    assert key(EMVCO, [EXAMPLE["emvco"]]) == EXAMPLE["keys"][EMVCO]


@pytest.mark.parametrize("changed", [{"minor": 150}, {"currency": "EUR"}, {"minor": 10**12}])
def test_what_stores_cannot_take_has_no_barcodes(changed: dict[str, Any]) -> None:
    fields = {"number": PRINTED.number, "minor": 100, "currency": "TWD", "deadline": PRINTED.deadline}
    assert three_segment(Printed(**{**fields, **changed})) is None


@pytest.mark.requirement("B2")
@pytest.mark.parametrize("scheme", [THREE_SEGMENT, EMVCO])
def test_a_guest_learns_the_least_that_is_needed_to_pay(
    scheme: str, kiosk: SigningKiosk, centre: Centre
) -> None:
    """B2: kind, period, amount, due day, masked account; no name, no phone, no other bill."""
    codes = EXAMPLE["three_segment"] if scheme == THREE_SEGMENT else [EXAMPLE["emvco"]]
    told = scan(kiosk, scheme=scheme, codes=codes)
    assert told["bills"] == SCANNED["response"]["bills"]
    assert set(told) == set(SCANNED["response"])
    assert not told["earlier"]
    assert check(kiosk, told["grant"], ELECTRICITY) == {
        "id": ELECTRICITY, "payable": True, "paid_on": None, "why": None,
    }  # fmt: skip


@pytest.mark.requirement("B2")
def test_a_scan_opens_one_bill_and_no_account(kiosk: SigningKiosk, other_kiosk: SigningKiosk) -> None:
    """B2: not another bill of the same account, not the list, and nothing at another kiosk."""
    grant = scan(kiosk)["grant"]
    assert check(kiosk, grant, WATER)["payable"] is False
    assert kiosk.post("bills", {"grant": grant}).status_code == 403
    assert other_kiosk.post("bills/check", {"grant": grant, "bills": [ELECTRICITY]}).status_code == 403


def test_a_scan_opens_it_for_a_while(kiosk: SigningKiosk, centre: Centre, clock: StepClock) -> None:
    grant = scan(kiosk)["grant"]
    clock.step(minutes=20)
    assert kiosk.post("bills/check", {"grant": grant, "bills": [ELECTRICITY]}).status_code == 403
    scan(kiosk)
    with centre.database.reading() as session:
        assert len(session.scalars(select(ScanGrant)).all()) == 1


@pytest.mark.requirement("X49")
def test_guessing_numbers_is_stopped(
    kiosk: SigningKiosk, other_kiosk: SigningKiosk, clock: StepClock
) -> None:
    """X49: one constant answer, then this kiosk must wait, for right codes too; the next kiosk is not touched."""
    told = [scan(kiosk, codes=[*EXAMPLE["three_segment"][:2], f"0101470000{n:05}"]) for n in range(20)]
    assert all(each == {"result": "unknown"} for each in told)
    stopped = kiosk.post("bills/scanned", SCANNED["request"])
    assert (stopped.status_code, stopped.json()["error"]) == (429, "slow_down")
    assert scan(other_kiosk)["result"] == "found"
    clock.step(minutes=15)
    assert scan(kiosk)["result"] == "found"


@pytest.mark.requirement("D2")
def test_the_code_on_an_earlier_bill_leads_to_what_is_owed_now(kiosk: SigningKiosk, centre: Centre) -> None:
    """D2: the scanned bill is paid; the account's open bills can be paid, overdue ones first, until it is closed."""
    pay(centre, ELECTRICITY)
    told = scan(kiosk)
    assert (told["earlier"], [each["id"] for each in told["bills"]]) == (True, [WATER, GAS])
    assert check(kiosk, told["grant"], WATER)["payable"] is True
    with centre.database.writing() as session:
        session.get_one(Account, session.get_one(Bill, WATER).account_number).closed_on = date(2026, 11, 20)
    assert scan(kiosk) == {"result": "closed"}
    assert kiosk.post("bills", {"grant": kiosk.grant()}).json()["bills"] == []


@pytest.mark.requirement("D2")
def test_an_overdue_bill_is_payable_by_its_own_code(kiosk: SigningKiosk, clock: StepClock) -> None:
    """D2: also long after the day that its barcodes name."""
    clock.step(days=200)
    assert [each["id"] for each in scan(kiosk)["bills"]] == [ELECTRICITY]


def test_when_nothing_is_owed_it_says_when_this_one_was_paid(kiosk: SigningKiosk, centre: Centre) -> None:
    for id in (ELECTRICITY, WATER, GAS):
        pay(centre, id)
    assert scan(kiosk) == {"result": "paid", "paid_on": "2026-11-20"}


def test_a_bill_printed_anew_is_found_by_both_codes(
    kiosk: SigningKiosk, centre: Centre, clock: StepClock
) -> None:
    """A replaced bill: the old paper leads to the amount of the new one."""
    with centre.database.writing() as session:
        old = session.get_one(Bill, ELECTRICITY)
        row = BillRow(
            id=ELECTRICITY, account=old.account_number, kind=old.kind, period_from=old.period_from,
            period_to=old.period_to, amount=Money(minor=250000, currency="TWD"), due=old.due, code=PRINTED.number,
        )  # fmt: skip
        import_bills(session, [row], clock.now)
    assert scan(kiosk)["bills"][0]["amount"]["minor"] == 250000


# --- parts ------------------------------------------------------------------------------------------


@pytest.mark.requirement("X29")
@pytest.mark.parametrize(
    ("rules", "minor", "why"),
    [
        ({}, 231800, None),
        ({}, 100, "other_amount"),
        ({"allow_partial": True}, 100, None),
        ({"allow_partial": True}, 231801, "other_amount"),
        ({"allow_partial": True, "minimum_minor": 5000}, 4999, "below_minimum"),
        ({"allow_partial": True, "minimum_minor": 5000}, 5000, None),
        ({"allow_partial": True, "maximum_minor": 9000}, 9001, "above_maximum"),
        ({"maximum_minor": 9000}, 231800, "above_maximum"),
        ({"cash_only": True}, 231800, "cash_only"),
    ],
)
def test_the_rules_of_a_bill_hold_at_the_centre(
    rules: dict[str, Any], minor: int, why: str | None, kiosk: SigningKiosk, centre: Centre
) -> None:
    """X29: refused with its reason, before anything is charged."""
    with centre.database.writing() as session:
        row = session.get_one(Bill, ELECTRICITY)
        for name, value in rules.items():
            setattr(row, name, value)
    told = check(kiosk, scan(kiosk)["grant"], ELECTRICITY, minor)
    assert (told["payable"], told["why"]) == (why is None, why)


@pytest.mark.requirement("E7")
def test_parts_are_posted_until_the_bill_is_paid_and_no_further(kiosk: SigningKiosk, centre: Centre) -> None:
    """E7, X29: a partly paid bill stays open with the rest; what exceeds the rest is owed back; nothing twice."""
    with centre.database.writing() as session:
        session.get_one(Bill, ELECTRICITY).allow_partial = True
    kiosk.sync(part(1, 100_000), part(1, 100_000))
    assert (bill(centre, ELECTRICITY).paid_minor, bill(centre, ELECTRICITY).paid_on) == (100_000, None)
    assert scan(kiosk)["bills"][0]["amount"]["minor"] == 131_800
    kiosk.sync(part(2, 140_000))
    paid = bill(centre, ELECTRICITY)
    assert (paid.paid_minor, paid.paid_on, paid.paid_by) == (231_800, date(2026, 11, 22), "kiosk")
    kiosk.sync(part(3, 50_000))
    assert bill(centre, ELECTRICITY).paid_minor == 231_800
    with centre.database.reading() as session:
        rows = session.scalars(select(PaymentLine).order_by(PaymentLine.payment_id)).all()
        told = [(row.state, row.posted_minor, row.why) for row in rows]
    assert told == [
        (LineState.POSTED, 100_000, ""),
        (LineState.REFUND_DUE, 131_800, "exceeds"),
        (LineState.REFUND_DUE, 0, "already_paid"),
    ]
    assert [kind for kind, _, _ in cases(centre)] == [CaseKind.REFUND, CaseKind.REFUND]


@pytest.mark.requirement("E4")
def test_a_bill_paid_by_its_code_while_no_centre_answered(kiosk: SigningKiosk, centre: Centre) -> None:
    """E4: the record names the code's key; the bill is found by it, and posted once."""
    said = f"code:{EXAMPLE['keys'][THREE_SEGMENT]}"
    kiosk.sync(part(1, 231_800, said))
    assert bill(centre, ELECTRICITY).paid_by == "kiosk"
    kiosk.sync(part(1, 231_800, said), part(2, 231_800, said))
    assert bill(centre, ELECTRICITY).paid_minor == 231_800
    assert [kind for kind, _, _ in cases(centre)] == [CaseKind.REFUND]


def part(number: int, minor: int, named: str = ELECTRICITY) -> dict[str, Any]:
    """A payment of some of a bill."""
    id = f"0193a1f0-2222-7000-8000-00000000030{number}"
    amount = {"minor": minor, "currency": "TWD"}
    line = {**APPROVED["body"]["lines"][0], "bill": named, "amount": amount}
    reference = contract("references.json")["valid"][number - 1]
    sealed = seal(APPROVED, payment=id, reference=reference, lines=[line], amount=amount)
    return {**sealed, "id": id, "seq": 40 + number}


def pay(centre: Centre, id: str) -> None:
    with centre.database.writing() as session:
        row = session.get_one(Bill, id)
        row.paid_on, row.paid_by, row.paid_minor = date(2026, 11, 20), "counter", row.amount_minor
