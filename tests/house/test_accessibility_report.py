"""The conformance report is made, current and complete, and says no more than tests show."""

import pytest

from tests.accessibility import DOCUMENT, Row, Standing, document, results, rows, shown
from tests.evidence import Shown

ROW = Row("ZZZ-01", "Something holds.", "1 mm", "own")


def test_every_marker_names_a_row() -> None:
    known = {row.id for row in rows()}
    assert [(test.path, test.name) for test in shown() if not known.issuperset(test.ids)] == []
    assert len(known) == len(rows())


@pytest.mark.accessibility("DOC-01")
def test_the_report_is_current() -> None:
    made = document(rows(), shown())
    assert DOCUMENT.read_text(encoding="utf-8") == made, "python -m tests.accessibility makes it anew"


@pytest.mark.parametrize(
    ("part", "by_hand", "is_tested", "standing"),
    [
        ("", "", True, Standing.SHOWN),
        ("", "look", True, Standing.SHOWN),
        ("half of it", "", True, Standing.PARTLY),
        ("", "look", False, Standing.BY_HAND),
        ("its test", "look", False, Standing.NOT_YET),
        ("", "", False, Standing.NOT_YET),
    ],
)
def test_a_row_says_no_more_than_is_shown(
    part: str, by_hand: str, is_tested: bool, standing: Standing
) -> None:
    row = Row("ZZZ-01", "Something holds.", "1 mm", "own", part, by_hand)
    assert row.standing(is_tested) is standing


def test_a_row_names_its_number_its_standard_and_its_tests() -> None:
    made = document([ROW], [Shown("tests/a/test_z.py", "test_it_holds", ("ZZZ-01",))])
    assert "1 rows: 1 shown, 0 partly, 0 by hand, 0 not yet." in made
    assert "## ZZZ-01\n\nSomething holds. Asked: 1 mm (own).\n" in made
    assert "- [a/test_z.py](../../tests/a/test_z.py): it holds\n" in made
    assert "- nothing yet\n" in document([ROW], [])


def test_a_failed_test_makes_its_row_fail() -> None:
    """A row that is partly shown too."""
    first = rows()[0].id
    assert results({first: {"t": False}})[first]["result"] == "fail"
    assert results({})[first]["result"] != "pass"
