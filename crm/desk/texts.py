"""The desk's words: gettext catalogues with symbolic ids, read once by Babel; how money and moments are written.

Every language has the same keys with the same fields; `tests/crm/desk/test_texts.py` holds it to that.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.messages.pofile import read_po

LOCALE = Path(__file__).parents[1] / "locale"
#: Language as pages name it -> its folder.
LANGUAGES = {"zh-Hant": "zh_Hant", "en": "en", "zh-Hans": "zh_Hans"}
FIRST = "zh-Hant"

#: Sign and digits behind the point of each currency (ISO 4217).
CURRENCIES = {"TWD": ("NT$", 2), "EUR": ("€", 2), "USD": ("US$", 2), "JPY": ("¥", 0)}


class TextMissing(LookupError):
    """A key that the catalogue does not have, or a field that was not given."""


class Texts:
    """One language's words, with moments as the house's zone has them."""

    def __init__(self, language: str, catalogue: Mapping[str, str], zone: ZoneInfo) -> None:
        self.language = language
        self.catalogue = catalogue
        self._zone = zone

    def get(self, key: str, /, **fields: object) -> str:
        """The text under `key`, its fields filled in. Raises TextMissing."""
        try:
            return self.catalogue[key].format_map(fields)
        except KeyError as missing:
            raise TextMissing(f"{key} in {self.language}: no {missing}") from None

    def word(self, family: str, value: str) -> str:
        """`family.value` where the catalogue has it; what a newer kiosk says is shown as it came."""
        return self.catalogue.get(f"{family}.{value}", value)

    def of(self, told: Mapping[str, str]) -> str:
        """What somebody wrote in several languages: in this one, else in the first there is."""
        return told.get(self.language) or next((words for words in told.values() if words), "")

    def trail(self, what: str) -> str:
        """A mark of the kiosk (`article:late-payment`) as a sentence; an unknown one as it came."""
        whole = self.catalogue.get(f"trail.{what}")
        if whole is not None:
            return whole
        family, _, rest = what.partition(":")
        pattern = self.catalogue.get(f"trail.{family}:*")
        return pattern.format_map({"what": self.word("error", rest)}) if pattern and rest else what

    def money(self, minor: int, currency: str) -> str:
        """`NT$ 2,318`; dollars of Taiwan show cents only where there are any."""
        sign, digits = CURRENCIES.get(currency, (currency, 2))
        whole, rest = divmod(abs(minor), 10**digits)
        cents = "" if digits == 0 or (rest == 0 and currency == "TWD") else f".{rest:0{digits}}"
        return f"{'-' if minor < 0 else ''}{sign} {whole:,}{cents}"

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._zone)

    def day(self, day: date, today: date) -> str:
        """`今天`, `明天`, else month and day; the year where it is another one."""
        ahead = (day - today).days
        if ahead in (-1, 0, 1):
            return self.get(("day.yesterday", "day.today", "day.tomorrow")[ahead + 1])
        fields = {
            "year": day.year,
            "month": day.month,
            "day": day.day,
            "name": self.get(f"month.{day.month}"),
        }
        return self.get("day.date" if day.year == today.year else "day.date_year", **fields)

    def moment(self, moment: datetime, now: datetime) -> str:
        """`今天 14:22`."""
        local = self.local(moment)
        return f"{self.day(local.date(), self.local(now).date())} {local:%H:%M}"

    def window(self, begins: datetime, ends: datetime, now: datetime) -> str:
        """`今天 13:00–15:00`."""
        first, last = self.local(begins), self.local(ends)
        end = f"{last:%H:%M}" if first.date() == last.date() else self.moment(ends, now)
        return f"{self.moment(begins, now)}–{end}"

    def short_span(self, seconds: float) -> str:
        """`12 秒`, and from a minute on as `span` has it: where every second counts."""
        return self.get("span.seconds", count=max(0, int(seconds))) if seconds < 60 else self.span(seconds)

    def span(self, seconds: float) -> str:
        """`3 分`, `2 小時`, `4 天`: the largest whole unit, never less than a minute."""
        minutes = max(1, int(seconds // 60))
        if minutes < 60:
            return self.get("span.minutes", count=minutes)
        if minutes < 48 * 60:
            return self.get("span.hours", count=minutes // 60)
        return self.get("span.days", count=minutes // 1440)


@cache
def read_catalogue(folder: str) -> Mapping[str, str]:
    """Keys to texts of one `desk.po`."""
    with (LOCALE / folder / "LC_MESSAGES" / "desk.po").open("rb") as file:
        catalogue = read_po(file)
    return {str(message.id): str(message.string) for message in catalogue if message.id}


def read_texts(zone: ZoneInfo) -> dict[str, Texts]:
    """Every language's Texts, by the name that pages use."""
    return {name: Texts(name, read_catalogue(folder), zone) for name, folder in LANGUAGES.items()}
