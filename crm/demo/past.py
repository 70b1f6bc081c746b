"""Earlier periods: bills that were paid, by every channel, with what was metered; the same for the same day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from crm.demo.days import first_day
from crm.schema import Bill

CHANNELS = ("kiosk", "bank", "store", "counter", "auto_pay", "web")


@dataclass(frozen=True, slots=True)
class Tariff:
    """`minor` for one `unit`; `usual` units a period; `months` in a period; `summer` more in its sixth of the year."""

    unit: str
    minor: int
    usual: int
    months: int
    summer: int


TARIFFS = {
    "electricity": Tariff("kWh", 560, 420, 2, 60),
    "water": Tariff("m3", 1450, 30, 2, 20),
    "gas": Tariff("m3", 1750, 44, 1, -40),
}


def periods(account: str, kind: str, today: date, count: int) -> Iterator[Bill]:
    """The `count` periods before the newest one, newest first; all of them paid."""
    tariff = TARIFFS[kind]
    for back in range(1, count + 1):
        begins = first_day(today, tariff.months * (back + 1))
        ends = first_day(today, tariff.months * back) - timedelta(days=1)
        used = metered(account, tariff, begins)
        due = ends + timedelta(days=25)
        yield Bill(
            id=f"B-{ends:%Y-%m}-{kind[0].upper()}-{account[-4:]}",
            account_number=account,
            kind=kind,
            period_from=begins,
            period_to=ends,
            amount_minor=used * tariff.minor // 100 * 100,
            paid_minor=used * tariff.minor // 100 * 100,
            currency="TWD",
            due=due,
            paid_on=due - timedelta(days=2 + (back * 3 + int(account[-1])) % 9),
            paid_by=CHANNELS[(back + int(account[-2:])) % len(CHANNELS)],
            used=used,
            unit=tariff.unit,
        )


def metered(account: str, tariff: Tariff, begins: date) -> int:
    """A household's use: its own level, a summer, and a little up and down."""
    level = 70 + int(account[-3:]) % 61
    summer = tariff.summer if begins.month in (5, 6, 7, 8) else 0
    ripple = (begins.month * 7 + begins.year * 3 + int(account[-2:])) % 17 - 8
    return max(1, tariff.usual * (level + summer * level // 100 + ripple) // 100)
