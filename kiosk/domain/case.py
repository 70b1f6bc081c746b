"""What a customer hands over besides money and calls back: complaint, suggestion, letter, fault report, application,
an appointment.

Each is a draft that grows by picks (lists, no typing) until nothing is missing; then it is reviewed, saved and printed by
one mechanism (`kiosk/domain/flow/case.py`). A further kind is a dataclass here, a row in PICKS and its words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from kiosk.domain.callback import Context, Topic, Window
from kiosk.domain.health import DeviceStatus
from kiosk.domain.language import Language


class CaseKind(StrEnum):
    """The kinds of record that the centre knows (tests/contract/records)."""

    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    LETTER = "letter"
    FAULT_REPORT = "fault_report"
    APPLICATION = "application"
    BOOKING = "booking"


class ComplaintTopic(StrEnum):
    BILL = "bill"
    PAYMENT = "payment"
    SUPPLY = "supply"
    METER = "meter"
    CONDUCT = "conduct"
    WAITING = "waiting"
    KIOSK = "kiosk"
    OTHER = "other"


class Wish(StrEnum):
    """What the customer would like to come of a complaint."""

    EXPLANATION = "explanation"
    CORRECTION = "correction"
    APOLOGY = "apology"
    REFUND = "refund"
    CALL = "call"


class Area(StrEnum):
    """What a suggestion is about."""

    KIOSK = "kiosk"
    COUNTER = "counter"
    BILLS = "bills"
    HOTLINE = "hotline"
    SITE = "site"
    OTHER = "other"


class Idea(StrEnum):
    """What should become of it."""

    FASTER = "faster"
    SIMPLER = "simpler"
    CLEARER = "clearer"
    FRIENDLIER = "friendlier"
    MORE = "more"
    PRAISE = "praise"


class Matter(StrEnum):
    """What a letter to the manager is about."""

    CONDUCT = "conduct"
    HONESTY = "honesty"
    SAFETY = "safety"
    DECISION = "decision"
    PRAISE = "praise"
    OTHER = "other"


class Part(StrEnum):
    """What of this machine does not work."""

    SCREEN = "screen"
    PRINTER = "printer"
    CARD_READER = "card_reader"
    TERMINAL = "terminal"
    SOUND = "sound"
    OTHER = "other"


class Applied(StrEnum):
    """What may be applied for."""

    AUTO_PAY = "auto_pay"
    E_BILL = "e_bill"
    PLAN_CHANGE = "plan_change"


class Booked(StrEnum):
    """What an appointment is for: the customer comes to a counter, or a technician comes to the customer."""

    COUNTER = "counter"
    VISIT = "visit"


class Phrase(StrEnum):
    """A message without typing: sentences to tick."""

    AGAIN = "again"
    LONG = "long"
    TOLD = "told"
    PAPERS = "papers"
    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True)
class Contact:
    """Where an answer may reach the customer; empty: nowhere, and that is fine.

    `on_file`: the number that the centre has of who signed in. `notice`: the version of the notice that stood on the
    screen when the number or the address was given.
    """

    phone: str = field(default="", repr=False)
    on_file: bool = False
    notice: str = ""
    email: str = field(default="", repr=False)

    @property
    def given(self) -> bool:
        return self.way != "none"

    @property
    def way(self) -> str:
        """A word of the contract."""
        ways = (("on_file", self.on_file), ("phone", self.phone), ("email", self.email))
        return next((way for way, given in ways if given), "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What all drafts have. `visit`: the visit in which the customer signed in; empty: a guest, or anonymous."""

    kind: ClassVar[CaseKind]
    contact: Contact = field(default_factory=Contact)
    message: tuple[Phrase, ...] = ()
    visit: str = ""
    context: Context = field(default_factory=Context)


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint(Draft):
    kind: ClassVar[CaseKind] = CaseKind.COMPLAINT
    topic: ComplaintTopic | None = None
    wish: Wish | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion(Draft):
    kind: ClassVar[CaseKind] = CaseKind.SUGGESTION
    area: Area | None = None
    idea: Idea | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagerLetter(Draft):
    """To the manager alone: no agent sees it."""

    kind: ClassVar[CaseKind] = CaseKind.LETTER
    matter: Matter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultReport(Draft):
    """`devices`: how they all stood when it was sent."""

    kind: ClassVar[CaseKind] = CaseKind.FAULT_REPORT
    part: Part | None = None
    devices: tuple[DeviceStatus, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Application(Draft):
    """`account` as typed by a guest; empty for who signed in."""

    kind: ClassVar[CaseKind] = CaseKind.APPLICATION
    service: Applied | None = None
    account: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking(Draft):
    """`place`: the counter by the centre's own name for it, `names`: by language; empty for a visit. Place and window
    are the calendar's (`kiosk/domain/booking.py`)."""

    kind: ClassVar[CaseKind] = CaseKind.BOOKING
    service: Booked | None = None
    place: str = ""
    names: Mapping[Language, str] = field(default_factory=dict)
    topic: Topic | None = None
    window: Window | None = None


CaseDraft = Complaint | Suggestion | ManagerLetter | FaultReport | Application | Booking
D = TypeVar("D", bound=Draft)


@dataclass(frozen=True, slots=True)
class Pick:
    """One question with a list of answers: the draft's field, and what it may be."""

    part: str
    options: type[StrEnum]


#: What each kind asks, in this order.
PICKS: Mapping[type[Draft], tuple[Pick, ...]] = {
    Complaint: (Pick("topic", ComplaintTopic), Pick("wish", Wish)),
    Suggestion: (Pick("area", Area), Pick("idea", Idea)),
    ManagerLetter: (Pick("matter", Matter),),
    FaultReport: (Pick("part", Part),),
    Application: (Pick("service", Applied),),
    Booking: (Pick("topic", Topic),),
}
#: Kinds that are nobody's unless the customer leaves a number.
ANONYMOUS = (Suggestion, ManagerLetter)


def pick_of(draft: Draft, part: str) -> Pick | None:
    return next((pick for pick in PICKS[type(draft)] if pick.part == part), None)


def next_pick(draft: Draft) -> Pick | None:
    """The first question without an answer; None: nothing is missing."""
    return next((pick for pick in PICKS[type(draft)] if getattr(draft, pick.part) is None), None)


def with_pick(draft: D, part: str, value: str) -> D | None:
    """The draft with this answer; None where the list has no such."""
    pick = pick_of(draft, part)
    if pick is None or value not in set(pick.options):
        return None
    answer: dict[str, Any] = {part: pick.options(value)}
    return replace(draft, **answer)


def without_pick(draft: D, part: str) -> D:
    """The draft with this question open again."""
    nothing: dict[str, Any] = {part: None}
    return replace(draft, **nothing)


def picks(draft: Draft) -> tuple[tuple[str, str], ...]:
    """What was answered: part and value, in the order of asking."""
    answered = ((pick.part, getattr(draft, pick.part)) for pick in PICKS[type(draft)])
    return tuple((part, value.value) for part, value in answered if value is not None)


def is_anonymous(draft: Draft) -> bool:
    """Whether nothing in it may lead to a person: no visit, number, way or bill."""
    return isinstance(draft, (*ANONYMOUS, FaultReport)) and not draft.contact.given


def takes_contact(draft: Draft) -> bool:
    """Whether there is anything to answer."""
    return not isinstance(draft, FaultReport)


def needs_contact(draft: Draft) -> bool:
    """Whether it comes to nothing without a number or an address."""
    return isinstance(draft, Application | Booking) or _wants_a_call(draft)


def takes_email(draft: Draft) -> bool:
    """Whether an address will do: not for a call, and not where somebody has to be told today that nobody comes."""
    return takes_contact(draft) and not isinstance(draft, Booking) and not _wants_a_call(draft)


def is_reachable(draft: Draft) -> bool:
    """Whether the contact is one that this draft can be answered by."""
    return draft.contact.given and (draft.contact.way != "email" or takes_email(draft))


def _wants_a_call(draft: Draft) -> bool:
    return isinstance(draft, Complaint) and draft.wish is Wish.CALL


def takes_message(draft: Draft) -> bool:
    """Whether sentences may be ticked."""
    return not isinstance(draft, Booking)


def may_be_urgent(draft: Draft) -> bool:
    return any(each.name == "urgent" for each in fields(draft))
