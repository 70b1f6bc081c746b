"""The catalogues hold together, and money, dates and windows are written as people write them."""

import ast
import re
import string
from datetime import date, datetime, time, timedelta
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fontTools.ttLib import TTFont

from kiosk.domain.callback import Hours, Topic, Window, offered_windows
from kiosk.domain.counters import Count
from kiosk.domain.events import Room
from kiosk.domain.faults import Fault, Owner, Told
from kiosk.domain.health import DOWN, Device, DeviceState, Line, Service
from kiosk.domain.language import Era, Language
from kiosk.domain.money import Money
from kiosk.domain.receipt import PrintOutcome, Size
from kiosk.domain.setting import Rule
from kiosk.domain.states import PaperState, Problem
from kiosk.domain.upkeep import Check, LogLevel, LogTopic, Part, Verdict
from kiosk.settings.at_panel import AT_PANEL
from kiosk.texts import TextMissing, Texts, load_texts

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "assets" / "locale"
TAIPEI = ZoneInfo("Asia/Taipei")
ALIKE = (PaperState.TAKEN, PaperState.RETRACTED)  # told in the same words whatever it was
DECIDED = [state for state in PaperState if state not in (PaperState.OFFERED, PaperState.PRINTING, *ALIKE)]
NOW = datetime(2026, 11, 22, 10, 5, tzinfo=TAIPEI)  # a Sunday
NO_BREAK = "\u00a0"  # an hour and its half of the day stay on one line
ZH, EN, HANS = Language.ZH_HANT, Language.EN, Language.ZH_HANS


@pytest.fixture(scope="module")
def texts() -> dict[Language, Texts]:
    return load_texts(LOCALE)


UPKEEP = {
    "check": Check,
    "verdict": Verdict,
    "log_level": LogLevel,
    "room": Room,
    "log_topic": LogTopic,
    "part": Part,
    "count": Count,
}


#: Names of what may be changed at the panel; devices and tiles have theirs anyhow.
SETTINGS = {
    word
    for section, key in AT_PANEL
    for word in (f"section.{section}", f"setting.{key}")
    if section not in [*Device] and (section != "home" or word == "section.home")
}


def fields_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.accessibility("FLW-02")
@pytest.mark.requirement("O1")
def test_no_language_lacks_a_key_or_a_field(texts: dict[Language, Texts]) -> None:
    """O1: every catalogue has the same keys, and each text the same fields."""
    chinese = texts[ZH].catalogue
    for language in (EN, HANS):
        other = texts[language].catalogue
        assert set(chinese) ^ set(other) == set()
        differing = {key for key in chinese if fields_of(chinese[key]) != fields_of(other[key])}
        assert {key for key in differing if not (key.endswith(".roc") and language is EN)} == set()


@pytest.mark.parametrize("language", Language)
def test_no_key_stands_twice(language: Language) -> None:
    """A reader of catalogues takes the last one without a word."""
    folder = LOCALE / language.value.replace("-", "_")
    written = (folder / "LC_MESSAGES" / "kiosk.po").read_text(encoding="utf-8")
    keys = re.findall(r'^msgid "([^"]+)"$', written, re.MULTILINE)
    assert len(keys) > 500
    assert [key for key in set(keys) if keys.count(key) > 1] == []


@pytest.mark.requirement("O1")
@pytest.mark.parametrize("language", Language)
def test_no_text_is_empty(texts: dict[Language, Texts], language: Language) -> None:
    """O1: a text that is there says something."""
    assert [key for key, text in texts[language].catalogue.items() if not text.strip()] == []


@pytest.mark.accessibility("TXT-06")
@pytest.mark.requirement("O2")
@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_no_character_turns_into_an_empty_box(texts: dict[Language, Texts], weight: str) -> None:
    """O2: each character of both catalogues and of the articles has a glyph in the font that is shipped."""
    drawn = TTFont(ROOT / "assets" / "fonts" / f"NotoSansCJKtc-{weight}.otf").getBestCmap()
    written = "".join(chain.from_iterable(texts[language].catalogue.values() for language in Language))
    written += (ROOT / "assets" / "content" / "faq.json").read_text(encoding="utf-8")
    assert {ch for ch in written if ch != "\n" and ord(ch) not in drawn} == set()


@pytest.mark.requirement("O1")
@pytest.mark.parametrize("language", Language)
def test_no_word_of_the_domain_is_without_its_text(texts: dict[Language, Texts], language: Language) -> None:
    """O1: what the domain can say, the catalogue can say."""
    words = [
        *(f"problem.{problem.value}" for problem in Problem if problem is not Problem.NONE),
        *(f"topic.{topic.value}" for topic in Topic),
        *(f"fault.{fault.value}" for fault in Fault),
        *(f"owner.{owner.value}" for owner in Owner),
        *(f"device.{device.value}" for device in Device),
        *(f"device_state.{state.value}" for state in DeviceState),
        *(f"service.{service.value}" for service in Service),
        *(f"maintenance.line.{line.value}" for line in Line),
        *(f"maintenance.test.{outcome.value}" for outcome in PrintOutcome),
        *(f"callback_done.paper.{state.value}" for state in DECIDED),
        *(f"paper.{state.value}{part}" for state in ALIKE for part in ("", ".about")),
        *(f"test_paper.{size.value}" for size in Size),
        *(f"hint.fault.{fault.value}" for fault in Fault),
        *(f"hint.state.{state.value}" for state in DOWN),
        *(f"told.{told.value}" for told in Told if told is not Told.NOTHING),
        *(f"unfit.{rule.value}" for rule in Rule),
        *(f"{name}.{word.value}" for name, kind in UPKEEP.items() for word in kind),
        *SETTINGS,
    ]
    assert [word for word in words if word not in texts[language].catalogue] == []


def test_missing_key_is_named_with_its_language(texts: dict[Language, Texts]) -> None:
    with pytest.raises(TextMissing, match=r"'no\.such\.key' in en"):
        texts[EN].get("no.such.key")


def test_missing_field_is_named_with_key_and_language(texts: dict[Language, Texts]) -> None:
    with pytest.raises(TextMissing, match=r"'fraud\.text' in zh-Hant: no 'calls_from'"):
        texts[ZH].get("fraud.text")


def test_missing_catalogue_is_an_error_at_start(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"kiosk\.po"):
        load_texts(tmp_path)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Money(231800), "NT$ 2,318"),
        (Money(231850), "NT$ 2,318.50"),
        (Money(5), "NT$ 0.05"),
        (Money(0), "NT$ 0"),
        (Money(-48600), "NT$ -486"),
        (Money(123456789), "NT$ 1,234,567.89"),
        (Money(1200, "EUR"), "€ 12.00"),
        (Money(1234, "JPY"), "¥ 1,234"),
    ],
)
def test_money_always_names_its_currency(texts: dict[Language, Texts], amount: Money, written: str) -> None:
    assert [texts[language].money(amount) for language in Language] == [written] * len(Language)


@pytest.mark.parametrize(
    ("begin", "end", "chinese", "english"),
    [
        (date(2026, 9, 1), date(2026, 10, 31), "2026 年 9–10 月", "Sep–Oct 2026"),
        (date(2026, 9, 1), date(2026, 9, 30), "2026 年 9 月", "Sep 2026"),
        (date(2026, 12, 1), date(2027, 1, 31), "2026 年 12 月–2027 年 1 月", "Dec 2026–Jan 2027"),
    ],
)
def test_months_of_a_bill(
    texts: dict[Language, Texts], begin: date, end: date, chinese: str, english: str
) -> None:
    assert texts[ZH].month_range(begin, end) == chinese
    assert texts[EN].month_range(begin, end) == english


def test_dates_and_times_keep_their_own_zone(texts: dict[Language, Texts]) -> None:
    """A moment in Taipei is not shifted to the machine's or to universal time."""
    assert (texts[ZH].date(NOW.date()), texts[EN].date(NOW.date())) == ("2026 年 11 月 22 日", "22 Nov 2026")
    assert (texts[ZH].time(NOW), texts[EN].time(NOW)) == ("10:05", "10:05")
    assert (texts[ZH].moment(NOW), texts[EN].moment(NOW)) == ("2026-11-22 10:05", "22 Nov 2026, 10:05")


def test_years_of_the_republic() -> None:
    """By setting, Chinese dates count from 1912; English ones, and days before it, do not."""
    texts = load_texts(LOCALE, Era.ROC)
    day, begins, ends = date(2026, 11, 17), date(2026, 12, 1), date(2027, 1, 31)
    assert texts[ZH].date(day) == "民國 115 年 11 月 17 日"
    assert texts[HANS].date(day) == "民国 115 年 11 月 17 日"
    assert texts[EN].date(day) == "17 Nov 2026"
    assert (texts[ZH].short_date(day), texts[ZH].moment(NOW)) == ("115/11/17", "115/11/22 10:05")
    assert texts[ZH].month_range(begins, ends) == "115 年 12 月–116 年 1 月"
    assert texts[ZH].date(date(1912, 1, 1)) == "民國 1 年 1 月 1 日"
    assert texts[ZH].date(date(1911, 12, 31)) == "1911 年 12 月 31 日"


def window(days: int, begin: time, end: time) -> Window:
    day = NOW.date() + timedelta(days=days)
    return Window(datetime.combine(day, begin, TAIPEI), datetime.combine(day, end, TAIPEI))


@pytest.mark.parametrize(
    ("window", "chinese", "english"),
    [
        (window(0, time(15), time(17)), "今天下午 3–5 點", "Today 3–5 pm"),
        (window(1, time(9), time(12)), "明天上午 9–12 點", "Tomorrow 9 am–12 noon"),
        (window(1, time(12), time(13)), "明天下午 12–1 點", "Tomorrow 12–1 pm"),
        (window(2, time(10), time(14)), "週二上午 10 點–下午 2 點", "Tuesday 10 am–2 pm"),
        (window(2, time(13, 30), time(15)), "週二下午 1:30–下午 3 點", "Tuesday 1:30 pm–3 pm"),
        (window(7, time(15), time(17)), "11 月 29 日下午 3–5 點", "29 Nov 3–5 pm"),
    ],
)
def test_windows_are_said_as_people_say_them(
    texts: dict[Language, Texts], window: Window, chinese: str, english: str
) -> None:
    assert texts[ZH].window(window, NOW) == chinese
    assert texts[EN].window(window, NOW).replace(NO_BREAK, " ") == english


def test_window_on_paper_is_still_true_tomorrow(texts: dict[Language, Texts]) -> None:
    today = window(0, time(15), time(17))
    assert texts[ZH].window_dated(today) == "11 月 22 日（週日）下午 3–5 點"
    assert texts[EN].window_dated(today) == f"Sun 22 Nov, 3–5{NO_BREAK}pm"


def test_soonest_window_promises_no_hour(texts: dict[Language, Texts]) -> None:
    soonest = offered_windows(NOW, Hours(((time(9), time(12)),)))[0]
    assert texts[ZH].window(soonest, NOW) == texts[ZH].window_dated(soonest) == "盡快"
    assert texts[EN].window(soonest, NOW) == "As soon as possible"


@pytest.mark.parametrize(
    ("typed", "grouped"),
    [
        ("", ""),
        ("0", "0"),
        ("0912", "0912"),
        ("09123", "0912 3"),
        ("0912345678", "0912 345 678"),
        ("0225125512", "02 2512 5512"),
        ("0800000123", "0800 000 123"),
        ("037123456", "037 123 456"),
        ("25125512", "2512 5512"),
        ("091234567890", "0912 345 67890"),
    ],
)
def test_numbers_are_grouped_while_they_are_typed(
    texts: dict[Language, Texts], typed: str, grouped: str
) -> None:
    assert texts[ZH].phone(typed) == grouped
    assert texts[EN].phone(typed).replace(" ", "") == typed


@pytest.mark.accessibility("ERR-01")
@pytest.mark.requirement("X45")
@pytest.mark.parametrize("language", Language)
def test_no_problem_is_told_by_a_bare_code(texts: dict[Language, Texts], language: Language) -> None:
    """X45: a customer's problem is told in whole sentences, never in a code."""
    told = {key: text for key, text in texts[language].catalogue.items() if key.startswith("problem.")}
    assert told
    assert [key for key, text in told.items() if "_" in text or not text.endswith(("。", "."))] == []


def spoken_keys() -> tuple[set[str], list[re.Pattern[str]]]:
    """What the source says of keys: those in `texts.get("...")`, and every string and f-string as a pattern."""
    exact: set[str] = set()
    patterns: set[str] = set()
    for file in chain((ROOT / "kiosk").rglob("*.py"), (ROOT / "screens").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="texts"), attr="get"),
                    args=[ast.Constant(value=str(key)), *_],
                ):
                    exact.add(key)
                case ast.Constant(value=str(text)) if "." in text and " " not in text:
                    patterns.add(re.escape(text))
                case ast.JoinedStr(values=parts):
                    patterns.add("".join(_pattern(part) for part in parts))
    return exact, [re.compile(pattern) for pattern in patterns if re.search("[a-z]", pattern)]


def _pattern(part: ast.expr) -> str:
    match part:
        case ast.Constant(value=str(text)):
            return re.escape(text)
        case _:
            return ".+"


@pytest.mark.requirement("O1")
def test_no_screen_asks_for_a_text_that_nobody_wrote(texts: dict[Language, Texts]) -> None:
    """O1: every key named in the source is in the catalogues."""
    asked, _ = spoken_keys()
    assert len(asked) > 100
    assert asked - set(texts[ZH].catalogue) == set()


def test_no_text_is_left_over(texts: dict[Language, Texts]) -> None:
    """Each key is named in the source, alone or as a family (`f"topic.{topic}"`)."""
    _, patterns = spoken_keys()
    keys = {key.removesuffix(".roc") for key in texts[ZH].catalogue}
    left = [key for key in keys if not any(pattern.fullmatch(key) for pattern in patterns)]
    assert left == []
