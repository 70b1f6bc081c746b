"""`python -m tests.mutants [NAME ...]`: tells each lie, runs the tests that must notice, and reports who was found out.

First the same tests with the truth: one that is red anyhow finds nobody out. Ends with 1 when a mutant survives.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.mutants.catalogue import MUTANTS, by_name
from tests.mutants.mutant import Mutant

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "out" / "mutants.json"
PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=line"]
#: pytest's exit codes.
VERDICTS = {0: "SURVIVED", 1: "killed"}


def main(names: list[str]) -> int:
    wanted = [by_name(name) for name in names] or list(MUTANTS)
    if not _truth_is_green(wanted):
        return 1
    rows = [_try(mutant) for mutant in wanted]
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    survivors = [row["mutant"] for row in rows if row["verdict"] != "killed"]
    print(f"\n{len(rows) - len(survivors)} of {len(rows)} killed." + _listed(survivors))
    return 1 if survivors else 0


def _truth_is_green(wanted: list[Mutant]) -> bool:
    nodes = list(dict.fromkeys(node for mutant in wanted for node in mutant.tests))
    print(f"The truth: {len(nodes)} tests", flush=True)
    ended = subprocess.run([*PYTEST, *nodes], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if ended.returncode:
        print(ended.stdout[-4_000:])
        print("These tests are red without any mutant; nothing can be shown by them.")
    return ended.returncode == 0


def _try(mutant: Mutant) -> dict[str, Any]:
    begun = time.monotonic()
    command = [*PYTEST, "-x", "-p", "tests.mutants.plugin", "--mutant", mutant.name, *mutant.tests]
    ended = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    verdict = VERDICTS.get(ended.returncode, "BROKEN")
    seconds = round(time.monotonic() - begun, 1)
    how = [line.removeprefix(f"{ROOT}/") for line in ended.stdout.splitlines() if "Error" in line]
    print(f"{verdict:8} {mutant.row:4} {mutant.name:34} {seconds:5.1f} s  {mutant.lie}", flush=True)
    if verdict == "BROKEN":
        print(ended.stdout[-2_000:])
    return {
        "mutant": mutant.name,
        "row": mutant.row,
        "lie": mutant.lie,
        "target": mutant.target,
        "tests": list(mutant.tests),
        "verdict": verdict,
        "how": how[0] if how else "",
        "seconds": seconds,
    }


def _listed(survivors: list[str]) -> str:
    return f" Not killed: {', '.join(survivors)}" if survivors else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
