"""The proof can fail: each seeded bug is found by it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.proof.__main__ import ROOT
from tests.proof.bugs import BUGS


@pytest.mark.requirement("E2", "X18", "X22", "X24")
@pytest.mark.timeout(1500)
def test_every_seeded_bug_is_found() -> None:
    """E2, X18, X22, X24: at the points that stand beside each in tests/proof/bugs.py."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.proof.bugs"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    said = sorted(line.split()[:2] for line in ended.stdout.splitlines())
    assert said == sorted(["found", bug.name] for bug in BUGS)
    assert len(BUGS) >= 12


def test_names_are_names() -> None:
    assert len({bug.name for bug in BUGS}) == len(BUGS)
