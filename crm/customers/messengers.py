"""Who carries a message to a customer's phone. A company plugs its own gateway in here; the demo has the workbench's.

Sending never raises and never makes the caller wait: what the door answers, and how quickly, must not depend on whether
there was a phone to write to.
"""

from __future__ import annotations

import json
import logging
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol
from urllib.parse import urlsplit

log = logging.getLogger(__name__)

LOOPBACK = ("127.0.0.1", "localhost", "::1")
TIMEOUT_S = 5.0


class Messenger(Protocol):
    def send(self, to: str, text: str) -> None:
        """Lets `text` go to the number `to`. Raises nothing, waits for nothing."""


class NoMessenger:
    """No gateway: nobody gets a code, and the log says so without number and text."""

    def send(self, to: str, text: str) -> None:
        log.warning("a message could not be sent: this centre has no messenger")


class WorkbenchMessenger:
    """The demonstration's phone: `POST` of `{"to", "text"}` to the workbench, on loopback only.

    Raises ValueError for any other host: codes of real people have no business there.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme != "http" or parts.hostname not in LOOPBACK:
            raise ValueError(f"{url}: the workbench's phone is on loopback")
        self._url = url
        self._thread = ThreadPoolExecutor(1, "messenger")

    def send(self, to: str, text: str) -> None:
        self._thread.submit(self._post, json.dumps({"to": to, "text": text}).encode())

    def close(self) -> None:
        """Waits for what is on its way."""
        self._thread.shutdown()

    def _post(self, body: bytes) -> None:
        request = urllib.request.Request(self._url, body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S):
                return
        except OSError as failed:
            log.warning("a message could not be sent: %s", type(failed).__name__)
