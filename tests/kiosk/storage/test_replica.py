"""What was published, on the disk: one transaction a swap, so that a power cut leaves the old parts or the new."""

import pytest

from kiosk.domain.audit import Kind
from kiosk.ports import Pulled
from kiosk.storage.replica import SqliteReplica
from tests.kiosk.storage.samples import DECIDED, TAIPEI, Kiosk

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
