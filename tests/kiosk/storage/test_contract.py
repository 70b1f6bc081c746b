"""The records are those of the contract: same keys, same words, same hash."""

import base64
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from kiosk.domain.audit import Entry, Kind
from kiosk.domain.callback import Reply, Window
from kiosk.domain.language import Language
from kiosk.domain.payment import Cancelled, CancelledBy, Declined, InDoubt, Outcome
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.reference import is_reference
from kiosk.domain.staff_call import Ended
from kiosk.ports import Record
from kiosk.settings.values import recovery_key
from kiosk.storage.canon import canonical, digest
from kiosk.storage.epochs import STREAMS
from kiosk.storage.feedback import SqliteFeedback
from kiosk.storage.key import StoreKey
from kiosk.storage.outbox import DUE
from kiosk.storage.receipt_links import SqliteReceiptLinks
from kiosk.storage.staff_calls import SqliteStaffCalls
from kiosk.storage.vault import Vault, recovery_file
from kiosk.sync import wire
from tests.kiosk.storage.samples import CONTRACT, DECIDED, TAIPEI, Kiosk, approved, draft, record_example

EXAMPLES = sorted(path.stem for path in (CONTRACT / "records").glob("*.json"))


def same_envelope(record: Any, example: dict[str, Any]) -> None:
    assert (record.stream, record.kind, record.version) == (example["stream"], example["kind"], example["v"])
    assert (record.at, record.tz) == (example["at"], example["tz"])
    assert record.body_hash == digest(record.body)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_hash_is_the_contracts(name: str) -> None:
    example = record_example(name)
    assert digest(canonical(example["body"])) == example["body_hash"]


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("payment.approved", approved()),
        ("payment.approved.merchant", approved(merchant_id="010123456789012", batch="000017")),
        ("payment.declined", Declined()),
        ("payment.cancelled", Cancelled(CancelledBy.CUSTOMER)),
        ("payment.in_doubt", InDoubt("no_answer")),
    ],
)
def test_a_payments_record(kiosk: Kiosk, name: str, outcome: Outcome) -> None:
    payment = kiosk.ask()
    assert kiosk.due("money") == []  # an intent is nobody's business yet
    kiosk.payments.decide(payment, outcome, False, DECIDED)
    example = record_example(name)
    (record,) = kiosk.due("money")
    same_envelope(record, example)
    assert record.id == payment.id
    assert json.loads(record.body) == {
        **example["body"],
        "payment": payment.id,
        "reference": payment.reference,
    }


def test_a_callbacks_record(kiosk: Kiosk) -> None:
    example = record_example("callback")
    trail = [(datetime.fromisoformat(mark["at"]), mark["what"]) for mark in example["body"]["trail"]]
    reference = kiosk.callbacks.save(draft(), Language.ZH_HANT, trail, DECIDED)
    (record,) = kiosk.due("cases")
    same_envelope(record, example)
    assert is_reference(reference)
    assert record.reference == reference
    assert json.loads(record.body) == {**example["body"], "reference": reference}


@pytest.mark.requirement("G5")
def test_another_way_to_answer_is_said_in_the_record(kiosk: Kiosk) -> None:
    kiosk.callbacks.save(replace(draft(), reply=Reply.SMS), Language.ZH_HANT, [], DECIDED)
    (record,) = kiosk.due("cases")
    assert json.loads(record.body)["reply"] == "sms"


@pytest.mark.requirement("G5")
def test_a_callbacks_record_with_an_address(kiosk: Kiosk) -> None:
    """G5: where to, beside how; a guest who left no number has none in it."""
    example = record_example("callback.email")
    trail = [(datetime.fromisoformat(mark["at"]), mark["what"]) for mark in example["body"]["trail"]]
    by_email = replace(draft(""), reply=Reply.EMAIL, email=example["body"]["email"])
    reference = kiosk.callbacks.save(by_email, Language.ZH_HANT, trail, DECIDED)
    (record,) = kiosk.due("cases")
    same_envelope(record, example)
    assert json.loads(record.body) == {**example["body"], "reference": reference}


@pytest.mark.requirement("G4")
@pytest.mark.parametrize("name", ["cancellation", "rearrangement"])
def test_a_wish_about_anybodys_reference(kiosk: Kiosk, name: str) -> None:
    """G4: kept without a line, under the reference that it is about."""
    example = record_example(name)
    told = example["body"].get("window")
    begins, ends = (datetime.fromisoformat(told[end]) for end in ("from", "to")) if told else (None, None)
    window = Window(begins, ends) if begins and ends else None
    kiosk.callbacks.wish(example["body"]["reference"], window, DECIDED)
    (record,) = kiosk.due("cases")
    same_envelope(record, example)
    assert json.loads(record.body) == example["body"]
    assert record.reference == example["body"]["reference"]


def test_the_record_of_a_proof_that_did_not_come_out(kiosk: Kiosk) -> None:
    payment = kiosk.ask()
    kiosk.payments.decide(payment, approved(), False, DECIDED)
    kiosk.payments.paper(payment, PrintOutcome.NOT_PRINTED, DECIDED)
    example = record_example("receipt_case")
    (record,) = kiosk.due("cases")
    same_envelope(record, example)
    body = json.loads(record.body)
    assert is_reference(body["case"])
    assert body == {
        **example["body"],
        "payment": payment.id,
        "reference": payment.reference,
        "case": body["case"],
    }


def test_the_record_of_a_link_to_a_proof(kiosk: Kiosk) -> None:
    payment = kiosk.ask()
    kiosk.payments.decide(payment, approved(), False, DECIDED)
    example = record_example("receipt_link")
    until = date.fromisoformat(example["body"]["until"])
    link = SqliteReceiptLinks(kiosk.store, TAIPEI).make(payment.reference, until, Language.ZH_HANT, DECIDED)
    assert link is not None
    assert link.until == until
    (record,) = kiosk.due("cases")
    same_envelope(record, example)
    changed = {"payment": payment.id, "reference": payment.reference, "code_hash": digest(link.code)}
    assert json.loads(record.body) == {**example["body"], **changed}


def test_an_audit_lines_record(kiosk: Kiosk) -> None:
    kiosk.audit.write(Entry(Kind.MAINTENANCE_ENTERED), DECIDED)
    example = record_example("audit")
    (record,) = kiosk.due("telemetry")
    same_envelope(record, example)
    body = json.loads(record.body)
    assert len(bytes.fromhex(body["chain"])) == 32
    assert body == {**example["body"], "chain": body["chain"]}


def test_a_moment_without_a_zone_is_refused(kiosk: Kiosk) -> None:
    with pytest.raises(ValueError, match="zone"):
        kiosk.audit.write(Entry(Kind.MAINTENANCE_ENTERED), datetime(2026, 11, 22))
    assert kiosk.due() == []


def test_other_zones_are_written_as_utc(kiosk: Kiosk) -> None:
    moment = datetime(2026, 11, 22, 6, 5, 41, 999, tzinfo=UTC) + timedelta(days=40)
    kiosk.audit.write(Entry(Kind.MAINTENANCE_ENTERED), moment)
    assert [record.at for record in kiosk.due()] == ["2027-01-01T06:05:41.000Z"]


def test_a_searched_callbacks_record(kiosk: Kiosk) -> None:
    """C5: what was searched for rides along, and only then."""
    asked = draft()
    searched = replace(asked, context=replace(asked.context, search="late fee …"))
    kiosk.callbacks.save(searched, Language.ZH_HANT, [], DECIDED)
    (record,) = kiosk.due("cases")
    assert json.loads(record.body)["context"] == record_example("callback.searched")["body"]["context"]


@pytest.mark.requirement("N1")
def test_a_call_for_staff_and_its_end(kiosk: Kiosk) -> None:
    """N1: the call's own id, and the whole of it again at its end; a second end is none."""
    begun, ended = record_example("staff_call"), record_example("staff_call_end")
    calls = SqliteStaffCalls(kiosk.store, TAIPEI)
    calls.end(Ended.RESTARTED, DECIDED)
    assert kiosk.due() == []  # none was open
    made = calls.begin("PinWanted", "secret", datetime.fromisoformat(begun["at"]))
    calls.end(Ended.DESK, datetime.fromisoformat(ended["at"]))
    calls.end(Ended.UNANSWERED, DECIDED)
    first, second = kiosk.due("cases")
    same_envelope(first, begun)
    same_envelope(replace(second, body_hash=digest(second.body)), ended)
    assert (first.id, first.reference, json.loads(first.body)) == (made, made, begun["body"])
    assert json.loads(second.body) == {**ended["body"], "call": made}


@pytest.mark.requirement("N1")
def test_a_clock_set_back_makes_no_call_quicker_than_nothing(kiosk: Kiosk) -> None:
    """N1."""
    calls = SqliteStaffCalls(kiosk.store, TAIPEI)
    calls.begin("Home", "choice", DECIDED)
    calls.end(Ended.DESK, DECIDED - timedelta(hours=1))
    assert json.loads(kiosk.due("cases")[-1].body)["after_ms"] == 0


@pytest.mark.requirement("N1")
def test_a_call_that_was_left_open_ends_before_the_next(kiosk: Kiosk) -> None:
    """N1: at most one is open, whatever was missed."""
    calls = SqliteStaffCalls(kiosk.store, TAIPEI)
    first = calls.begin("Home", "choice", DECIDED)
    second = calls.begin("Home", "choice", DECIDED + timedelta(seconds=40))
    kinds = [(record.kind, json.loads(record.body).get("call", record.id)) for record in kiosk.due("cases")]
    assert kinds == [("staff_call", first), ("staff_call_end", first), ("staff_call", second)]


def test_what_customers_thought_of_answers(kiosk: Kiosk) -> None:
    """C4: no reference, no visit, no name."""
    feedback = SqliteFeedback(kiosk.store, TAIPEI)
    feedback.vote("late-payment", 3, False, Language.ZH_HANT, DECIDED)
    feedback.unmet_search("parking … near your office", Language.EN, DECIDED)
    for record, name in zip(kiosk.due("feedback"), ("vote", "unmet_search"), strict=True):
        example = record_example(name)
        assert (record.kind, record.version, record.stream) == (
            example["kind"],
            example["v"],
            example["stream"],
        )
        assert json.loads(record.body) == example["body"]
        assert record.reference == ""


# --- what the centre reads of a dead kiosk --------------------------------------------------------------------------


def store_example(name: str) -> dict[str, Any]:
    example: dict[str, Any] = json.loads((CONTRACT / "store" / f"{name}.json").read_text(encoding="utf-8"))
    return example


def test_the_tables_that_a_recovery_reads_have_the_contracts_columns(kiosk: Kiosk) -> None:
    with kiosk.store.read() as db:
        for table, columns in store_example("outbox")["tables"].items():
            here = [column.name for column in db.table(table).columns]
            assert [name for name in here if name in columns] == columns, (
                "what else is there it does not read"
            )


def test_a_row_of_the_outbox_is_the_contracts_record(kiosk: Kiosk) -> None:
    """What stands in the store's row is what goes over the line."""
    example = store_example("outbox")
    for row in example["rows"]:
        with kiosk.store.write() as db:
            db.table("outbox").insert(row)
    rows = {each["id"]: each for each in example["records"]}
    kiosk.outbox.retry_all()
    with kiosk.store.read() as db:  # as they lie there: no payment of this store is behind the one of money
        due = [Record(*row) for stream in STREAMS for row in db.execute(DUE, (stream, 50))]
    sent = wire.sync("K07", "", due)["records"]
    assert isinstance(sent, list)
    assert {each["id"]: each for each in sent} == rows


def test_the_recovery_file_is_the_contracts(path: Path) -> None:
    """The same fields, and the same key under the same reader; what is sealed is another each time."""
    example = store_example("recovery")
    public = recovery_key(example["recovery_key"])
    Vault(path.parent, "K07", public).wrap(path, StoreKey(example["store_key"]))
    said = json.loads(recovery_file(path).read_text())
    assert {**said, "sealed": ""} == {**example["file"], "sealed": ""}
    reader = X25519PrivateKey.from_private_bytes(bytes.fromhex(example["private_key"]))
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    for sealed in (said["sealed"], example["file"]["sealed"]):
        key = suite.decrypt(base64.b64decode(sealed), reader, b"counter-kiosk store key v1 K07")
        assert key.hex() == example["store_key"]
