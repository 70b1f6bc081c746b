"""The lives of a store: a copied disk and one that was set back count from 1 again, and nothing is there twice."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.ports import Answer, Record
from kiosk.storage import machine
from kiosk.storage.lives import SqliteEpochs
from kiosk.storage.reports import SqliteReports
from tests.kiosk.storage.samples import DECIDED, TAIPEI, Kiosk, approved

HERE = {"machine_id": "aa", "wired.eth0": "02:00:00:00:00:01"}
THERE = {"machine_id": "aa", "wired.eth0": "02:00:00:00:00:02"}


def kiosk_on(path: Path, this: dict[str, str]) -> Kiosk:
    return Kiosk.at(path, this=lambda: this)


def lives(kiosk: Kiosk) -> SqliteEpochs:
    return SqliteEpochs(kiosk.store, TAIPEI)


def numbers(records: list[Record]) -> list[tuple[str, int]]:
    return [(record.stream, record.seq) for record in records]


def began(kiosk: Kiosk) -> list[str]:
    """Why epochs began, as the centre will hear it."""
    with kiosk.store.read() as db:
        return [row[0] for row in db.execute(
            "SELECT json_extract(fields, '$.why') FROM audit WHERE kind = 'epoch.began' ORDER BY seq")]  # fmt: skip


def busy(path: Path, this: dict[str, str]) -> Kiosk:
    """A kiosk with a past: of its three calls back the centre has the first, the second is parked."""
    kiosk = kiosk_on(path, this)
    kiosk.payments.decide(kiosk.ask(), approved(), False, DECIDED)
    for _ in range(3):
        kiosk.call_back()
    first, second, _ = kiosk.due("cases")
    kiosk.outbox.settle([Answer(first.id, "stored"), Answer(second.id, "refused", "invalid")], DECIDED)
    return kiosk


@pytest.mark.requirement("J3")
def test_a_disk_in_another_machine_begins_a_new_epoch(path: Path) -> None:
    """J3: what waits and what is parked has new numbers from 1, in the old order, under the old ids."""
    kiosk = busy(path, HERE)
    epoch, before = kiosk.keeper.epoch(), kiosk.due()
    kiosk.store.close()
    clone = kiosk_on(path, THERE)
    assert clone.keeper.epoch() != epoch
    lives(clone).tell(DECIDED)
    lives(clone).tell(DECIDED)
    assert began(clone) == ["another_machine"]
    assert [record.id for record in clone.due()[: len(before)]] == [record.id for record in before]
    [parked] = clone.outbox.parked()
    assert parked.seq == 1
    assert numbers(clone.due("cases")) == [("cases", 2)]
    assert [record.seq for record in clone.due("telemetry")] == list(
        range(1, len(clone.due("telemetry")) + 1)
    )
    assert clone.audit.broken_at() == []
    clone.call_back()
    assert numbers(clone.due("cases"))[-1] == ("cases", 3)


def test_the_same_machine_goes_on_in_its_epoch(path: Path) -> None:
    """Also when a fact cannot be read this time, or one more can."""
    kiosk = busy(path, HERE)
    epoch = kiosk.keeper.epoch()
    for facts in (HERE, {"machine_id": "aa"}, {}, {**HERE, "serial": "7"}, {"serial": "7"}):
        kiosk.store.close()
        kiosk = kiosk_on(path, facts)
        assert kiosk.keeper.epoch() == epoch
    kiosk.store.close()
    kiosk.store.close()
    assert kiosk_on(path, THERE).keeper.epoch() != epoch


def test_a_store_from_before_this_was_kept_is_taken_as_this_machines(path: Path) -> None:
    kiosk = kiosk_on(path, {})
    epoch = kiosk.keeper.epoch()
    for facts, goes_on in ((HERE, True), (THERE, False)):
        kiosk.store.close()
        kiosk = kiosk_on(path, facts)
        assert (kiosk.keeper.epoch() == epoch) is goes_on


@pytest.mark.requirement("J3")
def test_a_disk_that_was_set_back_is_noticed_by_what_the_centre_has(path: Path, tmp_path: Path) -> None:
    """J3: the copy knows nothing of what was told since."""
    kiosk = busy(path, HERE)
    kiosk.store.close()
    older = tmp_path / "older.db"
    shutil.copyfile(path, older)
    kiosk = kiosk_on(path, HERE)
    kiosk.call_back()
    through = {"cases": 4, "money": 1}
    assert not lives(kiosk).compare(kiosk.keeper.epoch(), through, False, DECIDED)
    kiosk.store.close()
    shutil.copyfile(older, path)
    restored = kiosk_on(path, HERE)
    epoch = restored.keeper.epoch()
    assert lives(restored).compare(epoch, through, False, DECIDED)
    assert began(restored) == ["behind_the_centre"]
    assert restored.keeper.epoch() != epoch
    assert not lives(restored).compare(epoch, through, True, DECIDED)


def test_a_number_that_the_centre_knows_as_anothers_begins_a_new_epoch(path: Path) -> None:
    kiosk = busy(path, HERE)
    epoch = kiosk.keeper.epoch()
    assert lives(kiosk).compare(epoch, {}, True, DECIDED)
    assert began(kiosk) == ["number_reused"]


def test_epochs_follow_one_another_also_when_the_clock_is_set_back(path: Path) -> None:
    kiosk = busy(path, HERE)
    with kiosk.store.write() as db:
        db.table("epoch").insert({"id": "0", "began_at": "2999-01-01T00:00:00.000Z"})
    assert kiosk.keeper.epoch() == "0"
    assert lives(kiosk).compare("0", {}, True, DECIDED)
    assert kiosk.keeper.epoch() != "0"


def test_the_days_totals_name_only_numbers_of_this_epoch(path: Path) -> None:
    """All of the day is in the sums; numbers of an epoch that is over would be looked for in this one."""
    kiosk = busy(path, HERE)
    lives(kiosk).compare(kiosk.keeper.epoch(), {}, True, DECIDED)
    reports = SqliteReports(kiosk.store, ZoneInfo("Asia/Taipei"), "0")
    with kiosk.store.write() as db:
        db.execute("INSERT INTO keep (name, value) VALUES ('journal_day', ?)",
                   ((DECIDED - timedelta(days=1)).date().isoformat(),))  # fmt: skip
    reports.journal(DECIDED + timedelta(days=1))
    [body] = [record.body for record in kiosk.due("telemetry") if record.kind == "journal_totals"]
    assert '"first_seq":0,"last_seq":0' in body
    assert '"count":1' in body


def test_what_is_kept_tells_nothing_of_the_machine(path: Path) -> None:
    kiosk = kiosk_on(path, HERE)
    with kiosk.store.read() as db:
        kept = str(db.execute("SELECT value FROM keep WHERE name = 'machine'").fetchone()[0])
    assert not any(fact in kept for fact in HERE.values() if len(fact) > 2)
    assert machine.digests(HERE, "a") != machine.digests(HERE, "b")


def test_what_is_known_of_a_machine(tmp_path: Path) -> None:
    """Its id, its board, its built-in cables; not radio, nor what is plugged in."""

    def write(place: str, text: str) -> None:
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(text)

    write("etc/machine-id", "f00d\n")
    write("proc/device-tree/serial-number", "1000\0")
    for name, bus in (("eth0", "pci0"), ("eth1", "usb1"), ("wlan0", "pci1")):
        write(f"sys/class/net/{name}/address", f"{name}'s\n")
        write(f"sys/devices/{bus}/{name}/vendor", "")
        (tmp_path / f"sys/class/net/{name}/device").symlink_to(tmp_path / f"sys/devices/{bus}/{name}")
    (tmp_path / "sys/class/net/wlan0/wireless").mkdir()
    (tmp_path / "sys/class/net/lo").mkdir()
    assert machine.facts(tmp_path) == {"machine_id": "f00d", "serial": "1000", "wired.eth0": "eth0's"}
    assert machine.facts(tmp_path / "nowhere") == {}
