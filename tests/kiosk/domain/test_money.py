"""Amounts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.money import EXPONENTS, NUMERIC_CODES, Money, total

AMOUNTS = st.lists(st.integers(-(10**12), 10**12).map(Money))


@pytest.mark.requirement("E7")
@given(AMOUNTS, AMOUNTS)
def test_the_sum_of_the_parts_is_the_total(left: list[Money], right: list[Money]) -> None:
    """E7: however a heap of amounts is divided, no cent comes or goes."""
    assert total([*left, *right]) == total(left) + total(right)
    assert total([*left, *right]).minor == sum(amount.minor for amount in [*left, *right])


@given(st.integers(), st.integers())
def test_more_is_more(one: int, other: int) -> None:
    assert Money(one).exceeds(Money(other)) == (one > other)


def test_nothing_is_zero_in_the_currency_asked_for() -> None:
    assert total((), "JPY") == Money(0, "JPY")
    assert total((Money(5, "EUR"),), "JPY") == Money(5, "EUR")


def test_two_currencies_are_never_reckoned_together() -> None:
    with pytest.raises(ValueError, match="TWD and EUR"):
        Money(1) + Money(1, "EUR")
    with pytest.raises(ValueError, match="EUR and TWD"):
        Money(1, "EUR").exceeds(Money(1))
    with pytest.raises(ValueError, match="cannot be reckoned"):
        total((Money(1), Money(1, "JPY")))


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(ValueError, match="known are EUR, JPY, TWD, USD"):
        Money(1, "XXX")


def test_every_currency_is_one_that_terminals_know() -> None:
    assert set(EXPONENTS) == set(NUMERIC_CODES)
