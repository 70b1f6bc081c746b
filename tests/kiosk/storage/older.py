"""A store as an earlier version of the kiosk left it, by the SQL of that time."""

from __future__ import annotations

from pathlib import Path

from kiosk.storage.canon import canonical, digest, new_id, utc_text
from kiosk.storage.engine import Database, connect
from kiosk.storage.schema import MIGRATIONS
from tests.kiosk.storage.samples import DECIDED, PHONE, vault_of

#: The first version that nobody in the field has any more.
BEFORE = "m0006_delivered"
ROOT = "0" * 64


def older_store(path: Path, rows: int = 4, before: str = BEFORE) -> list[str]:
    """Encrypted, with `rows` callbacks, the first of them delivered. Returns the references of the others."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    vault = vault_of(path)
    key = vault.place.find() or vault.place.make()
    vault.wrap(path, key)
    db = connect(path, key)
    db.enable_wal()
    MIGRATIONS.apply(db, stop_before=before)
    references = [_callback(db, number) for number in range(1, rows + 1)]
    for stream in ("cases", "telemetry", "audit"):
        db.execute("INSERT INTO stream_head (stream, seq) VALUES (?, ?)", (stream, rows))
    db.execute("INSERT INTO epoch VALUES (?, ?)", (new_id(), utc_text(DECIDED)))
    db.close()
    path.chmod(0o600)
    return references[1:]


def _callback(db: Database, number: int) -> str:
    reference, at = f"K07-OLD-{number}", utc_text(DECIDED)
    fields = {"reference": reference, "topic": "billing"}
    previous = db.execute(
        "SELECT coalesce(max(hash), ?) FROM audit WHERE seq = ?", (ROOT, number - 1)
    ).fetchone()[0]
    body_hash = digest(canonical({"at": at, "kind": "callback.saved", "fields": fields}))
    chain = digest(previous + body_hash)
    db.execute("INSERT INTO reference VALUES (?)", (reference,))
    record = _record(db, number, "cases", "callback", {"reference": reference, "phone": PHONE}, reference)
    db.execute(
        "INSERT INTO callback (reference, topic, language, saved_at, record) VALUES (?, 'billing', 'zh-Hant', ?, ?)",
        (reference, at, record),
    )
    row = (number, at, "callback.saved", canonical(fields), body_hash, previous, chain)
    db.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    _record(db, number, "telemetry", "audit", {"kind": "callback.saved", "fields": fields, "chain": chain})
    return reference


def _record(
    db: Database, number: int, stream: str, kind: str, body: dict[str, object], reference: str = ""
) -> str:
    text, record, state = canonical(body), new_id(), "delivered" if number == 1 else "waiting"
    db.execute(
        "INSERT INTO outbox (id, stream, seq, kind, version, at, tz, body, body_hash, reference, state)"
        " VALUES (?, ?, ?, ?, 1, ?, 'Asia/Taipei', ?, ?, ?, ?)",
        (record, stream, number, kind, utc_text(DECIDED), text, digest(text), reference, state),
    )
    return record
