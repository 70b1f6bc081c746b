"""Which typed digits are a telephone number that somebody can be called back on. Knows no screen and no language.

The numbering plans come with the phonenumbers library (ITU-T E.164 and the national plans).
"""

from __future__ import annotations

from collections.abc import Callable

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

#: What international numbers begin with on a keypad without `+`; a region's own prefix (Taiwan: 002) works too.
INTERNATIONAL = "00"

#: Kinds that may be called back, and the word for the tag at the field. Premium and shared-cost numbers would be a way to
#: make the company pay a stranger; toll-free ones are nobody's own.
_KINDS = {
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE: "fixed",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "fixed",
    PhoneNumberType.VOIP: "fixed",
}


def phone_rule(region: str) -> Callable[[str], bool]:
    """Whether digits are a whole number as dialled in `region` (ISO 3166), or an international one with 00.

    Reads the region's plan now, so that no key press waits for it. Raises ValueError for a region without a plan.
    """
    if phonenumbers.PhoneMetadata.metadata_for_region(region) is None:
        raise ValueError(f"no numbering plan for region {region!r}; an ISO 3166 code such as TW is wanted")

    def fits(digits: str) -> bool:
        return bool(kind(digits, region))

    return fits


def kind(digits: str, region: str) -> str:
    """`mobile`, `fixed`, or empty for digits that are no number to call back."""
    if not (digits.isascii() and digits.isdigit()):
        return ""
    for number in _readings(digits, region):
        if phonenumbers.is_valid_number(number) and _as_dialled(number, digits, region):
            return _KINDS.get(phonenumbers.number_type(number), "")
    return ""


def _readings(digits: str, region: str) -> list[PhoneNumber]:
    """As dialled in the region first; else, with 00, as an international number."""
    texts = [digits]
    if digits.startswith(INTERNATIONAL):
        texts.append("+" + digits.removeprefix(INTERNATIONAL))
    numbers = []
    for text in texts:
        try:
            numbers.append(phonenumbers.parse(text, region))
        except phonenumbers.NumberParseException:
            continue
    return numbers


def _as_dialled(number: PhoneNumber, digits: str, region: str) -> bool:
    """The library forgives a missing trunk prefix (`25125512` for 02 512 5512); on a keypad that is half a number."""
    if digits.startswith(INTERNATIONAL):
        return True
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    return phonenumbers.normalize_digits_only(national) == digits
