"""The payment journal: what is on the disk when, what is final, what proves what."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from kiosk.domain.language import Language
from kiosk.domain.payment import (
    Approved,
    Cancelled,
    CancelledBy,
    Declined,
    InDoubt,
    Outcome,
    Payment,
    TerminalTime,
    is_final,
)
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.reference import is_reference, make_reference
from kiosk.ports import Answer
from kiosk.storage.canon import canonical
from kiosk.storage.payment_rows import outcome_of
from kiosk.storage.payments import SqlitePayments
from tests.kiosk.storage.samples import (
    AMOUNT,
    ASKED,
    DECIDED,
    LINES,
    MARK,
    TAIPEI,
    Kiosk,
    approved,
    record_example,
    slip,
)
from tests.stores import opened

# A test number of the card schemes, not anybody's.
TEST_PAN = "4111" + "1111" * 3

OUTCOMES: list[Outcome] = [
    approved(),
    Declined(),
    Cancelled(CancelledBy.TIMEOUT),
    Cancelled(CancelledBy.NOT_CHARGED),
    InDoubt("no_answer"),
]


def rows(path: Path, table: str) -> int:
    other = opened(path)
    count = other.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    other.close()
    return int(count)


def words(kiosk: Kiosk) -> list[str]:
    return [json.loads(record.body)["outcome"] for record in kiosk.due("money")]


@pytest.mark.requirement("E2")
@pytest.mark.requirement("X18")
def test_an_intent_is_on_the_disk_before_anybody_may_charge(kiosk: Kiosk, path: Path) -> None:
    """E2, X18."""
    payment = kiosk.ask()
    assert is_reference(payment.reference)
    assert rows(path, "payment") == 1
    assert Kiosk.at(path).payments.open() == [payment]


def test_a_payment_reads_back_as_it_was_in_the_sites_zone(kiosk: Kiosk, path: Path) -> None:
    now = ASKED.replace(microsecond=123_456)
    payment = kiosk.payments.ask(LINES, AMOUNT, MARK, True, Language.EN, now.astimezone(None))
    assert payment is not None
    (found,) = Kiosk.at(path).payments.open()
    assert found == payment
    assert found.asked_at.replace(microsecond=0).isoformat() == ASKED.isoformat()


@pytest.mark.requirement("X20")
@pytest.mark.parametrize("second", OUTCOMES, ids=repr)
@pytest.mark.parametrize("first", OUTCOMES, ids=repr)
def test_final_states_are_final(kiosk: Kiosk, first: Outcome, second: Outcome) -> None:
    """X20: after a final outcome nothing is written; after doubt a final one is, and doubt only once."""
    payment = kiosk.ask()
    assert kiosk.payments.decide(payment, first, False, DECIDED) == first
    stands = kiosk.payments.decide(payment, second, True, DECIDED)
    settled = not is_final(first) and is_final(second)
    assert stands == (second if settled else first)
    assert len(words(kiosk)) == (2 if settled else 1)
    assert kiosk.payments.open() == ([] if is_final(first) or is_final(second) else [payment])


@pytest.mark.requirement("X20")
@pytest.mark.parametrize("word", ["approved", "declined", "in_doubt"])
def test_the_engine_itself_refuses_a_second_final_outcome(kiosk: Kiosk, path: Path, word: str) -> None:
    """X20: even a hand at the database cannot add one."""
    payment = kiosk.ask()
    kiosk.payments.decide(payment, Declined(), False, DECIDED)
    other = opened(path)
    with pytest.raises(dbapi2.IntegrityError):
        other.execute(
            "INSERT INTO payment_outcome (payment, outcome, cause, recovered, decided_at, record)"
            " VALUES (?, ?, '', 0, '', '')",
            (payment.id, word),
        )
    other.close()


@pytest.mark.requirement("X18")
@pytest.mark.parametrize("table", ["payment", "payment_outcome", "payment_paper", "audit", "reference"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET rowid = rowid + 9"])
def test_a_row_of_the_journal_is_never_touched_again(
    kiosk: Kiosk, path: Path, table: str, change: str
) -> None:
    """X18."""
    payment = kiosk.ask()
    kiosk.payments.decide(payment, approved(), False, DECIDED)
    kiosk.payments.paper(payment, PrintOutcome.CONFIRMED, DECIDED)
    other = opened(path)
    with pytest.raises(dbapi2.Error, match=r"never changed|rowid"):
        other.execute(change.format(table))
    other.close()
    assert rows(path, table) > 0


def test_doubt_settled_later_goes_under_a_new_record_id(kiosk: Kiosk) -> None:
    payment = kiosk.ask()
    kiosk.payments.decide(payment, InDoubt("no_answer"), False, DECIDED)
    kiosk.payments.decide(payment, approved(), True, DECIDED)
    first, second = kiosk.due("money")
    assert (first.id, first.seq, second.seq) == (payment.id, 1, 2)
    assert second.id != payment.id
    assert json.loads(second.body)["payment"] == payment.id
    assert json.loads(second.body)["recovered"] is True


@pytest.mark.requirement("E2")
def test_one_terminal_transaction_cannot_prove_two_payments(kiosk: Kiosk) -> None:
    """E2: the second claim to the same slip is doubt for staff, and says so to the caller."""
    first, second = kiosk.ask(), kiosk.ask()
    kiosk.payments.decide(first, approved(138), False, DECIDED)
    assert kiosk.payments.decide(second, approved(138), True, DECIDED) == InDoubt("mismatch")
    assert words(kiosk) == ["approved", "in_doubt"]
    assert kiosk.payments.open() == [second]
    assert kiosk.payments.decide(second, approved(139), True, DECIDED) == approved(139)


def test_a_trace_that_comes_round_again_on_another_day_is_another_transaction(kiosk: Kiosk) -> None:
    first, second = kiosk.ask(), kiosk.ask()
    kiosk.payments.decide(first, approved(1), False, DECIDED)
    later = approved(1, time=TerminalTime(11, 23, 9, 0, 0))
    assert kiosk.payments.decide(second, later, False, DECIDED) == later


@pytest.mark.requirement("E6")
@pytest.mark.parametrize(
    ("outcome", "cases"),
    [
        (PrintOutcome.CONFIRMED, 0),
        (None, 0),
        (PrintOutcome.PARTIAL, 1),
        (PrintOutcome.NOT_PRINTED, 1),
        (PrintOutcome.UNKNOWN, 1),
    ],
)
def test_a_proof_that_did_not_come_out_opens_one_case(
    kiosk: Kiosk, outcome: PrintOutcome | None, cases: int
) -> None:
    """E6: and no second one when it fails again."""
    payment = kiosk.ask()
    kiosk.payments.decide(payment, approved(), False, DECIDED)
    kiosk.payments.paper(payment, outcome, DECIDED)
    kiosk.payments.paper(payment, outcome, DECIDED)
    records = kiosk.due("cases")
    assert [record.kind for record in records] == ["receipt_case"] * cases
    assert all(record.reference != payment.reference for record in records)


@pytest.mark.requirement("B7")
def test_a_driver_that_forgets_to_mask_writes_no_card_number(bare: Kiosk, path: Path) -> None:
    """B7: grep the database and its log for the number, beneath the encryption."""
    payment = bare.ask()
    bare.payments.decide(payment, approved(card=TEST_PAN), False, DECIDED)
    assert bare.due("money")[0].body.count("••••1111") == 1
    for file in path.parent.iterdir():
        assert TEST_PAN.encode() not in file.read_bytes(), file.name


def test_offline_payments_count_until_the_centre_has_them(kiosk: Kiosk) -> None:
    online, approved_one, declined_one, open_one = kiosk.ask(), *(kiosk.ask(offline=True) for _ in range(3))
    kiosk.payments.decide(approved_one, approved(), False, DECIDED)
    kiosk.payments.decide(declined_one, Declined(), False, DECIDED)
    kiosk.payments.decide(online, approved(139), False, DECIDED)
    assert kiosk.payments.pending_offline()[0] == 2
    kiosk.outbox.settle([Answer(approved_one.id, "stored")], DECIDED)
    assert kiosk.payments.pending_offline()[0] == 1
    kiosk.payments.decide(open_one, Cancelled(CancelledBy.NOT_CHARGED), True, DECIDED)
    assert kiosk.payments.pending_offline()[0] == 0


@pytest.mark.requirement("E2", "E3")
def test_a_bill_whose_payment_the_centre_has_not_heard_of_is_not_asked_for_again(kiosk: Kiosk) -> None:
    """E2, E3: not settled, charged, or perhaps: only the journal knows, so the journal says no. What is not charged may
    be tried again, and what the centre has it answers for itself."""

    def again(offline: bool = False) -> Payment | None:
        return kiosk.payments.ask(LINES[:1], AMOUNT, MARK, offline, Language.EN, ASKED)

    first = kiosk.ask()
    assert again() is None
    kiosk.payments.decide(first, Declined(), False, DECIDED)
    second = again()
    assert second is not None
    kiosk.payments.decide(second, InDoubt("no_answer"), False, DECIDED)
    assert again() is None
    deliver(kiosk)
    assert again(offline=True) is None
    kiosk.payments.decide(second, approved(), True, DECIDED)
    assert again() is None
    deliver(kiosk)
    assert again() is not None


def deliver(kiosk: Kiosk) -> None:
    kiosk.outbox.settle([Answer(record.id, "stored") for record in kiosk.due()], DECIDED)


def test_a_reference_that_exists_is_drawn_again(kiosk: Kiosk) -> None:
    draws = iter([7, 7, 7, 8])
    payments = SqlitePayments(kiosk.store, "K07", TAIPEI, random=lambda bits: next(draws))
    asked = [payments.ask(lines, AMOUNT, MARK, False, Language.EN, ASKED) for lines in (LINES[:1], LINES[1:])]
    assert [payment and payment.reference for payment in asked] == [
        make_reference("K07", 7),
        make_reference("K07", 8),
    ]


def test_the_slip_is_kept_with_merchant_and_batch(kiosk: Kiosk, path: Path) -> None:
    """In the journal; the centre hears the fields of its contract."""
    payment = kiosk.ask()
    told = replace(slip(), merchant_id="100461763", batch="000042")
    kiosk.payments.decide(payment, Approved(told), False, DECIDED)
    other = opened(path)
    (kept,) = other.execute("SELECT slip FROM payment_outcome").fetchone()
    other.close()
    assert outcome_of("approved", "", kept) == Approved(told)
    (record,) = kiosk.due("money")
    example = record_example("payment.approved.merchant")["body"]["slip"]
    assert set(json.loads(record.body)["slip"]) == set(example)


def test_a_slip_of_an_earlier_version_reads_back() -> None:
    """It knew neither merchant nor batch."""
    kept = json.loads(canonical(asdict(slip())))
    for new in ("merchant_id", "batch"):
        del kept[new]
    assert outcome_of("approved", "", json.dumps(kept)) == Approved(slip())


@pytest.mark.requirement("X6")
def test_a_proof_that_came_out_in_the_end_tells_its_case_once(kiosk: Kiosk) -> None:
    """X6: under the case's own number; who never had a case tells nothing."""
    payment = kiosk.ask()
    kiosk.payments.decide(payment, approved(), False, DECIDED)
    for outcome in (PrintOutcome.PARTIAL, PrintOutcome.CONFIRMED):
        kiosk.payments.paper(payment, outcome, DECIDED)
    opened, done = (json.loads(record.body) for record in kiosk.due("cases"))
    assert done == {**opened, "paper": "confirmed"}
    assert opened["paper"] == "partial"
