"""`scripts/test` needs nothing but the machine: no display, no settings of a user's shell."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.requirement("P3")
def test_a_windowed_test_runs_from_an_empty_environment(tmp_path: Path) -> None:
    """P3: the command brings its own screen; a window opens, is drawn and touched."""
    chosen = ["tests/screens/test_taps.py", "-q", "-k", "test_a_touch_anywhere_starts"]
    done = subprocess.run(
        [ROOT / "scripts/test", *chosen, "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout
