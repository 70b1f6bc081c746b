"""Software that nobody here wrote, and that judges ours: where it is. `scripts/test` brings it (need_peers in setup.sh).

Elsewhere a test whose judge is missing says so and is skipped; in the usual run a missing one is a failure.
"""

import os
import shutil
import sysconfig
from pathlib import Path

import pytest

#: What is laid beside the tree and not installed.
BUILD = Path(__file__).resolve().parents[2] / "build"
#: Debian packages: they bring daemons.
UNPACKED = BUILD / "peers"
MACHINE = str(sysconfig.get_config_var("MULTIARCH") or "x86_64-linux-gnu")
LIBRARIES = (UNPACKED / "usr/lib" / MACHINE, UNPACKED / "lib" / MACHINE)


def installed(program: str, package: str) -> str:
    """The path of `program`, of Debian's `package`."""
    return shutil.which(program) or _missing(package)


def unpacked(path: str, package: str) -> Path:
    """A file or folder of Debian's `package`, as it lies below `/` where the package is installed."""
    return beside(f"{UNPACKED.name}/{path}", package)


def beside(path: str, package: str) -> Path:
    """A file or folder of `package`, below `build/`."""
    file = BUILD / path
    return file if file.exists() else Path(_missing(package))


def environment(**more: str) -> dict[str, str]:
    """For a program that lies beside the tree: with the libraries that lie there too."""
    return {**os.environ, "LD_LIBRARY_PATH": ":".join(map(str, LIBRARIES)), **more}


def _missing(package: str) -> str:
    said = f"{package} is missing; scripts/test brings it"
    if os.environ.get("PEERS") == "brought":
        pytest.fail(said)
    pytest.skip(said)
