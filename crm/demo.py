"""The demonstration's people, cards and bills. Every name, number, PIN and password here is made up.

Seeded only when somebody says `python -m crm demo`; dates stand around the day on which that happens.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from crm.bodies import Money
from crm.centre import Centre
from crm.imports import AccountRow, BillRow, CardRow, CustomerRow, import_bills, import_customers
from crm.knowledge_import import ARTICLES, FACTORY, import_articles
from crm.moments import local_day
from crm.schema import Role, Staff
from crm.staff import Logins
from crm.tokens import Secrets

SITE_ZONE = "Asia/Taipei"


@dataclass(frozen=True, slots=True)
class DemoLogin:
    login: str
    name: str
    role: Role
    password: str


@dataclass(frozen=True, slots=True)
class DemoBill:
    """`due_in`: days from today; `months`: how many whole months it covers, the last of them being last month."""

    customer: int
    kind: str
    minor: int
    due_in: int
    months: int = 2


#: Who may sign in at the desk of the demonstration.
STAFF = (
    DemoLogin("chen", "陳怡君", Role.AGENT, "qingchuan-chen"),
    DemoLogin("chang", "張志豪", Role.AGENT, "qingchuan-chang"),
    DemoLogin("lead", "吳佩珊", Role.SUPERVISOR, "qingchuan-lead"),
)

#: Whose the articles of the file are.
OWNERS = {"billing": "chen", "field": "chang", "counter": "lead"}

#: Cards of the demonstration: what the reader sends, and the PIN to it.
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

BILLS = (
    DemoBill(1, "electricity", 231800, due_in=-5),
    DemoBill(1, "water", 48600, due_in=8),
    DemoBill(1, "gas", 90500, due_in=13, months=1),
    DemoBill(2, "electricity", 124000, due_in=6),
    DemoBill(3, "water", 37200, due_in=21),
    DemoBill(4, "electricity", 302000, due_in=-12),
    DemoBill(5, "gas", 66800, due_in=3, months=1),
)


def seed(centre: Centre, secrets: Secrets) -> None:
    """Puts the demonstration into an empty centre; a second time brings it up to date and pays nothing back."""
    now = centre.clock()
    with centre.database.writing() as session:
        import_customers(session, _customers(), secrets, now)
        import_bills(session, _bills(local_day(now, SITE_ZONE)), now)
        import_articles(session, ARTICLES.validate_json(FACTORY.read_bytes()), now, SITE_ZONE, OWNERS)
        present = set(session.scalars(select(Staff.login)))
    logins = Logins(centre, secrets)
    for each in STAFF:
        if each.login not in present:
            logins.add(each.login, each.name, each.role, each.password)


def _customers() -> list[CustomerRow]:
    return [
        CustomerRow(
            id=id,
            name=name,
            phone=phone,
            language=language,
            tier=tier,
            pin=CARDS[id][0].pin,
            accounts=[AccountRow(number=_account(id), label="住家" if language != "en" else "Home")],
            cards=list(CARDS[id]),
        )
        for id, (name, phone, language, tier, _) in enumerate(CUSTOMERS, start=1)
    ]


def _bills(today: date) -> list[BillRow]:
    return [
        BillRow(
            id=f"B-{_last_month(today):%Y-%m}-{bill.kind[0].upper()}-{CUSTOMERS[bill.customer - 1][4]}",
            account=_account(bill.customer),
            kind=bill.kind,
            period_from=_first_day(today, bill.months),
            period_to=_last_month(today),
            amount=Money(minor=bill.minor, currency="TWD"),
            due=today + timedelta(days=bill.due_in),
        )
        for bill in BILLS
    ]


def _account(customer: int) -> str:
    return f"120334{CUSTOMERS[customer - 1][4]}"


def _last_month(today: date) -> date:
    """The last day of the month before."""
    return today.replace(day=1) - timedelta(days=1)


def _first_day(today: date, months: int) -> date:
    """The first day of the `months` whole months before this one."""
    day = today.replace(day=1)
    for _ in range(months):
        day = (day - timedelta(days=1)).replace(day=1)
    return day
