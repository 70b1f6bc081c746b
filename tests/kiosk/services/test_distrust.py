"""X31: a part that is not the centre's leaves the last good one, is told once, and hinders nothing that is."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.domain import states
from kiosk.domain.command import Command, CommandKind
from kiosk.ports import Distrust, Pulled, Untrusted
from tests.kiosk.services.test_puller import ids, publish, row
from tests.kiosk.windowless import Kiosk

AFTER = 5 * 60 + 10


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    return Kiosk(tmp_path / "kiosk.db", knows_centre=True).start()


def forge(
    kiosk: Kiosk, why: Distrust = Distrust.CHANGED, part: str = "knowledge", as_version: str = "2"
) -> None:
    kiosk.crm.published[part] = Untrusted(as_version, why)
    kiosk.wait(10)


@pytest.mark.requirement("X31")
def test_the_last_good_one_stays_and_it_is_told_once(kiosk: Kiosk) -> None:
    """X31: over starts too; another reason is told anew."""
    publish(kiosk, "1", [row("good")])
    forge(kiosk)
    for _ in range(3):
        kiosk.wait(AFTER)
    assert ids(kiosk) == ["good"]
    assert kiosk.audited().count("content.refused") == 1
    again = kiosk.killed().start().wait(10)
    assert ids(again) == ["good"]
    assert again.audited().count("content.refused") == 1
    again.wait(AFTER)
    forge(again, Distrust.EXPIRED)
    again.wait(AFTER)
    assert again.audited().count("content.refused") == 2
    again.store.close()


@pytest.mark.requirement("X31")
def test_the_centres_own_part_is_taken_when_it_comes(kiosk: Kiosk) -> None:
    """X31: under the version that the forged one claimed, after a while and not before."""
    publish(kiosk, "1", [row("good")])
    forge(kiosk)
    asked = len(kiosk.crm.asked)
    kiosk.crm.published["knowledge"] = Pulled("2", [row("new")])
    for _ in range(10):
        kiosk.wait(10)
    assert len(kiosk.crm.asked) == asked
    kiosk.wait(AFTER)
    assert ids(kiosk) == ["new"]
    assert kiosk.audited()[-1] == "content.taken"
    forge(kiosk, as_version="3")
    assert kiosk.audited().count("content.refused") == 2
    kiosk.store.close()


@pytest.mark.requirement("X31")
def test_a_forged_part_does_not_delay_another(kiosk: Kiosk) -> None:
    forge(kiosk, part="calendar")
    publish(kiosk, "1", [row("new")])
    assert ids(kiosk) == ["new"]
    kiosk.store.close()


@pytest.mark.requirement("X31")
def test_a_part_that_is_not_kept_is_told_to_be_well_again(kiosk: Kiosk) -> None:
    """X31: also after a start, so that no alert stays open for ever."""
    forge(kiosk, part="waits")
    again = kiosk.killed().start()
    again.crm.published["waits"] = Pulled("3", [])
    again.wait(AFTER)
    assert [kind for kind in again.audited() if kind.startswith("content.")] == [
        "content.refused",
        "content.taken",
    ]
    again.wait(AFTER)
    assert again.audited().count("content.taken") == 1
    again.store.close()


@pytest.mark.requirement("X31")
def test_a_refusal_that_the_disk_does_not_take_is_told_later(kiosk: Kiosk) -> None:
    kiosk.disk.full = True
    forge(kiosk)
    kiosk.disk.full = False
    kiosk.wait(10)
    assert kiosk.audited().count("content.refused") == 1
    kiosk.store.close()


@pytest.mark.requirement("X31")
def test_a_command_that_is_not_the_centres_is_not_done(kiosk: Kiosk) -> None:
    """X31: it has a result that says why, so it is seen at the desk."""
    later = kiosk.clock.now().replace(year=2027)
    kiosk.crm.commands = [Command("c-1", CommandKind.CLOSE, later, (("en", "Closed"),), trusted=False)]
    kiosk.wait(10)
    assert kiosk.at(states.Attract)
    kiosk.wait(10)
    told = [record for record in kiosk.crm.records.values() if record.kind == "command_result"]
    assert [
        '"result":"refused"' in record.body and '"reason":"untrusted"' in record.body for record in told
    ] == [True]
    kiosk.store.close()
