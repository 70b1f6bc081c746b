"""`python -m tests.soak NAME [COUNT]`: exit 0 only if nothing was found; what was found stands in `out/soak.json`."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.soak import printer_replies

OUT = Path("out/soak.json")
MILLION = 1_000_000

#: Name -> one round by chance, which raises AssertionError where something is wrong.
SOAKS: dict[str, Callable[[random.Random], None]] = {"printer": printer_replies.one_round}


def main(arguments: list[str]) -> int:
    name, count = arguments[0] if arguments else "", int(arguments[1]) if len(arguments) > 1 else MILLION
    if name not in SOAKS:
        sys.stderr.write(f"there is no soak {name!r}: {', '.join(SOAKS)}\n")
        return 1
    seed, began = random.SystemRandom().randrange(1 << 32), time.monotonic()
    found = _failures(SOAKS[name], seed, count)
    OUT.parent.mkdir(exist_ok=True)
    told = {"soak": name, "rounds": count, "seed": seed, "seconds": round(time.monotonic() - began, 1)}
    OUT.write_text(json.dumps({**told, "found": found}, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{told}: {found or 'nothing'} found\n")
    return 1 if found else 0


def _failures(one_round: Callable[[random.Random], None], seed: int, count: int) -> list[str]:
    chance = random.Random(seed)
    for number in range(count):
        try:
            one_round(chance)
        except AssertionError as failure:
            return [f"round {number}: {failure}"]
    return []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
