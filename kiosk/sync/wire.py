"""What the kiosk says to the centre: requests as JSON text. Pure; tests/contract holds an example of each.

Knows no line and no signature; what comes back is read in `answers`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum

from kiosk.domain.account import Factor
from kiosk.domain.codes import Code
from kiosk.domain.money import Money
from kiosk.ports import ChainHead, Record

#: Base path of the contract's first version.
BASE = "/api/v1"
#: Bytes of record bodies in one request; with their envelopes they stay below the megabyte that a centre takes.
LARGEST_BATCH = 600_000


def encode(document: Mapping[str, object]) -> bytes:
    """Canonical JSON in UTF-8: keys sorted, separators `,` and `:`, no other white space, not ASCII-escaped."""
    return _canonical(document).encode()


class Unsendable(StrEnum):
    """Why a record is refused here, without asking the centre."""

    DAMAGED = "damaged"
    TOO_LARGE = "too_large"


def why_not(record: Record) -> Unsendable | None:
    """None for a record that can go out."""
    if len(record.body.encode(errors="replace")) > LARGEST_BATCH:
        return Unsendable.TOO_LARGE
    return None if is_sound(record) else Unsendable.DAMAGED


def first_of(records: Sequence[Record]) -> list[Record]:
    """As many of the sendable `records`, from the first on, as fit into one request."""
    batch: list[Record] = []
    size = 0
    for record in records:
        size += len(record.body.encode())
        if size > LARGEST_BATCH:
            break
        batch.append(record)
    return batch


def is_sound(record: Record) -> bool:
    """Whether the body is still what was hashed when the record was made, and a JSON object in canonical form."""
    try:
        body = json.loads(record.body)
        hashed = hashlib.sha256(record.body.encode()).hexdigest()
    except (ValueError, RecursionError):
        return False
    return isinstance(body, dict) and _canonical(body) == record.body and hashed == record.body_hash


def enrolment(kiosk_id: str, code: str, public_key: str, epoch: str) -> dict[str, object]:
    """`public_key`: base64 of the 32 raw bytes."""
    return {"kiosk": kiosk_id, "code": code, "public_key": public_key, "epoch": epoch}


def sign_in(visit: str, card: str, pin: str) -> dict[str, object]:
    return {"visit": visit, "card": card, "pin": pin}


def sign_in_by_number(visit: str, number: str, factor: Factor, secret: str) -> dict[str, object]:
    return {"visit": visit, "account": number, factor.value: secret}


def send_code(visit: str, number: str) -> dict[str, object]:
    return {"visit": visit, "account": number}


def with_grant(grant: str) -> dict[str, object]:
    """The request of `sign-out` and of `bills`."""
    return {"grant": grant}


def see_notices(grant: str, notices: Sequence[str]) -> dict[str, object]:
    return {"grant": grant, "notices": list(notices)}


def bills_check(grant: str, bills: Sequence[str], amounts: Sequence[Money] = ()) -> dict[str, object]:
    """`amounts`: of each of `bills`, in their order; without them the whole of each is meant."""
    asked: dict[str, object] = {"grant": grant, "bills": list(bills)}
    return {**asked, "amounts": [amount.minor for amount in amounts]} if amounts else asked


def scanned(visit: str, code: Code) -> dict[str, object]:
    return {"visit": visit, "scheme": code.scheme, "codes": list(code.texts)}


def visiting(visit: str) -> dict[str, object]:
    """The request of `cases/...`: in which visit it is asked."""
    return {"visit": visit}


def open_callback(visit: str, phone: str, topic: str, email: str = "") -> dict[str, object]:
    """The request of `callbacks/open`; `phone` empty: the number on file. `email` is said only where there is one."""
    return {"visit": visit, "phone": phone, "topic": topic, **({"email": email} if email else {})}


def sync(
    kiosk_id: str, epoch: str, records: Sequence[Record], chain: ChainHead | None = None
) -> dict[str, object]:
    """`records` are sound ones (`is_sound`); others raise ValueError."""
    told: dict[str, object] = {
        "kiosk": kiosk_id,
        "epoch": epoch,
        "records": [_record(record) for record in records],
    }
    return told if chain is None else {**told, "chain": asdict(chain)}


def _record(record: Record) -> dict[str, object]:
    return {
        "id": record.id,
        "stream": record.stream,
        "seq": record.seq,
        "kind": record.kind,
        "v": record.version,
        "at": record.at,
        "tz": record.tz,
        "body": json.loads(record.body),
        "body_hash": record.body_hash,
    }


def _canonical(document: Mapping[str, object]) -> str:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
