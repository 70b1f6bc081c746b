"""One visit for every screen, as a customer could meet it. Everybody and everything in here is invented.

For tests and for the gallery (`scripts/pictures`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from kiosk.domain import states
from kiosk.domain.account import Customer
from kiosk.domain.announcement import Announcements
from kiosk.domain.bill import Bill, PayRules, RuleBroken
from kiosk.domain.card import INCIDENTS
from kiosk.domain.codes import Code
from kiosk.domain.copies import ReceiptLink
from kiosk.domain.counter_slip import CounterSlip
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus, Health, Line, Service
from kiosk.domain.house import House, NoPrinter, OfflinePayments, Task
from kiosk.domain.language import Language
from kiosk.domain.money import Money, total
from kiosk.domain.payment import Approved, Mark, Payment, PaymentLine, Slip, TerminalTime
from kiosk.domain.preferences import Preferences, Scanning
from kiosk.domain.scanned import ScanProblem, line_of
from kiosk.domain.states import Back, LinkState, PaperState, Problem, Refusal, Stage
from kiosk.domain.visit import Visit
from screens.slides import BEGINS, STANDS
from tests.screens.news import NEWS

NOW = datetime(2026, 11, 22, 14, 5, 10, tzinfo=timezone(timedelta(hours=8)))
REFERENCE = "K07-425Q-B62X"

LINK = ReceiptLink("bG9va3MtcmFuZG9tISE", date(2026, 12, 18))
HOUSE = House(
    kiosk_id="K07",
    brand={
        Language.ZH_HANT: "晴川公用事業",
        Language.EN: "Qingchuan Utilities",
        Language.ZH_HANS: "晴川公用事业",
    },
    site={Language.ZH_HANT: "三重門市", Language.EN: "Sanchong branch", Language.ZH_HANS: "三重营业厅"},
    hotline="0800-000-123",
    receipt_page="https://www.example.com/receipts",
    calls_from="0800-000-123",
    counter={
        Language.ZH_HANT: "一樓服務台",
        Language.EN: "Service counter, ground floor",
        Language.ZH_HANS: "一楼服务台",
    },
    email_endings=(
        *("@gmail.com", "@yahoo.com.tw", "@hotmail.com"),
        *("@icloud.com", "@outlook.com", "@msa.hinet.net"),
    ),
)

CUSTOMER = Customer(grant="invented", name="林○宏", account="••••••7730", phone="0912-•••-678")

BILLS = (
    Bill("E1", "electricity", "••••••4821", date(2026, 9, 1), date(2026, 10, 31), Money(231_800), date(2026, 11, 17)),
    Bill("W1", "water", "••••••0377", date(2026, 9, 1), date(2026, 10, 31), Money(48_600), date(2026, 11, 28)),
    Bill("G1", "gas", "••••••6120", date(2026, 10, 1), date(2026, 10, 31), Money(90_500), date(2026, 12, 5),
         PayRules(allow_partial=True, minimum=Money(20_000))),
)  # fmt: skip
SEGMENTS = ("160101QC7", "QCE02A7K2M9P7730", "010147000002318")
CODE = Code("tw_three_segment", SEGMENTS, SEGMENTS[1], Money(231_800), date(2027, 1, 1))
PAID_ON = date(2026, 11, 20)
LITTLE = RuleBroken.BELOW_MINIMUM
MANY = (
    *BILLS,
    Bill("E2", "electricity", "••••••4822", date(2026, 7, 1), date(2026, 8, 31), Money(1_230_000), date(2026, 9, 17)),
    Bill("W2", "water", "••••••0378", date(2026, 11, 1), date(2027, 1, 31), Money(61_200), date(2026, 11, 22)),
)  # fmt: skip

LINES = tuple(
    PaymentLine(
        bill=bill.id,
        kind=bill.kind,
        account=bill.account,
        period_from=bill.period_from.isoformat(),
        period_to=bill.period_to.isoformat(),
        due=bill.due.isoformat(),
        amount=bill.amount,
    )
    for bill in BILLS[:2]
)
AMOUNT = total(line.amount for line in LINES)
MARK = Mark("52500038", 137, 137)
PAYMENT = Payment(
    "0193a1f0-0000-7000-8000-000000000001", REFERENCE, LINES, AMOUNT, NOW - timedelta(seconds=38), MARK
)
SLIP = Slip("52500038", 138, 138, AMOUNT, TerminalTime(11, 22, 14, 5, 0), "••••1234", "VISA", "008231")

CHOOSING = states.BillsShown(BILLS, frozenset({"E1", "W1"}), NOW - timedelta(seconds=9), waiting=False)
PART = states.Review(
    (replace(LINES[1], bill="G1", kind="gas", amount=BILLS[2].amount),), BILLS[2].amount,
    replace(CHOOSING, chosen=frozenset({"G1"})), NOW,
)  # fmt: skip
BY_CODE = states.Review((line_of(CODE, Money(231_800)),), Money(231_800), None, NOW)


def device(which: Device, state: DeviceState = DeviceState.ONLINE, *faults: Fault) -> DeviceStatus:
    return DeviceStatus(which, state, faults)


#: What every kiosk has; cabinet and battery are fitted at few.
FITTED = (Device.RECEIPT_PRINTER, Device.CARD_READER, Device.CODE_SCANNER, Device.PAYMENT_TERMINAL)
WELL = Health(devices=tuple(device(which) for which in FITTED), line=Line.UP, line_up_at=NOW)
NO_LINE = replace(WELL, line=Line.DOWN, line_up_at=NOW - timedelta(minutes=23))
NO_PAPER = replace(
    WELL,
    devices=(
        device(Device.RECEIPT_PRINTER, DeviceState.PERSON_NEEDED, Fault.PAPER_OUT),
        device(Device.CARD_READER),
        device(Device.CODE_SCANNER),
        device(Device.PAYMENT_TERMINAL),
    ),
)
NO_SCANNER = replace(
    WELL,
    devices=(*WELL.devices[:2], device(Device.CODE_SCANNER, DeviceState.OFFLINE), *WELL.devices[3:]),
)
NO_READER = replace(
    WELL,
    devices=(
        device(Device.RECEIPT_PRINTER, DeviceState.OFFLINE, Fault.NO_ANSWER),
        device(Device.CARD_READER, DeviceState.OFFLINE, Fault.NO_ANSWER),
        device(Device.PAYMENT_TERMINAL),
    ),
)


def visit(state: states.State, language: Language = Language.ZH_HANT, **more: object) -> Visit:
    """Somebody who is signed in, at a kiosk that works."""
    given: dict[str, object] = {"customer": CUSTOMER, "health": WELL, **more}
    return replace(Visit(id="boot.1", house=HOUSE, now=NOW, state=state, language=language), **given)  # type: ignore[arg-type]


def paying(stage: Stage, **more: object) -> states.Paying:
    begun = stage not in (Stage.CHECKING_BILLS, Stage.PREPARING, Stage.SAVING)
    payment = PAYMENT if begun else None
    until = NOW + timedelta(seconds=52) if begun else None
    return replace(states.Paying(LINES, AMOUNT, stage, payment, until=until), **more)  # type: ignore[arg-type]


def visits(language: Language) -> Mapping[str, Visit]:
    """By picture name, in the order of a customer's way."""
    return dict(_all(language))


def _all(language: Language) -> list[tuple[str, Visit]]:
    return [*_waiting(language), *_choosing(language), *_money(language), *_shut(language), *_over(language)]


def _waiting(language: Language) -> list[tuple[str, Visit]]:
    def nobody(state: states.State, **more: object) -> Visit:
        return visit(state, language, customer=None, **more)

    told = replace(HOUSE, announcements=Announcements(NEWS))
    return [
        ("attract", nobody(states.Attract())),
        ("attract.limited", nobody(states.Attract(), health=NO_LINE)),
        *(
            (f"attract.slide.{at}", nobody(states.Attract(), touched_at=NOW - BEGINS - at * STANDS))
            for at in (0, 3, 4)
        ),
        ("attract.slot", nobody(states.Attract(), slot=True)),
        ("home", nobody(states.Home())),
        ("home.limited", nobody(states.Home(), health=NO_LINE)),
        ("home.no_paper", nobody(states.Home(), health=NO_PAPER)),
        ("home.signed_in", visit(states.Home(), language)),
        ("attract.news", nobody(states.Attract(), house=told)),
        ("home.news", nobody(states.Home(), house=told)),
        ("home.news.limited", nobody(states.Home(), house=told, health=NO_LINE)),
        ("home.news.next", visit(states.Home(), language, house=told, dismissed=frozenset({"typhoon"}))),
        (
            "home.news.hostile",
            nobody(states.Home(), house=told, dismissed=frozenset({"typhoon", "maintenance"})),
        ),
        ("home.news.signed_in.limited", visit(states.Home(), language, house=told, health=NO_LINE)),
        ("home.signed_in.limited", visit(states.Home(), language, health=NO_LINE)),
        ("card", nobody(states.CardWanted(Task.PAY))),
        ("scan", nobody(states.ScanWanted())),
        ("scan.more", nobody(states.ScanWanted(("160101QC7",), 2))),
        ("scan.asking", nobody(states.ScanWanted(code=CODE))),
        ("scan.broken", nobody(states.ScanWanted(), health=NO_SCANNER)),
        *(
            (f"scan.{problem.value}", nobody(states.ScanWanted(problem=problem, paid_on=PAID_ON)))
            for problem in ScanProblem
            if problem
        ),
        ("card.cards_together", nobody(states.CardWanted(Task.PAY, Problem.CARDS_TOGETHER))),
        ("card.unreadable", nobody(states.CardWanted(Task.PAY, Problem.CARD_UNREADABLE))),
        ("card.no_reader", nobody(states.CardWanted(Task.ACCOUNT), health=NO_READER)),
        ("pin", nobody(states.PinWanted(Task.PAY, "C", "48291"))),
        ("pin.asking", nobody(states.PinWanted(Task.PAY, "C", asking=True))),
        ("pin.refused", nobody(states.PinWanted(Task.PAY, "C", problem=Problem.SIGN_IN_REFUSED))),
        ("pin.locked", nobody(states.PinWanted(Task.PAY, "C", problem=Problem.SIGN_IN_LOCKED))),
    ]


def _choosing(language: Language) -> list[tuple[str, Visit]]:
    as_of = NOW - timedelta(seconds=9)
    shown = states.AccountShown(BILLS, as_of, waiting=False)
    unreached = states.AccountShown(waiting=False, problem=Problem.LINE_DOWN)
    review = states.Review(LINES, AMOUNT, CHOOSING)
    offline = replace(HOUSE, offline=OfflinePayments(allowed=True))
    asking, refusing = (replace(HOUSE, no_printer=policy) for policy in (NoPrinter.ASK, NoPrinter.REFUSE))

    def cut_off(state: states.State) -> Visit:
        return visit(state, language, health=NO_LINE, customer=None)

    return [
        ("account", visit(shown, language)),
        ("account.many", visit(replace(shown, bills=MANY), language)),
        ("account.waiting", visit(states.AccountShown(), language)),
        ("account.nothing", visit(replace(shown, bills=()), language)),
        ("account.no_line", cut_off(unreached)),
        ("bills", visit(CHOOSING, language)),
        ("bills.none_chosen", visit(replace(CHOOSING, chosen=frozenset()), language)),
        ("bills.many", visit(replace(CHOOSING, bills=MANY), language)),
        ("bills.no_line", cut_off(states.BillsShown(waiting=False, problem=Problem.LINE_DOWN))),
        ("review", visit(review, language)),
        ("review.part", visit(PART, language)),
        ("review.by_code", visit(BY_CODE, language, house=offline, customer=None)),
        ("amount", visit(states.AmountWanted(BILLS[2], PART), language)),
        ("amount.typed", visit(states.AmountWanted(BILLS[2], PART, "300"), language)),
        ("amount.too_little", visit(states.AmountWanted(BILLS[2], PART, "30", LITTLE), language)),
        ("bills.earlier", visit(replace(CHOOSING, earlier=True), language, customer=None)),
        ("review.no_paper", visit(review, language, health=NO_PAPER)),
        ("review.paperless", visit(replace(review, paperless=True), language, health=NO_PAPER, house=asking)),
        ("review.refused", visit(review, language, health=NO_PAPER, house=refusing)),
        ("review.offline", visit(review, language, health=NO_LINE, house=offline)),
    ]


def _money(language: Language) -> list[tuple[str, Visit]]:
    paid = states.Paid(PAYMENT, Approved(SLIP))
    doubt = states.Unsettled(PAYMENT)
    not_printed = replace(paid, paper=PaperState.NOT_PRINTED, posted=True)
    reasons = ("declined", "cancelled", *(refusal.value for refusal in Refusal))
    stages = [(f"paying.{stage.value}", visit(paying(stage), language)) for stage in Stage]
    papers = [
        (f"paid.{paper.value}", visit(replace(paid, paper=paper, posted=True), language))
        for paper in PaperState
    ]
    doubts = [
        (f"unsettled.{paper.value}", visit(replace(doubt, paper=paper), language)) for paper in PaperState
    ]
    backs = [
        (f"money_back.{back.value}", visit(states.MoneyBack(PAYMENT, back, paper), language))
        for back, paper in (
            (Back.REVERSING, PaperState.OFFERED),
            (Back.GIVEN_BACK, PaperState.CONFIRMED),
            (Back.CHECKING, PaperState.NOT_PRINTED),
            (Back.STAFF, PaperState.OFFERED),
        )
    ]
    paid_on = {Refusal.ALREADY_PAID.value: "2026-11-20"}
    not_paid = [
        (f"not_paid.{why}", visit(states.NotPaid(LINES, AMOUNT, why, paid_on.get(why, "")), language))
        for why in reasons
    ]
    return [
        *stages,
        *backs,
        ("paid", visit(paid, language)),
        ("paid.phone", visit(replace(paid, phone=LinkState.SHOWN, link=LINK), language)),
        ("paid.phone_making", visit(replace(paid, phone=LinkState.MAKING), language)),
        ("paid.phone_failed", visit(replace(not_printed, phone=LinkState.NOT_MADE), language)),
        ("paid.refund", visit(replace(paid, refund=True), language)),
        ("paid.no_printer", visit(paid, language, health=NO_PAPER)),
        *papers,
        *not_paid,
        *doubts,
        *_slips(language),
    ]  # fmt: skip


def _slips(language: Language) -> list[tuple[str, Visit]]:
    """Slips for the counter."""
    slip = CounterSlip(REFERENCE, LINES, AMOUNT, NOW, NOW.date() + timedelta(days=3))
    saved = states.CounterSlipShown(LINES, AMOUNT, slip, saving=False)
    unsaved = replace(saved, slip=None, problem=Problem.NOT_SAVED)
    papers = [paper for paper in PaperState if paper not in (PaperState.OFFERED, PaperState.NOT_WANTED)]
    return [
        ("counter_slip.saving", visit(states.CounterSlipShown(LINES, AMOUNT), language)),
        *((f"counter_slip.{paper.value}", visit(replace(saved, paper=paper), language)) for paper in papers),
        ("counter_slip.not_saved", visit(unsaved, language)),
        (
            "counter_slip.scanned",
            visit(replace(saved, paper=PaperState.NOT_WANTED, scanned=True), language, customer=None),
        ),
    ]


def _shut(language: Language) -> list[tuple[str, Visit]]:
    until = NOW + timedelta(seconds=44)
    recovered = [
        (
            f"recovered.{settled}",
            visit(states.Recovered(REFERENCE, AMOUNT, settled, until), language, customer=None),
        )
        for settled in ("approved", "not_charged", "in_doubt")
    ]
    cards = [
        (
            f"card_told.{move.value}",
            visit(states.CardTold(move, NOW + timedelta(seconds=21)), language, customer=None),
        )
        for move in sorted(INCIDENTS, key=lambda move: move.value)
    ]
    closed = replace(WELL, service=Service.CLOSED)
    broken = replace(WELL, service=Service.OUT_OF_ORDER)
    return [
        *recovered,
        ("card_to_take", visit(states.CardToTake(NOW + timedelta(seconds=180)), language, customer=None)),
        *cards,
        ("closed", visit(states.Closed(), language, customer=None, health=closed)),
        ("out_of_order", visit(states.OutOfOrder("fault"), language, customer=None, health=broken)),
    ]


def _over(language: Language) -> list[tuple[str, Visit]]:
    warning = states.IdleWarning(NOW + timedelta(seconds=21))
    return [
        ("help", visit(states.Home(), language, overlay=states.Help())),
        ("help.paying", visit(paying(Stage.INSERT_CARD), language, overlay=states.Help())),
        ("help.closed", visit(states.Closed(), language, customer=None, overlay=states.Help())),
        ("languages", visit(states.Home(), language, overlay=states.Languages())),
        ("accessibility", visit(states.Home(), language, overlay=states.Accessibility())),
        (
            "accessibility.scanning",
            visit(
                states.Home(),
                language,
                overlay=states.Accessibility(),
                preferences=Preferences(scanning=Scanning.AUTO),
            ),
        ),
        ("idle", visit(CHOOSING, language, overlay=warning)),
    ]
