"""Some points of every part of the proof, for every change. The whole of it: scripts/prove-money."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.proof.__main__ import PARTS, REPORT, ROOT


@pytest.mark.requirement("E2", "J1", "X18", "X24")
@pytest.mark.timeout(1500)
def test_nobody_is_charged_twice_and_nothing_is_lost() -> None:
    """E2, J1, X18, X24: whatever goes wrong at whichever step; all parts, a part of the points, none red."""
    # A process of its own: it forks, which a process with threads must not.
    ended = subprocess.run(
        [sys.executable, "-m", "tests.proof", "--reduced"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    said = json.loads(REPORT.read_text(encoding="utf-8"))
    assert list(said["parts"]) == [part.value for part in PARTS]
    assert said["points"] == said["planned"]
