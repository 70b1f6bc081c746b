"""The individual totals of a reckoning (BMP 60): receipt numbers from and to, then number and sum by kind of card.

Pure. The layout is the same in every published reader: girocard, JCB, Eurocard, Amex, VISA, Diners, other; the number
binary, the sum in six bytes of packed digits.
"""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("girocard", "JCB", "Eurocard", "Amex", "VISA", "Diners", "other")
_HEAD, _EACH = 4, 7


@dataclass(frozen=True, slots=True)
class Reckoning:
    """`kinds`: (number, minor units) in the order of KINDS."""

    first_receipt: int
    last_receipt: int
    kinds: tuple[tuple[int, int], ...]

    @property
    def count(self) -> int:
        return sum(number for number, _ in self.kinds)

    @property
    def minor(self) -> int:
        return sum(minor for _, minor in self.kinds)


def read_reckoning(data: bytes) -> Reckoning | None:
    """None for any other layout: some terminals have one of their own."""
    if len(data) != _HEAD + _EACH * len(KINDS):
        return None
    pieces = [data[at : at + _EACH] for at in range(_HEAD, len(data), _EACH)]
    packed = (data[:2], data[2:4], *(piece[1:] for piece in pieces))
    if not all(each.hex().isdigit() for each in packed):
        return None
    first, last, *sums = (int(each.hex()) for each in packed)
    return Reckoning(first, last, tuple((piece[0], minor) for piece, minor in zip(pieces, sums, strict=True)))
