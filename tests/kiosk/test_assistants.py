"""Floor staff's numbers and PINs."""

import pytest
from argon2 import PasswordHasher

from kiosk.assistants import PinLocks

QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@pytest.mark.requirement("A6")
def test_each_number_has_its_own_pin() -> None:
    """A6: another's PIN, or a number of nobody, opens nothing."""
    locks = PinLocks({"2041": QUICK.hash("526813"), "2042": QUICK.hash("918273")})
    tried = [("2041", "526813"), ("2042", "918273"), ("2041", "918273"), ("7777", "526813"), ("2041", "")]
    assert [locks.fits(*one) for one in tried] == [True, True, False, False, False]


@pytest.mark.requirement("K9")
def test_number_and_pin_in_one_go_say_who_it_is() -> None:
    """K9: at the technicians' door; a number that begins like another's is not taken for it."""
    locks = PinLocks({"20": QUICK.hash("417777"), "2041": QUICK.hash("526813")})
    tried = ["2041526813", "20417777", "20526813", "526813", "2041", ""]
    assert [locks.who(digits) for digits in tried] == ["2041", "20", "", "", "", ""]
