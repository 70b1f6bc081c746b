"""J7: accuracy, validity, timeliness, completeness: each fault raises its own counter and no other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crm.centre import Centre
from crm.figures import thresholds
from crm.kiosks import quality
from crm.moments import to_text
from crm.schema import QualityDay
from tests.crm.journal import Journal
from tests.crm.signing import SigningKiosk, StepClock, seal
from tests.crm.test_quarantine import day_of, telemetry

COUNTS = ("taken", "refused", "late", "missing", "mismatched", "id_reused", "seq_reused")


def faults(day: QualityDay) -> dict[str, int]:
    return {name: getattr(day, name) for name in COUNTS[1:] if getattr(day, name)}


def at(centre: Centre, **ago: float) -> str:
    return to_text(centre.clock() - timedelta(**ago))


@pytest.mark.requirement("J7")
def test_a_sequence_gap_raises_completeness(centre: Centre, kiosk: SigningKiosk) -> None:
    """J7: by as many numbers as were jumped over, once; that they come later makes it no better."""
    kiosk.sync(telemetry(1), telemetry(5))
    kiosk.sync(telemetry(6))
    assert faults(day_of(centre)) == {"missing": 3}
    kiosk.sync(telemetry(2), telemetry(3), telemetry(4))
    assert faults(day_of(centre)) == {"missing": 3}
    assert quality.shares([day_of(centre)]).completeness == 6 / 9


@pytest.mark.requirement("J7")
def test_a_schema_error_raises_validity(centre: Centre, kiosk: SigningKiosk) -> None:
    """J7: what cannot be read, and what cannot be read at all."""
    kiosk.sync(telemetry(1), seal(telemetry(2), kind=""), {"id": "x"}, {})
    assert faults(day_of(centre)) == {"refused": 3}
    assert quality.shares([day_of(centre)]).validity == 1 / 4


@pytest.mark.requirement("J7")
def test_a_late_item_raises_timeliness(centre: Centre, kiosk: SigningKiosk, clock: StepClock) -> None:
    """J7: later than supervisors allow; another limit, another count."""
    kiosk.sync(telemetry(1, at=at(centre, minutes=119)), telemetry(2, at=at(centre, minutes=121)))
    assert faults(day_of(centre)) == {"late": 1}
    with centre.database.writing() as session:
        thresholds.change(session, "record_late", 2, 3, "lead", clock.now)
    kiosk.sync(telemetry(3, at=at(centre, minutes=179)), telemetry(4, at=at(centre, minutes=181)))
    assert faults(day_of(centre)) == {"late": 2}
    assert quality.shares([day_of(centre)]).timeliness == 2 / 4


@pytest.mark.requirement("J7")
@pytest.mark.parametrize(("told", "raised"), [([100, 200], {}), ([100, 201], {"mismatched": 1})])
def test_a_total_mismatch_raises_accuracy(
    centre: Centre, kiosk: SigningKiosk, clock: StepClock, told: list[int], raised: dict[str, int]
) -> None:
    """J7: the kiosk's totals of a day against what came of its payments."""
    clock.now = datetime(2026, 11, 21, 16, 0, 2, tzinfo=UTC)
    journal = Journal(kiosk, centre)
    for number, minor in enumerate([100, 200]):
        journal.pay(journal.bill(f"B-{number}", minor), minor)
    journal.tell()
    totals = [{"outcome": "approved", "currency": "TWD", "count": 2, "minor": sum(told)}]
    journal.close(totals=totals)
    found = faults(day_of(centre))
    found.pop("late", None)
    assert found == raised


def test_a_day_is_the_centres_own_and_a_sign_of_life_costs_no_line(
    centre: Centre, kiosk: SigningKiosk, clock: StepClock
) -> None:
    kiosk.sync()
    with centre.database.reading() as session:
        assert quality.days(session, "K07", 14) == []
    kiosk.sync(telemetry(1))
    clock.step(hours=12)  # it is tomorrow in Taipei
    kiosk.sync(telemetry(2))
    with centre.database.reading() as session:
        assert [day.day.isoformat() for day in quality.days(session, "K07", 14)] == [
            "2026-11-23",
            "2026-11-22",
        ]


def test_of_nothing_there_is_no_share() -> None:
    assert quality.shares([]) == quality.Shares(None, None, None, 0)
