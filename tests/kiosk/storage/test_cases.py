"""What customers hand over, on disk: the contract's records in one transaction, and nobody's name elsewhere."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.domain.case import ANONYMOUS, Contact, Draft
from kiosk.domain.language import Language
from kiosk.domain.reference import is_reference
from kiosk.ports import Record, StoreError
from tests.kiosk.fakes import FullDisk
from tests.kiosk.storage.case_samples import CONTEXT, DRAFTS, PHONE, VISIT
from tests.kiosk.storage.samples import DECIDED, Kiosk, record_example

TRAIL = [(DECIDED, "signed_in")]


def told(kiosk: Kiosk) -> list[Record]:
    """What the centre is to hear, audit lines apart."""
    return [record for record in kiosk.due() if record.stream != "telemetry"]


@pytest.mark.requirement("H1")
@pytest.mark.parametrize("name", DRAFTS)
def test_a_cases_record_is_the_contracts(kiosk: Kiosk, name: str) -> None:
    """H1: every kind, under a reference of its own."""
    example = record_example(name)
    trail = [(datetime.fromisoformat(mark["at"]), mark["what"]) for mark in example["body"].get("trail", [])]
    reference = kiosk.cases.save(DRAFTS[name], Language.ZH_HANT, trail, DECIDED)
    (record,) = told(kiosk)
    assert (record.stream, record.kind, record.version) == (example["stream"], example["kind"], example["v"])
    assert (record.at, record.tz, record.reference) == (example["at"], example["tz"], reference)
    assert is_reference(reference)
    assert json.loads(record.body) == {**example["body"], "reference": reference}


@pytest.mark.requirement("H3")
@pytest.mark.parametrize("name", [name for name in DRAFTS if name.endswith(".anonymous")])
def test_an_anonymous_item_leads_to_nobody(kiosk: Kiosk, name: str) -> None:
    """H3: no visit, no number, no way, no bill, whatever the draft brought along."""
    assert isinstance(DRAFTS[name], ANONYMOUS)
    kiosk.cases.save(DRAFTS[name], Language.ZH_HANT, TRAIL, DECIDED)
    (record,) = told(kiosk)
    body = json.loads(record.body)
    assert set(body) & {"visit", "phone", "contact", "context", "trail", "notice"} == set()
    assert VISIT not in record.body
    assert CONTEXT.bill not in record.body


@pytest.mark.requirement("I1")
def test_a_rating_is_nobodys(kiosk: Kiosk) -> None:
    """I1: the score, what was rated, the language; no reference, no visit."""
    kiosk.cases.rate(2, "payment", Language.ZH_HANT, DECIDED)
    (record,) = told(kiosk)
    assert json.loads(record.body) == record_example("rating")["body"]
    assert (record.stream, record.reference) == ("feedback", "")


@pytest.mark.requirement("J5")
def test_a_full_disk_keeps_nothing_at_all(kiosk: Kiosk) -> None:
    """J5: row, audit line and record stand together or not at all."""
    disk = FullDisk(kiosk.store)
    kiosk.cases._store = disk  # type: ignore[assignment]
    disk.full = True
    with pytest.raises(StoreError):
        kiosk.cases.save(DRAFTS["complaint"], Language.ZH_HANT, TRAIL, DECIDED)
    assert kiosk.due() == []


def test_the_number_stands_in_the_record_and_nowhere_else(kiosk: Kiosk, tmp_path: Path) -> None:
    kiosk.cases.save(DRAFTS["application"], Language.ZH_HANT, TRAIL, DECIDED)
    with kiosk.store.read() as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        holding = [
            table
            for table in tables
            for row in db.execute(f"SELECT * FROM {table}")
            if PHONE in str(row) or "1203347730" in str(row)
        ]
    assert holding == ["outbox"]


@pytest.mark.parametrize("name", DRAFTS)
def test_what_was_typed_never_shows(name: str) -> None:
    draft: Draft = DRAFTS[name]
    assert PHONE not in repr(draft)
    assert "1203347730" not in repr(draft)
    assert PHONE not in repr(Contact(PHONE))
