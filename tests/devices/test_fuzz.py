"""Some thousand random and mutated frames for each parser; the million: `scripts/soak`."""

import random

import pytest

from devices.card_reader.cards import House, Own
from devices.card_reader.protocol import Parser
from tests.devices.fuzz.frames import mutated
from tests.devices.fuzz.run import PARSERS, run


@pytest.mark.parametrize("name", PARSERS)
def test_any_frames_end_in_values_or_named_faults(name: str) -> None:
    assert run(name, 1_000, seed=7) == ""


def test_what_breaks_a_parser_is_found_and_told() -> None:
    """The fuzzing itself can fail."""

    def breaks(data: bytes) -> None:
        assert b"\xf2" not in data[1:]

    PARSERS["broken"] = (lambda: breaks, [b"\x00\xf2\x00"])
    try:
        assert "f2" in run("broken", 50, seed=7)
    finally:
        del PARSERS["broken"]


def test_a_card_is_still_read_behind_any_noise() -> None:
    chance = random.Random(7)
    parser = Parser(House(("9901",)))
    for _ in range(200):
        parser.feed(mutated(b";990120260007730=3012?\r", chance))
        parser.fell_silent()
        assert Own("990120260007730") in parser.feed(b";990120260007730=3012?\r")
