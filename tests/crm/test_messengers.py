"""What carries codes to phones: to loopback only, without making anybody wait, and never a word of it in the log."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from crm.customers.messengers import NoMessenger, WorkbenchMessenger


@pytest.fixture
def heard() -> list[Any]:
    return []


@pytest.fixture
def bench(heard: list[Any]) -> Iterator[str]:
    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Door) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/phone/messages"
        server.shutdown()
        thread.join()


def test_the_workbench_is_told(bench: str, heard: list[Any]) -> None:
    messenger = WorkbenchMessenger(bench)
    messenger.send("0900000001", "code 482913")
    messenger.close()
    assert heard == [("/phone/messages", {"to": "0900000001", "text": "code 482913"})]


@pytest.mark.parametrize(
    "url", ["http://192.0.2.1/phone/messages", "https://127.0.0.1/", "ftp://localhost/", ""]
)
def test_only_loopback(url: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        WorkbenchMessenger(url)


def test_nobody_there(caplog: pytest.LogCaptureFixture) -> None:
    messenger = WorkbenchMessenger("http://127.0.0.1:9/phone/messages")
    with caplog.at_level(logging.WARNING):
        messenger.send("0900000001", "code 482913")
        messenger.close()
        NoMessenger().send("0900000001", "code 482913")
    assert len(caplog.records) == 2
    assert "482913" not in caplog.text
    assert "0900000001" not in caplog.text
