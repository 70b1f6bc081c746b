"""Carries effects out: each on the lane that owns what it needs; its answer comes back to main as an event.

Failures of devices, disk and line become events here, at the lane. A bug does not: the lane's net takes it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from kiosk.domain import effects, events
from kiosk.domain.account import Unreachable
from kiosk.domain.audit import Entry
from kiosk.domain.effects import Effect
from kiosk.domain.events import Event
from kiosk.domain.health import Device, DeviceState, DeviceStatus, Fault, Line, Service
from kiosk.domain.payment import Cancelled, CancelledBy
from kiosk.domain.receipt import Paper, PrintOutcome
from kiosk.domain.states import Stage
from kiosk.domain.visit import Visit
from kiosk.ports import (
    Audit,
    Callbacks,
    Clock,
    Crm,
    DeviceError,
    Keeper,
    Lane,
    Offline,
    Outbox,
    Payments,
    PaymentTerminal,
    ReceiptPrinter,
    StoreError,
    TechnicianLock,
)
from kiosk.services.controller import NOBODY, Envelope
from kiosk.services.papers import Papers


@dataclass(frozen=True, slots=True)
class Lanes:
    printer: Lane
    terminal: Lane
    records: Lane
    network: Lane


@dataclass(frozen=True, slots=True)
class World:
    """Everything an effect may need of the outside."""

    printer: ReceiptPrinter
    terminal: PaymentTerminal
    payments: Payments
    callbacks: Callbacks
    outbox: Outbox
    audit: Audit
    keeper: Keeper
    crm: Crm
    lock: TechnicianLock
    papers: Papers
    clock: Clock


class Effects:
    """`post` brings an envelope to main; `push` and `recover` wake those services. Called on main only."""

    def __init__(
        self,
        world: World,
        lanes: Lanes,
        post: Callable[[Envelope], None],
        push: Callable[[], None],
        recover: Callable[[], None],
    ) -> None:
        self._world = world
        self._lanes = lanes
        self._post = post
        self._push = push
        self._recover = recover

    def carry_out(self, visit: Visit, effect: Effect) -> None:
        match effect:
            case effects.SignIn() | effects.SignOut() | effects.FetchBills() | effects.CheckBills():
                self._on_network(visit, effect)
            case effects.PrepareTerminal():
                self._submit(self._lanes.terminal, visit, lambda: self._prepare())
            case effects.Charge():
                self._submit_money(self._lanes.terminal, visit, lambda: self._charge(visit, effect))
            case effects.CancelCharge():
                self._world.terminal.cancel()
            case effects.Inquire(payment, pause):
                self._lanes.terminal.later(
                    pause.total_seconds(),
                    lambda: self._tell(visit, events.TerminalFound(payment, self._world.terminal.inquire())),
                )
            case effects.SaveIntent():
                self._submit_money(self._lanes.records, visit, lambda: self._save_intent(effect))
            case effects.SaveOutcome():
                self._submit_money(self._lanes.records, visit, lambda: self._save_outcome(effect))
            case effects.SavePaperFate(payment, outcome):
                self._write(lambda: self._world.payments.paper(payment, outcome, self._world.clock.now()))
            case effects.SaveCallback():
                self._submit_money(self._lanes.records, visit, lambda: self._save_callback(visit, effect))
            case effects.PrintProof() | effects.PrintClaim() | effects.PrintCallback() | effects.PrintTest():
                self._print(visit, effect)
            case effects.WriteAudit(entry):
                self._write(lambda: self._audit(entry))
            case effects.KeepService(service):
                self._write(lambda: self._keep(service))
            case effects.CheckTechnician(digits):
                self._submit(self._lanes.records, visit, lambda: self._check_technician(digits))
            case effects.CountQueue():
                self._write(lambda: self._fact(events.QueueCounted(self._world.outbox.counts())))
            case effects.ForgetVisit():
                self._lanes.printer.forget(visit.id)
                self._lanes.network.forget(visit.id)
            case effects.Push():
                self._push()
            case effects.Recover():
                self._recover()
            case _:
                assert_never(effect)

    # --- back to main ---------------------------------------------------------------------------

    def _tell(self, visit: Visit, event: Event) -> None:
        self._post(Envelope(visit.id, event))

    def _fact(self, event: Event) -> None:
        self._post(Envelope(NOBODY, event))

    def _submit(self, lane: Lane, visit: Visit, job: Callable[[], Event]) -> None:
        """A job of this visit; forgotten with it if it has not begun."""
        if not lane.submit(lambda: self._tell(visit, job()), owner=visit.id):
            self._fact(events.Broke("inbox full"))

    def _submit_money(self, lane: Lane, visit: Visit, job: Callable[[], Event]) -> None:
        """A job that no end of a visit may drop."""
        if not lane.submit(lambda: self._tell(visit, job())):
            self._fact(events.Broke("inbox full"))

    def _write(self, job: Callable[[], None]) -> None:
        """A write whose failure the customer need not hear of, but the house must."""

        def run() -> None:
            try:
                job()
            except StoreError:
                self._fact(events.StoreReported(works=False))

        if not self._lanes.records.submit(run):
            # Not `Broke`: that is itself written down, and would come back here without end.
            self._fact(events.StoreReported(works=False))

    # --- the centre -----------------------------------------------------------------------------

    def _on_network(
        self,
        visit: Visit,
        effect: effects.SignIn | effects.SignOut | effects.FetchBills | effects.CheckBills,
    ) -> None:
        crm = self._world.crm
        match effect:
            case effects.SignIn(card, pin):
                self._submit(self._lanes.network, visit, lambda: self._sign_in(visit, card, pin))
            case effects.SignOut(grant):
                self._lanes.network.submit(lambda: self._sign_out(grant))
            case effects.FetchBills(grant):
                self._submit(self._lanes.network, visit, lambda: self._fetch(crm, grant))
            case effects.CheckBills(grant, bills):
                self._submit(self._lanes.network, visit, lambda: self._check(crm, grant, bills))

    def _sign_in(self, visit: Visit, card: str, pin: str) -> Event:
        answer = self._world.crm.sign_in(visit.id, card, pin)
        if isinstance(answer, Unreachable):
            self._fact(events.LineReported(Line.DOWN))
        return events.SignInAnswered(answer, card)

    def _sign_out(self, grant: str) -> None:
        try:
            self._world.crm.sign_out(grant)
        except Offline:
            return  # the grant runs out by itself

    def _fetch(self, crm: Crm, grant: str) -> Event:
        try:
            answer = crm.bills(grant)
        except Offline as offline:
            self._note_line(offline)
            return events.BillsFetched(None, reason=offline.reason)
        return events.BillsFetched(answer.bills, answer.as_of)

    def _check(self, crm: Crm, grant: str, bills: tuple[str, ...]) -> Event:
        try:
            return events.BillsChecked(crm.check(grant, bills))
        except Offline as offline:
            self._note_line(offline)
            return events.BillsChecked(None, offline.reason)

    def _note_line(self, offline: Offline) -> None:
        """A centre that answers with a clear no is there."""
        if not offline.reason:
            self._fact(events.LineReported(Line.DOWN))

    # --- the terminal ---------------------------------------------------------------------------

    def _prepare(self) -> Event:
        try:
            return events.TerminalReady(self._world.terminal.prepare())
        except DeviceError as error:
            faults = (Fault.NO_ANSWER,)
            status = DeviceStatus(Device.PAYMENT_TERMINAL, DeviceState.OFFLINE, faults, str(error))
            return events.TerminalNotReady(status)

    def _charge(self, visit: Visit, effect: effects.Charge) -> Event:
        def on_stage(stage: Stage) -> None:
            self._tell(visit, events.TerminalProgressed(stage))

        try:
            outcome = self._world.terminal.charge(effect.payment.amount, on_stage)
        except DeviceError:  # by the port's word the request never reached the terminal
            outcome = Cancelled(CancelledBy.NOT_CHARGED)
        return events.TerminalAnswered(effect.payment, outcome)

    # --- the store ------------------------------------------------------------------------------

    def _save_intent(self, effect: effects.SaveIntent) -> Event:
        try:
            payment = self._world.payments.ask(
                effect.lines,
                effect.amount,
                effect.mark,
                effect.offline,
                effect.language,
                self._world.clock.now(),
            )
        except StoreError as error:
            return events.IntentNotSaved(str(error))
        return events.IntentSaved(payment)

    def _save_outcome(self, effect: effects.SaveOutcome) -> Event:
        now = self._world.clock.now()
        try:
            stands = self._world.payments.decide(effect.payment, effect.outcome, effect.recovered, now)
        except StoreError as error:
            return events.OutcomeNotSaved(effect.payment, effect.outcome, str(error))
        return events.OutcomeSaved(effect.payment, stands)

    def _save_callback(self, visit: Visit, effect: effects.SaveCallback) -> Event:
        trail = tuple((mark.at, mark.what) for mark in visit.trail)
        try:
            reference = self._world.callbacks.save(
                effect.draft, effect.language, trail, self._world.clock.now()
            )
        except StoreError as error:
            return events.CallbackNotSaved(str(error))
        return events.CallbackSaved(reference)

    def _audit(self, entry: Entry) -> None:
        self._world.audit.write(entry, self._world.clock.now())

    def _keep(self, service: Service) -> None:
        self._world.keeper.keep_service(service, self._world.clock.now())

    def _check_technician(self, digits: str) -> Event:
        """The try is on disk before the PIN is looked at; a disk that cannot count lets nobody in."""
        keeper = self._world.keeper
        try:
            now = self._world.clock.now()
            locked_until = keeper.count_try(now)
            if locked_until is not None:
                return events.TechnicianRefused(locked_until)
            if not self._world.lock.fits(digits):
                return events.TechnicianRefused(keeper.locked_until(now))
            keeper.clear_tries()
        except StoreError:
            self._fact(events.StoreReported(works=False))
            return events.TechnicianRefused(None)
        return events.TechnicianAdmitted()

    # --- paper ----------------------------------------------------------------------------------

    def _print(
        self,
        visit: Visit,
        effect: effects.PrintProof | effects.PrintClaim | effects.PrintCallback | effects.PrintTest,
    ) -> None:
        paper = self._paper(effect)
        printer = self._world.printer

        def job() -> Event:
            return events.PaperFinished(paper.reference, printer.print(paper))

        if not self._lanes.printer.submit(lambda: self._tell(visit, job()), owner=visit.id):
            self._tell(visit, events.PaperFinished(paper.reference, PrintOutcome.NOT_PRINTED))

    def _paper(
        self, effect: effects.PrintProof | effects.PrintClaim | effects.PrintCallback | effects.PrintTest
    ) -> Paper:
        papers = self._world.papers
        match effect:
            case effects.PrintProof(payment, approved, posted, offline, language):
                return papers.proof(payment, approved, posted, offline, language)
            case effects.PrintClaim(payment, language):
                return papers.claim(payment, language)
            case effects.PrintCallback(reference, draft, provisional, language):
                return papers.callback(reference, draft, provisional, language)
            case effects.PrintTest(language):
                return papers.test(language, self._world.clock.now())
