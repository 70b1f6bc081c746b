"""A line whose port is not there."""

from kiosk.ports import NotConnected


class Gone:
    port = "nowhere"

    def now(self) -> float:
        return 0.0

    def write(self, data: bytes) -> None:
        raise NotConnected("no such port", port=self.port)

    def read_some(self, limit: int = 4096, seconds: float = 0.1) -> bytes:
        raise NotConnected("no such port", port=self.port)

    def close(self) -> None: ...
