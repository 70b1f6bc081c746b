"""Payments made offline that the centre does not have: a list that the store keeps by itself, so that a cap is cheap."""

from __future__ import annotations

from datetime import datetime, tzinfo

from sqlite_utils import Database

from kiosk.storage.canon import moment_of

TABLES = (
    "CREATE TABLE offline_open (payment TEXT PRIMARY KEY REFERENCES payment (id), asked_at TEXT NOT NULL)"
    " STRICT, WITHOUT ROWID",
    "INSERT INTO offline_open SELECT p.id, p.asked_at FROM payment p"
    " LEFT JOIN payment_outcome o ON o.n = (SELECT max(n) FROM payment_outcome WHERE payment = p.id)"
    " LEFT JOIN outbox r ON r.id = o.record"
    " WHERE p.offline AND (o.n IS NULL OR (o.outcome IN ('approved', 'in_doubt') AND r.id IS NOT NULL))",
    "CREATE TRIGGER offline_opens AFTER INSERT ON payment WHEN new.offline"
    " BEGIN INSERT INTO offline_open VALUES (new.id, new.asked_at); END",
    # Nothing moved: nothing is open.
    "CREATE TRIGGER offline_came_to_nothing AFTER INSERT ON payment_outcome"
    " WHEN new.outcome IN ('declined', 'cancelled')"
    " BEGIN DELETE FROM offline_open WHERE payment = new.payment; END",
    # What leaves the queue is at the centre (outbox.py).
    "CREATE TRIGGER offline_is_at_the_centre AFTER DELETE ON outbox WHEN old.kind = 'payment' BEGIN"
    " DELETE FROM offline_open WHERE payment = (SELECT payment FROM payment_outcome WHERE record = old.id); END",
)
#: Asked with every answer of the centre: by a list that the caps keep short.
COUNTED = "SELECT count(*), min(asked_at) FROM offline_open"


def offline_open(db: Database, zone: tzinfo) -> tuple[int, datetime | None]:
    """How many, and since when the oldest."""
    count, since = db.execute(COUNTED).fetchone()
    return int(count), moment_of(since, zone) if since else None
