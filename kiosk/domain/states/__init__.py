"""Every place a visit can be in, by journey. One state is one screen; the screens draw these and nothing else.

What a customer typed (`repr=False`) never shows in a log line or a traceback.
"""

from __future__ import annotations

from kiosk.domain.states.account import AccountShown, AccountState, ForYou, HistoryShown, PastBillShown
from kiosk.domain.states.answers import AnswersState, FaqArticle, FaqList, FaqSearch
from kiosk.domain.states.callback import (
    AskedAlready,
    CallbackDone,
    CallbackReview,
    CallbackState,
    NumberWanted,
    TopicWanted,
    WindowWanted,
)
from kiosk.domain.states.cards import CardState, CardTold, CardToTake
from kiosk.domain.states.case import (
    CaseDone,
    CaseReview,
    CaseState,
    ContactWanted,
    ContractNumberWanted,
    OfferWanted,
    PhrasesShown,
    PickWanted,
    ServicesShown,
    SlotWanted,
    VoicesShown,
)
from kiosk.domain.states.day_end import DayEndShown
from kiosk.domain.states.lookup import CaseNumberWanted, CaseShown, LookupState, NewWindowWanted, SiteShown
from kiosk.domain.states.maintenance import Maintenance, MaintenanceState, TechnicianPin
from kiosk.domain.states.overlays import (
    Accessibility,
    Assist,
    AssistPin,
    Calling,
    Help,
    HelpOffered,
    IdleWarning,
    Languages,
    Overlay,
)
from kiosk.domain.states.paying import (
    BillsShown,
    CounterSlipShown,
    MoneyBack,
    NotPaid,
    Paid,
    Paying,
    PayingState,
    Review,
    Unsettled,
)
from kiosk.domain.states.rating import RatingState, RatingWanted, Regret
from kiosk.domain.states.records import PartsShown, PartWanted, RecordsState, SupportShown
from kiosk.domain.states.reply import EmailWanted, ReplyState
from kiosk.domain.states.scanning import AmountWanted, ScanningState, ScanWanted
from kiosk.domain.states.settings import ChangesShown, SettingsShown, SettingsState, SettingWanted
from kiosk.domain.states.signing_in import (
    AccountNumberWanted,
    CardWanted,
    FactorWanted,
    PinWanted,
    SecretWanted,
    SigningInState,
)
from kiosk.domain.states.staff import ClosingWanted, PaperChange, PaperStep, StaffMenu, StaffState
from kiosk.domain.states.upkeep import (
    Checks,
    Cleaning,
    DeviceShown,
    LogsShown,
    QueueShown,
    TouchTest,
    UpkeepState,
)
from kiosk.domain.states.waiting import Attract, Closed, Home, OutOfOrder, Recovered, WaitingState
from kiosk.domain.states.words import Back, LinkState, PaperState, Problem, Refusal, Stage

State = (
    WaitingState
    | SigningInState
    | CardState
    | AccountState
    | PayingState
    | ScanningState
    | CallbackState
    | CaseState
    | ReplyState
    | RatingState
    | LookupState
    | AnswersState
    | MaintenanceState
    | UpkeepState
)


__all__ = [
    "Accessibility",
    "AccountNumberWanted",
    "AccountShown",
    "AccountState",
    "AmountWanted",
    "AnswersState",
    "AskedAlready",
    "Assist",
    "AssistPin",
    "Attract",
    "Back",
    "BillsShown",
    "CallbackDone",
    "CallbackReview",
    "CallbackState",
    "Calling",
    "CardState",
    "CardToTake",
    "CardTold",
    "CardWanted",
    "CaseDone",
    "CaseNumberWanted",
    "CaseReview",
    "CaseShown",
    "CaseState",
    "ChangesShown",
    "Checks",
    "Cleaning",
    "Closed",
    "ClosingWanted",
    "ContactWanted",
    "ContractNumberWanted",
    "CounterSlipShown",
    "DayEndShown",
    "DeviceShown",
    "EmailWanted",
    "FactorWanted",
    "FaqArticle",
    "FaqList",
    "FaqSearch",
    "ForYou",
    "Help",
    "HelpOffered",
    "HistoryShown",
    "Home",
    "IdleWarning",
    "Languages",
    "LinkState",
    "LogsShown",
    "LookupState",
    "Maintenance",
    "MaintenanceState",
    "MoneyBack",
    "NewWindowWanted",
    "NotPaid",
    "NumberWanted",
    "OfferWanted",
    "OutOfOrder",
    "Overlay",
    "Paid",
    "PaperChange",
    "PaperState",
    "PaperStep",
    "PartWanted",
    "PartsShown",
    "PastBillShown",
    "Paying",
    "PayingState",
    "PhrasesShown",
    "PickWanted",
    "PinWanted",
    "Problem",
    "QueueShown",
    "RatingState",
    "RatingWanted",
    "RecordsState",
    "Recovered",
    "Refusal",
    "Regret",
    "ReplyState",
    "Review",
    "ScanWanted",
    "ScanningState",
    "SecretWanted",
    "ServicesShown",
    "SettingWanted",
    "SettingsShown",
    "SettingsState",
    "SigningInState",
    "SiteShown",
    "SlotWanted",
    "StaffMenu",
    "StaffState",
    "Stage",
    "State",
    "SupportShown",
    "TechnicianPin",
    "TopicWanted",
    "TouchTest",
    "Unsettled",
    "UpkeepState",
    "VoicesShown",
    "WaitingState",
    "WindowWanted",
]
