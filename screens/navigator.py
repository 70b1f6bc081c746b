"""Which screen draws which state. One table; one screen of a visit is alive at a time: nothing old can be left behind.

Knows every screen's class; must not know why a state follows another.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kiosk.domain import states
from kiosk.domain.language import Language
from kiosk.domain.preferences import Preferences, Size
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.accessibility_settings import AccessibilityOverlay
from screens.account import AccountScreen
from screens.account_number import AccountNumberScreen
from screens.amount import AmountScreen
from screens.asked_already import AskedAlreadyScreen
from screens.assist import AssistOverlay
from screens.assist_pin import AssistPinOverlay
from screens.attract import AttractScreen
from screens.base import Screen, Tap
from screens.bills import BillsScreen
from screens.callback_done import CallbackDoneScreen
from screens.callback_review import CallbackReviewScreen
from screens.calling import CallingOverlay
from screens.card import CardScreen
from screens.card_to_take import CardToTakeScreen
from screens.card_told import CardToldScreen
from screens.case_done import CaseDoneScreen
from screens.case_number import CaseNumberScreen
from screens.case_review import CaseReviewScreen
from screens.case_shown import CaseShownScreen
from screens.changes_shown import ChangesShownScreen
from screens.checks import ChecksScreen
from screens.chrome import Frame
from screens.cleaning import CleaningScreen
from screens.closed import ClosedScreen
from screens.closing import ClosingScreen
from screens.contact import ContactScreen
from screens.contract_number import ContractNumberScreen
from screens.counter_slip import CounterSlipScreen
from screens.day_end import DayEndScreen
from screens.device_shown import DeviceShownScreen
from screens.email import EmailScreen
from screens.factor import FactorScreen
from screens.faq import FaqScreen
from screens.faq_article import FaqArticleScreen
from screens.faq_search import FaqSearchScreen
from screens.for_you import ForYouScreen
from screens.help import HelpOverlay
from screens.help_offered import HelpOfferedOverlay
from screens.history import HistoryScreen
from screens.home import HomeScreen
from screens.idle import IdleOverlay
from screens.languages import LanguagesOverlay
from screens.logs_shown import LogsShownScreen
from screens.maintenance import MaintenanceScreen
from screens.money_back import MoneyBackScreen
from screens.new_window import NewWindowScreen
from screens.not_paid import NotPaidScreen
from screens.number import NumberScreen
from screens.offers import OffersScreen
from screens.out_of_order import OutOfOrderScreen
from screens.overlay import Overlay
from screens.paid import PaidScreen
from screens.paper_change import PaperChangeScreen
from screens.part import PartScreen
from screens.parts_shown import PartsShownScreen
from screens.past_bill import PastBillScreen
from screens.paying import PayingScreen
from screens.phrases import PhrasesScreen
from screens.pick import PickScreen
from screens.pin import PinScreen
from screens.queue_shown import QueueShownScreen
from screens.rating import RatingScreen
from screens.recovered import RecoveredScreen
from screens.regret import RegretScreen
from screens.review import ReviewScreen
from screens.scan import ScanScreen
from screens.secret import SecretScreen
from screens.services import ServicesScreen
from screens.setting_wanted import SettingWantedScreen
from screens.settings_shown import SettingsShownScreen
from screens.sheet import Area, sheet
from screens.site import SiteScreen
from screens.slots import SlotsScreen
from screens.staff_menu import StaffMenuScreen
from screens.support import SupportScreen
from screens.technician_pin import TechnicianPinScreen
from screens.theme import NIGHT, PALETTES, colours, typeface
from screens.time_window import TimeWindowScreen
from screens.topic import TopicScreen
from screens.touch_test import TouchTestScreen
from screens.unsettled import UnsettledScreen
from screens.voices import VoicesScreen
from screens.widgets.words import forget_words

SCREENS: dict[type, type[Screen]] = {
    states.Attract: AttractScreen,
    states.Closed: ClosedScreen,
    states.OutOfOrder: OutOfOrderScreen,
    states.Recovered: RecoveredScreen,
    states.Home: HomeScreen,
    states.CardWanted: CardScreen,
    states.CardToTake: CardToTakeScreen,
    states.CardTold: CardToldScreen,
    states.PinWanted: PinScreen,
    states.AccountNumberWanted: AccountNumberScreen,
    states.FactorWanted: FactorScreen,
    states.SecretWanted: SecretScreen,
    states.AccountShown: AccountScreen,
    states.ForYou: ForYouScreen,
    states.HistoryShown: HistoryScreen,
    states.PastBillShown: PastBillScreen,
    states.BillsShown: BillsScreen,
    states.ScanWanted: ScanScreen,
    states.AmountWanted: AmountScreen,
    states.Review: ReviewScreen,
    states.Paying: PayingScreen,
    states.Paid: PaidScreen,
    states.MoneyBack: MoneyBackScreen,
    states.NotPaid: NotPaidScreen,
    states.Unsettled: UnsettledScreen,
    states.CounterSlipShown: CounterSlipScreen,
    states.TopicWanted: TopicScreen,
    states.WindowWanted: TimeWindowScreen,
    states.NumberWanted: NumberScreen,
    states.CallbackReview: CallbackReviewScreen,
    states.AskedAlready: AskedAlreadyScreen,
    states.CallbackDone: CallbackDoneScreen,
    states.CaseNumberWanted: CaseNumberScreen,
    states.CaseShown: CaseShownScreen,
    states.NewWindowWanted: NewWindowScreen,
    states.SiteShown: SiteScreen,
    states.ServicesShown: ServicesScreen,
    states.VoicesShown: VoicesScreen,
    states.PickWanted: PickScreen,
    states.OfferWanted: OffersScreen,
    states.SlotWanted: SlotsScreen,
    states.ContractNumberWanted: ContractNumberScreen,
    states.ContactWanted: ContactScreen,
    states.EmailWanted: EmailScreen,
    states.PhrasesShown: PhrasesScreen,
    states.CaseReview: CaseReviewScreen,
    states.CaseDone: CaseDoneScreen,
    states.RatingWanted: RatingScreen,
    states.Regret: RegretScreen,
    states.FaqList: FaqScreen,
    states.FaqSearch: FaqSearchScreen,
    states.FaqArticle: FaqArticleScreen,
    states.TechnicianPin: TechnicianPinScreen,
    states.Maintenance: MaintenanceScreen,
    states.Checks: ChecksScreen,
    states.TouchTest: TouchTestScreen,
    states.DeviceShown: DeviceShownScreen,
    states.QueueShown: QueueShownScreen,
    states.LogsShown: LogsShownScreen,
    states.Cleaning: CleaningScreen,
    states.SettingsShown: SettingsShownScreen,
    states.SettingWanted: SettingWantedScreen,
    states.ChangesShown: ChangesShownScreen,
    states.StaffMenu: StaffMenuScreen,
    states.PaperChange: PaperChangeScreen,
    states.ClosingWanted: ClosingScreen,
    states.PartsShown: PartsShownScreen,
    states.PartWanted: PartScreen,
    states.SupportShown: SupportScreen,
    states.DayEndShown: DayEndScreen,
}

#: For technicians only, in the dark palette.
NIGHTLY = states.MaintenanceState | states.UpkeepState

OVERLAYS: dict[type, type[Overlay]] = {
    states.Help: HelpOverlay,
    states.Languages: LanguagesOverlay,
    states.Accessibility: AccessibilityOverlay,
    states.IdleWarning: IdleOverlay,
    states.HelpOffered: HelpOfferedOverlay,
    states.AssistPin: AssistPinOverlay,
    states.Assist: AssistOverlay,
    states.Calling: CallingOverlay,
}


S = TypeVar("S", bound=Screen)


class Navigator:
    """Keeps `frame` showing the visit. `texts` gives each language's catalogue.

    `refit` gives the frame for another measure: sizes are settled when a widget is made.
    """

    def __init__(
        self,
        frame: Frame,
        tap: Tap,
        texts: Callable[[Language], Texts],
        refit: Callable[[Preferences], Frame],
    ) -> None:
        self.frame = frame
        self._tap = tap
        self._texts = texts
        self._refit = refit
        self._visit = ""
        self._resting = ""
        self._ahead: HomeScreen | None = None
        self._measure = measure(Preferences())

    def show(self, visit: Visit) -> None:
        texts = self._texts(visit.language)
        if visit.id != self._visit:
            self.frame.forget()
            forget_words()
            self._visit = visit.id
        wish = Preferences() if isinstance(visit.state, NIGHTLY) else visit.preferences
        sheet.wordy, sheet.mirrored = texts.wordy, texts.mirrored
        if measure(wish) != self._measure:
            self._measure = measure(wish)
            self._ahead = None
            self.frame.forget()
            self.frame = self._refit(wish)
        self.frame.tap = self._tap
        typeface.speak(visit.language)
        colours.wear(NIGHT if isinstance(visit.state, NIGHTLY) else PALETTES[wish.contrast])
        self._show_screen(visit, texts)
        self._show_overlay(visit, texts)
        self.frame.settle(visit)
        self._look_ahead(visit, texts)

    def _show_screen(self, visit: Visit, texts: Texts) -> None:
        wanted = SCREENS[type(visit.state)]
        screen = self.frame.screen
        if screen is not None and type(screen) is wanted:
            screen.show(visit, texts)
        else:
            screen = self._make(wanted)
            screen.show(visit, texts)
            self.frame.mount(screen)
        self.frame.dress(visit, texts)

    def _show_overlay(self, visit: Visit, texts: Texts) -> None:
        wanted = OVERLAYS[type(visit.overlay)] if visit.overlay else None
        overlay = self.frame.overlay
        if wanted is None:
            self.frame.lay_over(None)
        elif overlay is not None and type(overlay) is wanted:
            overlay.show(visit, texts)
        else:
            overlay = self._make(wanted)
            overlay.show(visit, texts)
            self.frame.lay_over(overlay)

    def _look_ahead(self, visit: Visit, texts: Texts) -> None:
        """Visits begin at home, the largest screen of all: it is built while nobody is here, a tick behind the last visit
        (decision 52). It has never shown anybody's."""
        if not isinstance(visit.state, states.Attract) or visit.overlay:
            return
        if self._resting != visit.id:
            self._resting = visit.id
        elif self._ahead is None:
            self._ahead = HomeScreen(tap=self._tap, catalogue=self._texts)
            self._ahead.show(visit, texts)
            stage = self.frame.ids.stage
            self._ahead.size_hint, self._ahead.pos, self._ahead.size = (None, None), stage.pos, stage.size

    def _make(self, wanted: type[S]) -> S:
        ahead = self._ahead
        if isinstance(ahead, wanted):
            self._ahead = None
            return ahead
        return wanted(tap=self._tap, catalogue=self._texts)


def measure(preferences: Preferences) -> tuple[Area, bool, bool, Size, bool]:
    """What the size of things, and their side, follow from."""
    return sheet.area, sheet.wordy, sheet.mirrored, preferences.size, preferences.low
