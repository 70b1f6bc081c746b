"""How a text of the screen is read out: amounts, times, dates and numbers as people say them.

The engine reads what stands there. `NT$ 1,280` would be letters and two numbers, a reference one long number, and a
Latin word in Mandarin a syllable of pinyin or, worse, a foreign voice.
"""

from __future__ import annotations

import re

from kiosk.domain.language import Language

#: What money is called; its sign as `kiosk.texts` writes it.
_MONEY = {
    "NT$": ("元", "New Taiwan dollars"),
    "US$": ("美元", "US dollars"),
    "€": ("歐元", "euros"),
    "¥": ("日圓", "yen"),
}
_AMOUNT = re.compile(r"(NT\$|US\$|€|¥) ?(-?[\d,]+(?:\.\d+)?)")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3})")
_MASK = re.compile(r"[•●*]{2,} ?")
_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_CLOCK = re.compile(r"\b(\d{1,2}):(\d{2})\b")
_RANGE = re.compile(r"(?<=\d) ?– ?(?=\d)|(?<=[月日]) ?– ?(?=\d)")
#: Letters and digits of one name, in groups: `K07-7QM4-3XPA`.
_REFERENCE = re.compile(r"\b(?=[A-Z0-9-]*[A-Z])(?=[A-Z0-9-]*\d)[A-Z0-9]+(?:[- ][A-Z0-9]*\d[A-Z0-9]*)*\b")
#: A number that is none to count with: long, or in groups as telephones have it.
_NUMBER = re.compile(r"\b(?:0\d*(?:[ -]\d{2,4})+|\d{5,}|0\d{2,})\b")
_LATIN = re.compile(r"[A-Za-z]+(?:[-'][A-Za-z]+)*")
_LEXICON = {"e-mail": "電子郵件", "email": "電子郵件", "app": "應用程式", "ok": "好"}
_PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?%")
_PAUSES = str.maketrans({"·": ",", "・": ",", "／": ",", "|": ",", "→": ",", "\n": ",", "#": " "})
#: What Mandarin's voice would hand to another one.
_SIGNS = str.maketrans({"@": "小老鼠", "%": "百分比", "/": " ", ":": ","})
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def pronounced(text: str, language: Language) -> str:
    """The same in words that the engine of `language` says rightly."""
    chinese = language is not Language.EN
    text = _AMOUNT.sub(lambda found: _amount(found, chinese), text)
    text = _MASK.sub("尾號 " if chinese else "ending in ", text)
    text = _DAY.sub(lambda found: _day(found, chinese), text)
    text = _CLOCK.sub(lambda found: _clock(found, chinese), text)
    text = _REFERENCE.sub(_spelt, text)
    text = _ending(_NUMBER.sub(_spelt, text), chinese)
    text = _RANGE.sub(" 到 " if chinese else " to ", text)
    text = _GROUPED.sub("", text).translate(_PAUSES)
    return _in_mandarin(text) if chinese else text


def _in_mandarin(text: str) -> str:
    text = _PERCENT.sub(r"百分之\1", text)
    text = re.sub(r"\.(?=[A-Za-z])", "點", text).translate(_SIGNS)
    return _LATIN.sub(_letters, text)


def _amount(found: re.Match[str], chinese: bool) -> str:
    name = _MONEY[found[1]][0 if chinese else 1]
    return f"{found[2].replace(',', '')} {name}"


def _day(found: re.Match[str], chinese: bool) -> str:
    year, month, day = (int(part) for part in found.groups())
    if not 1 <= month <= 12:
        return found[0]
    return f"{year} 年 {month} 月 {day} 日" if chinese else f"{day} {_MONTHS[month - 1]} {year}"


def _clock(found: re.Match[str], chinese: bool) -> str:
    hour, minute = int(found[1]), int(found[2])
    if chinese:
        return f"{hour} 點 {minute} 分" if minute else f"{hour} 點"
    if minute == 0:
        return f"{hour} o'clock"
    return f"{hour} oh {minute}" if minute < 10 else f"{hour} {minute}"


def _spelt(found: re.Match[str]) -> str:
    """One by one; a pause where a group ends."""
    groups = re.split(r"[ -]", found[0])
    return ", ".join(" ".join(group) for group in groups)


def _ending(text: str, chinese: bool) -> str:
    """The four digits that a mask leaves are no number either."""
    word = "尾號" if chinese else "ending in"
    return re.sub(rf"({word} )(\d+)", lambda found: found[1] + " ".join(found[2]), text)


def _letters(found: re.Match[str]) -> str:
    """A Latin word in Mandarin: its name if it has one, else its letters."""
    word = found[0]
    return _LEXICON.get(word.lower()) or " ".join(letter.upper() for letter in word if letter.isalpha())
