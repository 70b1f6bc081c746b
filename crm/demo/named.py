"""Six customers by name, whom guides and tests know: each with an account, a card and a PIN, and what they owe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from crm.bodies import Money
from crm.demo.days import first_day, last_month
from crm.demo.past import TARIFFS
from crm.imports import AccountRow, BillRow, CardRow, CustomerRow


@dataclass(frozen=True, slots=True)
class DemoBill:
    """`due_in`: days from today; `months`: how many whole months it covers, the last of them being last month.

    `second`: on the customer's second account.
    """

    customer: int
    kind: str
    minor: int
    due_in: int
    months: int = 2
    second: bool = False

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
    DemoBill(1, "gas", 90500, due_in=13, months=1),
    DemoBill(2, "electricity", 124000, due_in=6),
    DemoBill(3, "water", 37200, due_in=21),
    DemoBill(4, "electricity", 302000, due_in=-12),
    DemoBill(5, "gas", 66800, due_in=3, months=1),
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
        )
        for bill in BILLS
    ]


def account(customer: int) -> str:
    return f"120334{CUSTOMERS[customer - 1][4]}"
