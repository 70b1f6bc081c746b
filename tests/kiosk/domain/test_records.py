"""Parts and paper that were put in, and the bundle for support."""

from __future__ import annotations

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.effects import WriteAudit
from kiosk.domain.events import Room
from kiosk.domain.upkeep import Bundle, Part, Replaced
from tests.kiosk.domain.examples import NOW, play, visit

OUTSIDE = states.Maintenance()
ENTRIES = tuple(Replaced(NOW, "paper", "2041") for _ in range(20))
BUNDLE = Bundle("support/support-K07.zip", 48_211)


@pytest.mark.requirement("K4")
def test_a_new_part_is_noted_and_the_list_is_read_again() -> None:
    """K4."""
    shown, asked = play(visit(OUTSIDE), events.RoomOpened(Room.PARTS), events.PartsRead(ENTRIES))
    assert effects.ReadParts() in asked
    noting = play(shown, events.PageTurned(9), events.PartAsked())[0]
    assert noting.state == states.PartWanted(states.PartsShown(OUTSIDE, ENTRIES, 2))
    after, asked = play(noting, events.PartNoted(Part.CUTTER))
    assert (after.state, asked) == (
        states.PartsShown(OUTSIDE),
        [effects.NotePart(Part.CUTTER), effects.Push()],
    )


@pytest.mark.requirement("K4")
def test_a_bundle_is_written_once_and_written_down() -> None:
    """K4: nobody leaves while it is being written."""
    writing, asked = play(
        visit(OUTSIDE), events.RoomOpened(Room.SUPPORT), *[events.BundleAsked()] * 2, events.WentBack()
    )
    assert asked[1:] == [effects.WriteBundle()]
    done, asked = play(writing, events.BundleWritten(BUNDLE))
    assert done.state == states.SupportShown(OUTSIDE, bundle=BUNDLE)
    assert asked == [WriteAudit(Entry(Kind.BUNDLE_WRITTEN, {"file": BUNDLE.file})), effects.Push()]
    failed = play(writing, events.BundleNotWritten())[0]
    assert failed.state == states.SupportShown(OUTSIDE, failed=True)
