"""One setting: section, key, what it may be, default, one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.settings.values import Parse


@dataclass(frozen=True, slots=True)
class Key:
    """`secret` values never show in a fault."""

    section: str
    name: str
    parse: Parse
    default: str
    sentence: str
    secret: bool = False


def keys(section: str, *rows: tuple[str, Parse, str, str]) -> tuple[Key, ...]:
    """The keys of one section, in the order of the file."""
    return tuple(Key(section, *row, secret=row[0] in ("password", "pin_hash", "staff")) for row in rows)
