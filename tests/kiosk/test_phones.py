"""Numbers in the shapes of real plans; the subscribers' digits are made up."""

import pytest

from kiosk.phones import kind, phone_rule

CALLABLE = [
    ("0912345678", "mobile"),
    ("0987654321", "mobile"),
    ("0225125512", "fixed"),  # Taipei, 02 and eight digits
    ("0412345678", "fixed"),  # Taichung, 04 and eight digits
    ("033456789", "fixed"),  # Taoyuan, 03 and seven digits
    ("082312345", "fixed"),  # Kinmen, 082 and six digits
    ("0081312345678", "fixed"),  # Tokyo, with 00
    ("00819012345678", "mobile"),  # Japan
    ("0037061234567", "mobile"),  # Lithuania
    ("002819012345678", "mobile"),  # Japan, with the region's own 002
    ("00886912345678", "mobile"),  # at home, as from abroad
    ("0012015550123", "fixed"),  # North America does not tell the two apart
]

NOT_CALLABLE = [
    "",
    "0",
    "0000000000",
    "110",
    "091234567",  # one digit short
    "09123456789",  # one too many
    "912345678",  # no trunk prefix
    "25125512",  # no area code: the library would read it as 02 512 5512
    "225125512",
    "1234567890",
    "0800123456",  # toll-free
    "0204123456",  # premium
    "00",
    "00999123456789",
    "0081901234567",  # short by one
    "00" + "1" * 30,
    "09123x5678",
    "+886912345678",
    "０９１２３４５６７８",
    "0912 345 678",
]


@pytest.mark.parametrize(("digits", "word"), CALLABLE)
def test_a_number_to_call_back(digits: str, word: str) -> None:
    assert phone_rule("TW")(digits)
    assert kind(digits, "TW") == word


@pytest.mark.parametrize("digits", NOT_CALLABLE)
def test_no_number_to_call_back(digits: str) -> None:
    assert not phone_rule("TW")(digits)
    assert kind(digits, "TW") == ""


@pytest.mark.parametrize(("digits", "word"), CALLABLE)
def test_a_number_is_none_before_its_last_digit_but_one(digits: str, word: str) -> None:
    """The tag at the field appears with a whole number, not long before."""
    assert kind(digits[:-3], "TW") == ""


def test_another_region_has_another_plan() -> None:
    assert kind("13123456789", "CN") == "mobile"
    assert kind("02025125512", "GB") == ""
    assert kind("0912345678", "CN") == ""
    assert kind("2015550123", "US") == "fixed"


@pytest.mark.parametrize("region", ["", "XX", "tw", "Taiwan"])
def test_a_region_without_a_plan_is_named(region: str) -> None:
    with pytest.raises(ValueError, match="no numbering plan for region"):
        phone_rule(region)
