"""Which test shows which requirement: found in the code for the document, collected from a run for the machine.

`python -m tests.requirements` makes docs/requirements.md out of docs/requirements.toml and the markers in the tests.
As a plugin (tests/conftest.py) it writes out/requirements.json at the end of a whole run, under xdist too.
"""

from __future__ import annotations

import ast
import json
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests"
ROWS = ROOT / "docs/requirements.toml"
DOCUMENT = ROOT / "docs/requirements.md"
RESULTS = ROOT / "out/requirements.json"
MARKER = "requirement"
PROPERTY = "requirements"

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


@dataclass(frozen=True, slots=True)
class Shown:
    """`name` of a test (or of a class or file of tests) in `path`, a file below the root."""

    path: str
    name: str
    ids: tuple[str, ...]


def rows() -> list[Row]:
    """Every requirement of the document, in its order."""
    return [Row(**row) for row in tomllib.loads(ROWS.read_text(encoding="utf-8"))["row"]]


# --- what the code says ---------------------------------------------------------------------------


def shown(folder: Path = TESTS, root: Path = ROOT) -> list[Shown]:
    """Every marked test below `folder`, by file. Nothing is imported."""
    return [
        found
        for path in sorted(folder.rglob("test_*.py"))
        for found in marked(path.relative_to(root).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
    ]


def marked(path: str, module: ast.Module) -> Iterator[Shown]:
    if everywhere := _ids(*_file_markers(module)):
        yield Shown(path, "every test", everywhere)
    for node in module.body:
        if isinstance(node, ast.ClassDef):
            yield from _definition(path, node)
            for method in node.body:
                yield from _definition(path, method, f"{node.name}.")
        else:
            yield from _definition(path, node)


def _definition(path: str, node: ast.stmt, within: str = "") -> Iterator[Shown]:
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return
    if ids := _ids(*node.decorator_list):
        yield Shown(path, within + node.name, ids)


def _file_markers(module: ast.Module) -> Iterator[ast.expr]:
    for node in module.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            yield node.value


def _ids(*markers: ast.expr) -> tuple[str, ...]:
    """The ids named anywhere in these expressions, `pytest.param(..., marks=...)` included."""
    calls = [node for marker in markers for node in ast.walk(marker) if isinstance(node, ast.Call)]
    return tuple(
        dict.fromkeys(
            str(argument.value)
            for call in calls
            if ast.unparse(call.func) == f"pytest.mark.{MARKER}"
            for argument in call.args
            if isinstance(argument, ast.Constant)
        )
    )


# --- the document ---------------------------------------------------------------------------------


def document(known: list[Row], tests: list[Shown]) -> str:
    return "\n".join(
        [HEAD, *(_section(row, [test for test in tests if row.id in test.ids]) for row in known)]
    )


def _section(row: Row, tests: list[Shown]) -> str:
    """A row and its tests, a line for each file, so that a change is a small difference."""
    part = f" *Partly: {row.part}.*" if row.part else ""
    paths = dict.fromkeys(test.path for test in tests)
    lines = [_line(path, [test.name for test in tests if test.path == path]) for path in paths]
    return "\n".join([f"## {row.id}", "", row.holds + part, "", *(lines or ["- nothing yet"]), ""])


def _line(path: str, names: list[str]) -> str:
    told = "; ".join(name.removeprefix("test_").replace("_", " ") for name in names)
    return f"- [{path.removeprefix('tests/')}](../{path}): {told}"


# --- a run ----------------------------------------------------------------------------------------


class Collector:
    """Writes RESULTS: `{id: {"result": "pass", "fail" or "not shown", "tests": {test: "pass" or "fail"}}}`."""

    def __init__(self, results: Path = RESULTS) -> None:
        self._results = results
        self._found: dict[str, dict[str, bool]] = {}

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        """In every worker; a report carries it to whoever collects."""
        ids = [str(given) for marker in item.iter_markers(MARKER) for given in marker.args]
        if ids:
            item.user_properties.append((PROPERTY, [item.nodeid.partition("[")[0], sorted(set(ids))]))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties:
            if name == PROPERTY:
                self._note(value, report.passed)  # type: ignore[arg-type]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if _is_whole(session) and self._found:
            self._results.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(self.results(rows()), indent=2, ensure_ascii=False)
            self._results.write_text(text + "\n", encoding="utf-8")

    def results(self, known: list[Row]) -> dict[str, dict[str, object]]:
        ids = [*(row.id for row in known), *(given for given in self._found)]
        return {given: _result(self._found.get(given, {})) for given in dict.fromkeys(ids)}

    def _note(self, value: tuple[str, list[str]], passed: bool) -> None:
        test, ids = value
        for given in ids:
            tests = self._found.setdefault(given, {})
            tests[test] = tests.get(test, True) and passed


def _result(tests: dict[str, bool]) -> dict[str, object]:
    told = {test: "pass" if passed else "fail" for test, passed in sorted(tests.items())}
    return {"result": "not shown" if not tests else "pass" if all(tests.values()) else "fail", "tests": told}


def _is_whole(session: pytest.Session) -> bool:
    """Every test was asked for and had its turn, and this is not one worker of many."""
    config, wishes = session.config, session.config.option
    chosen = wishes.keyword or wishes.markexpr or wishes.collectonly or wishes.maxfail
    everything = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    ended = session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    return everything and ended and not chosen and not hasattr(config, "workerinput")


def main() -> None:
    DOCUMENT.write_text(document(rows(), shown()), encoding="utf-8")
    sys.stdout.write(f"{DOCUMENT.relative_to(ROOT)} is made\n")


if __name__ == "__main__":
    main()
