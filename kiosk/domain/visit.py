"""A visit: one customer's stay at the panel, as a value. `kiosk/domain/flow` steps it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from kiosk.domain.account import Customer
from kiosk.domain.announcement import Announcement
from kiosk.domain.card import CardMove
from kiosk.domain.effects import Effect
from kiosk.domain.faq import Article
from kiosk.domain.health import Health, Service
from kiosk.domain.house import House, Patience
from kiosk.domain.language import Language
from kiosk.domain.overview import Overview
from kiosk.domain.payment import PaymentLine
from kiosk.domain.preferences import Preferences
from kiosk.domain.scanned import Guest
from kiosk.domain.speech import Channel
from kiosk.domain.staff_call import StaffCall
from kiosk.domain.states import (
    Attract,
    BillsShown,
    Closed,
    NotPaid,
    OutOfOrder,
    Overlay,
    Paying,
    Review,
    State,
)
from kiosk.domain.writing import Layout


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing the customer did here, for the agent: a word of the catalogue and when. Nothing personal."""

    at: datetime
    what: str


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything a screen may show and a step may know. `id` changes with every customer.

    `touched_at` starts the idle clock, and staff hold it until `longer_until`; `stumbles` counts errors in one field.
    `trail`, `articles` and `question` ride along with a case. `dismissed`: announcements that were put away.
    `card_in`: the reader holds a card, or one lies on it; `card_trouble` ends the visit as soon as nothing is under way.
    `torn`: the papers that came out in part, once for each time; `slot`: one may lie in the paper slot since the last
    visit; `paper_at`: since when it waits in the printer's mouth. `coming`: the house as the next visit will find it,
    when something new was published during this one. `layouts`: what can be written by sound on this machine. `somebody`:
    what a sensor before the panel says, None: nothing; `left_at`: when whom it had seen went. `began`: when the last
    visit's end, or the machine's start, made this one.
    """

    id: str
    house: House
    now: datetime
    state: State = field(default_factory=Attract)
    health: Health = field(default_factory=Health)
    language: Language = Language.ZH_HANT
    overlay: Overlay | None = None
    preferences: Preferences = field(default_factory=Preferences)
    customer: Customer | None = None
    guest: Guest | None = None
    touched_at: datetime | None = None
    longer_until: datetime | None = None
    stumbles: int = 0
    trail: tuple[Mark, ...] = ()
    articles: tuple[str, ...] = ()
    error: str = ""
    question: str = field(default="", repr=False)
    last_bill: str = ""
    offline_payments: int = 0
    offline_since: datetime | None = None
    coming: House | None = None
    asked_rating: bool = False
    overview: Overview | None = None
    hide_amounts: bool = False
    call: StaffCall | None = None
    dismissed: frozenset[str] = frozenset()
    card_in: bool = False
    card_trouble: CardMove | None = None
    torn: tuple[str, ...] = ()
    slot: bool = False
    paper_at: datetime | None = None
    layouts: tuple[Layout, ...] = ()
    somebody: bool | None = None
    left_at: datetime | None = None
    began: datetime | None = None

    def at(self, state: State) -> Visit:
        """The same visit on another screen, nothing over it."""
        return replace(self, state=state, overlay=None, last_bill=self.bill)

    @property
    def patience(self) -> Patience:
        """How long the kiosk waits for this customer."""
        patience = self.house.patience
        slow = self.preferences.takes_longer or self.channel is not None
        return patience.doubled() if slow else patience

    @property
    def untouched(self) -> timedelta:
        """How long nobody has touched anything."""
        return self.now - (self.touched_at or self.began or self.now)

    @property
    def channel(self) -> Channel | None:
        """Where the screen is read out; None: nowhere. Headphones alone ask for it."""
        if not self.house.speaks:
            return None
        if self.health.headphones:
            return Channel.PRIVATE
        return Channel.LOUD if self.preferences.speech.aloud else None

    @property
    def answers(self) -> tuple[Article, ...]:
        """The articles that somebody still vouches for today."""
        today = self.now.date()
        return tuple(article for article in self.house.articles if article.is_current(today))

    @property
    def announcements(self) -> tuple[Announcement, ...]:
        """What the house announces here and now, without what was put away in this visit."""
        house = self.house
        here = house.calendar.counter(house.site) if house.calendar else None
        names = frozenset(house.site.values()) | (frozenset({here.name}) if here else frozenset())
        return tuple(
            one for one in house.announcements.shown(names, self.now) if one.id not in self.dismissed
        )

    @property
    def bill(self) -> str:
        """The bill this visit is about: the first chosen one on the way, or empty."""
        match self.state:
            case BillsShown() as state if state.picked:
                return state.picked[0].id
            case Review(lines=lines) | Paying(lines=lines) | NotPaid(lines=lines) if lines:
                return lines[0].bill
            case _:
                return self.last_bill

    def grant_for(self, lines: tuple[PaymentLine, ...]) -> str:
        """What lets this visit ask about these bills: a scan's grant, or the customer's. Empty: nothing does."""
        if self.guest and all(line.bill in self.guest.bills for line in lines):
            return self.guest.grant
        return self.customer.grant if self.customer else ""

    def noted(self, what: str) -> Visit:
        return replace(self, trail=(*self.trail, Mark(self.now, what)))

    def wiped(self, visit_id: str) -> Visit:
        """A fresh visit: the house (the newest), what the machine is like, the clock, a card in the reader."""
        house = self.coming or self.house
        return Visit(
            id=visit_id,
            house=house,
            now=self.now,
            state=resting_state(self.health),
            health=self.health,
            language=house.languages[0],
            offline_payments=self.offline_payments,
            offline_since=self.offline_since,
            card_in=self.card_in,
            paper_at=self.paper_at,
            layouts=self.layouts,
            somebody=self.somebody,
            began=self.now,
        )


Step = tuple[Visit, tuple[Effect, ...]]


def is_at_rest(visit: Visit) -> bool:
    """Whether nobody is here."""
    return visit.overlay is None and type(visit.state) is type(resting_state(visit.health))


def resting_state(health: Health) -> State:
    """What stands on the screen while nobody is here."""
    match health.service:
        case Service.OPEN if health.is_dying:
            return OutOfOrder("power")
        case Service.OPEN:
            return Attract()
        case Service.CLOSED:
            return Closed()
        case Service.OUT_OF_ORDER:
            return OutOfOrder("fault")
