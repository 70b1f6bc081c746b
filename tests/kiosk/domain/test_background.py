"""Facts about devices, store and line, and when the terminal is asked about what a break left open."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus, Health, Line, QueueCounts
from kiosk.domain.payment import Approved, Cancelled, CancelledBy, Declined, InDoubt, Outcome
from kiosk.domain.states import PaperState, Stage
from kiosk.domain.visit import Visit
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.examples import AMOUNT, CUSTOMER, LINES, WELL, a_payment, a_slip, play, visit

PAYMENT = a_payment()
GONE = DeviceStatus(Device.PAYMENT_TERMINAL, DeviceState.OFFLINE, (Fault.NO_ANSWER,))
BACK = DeviceStatus(Device.PAYMENT_TERMINAL, DeviceState.ONLINE)
PAYING = states.Paying(LINES, AMOUNT, Stage.ENTER_PIN, PAYMENT)
PRINTING = states.Unsettled(PAYMENT, PaperState.PRINTING)


def test_a_device_that_changed_is_kept_and_written_down() -> None:
    low = DeviceStatus(
        Device.RECEIPT_PRINTER, DeviceState.PERSON_NEEDED, (Fault.PAPER_OUT, Fault.COVER_OPEN), "x"
    )
    after, asked = play(visit(), events.DeviceReported(low))
    assert after.health.of(Device.RECEIPT_PRINTER) == low
    assert not after.health.can_print
    fields = {
        "device": "receipt_printer",
        "state": "person_needed",
        "faults": "paper_out,cover_open",
        "owner": "site_staff",
    }
    assert asked == [effects.WriteAudit(Entry(Kind.DEVICE_CHANGED, fields))]
    same = replace(low, detail="said otherwise")
    assert play(after, events.DeviceReported(same))[1] == []


def test_the_order_of_reports_does_not_matter() -> None:
    one, _ = play(visit(health=Health()), *(events.DeviceReported(s) for s in WELL.devices))
    other, _ = play(visit(health=Health()), *(events.DeviceReported(s) for s in reversed(WELL.devices)))
    assert one.health.devices == other.health.devices == WELL.devices


@pytest.mark.requirement("A5")
def test_when_the_line_was_last_up() -> None:
    """A5: how old is what is shown."""
    later = NOW + timedelta(minutes=3)
    at, _ = play(visit(now=later), events.LineReported(Line.DOWN))
    assert (at.health.line, at.health.line_up_at) == (Line.DOWN, NOW)
    at, _ = play(at, events.LineReported(Line.UP))
    assert (at.health.line, at.health.line_up_at) == (Line.UP, later)
    assert at.state == states.Attract()


def test_the_queue_is_counted() -> None:
    counts = QueueCounts(3, 1, 4, NOW)
    assert play(visit(), events.QueueCounted(counts))[0].health.queue == counts


# --- recovery --------------------------------------------------------------------------------------


def returned(at: Visit, what: str) -> tuple[Visit, list[effects.Effect]]:
    if what == "terminal":
        return play(at, events.DeviceReported(GONE), events.DeviceReported(BACK))
    return play(at, events.StoreReported(False), events.StoreReported(True))


@pytest.mark.requirement("E2")
@pytest.mark.parametrize("what", ["terminal", "store"])
@pytest.mark.parametrize(
    "state", [states.Attract(), states.Review(LINES, AMOUNT, states.BillsShown()), PRINTING]
)
def test_what_came_back_is_used_at_once_and_nobody_pays_meanwhile(state: states.State, what: str) -> None:
    """E2: an inquiry must not meet a charge."""
    at, asked = returned(visit(state, customer=CUSTOMER), what)
    assert asked.count(effects.Recover()) == 1
    assert at.health.recovering
    assert not at.health.can_charge
    if isinstance(state, states.Review):
        refused, asked = play(at, events.Confirmed())
        assert (refused.state, asked) == (states.NotPaid(LINES, AMOUNT, "terminal"), [])
    free, _ = play(at, events.RecoveryEnded(None))
    assert not free.health.recovering


@pytest.mark.requirement("E2")
@pytest.mark.parametrize("what", ["terminal", "store"])
def test_what_came_back_while_somebody_pays_is_used_afterwards(what: str) -> None:
    """E2: put off, not forgotten."""
    at, asked = returned(visit(PAYING), what)
    assert effects.Recover() not in asked
    told, asked = play(at, events.OutcomeSaved(PAYMENT, Declined()))
    assert asked == [effects.Push(), effects.Recover()]
    assert told.health.recovering
    assert effects.Recover() not in play(told, events.Confirmed())[1]


@pytest.mark.requirement("E2")
def test_asking_once_more_waits_until_nobody_pays() -> None:
    """E2: a doubt of before is not asked about beside a charge, and nobody begins to pay beside an inquiry."""
    at, asked = play(visit(PAYING), events.RecoveryFellDue())
    assert asked == []
    assert effects.Recover() in play(at, events.OutcomeSaved(PAYMENT, Declined()))[1]
    at, asked = play(visit(), events.RecoveryFellDue())
    assert asked == [effects.Recover()]
    assert at.health.recovering


def test_a_disk_or_terminal_that_was_never_away_owes_nothing() -> None:
    assert play(visit(), events.StoreReported(True), events.DeviceReported(BACK))[1] == []


@pytest.mark.requirement("E2")
@pytest.mark.parametrize(
    ("outcome", "word"),
    [
        (Approved(a_slip()), "approved"),
        (Cancelled(CancelledBy.NOT_CHARGED), "not_charged"),
        (Declined(), "not_charged"),
        (InDoubt("no_answer"), "in_doubt"),
    ],
    ids=repr,
)
def test_who_paid_when_the_power_went_is_told(outcome: Outcome, word: str) -> None:
    """E2, X25: reference and what became of it, and nobody's name."""
    start = visit(health=replace(WELL, recovering=True))
    at, _ = play(start, events.RecoveryEnded((PAYMENT, outcome)))
    until = NOW + at.house.patience.idle
    assert at.state == states.Recovered(PAYMENT.reference, AMOUNT, word, until)
    assert at.customer is None
    assert play(at, events.Started())[0].state == states.Home()


def test_a_customer_who_is_here_is_not_disturbed_by_it() -> None:
    at, _ = play(visit(states.Home()), events.RecoveryEnded((PAYMENT, Declined())))
    assert at.state == states.Home()
