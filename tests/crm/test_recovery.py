"""A dead kiosk's store at the centre: its queue is taken in once, and what cannot be read says so and stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import select
from sqlcipher3 import dbapi2

from crm.__main__ import main
from crm.audit import newest
from crm.centre import Centre
from crm.recovery import keys
from crm.recovery.drain import UnknownKiosk, drain
from crm.recovery.stores import Left, Unreadable, found_in, opened, with_key
from crm.schema import Callback, Payment, QualityDay, Quarantined, Record
from tests.crm.signing import SigningKiosk, contract, seal

OUTBOX = contract("store/outbox.json")
SEALED = contract("store/recovery.json")
READER = X25519PrivateKey.from_private_bytes(bytes.fromhex(SEALED["private_key"]))
KIOSK, NAME = "K07", "kiosk.db"


def dead_store(folder: Path, rows: list[dict[str, Any]] | None = None) -> Path:
    """The contract's store, as whoever opened the machine carries it away."""
    folder.mkdir(exist_ok=True)
    with closing(dbapi2.connect(folder / NAME, isolation_level=None)) as db:
        db.execute(f"PRAGMA key=\"x'{SEALED['store_key']}'\"")
        db.execute("PRAGMA journal_mode=WAL")
        for table, columns in OUTBOX["tables"].items():
            db.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
        for table, row in [("epoch", OUTBOX["epoch"]), *(("outbox", row) for row in rows or OUTBOX["rows"])]:
            marks = ", ".join("?" * len(row))
            db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
    (folder / f"{NAME}.recovery").write_text(json.dumps(SEALED["file"]), encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return dead_store(tmp_path / "store")


def only(folder: Path) -> Left:
    [left] = found_in(folder, READER)
    return left


# --- taken in -----------------------------------------------------------------------------------


@pytest.mark.requirement("J1")
@pytest.mark.requirement("J3")
def test_the_queue_of_a_dead_kiosk_is_taken_in_once(
    centre: Centre, kiosk: SigningKiosk, folder: Path
) -> None:
    """J1, J3: money first, parked ones too; done again it finds every record there."""
    first, again = drain(centre, only(folder)), drain(centre, only(folder))
    assert {stream: +count for stream, count in first.streams.items()} == {
        "money": {"stored": 1},
        "cases": {"stored": 1},
    }
    assert {stream: +count for stream, count in again.streams.items()} == {
        "money": {"duplicate": 1},
        "cases": {"duplicate": 1},
    }
    assert first.whole
    assert again.whole
    with centre.database.reading() as session:
        taken = session.scalars(select(Record).order_by(Record.id)).all()
        assert [(each.kiosk_id, each.epoch) for each in taken] == [(KIOSK, OUTBOX["epoch"]["id"])] * 2
        assert session.scalars(select(Callback)).one().phone == "0912345678"
        assert len(session.scalars(select(Payment)).all()) == 1
        lines = newest(session, what="store.recovered")
    assert [(line.who, line.subject) for line in lines] == [("centre", KIOSK)] * 2
    assert lines[1].detail["money"] == {"stored": 1, "unreadable": 0}


@pytest.mark.requirement("J3")
def test_what_came_over_the_line_before_is_not_taken_again(
    centre: Centre, kiosk: SigningKiosk, folder: Path
) -> None:
    """J3: the kiosk died before it heard the answer; and should it come alive again, it hears duplicate."""
    epoch = OUTBOX["epoch"]["id"]
    [payment, callback] = OUTBOX["records"]
    kiosk.sync(payment, epoch=epoch)
    drained = drain(centre, only(folder))
    assert (drained.streams["money"]["duplicate"], drained.streams["cases"]["stored"]) == (1, 1)
    assert [each["verdict"] for each in kiosk.sync(callback, epoch=epoch)["answers"]] == ["duplicate"]


@pytest.mark.requirement("J7")
def test_what_is_wrong_with_a_queue_is_counted_and_set_aside_as_on_the_line(
    centre: Centre, kiosk: SigningKiosk, folder: Path
) -> None:
    """J7: another body under a known id, and what was taken."""
    known = next(row for row in OUTBOX["rows"] if row["kind"] == "callback")
    kiosk.sync(seal({**contract("records/callback.json"), "id": known["id"]}, phone="0955000999"))
    drain(centre, only(folder))
    with centre.database.reading() as session:
        [aside] = session.scalars(select(Quarantined)).all()
        day = session.scalars(select(QualityDay)).one()
    assert aside.record_id == known["id"]
    assert (day.taken, day.id_reused) == (2, 1)


def test_the_records_are_those_of_the_line(folder: Path) -> None:
    with opened(only(folder)) as owed:
        assert owed.epoch == OUTBOX["epoch"]["id"]
        assert [record for _, record in owed.records] == OUTBOX["records"]


def test_the_folder_stays_as_it_is(centre: Centre, kiosk: SigningKiosk, folder: Path) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    drain(centre, only(folder))
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_what_was_only_in_the_log_is_taken_too(centre: Centre, kiosk: SigningKiosk, tmp_path: Path) -> None:
    """A power cut leaves the newest records in kiosk.db-wal."""
    source = dead_store(tmp_path / "source", OUTBOX["rows"][:1])
    with closing(dbapi2.connect(source / NAME, isolation_level=None)) as db:
        db.execute(f"PRAGMA key=\"x'{SEALED['store_key']}'\"")
        row = OUTBOX["rows"][1]
        db.execute(f"INSERT INTO outbox VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
        (tmp_path / "moved").mkdir()
        for file in source.iterdir():
            if not file.name.endswith("-shm"):
                (tmp_path / "moved" / file.name).write_bytes(file.read_bytes())
    assert drain(centre, only(tmp_path / "moved")).streams["money"]["stored"] == 1


def test_a_bad_record_holds_up_no_other_and_is_told(
    centre: Centre, kiosk: SigningKiosk, tmp_path: Path
) -> None:
    rows = [dict(row) for row in OUTBOX["rows"]]
    rows[0]["body"] = rows[0]["body"].replace("0912345678", "0912345679")
    rows += [{**rows[1], "n": 3, "id": "x", "seq": 2, "body": "{"}]
    drained = drain(centre, only(dead_store(tmp_path / "bad", rows)))
    assert +drained.streams["cases"] == {"refused": 1}
    assert +drained.streams["money"] == {"stored": 1, "unreadable": 1}
    assert drained.refused == [(rows[0]["id"], "bad_hash")]
    assert not drained.whole


# --- not opened -----------------------------------------------------------------------------------


def _other_reader(folder: Path) -> list[Left]:
    return found_in(folder, X25519PrivateKey.generate())


def _with(**changed: Any) -> Callable[[Path], list[Left]]:
    def find(folder: Path) -> list[Left]:
        (folder / f"{NAME}.recovery").write_text(json.dumps({**SEALED["file"], **changed}), encoding="utf-8")
        return found_in(folder, READER)

    return find


def _no_json(folder: Path) -> list[Left]:
    (folder / f"{NAME}.recovery").write_bytes(b"\0")
    return found_in(folder, READER)


def _no_store(folder: Path) -> list[Left]:
    (folder / NAME).unlink()
    return found_in(folder, READER)


@pytest.mark.parametrize(
    ("find", "said"),
    [
        (_other_reader, "another recovery key"),
        (_with(**{"for": ""}), "had no recovery key; .*--store-key"),
        (_with(kiosk="K08"), "damaged, or another kiosk's"),
        (_with(sealed="AAAA"), "damaged, or another kiosk's"),
        (_no_json, "is damaged; .*--store-key"),
        (_no_store, "holds no store"),
    ],
    ids=["other key", "no key", "renamed", "cut", "no json", "no store"],
)
def test_a_store_that_cannot_be_opened_says_why(folder: Path, find: Callable[[Path], Any], said: str) -> None:
    with pytest.raises(Unreadable, match=said) as caught:
        find(folder)
    assert SEALED["store_key"] not in str(caught.value)


def test_a_damaged_store_says_so(centre: Centre, kiosk: SigningKiosk, folder: Path) -> None:
    (folder / NAME).write_bytes(b"\x5a" * 8192)
    with pytest.raises(Unreadable, match=r"kiosk\.db is damaged"):
        drain(centre, only(folder))


def test_a_kiosk_that_the_centre_does_not_know(centre: Centre, folder: Path) -> None:
    with pytest.raises(UnknownKiosk, match="enrol-kiosk K07"):
        drain(centre, only(folder))


def test_stores_that_were_set_aside_are_found_first(folder: Path) -> None:
    for suffix in ("", ".recovery"):
        aside = folder / f"{NAME}.locked-20261126T010203000000Z{suffix}"
        aside.write_bytes((folder / f"{NAME}{suffix}").read_bytes())
    assert [left.file.name for left in found_in(folder, READER)] == [
        f"{NAME}.locked-20261126T010203000000Z",
        NAME,
    ]


# --- the command line -----------------------------------------------------------------------------


def test_the_verbs_from_the_key_to_the_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The key is made once and shown again; a kiosk's folder is drained by it, and by the kiosk's own key."""
    db = ["--db", f"sqlite:///{tmp_path / 'centre.db'}"]
    private = tmp_path / "recovery.pem"
    assert [main(["recovery-key", str(private), *db]) for _ in range(2)] == [0, 0]
    first, second = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert first == second == {"recovery_key": keys.shown(keys.load(private))}
    assert private.stat().st_mode & 0o777 == 0o600
    folder, own = dead_store(tmp_path / "store"), tmp_path / "store.key"
    own.write_text(SEALED["store_key"] + "\n")
    assert main(["init", *db]) == 0
    assert main(["enrol-kiosk", KIOSK, *db]) == 0
    capsys.readouterr()
    assert main(["recover", str(folder), "--key", str(private), *db]) == 1
    assert "another recovery key" in capsys.readouterr().err
    assert main(["recover", str(folder), "--store-key", str(own), "--kiosk", KIOSK, *db]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["kiosk"], told["money"], told["cases"]) == (KIOSK, {"stored": 1}, {"stored": 1})
    assert main(["recover", str(folder), *db]) == 1
    assert "--key FILE" in capsys.readouterr().err


def test_a_refused_record_makes_the_verb_fail_and_the_folder_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = ["--db", f"sqlite:///{tmp_path / 'centre.db'}"]
    rows = [{**OUTBOX["rows"][0], "body_hash": "0" * 64}]
    folder, own = dead_store(tmp_path / "store", rows), tmp_path / "store.key"
    own.write_text(SEALED["store_key"])
    assert main(["init", *db]) == main(["enrol-kiosk", KIOSK, *db]) == 0
    assert main(["recover", str(folder), "--store-key", str(own), "--kiosk", KIOSK, *db]) == 1
    assert f"keep the folder: {rows[0]['id']}: bad_hash" in capsys.readouterr().err


@pytest.mark.parametrize("junk", [b"", b"-----BEGIN PRIVATE KEY-----\nMC4C"])
def test_a_file_that_is_no_recovery_key(tmp_path: Path, junk: bytes) -> None:
    (tmp_path / "key").write_bytes(junk)
    with pytest.raises(ValueError, match=r"holds no key; python -m crm recovery-key") as caught:
        keys.load(tmp_path / "key")
    assert "MC4C" not in str(caught.value)


def test_the_public_half_is_shown_as_the_contract_has_it() -> None:
    assert keys.shown(READER) == SEALED["recovery_key"]


def test_the_kiosks_own_key_must_be_one(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "store.key").write_text("g" * 64)
    with pytest.raises(Unreadable, match="64 hexadecimal"):
        with_key(folder, KIOSK, tmp_path / "store.key")
