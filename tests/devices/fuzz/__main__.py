"""`python -m tests.devices.fuzz`: see the package."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from tests.devices.fuzz.run import PARSERS, run

ROOT = Path(__file__).resolve().parents[3]


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("names", nargs="*", default=list(PARSERS), metavar="NAME")
    asked.add_argument("--frames", type=int, default=1_000_000)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    results = []
    for name in given.names:
        began = time.monotonic()
        red = run(name, given.frames, given.seed)
        took = round(time.monotonic() - began, 1)
        results.append(
            {"parser": name, "frames": given.frames, "seed": given.seed, "seconds": took, "red": red}
        )
        sys.stdout.write(f"{name:24} {given.frames:>9} frames {took:>8} s {'RED' if red else 'green'}\n{red}")
    out = ROOT / "out" / "soak.json"
    out.parent.mkdir(exist_ok=True)
    known = json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}
    out.write_text(json.dumps({**known, "readers": results}, indent=1) + "\n", encoding="utf-8")
    return 1 if any(result["red"] for result in results) else 0


if __name__ == "__main__":
    raise SystemExit(main())
