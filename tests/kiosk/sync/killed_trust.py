"""Many rounds of: a fresh process changes over from one set of keys to the other for ever, and is ended by SIGKILL.

`python killed_trust.py DIR ROUNDS`, as tests/kiosk/storage/killed.py. Writes what was read after each round.
"""

import hashlib
import json
import os
import random
import signal
import sys
from itertools import cycle
from pathlib import Path

from kiosk.sync.trust import Trust, keep_trust, load_trust
from tests.kiosk.storage.killed import LONGEST_MORE, MOST_TOLD, one_round

#: Of different lengths, so that half of one over the other would show.
KEYS = [bytes([number]) * 32 for number in range(40)]
SETS = (
    Trust(recovery_key=b"\x01" * 32),
    Trust({hashlib.sha256(key).hexdigest()[:16]: key for key in KEYS}),
)


def change_over_for_ever(directory: Path, told: int) -> None:
    for number, trust in cycle(enumerate(SETS)):
        keep_trust(directory, trust)
        os.write(told, f"{number}\n".encode())


def main(directory: Path, rounds: int) -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    dice = random.Random(20261126)
    found = []
    for _ in range(rounds):
        one_round(
            directory, dice.randint(1, MOST_TOLD), dice.uniform(0.0001, LONGEST_MORE), change_over_for_ever
        )
        found.append(len(load_trust(directory).signing))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
