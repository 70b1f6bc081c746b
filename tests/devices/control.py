"""A workbench of one's own: the real process, its ports and its HTTP control."""

from __future__ import annotations

import http.client
import io
import json
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
START = 30.0


class Workbench:
    """`python -m devices.workbench` in `folder`, with `more` arguments."""

    def __init__(self, folder: Path, *more: str) -> None:
        self.folder = folder
        command = [sys.executable, "-W", "error", "-m", "devices.workbench"]
        self.process = subprocess.Popen(
            [*command, "--dir", str(folder), "--http", "127.0.0.1:0", *more],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        assert self.process.stdout
        ready, _, _ = select.select([self.process.stdout], [], [], START)
        line = self.process.stdout.readline() if ready else ""
        if not line:
            self.process.kill()
            raise AssertionError(f"the workbench did not start: {self.process.communicate()[1]}")
        self.ready = json.loads(line)
        self.address = str(self.ready["http"])

    def port(self, device: str) -> str:
        return str(self.folder / device)

    def call(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self.address, timeout=10)
        try:
            sent = body if isinstance(body, bytes) else json.dumps(body).encode()
            json_said = {} if body is None else {"Content-Type": "application/json"}
            connection.request(method, path, None if body is None else sent, {**json_said, **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def get(self, path: str) -> Any:
        status, data = self.call("GET", path)
        assert status == 200, (status, data)
        return json.loads(data)

    def set(self, device: str, **switches: object) -> None:
        status, data = self.call("POST", f"/{device}", switches)
        assert status == 200, data

    def reset(self) -> None:
        """Every switch as delivered, and the printer's buffer empty."""
        for device, state in self.get("/state").items():
            changes = {
                key: value
                for key, value in self._delivered[device].items()
                if value != state["switches"][key]
            }
            self.set(device, **changes)
        self.set("receipt_printer", power=False)
        self.set("receipt_printer", power=True)

    def remember_switches(self) -> None:
        self._delivered = {device: state["switches"] for device, state in self.get("/state").items()}

    def receipts(self) -> list[dict[str, Any]]:
        return list(self.get("/receipt_printer/receipts")["receipts"])

    def picture(self, number: int) -> Image.Image:
        return Image.open(io.BytesIO(self.call("GET", f"/receipt_printer/receipts/{number}.png")[1]))

    def bytes_of(self, number: int) -> bytes:
        return self.call("GET", f"/receipt_printer/receipts/{number}.bin")[1]

    def stop(self) -> int:
        """SIGTERM, and the exit status."""
        self.process.send_signal(signal.SIGTERM)
        try:
            _, errors = self.process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            _, errors = self.process.communicate()
        assert not errors, errors
        return self.process.returncode
