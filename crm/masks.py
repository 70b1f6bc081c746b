"""What of a name, number or card may leave the centre. Both sides hold to the table in tests/contract/masks.json."""

from __future__ import annotations

HIDDEN_SYLLABLE = "○"
HIDDEN_DIGIT = "•"


def mask_name(name: str) -> str:
    """`王小明` -> `王○明`; `Jane Smith` -> `J○○○ S○○○○`."""
    if name.isascii():
        return " ".join(word[:1].ljust(len(word), HIDDEN_SYLLABLE) for word in name.split())
    first, rest = name[:1], name[1:]
    last = rest[1:][-1:]
    return first + HIDDEN_SYLLABLE * (len(rest) - len(last)) + last


def mask_phone(phone: str) -> str:
    """`0912345678` -> `0912-•••-678`; of a short number only the last three digits."""
    digits = "".join(filter(str.isdigit, phone))
    shown = [HIDDEN_DIGIT * 3, digits[-3:]]
    return "-".join([digits[:4], *shown] if len(digits) > 8 else shown)


def mask_email(address: str) -> str:
    """`mei.lin@example.com` -> `m•••@example.com`: always three dots, so that the length tells nothing."""
    name, at, place = address.partition("@")
    return name[:1] + HIDDEN_DIGIT * 3 + at + place


def mask_account(number: str) -> str:
    """`1203344821` -> `••••••4821`: always six dots, whatever the length."""
    return HIDDEN_DIGIT * 6 + number[-4:]


def mask_card(last_four: str) -> str:
    """`1234` -> `••••1234`."""
    return HIDDEN_DIGIT * 4 + last_four[-4:]
