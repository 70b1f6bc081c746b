"""Tables that are shown and exported alike: a page and its CSV are made of the same cells, so they cannot differ."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

#: What a spreadsheet would take for a formula, were it the first character of a cell.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Table:
    """`head` names the columns; each row has as many cells."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


def as_csv(name: str, tables: Sequence[Table]) -> Response:
    """One file: each table with its title, an empty line between. UTF-8 with a mark, as spreadsheets want it."""
    out = io.StringIO()
    writer = csv.writer(out)
    for place, table in enumerate(tables):
        if place:
            writer.writerow([])
        writer.writerow([_harmless(table.title)])
        writer.writerow([_harmless(cell) for cell in table.head])
        writer.writerows([_harmless(cell) for cell in row] for row in table.rows)
    held = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response("\ufeff" + out.getvalue(), media_type="text/csv; charset=utf-8", headers=held)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}%"


def clock(seconds: float | None) -> str:
    """`11:42`, `1:02:05`: minutes and seconds, with hours where there are any."""
    if seconds is None:
        return "–"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def number(value: float | None, places: int = 0) -> str:
    return "–" if value is None else f"{value:,.{places}f}"
