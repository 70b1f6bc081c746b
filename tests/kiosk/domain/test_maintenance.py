"""Behind the hidden gesture."""

from dataclasses import replace

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.effects import WriteAudit
from kiosk.domain.health import Service
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.states import Problem
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.examples import (
    AMOUNT,
    CUSTOMER,
    GRANT,
    HOUSE,
    LINES,
    TECHNICIAN_PIN,
    WELL,
    play,
    tick,
    visit,
)

TYPED = [events.DigitTyped(digit) for digit in TECHNICIAN_PIN]
CHECKING = states.TechnicianPin(checking=True)
INSIDE = states.Maintenance()


@pytest.mark.requirement("K2")
@pytest.mark.parametrize(
    ("state", "opens"),
    [
        (states.Attract(), True),
        (states.Closed(), True),
        (states.OutOfOrder("fault"), True),
        (states.Home(), True),
        (states.BillsShown(), False),
        (states.Paying(LINES, AMOUNT, states.Stage.SAVING), False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_gesture_works_where_no_business_is_open(state: states.State, opens: bool) -> None:
    """K2."""
    after, asked = play(visit(state), events.MaintenanceGestured())
    assert after.state == (states.TechnicianPin() if opens else state)
    assert asked == []


@pytest.mark.requirement("K2")
def test_the_right_pin_opens_and_is_written_down() -> None:
    """K2: the PIN leaves the visit with the question; a customer's visit that stood here is over."""
    at, asked = play(
        visit(states.Home(), customer=CUSTOMER), events.MaintenanceGestured(), *TYPED, events.Confirmed()
    )
    assert at.state == CHECKING
    assert asked == [effects.CheckTechnician(TECHNICIAN_PIN)]
    inside, asked = play(at, events.TechnicianAdmitted())
    assert (inside.state, inside.customer, inside.trail) == (INSIDE, None, ())
    assert inside.id != at.id
    assert asked == [
        effects.ForgetVisit(),
        effects.SignOut(GRANT),
        WriteAudit(Entry(Kind.MAINTENANCE_ENTERED)),
        effects.CountQueue(),
        effects.Push(),
    ]


@pytest.mark.requirement("K2")
@pytest.mark.parametrize("locked", [False, True])
def test_a_wrong_pin_is_told_and_written_down(locked: bool) -> None:
    """K2: with the time until which it is locked."""
    until = NOW if locked else None
    after, asked = play(visit(CHECKING), events.TechnicianRefused(until))
    problem = Problem.PIN_LOCKED if locked else Problem.PIN_WRONG
    assert after.state == states.TechnicianPin(problem=problem, locked_until=until)
    note = Entry(Kind.MAINTENANCE_REFUSED, {"locked": "yes" if locked else "no"})
    assert asked == [WriteAudit(note), effects.Push()]


def test_a_pin_too_short_is_not_asked_about() -> None:
    assert play(visit(states.TechnicianPin()), *TYPED[:5], events.Confirmed())[1] == []
    long = play(visit(states.TechnicianPin()), *TYPED * 3)[0].state
    assert long == states.TechnicianPin((TECHNICIAN_PIN * 3)[:14])
    assert play(visit(long), events.DigitErased())[0].state == states.TechnicianPin((TECHNICIAN_PIN * 3)[:13])
    assert play(visit(long), events.DigitsCleared())[0].state == states.TechnicianPin()


@pytest.mark.requirement("K2")
@pytest.mark.parametrize("event", [events.TechnicianAdmitted(), events.TechnicianRefused(None)], ids=repr)
@pytest.mark.parametrize("state", [states.TechnicianPin("135792"), states.Home(), states.Attract()])
def test_an_answer_that_nobody_asked_for_opens_nothing(state: states.State, event: events.Event) -> None:
    """K2."""
    assert play(visit(state), event)[0].state == state


@pytest.mark.requirement("K2")
@pytest.mark.parametrize("way", [events.WentBack(), events.WentHome(), events.Ended()], ids=repr)
def test_a_closed_kiosk_is_not_opened_through_the_technicians_door(way: events.Event) -> None:
    """K2: who gives up at the PIN is back where the door was."""
    closed = visit(states.Closed(), health=replace(WELL, service=Service.CLOSED))
    at, _ = play(closed, events.MaintenanceGestured(), way)
    assert at.state == states.Closed()


@pytest.mark.parametrize("outcome", PrintOutcome)
def test_a_test_print_is_told_and_written_down(outcome: PrintOutcome) -> None:
    running, asked = play(visit(INSIDE), events.TestPrintAsked())
    assert running.state == states.Maintenance("running")
    assert asked == [effects.PrintTest(HOUSE.languages[0])]
    assert play(running, events.TestPrintAsked())[1] == []
    done, asked = play(running, events.PaperFinished("test", outcome))
    assert done.state == states.Maintenance(outcome.value)
    assert asked == [WriteAudit(Entry(Kind.TEST_PRINTED, {"outcome": outcome.value}))]


@pytest.mark.requirement("K2")
@pytest.mark.parametrize(
    ("service", "then"), [(Service.CLOSED, states.Closed()), (Service.OPEN, states.Attract())]
)
def test_closing_and_opening_outlives_the_technician(service: Service, then: states.State) -> None:
    """K2: kept over a restart, written down, and so is leaving."""
    at, asked = play(visit(INSIDE), events.ServiceSwitched(service))
    note = WriteAudit(Entry(Kind.SERVICE_SWITCHED, {"service": service.value}))
    assert asked == [effects.KeepService(service), note, effects.Push()]
    left, asked = play(at, events.MaintenanceLeft())
    assert left.state == then
    assert WriteAudit(Entry(Kind.MAINTENANCE_LEFT, {"by": "technician"})) in asked


def test_only_a_technician_switches_the_service() -> None:
    for state in (states.Home(), states.TechnicianPin(), states.Attract()):
        at, asked = play(visit(state), events.ServiceSwitched(Service.CLOSED))
        assert (at.health.service, asked) == (Service.OPEN, [])


@pytest.mark.requirement("K2")
def test_a_technician_who_went_away_is_logged_out() -> None:
    """K2: after ten still minutes, not after nine; nothing but leaving ends it sooner."""
    at, asked = play(visit(INSIDE), tick(599), events.WentHome(), events.Ended())
    assert (at.state, asked) == (INSIDE, [])
    still, _ = play(visit(INSIDE), tick(599))
    gone, asked = play(still, tick(600))
    assert gone.state == states.Attract()
    assert WriteAudit(Entry(Kind.MAINTENANCE_LEFT, {"by": "timeout"})) in asked
