"""All that can happen, in two unions: what comes from somebody who stands here, and everything."""

from __future__ import annotations

from kiosk.domain.events.accessibility import AccessibilityTouch
from kiosk.domain.events.account import AccountEvent, AccountTouch
from kiosk.domain.events.announcement import AnnouncementTouch
from kiosk.domain.events.answers import AnswersFound, AnswersTouch
from kiosk.domain.events.assist import AssistEvent, AssistTouch
from kiosk.domain.events.callback import CallbackEvent, CallbackTouch
from kiosk.domain.events.case import CaseEvent, CaseTouch
from kiosk.domain.events.commands import CommandEvent
from kiosk.domain.events.counter_slip import CounterSlipEvent, CounterSlipTouch
from kiosk.domain.events.day_end import DayEndEvent, DayEndTouch
from kiosk.domain.events.house import HouseEvent
from kiosk.domain.events.keys import KeysEvent, KeysTouch
from kiosk.domain.events.lookup import LookupEvent, LookupTouch
from kiosk.domain.events.maintenance import MaintenanceEvent, MaintenanceTouch
from kiosk.domain.events.paper import PaperEvent, PaperTouch
from kiosk.domain.events.paying import PayingEvent, PayingTouch
from kiosk.domain.events.records import RecordsEvent, RecordsTouch
from kiosk.domain.events.reply import ReplyTouch
from kiosk.domain.events.reversing import ReversingEvent
from kiosk.domain.events.reviving import RevivingEvent
from kiosk.domain.events.scanning import ScanningEvent, ScanningTouch
from kiosk.domain.events.settings import SettingsEvent, SettingsTouch
from kiosk.domain.events.signing_in import SigningInEvent, SigningInTouch
from kiosk.domain.events.staff import StaffEvent, StaffTouch
from kiosk.domain.events.staff_calls import StaffCallEvent, StaffCallTouch
from kiosk.domain.events.touch import AnyScreenTouch
from kiosk.domain.events.upkeep import UpkeepEvent, UpkeepTouch
from kiosk.domain.events.writing import WritingEvent, WritingTouch

Touch = (
    AnyScreenTouch
    | AccessibilityTouch
    | KeysTouch
    | SigningInTouch
    | AccountTouch
    | AnnouncementTouch
    | ScanningTouch
    | PayingTouch
    | PaperTouch
    | CallbackTouch
    | CaseTouch
    | ReplyTouch
    | LookupTouch
    | AnswersTouch
    | WritingTouch
    | MaintenanceTouch
    | UpkeepTouch
    | AssistTouch
    | StaffCallTouch
    | SettingsTouch
    | StaffTouch
    | CounterSlipTouch
    | RecordsTouch
    | DayEndTouch
)


Event = (
    AnyScreenTouch
    | AccessibilityTouch
    | KeysEvent
    | SigningInEvent
    | AccountEvent
    | AnnouncementTouch
    | ScanningEvent
    | PayingEvent
    | ReversingEvent
    | PaperEvent
    | CallbackEvent
    | CaseEvent
    | ReplyTouch
    | LookupEvent
    | AnswersTouch
    | AnswersFound
    | WritingEvent
    | MaintenanceEvent
    | UpkeepEvent
    | AssistEvent
    | StaffCallEvent
    | CounterSlipEvent
    | CommandEvent
    | HouseEvent
    | SettingsEvent
    | StaffEvent
    | RecordsEvent
    | DayEndEvent
    | RevivingEvent
)
