"""Staff of the site at the panel, and what customers read while it is closed."""

from __future__ import annotations

import pytest

from kiosk.domain import events
from kiosk.domain.events import Chore
from kiosk.domain.health import ClosedFor
from kiosk.domain.language import Language
from tests.screens.conftest import Pilot
from tests.screens.reading import told
from tests.screens.staff_visits import staff_visits

SHOWN = staff_visits(Language.EN)


@pytest.mark.requirement("K9")
def test_staff_find_their_chores_and_no_technicians_door(pilot: Pilot) -> None:
    """K9: opening stands where closing did, and neither where it is not theirs."""
    pilot.show(SHOWN["staff"])
    here = (Chore.PAPER, Chore.CLEANING, Chore.DAY_END, Chore.CLOSING)
    for chore in here:
        pilot.tap(f"chore.{chore.value}")
    pilot.show(SHOWN["staff.closed"])
    pilot.tap("chore.opening")
    assert pilot.sent == [*map(events.ChoreChosen, (*here, Chore.OPENING))]
    assert {*here, Chore.OPENING} == set(Chore)
    pilot.show(SHOWN["staff.not_ours"])
    ids = {node["id"] for node in pilot.tree()}
    assert not ids & {"chore.closing", "chore.opening", "room.settings", "room.logs"}


@pytest.mark.requirement("K9")
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("reason", ClosedFor)
def test_customers_read_why_it_is_closed(pilot: Pilot, language: Language, reason: ClosedFor) -> None:
    """K9: and that their money is safe."""
    texts = pilot.texts[language]
    pilot.show(staff_visits(language)["staff.closing"])
    assert texts.get(f"closed.{reason.value}.title") in told(pilot)
    pilot.tap(f"reason.{reason.value}")
    assert pilot.sent == [events.ClosedWith(reason)]
    pilot.show(staff_visits(language)[f"closed.{reason.value}"])
    assert texts.get(f"closed.{reason.value}.title") in told(pilot)
    assert texts.get("closed.calm") in told(pilot)


@pytest.mark.requirement("K9")
def test_the_way_of_new_paper_waits_for_the_printer(pilot: Pilot) -> None:
    """K9: no print while the cover is open; after a confirmed one it is done."""
    pilot.show(SHOWN["paper_change.close"])
    pilot.tap("nav.primary")  # disabled
    assert pilot.sent == []
    pilot.show(SHOWN["paper_change.done"])
    pilot.tap("nav.primary")
    assert pilot.sent == [events.Confirmed()]
