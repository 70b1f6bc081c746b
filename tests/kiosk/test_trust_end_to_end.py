"""X31 over a real line: a centre, an impostor over the same data, and a change of keys; whole kiosks without a window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from crm.kiosks import commands
from crm.kiosks.seal import Seal, SigningKey
from crm.schema import Alert, CommandState, KioskCommand
from kiosk.domain import states
from kiosk.sync.trust import load_trust
from tests.kiosk.real_centre import Scene, scene, served_by
from tests.kiosk.test_waits_end_to_end import announce
from tests.kiosk.windowless import Kiosk

OURS, NEXT, THEIRS = (SigningKey(Ed25519PrivateKey.generate()) for _ in range(3))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Scene]:
    with scene(tmp_path, Seal((OURS,))) as made:
        yield made


def told(kiosk: Kiosk) -> int:
    return len(kiosk.visit.house.announcements.all)


def alerts(world: Scene) -> list[tuple[str, str, bool]]:
    with world.centre.database.reading() as session:
        found = session.scalars(select(Alert).where(Alert.subject.like("content.%")).order_by(Alert.id))
        return [(each.subject, each.what, each.closed_at is None) for each in found]


def moved(world: Scene, kiosk: Kiosk, url: str) -> None:
    """From now on this kiosk's line ends there."""
    kiosk.crm.crm.close()
    kiosk.crm.crm = world.line("K07", url)


@pytest.mark.requirement("X31")
@pytest.mark.parametrize("impostor", [Seal(), Seal((THEIRS,))])
def test_an_impostor_is_refused_and_reported(world: Scene, impostor: Seal) -> None:
    """X31: what was taken stays, what is told to do is not done, and the desk has one alert until all is well."""
    kiosk = world.kiosk("K07")
    announce(world, 8)
    assert told(kiosk.wait(20)) == 1
    announce(world, 8)
    with served_by(replace(world.centre, seal=impostor)) as url:
        moved(world, kiosk, url)
        with world.centre.database.writing() as session:
            now, hour = world.centre.clock(), timedelta(hours=1)
            commands.ask(session, "K07", commands.Kind.CLOSE, {}, "lead", now, hour)
        for _ in range(20):
            kiosk.wait(20)
        assert told(kiosk) == 1
        assert not isinstance(kiosk.state, states.Closed)
    moved(world, kiosk, world.url)
    kiosk.wait(20)
    with world.centre.database.reading() as session:
        command = session.scalars(select(KioskCommand)).one()
        assert (command.state, command.reason) == (CommandState.REFUSED, "untrusted")
    for _ in range(20):
        kiosk.wait(20)
    assert told(kiosk) == 2
    assert ("content.announcements", "untrusted", False) in alerts(world)
    assert len(alerts(world)) == len({subject for subject, *_ in alerts(world)})


@pytest.mark.requirement("X31")
def test_the_centre_changes_its_key(world: Scene) -> None:
    """X31: both for a while, then the new one alone; a kiosk that was off meanwhile takes nothing and says so."""
    kiosk = world.kiosk("K07")
    with served_by(replace(world.centre, seal=Seal((OURS, NEXT)))) as url:
        moved(world, kiosk, url)
        kiosk.wait(20)
    directory = world.folder / "K07"
    assert set(load_trust(directory).signing) == {OURS.id, NEXT.id}
    with served_by(replace(world.centre, seal=Seal((NEXT,)))) as url:
        moved(world, kiosk, url)
        announce(world, 8)
        assert told(kiosk.wait(20)) == 1
    assert set(load_trust(directory).signing) == {NEXT.id}
    assert alerts(world) == []
    moved(world, kiosk, world.url)
    announce(world, 8)
    assert told(kiosk.wait(20)) == 1
    kiosk.wait(20)
    assert ("content.announcements", "untrusted", True) in alerts(world)
