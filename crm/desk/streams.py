"""What is new, told to pages that are open: server-sent events, a word each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from crm.database import Database
from crm.hearing import Ear

#: Seconds: a comment that keeps the line, news that belong together, and the life of a stream. Its browser comes again
#: by itself, and whoever signed out meanwhile is not let in.
KEEP_S, GATHER_S, LASTS_S = 15.0, 1.0, 300.0
AGAIN_MS = 3000


class Streams:
    """Those of one process, `most` at once."""

    def __init__(self, database: Database, most: int) -> None:
        self._database = database
        self._ear = Ear(database)
        self._open = 0
        self._most = most

    @property
    def full(self) -> bool:
        return self._open >= self._most

    async def stream(self, lasts: float = LASTS_S) -> AsyncIterator[bytes]:
        """From "here" on nothing is missed."""
        loop, woken, news = asyncio.get_running_loop(), asyncio.Event(), set[str]()

        def hear(topics: frozenset[str]) -> None:
            news.update(topics)
            woken.set()

        self._open += 1
        try:
            with self._database.bell.listening(lambda topics: _from_thread(loop, hear, topics)):
                await self._ear.open()
                yield f"retry: {AGAIN_MS}\nevent: here\ndata: \n\n".encode()
                until = loop.time() + lasts
                while loop.time() < until:
                    if not await _within(woken, min(KEEP_S, until - loop.time())):
                        yield b": still here\n\n"
                        continue
                    told = " ".join(sorted(news))
                    news.clear()
                    woken.clear()
                    yield f"event: news\ndata: {told}\n\n".encode()
                    await asyncio.sleep(GATHER_S)
        finally:
            self._open -= 1
            self._ear.close()


def _from_thread(loop: asyncio.AbstractEventLoop, hear: object, topics: frozenset[str]) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(hear, topics)  # type: ignore[arg-type]


async def _within(event: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True
