"""The parts that this centre publishes: one line for each, from the module of its noun."""

from __future__ import annotations

from crm import calendar_part, knowledge
from crm.content import Provider

PARTS: dict[str, Provider] = {
    "knowledge": knowledge.PROVIDER,
    "calendar": calendar_part.PROVIDER,
}
