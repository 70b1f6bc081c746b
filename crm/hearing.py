"""Hears what other processes commit: one connection a process that listens while anybody here wants to know."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

import psycopg

from crm.database import Database
from crm.news import CHANNEL, TOPICS

log = logging.getLogger(__name__)

#: Seconds until a database that went away is tried again, and how long a listener waits for the first time.
PAUSE_S = 5.0
PATIENCE_S = 5.0


class Ear:
    """Used by one event loop. Rings the bell; after a gap with every topic, for what was said in it is lost."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._wanted = 0
        self._task: asyncio.Task[None] | None = None
        self._hears = asyncio.Event()

    async def open(self) -> None:
        """Until `close`. Returns when it hears; when the database does not answer in time it goes on trying."""
        self._wanted += 1
        if not self._database.is_postgresql:
            return
        if self._task is None:
            self._hears = asyncio.Event()
            self._task = asyncio.create_task(self._listen(self._hears))
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                await self._hears.wait()

    def close(self) -> None:
        """The last one lets the connection go."""
        self._wanted -= 1
        if self._wanted == 0 and self._task is not None:
            self._task.cancel()
            self._task = None

    async def _listen(self, hears: asyncio.Event) -> None:
        while True:
            try:
                await self._hear(hears)
            except psycopg.Error as failed:
                log.warning("nothing is heard from the database: %s", str(failed).partition("\n")[0])
            await asyncio.sleep(PAUSE_S)

    async def _hear(self, hears: asyncio.Event) -> None:
        where = self._database.engine.url.set(drivername="postgresql")
        connection = await psycopg.AsyncConnection.connect(
            where.render_as_string(hide_password=False), autocommit=True, application_name="centre-news"
        )
        async with connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            if hears.is_set():
                self._database.bell.ring(TOPICS)
            hears.set()
            async for told in connection.notifies():
                self._database.bell.ring(TOPICS & frozenset(told.payload.split()))
