"""The exchange `/content`: what is asked, and what came back. Pure; tests/contract/messages/content.json shows it.

A part's body is handed on as it came: the room that knows its meaning reads it (`kiosk/pulled.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from kiosk.ports import Pulled, Untrusted
from kiosk.sync.parts import Part
from kiosk.sync.seal import Seal

_LONGEST_VERSION = 64
#: Bytes of an answer: a thousand long articles in three languages.
LARGEST_CONTENT = 16 * 1024 * 1024


def ask(kiosk_id: str, have: Mapping[str, str]) -> dict[str, object]:
    """`have` names every part that this kiosk understands, with the version that it has (empty: none)."""
    return {"kiosk": kiosk_id, "have": dict(have)}


def content(answer: Part, seal: Seal, now: datetime) -> dict[str, Pulled | Untrusted | None]:
    """The parts that changed, as far as they are the centre's. Raises Offline."""
    told_at = answer["server_time"].moment_or_none()
    found = answer["parts"].members().items()
    if not seal.is_wanted:
        return {name: _pulled(part, told_at) for name, part in found}
    return {name: _believed(name, part, seal, now) for name, part in found}


def _pulled(part: Part, told_at: datetime | None) -> Pulled | None:
    if part["body"].value is None:
        return None
    return Pulled(part["version"].text(_LONGEST_VERSION), part["body"].value, told_at)


def _believed(name: str, part: Part, seal: Seal, now: datetime) -> Pulled | Untrusted | None:
    if distrust := seal.judge_part(name, part, now):
        said = part["version"].value
        return Untrusted(said[:_LONGEST_VERSION] if isinstance(said, str) else "", distrust)
    signed_at = part["issued_at"].moment()
    pulled = _pulled(part, signed_at)
    return replace(pulled, signed_at=signed_at) if pulled else None


def versions(part: Part) -> dict[str, str]:
    """What a sync's answer tells of the parts; an older centre tells nothing, and no oddity here holds up a record."""
    if not isinstance(part.value, dict):
        return {}
    told = part.value.items()
    return {name: version for name, version in told if isinstance(version, str) and name}
