"""The parts that this centre publishes: one line for each, from the module of its noun."""

from __future__ import annotations

from crm.announcements import board
from crm.calendar import sheet
from crm.counters import waits
from crm.kiosks.content import Content, Provider
from crm.kiosks.seal import Seal
from crm.knowledge import articles

PARTS: dict[str, Provider] = {
    "knowledge": articles.PROVIDER,
    "calendar": sheet.PROVIDER,
    "waits": waits.PROVIDER,
    "announcements": board.PROVIDER,
}


def published_by(seal: Seal) -> Content:
    """All of it; and what kiosks are to trust, where there is a key that says so."""
    keys = Provider(lambda _session, _now: seal.told(), lambda _session, _now: "")
    return Content({**PARTS, "trust": keys} if seal.signing else PARTS)
