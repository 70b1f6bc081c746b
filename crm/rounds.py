"""What the centre does by itself, minute by minute: a task beside the server, in the server's pool of threads."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

from fastapi import FastAPI
from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool

from crm.callbacks.expiry import expire
from crm.centre import Centre

log = logging.getLogger(__name__)

PAUSE_S = 60.0
#: What is done in a round, in this order.
ROUNDS: tuple[Callable[[Centre], object], ...] = (expire,)


def go_round(centre: Centre) -> None:
    """One round. A database that does not answer is tried again in the next."""
    for do in ROUNDS:
        try:
            do(centre)
        except DBAPIError as failed:
            log.warning("a round of the centre failed: %s", failed.orig)


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
