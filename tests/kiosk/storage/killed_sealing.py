"""Round after round: a process encrypts a plain store and is ended by SIGKILL on the next line of doing so.

`python killed_sealing.py PATH`, with a closed plain store there. Writes what lay there after each kill, and after the
start behind it. A line is one of kiosk/storage/sealing.py; what the engine does within one, its own journal answers for.
"""

import json
import os
import shutil
import signal
import sys
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Any

from kiosk.storage import sealing
from kiosk.storage.database import Store
from tests.kiosk.storage.samples import PHONE, Kiosk, vault_of


class Trap:
    """Counts the lines of the module, and kills on the one asked for."""

    def __init__(self, fatal: int) -> None:
        self._left = fatal

    def __call__(self, frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename != sealing.__file__:
            return None
        if event == "line":
            self._left -= 1
            if not self._left:
                os.kill(os.getpid(), signal.SIGKILL)
        return self


def killed(path: Path, line: int) -> bool:
    """False: it came to its end before that line."""
    child = os.fork()
    if child == 0:
        try:
            sys.settrace(Trap(line))
            Store(path, vault_of(path)).open()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def one_round(path: Path, line: int) -> dict[str, Any] | None:
    if not killed(path, line):
        return None
    left = names(path)
    with closing(Kiosk.at(path).store) as store, store.read() as db:
        rows = db.execute("SELECT count(*) FROM callback").fetchone()[0]
    readable = [file.name for file in path.parent.iterdir() if PHONE.encode() in file.read_bytes()]
    return {"left": left, "rows": rows, "after": names(path), "readable": readable}


def names(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir())


def main(path: Path) -> None:
    before = path.parent.with_name("before")
    shutil.copytree(path.parent, before)
    rounds: list[dict[str, Any]] = []
    while (told := one_round(path, len(rounds) + 1)) is not None:
        rounds.append(told)
        shutil.rmtree(path.parent)
        shutil.rmtree(path.parent.with_name("keys"), ignore_errors=True)
        shutil.copytree(before, path.parent)
    sys.stdout.write(json.dumps(rounds) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
