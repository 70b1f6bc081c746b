"""The guided checks: what each asks for, what counts as passed, and the hint that goes with each way to fail."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.effects import PrepareTerminal, PrintTest, ProbeCentre, WriteAudit
from kiosk.domain.events import Event
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.upkeep import (
    CARD_TIME,
    TOUCH_CELLS,
    TOUCH_TIME,
    Check,
    CheckResult,
    Verdict,
    with_result,
)
from kiosk.domain.visit import Step, Visit

_DEVICES = {
    Check.PRINTER: Device.RECEIPT_PRINTER,
    Check.READER: Device.CARD_READER,
    Check.TERMINAL: Device.PAYMENT_TERMINAL,
    Check.SCANNER: Device.CODE_SCANNER,
}
#: What the centre may say instead of an answer, where there is something to do about it.
CENTRE_HINTS = ("revoked", "unknown_kiosk", "bad_signature", CERTIFICATE := "certificate")


def begin(visit: Visit, state: states.Checks, check: Check) -> Step:
    """`check` is asked for, and no other is running."""
    running = replace(state, running=check)
    match check:
        case Check.PRINTER | Check.READER | Check.TERMINAL | Check.SCANNER:
            return _device(visit, running, check)
        case Check.TOUCH:
            return visit.at(states.TouchTest(running, visit.now + TOUCH_TIME)), ()
        case Check.SPEAKER:
            return ended(visit, running, Verdict.NOT_FITTED)
        case Check.NETWORK | Check.CENTRE:
            return visit.at(running), (ProbeCentre(),)
        case Check.STORE if visit.health.store_works:
            return ended(visit, running, Verdict.PASSED)
        case Check.STORE:
            return ended(visit, running, Verdict.FAILED, "store")


def _device(visit: Visit, state: states.Checks, check: Check) -> Step:
    status = visit.health.of(_DEVICES[check])
    if status.state is DeviceState.NOT_FITTED:
        return ended(visit, state, Verdict.NOT_FITTED)
    if not status.works:
        return ended(visit, state, Verdict.FAILED, hint_of(status))
    match check:
        case Check.PRINTER:
            return visit.at(state), (PrintTest(visit.language),)
        case Check.TERMINAL:
            return visit.at(state), (PrepareTerminal(),)
        case Check.READER | Check.SCANNER:
            return visit.at(replace(state, until=visit.now + CARD_TIME)), ()
        case _:
            return visit, ()


def heard(visit: Visit, state: states.Checks, event: Event) -> Step | None:
    """The answer that the running check waits for."""
    match state.running, event:
        case Check.PRINTER, events.PaperFinished("test", PrintOutcome.CONFIRMED):
            return ended(visit, state, Verdict.PASSED)
        case Check.PRINTER, events.PaperFinished("test", outcome):
            return ended(visit, state, Verdict.FAILED, f"paper.{outcome.value}")
        case Check.READER, events.CardPresented():
            return ended(visit, state, Verdict.PASSED)
        case Check.READER, events.CardUnreadable():
            return ended(visit, state, Verdict.FAILED, f"fault.{Fault.UNREADABLE_CARD.value}")
        case Check.SCANNER, events.CodeScanned():
            return ended(visit, state, Verdict.PASSED)
        case Check.SCANNER, events.CodeUnreadable():
            return ended(visit, state, Verdict.FAILED, "code_unreadable")
        case Check.TERMINAL, events.TerminalReady():
            return ended(visit, state, Verdict.PASSED)
        case Check.TERMINAL, events.TerminalNotReady(status):
            return ended(visit, state, Verdict.FAILED, hint_of(status))
        case ((Check.NETWORK | Check.CENTRE), events.CentreProbed(answers, reason)):
            return _probed(visit, state, answers, reason)
        case _:
            return None


def _probed(visit: Visit, state: states.Checks, answers: bool, reason: str) -> Step:
    """A centre that says no is there: the network is well, the kiosk's standing is not. Who does not
    prove to be the centre may be anybody on the network."""
    if answers or (reason not in ("", CERTIFICATE) and state.running is Check.NETWORK):
        return ended(visit, state, Verdict.PASSED)
    if not reason:
        return ended(visit, state, Verdict.FAILED, "network")
    return ended(visit, state, Verdict.FAILED, f"centre.{reason if reason in CENTRE_HINTS else 'other'}")


def touched(visit: Visit, state: states.TouchTest, cell: int) -> Step:
    reached = state.touched | {cell}
    if len(reached) == TOUCH_CELLS:
        return ended(visit, replace(state.before, running=Check.TOUCH), Verdict.PASSED)
    return visit.at(replace(state, touched=reached)), ()


def timed(visit: Visit) -> Step:
    """The clock: whoever was to do something did not; the panel is wiped."""
    match visit.state:
        case states.Checks(running=Check() as check, until=until) as state if until and visit.now >= until:
            return ended(visit, state, Verdict.FAILED, "no_card" if check is Check.READER else "no_code")
        case states.Cleaning(until=until, before=before) if visit.now >= until:
            return replace(visit, touched_at=visit.now).at(before), ()
        case states.TouchTest(until=until) as state if visit.now >= until:
            return ended(visit, replace(state.before, running=Check.TOUCH), Verdict.FAILED, "touch")
        case _:
            return visit, ()


def ended(visit: Visit, state: states.Checks, verdict: Verdict, hint: str = "") -> Step:
    """The running check has its result, which is written down."""
    assert state.running is not None
    result = CheckResult(state.running, verdict, hint, visit.now)
    note = Entry(
        Kind.CHECK_ENDED, {"check": result.check.value, "verdict": result.verdict.value, "hint": result.hint}
    )
    before = replace(state.before, results=with_result(state.before.results, result))
    return visit.at(states.Checks(before, report=state.report)), (WriteAudit(note),)


def hint_of(status: DeviceStatus) -> str:
    """The first fault says what to do; without one the state does."""
    return f"fault.{status.faults[0].value}" if status.faults else f"state.{status.state.value}"
