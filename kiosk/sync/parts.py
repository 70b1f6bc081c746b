"""A careful reader of JSON from outside: whatever is not as agreed is Offline, with the way to it but not its value.

Values may be personal, so no message holds one. What nobody asks for is not looked at: a newer centre may say more.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NoReturn

from kiosk.ports import Offline

#: Above every honest text of the contract; a longer one would only fill a screen or a disk.
LONGEST_TEXT = 500
#: Far above any bill, far below what a 64-bit column holds.
LARGEST_WHOLE = 10**12
LONGEST_LIST = 1000


def parse(body: bytes) -> Part:
    """The whole document. Raises Offline when it is not a JSON object."""
    try:
        document = json.loads(body.decode(), parse_constant=_no_such_number)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise Offline("unusable answer: not a JSON object")
    return Part(document, "answer")


def _no_such_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


@dataclass(frozen=True, slots=True)
class Part:
    """One value of an answer and the way to it. Each method gives the value as one shape or raises Offline."""

    value: object = field(repr=False)
    path: str

    def __getitem__(self, name: str) -> Part:
        """The member of an object; one that is missing reads as null."""
        if not isinstance(self.value, dict):
            raise self.unusable("an object")
        return Part(self.value.get(name), f"{self.path}.{name}")

    def items(self) -> tuple[Part, ...]:
        if not isinstance(self.value, list) or len(self.value) > LONGEST_LIST:
            raise self.unusable("a list")
        return tuple(Part(value, f"{self.path}[{place}]") for place, value in enumerate(self.value))

    def members(self) -> dict[str, Part]:
        """The members of an object, by name."""
        if not isinstance(self.value, dict) or len(self.value) > LONGEST_LIST:
            raise self.unusable("an object")
        return {str(name): Part(value, f"{self.path}.{name}") for name, value in self.value.items()}

    def text(self, longest: int = LONGEST_TEXT) -> str:
        """Not empty, without control characters and broken surrogates, which neither screen nor paper can show."""
        if not isinstance(self.value, str) or not 0 < len(self.value) <= longest or _broken(self.value):
            raise self.unusable("a text")
        return self.value

    def text_or_none(self) -> str | None:
        """None for null and for an empty text."""
        return None if self.value in (None, "") else self.text()

    def whole(self) -> int:
        """A non-negative integer."""
        if type(self.value) is not int or not 0 <= self.value <= LARGEST_WHOLE:
            raise self.unusable("a whole number")
        return self.value

    def seconds(self) -> float:
        """Any number that is not negative, nor NaN, nor endless."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.unusable("seconds")
        if not 0 <= self.value <= LARGEST_WHOLE:
            raise self.unusable("seconds")
        return float(self.value)

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.unusable("true or false")
        return self.value

    def day(self) -> date:
        """RFC 3339 full-date."""
        text = self.text()
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or day.isoformat() != text:  # fromisoformat also takes week dates, and no hyphens
            raise self.unusable("a day")
        return day

    def day_or_none(self) -> date | None:
        return None if self.value is None else self.day()

    def moment(self) -> datetime:
        """RFC 3339 with `Z`, with or without a fraction; aware, in UTC."""
        text = self.text()
        if not (text[10:11] == "T" and text.endswith("Z")):
            raise self.unusable("a moment in UTC")
        try:
            return datetime.fromisoformat(text).astimezone(UTC)
        except (ValueError, OverflowError):
            raise self.unusable("a moment") from None

    def moment_or_none(self) -> datetime | None:
        return None if self.value is None else self.moment()

    def unusable(self, wanted: str) -> Offline:
        """What to raise when this part is not `wanted`."""
        return Offline(f"unusable answer: {self.path} is not {wanted}")


def _broken(text: str) -> bool:
    return any(ord(ch) < 0x20 or 0x7F <= ord(ch) < 0xA0 or 0xD800 <= ord(ch) < 0xE000 for ch in text)
