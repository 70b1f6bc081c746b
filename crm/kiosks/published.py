"""The parts that this centre publishes: one line for each, from the module of its noun."""

from __future__ import annotations

from crm.announcements import board
from crm.calendar import sheet
from crm.counters import waits
from crm.kiosks.content import Provider
from crm.knowledge import articles

PARTS: dict[str, Provider] = {
    "knowledge": articles.PROVIDER,
    "calendar": sheet.PROVIDER,
    "waits": waits.PROVIDER,
    "announcements": board.PROVIDER,
}
