"""What the store says about itself for support: counts by kind, and the last word of each device. No contents."""

from __future__ import annotations

import json
from typing import Any

from sqlite_utils import Database

from kiosk.storage.database import Store
from kiosk.storage.kept import value_of
from kiosk.storage.reports import CLOCK


class SqliteDiagnosis:
    """Reads one store; raises StoreError."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def counts(self) -> dict[str, Any]:
        """JSON: queue by stream and state, audit by kind, payments by outcome, published parts, devices' last states,
        clock against the centre's."""
        with self._store.read() as db:
            return {
                "bytes": self._store.path.stat().st_size,
                "queue": _queue(db),
                "audit": _by(db, "SELECT kind, count(*) FROM audit GROUP BY kind ORDER BY kind"),
                "payments": _by(
                    db, "SELECT outcome, count(*) FROM payment_outcome GROUP BY outcome ORDER BY outcome"
                ),
                "content": _by(db, "SELECT part, version FROM replica ORDER BY part"),
                "devices": _devices(db),
                "clock": _clock(db),
            }


def _by(db: Database, question: str) -> dict[str, Any]:
    return dict(db.execute(question).fetchall())


def _queue(db: Database) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for stream, state, count in db.execute(
        "SELECT stream, state, count(*) FROM outbox GROUP BY stream, state ORDER BY stream, state"
    ):
        found.setdefault(stream, {})[state] = count
    for stream, delivered in db.execute("SELECT stream, delivered FROM stream_head WHERE delivered"):
        found.setdefault(stream, {})["delivered"] = delivered
    return found


def _clock(db: Database) -> dict[str, Any]:
    """By how many seconds this machine's clock was ahead of the centre's, and when; nothing: it never heard it."""
    return dict(json.loads(value_of(db, CLOCK) or "{}"))


def _devices(db: Database) -> list[dict[str, str]]:
    """The newest line of each device."""
    latest: dict[str, dict[str, str]] = {}
    for at, fields in db.execute("SELECT at, fields FROM audit WHERE kind = 'device.changed' ORDER BY seq"):
        said = json.loads(fields)
        latest[said["device"]] = {"at": at, **said}
    return list(latest.values())
