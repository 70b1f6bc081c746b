"""Software that nobody here wrote, and that judges ours: where it is. `scripts/test` brings it (need_peers in setup.sh).

Elsewhere a test whose judge is missing says so and is skipped; in the usual run a missing one is a failure.
"""

import os
import shutil
from pathlib import Path

import pytest

#: Debian packages that are laid beside the tree and not installed: they bring daemons.
UNPACKED = Path(__file__).resolve().parents[2] / "build" / "peers"
LIBRARIES = (UNPACKED / "usr/lib/x86_64-linux-gnu", UNPACKED / "lib/x86_64-linux-gnu")


def installed(program: str, package: str) -> str:
    """The path of `program`, of Debian's `package`."""
    return shutil.which(program) or _missing(package)


def unpacked(path: str, package: str) -> Path:
    """A file or folder of Debian's `package`, as it lies below `/` where the package is installed."""
    file = UNPACKED / path
    return file if file.exists() else Path(_missing(package))


def environment(**more: str) -> dict[str, str]:
    """For a program that lies beside the tree: with the libraries that lie there too."""
    return {**os.environ, "LD_LIBRARY_PATH": ":".join(map(str, LIBRARIES)), **more}


def _missing(package: str) -> str:
    said = f"{package} is missing; scripts/test brings it"
    if os.environ.get("PEERS") == "brought":
        pytest.fail(said)
    pytest.skip(said)
