"""Serves the centre on one socket: in this process, or in several that a parent starts, watches and replaces.

Whatever must be the same in all of them lies in the database: sessions, nonces, limits, what is taken. What a process
keeps for itself is made anew from there when it changes (`crm/kiosks/content.py`); the door of `/sync` counts for itself.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import socket
import sys
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from crm.app import build_app
from crm.centre import Centre
from crm.customers.messengers import WorkbenchMessenger
from crm.database import Database
from crm.kiosks import seal

PR_SET_PDEATHSIG = 1
#: A worker that is busy is not dead; one that does not start in this time will not.
PATIENCE_S = 60
#: Who listens for news is not waited for when the centre goes.
LEAVE_S = 3
#: An idle kiosk keeps its line for 30 s (kiosk/sync/line.py), so that a poll needs no handshake; it hangs up first.
KEEP_S = 35


@dataclass(frozen=True, slots=True)
class Asked:
    """`messages`: where messages to phones go; `syncs`: kiosks that hand over at the same time, 0: all that come. The
    keys as they were typed: what is read of them stays in the process that reads it. `tls_cert` and `tls_key`: files;
    empty: it speaks plainly."""

    host: str
    port: int
    messages: str = ""
    syncs: int = 0
    signing_keys: tuple[str, ...] = ()
    recovery_key: str = ""
    tls_cert: str = ""
    tls_key: str = ""


def serve(centre: Centre, asked: Asked) -> None:
    """In this process, until it is told to end."""
    _Server(_config(partial(_app, centre, asked), asked)).run()


def serve_by_several(url: str, asked: Asked, workers: int) -> None:
    """As many processes over one database, each with connections of its own. `url` with its password."""
    config = _config(partial(_worker, url, asked, os.getpid()), asked, workers=workers)
    config.configure_logging()
    _Workers(config, [config.bind_socket()]).run()


def _config(app: Any, asked: Asked, **more: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        factory=True,
        host=asked.host,
        port=asked.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        ssl_certfile=asked.tls_cert or None,
        ssl_keyfile=asked.tls_key or None,
        timeout_worker_healthcheck=PATIENCE_S,
        timeout_graceful_shutdown=LEAVE_S,
        timeout_keep_alive=KEEP_S,
        **more,
    )


def _app(centre: Centre, asked: Asked) -> FastAPI:
    messenger = WorkbenchMessenger(asked.messages) if asked.messages else None
    settings = replace(centre.settings, syncs_at_once=asked.syncs, published_fresh=timedelta(seconds=1))
    return build_app(replace(centre, settings=settings), messenger=messenger)


def _worker(url: str, asked: Asked, parent: int) -> FastAPI:
    """In a worker, which goes when its parent is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        raise SystemExit("the parent is gone")
    sealed = seal.found([*asked.signing_keys], os.environ.get("CREDENTIALS_DIRECTORY"), asked.recovery_key)
    return _app(Centre(Database(url), seal=sealed), asked)


class _Server(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            _say_ready(self.servers[0].sockets[0], self.config)


class _Workers(Multiprocess):
    def init_processes(self) -> None:
        super().init_processes()
        if all(process.wait_until_ready(PATIENCE_S, self.should_exit) for process in self.processes):
            _say_ready(self.sockets[0], self.config)
        else:
            self.should_exit.set()


def _say_ready(listening: Any, config: uvicorn.Config) -> None:
    """On stdout, as one line of JSON: it can be spoken to, and where (port 0 takes a free one)."""
    host, port = listening.getsockname()[:2]
    scheme = "https" if config.is_ssl else "http"
    sys.stdout.write(json.dumps({"ready": True, "http": f"{scheme}://{host}:{port}"}) + "\n")
    sys.stdout.flush()
