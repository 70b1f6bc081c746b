"""Which test shows which row of a table: found in the code for the documents, collected from a run for the machine.

A test names rows by a marker of the table's name, `@pytest.mark.requirement("E2")`. As a plugin (tests/conftest.py) a
`Collector` writes what became of each row at the end of a whole run, under xdist too.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests"

#: What a whole run says of one row.
Result = dict[str, object]


@dataclass(frozen=True, slots=True)
class Shown:
    """`name` of a test (or of a class or file of tests) in `path`, a file below the root."""

    path: str
    name: str
    ids: tuple[str, ...]


# --- what the code says ---------------------------------------------------------------------------


def shown(marker: str, folder: Path = TESTS, root: Path = ROOT) -> list[Shown]:
    """Every test below `folder` with that marker, by file. Nothing is imported."""
    return [
        found
        for path in sorted(folder.rglob("test_*.py"))
        for found in marked(
            marker, path.relative_to(root).as_posix(), ast.parse(path.read_text(encoding="utf-8"))
        )
    ]


def marked(marker: str, path: str, module: ast.Module) -> Iterator[Shown]:
    if everywhere := _ids(marker, *_file_markers(module)):
        yield Shown(path, "every test", everywhere)
    for node in module.body:
        if isinstance(node, ast.ClassDef):
            yield from _definition(marker, path, node)
            for method in node.body:
                yield from _definition(marker, path, method, f"{node.name}.")
        else:
            yield from _definition(marker, path, node)


def _definition(marker: str, path: str, node: ast.stmt, within: str = "") -> Iterator[Shown]:
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return
    if ids := _ids(marker, *node.decorator_list):
        yield Shown(path, within + node.name, ids)


def _file_markers(module: ast.Module) -> Iterator[ast.expr]:
    for node in module.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            yield node.value


def _ids(marker: str, *expressions: ast.expr) -> tuple[str, ...]:
    """The ids named anywhere in these expressions, `pytest.param(..., marks=...)` included."""
    calls = [
        node for expression in expressions for node in ast.walk(expression) if isinstance(node, ast.Call)
    ]
    return tuple(
        dict.fromkeys(
            str(argument.value)
            for call in calls
            if ast.unparse(call.func) == f"pytest.mark.{marker}"
            for argument in call.args
            if isinstance(argument, ast.Constant)
        )
    )


# --- a document ------------------------------------------------------------------------------------


def lines(tests: Iterable[Shown], root: str = "../") -> list[str]:
    """A line for each file with tests, so that a change is a small difference.

    `root` is the way there from the document.
    """
    names: dict[str, list[str]] = {}
    for test in tests:
        names.setdefault(test.path, []).append(test.name)
    return [_line(path, told, root) for path, told in names.items()]


def _line(path: str, names: list[str], root: str) -> str:
    told = "; ".join(name.removeprefix("test_").replace("_", " ") for name in names)
    return f"- [{path.removeprefix('tests/')}]({root}{path}): {told}"


# --- a run ----------------------------------------------------------------------------------------


class Collector:
    """Writes `results`, JSON: what `told` makes of `{id: {test: whether it passed}}`, and keeps it as `written`."""

    def __init__(
        self, marker: str, results: Path, told: Callable[[dict[str, dict[str, bool]]], dict[str, Result]]
    ) -> None:
        self._marker = marker
        self._results = results
        self._told = told
        self._found: dict[str, dict[str, bool]] = {}
        self.written: dict[str, Result] = {}

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        """In every worker; a report carries it to whoever collects."""
        ids = [str(given) for marker in item.iter_markers(self._marker) for given in marker.args]
        if ids:
            item.user_properties.append((self._marker, [item.nodeid.partition("[")[0], sorted(set(ids))]))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties:
            if name == self._marker:
                self._note(value, report.passed)  # type: ignore[arg-type]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if _is_whole(session) and self._found:
            self._results.parent.mkdir(parents=True, exist_ok=True)
            self.written = self._told(self._found)
            text = json.dumps(self.written, indent=2, ensure_ascii=False)
            self._results.write_text(text + "\n", encoding="utf-8")

    def _note(self, value: tuple[str, list[str]], passed: bool) -> None:
        test, ids = value
        for given in ids:
            tests = self._found.setdefault(given, {})
            tests[test] = tests.get(test, True) and passed


def result(tests: dict[str, bool]) -> Result:
    """`{"result": "pass", "fail" or "not shown", "tests": {test: "pass" or "fail"}}`."""
    told = {test: "pass" if passed else "fail" for test, passed in sorted(tests.items())}
    return {"result": "not shown" if not tests else "pass" if all(tests.values()) else "fail", "tests": told}


def _is_whole(session: pytest.Session) -> bool:
    """Every test was asked for and had its turn, and this is not one worker of many."""
    config, wishes = session.config, session.config.option
    chosen = wishes.keyword or wishes.markexpr or wishes.collectonly or wishes.maxfail
    everything = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    ended = session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    return everything and ended and not chosen and not hasattr(config, "workerinput")
