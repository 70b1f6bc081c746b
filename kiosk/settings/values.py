"""What a value of `kiosk.ini` may be: a function from text to value, or `Unfit` with what is wrong and the way out."""

from __future__ import annotations

import base64
import difflib
import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from argon2 import extract_parameters
from argon2.exceptions import InvalidHashError
from argon2.low_level import Type

from kiosk.domain.email import flaw_of
from kiosk.domain.key_name import CODES
from kiosk.domain.port_name import AUTO, usb_name
from kiosk.domain.setting import Reason, Rule
from kiosk.phones import phone_rule

Parse = Callable[[str], Any]
Word = TypeVar("Word", bound=StrEnum)

BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
#: What card readers speak; `auto` asks at the port.
READERS = ("stripe", "rdm6300", "pn532", "crt571", "pcsc", "auto")
#: What payment terminals speak: ZVT, or a table of `devices/payment_terminal/fixed_field/layouts/`.
TERMINALS = (
    "zvt",
    "allpay144",
    "as320_144",
    "as320_200",
    "as320_unionpay144",
    "cathay144",
    "ctbc250",
    "edc144",
    "esun600",
    "firstbank400",
    "nccc400",
    "netpos200",
    "sagem144",
    "sinopac144",
    "taishin400",
    "vx570_400",
)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: As many as have room on the keys.
MOST_ENDINGS = 6
#: OWASP's least for argon2id with one lane, in KiB.
LEAST_MEMORY = 19_456

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Unfit(ValueError):
    """`wrong` says what the matter is, `fix` what to write instead; `reason` is both, for the panel's catalogues."""

    def __init__(self, wrong: str, fix: str, rule: Rule = Rule.SHAPE, **given: object) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.fix = fix
        self.reason = Reason(rule, tuple((name, str(value)) for name, value in given.items()))


def text(value: str) -> str:
    if not value:
        raise Unfit("is empty", "write the text that customers shall see", Rule.EMPTY)
    return value


def matching(pattern: str, what: str, example: str, *, empty: bool = False) -> Parse:
    """Text of one shape; `what` names it, `example` shows it."""

    def parse(value: str) -> str:
        if not (empty and not value) and not re.fullmatch(pattern, value):
            raise Unfit(f"is not {what}", f"write it like {example}", Rule.EXAMPLE, example=example)
        return value

    return parse


def whole(least: int, most: int, unit: str) -> Parse:
    def parse(value: str) -> int:
        if not re.fullmatch(r"-?\d{1,9}", value):
            raise Unfit(
                "is not a whole number",
                f"write {unit} as digits, {least} to {most}",
                Rule.RANGE,
                least=least,
                most=most,
            )
        if not least <= int(value) <= most:
            raise Unfit(
                f"is not within {least} and {most}",
                f"write {least} to {most} {unit}",
                Rule.RANGE,
                least=least,
                most=most,
            )
        return int(value)

    return parse


def amount(value: str) -> Decimal:
    """Money in major units, as people write it: `50000` or `1999.50`. Its currency is the terminal's."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal(-1)
    if not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", value) or number <= 0:
        raise Unfit("is not an amount", "write it without sign, comma or currency, like 50000", Rule.AMOUNT)
    return number


def switch(value: str) -> bool:
    words = {"on": True, "off": False}
    if value.lower() not in words:
        raise Unfit("is neither on nor off", "write on or off")
    return words[value.lower()]


def one_of(words: Iterable[str]) -> Parse:
    known = tuple(words)

    def parse(value: str) -> str:
        if value not in known:
            raise Unfit(
                "is not known here", f"write {_choice(value, known)}", Rule.CHOICE, choices=", ".join(known)
            )
        return value

    return parse


def number_of(numbers: Iterable[int]) -> Parse:
    parse = one_of(str(number) for number in numbers)
    return lambda value: int(parse(value))


def word_of(kind: type[Word]) -> Parse:
    """One word of `kind`."""
    one = one_of(word.value for word in kind)
    return lambda value: kind(one(value))


def words_of(kind: type[Word]) -> Parse:
    """A list of words of `kind`, at least one, none twice, in the site's order."""
    one = one_of(word.value for word in kind)
    return lambda value: tuple(kind(one(word)) for word in _list(value))


def weekdays(value: str) -> tuple[int, ...]:
    one = one_of(WEEKDAYS)
    return tuple(sorted(WEEKDAYS.index(one(word)) for word in _list(value)))


def windows(value: str) -> tuple[tuple[time, time], ...]:
    """`09:00-12:00, 13:00-15:00`."""
    return tuple(_window(word) for word in _list(value))


def texts(value: str) -> tuple[str, ...]:
    return tuple(_list(value)) if value else ()


def email_endings(value: str) -> tuple[str, ...]:
    """`@gmail.com, @yahoo.com.tw`: what is no end of an address would spoil every address."""
    endings = texts(value)
    wrong = next((each for each in endings if not each.startswith("@") or flaw_of(f"a{each}")), None)
    if wrong is not None or len(endings) > MOST_ENDINGS:
        raise Unfit("is not a list of ends of addresses", "write up to six like @gmail.com, @yahoo.com.tw")
    return endings


def tag_versions(value: str) -> tuple[str, ...]:
    """Version bytes of 125 kHz tags in hex, or `any` alone."""
    words = tuple(_list(value))
    if words != ("any",) and not all(re.fullmatch(r"[0-9A-F]{2}", word) for word in words):
        raise Unfit("is not a list of version bytes", "write two hex digits for each, like 01, 4A, or any")
    return words


def size(value: str) -> tuple[int, int]:
    """Width and height in pixels."""
    found = re.fullmatch(r"(\d{3,4})x(\d{3,4})", value)
    if not found:
        raise Unfit("is not a size", "write width x height in pixels, like 1080x1920")
    return int(found[1]), int(found[2])


def zone(value: str) -> ZoneInfo:
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Unfit("is not a time zone", "write an IANA name like Asia/Taipei") from None


def region(value: str) -> str:
    try:
        phone_rule(value)
    except ValueError:
        raise Unfit("has no numbering plan", "write an ISO 3166 code like TW") from None
    return value


def folder(value: str) -> Path:
    if not value:
        raise Unfit("is empty", "write a folder; a relative one begins where kiosk.ini is")
    return Path(value)


def file_or_none(value: str) -> str:
    """A file; empty: none. What is in it is looked at by whoever opens it."""
    if "://" in value or "-----" in value:
        raise Unfit("is no file", "write where the file is, like ca.pem")
    return value


def port(value: str) -> str:
    """A device file, words of `kiosk.domain.port_name`, or rfc2217:// and socket:// on loopback; empty: not fitted."""
    if "://" not in value:
        return _on_usb(value)
    url = urlsplit(value)
    if url.scheme not in ("rfc2217", "socket") or url.hostname not in _LOOPBACK:
        raise Unfit(
            "is no port of this machine",
            "write a device file like /dev/serial/by-id/usb-..., or rfc2217://127.0.0.1:PORT",
        )
    return value


def _on_usb(value: str) -> str:
    try:
        usb_name(value)
    except ValueError as wrong:
        raise Unfit("is no USB device", f"{wrong}, like usb:0403:6001:A50285BI") from wrong
    return value


def reader_port(value: str) -> str:
    """As `port`, or `pcsc://` and how the reader's name begins."""
    return value if value.startswith("pcsc://") else port(value)


def terminal_port(value: str) -> str:
    """As for any device, or tcp:// to a terminal with a port of its own on the site's network."""
    if not value.startswith("tcp://"):
        return port(value)
    url = urlsplit(value)
    if not url.hostname or url.username or url.path or url.query or url.fragment or not _has_a_port(url):
        raise Unfit("is no address of a terminal", "write tcp://HOST:PORT, like tcp://192.0.2.7:20007")
    return value


def keypad_port(value: str) -> str:
    """Input devices by name, or the USB device that they belong to; empty: not fitted. Never any that is there."""
    if value == AUTO or "://" in value:
        raise Unfit(
            "would take any keyboard for the keypad",
            "write its /dev/input/by-id name, or usb:VVVV:PPPP:SERIAL",
        )
    return _on_usb(value)


def key_names(value: str) -> tuple[int, ...]:
    """Names of `kiosk.domain.key_name`, as their codes; empty: no key does that."""
    one = one_of(CODES)
    return tuple(CODES[one(word)] for word in _list(value)) if value else ()


def ups(value: str) -> str:
    """A battery of NUT's: its name, and where `upsd` listens; empty: none."""
    if not value:
        return value
    name, at, place = value.partition("@")
    url = urlsplit(f"tcp://{place}")
    well = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", name) and re.fullmatch(r"[^\s/?#@]+", place)
    if not (at and well and url.hostname and _has_a_port(url)):
        raise Unfit("is no battery of NUT's", "write NAME@HOST or NAME@HOST:PORT, like kiosk@127.0.0.1:3493")
    return value


def _has_a_port(url: SplitResult) -> bool:
    """None at all is well: then it is the standard's."""
    try:
        return url.port is None or url.port > 0
    except ValueError:
        return False


def centre_url(value: str) -> str:
    """https, or http on loopback; without anything secret in it."""
    url = _url(value)
    if url.username or url.password or url.query or url.fragment:
        raise Unfit(
            "carries a name, a password or a query",
            "write scheme, host and port only; kiosks sign instead",
            Rule.SECRET,
        )
    if url.scheme == "http" and url.hostname not in _LOOPBACK:
        raise Unfit("is http to another machine", "write https://; http is for 127.0.0.1 only", Rule.HTTPS)
    return value.rstrip("/")


def recovery_key(value: str) -> bytes:
    """The public key and the first four bytes of its SHA-256, in base64: a slip of the pen must not cost a queue."""
    if not value:
        return b""
    try:
        raw = base64.b64decode(value, validate=True)
    except ValueError:
        raw = b""
    key, check = raw[:32], raw[32:]
    if len(raw) != 36 or hashlib.sha256(key).digest()[:4] != check:
        raise Unfit("is not a recovery key", "copy the line that python -m crm recovery-key printed")
    return key


def survey_url(value: str) -> str:
    if value and _url(value).username:
        raise Unfit("carries a name or a password", "write the address as customers may read it", Rule.SECRET)
    return value


def pin_hash(value: str) -> str:
    try:
        found = extract_parameters(value)
    except InvalidHashError:
        raise Unfit("is not an argon2id hash", "make one with: python -m kiosk.settings --pin") from None
    if found.type is not Type.ID or found.memory_cost < LEAST_MEMORY:
        raise Unfit("is a hash that is too easy to try", "make one with: python -m kiosk.settings --pin")
    return value


def staff(value: str) -> tuple[tuple[str, str], ...]:
    """`2041:$argon2id$... 2042:$argon2id$...`; empty: nobody."""
    found = [tuple(word.partition(":")[::2]) for word in value.split()]
    for number, hashed in found:
        if not re.fullmatch(r"\d{2,6}", number):
            raise Unfit(
                "has a staff number that is not two to six digits", "write it like 2041:$argon2id$..."
            )
        pin_hash(hashed)
    if len({number for number, _ in found}) < len(found):
        raise Unfit("names a staff number twice", "write each number once")
    return tuple((number, hashed) for number, hashed in found)


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; empty when none is near."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


def _choice(value: str, known: tuple[str, ...]) -> str:
    near = closest(value, known)
    everything = ", ".join(known[:-1]) + " or " + known[-1] if len(known) > 1 else known[0]
    return f"{near} (it may be {everything})" if near else everything


def _list(value: str) -> list[str]:
    words = [word.strip() for word in value.split(",")]
    if not all(words):
        raise Unfit(
            "has an empty place in its list", "write words with one comma between two of them", Rule.GAP
        )
    if len(set(words)) < len(words):
        raise Unfit("names something twice", "write each word once", Rule.TWICE)
    return words


def _window(word: str) -> tuple[time, time]:
    begins, _, ends = (part.strip() for part in word.partition("-"))
    try:
        window = time.fromisoformat(begins), time.fromisoformat(ends)
    except ValueError:
        raise Unfit(
            f"has {word!r} where a window should be",
            "write windows like 09:00-12:00, 13:00-15:00",
            Rule.WINDOW,
            window=word,
        ) from None
    if window[0] >= window[1] or any(moment.tzinfo for moment in window):
        raise Unfit(
            f"has a window that does not end after it begins: {word}",
            "write the earlier time first",
            Rule.BACKWARDS,
            window=word,
        )
    return window


def _url(value: str) -> Any:
    try:
        url = urlsplit(value)
        well = (
            url.scheme in ("http", Rule.HTTPS) and bool(url.hostname) and (url.port is None or url.port > 0)
        )
    except ValueError:
        well = False
    if not well:
        raise Unfit(
            "is not a web address",
            "write it like https://crm.example",
            Rule.EXAMPLE,
            example="https://crm.example",
        )
    return url
