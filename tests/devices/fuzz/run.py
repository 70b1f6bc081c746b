"""All parsers, and one of them through many frames."""

from __future__ import annotations

import random
import traceback

from tests.devices.fuzz import around, decoders, keypads, printers, readers, scanners, terminals, traces
from tests.devices.fuzz.frames import Parsers, mutated

PARSERS: Parsers = {
    name: parser
    for room in (readers, scanners, terminals, printers, around, keypads, traces, decoders)
    for name, parser in room.PARSERS.items()
}


def run(name: str, frames: int, seed: int) -> str:
    """The first failure with the frame that led to it, or empty."""
    make, seeds = PARSERS[name]
    feed, chance = make(), random.Random(f"{name}.{seed}")
    for number in range(frames):
        data = mutated(chance.choice(seeds), chance)
        try:
            feed(data)
        except Exception:
            return f"frame {number} of seed {seed}: {data.hex()}\n{traceback.format_exc()}"
    return ""
