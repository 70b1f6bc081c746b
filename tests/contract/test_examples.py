"""The examples themselves: both sides are built on them, so they must be right before anything else is."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from kiosk.domain.masks import mask_account, mask_card, mask_email, mask_name, mask_phone
from kiosk.domain.reference import is_reference

HERE = Path(__file__).parent
MESSAGES = sorted((HERE / "messages").glob("*.json"))
RECORDS = sorted((HERE / "records").glob("*.json"))
STREAMS = {
    "payment": "money",
    "reversal": "money",
    "callback": "cases",
    "booking": "cases",
    "cancellation": "cases",
    "rearrangement": "cases",
    "receipt_case": "cases",
    "receipt_link": "cases",
    "complaint": "cases",
    "letter": "cases",
    "fault_report": "cases",
    "application": "cases",
    "staff_call": "cases",
    "staff_call_end": "cases",
    "suggestion": "feedback",
    "rating": "feedback",
    "audit": "telemetry",
    "vote": "feedback",
    "unmet_search": "feedback",
    "health": "telemetry",
    "journal_totals": "telemetry",
    "day_end": "telemetry",
    "command_result": "telemetry",
}


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def records() -> dict[str, Any]:
    """Every record that is shown anywhere, by the place where it is shown."""
    shown = {path.stem: read(path) for path in RECORDS}
    batch = read(HERE / "messages" / "sync.json")["request"]["records"]
    return shown | {f"sync[{place}]": record for place, record in enumerate(batch)}


SHOWN = records()


def is_moment(text: str) -> bool:
    """RFC 3339 in UTC with milliseconds and Z, and nothing else."""
    moment = datetime.fromisoformat(text).astimezone(UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z") == text


def values(found: Any, key: str) -> list[Any]:
    """What stands under `key`, anywhere."""
    if isinstance(found, list):
        return [value for one in found for value in values(one, key)]
    if not isinstance(found, dict):
        return []
    here = [found[key]] if key in found else []
    return here + [value for one in found.values() for value in values(one, key)]


@pytest.mark.requirement("J3")
@pytest.mark.parametrize("name", SHOWN)
def test_a_records_hash_is_that_of_its_body(name: str) -> None:
    """J3: the id is bound to the body by this hash."""
    record = SHOWN[name]
    text = json.dumps(record["body"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == record["body_hash"]


@pytest.mark.parametrize("name", SHOWN)
def test_a_records_envelope(name: str) -> None:
    record = SHOWN[name]
    assert set(record) == {"id", "stream", "seq", "kind", "v", "at", "tz", "body", "body_hash"}
    assert UUID(record["id"]).version == 7
    assert record["stream"] == STREAMS[record["kind"]]
    assert record["seq"] >= 1
    assert is_moment(record["at"])
    assert ZoneInfo(record["tz"]).key == record["tz"]


@pytest.mark.parametrize("name", SHOWN)
def test_references_and_moments_in_a_body_are_whole(name: str) -> None:
    body = SHOWN[name]["body"]
    for reference in values(body, "reference") + values(body, "case"):
        assert is_reference(reference)
    for key in ("at", "from", "to", "asked_at", "decided_at", "called_at"):
        assert all(is_moment(text) for text in values(body, key))


@pytest.mark.parametrize("name", [name for name in SHOWN if SHOWN[name]["kind"] == "payment"])
def test_a_payment_adds_up_and_bears_its_records_id(name: str) -> None:
    record = SHOWN[name]
    body = record["body"]
    assert body["payment"] == record["id"]
    assert sum(line["amount"]["minor"] for line in body["lines"]) == body["amount"]["minor"]
    assert {line["amount"]["currency"] for line in body["lines"]} == {body["amount"]["currency"]}
    assert (body["slip"] is not None) == (body["outcome"] == "approved")


def test_records_that_are_shown_apart_are_different_records() -> None:
    ids = [read(path)["id"] for path in RECORDS]
    assert len(set(ids)) == len(ids)
    places = [(read(path)["stream"], read(path)["seq"]) for path in RECORDS]
    assert len(set(places)) == len(places)


def test_a_batch_shows_the_records_as_they_are_shown_apart() -> None:
    apart = [read(path) for path in RECORDS]
    assert all(record in apart for record in read(HERE / "messages" / "sync.json")["request"]["records"])


def test_a_batch_is_answered_record_by_record() -> None:
    """J3: one answer each, in the order of the question."""
    batch = read(HERE / "messages" / "sync.json")
    sent = batch["request"]["records"]
    told = batch["response"]["answers"]
    assert [answer["id"] for answer in told] == [record["id"] for record in sent]
    assert [answer["case"] for answer in told] == [record["body"]["reference"] for record in sent]


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.stem)
def test_a_message_is_one_exchange(path: Path) -> None:
    message = read(path)
    assert set(message) == {"request", "status", "response"}
    assert message["status"] == (429 if path.stem.endswith("slow_down") else 200)
    for key in ("as_of", "server_time", "expires_at", "until"):
        assert all(is_moment(text) for text in values(message["response"], key))


def test_references() -> None:
    examples = read(HERE / "references.json")
    assert [text for text in examples["valid"] if not is_reference(text)] == []
    assert [text for text in examples["damaged"] if is_reference(text)] == []


def test_masks() -> None:
    """B3: one table of masks for both sides."""
    masks = {"name": mask_name, "phone": mask_phone, "account": mask_account, "card": mask_card}
    masks["email"] = mask_email
    examples = read(HERE / "masks.json")
    assert set(examples) == set(masks)
    for kind, mask in masks.items():
        assert [mask(plain) for plain, _ in examples[kind]] == [masked for _, masked in examples[kind]]
