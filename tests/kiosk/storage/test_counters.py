"""What devices did is counted for ever; only a reset, which leaves its line, begins anew."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.counters import Count, Counter
from tests.kiosk.storage.samples import DECIDED, Kiosk


@pytest.mark.requirement("X12")
def test_what_is_counted_adds_up_over_a_restart(path: Path) -> None:
    """X12."""
    for _ in range(3):
        Kiosk.at(path).counters.add({Count.PAPERS: 1, Count.PAPER_MM: 212, Count.CUTS: 1})
    Kiosk.at(path).counters.add({Count.CARDS: 1})
    assert Kiosk.at(path).counters.read() == (
        Counter(Count.PAPERS, 3, 3),
        Counter(Count.PAPER_MM, 636, 636),
        Counter(Count.CUTS, 3, 3),
        Counter(Count.CARDS, 1, 1),
        Counter(Count.CARDS_KEPT),
        Counter(Count.CODES),
        Counter(Count.CHARGES),
    )


@pytest.mark.requirement("X12")
def test_a_reset_begins_anew_and_leaves_a_line_with_what_was_counted(path: Path) -> None:
    """X12: the knife is new, what it ever did is not forgotten, and the centre hears of it."""
    kiosk = Kiosk.at(path)
    kiosk.counters.add({Count.CUTS: 41, Count.PAPERS: 41})
    kiosk.counters.reset(Count.CUTS, DECIDED)
    kiosk.counters.add({Count.CUTS: 1, Count.PAPERS: 1})
    papers, _, cuts, *_ = kiosk.counters.read()
    assert cuts == Counter(Count.CUTS, 1, 42, DECIDED)
    assert papers == Counter(Count.PAPERS, 42, 42)
    told = [json.loads(record.body) for record in kiosk.due("telemetry") if record.kind == "audit"]
    assert [(each["kind"], each["fields"]) for each in told] == [
        ("counter.reset", {"count": "cuts", "was": "41"})
    ]
    assert kiosk.audit.broken_at() == []


def test_what_was_never_counted_has_nothing_to_reset(path: Path) -> None:
    kiosk = Kiosk.at(path)
    kiosk.counters.reset(Count.CODES, DECIDED + timedelta(seconds=1))
    assert kiosk.counters.read()[5] == Counter(Count.CODES)
    assert kiosk.due("telemetry") == []
