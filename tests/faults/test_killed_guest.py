"""A guest's payment of a scanned bill, whole and in part, ended by SIGKILL around intent, charge and outcome."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from crm.billing.texts import Printed, emvco
from tests.faults.conftest import Counter

KILLS = [f"{when}:{name}" for name in ("intent", "charge", "outcome") for when in ("before", "after")]
#: Before these the terminal has not been asked.
NOT_CHARGED = ("before:intent", "after:intent", "before:charge")
#: Whole units of a part; every bill is larger.
PART = "60"
OWNER = "1203344821"


@dataclass(frozen=True, slots=True)
class Scanned:
    """A bill of its own for every round."""

    id: str
    minor: int
    text: str


@pytest.fixture(scope="module")
def bills(counter: Counter) -> Iterator[Scanned]:
    today = datetime.now(UTC).date()
    rows = [_row(number, today) for number in range(2 * len(KILLS) + 2)]
    file = counter.system.directory / "scanned.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    counter.system.run("crm", "import", "bills", str(file), "--db", counter.system.database)
    return map(_scanned, rows)


def _row(number: int, today: date) -> dict[str, object]:
    return {
        "id": f"S-{number:03}",
        "account": OWNER,
        "kind": "water",
        "period_from": str(today - timedelta(days=90)),
        "period_to": str(today - timedelta(days=31)),
        "amount": {"minor": 20_000 + 100 * number, "currency": "TWD"},
        "due": str(today + timedelta(days=20)),
        "code": f"QCS01A7K2M9P{number:04}",
        "allow_partial": True,
    }


def _scanned(row: dict[str, object]) -> Scanned:
    minor = row["amount"]["minor"]  # type: ignore[index]
    return Scanned(
        str(row["id"]),
        minor,
        emvco(Printed(str(row["code"]), minor, "TWD", date.fromisoformat(str(row["due"])))),
    )


@pytest.mark.requirement("E2", "E7", "X18", "X29")
@pytest.mark.timeout(240)
@pytest.mark.parametrize("part", ["", PART], ids=["whole", "part"])
@pytest.mark.parametrize("point", [*KILLS, "during:charge"])
def test_a_killed_guests_payment_is_charged_at_most_once_and_told_truly(
    counter: Counter, bills: Iterator[Scanned], point: str, part: str
) -> None:
    """E2, E7, X18, X29: terminal, journal and centre agree in count and sum; of a part the rest stays open."""
    bill, before = next(bills), len(counter.ledger())
    minor = int(part) * 100 if part else bill.minor
    counter.killed(point, "--scan", bill.text, "--part", part)

    told = counter.told()

    charged = counter.ledger()[before:]
    expected = 0 if point in NOT_CHARGED else 1
    assert [entry["amount_minor"] for entry in charged] == [minor] * expected
    counter.agree()
    assert _posted(counter, bill) == [(minor,)] * expected
    assert _journalled(counter, bill) == [(minor,)] * expected
    paid = counter.centre(f"SELECT paid_on IS NOT NULL FROM bills WHERE id = '{bill.id}'")
    assert paid == [(bool(expected and not part),)]
    if told["screen"] == "Recovered":
        assert told["settled"] == ("approved" if expected else "not_charged")


def _posted(counter: Counter, bill: Scanned) -> list[tuple[int]]:
    return counter.centre(
        "SELECT l.posted_minor FROM payment_lines l JOIN payments p ON p.id = l.payment_id"
        f" WHERE p.outcome = 'approved' AND l.bill_id = '{bill.id}'"
    )


def _journalled(counter: Counter, bill: Scanned) -> list[tuple[int]]:
    return counter.journal(
        "SELECT p.minor FROM payment p JOIN payment_outcome o ON o.payment = p.id"
        f" WHERE o.outcome = 'approved' AND p.lines LIKE '%\"{bill.id}\"%'"
    )
