"""What the site decided: everything of the settings that a visit may depend on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from enum import StrEnum

from kiosk.domain.announcement import NO_ANNOUNCEMENTS, Announcements
from kiosk.domain.calendar import Calendar
from kiosk.domain.callback import Hours
from kiosk.domain.faq import Article
from kiosk.domain.health import Device
from kiosk.domain.language import Language
from kiosk.domain.money import Money
from kiosk.domain.preferences import PACES, Scanning
from kiosk.domain.speech import Place
from kiosk.domain.wait import NO_WAITS, Waits

_OFFICE_HOURS = ((time(9), time(12)), (time(13), time(15)), (time(15), time(17)))


class Task(StrEnum):
    """What a tile on the home screen leads to."""

    PAY = "pay"
    ACCOUNT = "account"
    FAQ = "faq"
    CALLBACK = "callback"
    FEEDBACK = "feedback"
    SERVICES = "services"
    BOOKING = "booking"
    CASES = "cases"
    SITE = "site"
    APPLICATION = "application"


#: Six tiles at most stand on the home screen; what else can be done here lies behind the last one.
HOME_TILES = (Task.PAY, Task.ACCOUNT, Task.FAQ, Task.CALLBACK, Task.FEEDBACK, Task.SERVICES)
MORE_SERVICES = tuple(task for task in Task if task not in HOME_TILES)


class NoPrinter(StrEnum):
    """What a payment does while no proof of it can be printed: it is refused, asked about, or taken."""

    REFUSE = "refuse"
    ASK = "ask"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class OfflinePayments:
    """Paying while the centre cannot be reached: off unless the site says otherwise, and capped.

    At most `count` of them open at a time, none while one has been open for `age`: open is what the centre does not have.
    """

    allowed: bool = False
    cap: Money = Money(200_000)
    count: int = 20
    age: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the kiosk waits for a customer."""

    idle: timedelta = timedelta(seconds=120)
    warning: timedelta = timedelta(seconds=30)
    done: timedelta = timedelta(seconds=60)
    maintenance: timedelta = timedelta(minutes=10)
    charge: timedelta = timedelta(seconds=90)
    broken: timedelta = timedelta(seconds=8)
    gone: timedelta = timedelta(seconds=10)

    def doubled(self) -> Patience:
        """For a customer who needs longer."""
        doubled = {name: 2 * getattr(self, name) for name in ("idle", "warning", "done", "gone")}
        return replace(self, **doubled)


def looks_like_a_number(digits: str) -> bool:
    """The weakest rule for a phone number; a site gives a stricter one for its country (E.164: 15 digits at most)."""
    return digits.isdigit() and 8 <= len(digits) <= 15


@dataclass(frozen=True, slots=True)
class House:
    """`phone_fits` says whether typed digits are a number that can be called.

    `rating_every`: at every so manyth visit one is asked how it was; 0: never. `held`: a payment is asked about once
    more before the terminal lets it stand. `slip_days`: for how long the counter
    takes a slip; 0: there are none. `email`: we answer by e-mail too; `email_endings` are typed at one touch.
    `assist`: floor staff have PINs here; `assist_time` is what one touch gives, and how long somebody who called for
    staff is waited for. `calls`: they can be called from here. `wait_limit`: how old a told waiting time may be to be
    said. `receipt_page`: the centre's public page of receipts; empty: none is offered. `receipt_days`: how long a link
    to one is good. `relays`: the devices whose power the kiosk can take; `restart_pause`: how long a device that is down
    is waited for before each thing that is tried. `scanning`, `scan_pace`: how switches begin. `speaks`: the screens can
    be read out; `places`: where what is felt for is, by the device's name, `keypad` and `jack`.
    `attract_loop`: whether the resting screen tells what there is in turn.
    """

    kiosk_id: str
    brand: Mapping[Language, str]
    site: Mapping[Language, str]
    hotline: str
    calls_from: str
    counter: Mapping[Language, str]
    tasks: tuple[Task, ...] = tuple(Task)
    languages: tuple[Language, ...] = tuple(Language)
    cap: Money = Money(5_000_000)
    offline: OfflinePayments = field(default_factory=OfflinePayments)
    no_printer: NoPrinter = NoPrinter.ALWAYS
    patience: Patience = field(default_factory=Patience)
    hours: Hours = field(default_factory=lambda: Hours(_OFFICE_HOURS))
    calendar: Calendar | None = None
    announcements: Announcements = NO_ANNOUNCEMENTS
    waits: Waits = NO_WAITS
    wait_limit: timedelta = timedelta(minutes=20)
    articles: tuple[Article, ...] = ()
    notice: str = "2026-11"
    survey_url: str = ""
    receipt_page: str = ""
    receipt_days: int = 30
    phone_fits: Callable[[str], bool] = looks_like_a_number
    rating_every: int = 0
    fresh: timedelta = timedelta(minutes=15)
    inquiries: int = 5
    inquiry_pause: timedelta = timedelta(seconds=2)
    slip_days: int = 3
    held: bool = False
    email: bool = True
    email_endings: tuple[str, ...] = ()
    assist: bool = False
    assist_time: timedelta = timedelta(minutes=5)
    calls: bool = True
    relays: frozenset[Device] = frozenset()
    restart_pause: timedelta = timedelta(seconds=20)
    scanning: Scanning = Scanning.STEP
    scan_pace: timedelta = PACES[1]
    speaks: bool = True
    places: Mapping[str, Place] = field(default_factory=dict)
    attract_loop: bool = True

    @property
    def home_tiles(self) -> tuple[Task, ...]:
        """What stands on the home screen; no door to an empty room."""
        return tuple(
            task
            for task in HOME_TILES
            if task in self.tasks and (task is not Task.SERVICES or self.more_services)
        )

    @property
    def more_services(self) -> tuple[Task, ...]:
        """What stands behind the tile of further services; nothing if that is switched off."""
        if Task.SERVICES not in self.tasks:
            return ()
        return tuple(task for task in MORE_SERVICES if task in self.tasks)
