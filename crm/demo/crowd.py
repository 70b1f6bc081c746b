"""Thirty-four more customers: one to three accounts each, a card, a phone, bills in every state. All of it invented.

The phones are of no network (0900-000-...), the names are put together from lists and belong to nobody in particular.
They share one PIN, so that seeding hashes once; nobody but a demonstration may do that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from crm.demo.days import first_day, last_month
from crm.demo.past import TARIFFS, metered
from crm.schema import Account, Bill, Customer, MembershipCard, Outage
from crm.tokens import digest

CROWD_PIN = "246810"
FIRST_ID = 7
AREAS = ("sanchong-1", "sanchong-2", "luzhou-1", "xinzhuang-1")
LABELS = {
    "en": ("Home", "Shop", "Parents"),
    "zh-Hant": ("住家", "店面", "爸媽家"),
    "zh-Hans": ("住家", "店面", "爸妈家"),
}

_ZH = (
    "周雨晴", "許文彬", "謝安琪", "蔡明軒", "鄭秀蘭", "郭子豪",
    "洪佳玲", "邱建國", "曾美惠", "廖俊傑", "賴淑芬", "徐振宇",
    "葉思妤", "蘇國華", "莊惠如", "呂柏翰",
    "江麗珠", "何承恩", "羅春梅", "高志遠", "蕭雅婷", "潘家瑋", "簡素貞", "朱彥廷",
)  # fmt: skip
_HANS = ("孙晓燕", "马建华", "冯丽", "董明亮")
_EN = ("Alan Reed", "Mary Holt", "Peter Lund", "Grace Adeyo", "Tom Vance", "Nina Duarte")

#: (name, language), in the order of their ids.
CROWD = tuple(
    [(name, "zh-Hant") for name in _ZH]
    + [(name, "zh-Hans") for name in _HANS]
    + [(name, "en") for name in _EN]
)

#: What the newest bill of an account is like: days to its due date, and by whom it was paid (empty: not yet).
STATES = (
    (18, ""), (4, ""), (-6, ""), (9, "kiosk"), (12, "bank"), (-3, "auto_pay_failed"), (2, "store"), (7, "counter"),
    (21, ""), (15, "auto_pay"), (-40, ""), (5, "web"),
)  # fmt: skip

#: Bills that are due in so many days may be paid in parts.
PARTLY = 21


@dataclass(frozen=True, slots=True)
class Member:
    id: int
    name: str
    language: str

    @property
    def accounts(self) -> tuple[str, ...]:
        """One, two or three."""
        return tuple(f"12036{self.id:03}{nth}{(self.id * 7 + nth) % 10}" for nth in range(1, 2 + self.id % 3))

    @property
    def card(self) -> str:
        return f"99012026001{self.id:04}"

    @property
    def phone(self) -> str:
        return f"0900000{100 + self.id}"


MEMBERS = tuple(Member(FIRST_ID + place, *person) for place, person in enumerate(CROWD))


def people(pin_hash: str) -> list[Customer | MembershipCard]:
    """Customers with their accounts, and their cards."""
    rows: list[Customer | MembershipCard] = []
    for member in MEMBERS:
        customer = Customer(
            id=member.id,
            name=member.name,
            phone=member.phone,
            language=member.language,
            tier="vip" if member.id % 11 == 0 else "standard",
            pin_hash=pin_hash,
        )
        customer.accounts = [_account(member, place) for place in range(len(member.accounts))]
        rows += [
            customer,
            MembershipCard(token_hash=digest(member.card), customer_id=member.id, pin_hash=pin_hash),
        ]
    return rows


def _account(member: Member, place: int) -> Account:
    label = LABELS[member.language][place]
    return Account(number=member.accounts[place], label=label, area=AREAS[(member.id + place) % len(AREAS)])


def kinds(account: str) -> tuple[str, ...]:
    """Every account has electricity or water; every third has both."""
    return ("electricity", "water") if int(account[-4:]) % 3 == 0 else ("electricity",)


def newest(today: date) -> list[Bill]:
    """The newest bill of each account and kind, in every state in turn."""
    numbered = [
        (account, kind) for member in MEMBERS for account in member.accounts for kind in kinds(account)
    ]
    return [
        _bill(account, kind, today, *STATES[nth % len(STATES)])
        for nth, (account, kind) in enumerate(numbered)
    ]


def _bill(account: str, kind: str, today: date, due_in: int, how: str) -> Bill:
    tariff = TARIFFS[kind]
    begins, ends = first_day(today, tariff.months), last_month(today)
    used, failed = metered(account, tariff, begins), how == "auto_pay_failed"
    paid = bool(how) and not failed
    return Bill(
        id=f"B-{ends:%Y-%m}-{kind[0].upper()}-{account[-5:]}",
        account_number=account,
        kind=kind,
        period_from=begins,
        period_to=ends,
        amount_minor=used * tariff.minor // 100 * 100,
        currency="TWD",
        due=today + timedelta(days=due_in),
        paid_on=today - timedelta(days=1 + len(how) % 5) if paid else None,
        paid_by=how if paid else "",
        used=used,
        unit=tariff.unit,
        auto_pay_failed_on=today - timedelta(days=4) if failed else None,
        allow_partial=due_in == PARTLY,
    )


def outages(now: datetime) -> list[Outage]:
    """One that goes on now and one that is planned."""
    day = timedelta(days=1)
    return [
        Outage(
            id="demo-now", area=AREAS[0], kind="electricity", planned=False,
            starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=3),
        ),
        Outage(
            id="demo-planned", area=AREAS[2], kind="water", planned=True,
            starts_at=now + 2 * day, ends_at=now + 2 * day + timedelta(hours=8),
        ),
    ]  # fmt: skip
