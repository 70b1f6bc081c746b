"""SIGKILL at any moment: what was acknowledged is there, nothing twice, no number missing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kiosk.storage.samples import DECIDED, Kiosk

ROOT = Path(__file__).resolve().parents[3]
ROUNDS = 500


@pytest.mark.requirement("J1")
@pytest.mark.requirement("E2")
@pytest.mark.requirement("X12")
def test_killed_in_the_middle_of_writing(path: Path) -> None:
    """J1, E2: transactions hold over kill -9, encrypted as the kiosk is; over a power cut: test_power_cuts.py."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("killed.py")), str(path), str(ROUNDS)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    told = [line.split() for line in json.loads(done.stdout)]
    assert not path.read_bytes().startswith(b"SQLite"), "the engine that ships writes nothing readable"
    kiosk = Kiosk.at(path)
    records = kiosk.outbox.due(1_000_000, DECIDED)
    for stream in ("money", "cases", "telemetry"):
        seqs = [record.seq for record in records if record.stream == stream]
        assert seqs == list(range(1, len(seqs) + 1)), stream
    kept = {
        "cases": [record.reference for record in records if record.stream == "cases"],
        "money": [record.id for record in records if record.stream == "money"],
    }
    with kiosk.store.read() as db:
        kept["asked"] = [row[0] for row in db.execute("SELECT id FROM payment")]
    assert len(told) > ROUNDS
    for word, ids in kept.items():
        acknowledged = {name for kind, name in told if kind == word}
        assert acknowledged <= set(ids), word
        assert len(ids) == len(set(ids)) <= len(acknowledged) + ROUNDS, word
    assert len(kept["asked"]) == len(kept["money"]) + len(kiosk.payments.open())
    counted = sum(word == "counted" for word, _ in told)
    papers, millimetres = kiosk.counters.read()[:2]
    assert counted <= papers.ever <= counted + ROUNDS, "X12: what was counted stays counted"
    assert papers.total == papers.ever
    assert millimetres.ever == 96 * papers.ever
    assert kiosk.audit.broken_at() == []
    assert kiosk.store.set_aside is None
