"""What an account shows: twelve periods, notices with a reason and each once, open matters, to one customer only."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from crm.audit import newest
from crm.centre import Centre
from crm.customers import history, notices
from crm.demo import CROWD, seed
from crm.demo.crowd import AREAS, MEMBERS, outages
from crm.schema import (
    Account,
    Bill,
    Callback,
    CallbackState,
    Case,
    CaseKind,
    Customer,
    LineState,
    Payment,
    PaymentLine,
)
from crm.tokens import Secrets
from tests.crm.signing import CARD, PIN, SigningKiosk, StepClock, contract, seal

VISIT = "0193a1f0-1111-7000-8000-000000000001"
LI = ("990120260002901", "975310")
OVERDUE = "overdue:B-2026-10-E-7730"
#: Amounts end where the accounts begin, so that a sum over the wrong rows is another sum.
PAYMENT = "records/payment.approved.json"


def account(kiosk: SigningKiosk, card: str = CARD, pin: str = PIN, visit: str = VISIT) -> dict[str, Any]:
    answer = kiosk.post("account", {"grant": kiosk.grant(card, pin, visit)})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.requirement("B4")
@pytest.mark.parametrize("function", ["account", "notices/seen"])
def test_nothing_without_a_grant(function: str, kiosk: SigningKiosk, other_kiosk: SigningKiosk) -> None:
    grant = kiosk.grant()
    for asking, held in ((kiosk, "none"), (other_kiosk, grant)):
        answer = asking.post(function, {"grant": held, "notices": [OVERDUE]})
        assert (answer.status_code, answer.json()["error"]) == (403, "bad_grant")


# --- history --------------------------------------------------------------------------------------


@pytest.mark.requirement("D4")
def test_twelve_periods_of_each_kind(kiosk: SigningKiosk, centre: Centre) -> None:
    """D4: totals match what the centre has on file."""
    told = account(kiosk)["history"]
    kinds = [each["kind"] for each in told]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"electricity": 12, "water": 12, "gas": 12}
    with centre.database.reading() as session:
        total = session.scalar(select(func.sum(Bill.amount_minor)).where(Bill.account_number == "1203347730"))
    assert sum(each["amount"]["minor"] for each in told) == total
    assert [each["period_to"] for each in told] == sorted((each["period_to"] for each in told), reverse=True)


@pytest.mark.requirement("D4")
def test_years_before_are_not_read(centre: Centre) -> None:
    """Cost must not grow with history."""
    with centre.database.writing() as session:
        for year in range(1980, 2020):
            day = date(year, 1, 31)
            session.add(
                Bill(
                    id=f"old-{year}", account_number="1203344821", kind="electricity", period_from=day,
                    period_to=day, amount_minor=1, currency="TWD", due=day, paid_on=day, paid_by="bank",
                )
            )  # fmt: skip
    with centre.database.reading() as session:
        past = history.past(session, 2, date(2026, 11, 22))
    assert len(past) == 12
    assert not any(each.bill.id.startswith("old") for each in past)


@pytest.mark.requirement("D1")
@pytest.mark.parametrize(
    ("due_in", "paid", "doubted", "state"),
    [
        (8, False, False, "open"),
        (7, False, False, "due_soon"),
        (0, False, False, "due_soon"),
        (-1, False, False, "overdue"),
        (-1, False, True, "in_doubt"),
        (-1, True, True, "paid"),
    ],
)
def test_the_state_of_a_bill(due_in: int, paid: bool, doubted: bool, state: str) -> None:
    today = date(2026, 11, 22)
    bill = Bill(due=today + timedelta(days=due_in), paid_on=today if paid else None)
    assert history.state_of(bill, today, doubted) == state


@pytest.mark.requirement("D2")
def test_an_overdue_bill_is_payable_until_it_is_closed(kiosk: SigningKiosk, clock: StepClock) -> None:
    """D2: years later as well, by number and second factor; paid, it is gone."""
    clock.step(days=700)
    grant = kiosk.sign_in_by("1203345512", pin="135791").json()["grant"]
    [bill] = kiosk.post("bills", {"grant": grant}).json()["bills"]
    standing = {"id": bill["id"], "payable": True, "paid_on": None, "why": None}
    ask = {"grant": grant, "bills": [bill["id"]]}
    assert kiosk.post("bills/check", ask).json()["bills"] == [standing]
    kiosk.sync(paying(bill["id"], bill["amount"]["minor"]))
    assert kiosk.post("bills", {"grant": grant}).json()["bills"] == []
    assert not kiosk.post("bills/check", ask).json()["bills"][0]["payable"]


def paying(*bills: Any) -> dict[str, Any]:
    """A payment record of (id, minor, id, minor ...)."""
    pairs = list(zip(bills[::2], bills[1::2], strict=True))
    lines = [{"bill": id, "amount": {"minor": minor, "currency": "TWD"}} for id, minor in pairs]
    record = contract(PAYMENT)
    example = record["body"]["lines"][0]
    whole = [{**example, **line} for line in lines]
    amount = {"minor": sum(minor for _, minor in pairs), "currency": "TWD"}
    return seal(record, lines=whole, amount=amount)


@pytest.mark.requirement("D4")
def test_two_accounts_in_one_charge_are_two_postings(kiosk: SigningKiosk, centre: Centre) -> None:
    """D4: one payment, one posting for each account."""
    told = account(kiosk, *LI)
    assert [each["label"] for each in told["accounts"]] == ["住家", "店面"]
    bills = kiosk.post("bills", {"grant": kiosk.grant(*LI)}).json()["bills"]
    assert len({bill["account"] for bill in bills}) == 2
    kiosk.sync(paying(*(value for bill in bills for value in (bill["id"], bill["amount"]["minor"]))))
    with centre.database.reading() as session:
        [payment] = session.scalars(select(Payment))
        lines = session.scalars(select(PaymentLine).where(PaymentLine.payment_id == payment.id)).all()
        accounts = {session.get_one(Bill, line.bill_id).account_number for line in lines}
    assert [line.state for line in lines] == [LineState.POSTED] * 2
    assert accounts == {"1203342901", "1203342902"}
    assert sum(line.amount_minor for line in lines) == payment.amount_minor


# --- notices --------------------------------------------------------------------------------------


def ids(told: dict[str, Any]) -> list[str]:
    return [notice["id"] for notice in told["notices"]]


@pytest.mark.requirement("D5")
def test_a_notice_is_shown_once_and_logged(kiosk: SigningKiosk, centre: Centre) -> None:
    """D5: shown until it was seen; then never again; the audit list says so, without a name."""
    assert ids(account(kiosk)) == ids(account(kiosk)) == [OVERDUE]
    for _ in range(2):
        assert kiosk.post("notices/seen", {"grant": kiosk.grant(), "notices": [OVERDUE]}).json() == {}
    assert ids(account(kiosk)) == []
    with centre.database.reading() as session:
        [line] = newest(session, what="notice.seen")
    assert (line.who, line.subject, line.detail) == ("K07", "overdue", {})


@pytest.mark.requirement("D5")
def test_nobody_dismisses_somebody_elses_notice(kiosk: SigningKiosk, other_kiosk: SigningKiosk) -> None:
    kiosk.post("notices/seen", {"grant": kiosk.grant(*LI), "notices": [OVERDUE, "x"]})
    assert ids(account(other_kiosk)) == [OVERDUE]


@pytest.mark.requirement("D5")
def test_a_payment_by_the_bank_that_failed(kiosk: SigningKiosk, centre: Centre) -> None:
    with centre.database.writing() as session:
        session.get_one(Bill, "B-2026-10-W-7730").auto_pay_failed_on = date(2026, 11, 20)
    [_, failed] = account(kiosk)["notices"]
    assert (failed["kind"], failed["bill_kind"], failed["day"]) == ("auto_pay_failed", "water", "2026-11-20")
    assert failed["amount"] == {"minor": 48600, "currency": "TWD"}


@pytest.mark.requirement("D5")
def test_an_outage_is_told_where_it_is(kiosk: SigningKiosk, centre: Centre, clock: StepClock) -> None:
    with centre.database.writing() as session:
        session.add_all(outages(clock.now))
        session.get_one(Account, "1203344821").area = AREAS[0]
    wang = account(kiosk, "990120260004821", "159753")
    assert [(each["kind"], each["bill_kind"]) for each in wang["notices"]] == [("outage", "electricity")]
    assert wang["notices"][0]["begins"] == "2026-11-22T05:05:42.000Z"
    assert "outage" not in {each["kind"] for each in account(kiosk)["notices"]}
    clock.step(hours=4)
    assert account(kiosk, "990120260004821", "159753")["notices"] == []


def test_a_paid_bill_gives_no_notice(centre: Centre) -> None:
    with centre.database.writing() as session:
        session.get_one(Bill, "B-2026-10-E-7730").paid_on = date(2026, 11, 21)
    with centre.database.reading() as session:
        assert notices.unseen(session, 1, date(2026, 11, 22), centre.clock()) == []


# --- open matters ---------------------------------------------------------------------------------


@pytest.mark.requirement("A7")
def test_the_second_visit_hears_of_the_open_callback(
    kiosk: SigningKiosk, other_kiosk: SigningKiosk, centre: Centre
) -> None:
    """A7: at any kiosk, until it is done; and nobody else's."""
    kiosk.grant(visit=VISIT)
    kiosk.sync(contract("records/callback.signed_in.json"))
    [matter] = account(other_kiosk, visit="v9")["matters"]
    assert (matter["kind"], matter["state"]) == ("callback", "queued")
    assert account(other_kiosk, *LI)["matters"] == []
    with centre.database.writing() as session:
        session.scalars(select(Callback)).one().state = CallbackState.DONE
    assert account(other_kiosk, visit="v9")["matters"] == []


@pytest.mark.requirement("A7")
def test_an_open_complaint_is_told_and_a_letter_to_the_manager_is_not(
    kiosk: SigningKiosk, centre: Centre, clock: StepClock
) -> None:
    with centre.database.writing() as session:
        for number, kind in enumerate((CaseKind.COMPLAINT, CaseKind.LETTER)):
            reference = f"K07-2222-222{number}"
            session.add(
                Case(
                    kind=kind,
                    reference=reference,
                    kiosk_id="K07",
                    opened_at=clock.now,
                    body={},
                    customer_id=1,
                )
            )
    assert [matter["kind"] for matter in account(kiosk)["matters"]] == ["complaint"]


@pytest.mark.requirement("A7", "Q1")
def test_an_appointment_is_told_until_it_is_over(kiosk: SigningKiosk, clock: StepClock) -> None:
    kiosk.grant(visit=VISIT)
    kiosk.sync(contract("records/booking.visit.json"))
    [matter] = account(kiosk, visit="v9")["matters"]
    assert (matter["kind"], matter["state"]) == ("booking", "booked")
    assert matter["window_from"] == "2026-11-24T01:00:00.000Z"
    clock.step(days=3)
    assert account(kiosk, visit="v10")["matters"] == []


# --- the demonstration ----------------------------------------------------------------------------


def test_forty_customers_with_bills_in_every_state(centre: Centre, secrets: Secrets) -> None:
    seed(centre, secrets, with_crowd=True)
    seed(centre, secrets, with_crowd=True)
    today = centre.settings.today(centre.clock())
    with centre.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Customer)) == 40 == 6 + len(CROWD)
        past = [each for member in MEMBERS for each in history.past(session, member.id, today)]
        counts = [len(history.accounts(session, member.id)) for member in MEMBERS]
        told = {
            each.kind
            for member in MEMBERS
            for each in notices.unseen(session, member.id, today, centre.clock())
        }
    assert {each.state for each in past} == {"open", "due_soon", "overdue", "paid"}
    assert {each.bill.paid_by for each in past} == {
        "",
        "kiosk",
        "bank",
        "store",
        "counter",
        "auto_pay",
        "web",
    }
    assert set(counts) == {1, 2, 3}
    assert told == {"overdue", "auto_pay_failed", "outage"}


def test_the_crowd_is_invented() -> None:
    """Phones of no network, each once; cards under the company's prefix."""
    assert len({member.phone for member in MEMBERS}) == len(MEMBERS)
    assert all(member.phone.startswith("0900000") and len(member.phone) == 10 for member in MEMBERS)
    assert all(member.card.startswith("9901") and len(member.card) == len(CARD) for member in MEMBERS)
    assert len({number for member in MEMBERS for number in member.accounts}) == sum(
        len(m.accounts) for m in MEMBERS
    )
