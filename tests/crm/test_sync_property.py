"""Whatever the line does to a set of records (loses, repeats, shuffles, races), the centre ends in one state."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from crm import chain
from crm.centre import Centre
from crm.customers.signing_in import Granted, Knock, SignIn
from crm.database import Database
from crm.intake import batch_seal
from crm.intake.batch import take_all
from crm.intake.batch_seal import TAKEN
from crm.intake.kinds import KINDS
from crm.intake.records import Sender, Verdict
from crm.intake.references import SIGNS, is_reference_of
from crm.kiosks import registry
from crm.schema import (
    Alert,
    AuditLine,
    Bill,
    Booking,
    Callback,
    Case,
    JournalTotals,
    KioskHealth,
    Payment,
    PaymentLine,
    Rating,
    Record,
    StaffCall,
    UnmetSearch,
    VoteCount,
    Wish,
)
from tests.crm.places import BOTH, Place, peopled
from tests.crm.signing import CARD, EPOCH, PIN, StepClock, cheap_secrets, contract, seal
from tests.crm.test_payments import APPROVED, CANCELLED, DECLINED, IN_DOUBT, settles

K07 = Sender("K07", EPOCH)
GAS = {"bill": "B-2026-10-G-7730", "amount": {"minor": 90500, "currency": "TWD"}}
OTHER = {"bill": "B-2026-10-E-4821", "amount": {"minor": 124000, "currency": "TWD"}}
DOUBTED = seal(IN_DOUBT, lines=[GAS], amount=GAS["amount"])
REFUSED_HERE = seal(DECLINED, lines=[OTHER], amount=OTHER["amount"])

#: Another number than the one on file: of two requests of one number, the later to arrive joins the other.
GUESTS_CALLBACK = seal(contract("records/callback.json"), phone="0955000808")

#: One of everything; the bills of no two approved payments meet, nor the numbers of two requests, so that the order has
#: nothing to decide.
RECORDS: tuple[dict[str, Any], ...] = (
    APPROVED,
    DOUBTED,
    settles(DOUBTED, "approved", 1),
    settles(DOUBTED, "cancelled", 2),
    REFUSED_HERE,
    CANCELLED,
    GUESTS_CALLBACK,
    contract("records/callback.signed_in.json"),
    contract("records/receipt_case.json"),
    contract("records/receipt_link.json"),
    contract("records/booking.json"),
    contract("records/rearrangement.json"),
    contract("records/cancellation.json"),
    contract("records/complaint.json"),
    contract("records/letter.anonymous.json"),
    contract("records/fault_report.json"),
    contract("records/application.signed_in.json"),
    contract("records/suggestion.json"),
    contract("records/rating.json"),
    contract("records/vote.json"),
    contract("records/unmet_search.json"),
    contract("records/day_end.json"),
    contract("records/command_result.json"),
    contract("records/audit.json"),
    contract("records/health.json"),
    contract("records/journal_totals.json"),
    contract("records/day_end.json"),
    contract("records/staff_call.json"),
    contract("records/staff_call_end.json"),
)

#: Everything that people would notice; not the centre's own numbers, nor the order in which it heard. What a wish came
#: to depends on whether it was there before another one; what became of the request does not.
NOTICED: tuple[tuple[Any, ...], ...] = (
    (Record.id, Record.body_hash),
    (
        Payment.id,
        Payment.outcome,
        Payment.decided_at,
        Payment.slip_card,
        Payment.recovered,
        Payment.cause,
    ),
    (PaymentLine.payment_id, PaymentLine.bill_id, PaymentLine.state, PaymentLine.why),
    (Bill.id, Bill.paid_on, Bill.paid_by),
    (Case.kind, Case.reference, Case.state, Case.customer_id, Case.opened_at, Case.due_at, Case.urgent),
    (
        Callback.id,
        Callback.reference,
        Callback.customer_id,
        Callback.phone,
        Callback.requested_at,
        Callback.state,
    ),
    (Booking.id, Booking.reference, Booking.state, Booking.begins, Booking.phone),
    (Wish.id, Wish.reference, Wish.kind),
    (Rating.id, Rating.score),
    (StaffCall.id, StaffCall.kiosk_id, StaffCall.called_at, StaffCall.ended, StaffCall.after_ms),
    (VoteCount.article_id, VoteCount.useful, VoteCount.useless),
    (UnmetSearch.week, UnmetSearch.text, UnmetSearch.asked),
    (KioskHealth.kiosk_id, KioskHealth.service, KioskHealth.told_at),
    (Alert.subject, Alert.what, Alert.opened_at, Alert.closed_at),
    (JournalTotals.kiosk_id, JournalTotals.day, JournalTotals.first_seq, JournalTotals.last_seq),
    (AuditLine.who, AuditLine.what, AuditLine.subject),
)


@dataclass(frozen=True)
class Copies:
    """A centre with customers and a kiosk in it, and as many copies of it as are wanted."""

    place: Place

    @contextmanager
    def fresh(self) -> Iterator[Centre]:
        with self.place.copy(visited) as url, closing(Database(url, busy_ms=60_000)) as database:
            yield Centre(database, clock=StepClock())

    def state_after(self, batches: Sequence[Sequence[Any]]) -> Any:
        with self.fresh() as centre:
            for batch in batches:
                deliver(centre, batch)
            return state(centre)

    @cache  # noqa: B019 - as long as the tests of this file
    def state_of(self, ids: tuple[str, ...]) -> Any:
        """What it comes to when each comes once, in the order of the kiosk."""
        return self.state_after([[record for record in RECORDS if record["id"] in ids]])


@pytest.fixture(params=BOTH)
def copies(request: pytest.FixtureRequest) -> Copies:
    return Copies(request.getfixturevalue("files" if request.param == "sqlite" else "postgres"))


def visited(database: Database) -> None:
    """A kiosk is known, and somebody has signed in at it."""
    peopled(database)
    centre = Centre(database, clock=StepClock())
    with database.writing() as session:
        registry.issue_code(session, "K07", "三重", centre.clock(), centre.settings.enrolment)
    visit = contract("records/callback.signed_in.json")["body"]["visit"]
    assert isinstance(SignIn(centre, cheap_secrets()).ask(Knock("K07", visit, CARD, PIN)), Granted)


def deliver(centre: Centre, batch: Sequence[Any]) -> list[Verdict]:
    with centre.database.writing() as session:
        return [answer.verdict for answer in take_all(session, K07, batch, centre.clock())]


def state(centre: Centre) -> Any:
    """The rows of all that is noticed. In how many batches it came is noted, and another thing each time."""
    with centre.database.reading() as session:
        assert [*chain.breaks(session), *batch_seal.breaks(session, centre.clock())] == []
        return [
            sorted((tuple(row) for row in session.execute(select(*columns)) if TAKEN not in row), key=repr)
            for columns in NOTICED
        ]


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[list[dict[str, Any]]]]:
    """Some of the records, and a way in which they reached the centre: in any order, repeated, in any batches."""
    chosen = draw(st.lists(st.sampled_from(RECORDS), unique_by=lambda record: record["id"]))
    repeats = draw(st.lists(st.sampled_from(chosen))) if chosen else []
    order = draw(st.permutations([*chosen, *repeats]))
    cuts = sorted(draw(st.lists(st.integers(0, len(order)), max_size=4)))
    batches = [order[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(order)], strict=True)]
    return sorted(chosen, key=lambda record: record["id"]), batches


@pytest.mark.requirement("J3")
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(histories())
def test_any_history_of_the_same_records_ends_the_same(
    copies: Copies,
    history: tuple[list[dict[str, Any]], list[list[dict[str, Any]]]],
) -> None:
    """J3: subsets, permutations and duplicates; each record is stored once."""
    chosen, batches = history
    assert copies.state_after(batches) == copies.state_of(tuple(record["id"] for record in chosen))


def money(count: int) -> list[dict[str, Any]]:
    """`count` approved payments of bills that nobody owes: each is one refund, so totals are easy to tell."""
    made = []
    for number in range(1, count + 1):
        id = f"0193a1f0-5555-7000-8000-{number:012}"
        line = {"bill": f"X-{number}", "amount": {"minor": number, "currency": "TWD"}}
        body = seal(APPROVED, payment=id, reference=reference(number), lines=[line], amount=line["amount"])
        made.append({**body, "id": id, "seq": number})
    return made


def reference(number: int) -> str:
    """The K07 reference with this number in it; the check character is found by trying."""
    body = "".join(SIGNS[number // 31**place % 31] for place in range(7))
    tries = (f"K07-{body[:4]}-{body[4:]}{sign}" for sign in SIGNS)
    return next(text for text in tries if is_reference_of("K07", text))


@pytest.mark.requirement("X19")
def test_the_same_payments_five_times_shuffled_and_at_once(copies: Copies) -> None:
    """X19: totals equal, no duplicates, none lost."""
    count = 1_000
    replays = money(count) * 5
    random.Random(19).shuffle(replays)
    batches = [replays[start : start + 50] for start in range(0, len(replays), 50)]
    with copies.fresh() as centre, ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda batch: deliver(centre, batch), batches))
        verdicts = [verdict for each in told for verdict in each]
        assert (verdicts.count(Verdict.STORED), verdicts.count(Verdict.DUPLICATE)) == (count, 4 * count)
        with centre.database.reading() as session:
            assert session.scalar(select(func.sum(PaymentLine.amount_minor))) == sum(range(count + 1))
            assert session.scalar(select(func.count()).select_from(Payment)) == count
            assert session.scalar(select(func.count()).select_from(Case)) == count


@pytest.mark.requirement("E3")
def test_one_payment_from_two_threads_at_once(copies: Copies) -> None:
    """E3: one posting, whoever comes first."""
    with copies.fresh() as centre, ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda _: deliver(centre, [APPROVED]), range(10)))
        assert sorted(told) == sorted([[Verdict.STORED]] + [[Verdict.DUPLICATE]] * 9)
        with centre.database.reading() as session:
            assert len(session.scalars(select(PaymentLine)).all()) == 2


def test_every_kind_of_record_is_among_those_shuffled() -> None:
    """But a reversal, which is refused before its payment is here (tests/crm/test_reversals.py)."""
    assert {(record["kind"], record["v"]) for record in RECORDS} == set(KINDS) - {("reversal", 1)}
