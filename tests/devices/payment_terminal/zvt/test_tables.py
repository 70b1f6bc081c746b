"""The tables of numbers, against those that another house restated, entry by entry."""

import pytest

from devices.frames import BadFrame
from devices.payment_terminal.zvt.fields import parse_fields
from devices.payment_terminal.zvt.tables import RESULTS, result_text, stage_of
from kiosk.domain.states import Stage
from tests.vectors.kept import vectors

TABLES = vectors("zvt_tables")
#: The source has a fixed length for track 1 and says itself that this is against the specification.
AGAINST_THE_BOOK = "2D"
BMPS = [row for row in TABLES["bmp"] if row["id"] != AGAINST_THE_BOOK]
#: In the table's words: what the customer is asked for at the terminal's own keys.
AT_THE_TERMINAL = (
    "PIN-Pad",
    "Incorrect PIN",
    "PIN digit",
    "PIN entered",
    "Correction key",
    "waiting for amount",
    "waiting for input",
    "waiting for repeat",
    "waiting for application",
    "waiting for language",
    "Application selection",
    "select DCC",
)


def test_every_result_of_the_table_is_known_and_no_other() -> None:
    assert {int(code, 16) for code in TABLES["result_codes"]} == set(RESULTS)
    assert result_text(0x6C).startswith("6C ")


def content(length: int | str) -> bytes:
    match length:
        case "LLVAR":
            return b"\xf1\xf2" + b"\x00" * 12
        case "LLLVAR":
            return b"\xf0\xf1\xf2" + b"\x00" * 12
        case "TLV":
            return b"\x03\x07\x01A"
        case _:
            return b"\x00" * int(length)


@pytest.mark.parametrize("row", BMPS, ids=lambda row: str(row["id"]))
def test_a_field_is_as_long_as_the_table_says(row: dict[str, int | str]) -> None:
    """What stands behind it is found, and it is cut short when its last byte is missing."""
    number = bytes.fromhex(str(row["id"]))
    behind = b"\x27\x6c" if number != b"\x27" else b"\x19\x6c"
    field = number + content(row["len"])
    assert parse_fields(field + behind, strict=True).values[behind[0]] == b"\x6c"
    with pytest.raises(BadFrame, match="cut_short"):
        parse_fields(field[:-1], strict=True)


@pytest.mark.parametrize(("code", "said"), TABLES["intermediate_status_04FF"].items())
def test_a_customer_is_told_what_the_terminal_waits_for(code: str, said: str) -> None:
    """Whoever is asked for a language or a key is not told to wait."""
    stage = stage_of(int(code, 16))
    if "remove card" in said.lower():
        assert stage is Stage.REMOVE_CARD
    elif "insert card" in said.lower():
        assert stage is Stage.INSERT_CARD
    elif any(words in said for words in AT_THE_TERMINAL) or code == "C7":
        assert stage is Stage.ENTER_PIN
    else:
        assert stage in (Stage.PLEASE_WAIT, Stage.REMOVE_CARD, Stage.INSERT_CARD)
        assert (stage is Stage.PLEASE_WAIT) == (code not in ("0C", "4A"))
