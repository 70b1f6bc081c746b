"""The window and the machine: which begins first, and what happens when one of them does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HALF = """
import sys
from kiosk import __main__
from kiosk.bootstrap import Kiosk

def start(kiosk):
    raise RuntimeError("can't start new thread")

Kiosk.start = start
sys.exit(__main__.main(sys.argv[1:]))
"""


@pytest.mark.requirement("P2")
def test_a_machine_that_does_not_begin_ends_its_process(tmp_path: Path) -> None:
    """P2: whoever watches over it begins it anew; half of it would take money and write nothing down."""
    run = ("run", "--config", "kiosk.ini", "--data", str(tmp_path), "--size", "270x480")
    done = subprocess.run((sys.executable, "-c", HALF, *run), capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "can't start new thread" in done.stderr
    assert '"ready"' not in done.stdout
