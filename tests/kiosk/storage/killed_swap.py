"""Many rounds of: a fresh process swaps published parts for ever, and is ended by SIGKILL. Writes how far each came.

`python killed_swap.py PATH ROUNDS`, as `killed.py`. Each swap takes three parts of one number, and refuses a fourth.
"""

import json
import os
import random
import signal
import sys
from pathlib import Path

from kiosk.ports import Pulled
from kiosk.storage.replica import SqliteReplica
from tests.kiosk.storage.killed import LONGEST_MORE, MOST_TOLD, one_round
from tests.kiosk.storage.samples import DECIDED, TAIPEI, Kiosk

PARTS = ("knowledge", "calendar", "trust")


def swap_for_ever(path: Path, told: int) -> None:
    replica = SqliteReplica(Kiosk.at(path).store, TAIPEI)
    number = max((int(part.version) for part in replica.parts().values()), default=0)
    while True:
        number += 1
        body = ["x" * 3000, number]
        taken = {part: Pulled(str(number), body, signed_at=DECIDED) for part in PARTS}
        replica.swap(taken, {"waits": (str(number), "expired")}, DECIDED)
        os.write(told, f"{number}\n".encode())


def main(path: Path, rounds: int) -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    dice = random.Random(20261126)
    told = [
        one_round(path, dice.randint(0, MOST_TOLD), dice.uniform(0.001, LONGEST_MORE), swap_for_ever)
        for _ in range(rounds)
    ]
    sys.stdout.write(json.dumps([int(line) for lines in told for line in lines if line]) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
