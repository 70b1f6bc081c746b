"""A kiosk whose disk was set back to an older state, and the real centre: everything arrives, and nothing twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from crm.schema import Callback, Record
from tests.kiosk.domain.examples import DRAFT
from tests.kiosk.real_centre import scene
from tests.kiosk.windowless import Kiosk


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
