"""The tables: where each field stands in an acquirer's record, what a request holds, and how the line is set.

A table is a file under `layouts/`. One that says `like` takes the rest from another. Each is checked as it is read, so a
table with a gap in it never comes to the line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "layouts"
#: Without these nothing can be asked for, and no answer understood.
NEEDED = ("type", "receipt", "card", "amount", "date", "time", "approval", "response", "terminal_id")
WANTED_TYPES = ("sale", "void", "settlement")


class BadLayout(ValueError):
    """A table that does not hold together."""


@dataclass(frozen=True, slots=True)
class Line:
    baud: int
    data_bits: int
    parity: str
    stop_bits: int


@dataclass(frozen=True, slots=True)
class Layout:
    """`fields`: name -> (start, end) within a record, from 0. `decimals`: of the amount, as it is written.

    `types`: what is asked for -> its code; without `inquiry` a lost answer cannot be asked for. `fill`: what stands in
    every request, `fill_for` in those of one type. `reference`: the fields in which a number of our own goes out and,
    where the terminal keeps it, comes back. `count`: the field that tells how many were settled.
    """

    key: str
    name: str
    source: str
    line: Line
    length: int
    decimals: int
    types: Mapping[str, str]
    fill: Mapping[str, str]
    fill_for: Mapping[str, Mapping[str, str]]
    reference: tuple[str, ...]
    count: str
    fields: Mapping[str, tuple[int, int]]

    @property
    def can_be_asked(self) -> bool:
        return "inquiry" in self.types

    def size(self, *names: str) -> int:
        return sum(end - start for start, end in (self.fields[name] for name in names))


def layouts() -> tuple[str, ...]:
    """The names by which tables are asked for, in order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


@cache
def layout(key: str) -> Layout:
    """Raises KeyError for a name that no table has."""
    if key not in layouts():
        raise KeyError(key)
    return read(key, _said(key))


def read(key: str, said: Mapping[str, Any]) -> Layout:
    """Raises BadLayout."""
    try:
        table = Layout(
            key=key,
            name=said["name"],
            source=said["source"],
            line=Line(**said["line"]),
            length=said["length"],
            decimals=said["decimals"],
            types=said["types"],
            fill=said["fill"],
            fill_for=said.get("fill_for", {}),
            reference=tuple(said.get("reference", ())),
            count=said.get("count", ""),
            fields=_contiguous(said["fields"], said["length"]),
        )
    except (KeyError, TypeError) as missing:
        raise BadLayout(f"{key}: {missing}") from missing
    _check(table)
    return table


def _said(key: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((FOLDER / f"{key}.json").read_text(encoding="utf-8"))
    like = said.pop("like", "")
    return {**_said(like), **said} if like else said


def _contiguous(rows: list[tuple[int, int, str]], length: int) -> dict[str, tuple[int, int]]:
    fields: dict[str, tuple[int, int]] = {}
    place = 0
    for start, size, name in rows:
        if start != place + 1 or size < 1:
            raise BadLayout(f"{name} stands at {start}, not at {place + 1}")
        if name in fields:
            raise BadLayout(f"{name} stands there twice")
        fields[name] = (place, place + size)
        place += size
    if place != length:
        raise BadLayout(f"{place} characters, not {length}")
    return fields


def _check(table: Layout) -> None:
    names = [*NEEDED, *table.fill, *table.reference, *([table.count] if table.count else [])]
    for special in table.fill_for.values():
        names += special
    for name in names:
        if name not in table.fields:
            raise BadLayout(f"{table.key}: there is no field {name}")
    for kind in WANTED_TYPES:
        if kind not in table.types:
            raise BadLayout(f"{table.key}: there is no type for {kind}")
    for fill in (table.fill, *table.fill_for.values()):
        for name, text in fill.items():
            if len(text) != table.size(name):
                raise BadLayout(f"{table.key}: {name} is filled with {len(text)} characters")
    if table.size("amount") < 8 or table.decimals not in (0, 2) or table.size("date") not in (6, 8):
        raise BadLayout(f"{table.key}: amount or date is of no known form")
