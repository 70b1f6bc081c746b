"""What the centre made of payments: written while its answer is settled, so that no grant is ever forgotten."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from kiosk.domain.posting import Posting
from kiosk.storage.canon import utc_text


def note_posting(db: Database, record: str, posting: Posting, now: datetime) -> None:
    """What the centre said of the payment that `record` told, within the caller's transaction. The first word stays."""
    money_moved = "SELECT payment FROM payment_outcome WHERE record = ? AND outcome = 'approved'"
    found = db.execute(money_moved, (record,)).fetchone()
    if found is None:
        return
    until = utc_text(posting.reversible_until) if posting.reversible_until else None
    row = (found[0], posting.state.value, until, utc_text(now))
    db.execute("INSERT INTO payment_posting VALUES (?, ?, ?, ?) ON CONFLICT (payment) DO NOTHING", row)
