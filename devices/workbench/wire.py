"""A pseudo-terminal under a name: one device's end of a serial line. Knows bytes, not what they mean."""

from __future__ import annotations

import fcntl
import os
import pty
import time
import tty
from contextlib import suppress
from pathlib import Path
from typing import Protocol

LOOK = 4096


class AnyWire(Protocol):
    """What the bench needs of a device's end. `master`: a file descriptor to wait on, None while there is none."""

    @property
    def master(self) -> int | None: ...

    def plug(self) -> None: ...

    def unplug(self) -> None: ...

    def move(self, name: Path) -> None: ...

    def treat(self, line: str) -> None: ...

    def send(self, data: bytes) -> None: ...

    def read(self, limit: int = ...) -> bytes: ...


class Wire:
    """`plug` makes a new pseudo-terminal and links `name` to it; `unplug` takes both away.

    The slave stays open here too: the kiosk may open and close its end as often as it likes without the master
    reading EIO. Input is raw; nothing is echoed.
    """

    def __init__(self, name: Path) -> None:
        self.name = name
        self.master: int | None = None
        self._slave: int | None = None

    def plug(self) -> None:
        if self.master is not None:
            return
        self.master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self.master, False)
        # Replaced in one step: whoever opens the name sees the old port or the new one, never half of it.
        fresh = self.name.with_name(f".{self.name.name}.new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(self._slave))
        fresh.replace(self.name)

    def unplug(self) -> None:
        self.name.unlink(missing_ok=True)
        for end in (self._slave, self.master):
            if end is not None:
                os.close(end)
        self.master = self._slave = None

    def move(self, name: Path) -> None:
        """Out of where it is, if that is another place; `plug` puts it in there."""
        if name != self.name:
            self.unplug()
            self.name = name

    def treat(self, line: str) -> None:
        """`stuck`: it takes no more bytes; `held`: another program has it, once who has it now has let go; `ok`."""
        if self._slave is None or self.master is None:
            return
        match line:
            case "stuck":
                self._clog(self._slave)
            case "held":
                fcntl.flock(self._slave, fcntl.LOCK_EX | fcntl.LOCK_NB)
            case _:
                fcntl.flock(self._slave, fcntl.LOCK_UN)
                while self.read():
                    pass  # what stuck in it is lost

    def _clog(self, slave: int) -> None:
        """The kernel hands on by and by what it took, and then has room anew: until it takes nothing more."""
        os.set_blocking(slave, False)
        while self._fill(slave):
            time.sleep(0.002)

    def _fill(self, slave: int) -> bool:
        """Whether a byte went in."""
        took = False
        for piece in (LOOK, 1):  # where a piece has no room any more, a byte may still have
            with suppress(BlockingIOError):
                while os.write(slave, bytes(piece)):
                    took = True
        return took

    def send(self, data: bytes) -> None:
        """Lost when nobody is plugged in or nobody reads, as on a real line."""
        if self.master is not None:
            with suppress(OSError):
                os.write(self.master, data)

    def read(self, limit: int = LOOK) -> bytes:
        """What the host wrote, b"" when nothing is there."""
        if self.master is None:
            return b""
        try:
            return os.read(self.master, limit)
        except OSError:
            return b""
