"""What a payment needs: bills from the centre, the terminal, the journal."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from kiosk.domain import effects, events
from kiosk.domain.bill import BillStanding
from kiosk.domain.copies import Copy, NoCopy
from kiosk.domain.events import Event
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.payment import Cancelled, CancelledBy
from kiosk.domain.states import Stage
from kiosk.domain.visit import Visit
from kiosk.ports import DeviceError, Offline, StoreError
from kiosk.services.anchor import head_of
from kiosk.services.effects.errands import Errands
from kiosk.services.effects.goods import Goods
from kiosk.services.effects.world import Lanes, World


class Paying:
    """`recover` wakes the service that settles what a break left open."""

    def __init__(self, world: World, lanes: Lanes, errands: Errands, recover: Callable[[], None]) -> None:
        self._world = world
        self._lanes = lanes
        self._errands = errands
        self._recover = recover
        self._goods: Goods | None = None

    def carry_out(self, visit: Visit, effect: effects.PayingEffect) -> None:
        match effect:
            case effects.FetchBills(grant):
                self._errands.submit(self._lanes.network, visit, lambda: self._fetch(grant))
            case effects.CheckBills(stands=False):
                self._errands.hand_on(self._lanes.records, visit, lambda: self._look_up(visit, effect))
            case effects.CheckBills():
                self._errands.submit(self._lanes.network, visit, lambda: self._check(effect))
            case effects.PrepareTerminal():
                self._errands.submit(self._lanes.terminal, visit, self._prepare)
            case effects.Charge():
                self._errands.submit_kept(self._lanes.terminal, visit, lambda: self._charge(visit, effect))
            case effects.Deliver(wanted):
                if self._goods is not None:
                    self._goods.decide(wanted)
            case effects.CancelCharge():
                self._world.terminal.cancel()
            case effects.Inquire():
                self._inquire(visit, effect)
            case effects.SaveIntent():
                self._errands.submit_kept(self._lanes.records, visit, lambda: self._save_intent(effect))
            case effects.SaveOutcome():
                self._errands.submit_kept(self._lanes.records, visit, lambda: self._save_outcome(effect))
            case effects.SavePaperFate():
                self._errands.write(lambda: self._save_paper(effect))
            case effects.TakeCopy(reference):
                self._errands.submit(self._lanes.records, visit, lambda: self._take_copy(reference))
            case effects.MakeLink():
                self._errands.submit(self._lanes.records, visit, lambda: self._make_link(effect))
            case effects.Recover():
                self._recover()
            case _:
                assert_never(effect)

    # --- the centre -----------------------------------------------------------------------------

    def _fetch(self, grant: str) -> Event:
        try:
            answer = self._world.crm.bills(grant)
        except Offline as offline:
            self._errands.note_line(offline)
            return events.BillsFetched(None, reason=offline.reason)
        return events.BillsFetched(answer.bills, answer.as_of)

    def _look_up(self, visit: Visit, asked: effects.CheckBills) -> None:
        """In the journal, before the centre is asked: what is under way now and delivered a moment later would be known
        neither to the centre's answer nor to the journal when the intent is written."""
        try:
            under_way = self._world.payments.is_under_way(asked.bills)
        except StoreError as error:
            self._errands.tell(visit, events.IntentNotSaved(str(error)))
            return
        if under_way:
            standings = tuple(BillStanding(bill, payable=False) for bill in asked.bills)
            self._errands.tell(visit, events.BillsChecked(standings))
        else:
            self._errands.submit(self._lanes.network, visit, lambda: self._check(asked))

    def _check(self, asked: effects.CheckBills) -> Event:
        try:
            return events.BillsChecked(self._world.crm.check(asked.grant, asked.bills, asked.amounts))
        except Offline as offline:
            self._errands.note_line(offline)
            return events.BillsChecked(None, offline.reason)

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
            self._errands.tell(visit, events.TerminalProgressed(stage))

        def hold() -> None:
            self._errands.fact(events.TerminalHolds(effect.payment))

        self._goods = goods = Goods(hold) if effect.held else None
        try:
            outcome = self._world.terminal.charge(effect.payment.amount, on_stage, goods)
        except DeviceError:  # by the port's word the request never reached the terminal
            outcome = Cancelled(CancelledBy.NOT_CHARGED)
        return events.TerminalAnswered(effect.payment, outcome)

    def _inquire(self, visit: Visit, effect: effects.Inquire) -> None:
        def ask() -> None:
            finding = self._world.terminal.inquire(effect.payment)
            self._errands.tell(visit, events.TerminalFound(effect.payment, finding))

        self._lanes.terminal.later(effect.pause.total_seconds(), ask)

    # --- the journal ----------------------------------------------------------------------------

    def _save_intent(self, effect: effects.SaveIntent) -> Event:
        now = self._world.clock.now()
        try:
            payment = self._world.payments.ask(
                effect.lines, effect.amount, effect.mark, effect.offline, effect.language, now
            )
        except StoreError as error:
            return events.IntentNotSaved(str(error))
        return events.IntentSaved(payment) if payment else events.IntentNotSaved(being_checked=True)

    def _save_outcome(self, effect: effects.SaveOutcome) -> Event:
        now = self._world.clock.now()
        try:
            stands = self._world.payments.decide(effect.payment, effect.outcome, effect.recovered, now)
        except StoreError as error:
            return events.OutcomeNotSaved(effect.payment, effect.outcome, str(error))
        return events.OutcomeSaved(effect.payment, stands, head_of(self._world.audit))

    def _save_paper(self, effect: effects.SavePaperFate) -> None:
        self._world.payments.paper(effect.payment, effect.outcome, self._world.clock.now())

    def _take_copy(self, reference: str) -> Event:
        try:
            taken: Copy | NoCopy = self._world.copies.take(reference, self._world.clock.now())
        except StoreError:
            self._errands.fact(events.StoreReported(works=False))
            taken = NoCopy.NOT_SAVED
        return events.CopyTaken(reference, taken)

    def _make_link(self, effect: effects.MakeLink) -> Event:
        now = self._world.clock.now()
        try:
            link = self._world.receipt_links.make(effect.reference, effect.until, effect.language, now)
        except StoreError:
            self._errands.fact(events.StoreReported(works=False))
            link = None
        return events.LinkMade(effect.reference, link)
