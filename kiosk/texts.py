"""Words for people: the catalogues of every language, and how money, dates, windows and numbers are written.

Catalogues are gettext files (`assets/locale/*/LC_MESSAGES/kiosk.po`) with symbolic ids, read by Babel at start. This
room knows the nouns of the domain; it must not know screens, paper or where a text is going to be shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po

from kiosk.domain.callback import Window
from kiosk.domain.faults import Fault
from kiosk.domain.language import Era, Language
from kiosk.domain.money import EXPONENTS, Money

NOON = dt.time(12)
#: A language that has more letters than this many times the English ones needs more room.
WORDY = 1.15
#: 1912 is the first year of the Republic of China (民國元年).
BEFORE_ROC = 1911
SYMBOLS = {"TWD": "NT$", "EUR": "€", "USD": "US$", "JPY": "¥"}

#: Beginnings of Taiwanese numbers and how their digits are grouped; the longest beginning wins. Source: the national
#: numbering plan (mobile 09, toll free 0800, two- and three-digit area codes).
PHONE_GROUPS: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("0800", (4, 3, 3)),
    ("037", (3, 3, 4)),
    ("049", (3, 3, 4)),
    ("082", (3, 3, 4)),
    ("089", (3, 3, 4)),
    ("09", (4, 3, 3)),
    ("02", (2, 4, 4)),
    ("04", (2, 4, 4)),
    ("0", (2, 3, 4)),
    ("", (4, 4, 4)),
)


class TextMissing(LookupError):
    """A key is not in the catalogue, or a text names a field that was not given. Says key and language."""


class Texts:
    """One language's words. `catalogue` maps keys (`home.title`) to texts with named fields (`{amount}`).

    `wordy`: they take more room than the screens were composed for. `mirrored`: they run from right to left.

    In the era of the Republic a pattern's own variant is used (`format.date.roc`); English has the common era in both.
    """

    def __init__(
        self,
        catalogue: Mapping[str, str],
        language: Language,
        era: Era = Era.COMMON,
        *,
        wordy: bool = False,
        mirrored: bool = False,
    ) -> None:
        self.wordy = wordy
        self.mirrored = mirrored
        self.language = language
        self.catalogue = catalogue
        self._era = era
        self._locale = language.value.replace("-", "_")

    def get(self, key: str, **fields: object) -> str:
        """The text under `key`, its fields filled in. Raises TextMissing."""
        try:
            return self.catalogue[key].format_map(fields)
        except KeyError as missing:
            raise TextMissing(f"text {key!r} in {self.language.value}: no {missing}") from None

    def money(self, amount: Money) -> str:
        """`NT$ 2,318`; dollars of Taiwan show cents only where there are any."""
        return f"{SYMBOLS[amount.currency]} {self.digits(amount)}"

    def digits(self, amount: Money) -> str:
        """`2,318`: the amount without its currency, for columns that name it once."""
        exponent = EXPONENTS[amount.currency]
        whole, rest = divmod(abs(amount.minor), 10**exponent)
        sign = "-" if amount.minor < 0 else ""
        if exponent == 0 or (rest == 0 and amount.currency == "TWD"):
            return f"{sign}{whole:,}"
        return f"{sign}{whole:,}.{rest:0{exponent}}"

    def date(self, day: dt.date) -> str:
        """`2026 年 11 月 17 日`, `民國 115 年 11 月 17 日`, `17 Nov 2026`."""
        return self._day(day, "format.date")

    def short_date(self, day: dt.date) -> str:
        """`2026-11-17`, `115/11/17`, `17 Nov 2026`: where room is dear."""
        return self._day(day, "format.short_date")

    def time(self, moment: dt.datetime) -> str:
        """`14:05`, as the moment's own zone has it."""
        return self._moment(moment, "format.time")

    def moment(self, moment: dt.datetime) -> str:
        """`2026-11-22 14:05`, `22 Nov 2026, 14:05`."""
        return self._moment(moment, "format.moment")

    def bill_kind(self, kind: str) -> str:
        """The word for it; a kind that the centre has and we do not is called a bill."""
        return self.get(f"bill.kind.{kind}" if f"bill.kind.{kind}" in self.catalogue else "bill.kind.other")

    def period(self, begin: str, end: str) -> str:
        """Of a payment's line, by ISO days; empty for a bill that only its code names."""
        return (
            self.month_range(dt.date.fromisoformat(begin), dt.date.fromisoformat(end))
            if begin and end
            else ""
        )

    def bill_state(self, state: str, due: dt.date, paid_on: dt.date | None, paid_by: str) -> str:
        """How a bill stands, with its day and, if it was paid, where. A channel that we do not know is not named."""
        if state != "paid" or paid_on is None:
            return self.get(f"history.state.{state}", date=self.short_date(due))
        if f"channel.{paid_by}" not in self.catalogue:
            return self.get("history.state.paid", date=self.short_date(paid_on))
        channel = self.get(f"channel.{paid_by}")
        return self.get("history.state.paid_by", date=self.short_date(paid_on), channel=channel)

    def month_range(self, begin: dt.date, end: dt.date) -> str:
        """`2026 年 9–10 月`, `Sep–Oct 2026`; one month, or two years, where the bill says so."""
        if (begin.year, begin.month) == (end.year, end.month):
            return self._day(begin, "format.month")
        if begin.year == end.year:
            return self._day(begin, "format.month_from") + "–" + self._day(end, "format.month_to")
        return self._day(begin, "format.month") + "–" + self._day(end, "format.month")

    def window(self, window: Window, now: dt.datetime) -> str:
        """`今天下午 3–5 點`, `Today 3–5 pm`; the soonest one is called so."""
        if window.soonest:
            return self.get("window.soonest")
        day = self.day(window.begins.date(), now.date())
        return self.get("window.whole", day=day, hours=self.hours(window))

    def window_dated(self, window: Window) -> str:
        """As `window`, but true tomorrow as well: for paper. `11 月 22 日（週日）下午 3–5 點`."""
        if window.soonest:
            return self.get("window.soonest")
        return self.get("window.dated", day=self.weekday_date(window.begins.date()), hours=self.hours(window))

    def slot(self, window: Window) -> str:
        """`09:30`, `09:00–12:00`: up to an hour is named by its beginning."""
        begins, ends = (f"{moment:%H:%M}" for moment in (window.begins, window.ends))
        return begins if window.ends - window.begins <= dt.timedelta(hours=1) else f"{begins}–{ends}"

    def slot_day(self, day: dt.date) -> str:
        """`11/24 週二`, `Tue 24 Nov`: for a button."""
        return self._day(day, "format.slot_day")

    def appointment(self, window: Window) -> str:
        """True tomorrow as well: `11 月 24 日（週二）09:30`, `Tue 24 Nov, 09:30`."""
        day = self.weekday_date(window.begins.date())
        return self.get("booking.when", day=day, time=self.slot(window))

    def day(self, day: dt.date, today: dt.date) -> str:
        """Today, tomorrow, the weekday within a week, and the date beyond it."""
        match (day - today).days:
            case 0:
                return self.get("day.today")
            case 1:
                return self.get("day.tomorrow")
            case ahead if 1 < ahead < 7:
                return self._day(day, "format.weekday")
        return self._day(day, "format.day")

    def weekday_date(self, day: dt.date) -> str:
        """`11 月 22 日（週日）`, `Sun 22 Nov`."""
        return self._day(day, "format.weekday_date")

    def hours(self, window: Window) -> str:
        """`下午 3–5 點`, `3–5 pm`. A window up to noon belongs to the morning."""
        begins, ends = window.begins.time(), window.ends.time()
        half = _half(begins)
        if begins.minute or ends.minute or half != (half if ends == NOON else _half(ends)):
            return f"{self.hour(begins)}–{self.hour(ends)}"
        key = "hours.to_noon" if ends == NOON else f"hours.{half}"
        return self.get(key, begin=_clock(begins), end=_clock(ends))

    def hour(self, clock: dt.time) -> str:
        """`上午 9 點`, `9 am`; `上午 9:30` where minutes count."""
        exact = ".exact" if clock.minute else ""
        return self.get(f"hour.{_half(clock)}{exact}", hour=_clock(clock))

    def fraud(self, calls_from: str, reply: str = "") -> str:
        """How to know that an answer is ours, by the way it comes."""
        own = f"fraud.text.{reply}"
        return self.get(own if own in self.catalogue else "fraud.text", calls_from=calls_from)

    def phone(self, digits: str) -> str:
        """Digits in groups as people read them, also while they are being typed: `0912 345 6`."""
        sizes = next(sizes for head, sizes in PHONE_GROUPS if digits.startswith(head))
        groups = []
        for size in sizes[:-1]:
            groups.append(digits[:size])
            digits = digits[size:]
        return " ".join(group for group in (*groups, digits) if group)

    def fault(self, fault: Fault) -> str:
        return self.get(f"fault.{fault.value}")

    def _day(self, day: dt.date, pattern: str) -> str:
        return format_date(day, self._pattern(pattern, day.year), locale=self._locale)

    def _moment(self, moment: dt.datetime, pattern: str) -> str:
        return format_datetime(moment, self._pattern(pattern, moment.year), locale=self._locale)

    def _pattern(self, pattern: str, year: int) -> str:
        """The pattern of this era; before the Republic there is only the common one."""
        variant = f"{pattern}.{self._era.value}"
        if variant in self.catalogue and year > BEFORE_ROC:
            return self.get(variant, year=year - BEFORE_ROC)
        return self.get(pattern)


def load_texts(directory: Path, era: Era = Era.COMMON) -> dict[Language, Texts]:
    """Every language's catalogue below `directory` (`zh_Hant/LC_MESSAGES/kiosk.po`). Raises OSError, PoFileError."""
    catalogues = {language: _read(directory, language) for language in Language}
    return {
        language: Texts(
            catalogue, language, era, wordy=_length(catalogue) > WORDY * _length(catalogues[Language.EN])
        )
        for language, catalogue in catalogues.items()
    }


def _length(catalogue: Mapping[str, str]) -> int:
    return sum(map(len, catalogue.values()))


def _read(directory: Path, language: Language) -> dict[str, str]:
    folder = language.value.replace("-", "_")
    with (directory / folder / "LC_MESSAGES" / "kiosk.po").open("rb") as file:
        catalogue = read_po(file, locale=folder, abort_invalid=True)
    return {str(message.id): str(message.string) for message in catalogue if message.id}


def _half(clock: dt.time) -> str:
    return "morning" if clock < NOON else "afternoon"


def _clock(clock: dt.time) -> str:
    """`3`, `12`, `1:30`: on a clock of twelve hours."""
    hour = (clock.hour - 1) % 12 + 1
    return f"{hour}:{clock.minute:02}" if clock.minute else str(hour)
