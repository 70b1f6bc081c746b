"""Facts about devices, store and line: they hold whatever is on the screen."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.case import Booking
from kiosk.domain.content import Content, Knowledge, placed
from kiosk.domain.effects import AskCase, Effect, LearnAnswers, WriteAudit
from kiosk.domain.events import Event
from kiosk.domain.faults import owner_of
from kiosk.domain.flow import cabinet
from kiosk.domain.flow.recovering import owing_recovery
from kiosk.domain.flow.touch import is_committing, is_resting
from kiosk.domain.health import Device, DeviceStatus, Health, Line
from kiosk.domain.payment import Approved, InDoubt, Outcome, Payment
from kiosk.domain.visit import Step, Visit
from kiosk.domain.wait import Waits


def step(visit: Visit, event: Event) -> Step | None:
    match event:
        case events.DeviceReported(status):
            return reported(visit, status)
        case events.LineReported(line):
            up_at = visit.now if line is Line.UP else visit.health.line_up_at
            return _healthy(visit, replace(visit.health, line=line, line_up_at=up_at)), ()
        case events.StoreReported(works):
            return _store(visit, works)
        case events.SoundReported(works):
            return _healthy(visit, replace(visit.health, sound_works=works)), ()
        case events.SpeechReported(works):
            return _healthy(visit, replace(visit.health, speech_works=works)), ()
        case events.OutsideReaderReported(works):
            return _healthy(visit, replace(visit.health, outside_reader_works=works)), ()
        case events.QueueCounted(counts):
            counted = replace(visit, offline_payments=counts.offline, offline_since=counts.offline_since)
            return _healthy(counted, replace(visit.health, queue=counts)), ()
        case events.RecordDelivered(reference):
            return _delivered(visit, reference)
        case events.ContentPulled(content):
            return _published(visit, content)
        case events.LayoutsFound(layouts):
            return replace(visit, layouts=layouts), ()
        case events.RecoveryFellDue():
            return owing_recovery(visit), ()
        case events.RecoveryEnded(last, anchor, settling):
            settled = _healthy(visit, replace(visit.health, settling=settling))
            return _recovered(settled, last, anchor), ()
        case _:
            return None


def _healthy(visit: Visit, health: Health) -> Visit:
    return replace(visit, health=health)


def _published(visit: Visit, content: Content) -> Step:
    """At once while nobody is here, else for the next visit: nothing changes under a customer's finger. The search may
    know new articles before they are shown; what a visit may not show it leaves out."""
    house = placed(visit.coming or visit.house, content)
    learn: tuple[Effect, ...] = (LearnAnswers(house.articles),) if isinstance(content, Knowledge) else ()
    if isinstance(content, Waits):  # nothing to touch, and a newer number is the truer one
        return replace(visit, house=placed(visit.house, content), coming=visit.coming and house), ()
    if is_resting(visit):
        return replace(visit, house=house, coming=None), learn
    return replace(visit, coming=house), learn


def reported(visit: Visit, status: DeviceStatus) -> Step:
    """What a device said is known, and written down where it is news."""
    status = cabinet.latched(visit.health, visit.health.judged(status))
    before = visit.health.of(status.device)
    known = {**{s.device: s for s in visit.health.devices}, status.device: status}
    devices = tuple(known[device] for device in Device if device in known)
    fresh = _healthy(visit, replace(visit.health, devices=devices))
    if (before.state, before.faults) == (status.state, status.faults):
        return fresh, ()
    if status.device is Device.PAYMENT_TERMINAL and status.works and not before.works:
        fresh = owing_recovery(fresh)
    if status.device is Device.CABINET:
        fresh, more = cabinet.moved(fresh, before, status)
        return fresh, (_changed(status), *more)
    return fresh, (_changed(status),)


def _store(visit: Visit, works: bool) -> Step:
    """When the disk takes rows again, what could not be recorded is asked of the terminal."""
    returned = works and not visit.health.store_works
    visit = _healthy(visit, replace(visit.health, store_works=works))
    return (owing_recovery(visit) if returned else visit), ()


def _changed(status: DeviceStatus) -> Effect:
    return WriteAudit(
        Entry(
            Kind.DEVICE_CHANGED,
            {
                "device": status.device.value,
                "state": status.state.value,
                "faults": ",".join(fault.value for fault in status.faults),
                "owner": ",".join(sorted({owner_of(fault).value for fault in status.faults})),
            },
        )
    )


def _delivered(visit: Visit, reference: str) -> Step:
    """What was asked for is with the centre: whether it is confirmed or moved is asked at once."""
    match visit.state:
        case states.Paid(payment=payment, refund=False) as paid if payment.reference == reference:
            return replace(visit, state=replace(paid, posted=True)), ()
        case states.CallbackDone(reference=mine) as called if mine == reference:
            return replace(visit, state=replace(called, provisional=False)), (AskCase(reference),)
        case states.CaseDone(reference=mine) as done if mine == reference:
            asked = (AskCase(reference),) if isinstance(done.draft, Booking) else ()
            return replace(visit, state=replace(done, provisional=False)), asked
        case states.CaseShown(standing=standing, wish=wish) if wish and standing.reference == reference:
            return visit, (AskCase(reference),)
        case _:
            return visit, ()


def _recovered(visit: Visit, last: tuple[Payment, Outcome] | None, anchor: str) -> Visit:
    """Who paid when the power went may still stand here: say what became of it, and name nobody."""
    visit = _healthy(visit, replace(visit.health, recovering=False))
    if last is None:
        return visit
    payment, outcome = last
    if isinstance(visit.state, states.Unsettled) and visit.state.payment.id == payment.id:
        return visit if is_committing(visit) else _cleared_up(visit, payment, outcome, anchor)
    if not is_resting(visit):
        return visit
    until = visit.now + visit.patience.idle
    return visit.at(states.Recovered(payment.reference, payment.amount, _word(outcome), until))


def _cleared_up(visit: Visit, payment: Payment, outcome: Outcome, anchor: str) -> Visit:
    """The doubt ends while its customer is still looking at it."""
    match outcome:
        case Approved():
            return visit.at(states.Paid(payment, outcome, anchor=anchor))
        case InDoubt():
            return visit
        case _:
            return visit.at(states.NotPaid(payment.lines, payment.amount, "cancelled"))


def _word(outcome: Outcome) -> str:
    match outcome:
        case Approved():
            return "approved"
        case InDoubt():
            return "in_doubt"
        case _:
            return "not_charged"
