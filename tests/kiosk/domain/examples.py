"""A house, a customer and one example after another of every state, event and effect; nobody in them exists.

`examples(cls)` builds them from the type hints of a dataclass: the first value of every field together, then each field
through all its values, then every two fields in other values together. A new field of a new type fails here with its
name, so nothing is left out unseen.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from kiosk.domain import events, states
from kiosk.domain.account import Customer
from kiosk.domain.announcement import Announcement, Announcements
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.bill import Bill, PayRules
from kiosk.domain.booking import Offer
from kiosk.domain.calendar import Calendar
from kiosk.domain.callback import CallbackDraft, Context, Hours, Reply, Topic, Window, offered_windows
from kiosk.domain.case import (
    PICKS,
    Booking,
    CaseDraft,
    Contact,
)
from kiosk.domain.codes import Code
from kiosk.domain.command import Command
from kiosk.domain.content import Knowledge
from kiosk.domain.copies import Copy
from kiosk.domain.counter_slip import CounterSlip
from kiosk.domain.effects import Effect
from kiosk.domain.events import Event
from kiosk.domain.faq import Article
from kiosk.domain.flow import step
from kiosk.domain.health import Device, DeviceState, DeviceStatus, Health, Line
from kiosk.domain.house import House, OfflinePayments
from kiosk.domain.lookup import Can, CaseStanding
from kiosk.domain.money import Money, total
from kiosk.domain.overview import BillState, Notice, NoticeKind, OpenMatter, Overview, PastBill, Place, Series
from kiosk.domain.payment import Approved, Mark, Payment, PaymentLine, Slip, TerminalTime
from kiosk.domain.scanned import Guest, ScanFound, ScanProblem, ScanRefused
from kiosk.domain.setting import Change, Means, Reason, Rule, Setting, Sheet
from kiosk.domain.states import Attract, BillsShown, ContactWanted, HistoryShown, PickWanted, Review, State
from kiosk.domain.upkeep import (
    TOUCH_CELLS,
    Bundle,
    Check,
    CheckResult,
    LogLine,
    Parked,
    QueueReport,
    Replaced,
    StreamCount,
    Verdict,
)
from kiosk.domain.visit import Visit
from kiosk.domain.wait import Wait, Waits
from tests.kiosk.domain.drafts import (
    ADDRESS,
    BOOKINGS,
    CALENDAR,
    CASE_DRAFTS,
    CONTACT,
    COUNTER,
    EN,
    HANS,
    NOW,
    OFFERS,
    PHONE,
    SLOTS,
    ZH,
)
from tests.kiosk.domain.going_back import going_back

CARD, PIN, GRANT = "990120260007730", "482913", "grant-of-nobody"
NUMBER, CODE = "1203347730", "604271"
TECHNICIAN_PIN = "135792"

ARTICLES = tuple(
    Article(
        f"article-{n}",
        "billing",
        "2026-11-01",
        {ZH: "題", EN: "Title", HANS: "题"},
        {ZH: "答", EN: "Answer", HANS: "答"},
        {ZH: (), EN: (), HANS: ()},
    )
    for n in range(7)
)
HOUSE = House(
    kiosk_id="K07",
    brand={ZH: "晴川公用事業", EN: "Qingchuan Utilities"},
    site={ZH: "三重門市", EN: "Sanchong office"},
    hotline="0800-000-123",
    calls_from="02-2512-5512",
    counter={ZH: "一樓服務台", EN: "Service counter, ground floor"},
    articles=ARTICLES,
    email_endings=("@gmail.com",),
)
NEWS = Announcement(
    "7",
    False,
    {ZH: "系統維護", EN: "Maintenance"},
    frozenset(),
    NOW - timedelta(days=1),
    NOW + timedelta(days=1),
)
CUSTOMER = Customer(GRANT, "林○宏", "••••••7730", "0912-•••-678")


def bill(name: str, minor: int = 231_800, due: date = date(2026, 11, 17)) -> Bill:
    return Bill(name, "electricity", "••••••4821", date(2026, 9, 1), date(2026, 10, 31), Money(minor), due)


BILLS = (
    bill("E1"),
    bill("W1", 48_600),
    replace(bill("G1", 90_500), rules=PayRules(True, Money(20_000), Money(200_000))),
)
LINES = tuple(
    PaymentLine(b.id, b.kind, b.account, b.period_from.isoformat(), b.period_to.isoformat(), b.due.isoformat(), b.amount)
    for b in BILLS[:2]
)  # fmt: skip
AMOUNT = total(line.amount for line in LINES)
MARK = Mark("52500038", 137, 137)


def a_payment(number: int = 1, **changes: Any) -> Payment:
    made = Payment(f"payment-{number}", f"K07-2222-22{number:02}", LINES, AMOUNT, NOW, MARK)
    return replace(made, **changes)


def a_slip(trace: int = 138, **changes: Any) -> Slip:
    made = Slip("52500038", trace, trace, AMOUNT, time_of(NOW), "••••1234", "VISA", "008231")
    return replace(made, **changes)


def time_of(moment: datetime) -> TerminalTime:
    return TerminalTime(moment.month, moment.day, moment.hour, moment.minute, moment.second)


HOURS = Hours(((time(9), time(12)), (time(13), time(15)), (time(15), time(17))))
WINDOWS = offered_windows(NOW, HOURS)
DRAFT = CallbackDraft(Topic.BILLING, WINDOWS[0], PHONE, notice="2026-11")
BY_EMAIL = replace(DRAFT, phone="", reply=Reply.EMAIL, email=ADDRESS)
WELL = Health(tuple(DeviceStatus(d, DeviceState.ONLINE) for d in Device), Line.UP, NOW)


def past(name: str, back: int = 0, **more: Any) -> PastBill:
    """A paid period of the electricity of one account, `back` periods before the newest."""
    begins = date(2026 - back // 6, 11 - 2 * (back % 6) - 2, 1)
    plain = PastBill(
        name, "electricity", "••••••4821", begins, begins + timedelta(days=60), Money(231_800), date(2026, 11, 17),
        BillState.PAID, date(2026, 11, 2), "bank", 413, "kWh",
    )  # fmt: skip
    return replace(plain, **more)


OVERDUE = Notice(
    "overdue:E1", NoticeKind.OVERDUE, "••••••4821", "electricity", Money(231_800), date(2026, 11, 17)
)
OUTAGE = Notice("outage:o1", NoticeKind.OUTAGE, "••••••4821", "electricity", begins=NOW, ends=NOW)
MATTER = OpenMatter("K07-2222-2201", "callback", "queued", NOW)
OVERVIEW = Overview(
    NOW,
    (Place("••••••4821", "住家"), Place("••••••0377", "店面")),
    (
        *(past(f"P{back}", back) for back in range(5)),
        past("E1", state=BillState.OVERDUE, paid_on=None, account="••••••0377"),
    ),
    (OVERDUE, OUTAGE),
    (MATTER,),
)


def visit(state: State | None = None, **more: Any) -> Visit:
    """A guest at a kiosk that works; `customer=CUSTOMER` is somebody who signed in."""
    given: dict[str, Any] = {"health": WELL, "touched_at": NOW, **more}
    return replace(Visit(id="boot.1", house=HOUSE, now=NOW, state=state or Attract()), **given)


def play(start: Visit, *happened: Event) -> tuple[Visit, list[Effect]]:
    """One event after another; the visit at the end and everything that was asked for on the way."""
    asked: list[Effect] = []
    for event in happened:
        start, effects = step(start, event)
        asked += effects
    return start, asked


def tick(seconds: float) -> events.Ticked:
    return events.Ticked(NOW + timedelta(seconds=seconds))


PAYING_OFFLINE = replace(HOUSE, offline=OfflinePayments(allowed=True, cap=Money(1_000_000)), rating_every=1)
#: Each draft at each of its questions, and at its number: more than `examples` would pair.
HANDING_OVER: tuple[State, ...] = (
    *(PickWanted(draft, pick.part) for draft in CASE_DRAFTS for pick in PICKS[type(draft)]),
    *(ContactWanted(draft, PHONE) for draft in CASE_DRAFTS),
    *(states.EmailWanted(ContactWanted(draft), ADDRESS) for draft in CASE_DRAFTS),
)

STANDINGS = (
    CaseStanding("K07-2222-2201", "callback", "confirmed", "billing", can=Can.NOW),
    CaseStanding("K07-2222-2201", "callback", "moved", "billing", moved="full", can=Can.ASK),
    CaseStanding("K07-2222-2201", "payment", "paid"),
    CaseStanding(
        "K07-2222-2201", "booking", "moved", "counter", SLOTS[0].begins, SLOTS[0].ends, "full",
        site=COUNTER.name, can=Can.NOW,
    ),
)  # fmt: skip

# --- examples of everything -----------------------------------------------------------------------

#: What a scanner may bring: the three segments of a convenience-store bill, something else.
CODES = ("160101QC7", "QCE02A7K2M9P7730", "010147000002318")
BILL_CODE = Code("tw_three_segment", CODES, CODES[1], Money(231_800), date(2027, 1, 1))
GUEST = Guest(GRANT, frozenset({"E1"}))

EMVCO = (
    "00020101021226440020tw.example.qingchuan0116QCE02A7K2M9P773052044900530390154072318.005802TW"
    "5919QINGCHUAN UTILITIES6010NEW TAIPEI62200116QCE02A7K2M9P773063040EC9"
)

A_SLIP_FOR_THE_COUNTER = CounterSlip("K07-2222-2201", LINES, AMOUNT, NOW, date(2026, 11, 26))

#: What a piece of text may be, by the name of its field.
TEXTS = {
    "digits": ("", "4829", PHONE, TECHNICIAN_PIN),
    "text": ("", *CODES, EMVCO, "hello", "call 0912345678 now"),
    "texts": (CODES[0], CODES[2]),
    "digit": ("7", "x", ""),
    "card": (CARD, "990120260000001", NUMBER),
    "number": (NUMBER, PHONE),
    "secret": (CODE, PIN),
    "anchor": ("812 K7QM-3XPA",),
    "code": ("bG9va3MtcmFuZG9tISE",),
    "reference": ("K07-2222-2201", "test", "K07-none"),
    "announcement": (NEWS.id, "nowhere"),
    "step": ("PinWanted", "Home"),
    "call": ("0193a1f0-aaaa-7000-8000-000000000001", "another"),
    "notice": ("overdue:E1", "outage:o1", "nowhere"),
    "notices": ("overdue:E1", "outage:o1"),
    "article": ("article-1", "nowhere"),
    "bill": ("E1", "nowhere"),
    "key": ("soonest", WINDOWS[1].key, "idle_seconds", "nowhere"),
    "why": ("declined", "already_paid"),
    "settled": ("approved", "in_doubt"),
    "reason": ("", "bad_grant", "unavailable"),
    "test": ("", "running", "confirmed"),
    "paper": ("", "running", "confirmed"),
    "refused": ("", "unsettled"),
    "cause": ("no_answer", "mismatch"),
    "letter": ("a", " ", "ab"),
    "sounds": ("", "ㄊㄞˊㄅㄟˇ"),
    "like": ("台灣",),
    "category": ("", "payment", "nowhere"),
    "hits": ("article-1", "nowhere"),
    "missed": ("", "pay"),
    "vote": ("", "useful"),
    "question": ("", "pay"),
    "search": ("", "pay"),
    "detail": ("",),
    "part": (
        *("topic", "wish", "service", "urgent", "contact"),
        *("message", "account", "offer", "window", "nowhere"),
    ),
    "value": ("bill", "explanation", "call", "faster", "e_bill", "kiosk", "supply", "nothing"),
    "task": ("payment", "callback", "complaint"),
    "sign": ("S", "?"),
    "typed": ("", "K07SUAMXK7Z", "K07SUAMXK77", ADDRESS),
    "ending": ("@gmail.com", ".com", "nowhere"),
    "email": ("", ADDRESS),
    "wish": ("", "cancel"),
    "case": ("K07-2222-2201", "K07-SUAM-XK7Z"),
    "pin": (PIN,),
    "phone": (PHONE, ""),
    "visit": ("", "boot.1"),
    "grant": (GRANT,),
    "bills": ("E1", "W1"),
    "id": ("E1", "W1", "nowhere"),
    "record": ("", "r-1"),
    "report": ("", "running", "confirmed"),
    "paid_on": ("", "2026-11-20"),
    "staff": ("2041", ""),
    "section": ("", "patience", "nowhere"),
    "old": ("120",),
    "new": ("90", "120"),
    "choices": ("on", "off"),
    "outcome": ("", "running", "confirmed", "not_printed"),
}
REPORT = QueueReport(
    (StreamCount("money", 1, 1, NOW),),
    tuple(Parked(f"r-{n}", "cases", n, "callback", "", NOW, "invalid", 1) for n in range(1, 8)),
)
#: Ready-made values, by type.
SHEET = Sheet(
    (
        Setting("patience", "idle_seconds", "120", Means.DIGITS),
        Setting("home", "pay", "on", Means.CHOICE, ("on", "off")),
        Setting("survey", "url", "https://example.com", Means.LETTERS),
    ),
    (Change("home", "pay", "on", "off"),),
)
FEWER = (Change("patience", "idle_seconds", "120", "90"),)
SETTINGS_SHOWN = tuple(
    states.SettingsShown(states.Maintenance(), sheet, section, changes)
    for sheet, section, changes in (
        (SHEET, "", ()),
        (SHEET, "patience", FEWER),
        (SHEET, "home", ()),
        (None, "", ()),
        (SHEET, "", FEWER),
    )
)

VALUES: dict[Any, tuple[Any, ...]] = {
    Reason: (Reason(Rule.RANGE, (("least", "30"), ("most", "900"))),),
    bool: (False, True),
    int: (1, 0, 5),
    datetime: (NOW, NOW + timedelta(seconds=125), NOW - timedelta(days=1)),
    date: (date(2026, 11, 24), date(2026, 11, 20)),
    timedelta: (timedelta(seconds=2),),
    Money: (AMOUNT, Money(90_000_000)),
    Bill: BILLS,
    Payment: (a_payment(1), a_payment(2)),
    PaymentLine: LINES,
    Slip: (a_slip(), a_slip(137), a_slip(amount=Money(1))),
    Mark: (MARK, Mark("52500038", None, None)),
    Customer: (CUSTOMER,),
    Window: WINDOWS[:2],
    CallbackDraft: (DRAFT, replace(DRAFT, notice=""), BY_EMAIL),
    Context: (Context(),),
    Article: ARTICLES[:2],
    CaseStanding: STANDINGS,
    Calendar: (Calendar(NOW), CALENDAR),
    Offer: OFFERS,
    Booking: BOOKINGS,
    Knowledge: (Knowledge(ARTICLES), Knowledge(ARTICLES[:1])),
    Announcements: (Announcements((NEWS,)), Announcements()),
    Waits: (Waits((Wait(COUNTER.name, 4, 2, 15, NOW),)), Waits()),
    CheckResult: (CheckResult(Check.TOUCH, Verdict.FAILED, "touch", NOW), CheckResult(Check.STORE)),
    frozenset[int]: (frozenset(range(TOUCH_CELLS)) - {1}, frozenset()),
    QueueReport: (REPORT, QueueReport()),
    Replaced: (Replaced(NOW, "paper", "2041"),),
    tuple[Replaced, ...]: (tuple(Replaced(NOW, "paper", "2041") for _ in range(11)), ()),
    Bundle: (Bundle("support/support-K07.zip", 48_211),),
    LogLine: (LogLine("2026-11-23T06:05:20.000Z", "warning", "kiosk", "something"),),
    Setting: SHEET.settings,
    Sheet: (SHEET, Sheet(SHEET.settings)),
    states.SettingsShown: SETTINGS_SHOWN,
    states.StaffMenu: (states.StaffMenu("2041"), states.StaffMenu("2041", refused=True)),
    states.Maintenance: (states.Maintenance(), states.Maintenance(results=(CheckResult(Check.STORE),))),
    states.Checks: (
        states.Checks(states.Maintenance()),
        states.Checks(states.Maintenance(), Check.TOUCH),
    ),
    Command: (
        Command("c-1", "close", NOW + timedelta(hours=1), (("en", "Back at three"),)),
        Command("c-2", "open", NOW + timedelta(hours=1)),
    ),
    Series: OVERVIEW.series,
    HistoryShown: (HistoryShown(), HistoryShown(1)),
    Overview: (OVERVIEW, Overview(NOW)),
    Entry: (Entry(Kind.MAINTENANCE_ENTERED),),
    CaseDraft: CASE_DRAFTS,
    Contact: (CONTACT, Contact(), Contact(notice="2026-11", email=ADDRESS)),
    Code: (BILL_CODE, replace(BILL_CODE, amount=None, deadline=None)),
    Guest: (GUEST,),
    **going_back(a_payment(1), a_slip(), NOW),
    Copy: (Copy(a_payment(1), Approved(a_slip()), False, False, 1),),
    ScanFound: (
        ScanFound(GUEST, BILLS[:1], NOW),
        ScanFound(GUEST, BILLS, NOW, earlier=True),
        ScanFound(GUEST, (replace(BILLS[0], rules=PayRules(cash_only=True)),), NOW),
    ),
    ScanRefused: (ScanRefused(ScanProblem.NOT_FOUND), ScanRefused(ScanProblem.ALREADY_PAID, NOW.date())),
    CounterSlip: (A_SLIP_FOR_THE_COUNTER,),
    BillsShown: (
        BillsShown(BILLS, frozenset({"E1", "W1"}), NOW, waiting=False),
        BillsShown(BILLS, frozenset({"G1"}), NOW, waiting=False),
        BillsShown(),
    ),
    Review: (Review(LINES[:1], LINES[0].amount, None, NOW),),
    PayRules: (PayRules(), PayRules(True, Money(5_000), Money(200_000)), PayRules(cash_only=True)),
}
