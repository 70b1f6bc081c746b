"""The sheets of the faults: complete, agreed with the centre, and each told by something."""

import json
from pathlib import Path

import pytest

from kiosk.domain.faults import SHEETS, Fault, Owner

ROOT = Path(__file__).parents[3]
SOURCES = ("devices", "kiosk")


@pytest.mark.requirement("X3")
def test_every_fault_has_one_owner_and_there_are_thirty() -> None:
    """X3: at least thirty, and somebody to act on each; nobody owns nothing."""
    assert set(SHEETS) == set(Fault)
    assert len(Fault) >= 30
    assert {sheet.owner for sheet in SHEETS.values()} == set(Owner)


@pytest.mark.requirement("X3")
def test_the_centre_knows_the_same_faults_and_owners() -> None:
    """X3: tests/contract/faults.json is what both sides read."""
    agreed = json.loads((ROOT / "tests" / "contract" / "faults.json").read_text(encoding="utf-8"))
    assert {fault.value: sheet.owner.value for fault, sheet in SHEETS.items()} == agreed


def test_every_fault_is_told_by_something() -> None:
    """A code that nothing can find is no code: each is named where a device is driven or watched."""
    written = "".join(
        file.read_text(encoding="utf-8")
        for folder in SOURCES
        for file in sorted((ROOT / folder).rglob("*.py"))
        if file.name != "faults.py"
    )
    assert [fault.name for fault in Fault if f"Fault.{fault.name}" not in written] == []
