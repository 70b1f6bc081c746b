"""Masks and references, on the examples that kiosk and centre share."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.masks import mask_account, mask_card, mask_email, mask_name, mask_phone
from kiosk.domain.reference import ALPHABET, BODY_LENGTH, is_reference, make_reference

CONTRACT = Path(__file__).parents[2] / "contract"
MASKS: dict[str, Callable[[str], str]] = {
    "name": mask_name,
    "phone": mask_phone,
    "account": mask_account,
    "card": mask_card,
    "email": mask_email,
}
EXAMPLES = [
    (kind, plain, masked)
    for kind, pairs in json.loads((CONTRACT / "masks.json").read_text()).items()
    for plain, masked in pairs
]
REFERENCES = json.loads((CONTRACT / "references.json").read_text())


@pytest.mark.requirement("B3")
@pytest.mark.parametrize(("kind", "plain", "masked"), EXAMPLES)
def test_what_of_it_may_be_seen(kind: str, plain: str, masked: str) -> None:
    """B3."""
    assert MASKS[kind](plain) == masked


@pytest.mark.accessibility("PRI-01")
@pytest.mark.requirement("B3")
@given(st.text("0123456789", min_size=8, max_size=15))
def test_no_number_can_be_read_off_its_mask(digits: str) -> None:
    """B3: seven digits of a phone number at most, four of an account."""
    assert sum(ch.isdigit() for ch in mask_phone(digits)) <= 7
    assert digits not in mask_phone(digits).replace("-", "")
    assert sum(ch.isdigit() for ch in mask_account(digits)) == 4
    assert len(mask_account(digits)) == 10


@pytest.mark.requirement("B3")
@given(st.text("王小明歐陽", min_size=2, max_size=6) | st.text("abcXYZ", min_size=2, max_size=12))
def test_no_name_is_shown_whole(name: str) -> None:
    """B3: of a name at most its first and last character."""
    masked = mask_name(name)
    assert len(masked) == len(name)
    assert len(masked.replace("○", "")) <= 2
    assert "○" in masked


@pytest.mark.requirement("G1")
@pytest.mark.parametrize("text", REFERENCES["valid"])
def test_a_whole_reference_is_known(text: str) -> None:
    """G1."""
    assert is_reference(text)


@pytest.mark.requirement("G1")
@pytest.mark.parametrize("text", REFERENCES["damaged"])
def test_a_damaged_reference_is_found_out(text: str) -> None:
    """G1."""
    assert not is_reference(text)


@pytest.mark.requirement("G1")
@given(st.integers(0, 31**BODY_LENGTH - 1), st.integers(0, BODY_LENGTH), st.sampled_from(ALPHABET))
def test_one_character_misheard_is_always_found(number: int, place: int, heard: str) -> None:
    """G1: any one character changed, any two neighbours swapped."""
    reference = make_reference("K07", number)
    assert is_reference(reference)
    code = reference.removeprefix("K07-").replace("-", "")
    for wrong in (code[:place] + heard + code[place + 1 :], _swapped(code, place)):
        assert wrong == code or not is_reference(f"K07-{wrong[:4]}-{wrong[4:]}")


def _swapped(code: str, place: int) -> str:
    pair = code[place : place + 2]
    return code[:place] + pair[::-1] + code[place + 2 :]


def test_references_of_different_numbers_differ() -> None:
    made = {make_reference("K07", number) for number in range(5_000)}
    assert len(made) == 5_000
    assert make_reference("K07", 31**BODY_LENGTH) == make_reference("K07", 0)
