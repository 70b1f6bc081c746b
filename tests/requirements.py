"""The requirements, and the tests that show them.

`python -m tests.requirements` makes docs/requirements.md out of docs/requirements.toml and the markers in the tests; a
whole run writes out/requirements.json.
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tests import evidence
from tests.evidence import ROOT, Collector, Result, Shown

ROWS = ROOT / "docs/requirements.toml"
DOCUMENT = ROOT / "docs/requirements.md"
RESULTS = ROOT / "out/requirements.json"
MARKER = "requirement"

HEAD = """# Requirements, and the tests that show them

Made by `python -m tests.requirements` from `docs/requirements.toml` and from the marker
`@pytest.mark.requirement("...")` on the tests; a test keeps it current. A whole run of `scripts/test` writes the
result of every row to `out/requirements.json`. "Partly" says how much of a row the kiosk holds today.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement. `part`: what of it is promised so far, or empty for all of it."""

    id: str
    holds: str
    part: str = ""


def rows() -> list[Row]:
    """Every requirement of the document, in its order."""
    return [Row(**row) for row in tomllib.loads(ROWS.read_text(encoding="utf-8"))["row"]]


def shown() -> list[Shown]:
    return evidence.shown(MARKER)


def document(known: list[Row], tests: list[Shown]) -> str:
    return "\n".join(
        [HEAD, *(_section(row, [test for test in tests if row.id in test.ids]) for row in known)]
    )


def _section(row: Row, tests: list[Shown]) -> str:
    part = f" *Partly: {row.part}.*" if row.part else ""
    told = evidence.lines(tests) or ["- nothing yet"]
    return "\n".join([f"## {row.id}", "", row.holds + part, "", *told, ""])


def results(found: dict[str, dict[str, bool]]) -> dict[str, Result]:
    """What a run says of each row, and of each that a test named and nobody knows."""
    ids = [*(row.id for row in rows()), *found]
    return {given: evidence.result(found.get(given, {})) for given in dict.fromkeys(ids)}


def collector(file: Path = RESULTS) -> Collector:
    return Collector(MARKER, file, results)


def main() -> None:
    DOCUMENT.write_text(document(rows(), shown()), encoding="utf-8")
    sys.stdout.write(f"{DOCUMENT.relative_to(ROOT)} is made\n")


if __name__ == "__main__":
    main()
