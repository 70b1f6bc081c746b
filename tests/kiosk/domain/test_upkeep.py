"""Behind the first page of maintenance: guided checks, the queue, the log, the panel that is wiped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.counters import Count, Counter
from kiosk.domain.effects import WriteAudit
from kiosk.domain.events import Event, Room
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus, Health, Service
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.upkeep import (
    TOUCH_CELLS,
    Check,
    CheckResult,
    LogLevel,
    LogTopic,
    QueueReport,
    Verdict,
    result_of,
)
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.examples import CARD, MARK, REPORT, WELL, play, tick, visit

OUTSIDE = states.Maintenance()
CHECKS = states.Checks(OUTSIDE)
COUNTED = (Counter(Count.PAPERS, 41, 412, NOW), Counter(Count.CUTS, 41, 412))
SILENT = DeviceStatus(Device.PAYMENT_TERMINAL, DeviceState.OFFLINE, (Fault.NO_ANSWER,))


def checked(check: Check, *answers: Event, health: Health = WELL) -> CheckResult:
    after, asked = play(visit(CHECKS, health=health), events.CheckAsked(check), *answers)
    assert isinstance(after.state, states.Checks)
    result = result_of(after.state.before.results, check)
    note = {"check": check.value, "verdict": result.verdict.value, "hint": result.hint}
    assert WriteAudit(Entry(Kind.CHECK_ENDED, note)) in asked
    assert result.at == after.now
    return result


def sick(device: Device, fault: Fault) -> Health:
    status = DeviceStatus(device, DeviceState.PERSON_NEEDED, (fault,))
    return replace(WELL, devices=(status, *(s for s in WELL.devices if s.device is not device)))


@pytest.mark.requirement("K3", "X55")
@pytest.mark.parametrize(
    ("check", "answers"),
    [
        (Check.PRINTER, [events.PaperFinished("test", PrintOutcome.CONFIRMED)]),
        (Check.READER, [events.CardPresented(CARD)]),
        (Check.TERMINAL, [events.TerminalReady(MARK)]),
        (Check.SCANNER, [events.CodeScanned("B-1")]),
        (Check.TOUCH, [events.CellTouched(cell) for cell in range(TOUCH_CELLS)]),
        (Check.NETWORK, [events.CentreProbed(True)]),
        (Check.CENTRE, [events.CentreProbed(True)]),
        (Check.NETWORK, [events.CentreProbed(False, "revoked")]),
        (Check.STORE, []),
    ],
    ids=str,
)
def test_a_part_that_works_passes(check: Check, answers: list[Event]) -> None:
    """K3, X55."""
    assert checked(check, *answers).verdict is Verdict.PASSED


@pytest.mark.requirement("K3", "X55")
def test_each_fault_has_a_hint_of_its_own() -> None:
    """K3: whatever can be wrong with printer, reader, terminal, panel, network, centre or disk says what to do."""
    found = [
        *(checked(Check.PRINTER, health=sick(Device.RECEIPT_PRINTER, fault)) for fault in Fault),
        *(
            checked(Check.PRINTER, events.PaperFinished("test", outcome))
            for outcome in PrintOutcome
            if outcome is not PrintOutcome.CONFIRMED
        ),
        checked(Check.READER, tick(31)),
        checked(Check.TOUCH, events.CellTouched(3), tick(46)),
        checked(Check.SCANNER, tick(31)),
        checked(Check.SCANNER, events.CodeUnreadable()),
        checked(Check.NETWORK, events.CentreProbed(False)),
        *(
            checked(Check.CENTRE, events.CentreProbed(False, why))
            for why in ("revoked", "bad_signature", "certificate", "odd")
        ),
        checked(Check.STORE, health=replace(WELL, store_works=False)),
    ]
    assert {result.verdict for result in found} == {Verdict.FAILED}
    hints = [result.hint for result in found]
    assert all(hints)
    assert len(set(hints)) == len(hints)


@pytest.mark.requirement("K3")
@pytest.mark.parametrize(
    ("check", "answer", "hint"),
    [
        (Check.READER, events.CardUnreadable(), "fault.unreadable_card"),
        (Check.TERMINAL, events.TerminalNotReady(SILENT), "fault.no_answer"),
        (Check.CENTRE, events.CentreProbed(False), "network"),
        (Check.NETWORK, events.CentreProbed(False, "certificate"), "centre.certificate"),
    ],
)
def test_what_fails_while_it_is_tried_says_so(check: Check, answer: Event, hint: str) -> None:
    """K3."""
    assert checked(check, answer).hint == hint


@pytest.mark.requirement("K3")
def test_what_is_not_there_is_neither_well_nor_broken() -> None:
    """K3: not fitted is a verdict of its own."""
    scanner = DeviceStatus(Device.CODE_SCANNER, DeviceState.NOT_FITTED)
    bare = replace(WELL, devices=(scanner,))
    assert checked(Check.SCANNER, health=bare).verdict is Verdict.NOT_FITTED
    assert checked(Check.SPEAKER).verdict is Verdict.NOT_FITTED


@pytest.mark.requirement("K3")
def test_one_check_at_a_time_and_another_ones_answer_is_none() -> None:
    """K3: the printer's paper does not pass the terminal."""
    running, asked = play(visit(CHECKS), events.CheckAsked(Check.TERMINAL))
    assert asked == [effects.PrepareTerminal()]
    same, asked = play(
        running, events.CheckAsked(Check.PRINTER), events.PaperFinished("test", PrintOutcome.CONFIRMED)
    )
    assert (same.state, asked) == (running.state, [])


@pytest.mark.requirement("X55")
@pytest.mark.parametrize("check", [Check.TOUCH, Check.STORE])
def test_a_failed_required_check_keeps_the_service_closed(check: Check) -> None:
    """X55: until it is passed."""
    failed = states.Maintenance(results=(CheckResult(check, Verdict.FAILED, "x", NOW),))
    shut = visit(failed, health=replace(WELL, service=Service.CLOSED))
    after, asked = play(shut, events.ServiceSwitched(Service.OPEN))
    assert (after.health.service, asked) == (Service.CLOSED, [])
    assert after.state == replace(failed, refused=True)
    passed = visit(
        states.Maintenance(results=(CheckResult(check, Verdict.PASSED, "", NOW),)), health=shut.health
    )
    assert play(passed, events.ServiceSwitched(Service.OPEN))[0].health.service is Service.OPEN


@pytest.mark.requirement("K3", "X55")
def test_the_results_are_printed_once_and_what_became_of_it_is_told() -> None:
    """K3, X55."""
    at, asked = play(visit(CHECKS), events.ReadinessAsked(), events.ReadinessAsked())
    assert asked == [effects.PrintReadiness((), at.language)]
    after, asked = play(at, events.PaperFinished("readiness", PrintOutcome.PARTIAL))
    assert after.state == replace(CHECKS, report="partial")
    assert asked == [WriteAudit(Entry(Kind.READINESS_PRINTED, {"outcome": "partial"}))]


@pytest.mark.requirement("K4", "J5")
def test_a_parked_record_is_retried_by_a_technician() -> None:
    """K4, J5: one or all; written down, and sent at once."""
    shown, asked = play(visit(OUTSIDE), events.RoomOpened(Room.QUEUE), events.QueueRead(REPORT))
    assert shown.state == states.QueueShown(OUTSIDE, REPORT)
    assert effects.ReadQueue() in asked
    for record, noted in (("r-1", "r-1"), ("", "all")):
        note = Entry(Kind.QUEUE_RETRIED, {"record": noted})
        asked = play(shown, events.RetryAsked(record))[1]
        assert asked == [effects.RetryParked(record), WriteAudit(note), effects.Push()]
    far = play(shown, events.PageTurned(9))[0]
    assert far.state == states.QueueShown(OUTSIDE, REPORT, 1)
    assert play(far, events.QueueRead(QueueReport()))[0].state == states.QueueShown(OUTSIDE, QueueReport())


@pytest.mark.requirement("X12")
def test_a_devices_page_shows_what_was_counted_and_begins_anew_when_told() -> None:
    """X12: a technician only, written down; what another device counts is not to be touched from here."""
    printer = Device.RECEIPT_PRINTER
    shown, asked = play(visit(OUTSIDE), events.RoomOpened(printer), events.CountersRead(COUNTED))
    assert shown.state == states.DeviceShown(OUTSIDE, printer, COUNTED)
    assert asked == [WriteAudit(Entry(Kind.ROOM_OPENED, {"room": "receipt_printer"})), effects.ReadCounters()]
    assert play(shown, events.CounterReset(Count.CUTS))[1] == [effects.ResetCounter(Count.CUTS)]
    assert play(shown, events.CounterReset(Count.CARDS))[1] == []
    for elsewhere in (OUTSIDE, states.Home()):
        assert play(visit(elsewhere), events.CounterReset(Count.CUTS))[1] == []
    assert play(shown, events.WentBack())[0].state == OUTSIDE


def test_the_log_is_read_again_for_another_weight() -> None:
    at, asked = play(visit(OUTSIDE), events.RoomOpened(Room.LOGS), events.LogLevelChosen(LogLevel.ERROR))
    assert [e for e in asked if isinstance(e, effects.ReadLogs)] == [
        effects.ReadLogs(LogLevel.INFO),
        effects.ReadLogs(LogLevel.ERROR),
    ]
    assert at.state == states.LogsShown(OUTSIDE, None, LogLevel.ERROR)


@pytest.mark.requirement("K4")
def test_the_log_is_filtered_by_topic_and_weight_together() -> None:
    """K4: the one stays when the other is chosen."""
    at, asked = play(
        visit(OUTSIDE),
        events.RoomOpened(Room.LOGS),
        events.LogTopicChosen(LogTopic.PRINTER),
        events.LogLevelChosen(LogLevel.ERROR),
    )
    assert asked[-1] == effects.ReadLogs(LogLevel.ERROR, LogTopic.PRINTER)
    assert at.state == states.LogsShown(OUTSIDE, None, LogLevel.ERROR, LogTopic.PRINTER)


@pytest.mark.requirement("K9")
def test_while_the_panel_is_wiped_no_touch_means_anything() -> None:
    """K9: sixty seconds, then the page is there again; written down."""
    wiped, asked = play(visit(OUTSIDE), events.RoomOpened(Room.CLEANING))
    assert WriteAudit(Entry(Kind.CLEANING_BEGAN)) in asked
    for touch in (events.WentBack(), events.HelpAsked(), events.MaintenanceGestured(), events.Started()):
        assert play(wiped, touch) == (replace(wiped, touched_at=NOW), [])
    assert play(wiped, tick(59))[0].state == wiped.state
    assert play(wiped, tick(60))[0].state == OUTSIDE


@pytest.mark.requirement("X54")
@pytest.mark.parametrize("room", [room for room in Room if room is not Room.CLEANING])
def test_every_page_is_written_down_and_left_by_itself(room: Room) -> None:
    """X54: audited, and nobody's forgotten page stays open."""
    inside, asked = play(visit(OUTSIDE), events.RoomOpened(room))
    assert asked[0] == WriteAudit(Entry(Kind.ROOM_OPENED, {"room": room.value}))
    assert play(inside, events.WentBack())[0].state == OUTSIDE
    assert play(inside, events.Ended(), events.WentHome())[0].state == inside.state
    after, asked = play(inside, tick(601))
    assert after.state == states.Attract()
    assert WriteAudit(Entry(Kind.MAINTENANCE_LEFT, {"by": "timeout"})) in asked
