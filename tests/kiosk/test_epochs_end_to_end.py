"""A kiosk whose disk was set back to an older state, and the real centre: everything arrives, and nothing twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from crm.schema import Alert, AuditLine, Callback, Record
from kiosk.storage.audit import SqliteAudit
from tests.kiosk.domain.drafts import TAIPEI
from tests.kiosk.domain.examples import DRAFT
from tests.kiosk.real_centre import Scene, scene
from tests.kiosk.windowless import Kiosk
from tests.stores import opened


def call_back(kiosk: Kiosk) -> str:
    """Saved, and brought to the centre."""
    reference = kiosk.world.callbacks.save(DRAFT, kiosk.house.languages[0], (), kiosk.clock.now())
    kiosk.wait(20).wait(20)
    return reference


@pytest.mark.requirement("J3")
def test_a_disk_that_was_set_back_goes_on_in_a_new_epoch(tmp_path: Path) -> None:
    """J3: what the centre heard meanwhile stays, what is new is taken, and the centre is told why."""
    with scene(tmp_path) as stage:
        kiosk = stage.kiosk("K07")
        made = [call_back(kiosk)]
        kiosk.store.close()
        shutil.copyfile(kiosk.store.path, tmp_path / "older.db")
        made += [call_back(kiosk), call_back(kiosk)]
        kiosk.store.close()
        shutil.copyfile(tmp_path / "older.db", kiosk.store.path)
        made += [call_back(kiosk), call_back(kiosk)]
        with stage.centre.database.reading() as session:
            assert set(session.scalars(select(Callback.reference))) == set(made)
            calls = (
                select(Record.epoch, Record.seq).where(Record.kind == "callback").order_by(Record.received_at)
            )
            first, *_ = heard = session.execute(calls).all()
            assert {epoch for epoch, _ in heard if epoch != first.epoch}
            assert heard[-1].seq == 1
            began = session.scalars(select(Record.body).where(Record.what == "epoch.began")).all()
            told = [body["fields"] for body in began]
            assert [each["why"] for each in told] == ["behind_the_centre"]


def noticed(stage: Scene) -> tuple[list[tuple[str, bool]], list[str]]:
    """Alerts about the audit chain, and whether each stands; the centre's own lines about it."""
    with stage.centre.database.reading() as session:
        alerts = session.scalars(select(Alert).where(Alert.subject == "chain").order_by(Alert.id)).all()
        lines = select(AuditLine.what).where(AuditLine.what.startswith("chain.")).order_by(AuditLine.id)
        return [(each.what, each.closed_at is None) for each in alerts], list(session.scalars(lines))


@pytest.mark.requirement("X60")
@pytest.mark.parametrize("offline", [0, 9], ids=["shorter", "longer since"])
def test_a_disk_that_was_set_back_is_no_alarm_but_is_written_down(tmp_path: Path, offline: int) -> None:
    """X60: its chain is shorter, or another one; it begins a new epoch, in which its chain goes on."""
    with scene(tmp_path) as stage:
        kiosk = stage.kiosk("K07")
        call_back(kiosk)
        kiosk.store.close()
        shutil.copyfile(kiosk.store.path, tmp_path / "older.db")
        call_back(kiosk)
        call_back(kiosk)
        assert noticed(stage) == ([], [])
        kiosk.store.close()
        shutil.copyfile(tmp_path / "older.db", kiosk.store.path)
        kiosk.crm.cut = True
        for _ in range(offline):
            call_back(kiosk)
        kiosk.crm.cut = False
        kiosk.wait(60)
        for _ in range(3):
            call_back(kiosk)
        assert noticed(stage) == ([], ["chain.broken", "chain.epoch"])


@pytest.mark.requirement("X60")
def test_a_tail_that_was_cut_off_is_an_alarm_at_the_desk(tmp_path: Path) -> None:
    """X60: nothing in the file tells it, for the counter was set back too; in the same epoch no chain gets shorter."""
    with scene(tmp_path) as stage:
        kiosk = stage.kiosk("K07")
        for _ in range(2):
            call_back(kiosk)
        kiosk.store.close()
        other = opened(kiosk.store.path, kiosk.store.path.with_name("keys"))
        for (name,) in other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            other.execute(f"DROP TRIGGER {name}")
        other.execute("DELETE FROM audit WHERE seq > (SELECT max(seq) FROM audit) - 2")
        other.execute("UPDATE stream_head SET seq = (SELECT max(seq) FROM audit) WHERE stream = 'audit'")
        other.close()
        assert SqliteAudit(kiosk.store, TAIPEI).broken_at() == []
        for _ in range(2):
            kiosk.wait(20)
        assert noticed(stage) == ([("chain_cut", True)], ["chain.broken"])
        for _ in range(3):
            call_back(kiosk)
        assert noticed(stage) == ([("chain_cut", False), ("chain_forked", True)], ["chain.broken"])
