"""The parts that this centre publishes: one line for each, from the module of its noun."""

from __future__ import annotations

from datetime import timedelta

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


def published_by(seal: Seal, fresh: timedelta = timedelta(0)) -> Content:
    """All of it; and what kiosks are to trust, where there is a key that says so. `fresh`: as `Content` has it."""
    keys = Provider(lambda _session, _now: seal.told(), lambda _session, _now: "")
    return Content({**PARTS, "trust": keys} if seal.signing else PARTS, fresh)
