"""The queue to the centre: order, answers, and what is left of a body afterwards."""

import random
from pathlib import Path

import pytest

from kiosk.domain.audit import Entry, Kind
from kiosk.domain.language import Language
from kiosk.domain.payment import Declined
from kiosk.ports import Answer, Record
from tests.kiosk.storage.samples import DECIDED, PHONE, Kiosk, draft


def found(text: str, folder: Path) -> list[str]:
    """The files in which `text` stands."""
    return [file.name for file in sorted(folder.iterdir()) if text.encode() in file.read_bytes()]


def stored(records: list[Record], verdict: str = "stored") -> list[Answer]:
    return [Answer(record.id, verdict) for record in records]


@pytest.mark.requirement("J2")
def test_money_goes_before_cases_before_telemetry(kiosk: Kiosk) -> None:
    """J2: whatever was first."""
    kiosk.audit.write(Entry(Kind.MAINTENANCE_ENTERED), DECIDED)
    kiosk.call_back()
    payments = [kiosk.ask() for _ in range(3)]
    for payment in payments:
        kiosk.payments.decide(payment, Declined(), False, DECIDED)
    records = kiosk.due()
    assert [r.stream for r in records[:4]] == ["money", "money", "money", "cases"]
    assert [r.id for r in records[:3]] == [payment.id for payment in payments]
    assert {r.stream for r in records[4:]} == {"telemetry"}
    assert [r.id for r in kiosk.due(limit=2)] == [payment.id for payment in payments[:2]]


@pytest.mark.requirement("J1")
def test_every_stream_counts_from_one_without_a_gap(kiosk: Kiosk) -> None:
    """J1: also over writes that failed."""
    for turn in range(6):
        kiosk.call_back()
        with pytest.raises(ValueError, match="zone"):
            kiosk.audit.write(Entry(Kind.MAINTENANCE_ENTERED), DECIDED.replace(tzinfo=None))
        kiosk.payments.decide(kiosk.ask(), Declined(), False, DECIDED)
        assert turn == len(kiosk.due("cases")) - 1
    for stream in ("money", "cases", "telemetry"):
        assert [r.seq for r in kiosk.due(stream)] == list(range(1, len(kiosk.due(stream)) + 1))


@pytest.mark.requirement("J3")
@pytest.mark.parametrize("verdict", ["stored", "duplicate"])
def test_what_the_centre_has_leaves_the_queue(kiosk: Kiosk, verdict: str) -> None:
    """J3: duplicate is as good as stored; an answer that comes twice tells nothing new."""
    reference = kiosk.call_back()
    answers = stored(kiosk.due(), verdict)
    assert kiosk.outbox.settle(answers, DECIDED) == [reference]
    assert kiosk.due() == []
    assert kiosk.outbox.settle(answers, DECIDED) == []
    assert kiosk.outbox.counts().delivered == 2


@pytest.mark.requirement("K4")
def test_a_refused_record_is_parked_and_holds_up_nobody(kiosk: Kiosk) -> None:
    """K4: visible with its reason, and retried on request, in its old place."""
    references = [kiosk.call_back() for _ in range(3)]
    bad, *rest = kiosk.due("cases")
    kiosk.outbox.settle([Answer(bad.id, "refused", "invalid")], DECIDED)
    assert kiosk.due("cases") == rest
    (parked,) = kiosk.outbox.parked()
    assert (parked.id, parked.reason, parked.reference, parked.attempts) == (
        bad.id,
        "invalid",
        references[0],
        1,
    )
    assert PHONE not in repr(parked)
    assert kiosk.outbox.retry(bad.id)
    assert not kiosk.outbox.retry(bad.id)
    assert kiosk.due("cases") == [bad, *rest]


def test_a_late_refusal_does_not_bring_a_delivered_record_back(kiosk: Kiosk) -> None:
    kiosk.call_back()
    record = kiosk.due("cases")[0]
    kiosk.outbox.settle([Answer(record.id, "stored")], DECIDED)
    kiosk.outbox.settle([Answer(record.id, "refused", "late")], DECIDED)
    assert kiosk.outbox.parked() == []


def test_a_strange_verdict_or_id_changes_nothing(kiosk: Kiosk) -> None:
    kiosk.call_back()
    before = kiosk.due()
    answers = [Answer(before[0].id, "perhaps"), Answer("nobody", "stored"), Answer("nobody", "refused")]
    assert kiosk.outbox.settle(answers, DECIDED) == []
    assert kiosk.due() == before


@pytest.mark.requirement("K4")
def test_the_counts_are_those_of_the_table(kiosk: Kiosk) -> None:
    """K4."""
    assert kiosk.outbox.counts().oldest_at is None
    for _ in range(3):
        kiosk.call_back()
    first, second, _ = kiosk.due("cases")
    kiosk.outbox.settle([Answer(first.id, "stored"), Answer(second.id, "refused", "no")], DECIDED)
    counts = kiosk.outbox.counts()
    assert (counts.waiting, counts.parked, counts.delivered) == (4, 1, 1)
    assert counts.oldest_at == DECIDED


@pytest.mark.requirement("J6")
def test_a_phone_number_is_gone_from_every_file_once_the_centre_has_it(bare: Kiosk, path: Path) -> None:
    """J6: beneath the encryption, database with its free pages, write-ahead log, and whatever else lies there."""
    bare.call_back()
    assert found(PHONE, path.parent) != []  # the search can find
    bare.outbox.settle(stored(bare.due()), DECIDED)
    assert found(PHONE, path.parent) == []


@pytest.mark.requirement("J6")
@pytest.mark.parametrize("batch", [2, 6, 40])
def test_no_remnant_is_left_in_pages_that_were_moved_about(bare: Kiosk, path: Path, batch: int) -> None:
    """J6: records of all sizes, delivered in any order, some refused first, others written in between."""
    dice = random.Random(batch)
    phones = [f"0977{turn:06}" for turn in range(120)]
    for phone in phones:
        marks = [(DECIDED, "article:late-payment")] * dice.choice([0, 1, 5, 40, 120])
        bare.callbacks.save(draft(phone), Language.EN, marks, DECIDED)
        due = bare.due()
        some = dice.sample(due, min(len(due), dice.randint(1, batch)))
        bare.outbox.settle(
            [Answer(r.id, dice.choice(["stored", "stored", "refused"])) for r in some], DECIDED
        )
    for parked in bare.outbox.parked():
        bare.outbox.retry(parked.id)
    assert any(found(phone, path.parent) for phone in phones)
    bare.outbox.settle(stored(bare.due()), DECIDED)
    assert [phone for phone in phones if found(phone, path.parent)] == []


def test_a_record_shows_no_body_in_a_log_line(kiosk: Kiosk) -> None:
    kiosk.call_back()
    assert PHONE not in repr(kiosk.due())
