"""What can happen to a visit, in the past tense, by journey. A `...Touch` comes from somebody who stands here.

An event carries no visit id; that travels in the queue's envelope. Typed secrets stay out of `repr`.
"""

from __future__ import annotations

from kiosk.domain.events.account import (
    AccountEvent,
    AccountTouch,
    AmountsSwitched,
    HistoryChosen,
    MatterChosen,
    MattersChosen,
    NoticeDismissed,
    OverviewFetched,
    PastBillChosen,
    SeriesChosen,
    StatementAsked,
)
from kiosk.domain.events.announcement import AnnouncementDismissed, AnnouncementTouch
from kiosk.domain.events.answers import (
    AnswersFound,
    AnswersTouch,
    ArticleChosen,
    CategoryChosen,
    LetterErased,
    LetterTyped,
    PageTurned,
    SearchAsked,
    VoteCast,
)
from kiosk.domain.events.assist import (
    AssistAsked,
    AssistEnded,
    AssistEvent,
    AssistGranted,
    AssistRefused,
    AssistTouch,
    TimeGiven,
)
from kiosk.domain.events.callback import (
    AskedAnyway,
    CallbackAsked,
    CallbackEvent,
    CallbackNotSaved,
    CallbackSaved,
    CallbackTouch,
    NumberOnFileChosen,
    OpenCallbackTold,
    ReplyChosen,
    TopicChosen,
    WindowChosen,
)
from kiosk.domain.events.case import (
    CaseEvent,
    CaseNotSaved,
    CaseSaved,
    CaseTouch,
    ContactDeclined,
    DayChosen,
    KindChosen,
    OfferChosen,
    PartChosen,
    PhraseToggled,
    PickMade,
    Rated,
)
from kiosk.domain.events.commands import CommandArrived, CommandEvent, CommandFound
from kiosk.domain.events.counter_slip import (
    CounterSlipEvent,
    CounterSlipTouch,
    SlipAsked,
    SlipFound,
    SlipNotSaved,
    SlipSaved,
)
from kiosk.domain.events.house import (
    Broke,
    ContentPulled,
    DeviceReported,
    HouseEvent,
    LineReported,
    QueueCounted,
    RecordDelivered,
    RecoveryEnded,
    RecoveryFellDue,
    StoreReported,
    Ticked,
)
from kiosk.domain.events.lookup import (
    CaseCancelled,
    CaseTold,
    LookupEvent,
    LookupTouch,
    OtherTimeAsked,
    SignTyped,
    WishNotSaved,
    WishSaved,
)
from kiosk.domain.events.maintenance import (
    MaintenanceEvent,
    MaintenanceGestured,
    MaintenanceLeft,
    MaintenanceTouch,
    ServiceSwitched,
    TechnicianAdmitted,
    TechnicianRefused,
    TestPrintAsked,
)
from kiosk.domain.events.paper import CopyAsked, CopyTaken, PaperChosen, PaperEvent, PaperFinished, PaperTouch
from kiosk.domain.events.paying import (
    BillsChecked,
    BillsFetched,
    BillToggled,
    Cancelled,
    IntentNotSaved,
    IntentSaved,
    OutcomeNotSaved,
    OutcomeSaved,
    PayingEvent,
    PayingTouch,
    TerminalAnswered,
    TerminalFound,
    TerminalNotReady,
    TerminalProgressed,
    TerminalReady,
)
from kiosk.domain.events.records import (
    BundleAsked,
    BundleNotWritten,
    BundleWritten,
    PartAsked,
    PartNoted,
    PartsRead,
    RecordsEvent,
    RecordsTouch,
)
from kiosk.domain.events.reply import EmailChosen, EndingTyped, ReplyTouch
from kiosk.domain.events.reversing import (
    PaymentPosted,
    ReversalDecided,
    ReversalSaved,
    ReversingEvent,
    TerminalReversed,
)
from kiosk.domain.events.scanning import (
    CodeScanned,
    CodeUnreadable,
    PartialChosen,
    ScanAnswered,
    ScanChosen,
    ScanningEvent,
    ScanningTouch,
)
from kiosk.domain.events.settings import (
    ChangeDropped,
    ChangesKept,
    ChangesNotKept,
    ChangesTried,
    SectionOpened,
    SettingOpened,
    SettingsEvent,
    SettingsRead,
    SettingsTouch,
    SettingTried,
    UndoAsked,
    ValueChosen,
)
from kiosk.domain.events.signing_in import (
    CardPresented,
    CardUnreadable,
    CodeAnswered,
    FactorChosen,
    NumberInsteadChosen,
    SignInAnswered,
    SigningInEvent,
    SigningInTouch,
)
from kiosk.domain.events.staff import Chore, ChoreChosen, ClosedWith, StaffAdmitted, StaffEvent, StaffTouch
from kiosk.domain.events.staff_calls import (
    StaffCallAnswered,
    StaffCalled,
    StaffCallEvent,
    StaffCallNotSaved,
    StaffCallSaved,
    StaffCallTouch,
)
from kiosk.domain.events.touch import (
    AnyScreenTouch,
    Confirmed,
    DigitErased,
    DigitsCleared,
    DigitTyped,
    Ended,
    HelpAsked,
    LanguageChosen,
    LanguagesAsked,
    MoreTimeTaken,
    OverlayClosed,
    Started,
    TaskChosen,
    WentBack,
    WentHome,
)
from kiosk.domain.events.upkeep import (
    CellTouched,
    CentreProbed,
    CheckAsked,
    LogLevelChosen,
    LogsRead,
    LogTopicChosen,
    QueueRead,
    ReadinessAsked,
    RetryAsked,
    Room,
    RoomOpened,
    UpkeepEvent,
    UpkeepTouch,
)

Touch = (
    AnyScreenTouch
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
    | MaintenanceTouch
    | UpkeepTouch
    | AssistTouch
    | StaffCallTouch
    | SettingsTouch
    | StaffTouch
    | CounterSlipTouch
    | RecordsTouch
)


Event = (
    AnyScreenTouch
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
)


__all__ = [
    "AccountEvent",
    "AmountsSwitched",
    "AnnouncementDismissed",
    "AnswersFound",
    "ArticleChosen",
    "AskedAnyway",
    "AssistAsked",
    "AssistEnded",
    "AssistEvent",
    "AssistGranted",
    "AssistRefused",
    "BillToggled",
    "BillsChecked",
    "BillsFetched",
    "Broke",
    "BundleAsked",
    "BundleNotWritten",
    "BundleWritten",
    "CallbackAsked",
    "CallbackEvent",
    "CallbackNotSaved",
    "CallbackSaved",
    "Cancelled",
    "CardPresented",
    "CardUnreadable",
    "CaseCancelled",
    "CaseEvent",
    "CaseNotSaved",
    "CaseSaved",
    "CaseTold",
    "CategoryChosen",
    "CellTouched",
    "CentreProbed",
    "ChangeDropped",
    "ChangesKept",
    "ChangesNotKept",
    "ChangesTried",
    "CheckAsked",
    "Chore",
    "ChoreChosen",
    "ClosedWith",
    "CodeAnswered",
    "CodeScanned",
    "CodeUnreadable",
    "CommandArrived",
    "CommandEvent",
    "CommandFound",
    "Confirmed",
    "ContactDeclined",
    "ContentPulled",
    "CopyAsked",
    "CopyTaken",
    "CounterSlipEvent",
    "DayChosen",
    "DeviceReported",
    "DigitErased",
    "DigitTyped",
    "DigitsCleared",
    "EmailChosen",
    "Ended",
    "EndingTyped",
    "Event",
    "FactorChosen",
    "HelpAsked",
    "HistoryChosen",
    "HouseEvent",
    "IntentNotSaved",
    "IntentSaved",
    "KindChosen",
    "LanguageChosen",
    "LanguagesAsked",
    "LetterErased",
    "LetterTyped",
    "LineReported",
    "LogLevelChosen",
    "LogTopicChosen",
    "LogsRead",
    "LookupEvent",
    "MaintenanceEvent",
    "MaintenanceGestured",
    "MaintenanceLeft",
    "MatterChosen",
    "MattersChosen",
    "MoreTimeTaken",
    "NoticeDismissed",
    "NumberInsteadChosen",
    "NumberOnFileChosen",
    "OfferChosen",
    "OpenCallbackTold",
    "OtherTimeAsked",
    "OutcomeNotSaved",
    "OutcomeSaved",
    "OverlayClosed",
    "OverviewFetched",
    "PageTurned",
    "PaperChosen",
    "PaperEvent",
    "PaperFinished",
    "PartAsked",
    "PartChosen",
    "PartNoted",
    "PartialChosen",
    "PartsRead",
    "PastBillChosen",
    "PayingEvent",
    "PaymentPosted",
    "PhraseToggled",
    "PickMade",
    "QueueCounted",
    "QueueRead",
    "Rated",
    "ReadinessAsked",
    "RecordDelivered",
    "RecordsEvent",
    "RecoveryEnded",
    "RecoveryFellDue",
    "ReplyChosen",
    "RetryAsked",
    "ReversalDecided",
    "ReversalSaved",
    "ReversingEvent",
    "Room",
    "RoomOpened",
    "ScanAnswered",
    "ScanChosen",
    "ScanningEvent",
    "SearchAsked",
    "SectionOpened",
    "SeriesChosen",
    "ServiceSwitched",
    "SettingOpened",
    "SettingTried",
    "SettingsEvent",
    "SettingsRead",
    "SignInAnswered",
    "SignTyped",
    "SigningInEvent",
    "SlipAsked",
    "SlipFound",
    "SlipNotSaved",
    "SlipSaved",
    "StaffAdmitted",
    "StaffCallAnswered",
    "StaffCallEvent",
    "StaffCallNotSaved",
    "StaffCallSaved",
    "StaffCalled",
    "StaffEvent",
    "Started",
    "StatementAsked",
    "StoreReported",
    "TaskChosen",
    "TechnicianAdmitted",
    "TechnicianRefused",
    "TerminalAnswered",
    "TerminalFound",
    "TerminalNotReady",
    "TerminalProgressed",
    "TerminalReady",
    "TerminalReversed",
    "TestPrintAsked",
    "Ticked",
    "TimeGiven",
    "TopicChosen",
    "Touch",
    "UndoAsked",
    "UpkeepEvent",
    "ValueChosen",
    "VoteCast",
    "WentBack",
    "WentHome",
    "WindowChosen",
    "WishNotSaved",
    "WishSaved",
]
