"""What a step asks the outside world to do, in the imperative, by journey.

The executors stand in kiosk/services/effects.
"""

from __future__ import annotations

from kiosk.domain.effects.account import AccountEffect, FetchOverview, SeeNotices
from kiosk.domain.effects.answers import (
    AnswersEffect,
    LearnAnswers,
    SaveUnmetSearch,
    SaveVote,
    SearchAnswers,
)
from kiosk.domain.effects.assist import AssistEffect, CheckAssistant
from kiosk.domain.effects.callback import AskOpenCallback, CallbackEffect, SaveCallback
from kiosk.domain.effects.case import CaseEffect, SaveCase, SaveRating
from kiosk.domain.effects.commands import CommandEffect, FinishCommand, LookUpCommand, Restart
from kiosk.domain.effects.counter_slip import CounterSlipEffect, FindSlip, SaveSlip
from kiosk.domain.effects.day_end import DayEndEffect, EndDay, ReadDay
from kiosk.domain.effects.house import ForgetVisit, HouseEffect, Push, WriteAudit
from kiosk.domain.effects.lookup import AskCase, LookupEffect, SaveWish
from kiosk.domain.effects.maintenance import (
    CheckTechnician,
    CountQueue,
    KeepPaper,
    KeepService,
    KeepTamper,
    MaintenanceEffect,
)
from kiosk.domain.effects.paper import (
    PaperEffect,
    PrintArticle,
    PrintBack,
    PrintCallback,
    PrintCase,
    PrintClaim,
    PrintCopy,
    PrintDayEnd,
    Printed,
    PrintProof,
    PrintReadiness,
    PrintSlip,
    PrintStatement,
    PrintTest,
    ReadOut,
    RetractPaper,
)
from kiosk.domain.effects.paying import (
    CancelCharge,
    Charge,
    CheckBills,
    Deliver,
    FetchBills,
    Inquire,
    MakeLink,
    PayingEffect,
    PrepareTerminal,
    Recover,
    SaveIntent,
    SaveOutcome,
    SavePaperFate,
    TakeCopy,
)
from kiosk.domain.effects.records import (
    NotePart,
    ReadCounters,
    ReadParts,
    RecordsEffect,
    ResetCounter,
    WriteBundle,
)
from kiosk.domain.effects.reversing import (
    DecideReversal,
    LeaveToStaff,
    Reverse,
    ReversingEffect,
    SaveReversal,
)
from kiosk.domain.effects.reviving import CyclePower, RestartDevice, RevivingEffect
from kiosk.domain.effects.scanning import FindScanned, ScanningEffect
from kiosk.domain.effects.settings import KeepChanges, ReadSettings, SettingsEffect, TryChanges, TrySetting
from kiosk.domain.effects.signing_in import (
    GiveCardBack,
    SendCode,
    SignIn,
    SignInByNumber,
    SigningInEffect,
    SignOut,
)
from kiosk.domain.effects.staff_calls import EndStaffCall, SaveStaffCall, StaffCallEffect
from kiosk.domain.effects.upkeep import ProbeCentre, ReadLogs, ReadQueue, RetryParked, UpkeepEffect
from kiosk.domain.effects.writing import FindWords, LearnLayouts, WritingEffect

Effect = (
    SigningInEffect
    | ScanningEffect
    | AccountEffect
    | PayingEffect
    | ReversingEffect
    | PaperEffect
    | AnswersEffect
    | CallbackEffect
    | CaseEffect
    | LookupEffect
    | MaintenanceEffect
    | UpkeepEffect
    | AssistEffect
    | StaffCallEffect
    | CounterSlipEffect
    | CommandEffect
    | HouseEffect
    | SettingsEffect
    | RecordsEffect
    | DayEndEffect
    | RevivingEffect
    | WritingEffect
)


__all__ = [
    "AccountEffect",
    "AnswersEffect",
    "AskCase",
    "AskOpenCallback",
    "AssistEffect",
    "CallbackEffect",
    "CancelCharge",
    "CaseEffect",
    "Charge",
    "CheckAssistant",
    "CheckBills",
    "CheckTechnician",
    "CommandEffect",
    "CountQueue",
    "CounterSlipEffect",
    "CyclePower",
    "DayEndEffect",
    "DecideReversal",
    "Deliver",
    "Effect",
    "EndDay",
    "EndStaffCall",
    "FetchBills",
    "FetchOverview",
    "FindScanned",
    "FindSlip",
    "FindWords",
    "FinishCommand",
    "ForgetVisit",
    "GiveCardBack",
    "HouseEffect",
    "Inquire",
    "KeepChanges",
    "KeepPaper",
    "KeepService",
    "KeepTamper",
    "LearnAnswers",
    "LearnLayouts",
    "LeaveToStaff",
    "LookUpCommand",
    "LookupEffect",
    "MaintenanceEffect",
    "MakeLink",
    "NotePart",
    "PaperEffect",
    "PayingEffect",
    "PrepareTerminal",
    "PrintArticle",
    "PrintBack",
    "PrintCallback",
    "PrintCase",
    "PrintClaim",
    "PrintCopy",
    "PrintDayEnd",
    "PrintProof",
    "PrintReadiness",
    "PrintSlip",
    "PrintStatement",
    "PrintTest",
    "Printed",
    "ProbeCentre",
    "Push",
    "ReadCounters",
    "ReadDay",
    "ReadLogs",
    "ReadOut",
    "ReadParts",
    "ReadQueue",
    "ReadSettings",
    "RecordsEffect",
    "Recover",
    "ResetCounter",
    "Restart",
    "RestartDevice",
    "RetractPaper",
    "RetryParked",
    "Reverse",
    "ReversingEffect",
    "RevivingEffect",
    "SaveCallback",
    "SaveCase",
    "SaveIntent",
    "SaveOutcome",
    "SavePaperFate",
    "SaveRating",
    "SaveReversal",
    "SaveSlip",
    "SaveStaffCall",
    "SaveUnmetSearch",
    "SaveVote",
    "SaveWish",
    "ScanningEffect",
    "SearchAnswers",
    "SeeNotices",
    "SendCode",
    "SettingsEffect",
    "SignIn",
    "SignInByNumber",
    "SignOut",
    "SigningInEffect",
    "StaffCallEffect",
    "TakeCopy",
    "TryChanges",
    "TrySetting",
    "UpkeepEffect",
    "WriteAudit",
    "WriteBundle",
    "WritingEffect",
]
