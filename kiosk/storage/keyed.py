"""What only the holder of the store's key can make: keyed hashes (HMAC-SHA256, RFC 2104), under a key for each purpose.

The keys are derived from the store's, which lies outside the database, and live in the connection only: SQL that runs in
it says `keyed(purpose, text)`, SQL that runs in another one cannot.
"""

from __future__ import annotations

import hashlib
import hmac

from kiosk.storage.engine import Database
from kiosk.storage.key import StoreKey

#: The chain of audit lines, the rows of money, and money on its way to the centre.
AUDIT, MONEY, RECORD = "audit chain", "money rows", "money records"


def provide(db: Database, key: StoreKey) -> None:
    """From now on this connection can seal, and tell what was sealed."""
    keys = {purpose: key.derived(purpose) for purpose in (AUDIT, MONEY, RECORD)}

    def made(purpose: str, text: str) -> str:
        return hmac.new(keys[purpose], text.encode(), hashlib.sha256).hexdigest()

    db.conn.create_function("keyed", 2, made, deterministic=True)


def keyed(db: Database, purpose: str, text: str) -> str:
    """In hex."""
    return str(db.execute("SELECT keyed(?, ?)", (purpose, text)).fetchone()[0])
