"""Staff of the site at a whole kiosk: in by number and PIN, counted like everybody, and what they close stays closed."""

from __future__ import annotations

import pytest

from kiosk.domain import events, states
from kiosk.domain.counters import Count, counter_of
from kiosk.domain.events import Chore
from kiosk.domain.health import ClosedFor, Service
from kiosk.domain.receipt import PrintOutcome
from tests.kiosk.domain.examples import TECHNICIAN_PIN
from tests.kiosk.windowless import Kiosk


def can_print(kiosk: Kiosk) -> bool:
    return kiosk.visit.health.can_print


def at_the_door(kiosk: Kiosk, digits: str) -> Kiosk:
    return kiosk.touch(events.MaintenanceGestured()).enter(digits).touch(events.Confirmed())


@pytest.mark.requirement("K9")
def test_what_the_site_closed_is_kept_with_its_reason(kiosk: Kiosk) -> None:
    """K9: over a restart; audited."""
    at_the_door(kiosk, f"2041{TECHNICIAN_PIN}").at(states.StaffMenu)
    kiosk.touch(events.ChoreChosen(Chore.CLOSING), events.ClosedWith(ClosedFor.TYPHOON))
    keeper = kiosk.world.keeper
    assert (keeper.service(), keeper.closed_for()) == (Service.CLOSED, ClosedFor.TYPHOON)
    kiosk.touch(events.ChoreChosen(Chore.OPENING))
    assert (keeper.service(), keeper.closed_for()) == (Service.OPEN, None)
    assert [kind for kind in kiosk.audited() if kind.startswith(("staff", "service"))] == [
        "staff.entered", "service.switched_by_site", "service.switched_by_site",
    ]  # fmt: skip


@pytest.mark.requirement("K9")
def test_new_paper_ends_with_the_printers_own_word(kiosk: Kiosk) -> None:
    """K9."""
    at_the_door(kiosk, f"2041{TECHNICIAN_PIN}")
    kiosk.touch(events.ChoreChosen(Chore.PAPER), *[events.Confirmed()] * 3)
    assert kiosk.at(states.PaperChange).outcome == "confirmed"
    assert "paper.changed" in kiosk.audited()


@pytest.mark.requirement("X13")
def test_without_its_test_page_new_paper_is_none_over_a_restart_and_with_it_the_roll_counts_anew(
    kiosk: Kiosk,
) -> None:
    """X13: kept on the disk; the reset of the metres is a line in the journal, with what they were."""
    counters = kiosk.world.counters
    counters.add({Count.PAPER_MM: 41_000})
    kiosk.printer.outcomes.extend((PrintOutcome.NOT_PRINTED, PrintOutcome.CONFIRMED))
    at_the_door(kiosk, f"2041{TECHNICIAN_PIN}")
    kiosk.touch(events.ChoreChosen(Chore.PAPER), *[events.Confirmed()] * 3)
    assert kiosk.at(states.PaperChange).outcome == "not_printed"
    assert kiosk.world.keeper.paper_unproved()
    assert counter_of(counters.read(), Count.PAPER_MM).total == 41_000
    assert "counter.reset" not in kiosk.audited()
    kiosk.wait(8)
    assert not can_print(kiosk)
    kiosk.touch(events.Confirmed())
    assert not kiosk.world.keeper.paper_unproved()
    assert can_print(kiosk)
    assert counter_of(counters.read(), Count.PAPER_MM).total < 1_000
    assert kiosk.audited().count("counter.reset") == 1


@pytest.mark.requirement("K9", "K2")
def test_five_wrong_pins_lock_this_door_for_staff_as_well(kiosk: Kiosk) -> None:
    """K9, K2: another number's PIN is as wrong as any."""
    for _ in range(5):
        at_the_door(kiosk, f"2042{TECHNICIAN_PIN}")
        kiosk.touch(events.WentBack())
    at_the_door(kiosk, f"2041{TECHNICIAN_PIN}")
    assert kiosk.at(states.TechnicianPin).locked_until is not None
