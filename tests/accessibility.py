"""The conformance report: what an accessible kiosk has to hold, what shows it, and what a person has to look at.

`python -m tests.accessibility` makes docs/accessibility/README.md out of rows.toml beside it and the markers in the
tests; a whole run writes out/accessibility.json and prints the table.
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pytest

from tests import evidence
from tests.evidence import ROOT, Collector, Result, Shown

FOLDER = ROOT / "docs/accessibility"
ROWS = FOLDER / "rows.toml"
DOCUMENT = FOLDER / "README.md"
RESULTS = ROOT / "out/accessibility.json"
MARKER = "accessibility"

HEAD = """# Accessibility: the conformance report

What everybody may expect of the kiosk and of the desk, with the number and the standard behind it, and what shows it.
Made by `python -m tests.accessibility` from `rows.toml` beside this page and from the marker
`@pytest.mark.accessibility("...")` on the tests; a test keeps it current. A whole run of `scripts/test` prints what
became of every row and writes it to `out/accessibility.json`. Standards: EN 301 549 V3.2.1, WCAG 2.2 as WCAG2ICT reads
it for closed functionality, Section 508 chapter 4, ADA Standards 707, VVSG 2.0. "Own" marks a number that is ours.

*Shown*: by tests, in every run. *Partly*: by tests, and what is missing is said. *By hand*: no test can see it; a person
does what the row says, once for each place or kind of machine. No row has been tried at a real machine yet.
"""


class Standing(StrEnum):
    """How far a row is shown by tests."""

    SHOWN = "shown"
    PARTLY = "partly"
    BY_HAND = "by hand"
    NOT_YET = "not yet"


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `part`: what of it is missing; `by_hand`: what a person does and must see."""

    id: str
    holds: str
    asks: str
    standard: str
    part: str = ""
    by_hand: str = ""

    def standing(self, is_tested: bool) -> Standing:
        if is_tested:
            return Standing.PARTLY if self.part else Standing.SHOWN
        return Standing.BY_HAND if self.by_hand and not self.part else Standing.NOT_YET


def rows() -> list[Row]:
    """Every row of the report, in its order."""
    return [Row(**row) for row in tomllib.loads(ROWS.read_text(encoding="utf-8"))["row"]]


def shown() -> list[Shown]:
    return evidence.shown(MARKER)


# --- the document ---------------------------------------------------------------------------------


def document(known: list[Row], tests: list[Shown]) -> str:
    named = {given for test in tests for given in test.ids}
    table = [_line(row, row.standing(row.id in named)) for row in known]
    sections = [_section(row, [test for test in tests if row.id in test.ids]) for row in known]
    head = [HEAD, _sum(known, named), "", "| row | holds | standing |", "| --- | --- | --- |"]
    return "\n".join([*head, *table, "", *sections])


def _sum(known: list[Row], named: set[str]) -> str:
    standings = [row.standing(row.id in named) for row in known]
    told = [f"{standings.count(each)} {each}" for each in Standing]
    return f"{len(known)} rows: {', '.join(told)}."


def _line(row: Row, standing: Standing) -> str:
    return f"| [{row.id}](#{row.id.lower()}) | {row.holds} | {standing} |"


def _section(row: Row, tests: list[Shown]) -> str:
    part = [f"*Partly: {row.part}.*", ""] if row.part else []
    by_hand = [f"By hand: {row.by_hand}", ""] if row.by_hand else []
    told = evidence.lines(tests, "../../") or ([] if row.by_hand else ["- nothing yet"])
    asked = f"{row.holds} Asked: {row.asks} ({row.standard})."
    return "\n".join([f"## {row.id}", "", asked, "", *part, *by_hand, *told, *([""] if told else [])])


# --- a run ----------------------------------------------------------------------------------------


def results(found: dict[str, dict[str, bool]]) -> dict[str, Result]:
    """What a run says of each row: `pass`, `partly`, `fail`, `by hand` or `not yet`, and how a person looks at it."""
    return {row.id: _result(row, found.get(row.id, {})) for row in rows()}


def _result(row: Row, tests: dict[str, bool]) -> Result:
    told = evidence.result(tests)
    standing = row.standing(bool(tests))
    if standing is not Standing.SHOWN and told["result"] != "fail":
        told["result"] = standing.value
    more = {"missing": row.part, "by_hand": row.by_hand}
    return {"holds": row.holds, "standard": row.standard, **told, **{k: v for k, v in more.items() if v}}


class Report(Collector):
    """Prints the table, too: a line for each result, with its rows."""

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.written:
            return
        terminalreporter.section("accessibility")
        by_result: dict[str, list[str]] = {}
        for given, result in self.written.items():
            by_result.setdefault(str(result["result"]), []).append(given)
        for what, ids in by_result.items():
            terminalreporter.write_line(f"{what}, {len(ids)}: {' '.join(ids)}")


def report(file: Path = RESULTS) -> Report:
    return Report(MARKER, file, results)


def main() -> None:
    DOCUMENT.write_text(document(rows(), shown()), encoding="utf-8")
    sys.stdout.write(f"{DOCUMENT.relative_to(ROOT)} is made\n")


if __name__ == "__main__":
    main()
