"""What was published, on the disk: one transaction a swap, so that a power cut leaves the old parts or the new."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.audit import Kind
from kiosk.ports import Pulled
from kiosk.storage.replica import SqliteReplica
from tests.kiosk.storage.samples import DECIDED, TAIPEI, Kiosk

ROOT = Path(__file__).resolve().parents[3]
ROUNDS = 200
OLD, NEW = Pulled("1", [{"id": "帳單"}]), Pulled("2", {"a": None})


@pytest.fixture
def replica(kiosk: Kiosk) -> SqliteReplica:
    return SqliteReplica(kiosk.store, TAIPEI)


def test_what_was_put_in_comes_out(replica: SqliteReplica) -> None:
    replica.swap({"knowledge": OLD, "calendar": NEW}, {}, DECIDED)
    replica.swap({"knowledge": NEW, "calendar": None, "never": None}, {}, DECIDED)
    assert replica.parts() == {"knowledge": NEW}


@pytest.mark.requirement("C6")
def test_a_swap_is_one_transaction(replica: SqliteReplica, kiosk: Kiosk) -> None:
    """C6: the parts and their audit lines stand or fall together."""
    statements: list[str] = []
    with kiosk.store.read() as db:
        db.conn.set_trace_callback(statements.append)
    replica.swap({"knowledge": OLD, "calendar": NEW}, {"notices": ("3", "no list")}, DECIDED)
    ends = [s for s in statements if s.startswith(("BEGIN", "COMMIT", "ROLLBACK"))]
    assert ends == ["BEGIN IMMEDIATE", "COMMIT"]
    with kiosk.store.read() as db:
        kinds = [kind for (kind,) in db.execute("SELECT kind FROM audit ORDER BY seq")]
    assert kinds == [Kind.CONTENT_TAKEN, Kind.CONTENT_TAKEN, Kind.CONTENT_REFUSED]


@pytest.mark.requirement("C6")
def test_a_swap_that_breaks_in_the_middle_leaves_the_old_ones(replica: SqliteReplica, kiosk: Kiosk) -> None:
    replica.swap({"knowledge": OLD}, {}, DECIDED)
    with pytest.raises(TypeError):
        replica.swap({"knowledge": NEW, "calendar": Pulled("1", {1, 2})}, {}, DECIDED)
    assert replica.parts() == {"knowledge": OLD}


def test_when_it_was_signed_is_kept_and_what_was_refused_is_known(replica: SqliteReplica) -> None:
    """X31: so that after a start too nothing older is taken, and nothing is told twice."""
    replica.swap({"knowledge": replace(OLD, signed_at=DECIDED)}, {"calendar": ("3", "expired")}, DECIDED)
    assert replica.parts()["knowledge"].signed_at == DECIDED
    assert replica.refused() == {"calendar": "expired"}
    replica.swap({}, {"calendar": ("4", "changed")}, DECIDED)
    assert replica.refused() == {"calendar": "changed"}
    replica.swap({"calendar": None}, {}, DECIDED, passing={"waits": "1"})
    assert replica.refused() == {}


@pytest.mark.requirement("X31")
def test_killed_in_the_middle_of_a_swap(path: Path) -> None:
    """X31, C6: after each SIGKILL the parts are of one number, and of no older one than was told."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("killed_swap.py")), str(path), str(ROUNDS)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    assert told == sorted(set(told))  # each round found what the one before had kept, and went on from there
    kiosk = Kiosk.at(path)
    replica = SqliteReplica(kiosk.store, TAIPEI)
    versions = {part.version for part in replica.parts().values()}
    assert len(versions) == 1
    assert int(versions.pop()) >= told[-1]
    assert len(replica.parts()) == 3
    assert replica.refused() == {"waits": "expired"}
    assert kiosk.audit.broken_at() == []
    assert kiosk.store.set_aside is None
