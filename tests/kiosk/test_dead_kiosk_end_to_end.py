"""A kiosk that died without a line: its store goes to the centre in a box, and every request in it is there once."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import select

from crm.recovery.drain import drain
from crm.recovery.stores import found_in
from crm.schema import Callback, Record
from kiosk.storage.vault import recovery_file
from tests.kiosk.domain.examples import DRAFT, ZH
from tests.kiosk.real_centre import scene

REQUESTS = 3


@pytest.mark.requirement("J1")
@pytest.mark.requirement("J3")
def test_what_a_dead_kiosk_owed_is_at_the_centre_once(tmp_path: Path) -> None:
    """J1, J3: by a copy of the files as they lay there, without the kiosk's key; and it comes alive again."""
    reader = X25519PrivateKey.generate()
    with scene(tmp_path) as world:
        kiosk = world.kiosk("K07", recovery_key=reader.public_key().public_bytes_raw())
        kiosk.crm.cut = True
        references = [kiosk.world.callbacks.save(DRAFT, ZH, (), kiosk.clock.now()) for _ in range(REQUESTS)]
        box = tmp_path / "box"
        box.mkdir()
        for file in (kiosk.path, kiosk.path.with_name(f"{kiosk.path.name}-wal"), recovery_file(kiosk.path)):
            (box / file.name).write_bytes(file.read_bytes())
        [left] = found_in(box, reader)
        drained = drain(world.centre, left)
        assert drained.whole
        assert drained.streams["cases"]["stored"] == REQUESTS
        kiosk.crm.cut = False
        kiosk.wait(600)
        due = kiosk.world.outbox.due(1000, kiosk.clock.now())
        assert not set(references) & {record.reference for record in due}
        with world.centre.database.reading() as session:
            at_the_centre = session.scalars(select(Callback.reference)).all()
            ids = session.scalars(select(Record.id)).all()
        assert sorted(set(at_the_centre) & set(references)) == sorted(references)
        assert len(at_the_centre) == len(set(at_the_centre))
        assert len(ids) == len(set(ids))
