"""The file format: `[section]`, `key = value`, whole-line comments with # or ;. Nothing else: no inline comments, no
continued lines, no interpolation, so that `%` and `#` in a value are what they look like.

The standard library's configparser stops at the first double key or stray line; here every slip is found, with its line.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    section: str
    key: str
    value: str
    where: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A line that is none of this format. Empty `key` and `section`: not known."""

    section: str
    key: str
    value: str
    where: str
    wrong: str
    fix: str


def read_ini(text: str, name: str) -> tuple[list[Entry], list[Slip]]:
    """Entries in the order of the file, and every slip; `name` is the file's, for `where`."""
    entries: list[Entry] = []
    slips: list[Slip] = []
    seen: set[tuple[str, str]] = set()
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        where, line = f"{name}:{number}", line.strip()
        if not line or line[0] in "#;":
            continue
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1].strip()
            continue
        key, equals, value = (part.strip() for part in line.partition("="))
        if not equals or not key:
            slips.append(
                Slip(section, "", line, where, "is not a setting", "write key = value, or # before it")
            )
        elif not section:
            slips.append(
                Slip("", key, value, where, "stands before the first section", "write [section] above it")
            )
        elif (section, key) in seen:
            slips.append(Slip(section, key, value, where, "is there twice", "keep one of the two lines"))
        else:
            seen.add((section, key))
            entries.append(Entry(section, key, value, where))
    return entries, slips
