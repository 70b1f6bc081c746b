"""Small things that outlive a restart."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.health import Service
from kiosk.storage.keeper import SqliteKeeper
from tests.kiosk.storage.samples import DECIDED, TAIPEI, Kiosk

LOCK = timedelta(minutes=15)


def test_the_service_switch_outlives_a_restart(kiosk: Kiosk, path: Path) -> None:
    assert kiosk.keeper.service() is Service.OPEN
    kiosk.keeper.keep_service(Service.CLOSED, DECIDED)
    assert Kiosk.at(path).keeper.service() is Service.CLOSED


@pytest.mark.requirement("X13")
def test_paper_that_nobody_tested_is_known_after_a_restart(kiosk: Kiosk, path: Path) -> None:
    """X13."""
    assert not kiosk.keeper.paper_unproved()
    kiosk.keeper.keep_paper(proved=False)
    assert Kiosk.at(path).keeper.paper_unproved()
    kiosk.keeper.keep_paper(proved=True)
    assert not Kiosk.at(path).keeper.paper_unproved()


@pytest.mark.requirement("K2")
def test_the_sixth_try_finds_the_door_locked_also_after_a_restart(kiosk: Kiosk, path: Path) -> None:
    """K2: a try is on the disk before it is checked, so pulling the plug gives no more of them."""
    for _ in range(5):
        assert Kiosk.at(path).keeper.count_try(DECIDED) is None
    assert kiosk.keeper.locked_until(DECIDED) == DECIDED + LOCK
    assert kiosk.keeper.count_try(DECIDED + LOCK / 2) == DECIDED + LOCK


@pytest.mark.requirement("K2")
def test_after_the_lock_there_are_as_many_tries_again_and_no_more(kiosk: Kiosk) -> None:
    """K2."""
    later = DECIDED + LOCK
    assert [kiosk.keeper.count_try(DECIDED) for _ in range(5)] == [None] * 5
    assert [kiosk.keeper.count_try(later) for _ in range(6)] == [None] * 5 + [later + LOCK]


def test_a_right_pin_opens_and_the_count_begins_again(kiosk: Kiosk) -> None:
    for _ in range(5):
        kiosk.keeper.count_try(DECIDED)
    kiosk.keeper.clear_tries()
    assert kiosk.keeper.locked_until(DECIDED) is None
    assert [kiosk.keeper.count_try(DECIDED) for _ in range(5)] == [None] * 5


def test_a_site_may_allow_fewer_tries(kiosk: Kiosk) -> None:
    keeper = SqliteKeeper(kiosk.store, TAIPEI, tries=1, lock=timedelta(minutes=1))
    assert keeper.count_try(DECIDED) is None
    assert keeper.count_try(DECIDED) == DECIDED + timedelta(minutes=1)


def test_a_store_keeps_its_epoch(kiosk: Kiosk, path: Path, tmp_path: Path) -> None:
    assert Kiosk.at(path).keeper.epoch() == kiosk.keeper.epoch()
    assert Kiosk.at(tmp_path / "other.db").keeper.epoch() != kiosk.keeper.epoch()
