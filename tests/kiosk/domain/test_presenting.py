"""Paper in a presenter's mouth: taken, drawn in after a while, and never held out to whoever comes next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.audit import Kind
from kiosk.domain.effects import RetractPaper, WriteAudit
from kiosk.domain.faults import Fault
from kiosk.domain.flow.presenting import TAKE
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.lamp import Lamp, lamp_of
from kiosk.domain.payment import Approved
from kiosk.domain.receipt import Untaken
from kiosk.domain.states import PaperState
from kiosk.domain.visit import Visit
from tests.kiosk.domain.examples import a_payment, a_slip, play, visit

PAYMENT = a_payment()
EMPTY = events.DeviceReported(DeviceStatus(Device.RECEIPT_PRINTER, DeviceState.ONLINE))
WAITS = events.DeviceReported(DeviceStatus(Device.RECEIPT_PRINTER, DeviceState.ONLINE, (Fault.PAPER_WAITS,)))
SILENT = events.DeviceReported(DeviceStatus(Device.RECEIPT_PRINTER, DeviceState.OFFLINE, (Fault.NO_ANSWER,)))


def paid(paper: PaperState = PaperState.CONFIRMED, **more: Any) -> Visit:
    return visit(states.Paid(PAYMENT, Approved(a_slip()), paper=paper), **more)


def after(at: Visit, wait: timedelta) -> tuple[Visit, list[effects.Effect]]:
    return play(at, events.Ticked(at.now + wait))


def drawn(asked: list[effects.Effect]) -> list[str]:
    """When it was ordered to be."""
    return [each.why.value for each in asked if isinstance(each, RetractPaper)]


def noted(asked: list[effects.Effect]) -> list[str]:
    """When, by the journal."""
    lines = [each.entry for each in asked if isinstance(each, WriteAudit)]
    return [str(line.fields["when"]) for line in lines if line.kind is Kind.PAPER_RETRACTED]


def paper_of(at: Visit) -> object:
    return getattr(at.state, "paper", None)


@pytest.mark.requirement("X8")
def test_a_receipt_that_was_taken_is_said_to_be() -> None:
    """X8: and nothing is drawn in any more."""
    at, _ = play(paid(), WAITS)
    assert (paper_of(at), lamp_of(at)) == (PaperState.CONFIRMED, Lamp.LOOK)
    at, asked = play(at, EMPTY)
    assert (paper_of(at), at.paper_at) == (PaperState.TAKEN, None)
    _, more = after(at, 2 * TAKE)
    assert drawn([*asked, *more]) == []


@pytest.mark.requirement("X8")
def test_a_receipt_that_nobody_took_is_drawn_in_after_thirty_seconds() -> None:
    """X8: once, with a line in the journal, and the customer reads it; a copy is offered."""
    at, _ = play(paid(), WAITS)
    at, asked = after(at, TAKE - timedelta(seconds=1))
    assert drawn(asked) == []
    at, asked = after(at, timedelta(seconds=1))
    assert drawn(asked) == ["here"]
    at, asked = after(at, timedelta(seconds=1))
    assert drawn(asked) == []
    assert noted(asked) == []
    at, asked = play(at, events.PaperRetracted(True, Untaken.HERE))
    assert noted(asked) == ["here"]
    assert (paper_of(at), at.paper_at) == (PaperState.RETRACTED, None)
    _, asked = play(at, events.CopyAsked())
    assert effects.TakeCopy(PAYMENT.reference) in asked


@pytest.mark.requirement("X8")
def test_who_left_their_receipt_and_went_has_it_drawn_in_too() -> None:
    """X8: the visit is over, the paper is not; afterwards nothing is said of a slot."""
    at, _ = play(paid(), WAITS, events.Ended())
    assert isinstance(at.state, states.Attract)
    at, asked = after(at, TAKE)
    assert drawn(asked) == ["left"]
    at, asked = play(at, events.PaperRetracted(True, Untaken.LEFT))
    assert noted(asked) == ["left"]
    assert (at.slot, at.paper_at) == (False, None)


@pytest.mark.requirement("X8")
@pytest.mark.parametrize("touch", [events.Started(), events.HelpAsked(), events.LanguagesAsked()])
def test_the_next_customer_never_finds_the_paper_before(touch: events.Event) -> None:
    """X8: drawn in at the first touch, before anything of theirs; nothing of it is told on their screen."""
    at, _ = play(paid(), WAITS, events.Ended())
    at, asked = play(at, touch)
    assert drawn(asked) == ["next"]
    assert isinstance(asked[0], RetractPaper)
    at, asked = play(at, events.PaperRetracted(True, Untaken.NEXT))
    assert noted(asked) == ["next"]
    assert at.paper_at is None
    assert paper_of(at) not in (PaperState.TAKEN, PaperState.RETRACTED)


@pytest.mark.requirement("X8")
def test_paper_that_does_not_go_in_is_tried_again() -> None:
    """X8: and the journal does not say that it went."""
    at, _ = play(paid(), WAITS)
    at, first = after(at, TAKE)
    at, asked = play(at, events.PaperRetracted(False, Untaken.HERE))
    assert noted([*first, *asked]) == []
    assert paper_of(at) is PaperState.CONFIRMED
    at, asked = after(at, TAKE)
    assert drawn(asked) == ["here"]


@pytest.mark.requirement("X8")
def test_a_silent_printer_has_not_given_its_paper_to_anybody() -> None:
    """X8: no answer is not "taken"."""
    at, _ = play(paid(), WAITS, SILENT)
    assert paper_of(at) is PaperState.CONFIRMED
    assert at.paper_at is not None


@pytest.mark.requirement("X8")
def test_nothing_is_drawn_in_while_a_paper_is_on_its_way() -> None:
    """X8: the driver gives whoever stands there a moment before the next."""
    at, _ = play(paid(PaperState.PRINTING), WAITS)
    _, asked = after(at, 2 * TAKE)
    assert drawn(asked) == []


def test_what_waits_when_the_kiosk_starts_is_drawn_in() -> None:
    at, _ = play(visit(touched_at=None), WAITS)
    _, asked = after(at, TAKE)
    assert drawn(asked) == ["left"]


def test_a_clock_that_was_set_back_holds_no_paper_out_for_a_day() -> None:
    at, _ = play(paid(), WAITS)
    at, _ = after(at, timedelta(days=-1))
    _, asked = after(at, TAKE)
    assert drawn(asked) == ["here"]


@pytest.mark.requirement("X8")
def test_without_a_presenter_the_slot_is_spoken_of_until_a_touch() -> None:
    """X8: nobody can know, so the next screen says it."""
    at, _ = play(paid(), EMPTY, events.Ended())
    assert at.slot
    assert not play(at, events.Started())[0].slot
