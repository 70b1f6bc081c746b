"""Carries effects out: each on the lane that owns what it needs; its answer comes back to main as an event.

One executor a journey. Failures of devices, disk and line become events in them, at the lane. A bug does not: the
lane's net takes it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from kiosk.domain import effects
from kiosk.domain.effects import Effect
from kiosk.domain.receipt import Paper
from kiosk.domain.visit import Visit
from kiosk.services.controller import Envelope
from kiosk.services.effects.account import AccountLooking
from kiosk.services.effects.answers import Answering
from kiosk.services.effects.assist import Assisting
from kiosk.services.effects.callback import CallbackKeeping
from kiosk.services.effects.case import CaseKeeping
from kiosk.services.effects.counter_slip import SlipKeeping
from kiosk.services.effects.day_end import EndingDay
from kiosk.services.effects.errands import Errands
from kiosk.services.effects.lookup import LookingUp
from kiosk.services.effects.maintenance import MaintenanceWork
from kiosk.services.effects.obeying import Obeying
from kiosk.services.effects.paper import Printing
from kiosk.services.effects.paying import Paying
from kiosk.services.effects.records import KeepingRecords
from kiosk.services.effects.reversing import Reversing
from kiosk.services.effects.reviving import Reviving
from kiosk.services.effects.scanning import Scanning
from kiosk.services.effects.settings import ChangingSettings
from kiosk.services.effects.signing_in import SigningIn
from kiosk.services.effects.staff_calls import CallingStaff
from kiosk.services.effects.upkeep import Upkeep
from kiosk.services.effects.world import Lanes, World
from kiosk.services.effects.writing import WordFinding


class Effects:
    """`post` brings an envelope to main; `push` and `recover` wake those services. Called on main only."""

    def __init__(
        self,
        world: World,
        lanes: Lanes,
        post: Callable[[Envelope], None],
        push: Callable[[], None],
        recover: Callable[[], None],
        restart: Callable[[], None] = lambda: None,
        end_day: Callable[[], None] = lambda: None,
        read_out: Callable[[Paper], None] = lambda paper: None,
    ) -> None:
        self._world = world
        self._lanes = lanes
        self._push = push
        self._errands = errands = Errands(post, lanes.records)
        self._signing_in = SigningIn(world.crm, world.reader, lanes.network, lanes.reader, errands)
        self._scanning = Scanning(world.crm, lanes.network, errands)
        self._account = AccountLooking(world.crm, lanes.network, errands)
        self._paying = Paying(world, lanes, errands, recover)
        self._reversing = Reversing(world, lanes, errands)
        self._printing = Printing(world.papers, world.printer, world.clock, lanes.printer, errands, read_out)
        self._callbacks = CallbackKeeping(
            world.callbacks, world.crm, world.clock, lanes.network, lanes.records, errands
        )
        self._cases = CaseKeeping(world.cases, world.clock, lanes.records, errands)
        self._answering = Answering(world.search, world.feedback, world.clock, lanes.answers, errands)
        self._word_finding = WordFinding(world.input_method, lanes.writing, errands)
        self._lookups = LookingUp(
            world.crm, world.callbacks, world.clock, lanes.network, lanes.records, errands
        )
        self._maintenance = MaintenanceWork(world, lanes, errands)
        self._upkeep = Upkeep(world, lanes, errands)
        self._slips = SlipKeeping(world.counter_slips, world.clock, lanes.records, errands)
        self._assisting = Assisting(world, lanes, errands)
        self._staff_calls = CallingStaff(world.staff_calls, world.clock, lanes.records, errands)
        self._keeping = KeepingRecords(world, lanes.records, errands)
        self._settings = ChangingSettings(world, lanes.records, errands)
        self._commands = Obeying(world, lanes, errands, restart)
        self._reviving = Reviving(world, lanes, errands)
        self._ending_day = EndingDay(world.day_ends, lanes.records, errands, end_day)

    def carry_out(self, visit: Visit, effect: Effect) -> None:
        if isinstance(effect, effects.SigningInEffect):
            self._signing_in.carry_out(visit, effect)
        elif isinstance(effect, effects.ScanningEffect):
            self._scanning.carry_out(visit, effect)
        elif isinstance(effect, effects.AccountEffect):
            self._account.carry_out(visit, effect)
        elif isinstance(effect, effects.PayingEffect):
            self._paying.carry_out(visit, effect)
        elif isinstance(effect, effects.ReversingEffect):
            self._reversing.carry_out(visit, effect)
        elif isinstance(effect, effects.PaperEffect):
            self._printing.carry_out(visit, effect)
        elif isinstance(effect, effects.AnswersEffect):
            self._answering.carry_out(visit, effect)
        elif isinstance(effect, effects.WritingEffect):
            self._word_finding.carry_out(visit, effect)
        elif isinstance(effect, effects.CallbackEffect):
            self._callbacks.carry_out(visit, effect)
        elif isinstance(effect, effects.CaseEffect):
            self._cases.carry_out(visit, effect)
        elif isinstance(effect, effects.LookupEffect):
            self._lookups.carry_out(visit, effect)
        elif isinstance(effect, effects.MaintenanceEffect):
            self._maintenance.carry_out(visit, effect)
        elif isinstance(effect, effects.CommandEffect):
            self._commands.carry_out(visit, effect)
        elif isinstance(effect, effects.UpkeepEffect):
            self._upkeep.carry_out(visit, effect)
        elif isinstance(effect, effects.AssistEffect):
            self._assisting.carry_out(visit, effect)
        elif isinstance(effect, effects.StaffCallEffect):
            self._staff_calls.carry_out(visit, effect)
        elif isinstance(effect, effects.RecordsEffect):
            self._keeping.carry_out(visit, effect)
        elif isinstance(effect, effects.SettingsEffect):
            self._settings.carry_out(visit, effect)
        elif isinstance(effect, effects.CounterSlipEffect):
            self._slips.carry_out(visit, effect)
        elif isinstance(effect, effects.RevivingEffect):
            self._reviving.carry_out(effect)
        elif isinstance(effect, effects.DayEndEffect):
            self._ending_day.carry_out(visit, effect)
        else:
            self._for_the_house(visit, effect)

    def _for_the_house(self, visit: Visit, effect: effects.HouseEffect) -> None:
        match effect:
            case effects.WriteAudit(entry):
                self._errands.write(lambda: self._world.audit.write(entry, self._world.clock.now()))
            case effects.ForgetVisit():
                self._lanes.printer.forget(visit.id)
                self._lanes.network.forget(visit.id)
                self._lanes.answers.forget(visit.id)
                self._word_finding.forget(visit)
            case effects.Push():
                self._push()
            case _:
                assert_never(effect)


__all__ = ["Effects", "Lanes", "World"]
