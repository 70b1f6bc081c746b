"""The chain of audit lines finds a hand in the database."""

import json
from pathlib import Path

import pytest

from kiosk.domain.audit import Entry, Kind
from kiosk.ports import Answer
from tests.kiosk.storage.samples import DECIDED, Kiosk
from tests.stores import opened

KINDS = [Kind.MAINTENANCE_ENTERED, Kind.SIGN_IN_LOCKED, Kind.MAINTENANCE_ENTERED, Kind.SIGN_IN_LOCKED]


@pytest.fixture
def written(kiosk: Kiosk) -> Kiosk:
    for kind in KINDS:
        kiosk.audit.write(Entry(kind), DECIDED)
    return kiosk


def meddle(path: Path, statements: str) -> None:
    """What somebody with the file in hand would do: take the triggers away first."""
    other = opened(path)
    other.executescript(f"DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; {statements}")
    other.close()


def test_an_untouched_chain_holds(written: Kiosk) -> None:
    assert written.audit.broken_at() == []


@pytest.mark.parametrize(
    ("statements", "first"),
    [
        ('UPDATE audit SET fields = \'{"by":"nobody"}\' WHERE seq = 2', "line 2 was edited"),
        ("UPDATE audit SET at = '2026-11-21T00:00:00.000Z' WHERE seq = 3", "line 3 was edited"),
        ("DELETE FROM audit WHERE seq = 1", "line 1 is missing"),
        ("DELETE FROM audit WHERE seq = 3", "line 3 is missing"),
        ("DELETE FROM audit WHERE seq = 4", "the end is cut off"),
        ("DELETE FROM audit", "the end is cut off"),
        (
            "UPDATE audit SET seq = 9 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3;"
            "UPDATE audit SET seq = 3 WHERE seq = 9",
            "line 2 does not follow",
        ),
    ],
)
def test_a_meddled_line_is_found(written: Kiosk, path: Path, statements: str, first: str) -> None:
    meddle(path, statements)
    assert written.audit.broken_at()[0].startswith(first)


@pytest.mark.requirement("K2")
def test_every_line_goes_to_the_centre_with_the_head_of_the_chain(written: Kiosk, path: Path) -> None:
    """K2: and the chain holds after the bodies of the records are erased."""
    records = written.due("telemetry")
    heads = [json.loads(record.body)["chain"] for record in records]
    assert len(set(heads)) == len(KINDS)
    written.outbox.settle([Answer(record.id, "stored") for record in records], DECIDED)
    assert written.audit.broken_at() == []
