"""The requirements' document is made, complete and current, and a run tells the truth about each row."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.evidence import ROOT, marked
from tests.requirements import DOCUMENT, Row, document, rows, shown

# What the first whole visit has to hold.
FIRST_VISIT = (
    "A1 A2 A3 A4 A5 B1 B2 B3 B4 B5 B7 B8 D1 E1 E2 E3 E5 F1 F2 F4 G1 G3 G6 J1 J3 K1 K2 L1 L3 M1 M2 M3 O2 O6 O7 "
    "P1 P2 P3 X1 X2 X4 X18 X20 X22 X35 X45 X49 X61 X64"
)


def test_every_row_is_shown_by_a_test() -> None:
    named = {given for test in shown() for given in test.ids}
    assert [row.id for row in rows() if row.id not in named] == []


def test_no_row_of_the_first_visit_is_missing() -> None:
    known = [row.id for row in rows()]
    assert sorted(set(FIRST_VISIT.split()) - set(known)) == []
    assert len(known) == len(set(known))


def test_every_marker_names_a_row() -> None:
    known = {row.id for row in rows()}
    assert [(test.path, test.name) for test in shown() if not known.issuperset(test.ids)] == []


def test_the_document_is_current() -> None:
    made = document(rows(), shown())
    assert DOCUMENT.read_text(encoding="utf-8") == made, "python -m tests.requirements makes it anew"


def test_markers_are_found_wherever_they_stand() -> None:
    code = """
pytestmark = [pytest.mark.requirement("Z1")]

@pytest.mark.requirement("Z2", "Z3")
def test_one(): ...

@pytest.mark.requirement("Z4")
class TestMany:
    @pytest.mark.requirement("Z5")
    async def test_two(self): ...

@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.requirement("Z6"))])
def test_three(x): ...

@pytest.mark.other("Z7")
def test_four(): ...
"""
    found = {test.name: test.ids for test in marked("requirement", "tests/test_z.py", ast.parse(code))}
    assert found == {
        "every test": ("Z1",),
        "test_one": ("Z2", "Z3"),
        "TestMany": ("Z4",),
        "TestMany.test_two": ("Z5",),
        "test_three": ("Z6",),
    }


def test_a_row_without_a_test_says_so() -> None:
    assert "## Z1\n\nSomething.\n\n- nothing yet\n" in document([Row("Z1", "Something.")], [])


CONFTEST = """
import sys
from pathlib import Path

sys.path.append({root!r})
from tests.requirements import collector

def pytest_configure(config):
    config.pluginmanager.register(collector(Path({results!r})), "requirements")
"""

RUN = """
import pytest

@pytest.mark.requirement("A1")
def test_holds(): ...

@pytest.mark.requirement("A1", "A2")
@pytest.mark.parametrize("x", [1, 2])
def test_holds_once(x):
    assert x == 1

@pytest.mark.requirement("A3")
def test_is_left_out():
    pytest.skip("not here")

@pytest.mark.requirement("A4")
def test_cannot_begin(missing): ...
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with our collector."""
    (tmp_path / "checks").mkdir()
    settings = "[pytest]\ntestpaths = checks\nmarkers = requirement(id): as in the house\n"
    (tmp_path / "pytest.ini").write_text(settings)
    results = str(tmp_path / "requirements.json")
    (tmp_path / "conftest.py").write_text(CONFTEST.format(root=str(ROOT), results=results))
    (tmp_path / "checks/test_z.py").write_text(RUN)
    return tmp_path


def result_of(project: Path, *arguments: str) -> dict[str, dict[str, object]] | None:
    """What a run leaves, or None."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=60)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    results = project / "requirements.json"
    return json.loads(results.read_text()) if results.exists() else None


@pytest.mark.parametrize("arguments", [(), ("-n", "2", "--dist", "loadgroup")])
def test_a_whole_run_tells_each_row(project: Path, arguments: tuple[str, ...]) -> None:
    told = result_of(project, *arguments)
    assert told is not None
    assert told["A1"] == {
        "result": "fail",
        "tests": {"checks/test_z.py::test_holds": "pass", "checks/test_z.py::test_holds_once": "fail"},
    }
    assert [told[given]["result"] for given in ("A2", "A3", "A4", "A5")] == [
        "fail",
        "fail",
        "fail",
        "not shown",
    ]


@pytest.mark.parametrize("arguments", [("-k", "holds"), ("checks/test_z.py",), ("-x",)])
def test_part_of_a_run_tells_nothing(project: Path, arguments: tuple[str, ...]) -> None:
    assert result_of(project, *arguments) is None
