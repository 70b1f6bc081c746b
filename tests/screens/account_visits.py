"""One visit for every screen of signing in by number. Everybody and everything in here is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from kiosk.domain import states
from kiosk.domain.account import Factor
from kiosk.domain.house import Task
from kiosk.domain.language import Language
from kiosk.domain.money import Money
from kiosk.domain.overview import BillState, Notice, NoticeKind, OpenMatter, Overview, PastBill, Place
from kiosk.domain.states import PaperState, Problem, State
from kiosk.domain.visit import Visit
from tests.screens.visits import BILLS, NOW, visit

NUMBER = "1203340000"


def _past(number: int) -> PastBill:
    begins = date(
        2026 - (number + 1) // 6, 9 - 2 * number % 12 if number < 5 else 11 - 2 * (number - 5) % 12, 1
    )
    used = (340, 412, 268, 196, 230, 212, 355, 398, 241, 188, 222, 260)[number]
    ends = (begins + timedelta(days=62)).replace(day=1) - timedelta(days=1)
    return PastBill(
        f"H{number}", "electricity", "••••••4821", begins, ends, Money(used * 560), ends + timedelta(days=25),
        BillState.PAID if number else BillState.OVERDUE, ends + timedelta(days=18) if number else None,
        ("bank", "kiosk", "store", "auto_pay")[number % 4] if number else "", used, "kWh",
    )  # fmt: skip


WATER = PastBill(
    "W0", "water", "••••••0377", date(2026, 9, 1), date(2026, 10, 31), Money(48_600), date(2026, 11, 28),
    BillState.DUE_SOON, used=33, unit="m3",
)  # fmt: skip
NOTICES = (
    Notice("overdue:E1", NoticeKind.OVERDUE, "••••••4821", "electricity", Money(231_800), date(2026, 11, 17)),
    Notice("auto_pay_failed:W1", NoticeKind.AUTO_PAY_FAILED, "••••••0377", "water", Money(48_600), date(2026, 11, 18)),
    Notice(
        "outage:o1", NoticeKind.OUTAGE, "••••••4821", "electricity",
        begins=NOW - timedelta(hours=1), ends=NOW + timedelta(hours=3),
    ),
)  # fmt: skip
MATTERS = (
    OpenMatter(
        "K07-425Q-B62X", "callback", "queued", NOW, NOW + timedelta(hours=1), NOW + timedelta(hours=3)
    ),
    OpenMatter("K03-6HTM-8W2C", "complaint", "claimed", NOW - timedelta(days=2)),
)
OVERVIEW = Overview(
    NOW,
    (Place("••••••4821", "住家"), Place("••••••0377", "店面")),
    (*(_past(number) for number in range(12)), WATER),
    NOTICES,
    MATTERS,
)


def account_visits(language: Language) -> Mapping[str, Visit]:
    entering = {name: visit(state, language, customer=None) for name, state in _signing_in()}
    inside = {name: visit(state, language, overview=overview) for name, state, overview in _inside()}
    return entering | inside


def _inside() -> list[tuple[str, State, Overview]]:
    shown = states.AccountShown(BILLS, NOW, waiting=False)
    history = states.HistoryShown()
    papers = [
        (f"history.{paper.value}", replace(history, paper=paper), OVERVIEW)
        for paper in (PaperState.PRINTING, PaperState.CONFIRMED, PaperState.NOT_PRINTED)
    ]
    return [
        ("account.news", shown, OVERVIEW),
        ("account.history", shown, replace(OVERVIEW, notices=(), matters=())),
        ("for_you", states.ForYou(Task.PAY), OVERVIEW),
        ("for_you.matters", states.ForYou(Task.ACCOUNT), replace(OVERVIEW, notices=())),
        ("for_you.notice", states.ForYou(Task.ACCOUNT), replace(OVERVIEW, notices=NOTICES[2:], matters=())),
        ("history", history, OVERVIEW),
        ("history.page", replace(history, page=2), OVERVIEW),
        ("history.short", states.HistoryShown(1), OVERVIEW),
        *papers,
        ("past_bill", states.PastBillShown("H1", history), OVERVIEW),
        ("past_bill.overdue", states.PastBillShown("H0", history), OVERVIEW),
    ]


def _signing_in() -> list[tuple[str, State]]:
    number = states.AccountNumberWanted(Task.PAY)
    factor = states.FactorWanted(Task.PAY, NUMBER)
    pin = states.SecretWanted(Task.PAY, NUMBER, Factor.PIN)
    soon, past = NOW + timedelta(seconds=52), NOW - timedelta(seconds=1)
    code = states.SecretWanted(Task.ACCOUNT, NUMBER, Factor.CODE, again_at=soon)
    return [
        ("number_instead", number),
        ("number_instead.typed", replace(number, digits=NUMBER)),
        ("number_instead.phone", replace(number, digits="0900000123")),
        ("number_instead.short", replace(number, digits="12", problem=Problem.NUMBER_INCOMPLETE)),
        ("factor", factor),
        ("factor.asking", replace(factor, asking=True)),
        ("factor.locked", replace(factor, problem=Problem.SIGN_IN_LOCKED)),
        ("secret.pin", replace(pin, digits="4829")),
        ("secret.refused", replace(pin, problem=Problem.NUMBER_REFUSED)),
        ("secret.locked", replace(pin, problem=Problem.SIGN_IN_LOCKED)),
        ("secret.code", replace(code, digits="482")),
        ("secret.code.again", replace(code, again_at=past)),
        ("secret.code.wait", replace(code, problem=Problem.CODE_WAIT)),
        ("secret.asking", replace(code, asking=True)),
    ]
