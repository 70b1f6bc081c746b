"""A report as tables of text, for the page and the file alike."""

from __future__ import annotations

from crm.desk.tables import Table, clock, number, percent
from crm.desk.texts import Texts
from crm.figures.counts import By
from crm.figures.report import Figure, Report, Row

CURRENCY = "TWD"  # the house's; a payment has one currency, and a house takes one

#: The breakdown's columns behind the key.
COLUMNS = (
    "due", "kept", "promise", "calls", "handling", "first_contact", "satisfaction", "requested", "payments", "collected",
    "complaints", "per_thousand",
)  # fmt: skip


def tables_of(report: Report, texts: Texts) -> list[Table]:
    """The figures, the breakdown (its last row is the whole), and where bills were settled."""
    return [_figures(report, texts), _breakdown(report, texts), _channels(report, texts)]


def _figures(report: Report, texts: Texts) -> Table:
    head = [texts.get(f"figure.column.{name}") for name in ("name", "value", "target", "formula", "parts")]
    rows = [
        [
            texts.get(f"figure.{figure.name}"),
            value_of(figure, figure.value, texts),
            "–" if figure.target is None else value_of(figure, figure.target, texts),
            texts.get(f"figure.{figure.name}.formula"),
            parts_of(figure, texts),
        ]
        for figure in report.figures
    ]
    return Table(texts.get("figures.title"), head, rows)


def value_of(figure: Figure, value: float | None, texts: Texts) -> str:
    if value is None:
        return texts.get("figure.not_measured")
    match figure.unit:
        case "percent":
            return percent(value)
        case "seconds":
            return clock(value)
        case "money":
            return texts.money(round(value), CURRENCY)
        case _:
            return number(value, 1)


def parts_of(figure: Figure, texts: Texts) -> str:
    return " · ".join(f"{texts.get(f'part.{name}')} {number(value)}" for name, value in figure.parts)


def _breakdown(report: Report, texts: Texts) -> Table:
    head = [texts.get(f"by.{report.by.value}"), *(texts.get(f"breakdown.{name}") for name in COLUMNS)]
    rows = [[key_of(report.by, row.key, texts), *_cells(row, texts)] for row in report.rows]
    whole = [texts.get("breakdown.whole"), *_cells(report.whole, texts)]
    if report.by is By.KIOSK:
        head.append(texts.get("breakdown.unavailable"))
        for cells, row in zip(rows, report.rows, strict=True):
            cells.append(clock(row.unavailable_s))
        whole.append(clock(sum(row.unavailable_s or 0 for row in report.rows)))
    return Table(texts.get("breakdown.title"), head, [*rows, whole])


def key_of(by: By, key: str, texts: Texts) -> str:
    if not key:
        return texts.get("by.none")
    match by:
        case By.HOUR:
            return f"{key}:00"
        case By.TOPIC | By.LANGUAGE:
            return texts.word(by.value, key)
        case _:
            return key


def _cells(row: Row, texts: Texts) -> list[str]:
    counts = row.counts
    rate = 1000 * counts.complaints / counts.tasks if counts.tasks else None
    return [
        number(counts.due),
        number(counts.kept),
        percent(row.promise),
        number(counts.calls),
        clock(row.handling),
        percent(row.first_contact),
        number(row.satisfaction, 1),
        number(counts.requested),
        number(counts.payments),
        texts.money(counts.minor, CURRENCY),
        number(counts.complaints),
        number(rate, 1),
    ]


def _channels(report: Report, texts: Texts) -> Table:
    head = [texts.get("by.channel"), texts.get("channel.bills"), texts.get("breakdown.collected")]
    rows = [
        [texts.word("channel", row.name), number(row.bills), texts.money(row.minor, CURRENCY)]
        for row in report.channels
    ]
    return Table(texts.get("channel.title"), head, rows)
