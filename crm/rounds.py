"""What the centre does by itself, minute by minute: a task beside the server, in the server's pool of threads."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress

from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool

from crm.callbacks.expiry import expire
from crm.cases.overdue import rise
from crm.centre import Centre
from crm.intake.partitions import make_ahead
from crm.intake.retention import forget
from crm.kiosks.registry import forget_nonces
from crm.receipts import links

log = logging.getLogger(__name__)

PAUSE_S = 60.0
#: Of PostgreSQL's advisory locks, the one of whoever makes a round.
LOCK = 0x726F756E
#: What is done in a round, in this order.
ROUNDS: tuple[Callable[[Centre], object], ...] = (
    make_ahead,
    expire,
    rise,
    forget_nonces,
    forget,
    links.forget,
)


def go_round(centre: Centre, rounds: Sequence[Callable[[Centre], object]] = ()) -> None:
    """One round (`rounds`: another than the usual), unless another process is just making it. A database that does not
    answer is tried in the next."""
    for do in rounds or ROUNDS:
        try:
            with _alone(centre) as mine:
                if mine:
                    do(centre)
        except DBAPIError as failed:
            log.warning("a round of the centre failed: %s", failed.orig)


@contextmanager
def _alone(centre: Centre) -> Iterator[bool]:
    """Whether it is ours. On SQLite one process serves."""
    if not centre.database.is_postgresql:
        yield True
        return
    with centre.database.engine.connect() as connection:
        yield bool(connection.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": LOCK}))


def rounds_of(
    centre: Centre, pause: float = PAUSE_S
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """The lifespan of an application that makes its rounds while it serves."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(_for_ever(centre, pause))
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    return lifespan


async def _for_ever(centre: Centre, pause: float) -> None:
    while True:
        await run_in_threadpool(go_round, centre)
        await asyncio.sleep(pause)
