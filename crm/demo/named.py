"""Six customers by name, whom guides and tests know: each with an account, a card and a PIN, and what they owe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from crm.billing.codes import STORES_TAKE
from crm.billing.texts import Printed, emvco, three_segment
from crm.demo.days import SITE_ZONE, first_day, last_month
from crm.demo.past import TARIFFS
from crm.imports import AccountRow, BillRow, CardRow, CustomerRow
from crm.intake.bodies import Money
from crm.moments import local_day


@dataclass(frozen=True, slots=True)
class DemoBill:
    """`due_in`: days from today; `months`: how many whole months it covers, the last of them being last month.

    `second`: on the customer's second account. `rules`: what else the bill says of how it may be paid.
    """

    customer: int
    kind: str
    minor: int
    due_in: int
    months: int = 2
    second: bool = False
    rules: Mapping[str, Any] = field(default_factory=dict)

    @property
    def account(self) -> str:
        return SECOND[self.customer] if self.second else account(self.customer)


#: Cards of the demonstration: what the reader sends, and the PIN to it. The PIN also goes with account and phone number.
CARDS = {
    1: (CardRow(token="990120260007730", pin="482913"), CardRow(token="rfid:0100AB12CD", pin="482913")),
    2: (CardRow(token="990120260004821", pin="159753"),),
    3: (CardRow(token="990120260003311", pin="246802"),),
    4: (CardRow(token="990120260005512", pin="135791"),),
    5: (CardRow(token="990120260001442", pin="864209"),),
    6: (CardRow(token="990120260002901", pin="975310"),),
}

CUSTOMERS = (
    ("林志宏", "0912345678", "zh-Hant", "vip", "7730"),
    ("王小明", "0988000120", "zh-Hant", "standard", "4821"),
    ("Jane Smith", "0905000311", "en", "standard", "3311"),
    ("陳雅美", "0225005512", "zh-Hant", "standard", "5512"),
    ("黃平", "0970000442", "zh-Hant", "standard", "1442"),
    ("李文芳", "0933000901", "zh-Hans", "standard", "2901"),
)

#: Who has another account.
SECOND = {6: "1203342902"}

BILLS = (
    DemoBill(1, "electricity", 231800, due_in=-5),
    DemoBill(1, "water", 48600, due_in=8),
    DemoBill(1, "gas", 90500, due_in=13, months=1, rules={"allow_partial": True, "minimum": 20000}),
    DemoBill(2, "electricity", 124000, due_in=6),
    DemoBill(3, "water", 37200, due_in=21),
    DemoBill(4, "electricity", 302000, due_in=-12),
    DemoBill(5, "gas", 66800, due_in=3, months=1, rules={"cash_only": True}),
    DemoBill(6, "electricity", 154000, due_in=11),
    DemoBill(6, "electricity", 87000, due_in=11, second=True),
)


def customers() -> list[CustomerRow]:
    return [
        CustomerRow(
            id=id,
            name=name,
            phone=phone,
            language=language,
            tier=tier,
            pin=CARDS[id][0].pin,
            accounts=_accounts(id, "Home" if language == "en" else "住家"),
            cards=list(CARDS[id]),
        )
        for id, (name, phone, language, tier, _) in enumerate(CUSTOMERS, start=1)
    ]


def _accounts(id: int, label: str) -> list[AccountRow]:
    second = [AccountRow(number=SECOND[id], label="店面")] if id in SECOND else []
    return [AccountRow(number=account(id), label=label), *second]


def bills(today: date) -> list[BillRow]:
    return [
        BillRow(
            id=f"B-{last_month(today):%Y-%m}-{bill.kind[0].upper()}-{bill.account[-4:]}",
            account=bill.account,
            kind=bill.kind,
            period_from=first_day(today, bill.months),
            period_to=last_month(today),
            amount=Money(minor=bill.minor, currency="TWD"),
            due=today + timedelta(days=bill.due_in),
            used=bill.minor // TARIFFS[bill.kind].minor,
            unit=TARIFFS[bill.kind].unit,
            code=code_of(bill),
            **bill.rules,
        )
        for bill in BILLS
    ]


def bills_on(now: datetime) -> list[BillRow]:
    """The bills as they are seeded at that moment."""
    return bills(local_day(now, SITE_ZONE))


def code_of(bill: DemoBill) -> str:
    """What the printed codes of a bill of the demonstration carry. Real numbers are drawn by chance, not counted."""
    return f"QC{bill.kind[0].upper()}0{bill.months}A7K2M9P{bill.account[-4:]}"


def codes_on(bill: BillRow) -> tuple[str, ...]:
    """What there is to scan on this bill: three barcodes, one QR code."""
    printed = Printed(bill.code, bill.amount.minor, bill.amount.currency, bill.due + STORES_TAKE)
    return (*(three_segment(printed) or ()), emvco(printed))


def account(customer: int) -> str:
    return f"120334{CUSTOMERS[customer - 1][4]}"
