"""Paper that came out torn: again by itself within the visit, marked; after it only by the reference."""

from dataclasses import replace

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.payment import Approved
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.states import PaperState
from kiosk.domain.visit import Visit
from tests.kiosk.domain.examples import a_payment, a_slip, play, visit

PAYMENT = a_payment()
WORKS = DeviceStatus(Device.RECEIPT_PRINTER, DeviceState.ONLINE)
NO_PAPER = DeviceStatus(Device.RECEIPT_PRINTER, DeviceState.PERSON_NEEDED, (Fault.PAPER_OUT,))


def paid(paper: PaperState) -> Visit:
    return visit(states.Paid(PAYMENT, Approved(a_slip()), paper=paper))


def printed(at: Visit, outcome: PrintOutcome) -> Visit:
    return play(at, events.PaperFinished(PAYMENT.reference, outcome))[0]


def papers_in(found: list[effects.Effect]) -> list[effects.Effect]:
    return [effect for effect in found if isinstance(effect, effects.PaperEffect)]


@pytest.mark.requirement("X6")
@pytest.mark.parametrize("seen", [True, False])
def test_new_paper_brings_the_receipt_by_itself(seen: bool) -> None:
    """X6: whether or not the printer was heard to be out of paper in between; and nothing is charged."""
    at = printed(paid(PaperState.PRINTING), PrintOutcome.PARTIAL)
    if seen:
        at, found = play(at, events.DeviceReported(NO_PAPER))
        assert papers_in(found) == []
    at, found = play(at, events.DeviceReported(WORKS))
    assert [type(effect) for effect in papers_in(found)] == [effects.PrintProof]
    assert not any(isinstance(effect, effects.Charge | effects.SaveIntent) for effect in found)
    assert isinstance(at.state, states.Paid)
    assert at.state.paper is PaperState.PRINTING
    assert at.torn == (PAYMENT.reference,)


@pytest.mark.requirement("X6")
def test_a_printer_that_tears_every_paper_gets_no_third_by_itself() -> None:
    """X6: the customer may still ask."""
    at = paid(PaperState.PRINTING)
    for _ in range(2):
        at = printed(at, PrintOutcome.PARTIAL)
        at, found = play(at, events.DeviceReported(WORKS))
    assert papers_in(found) == []
    _, found = play(at, events.PaperChosen(True))
    assert len(papers_in(found)) == 1


@pytest.mark.requirement("X6")
def test_what_never_began_comes_when_the_printer_is_back() -> None:
    """X6: not at each poll of a printer that says it is well."""
    at = printed(paid(PaperState.PRINTING), PrintOutcome.NOT_PRINTED)
    at, found = play(at, events.DeviceReported(NO_PAPER))
    at, found = play(at, events.DeviceReported(WORKS))
    assert len(papers_in(found)) == 1
    at = printed(at, PrintOutcome.NOT_PRINTED)
    _, found = play(at, events.DeviceReported(WORKS))
    assert papers_in(found) == []


@pytest.mark.requirement("X6")
@pytest.mark.parametrize("paper", [PaperState.OFFERED, PaperState.NOT_WANTED, PaperState.UNKNOWN])
def test_nothing_is_printed_that_nobody_waits_for(paper: PaperState) -> None:
    """X6: not wanted, not asked, or perhaps in the hand already."""
    at, _ = play(paid(paper), events.DeviceReported(NO_PAPER))
    assert papers_in(play(at, events.DeviceReported(WORKS))[1]) == []


@pytest.mark.requirement("X6")
def test_after_the_visit_nothing_comes_for_the_next_one() -> None:
    """X6: the torn paper is forgotten with its visit."""
    at = printed(paid(PaperState.PRINTING), PrintOutcome.PARTIAL)
    at, _ = play(at, events.DeviceReported(NO_PAPER), events.Ended())
    assert at.torn == ()
    assert papers_in(play(at, events.DeviceReported(WORKS))[1]) == []


@pytest.mark.requirement("X6")
def test_who_waits_for_paper_has_the_longer_patience() -> None:
    """X6: loading a roll takes longer than reading that all is well."""
    at = replace(printed(paid(PaperState.PRINTING), PrintOutcome.PARTIAL))
    later = at.now + at.house.patience.done
    assert play(at, events.Ticked(later))[0].overlay is None
    assert play(at, events.Ticked(at.now + at.house.patience.idle))[0].overlay is not None


@pytest.mark.requirement("X8")
@pytest.mark.parametrize(
    ("paper", "lies"),
    [
        (PaperState.CONFIRMED, True),
        (PaperState.SENT, True),
        (PaperState.PARTIAL, True),
        (PaperState.NOT_PRINTED, False),
        (PaperState.NOT_WANTED, False),
    ],
)
def test_paper_in_the_slot_is_spoken_of_until_somebody_touches(paper: PaperState, lies: bool) -> None:
    """X8: nothing sees whether it was taken, so the resting screen asks for it, until a touch."""
    at, _ = play(paid(paper), events.Ended())
    assert isinstance(at.state, states.Attract)
    assert at.slot is lies
    assert play(at, events.Started())[0].slot is False
