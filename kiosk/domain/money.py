"""Amounts: integers in minor units, always with their currency. No floats enter this house."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

#: Digits behind the point, ISO 4217.
EXPONENTS = {"TWD": 2, "EUR": 2, "USD": 2, "JPY": 0}

#: ISO 4217 numeric codes, as payment terminals speak them.
NUMERIC_CODES = {"TWD": "0901", "EUR": "0978", "USD": "0840", "JPY": "0392"}


@dataclass(frozen=True, slots=True)
class Money:
    """`minor` units of `currency` (ISO 4217): NT$ 2,318 is `Money(231800, "TWD")`.

    Raises ValueError for a currency this house does not know.
    """

    minor: int
    currency: str = "TWD"

    def __post_init__(self) -> None:
        if self.currency not in EXPONENTS:
            known = ", ".join(sorted(EXPONENTS))
            raise ValueError(f"unknown currency {self.currency!r}; known are {known}")

    def __add__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.minor + other.minor, self.currency)

    def exceeds(self, other: Money) -> bool:
        self._same_currency(other)
        return self.minor > other.minor

    def _same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be reckoned together")


def total(amounts: Iterable[Money], currency: str = "TWD") -> Money:
    """The sum; of nothing, zero in `currency`."""
    amounts = tuple(amounts)
    result = Money(0, amounts[0].currency if amounts else currency)
    for amount in amounts:
        result = result + amount
    return result
