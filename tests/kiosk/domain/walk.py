"""A visit driven by chance: somebody who mostly goes on, and now and then does anything at all."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache

from kiosk.domain import effects, events, states
from kiosk.domain.account import CodeAsked, Factor, Granted
from kiosk.domain.bill import BillStanding
from kiosk.domain.callback import Topic
from kiosk.domain.case import pick_of
from kiosk.domain.events import Event
from kiosk.domain.flow import step
from kiosk.domain.flow.case import VOICES
from kiosk.domain.health import ClosedFor, Device, Service
from kiosk.domain.house import Task
from kiosk.domain.lookup import written
from kiosk.domain.payment import Approved, Declined, InDoubt, Outcome
from kiosk.domain.posting import Posted, Posting
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.scanned import ScanFound
from kiosk.domain.setting import Change
from kiosk.domain.upkeep import Check, Part
from kiosk.domain.visit import Visit
from tests.kiosk.domain.every import examples, members
from tests.kiosk.domain.examples import (
    A_SLIP_FOR_THE_COUNTER,
    BILLS,
    CARD,
    CUSTOMER,
    EMVCO,
    GUEST,
    MARK,
    OVERVIEW,
    SHEET,
    a_payment,
    a_slip,
    time_of,
)

EVENTS = members(Event)


@cache
def all_events() -> tuple[Event, ...]:
    return tuple(event for kind in EVENTS for event in examples(kind))


@dataclass
class Walk:
    """One visit after another, driven by chance. The disk answers each intent once, some day, with a new payment."""

    chance: random.Random
    visit: Visit
    saving: list[effects.SaveIntent] = field(default_factory=list)
    asked: int = 0
    charged: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)

    def take(self, event: Event) -> None:
        self.visit, asked = step(self.visit, event)
        self.seen.add(type(self.visit.state).__name__)
        for effect in asked:
            if isinstance(effect, effects.SaveIntent):
                self.saving.append(effect)
            if isinstance(effect, effects.Charge):
                assert isinstance(event, events.IntentSaved)
                assert effect.payment.id not in self.charged
                self.charged.add(effect.payment.id)

    def event(self) -> Event:
        if self.saving and self.chance.random() < 0.3:
            return self.saved(self.saving.pop(self.chance.randrange(len(self.saving))))
        if self.chance.random() < 0.6:  # somebody who goes on rather than about
            return self.onward()
        if self.chance.random() < 0.3:
            return events.Ticked(self.visit.now + timedelta(seconds=self.chance.choice((1, 20, 40, 130))))
        return self.chance.choice(_anything())

    def saved(self, intent: effects.SaveIntent) -> Event:
        self.asked += 1
        new = a_payment(self.asked, lines=intent.lines, amount=intent.amount, mark=intent.mark)
        return events.IntentSaved(new)

    def onward(self) -> Event:
        match self.visit.state:
            case states.Attract() | states.Recovered():
                return events.Started()
            case states.Home():
                return events.TaskChosen(self.chance.choice(tuple(Task)))
            case states.FaqList():
                return self.chance.choice((events.SearchAsked(), events.ArticleChosen("article-1")))
            case states.CardWanted():
                return self.chance.choice((events.CardPresented(CARD), events.NumberInsteadChosen()))
            case states.FactorWanted(asking=True, number=number):
                return events.CodeAnswered(CodeAsked(self.visit.now), number)
            case states.FactorWanted():
                return events.FactorChosen(self.chance.choice(tuple(Factor)))
            case states.SecretWanted(asking=True, number=number):
                return events.SignInAnswered(Granted(CUSTOMER), number)
            case states.ScanWanted(code=code) if code is not None:
                return events.ScanAnswered(ScanFound(GUEST, BILLS[:1], self.visit.now), code)
            case states.ScanWanted():
                return events.CodeScanned(EMVCO)
            case states.AmountWanted():
                return self.chance.choice((events.DigitTyped("7"), events.Confirmed()))
            case states.PinWanted(asking=True, card=card):
                return events.SignInAnswered(Granted(CUSTOMER), card)
            case states.TechnicianPin(checking=True):
                return self.chance.choice((events.TechnicianAdmitted(), events.StaffAdmitted("2041")))
            case states.StaffMenu():
                return self.chance.choice(SITE)
            case states.ClosingWanted():
                return events.ClosedWith(self.chance.choice(tuple(ClosedFor)))
            case states.PaperChange(outcome="running"):
                return events.PaperFinished("test", self.chance.choice(tuple(PrintOutcome)))
            case states.NumberWanted() if self.chance.random() < 0.05:
                return events.EmailChosen()
            case (
                states.PinWanted()
                | states.NumberWanted()
                | states.TechnicianPin()
                | states.AccountNumberWanted()
                | states.SecretWanted()
            ):
                return self.chance.choice((events.DigitTyped("7"),) * 5 + (events.Confirmed(),))
            case states.BillsShown(waiting=True) | states.AccountShown(waiting=True):
                told = events.OverviewFetched(OVERVIEW)
                return self.chance.choice((events.BillsFetched(BILLS, self.visit.now), told))
            case states.AccountShown():
                return self.chance.choice((events.HistoryChosen(), events.Confirmed()))
            case states.HistoryShown():
                return self.chance.choice((events.PastBillChosen("P1"), events.StatementAsked()))
            case states.BillsShown():
                return self.chance.choice(
                    (events.BillToggled("E1"), events.BillToggled("G1"), events.Confirmed())
                )
            case states.Review():
                return self.chance.choice((events.PartialChosen(), events.Confirmed(), events.SlipAsked()))
            case states.CounterSlipShown(lines=lines, amount=amount, saving=True):
                slip = replace(A_SLIP_FOR_THE_COUNTER, lines=lines, amount=amount)
                return events.SlipSaved(slip)
            case states.CounterSlipShown(paper=states.PaperState.PRINTING):
                done = events.PaperFinished(A_SLIP_FOR_THE_COUNTER.reference, PrintOutcome.CONFIRMED)
                return self.chance.choice((done, events.Confirmed()))
            case states.Paying(lines=lines):
                checked = events.BillsChecked(tuple(BillStanding(line.bill, True) for line in lines))
                return self.chance.choice((checked, events.TerminalReady(MARK), *self.money()))
            case states.Paid(payment=payment):
                due = Posting(Posted.REFUND_DUE, self.visit.now + timedelta(hours=24))
                return self.chance.choice(
                    (
                        events.PaymentPosted(payment.reference, due),
                        events.PaperChosen(False),
                        events.Confirmed(),
                    )
                )
            case states.Maintenance():
                return self.chance.choice(TECHNICIAN)
            case states.Checks():
                return events.CheckAsked(Check.TOUCH) if self.chance.random() < 0.5 else events.WentBack()
            case states.SettingsShown():
                return self.chance.choice((events.SettingsRead(SHEET), *SETTINGS))
            case states.SettingWanted(checking=True, setting=setting, typed=typed):
                change = Change(setting.section, setting.key, setting.value, typed)
                return events.SettingTried(change, None)
            case states.SettingWanted():
                return self.chance.choice(
                    (events.DigitTyped("7"), events.ValueChosen("off"), events.Confirmed())
                )
            case states.ChangesShown(before=shown, saving=saving):
                tried = events.ChangesTried(shown.changes, ())
                return events.ChangesNotKept() if saving else self.chance.choice((tried, events.Confirmed()))
            case states.PartsShown():
                return self.chance.choice((events.PartAsked(), events.WentBack()))
            case states.PartWanted():
                return events.PartNoted(Part.CUTTER)
            case states.SupportShown(writing=True):
                return events.BundleNotWritten()
            case states.SupportShown():
                return self.chance.choice((events.BundleAsked(), events.WentBack()))
            case states.DayEndShown(running=True):
                return events.DayEnded(None, "busy")
            case states.DeviceShown() | states.QueueShown() | states.LogsShown() | states.DayEndShown():
                return events.WentBack()
            case states.TouchTest() | states.Cleaning():
                return events.Ticked(self.visit.now + timedelta(seconds=60))
            case states.Closed() | states.OutOfOrder():
                return events.MaintenanceGestured()
            case states.TopicWanted():
                return events.TopicChosen(Topic.METER)
            case states.VoicesShown():
                return events.KindChosen(self.chance.choice(VOICES))
            case states.ServicesShown():
                return events.TaskChosen(self.chance.choice(tuple(Task)))
            case states.PickWanted(draft, part):
                pick = pick_of(draft, part)
                return events.PickMade(self.chance.choice(tuple(pick.options) if pick else ("",)))
            case states.CallbackReview(draft=draft, asking_until=until) if until is not None:
                heard = [e for e in all_events() if isinstance(e, events.OpenCallbackTold)]
                return replace(self.chance.choice(heard), topic=draft.topic)
            case states.AskedAlready():
                return self.chance.choice((events.AskedAnyway(), events.Confirmed()))
            case states.OfferWanted():
                return events.OfferChosen(0)
            case states.SlotWanted(free=free):
                return events.WindowChosen(free[0].key if free else "")
            case states.EmailWanted(typed=typed):
                wanted = events.EndingTyped("@gmail.com") if typed else events.LetterTyped("a")
                return self.chance.choice((wanted, events.Confirmed(), events.WentBack()))
            case states.ContactWanted() | states.ContractNumberWanted():
                return self.chance.choice((events.DigitTyped("7"),) * 5 + (events.Confirmed(),))
            case states.CaseReview(saving=True):
                return events.CaseSaved("K07-2222-2201")
            case states.CaseReview():
                return self.chance.choice((events.Confirmed(), events.PartChosen("message")))
            case states.CaseNumberWanted(typed=typed, asking=True):
                stands = [e for e in all_events() if isinstance(e, events.CaseTold) and e.standing]
                return replace(self.chance.choice(stands), case=written(typed))
            case states.CaseNumberWanted(typed=typed) if len(typed) < len(WHOLE):
                return events.SignTyped(WHOLE[len(typed)])
            case states.CaseShown():
                return self.chance.choice((events.OtherTimeAsked(), events.WentBack()))
            case states.RatingWanted():
                return events.Rated(self.chance.choice((1, 5)))
            case states.WindowWanted(windows=windows):
                return events.WindowChosen(windows[0].key)
            case _:
                return self.chance.choice((events.Confirmed(), events.PaperChosen(True)))

    def money(self) -> tuple[Event, ...]:
        """What the terminal and the disk may say of the payment on the screen."""
        state = self.visit.state
        if not isinstance(state, states.Paying) or state.payment is None:
            return ()
        paid = Approved(a_slip(amount=state.amount, time=time_of(state.payment.asked_at)))
        outcomes: tuple[Outcome, ...] = (paid, Declined(), InDoubt("mismatch"))
        return tuple(
            event(state.payment, outcome)
            for outcome in outcomes
            for event in (events.TerminalAnswered, events.OutcomeSaved)
        )


TECHNICIAN: tuple[Event, ...] = (
    events.TestPrintAsked(),
    events.ServiceSwitched(Service.CLOSED),
    events.ServiceSwitched(Service.OPEN),
    events.MaintenanceLeft(),
    *map(events.RoomOpened, events.Room),
    *map(events.RoomOpened, Device),
)

SITE: tuple[Event, ...] = (*map(events.ChoreChosen, events.Chore), events.MaintenanceLeft())
SETTINGS: tuple[Event, ...] = (
    events.SectionOpened("patience"),
    events.SectionOpened("home"),
    events.SettingOpened("idle_seconds"),
    events.SettingOpened("pay"),
    events.Confirmed(),
    events.UndoAsked(),
    events.WentBack(),
)

#: A case number without its dashes.
WHOLE = "K072222222M"


@cache
def _anything() -> tuple[Event, ...]:
    known = (events.IntentSaved, events.Ticked, *members(events.UpkeepEvent), *members(events.CommandEvent))
    return tuple(e for e in all_events() if not isinstance(e, known))
