"""The catalogue of audit lines."""

from pathlib import Path

import pytest

from kiosk.domain import audit
from kiosk.domain.audit import CATALOGUE, Entry, Kind

DOCUMENT = Path(__file__).parents[3] / "docs" / "events.md"


@pytest.mark.requirement("X61")
@pytest.mark.parametrize(
    "fields",
    [{}, {"outcome": "ok", "phone": "0"}, {"result": "ok"}, {"outcome": "ok", "extra": ""}],
    ids=str,
)
def test_an_undeclared_field_is_refused(fields: dict[str, str]) -> None:
    """X61: more, fewer or other fields than declared."""
    with pytest.raises(ValueError, match=r"device.test_printed takes the fields \('outcome',\)"):
        Entry(Kind.TEST_PRINTED, fields)


@pytest.mark.requirement("X61")
def test_an_undeclared_kind_is_refused() -> None:
    """X61."""
    with pytest.raises(KeyError):
        Entry("device.melted", {})  # type: ignore[arg-type]


@pytest.mark.requirement("X61")
def test_every_kind_is_declared_once_and_documented() -> None:
    """X61: `python -m kiosk.domain.audit` writes docs/events.md."""
    assert set(CATALOGUE) == set(Kind)
    assert all(text for text, _ in CATALOGUE.values())
    assert DOCUMENT.read_text(encoding="utf-8") == audit.document()
