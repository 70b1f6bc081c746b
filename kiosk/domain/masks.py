"""The one table of masks: what of a name, number or card may be seen on screen, paper and in speech.

The examples that both sides keep to stand in tests/contract/masks.json.
"""

from __future__ import annotations

CIRCLE = "\u25cb"  # the character that printed forms use for a hidden syllable
DOT = "\u2022"


def mask_name(name: str) -> str:
    """`王小明` -> `王○明`, `王明` -> `王○`, `Jane Smith` -> `J○○○ S○○○○`."""
    if name.isascii():
        return " ".join(word[0] + CIRCLE * (len(word) - 1) for word in name.split())
    if len(name) < 3:
        return name[:1] + CIRCLE * (len(name) - 1)
    return name[0] + CIRCLE * (len(name) - 2) + name[-1]


def mask_phone(phone: str) -> str:
    """`0912345678` -> `0912-•••-678`; shorter numbers keep their last three digits only."""
    digits = "".join(ch for ch in phone if ch.isdigit())
    head = digits[:4] + "-" if len(digits) >= 9 else ""
    return f"{head}{DOT * 3}-{digits[-3:]}"


def mask_email(address: str) -> str:
    """`mei.lin@example.com` -> `m•••@example.com`; whatever the length of the name."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}{DOT * 3}{at}{domain}"


def mask_account(account: str) -> str:
    """`1203344821` -> `••••••4821`: always six dots, so that the length tells nothing."""
    return DOT * 6 + account[-4:]


def mask_card(last_four: str) -> str:
    """`1234` -> `••••1234`."""
    return DOT * 4 + last_four[-4:]
