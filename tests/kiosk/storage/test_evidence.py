"""Whoever edits, removes, reorders or cuts a line is found, at every place; paper dates a tail that was cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.audit import Entry, Kind
from kiosk.ports import StoreError
from kiosk.storage.canon import canonical, digest
from kiosk.storage.chain import ROOT
from kiosk.storage.engine import Database
from kiosk.storage.evidence import findings, head, head_of, opened, short_of
from kiosk.storage.vault import Vault
from tests.kiosk.storage.samples import DECIDED, Kiosk, vault_of
from tests.kiosk.storage.test_seals import meddle, paid

LINES = 12


@pytest.fixture
def written(kiosk: Kiosk) -> Kiosk:
    paid(kiosk)
    for number in range(4, LINES + 1):
        kiosk.audit.write(
            Entry(Kind.ROOM_OPENED, {"room": f"r{number}"}), DECIDED + timedelta(minutes=number)
        )
    with kiosk.store.read() as db:
        assert findings(db) == []
    return kiosk


@contextmanager
def meddled(db: Database, *statements: str) -> Iterator[None]:
    """As it would be, triggers away; given back behind it."""
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()]
    db.conn.execute("BEGIN")
    for statement in (*(f"DROP TRIGGER {name}" for name in names), *statements):
        db.conn.execute(statement)
    yield
    db.conn.execute("ROLLBACK")


def swapped(one: int, other: int) -> tuple[str, ...]:
    moves = ((one, 9999), (other, one), (9999, other))
    return tuple(f"UPDATE audit SET seq = {new} WHERE seq = {old}" for old, new in moves)


@pytest.mark.requirement("X60")
@pytest.mark.requirement("N3")
def test_whatever_is_done_to_a_line_is_found_at_every_place(written: Kiosk) -> None:
    """X60, N3: and the first finding names its place."""
    with written.store.read() as db:
        for line in range(1, LINES + 1):
            for column in ("at", "kind", "fields", "body_hash", "previous", "hash"):
                with meddled(db, f"UPDATE audit SET {column} = {column} || '0' WHERE seq = {line}"):
                    assert re.match(rf"line ({line}|{line + 1}) |the end", findings(db)[0]), (line, column)
            with meddled(db, f"DELETE FROM audit WHERE seq = {line}"):
                said = f"line {line} is missing" if line < LINES else "the end is cut off"
                assert findings(db)[0].startswith(said)
            counted = f"UPDATE stream_head SET seq = {line - 1} WHERE stream = 'audit'"
            with meddled(db, f"DELETE FROM audit WHERE seq >= {line}", counted):
                anchors = [head_of(f"{LINES} 2222-2222")]
                assert any(f"lines {line} to {LINES} vanished" in each for each in findings(db, anchors))
            for other in range(line + 1, LINES + 1):
                with meddled(db, *swapped(line, other)):
                    assert findings(db)[0].startswith(f"line {line} does not follow")


@pytest.mark.requirement("X60")
def test_a_chain_made_anew_without_the_key_is_found(written: Kiosk, path: Path) -> None:
    """X60: every plain hash of it fits, as it did before the chain was keyed."""
    previous, rows = ROOT, []
    with written.store.read() as db:
        for seq, at, kind in db.execute("SELECT seq, at, kind FROM audit ORDER BY seq").fetchall():
            body = digest(canonical({"at": at, "kind": kind, "fields": {"forged": "yes"}}))
            chain = digest(previous + body)
            rows.append((canonical({"forged": "yes"}), body, previous, chain, seq))
            previous = chain
    meddle(
        path,
        *(
            f"UPDATE audit SET fields = '{fields}', body_hash = '{body}', previous = '{before}', hash = '{chain}'"
            f" WHERE seq = {seq}"
            for fields, body, before, chain, seq in rows
        ),
    )
    with written.store.read() as db:
        assert next(each for each in findings(db) if "line" in each).startswith("the end is not keyed")


@pytest.mark.requirement("X60")
def test_a_cut_tail_is_dated_between_two_receipts(written: Kiosk, path: Path) -> None:
    """X60: also where the counter was set back, so that nothing in the file tells of it."""
    heads = {}
    with written.store.read() as db:
        for seq, chain in db.execute("SELECT seq, hash FROM audit").fetchall():
            heads[seq] = f"{seq} {short_of(chain)}"
        assert head(db) == heads[LINES]
    meddle(path, "DELETE FROM audit WHERE seq > 7", "UPDATE stream_head SET seq = 7 WHERE stream = 'audit'")
    with written.store.read() as db:
        assert findings(db) == [], "nothing in the file tells"
        for good in range(1, 8):
            for gone in range(8, LINES + 1):
                anchors = [head_of(f"{heads[gone]}@2026-11-22 14:30"), head_of(heads[good])]
                [said] = findings(db, anchors)
                assert said.startswith(
                    f"lines 8 to {gone} vanished: after the receipt with {heads[good]} (2026-"
                )
                assert said.endswith(
                    f"not after the receipt with {heads[gone]} (2026-11-22 14:30) was printed"
                )
    written.audit.write(Entry(Kind.SIGN_IN_LOCKED), DECIDED)
    with written.store.read() as db:
        [said] = findings(db, [head_of(heads[each]) for each in (8, 3, 12)])
    assert said.startswith(f"line 8 was written anew: after the receipt with {heads[3]}")


def test_the_anchors_of_an_untouched_store_fit(written: Kiosk) -> None:
    with written.store.read() as db:
        heads = [f"{seq} {short_of(chain)}" for seq, chain in db.execute("SELECT seq, hash FROM audit")]
        assert findings(db, [head_of(each.lower().replace("-", "")) for each in heads]) == []


@pytest.mark.parametrize("text", ["", "812", "812 K7QM", "812 K7QM-3XP0", "x K7QM-3XPA", "812 K7QM-3XPAA"])
def test_what_is_no_head_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match="is no head"):
        head_of(text)


def test_evidence_is_looked_at_and_not_touched(written: Kiosk, path: Path) -> None:
    """Nothing can be written through it; without its key there is nothing to look at."""
    written.store.close()
    with opened(path, vault_of(path)) as db:
        assert findings(db) == []
        with pytest.raises(StoreError), opened(path, vault_of(path)) as other:
            other.execute("DELETE FROM keep")
    with pytest.raises(StoreError, match="no key"), opened(path, Vault(path.parent / "nowhere")):
        pass
