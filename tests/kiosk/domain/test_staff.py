"""Staff of the site at the panel: paper, wiping, closing with a reason; nothing of the technicians'."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.command import Command
from kiosk.domain.counters import Count
from kiosk.domain.effects import KeepService, WriteAudit
from kiosk.domain.events import Chore, Event, Room
from kiosk.domain.faults import Fault
from kiosk.domain.health import ClosedFor, Device, DeviceState, DeviceStatus, Service
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.states import PaperStep
from kiosk.domain.upkeep import LogLevel
from tests.kiosk.domain.examples import AMOUNT, CUSTOMER, LINES, NOW, WELL, play, tick, visit

MENU = states.StaffMenu("2041")
PAPER = states.PaperChange(MENU)
SHUT = replace(WELL, service=Service.CLOSED, closed_for=ClosedFor.TYPHOON)


TECHNICIANS: tuple[Event, ...] = (
    *map(events.RoomOpened, Room),
    *map(events.RoomOpened, Device),
    events.CounterReset(Count.CUTS),
    events.ServiceSwitched(Service.OPEN),
    events.TestPrintAsked(),
)


def printer(*faults: Fault) -> events.DeviceReported:
    state = DeviceState.PERSON_NEEDED if faults else DeviceState.ONLINE
    return events.DeviceReported(DeviceStatus(Device.RECEIPT_PRINTER, state, faults))


def site_switched(service: str, reason: str) -> WriteAudit:
    fields = {"service": service, "reason": reason, "staff": "2041"}
    return WriteAudit(Entry(Kind.SITE_SWITCHED, fields))


@pytest.mark.requirement("K9")
def test_a_number_and_its_pin_open_the_sites_page_and_no_other() -> None:
    """K9: written down; a customer's visit that stood here is over; no technician's page is behind it."""
    at = visit(states.TechnicianPin(checking=True), customer=CUSTOMER)
    inside, asked = play(at, events.StaffAdmitted("2041"))
    assert (inside.state, inside.customer) == (MENU, None)
    assert WriteAudit(Entry(Kind.STAFF_ENTERED, {"staff": "2041"})) in asked
    for touch in TECHNICIANS:
        assert play(inside, touch) == (replace(inside, touched_at=NOW), [])
    assert play(inside, events.LogLevelChosen(LogLevel.ERROR))[0].state == MENU
    assert (
        play(visit(states.TechnicianPin()), events.StaffAdmitted("2041"))[0].state == states.TechnicianPin()
    )


@pytest.mark.requirement("K9")
@pytest.mark.parametrize("reason", ClosedFor)
def test_the_site_closes_with_its_reason_and_opens_again(reason: ClosedFor) -> None:
    """K9: kept over a restart, and written down with the number."""
    shut, asked = play(visit(MENU), events.ChoreChosen(Chore.CLOSING), events.ClosedWith(reason))
    assert (shut.health.service, shut.health.closed_for, shut.state) == (Service.CLOSED, reason, MENU)
    assert asked == [
        KeepService(Service.CLOSED, closed_for=reason),
        site_switched("closed", reason.value),
        effects.Push(),
    ]
    assert play(shut, events.MaintenanceLeft())[0].state == states.Closed()
    opened, asked = play(shut, events.ChoreChosen(Chore.OPENING))
    assert (opened.health.service, opened.health.closed_for) == (Service.OPEN, None)
    assert asked == [KeepService(Service.OPEN), site_switched("open", reason.value), effects.Push()]


@pytest.mark.requirement("K9")
def test_what_others_closed_is_not_for_the_site_to_open() -> None:
    """K9: a technician's or the centre's closing stands; theirs takes the site's reason away."""
    others = visit(MENU, health=replace(WELL, service=Service.CLOSED))
    assert play(others, events.ChoreChosen(Chore.OPENING))[1] == []
    by_technician = play(visit(states.Maintenance(), health=SHUT), events.ServiceSwitched(Service.CLOSED))[0]
    assert by_technician.health.closed_for is None
    command = Command("c-1", "close", tick(3600).now)
    by_centre = play(
        visit(states.Closed(), health=SHUT), events.CommandArrived(command), events.CommandFound(command)
    )
    assert by_centre[0].health.closed_for is None


@pytest.mark.requirement("K9", "K5")
def test_nothing_is_closed_while_a_payment_is_open() -> None:
    """K9, K5: no door opens in mid-payment, and one that a break left open is waited for."""
    paying = visit(states.Paying(LINES, AMOUNT, states.Stage.SAVING))
    assert play(paying, events.MaintenanceGestured(), events.StaffAdmitted("2041"))[0].state == paying.state
    asking = visit(MENU, health=replace(WELL, recovering=True))
    after, asked = play(asking, events.ChoreChosen(Chore.CLOSING))
    assert (after.state, asked) == (replace(MENU, refused=True), [])
    settled = play(after, events.RecoveryEnded(None), events.ChoreChosen(Chore.CLOSING))[0]
    assert settled.state == states.ClosingWanted(MENU)


@pytest.mark.requirement("K9")
def test_new_paper_is_what_a_confirmed_test_print_says() -> None:
    """K9: open, change, close, print; one line in the log, and not before."""
    at, asked = play(visit(MENU), events.ChoreChosen(Chore.PAPER), *[events.Confirmed()] * 3)
    assert at.state == states.PaperChange(MENU, PaperStep.PRINT, "running")
    assert [effect for effect in asked if not isinstance(effect, WriteAudit)] == [
        effects.KeepPaper(proved=False),
        effects.PrintTest(at.language),
    ]
    assert play(at, events.Confirmed(), events.WentBack())[0].state == at.state
    failed, asked = play(at, events.PaperFinished("test", PrintOutcome.NOT_PRINTED))
    assert (failed.state, asked) == (replace(PAPER, step=PaperStep.PRINT, outcome="not_printed"), [])
    done, asked = play(failed, events.Confirmed(), events.PaperFinished("test", PrintOutcome.CONFIRMED))
    changed = WriteAudit(Entry(Kind.PAPER_CHANGED, {"by": "2041"}))
    fresh_roll = effects.ResetCounter(Count.PAPER_MM)
    assert asked[:4] == [effects.PrintTest(at.language), changed, fresh_roll, effects.Push()]
    assert asked[4] == effects.KeepPaper(proved=True)
    assert play(done, events.Confirmed())[0].state == MENU


@pytest.mark.requirement("X13")
@pytest.mark.parametrize("outcome", [o for o in PrintOutcome if o is not PrintOutcome.CONFIRMED])
def test_without_a_test_page_the_printer_needs_a_person(outcome: PrintOutcome) -> None:
    """X13: whatever the printer says of itself, and after leaving; written down, and nobody is promised paper."""
    opened, asked = play(visit(PAPER), events.Confirmed())
    assert effects.KeepPaper(proved=False) in asked
    assert any(isinstance(each, WriteAudit) and each.entry.kind is Kind.DEVICE_CHANGED for each in asked)
    tried = play(opened, *[events.Confirmed()] * 2, events.PaperFinished("test", outcome), printer())[0]
    assert tried.state == replace(PAPER, step=PaperStep.PRINT, outcome=outcome.value)
    left = play(tried, events.WentBack(), events.MaintenanceLeft(), printer(Fault.PAPER_LOW))[0]
    told = left.health.of(Device.RECEIPT_PRINTER)
    assert (told.state, told.faults) == (DeviceState.PERSON_NEEDED, (Fault.PAPER_LOW, Fault.PAPER_UNPROVED))
    assert not left.health.can_print


@pytest.mark.requirement("X13")
@pytest.mark.parametrize("outcome", [PrintOutcome.CONFIRMED, PrintOutcome.SENT])
def test_behind_the_test_page_it_prints_again_and_the_roll_counts_anew(outcome: PrintOutcome) -> None:
    """X13: one that the printer confirmed, or that a person has seen where it cannot."""
    steps = [events.Confirmed()] * 3
    done, asked = play(
        visit(PAPER), *steps, events.PaperFinished("test", outcome), events.Confirmed(), printer()
    )
    assert done.state == MENU
    assert done.health.can_print
    assert [effect for effect in asked if isinstance(effect, effects.KeepPaper)] == [
        effects.KeepPaper(proved=False),
        effects.KeepPaper(proved=True),
    ]
    assert asked.count(effects.ResetCounter(Count.PAPER_MM)) == 1


@pytest.mark.requirement("X13")
def test_a_technicians_own_test_page_will_do_and_a_receipt_will_not() -> None:
    """X13."""
    unproved = replace(WELL, paper_unproved=True)
    at = play(visit(states.Maintenance(test="running"), health=unproved), printer())[0]
    assert not at.health.can_print
    assert not play(at, events.PaperFinished("K07-2222-2201", PrintOutcome.CONFIRMED))[0].health.can_print
    assert play(at, events.PaperFinished("test", PrintOutcome.CONFIRMED))[0].health.can_print


@pytest.mark.requirement("X13")
@pytest.mark.parametrize("state", [DeviceState.UNPLUGGED, DeviceState.OFFLINE, DeviceState.BROKEN])
def test_what_is_worse_is_told_first(state: DeviceState) -> None:
    """X13: and the missing page again when that is over."""
    at = visit(health=replace(WELL, paper_unproved=True))
    gone = play(at, events.DeviceReported(DeviceStatus(Device.RECEIPT_PRINTER, state)))[0]
    assert gone.health.of(Device.RECEIPT_PRINTER).state is state
    back = play(gone, printer())[0].health.of(Device.RECEIPT_PRINTER)
    assert (back.state, back.faults) == (DeviceState.PERSON_NEEDED, (Fault.PAPER_UNPROVED,))


def test_without_a_printer_there_is_no_paper_to_prove() -> None:
    none = DeviceStatus(Device.RECEIPT_PRINTER, DeviceState.NOT_FITTED)
    after, asked = play(visit(PAPER), events.DeviceReported(none), events.Confirmed())
    assert not after.health.paper_unproved
    assert effects.KeepPaper(proved=False) not in asked


@pytest.mark.requirement("K9")
@pytest.mark.parametrize("fault", [Fault.COVER_OPEN, Fault.PAPER_OUT])
def test_no_test_is_printed_while_the_printer_says_not_yet(fault: Fault) -> None:
    """K9: by its own word."""
    closing = visit(replace(PAPER, step=PaperStep.CLOSE))
    assert play(closing, printer(fault), events.Confirmed())[0].state == closing.state
    ready = play(closing, printer(fault), printer(), events.Confirmed())[0]
    assert ready.state == states.PaperChange(MENU, PaperStep.PRINT, "running")


@pytest.mark.requirement("K9")
def test_technicians_go_the_same_way_of_new_paper() -> None:
    """K9."""
    inside = states.Maintenance()
    at = play(visit(inside), events.RoomOpened(Room.PAPER), *[events.Confirmed()] * 3)[0]
    after, asked = play(at, events.PaperFinished("test", PrintOutcome.CONFIRMED), events.WentBack())
    assert WriteAudit(Entry(Kind.PAPER_CHANGED, {"by": "technician"})) in asked
    assert after.state == inside


@pytest.mark.requirement("K9")
def test_the_panel_is_wiped_by_staff_too() -> None:
    """K9: and is back on their page."""
    wiped, asked = play(visit(MENU), events.ChoreChosen(Chore.CLEANING))
    assert asked == [WriteAudit(Entry(Kind.CLEANING_BEGAN))]
    assert play(wiped, events.MaintenanceLeft())[0].state == wiped.state
    assert play(wiped, tick(60))[0].state == MENU


@pytest.mark.requirement("X54")
@pytest.mark.parametrize("state", [MENU, PAPER, states.ClosingWanted(MENU)])
def test_a_forgotten_page_of_staff_is_left_by_itself(state: states.State) -> None:
    """X54."""
    after, asked = play(visit(state), tick(601))
    assert after.state == states.Attract()
    assert WriteAudit(Entry(Kind.MAINTENANCE_LEFT, {"by": "timeout"})) in asked
