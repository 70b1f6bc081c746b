"""The lives of a store. In each the streams count from 1, and the centre tells them apart by the epoch's id.

A new store begins one. So does a disk that was copied to another machine, and one that was set back to an older state:
both would give numbers to new records that the centre knows as other records'. What waits moves into the new epoch under
new numbers and its old ids, so that what the centre has already is a duplicate there and never a second one.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from kiosk.storage import machine as machines
from kiosk.storage.canon import canonical, moment_of, new_id, utc_text
from kiosk.storage.engine import Database, append
from kiosk.storage.kept import keep, value_of

#: Higher streams first; a lower one never delays a higher one.
STREAMS = ("money", "cases", "feedback", "telemetry")
#: What is kept beside the epochs: which machine it was; why the last one began, until the audit has it; the last outcome
#: of a payment before it.
_MACHINE, _UNTOLD, _AFTER = "machine", "epoch_untold", "epoch_after_outcome"
_SALT = "salt"


class Why(StrEnum):
    """Why an epoch began on a store that had one."""

    ANOTHER_MACHINE = "another_machine"
    #: The centre has more of this epoch than this store ever told.
    BEHIND = "behind_the_centre"
    #: The centre knows another record under a number of ours.
    NUMBER_REUSED = "number_reused"


def begin(db: Database, machine: Mapping[str, str]) -> None:
    """At opening, within a transaction: there is an epoch afterwards, and it is this machine's."""
    kept = json.loads(value_of(db, _MACHINE) or "{}")
    salt = kept.pop(_SALT, "")
    if current(db) is None:
        _append(db)
    elif machines.is_another(kept, machine, salt):
        renew(db, Why.ANOTHER_MACHINE)
        kept, salt = {}, ""
    if not machine.keys() <= kept.keys():
        salt = salt or secrets.token_hex(16)
        keep(db, _MACHINE, canonical({**kept, **machines.digests(machine, salt), _SALT: salt}))


def current(db: Database) -> str | None:
    row = db.execute("SELECT id FROM epoch ORDER BY began_at DESC LIMIT 1").fetchone()
    return str(row[0]) if row else None


def outcome_before(db: Database) -> int:
    """The number of the last payment outcome before this epoch, whose number in the money stream counts no more."""
    return int(value_of(db, _AFTER) or 0)


def renew(db: Database, why: Why) -> None:
    """A new epoch, within the caller's transaction: what waits, and what is parked, is numbered from 1 again."""
    _append(db)
    for stream in STREAMS:
        owed = db.execute("SELECT n FROM outbox WHERE stream = ? ORDER BY seq", (stream,)).fetchall()
        for seq, (n,) in enumerate(owed, start=1):  # upwards: the new number is free, or is its own
            db.execute("UPDATE outbox SET seq = ? WHERE n = ?", (seq, n))
        db.execute("UPDATE stream_head SET seq = ? WHERE stream = ?", (len(owed), stream))
    last = db.execute("SELECT coalesce(max(n), 0) FROM payment_outcome").fetchone()[0]
    keep(db, _AFTER, str(last))
    keep(db, _UNTOLD, why.value)


def is_behind(db: Database, through: Mapping[str, int]) -> bool:
    """Whether the centre has more of a stream than this store ever gave a number to."""
    heads = dict(db.execute("SELECT stream, seq FROM stream_head").fetchall())
    return any(seq > heads.get(stream, 0) for stream, seq in through.items())


def take_untold(db: Database) -> str:
    """Why the last epoch began, if nobody has said so yet; from now on it counts as said."""
    why = value_of(db, _UNTOLD)
    if why:
        keep(db, _UNTOLD, "")
    return why


def _append(db: Database) -> None:
    """The newest epoch is the one that began last, so none begins before another, whatever the clock says."""
    last = db.execute("SELECT max(began_at) FROM epoch").fetchone()[0]
    now = datetime.now(UTC)
    began = max(now, moment_of(last, UTC) + timedelta(milliseconds=1)) if last else now
    append(db, "epoch", {"id": new_id(), "began_at": utc_text(began)})
