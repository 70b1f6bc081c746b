"""What became of the centre's commands: one row each, for ever, so that an old one that comes again is known."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.domain.command import Command, CommandResult
from kiosk.storage.canon import utc_text
from kiosk.storage.database import Store
from kiosk.storage.queue import enqueue


class SqliteCommands:
    """The Commands port."""

    def __init__(self, store: Store, zone: ZoneInfo) -> None:
        self._store = store
        self._zone = zone

    def is_done(self, command: Command) -> bool:
        with self._store.read() as db:
            return db.execute("SELECT 1 FROM command WHERE id = ?", (command.id,)).fetchone() is not None

    def finish(self, command: Command, result: CommandResult, reason: str, now: datetime) -> None:
        with self._store.write(finishing=True) as db:
            row = (command.id, command.kind, result.value, utc_text(now))
            if db.execute("INSERT INTO command VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", row).rowcount:
                body = {"command": command.id, "result": result.value, "reason": reason}
                enqueue(db, self._zone, "command_result", body, now)
