"""The contract's examples as this house holds them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.ports import Record

CONTRACT = Path(__file__).parents[2] / "contract"
RECORDS = sorted(path.stem for path in (CONTRACT / "records").glob("*.json"))
MESSAGES = sorted(path.stem for path in (CONTRACT / "messages").glob("*.json"))
KIOSK = "K07"
#: When the contract's signed examples were signed.
NOW = datetime(2026, 11, 22, 6, 5, 42, tzinfo=UTC)
EPOCH = "0193a1f0-0000-7000-8000-000000000001"


def message(name: str) -> Any:
    return json.loads((CONTRACT / "messages" / f"{name}.json").read_text(encoding="utf-8"))


def record_example(name: str) -> Any:
    return json.loads((CONTRACT / "records" / f"{name}.json").read_text(encoding="utf-8"))


def as_stored(example: Any) -> Record:
    """The record as the outbox gives it."""
    return Record(
        id=example["id"],
        stream=example["stream"],
        seq=example["seq"],
        kind=example["kind"],
        version=example["v"],
        at=example["at"],
        tz=example["tz"],
        body=json.dumps(example["body"], sort_keys=True, separators=(",", ":"), ensure_ascii=False),
        body_hash=example["body_hash"],
        reference=example["body"].get("reference", ""),
    )
