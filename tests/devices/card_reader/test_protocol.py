"""Frames of card readers: what manuals and owners published, what is damaged, and what is none of our business."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.card_reader.cards import Foreign, House, Own, Presented, Unreadable, is_payment_number
from devices.card_reader.protocol import LONGEST, Parser
from devices.card_reader.stripe import check_character
from devices.frames import BadFrame
from tests.vectors.kept import vectors

VECTORS = vectors("card_readers")
NUMBERS = VECTORS["luhn"]
#: What lies on a stripe, and what a reader makes of it.
STRIPES = [case for case in VECTORS["magstripe"] if "data" in case]
MAGTEK = [case for case in VECTORS["magstripe"] if "frame" in case]
HOUSE = House(("9901", "QC"))
NUMBER = "990120260007730"
STRIPE = f";{NUMBER}=3012?"
CARD = Own(NUMBER)
TEST_CARD = {case["format"]: case["data"] for case in STRIPES if "expect" in case}
BANK = TEST_CARD["ISO 7813 track 2"]
TAG = bytes.fromhex(VECTORS["rdm6300_em4100"][0]["frame"])


def read(*pieces: bytes, house: House = HOUSE) -> list[Presented]:
    parser = Parser(house)
    cards = [card for piece in pieces for card in parser.feed(piece)]
    cut = parser.fell_silent()
    return cards + ([cut] if cut else [])


@pytest.mark.parametrize("case", STRIPES)
def test_the_check_characters_of_the_manual(case: dict[str, str]) -> None:
    assert check_character(case["data"]) == case["lrc"]


@pytest.mark.parametrize("case", VECTORS["rdm6300_em4100"])
def test_published_tags(case: dict[str, Any]) -> None:
    (tag,) = read(bytes.fromhex(case["frame"]))
    assert tag == Own(f"rfid:{case['ascii']}")
    assert int(case["ascii"][2:], 16) == case["card_decimal"]


@pytest.mark.parametrize(
    "line",
    [
        STRIPE,
        STRIPE + check_character(STRIPE),
        f";{NUMBER}?",
        f"%QC9^MEMBER^?{STRIPE}",
        f"%QC9^MEMBER^?{check_character('%QC9^MEMBER^?')}{STRIPE}{check_character(STRIPE)}",
        f"{STRIPE}+123?",
        f"%E?{STRIPE}",
        f";8:{STRIPE}",
    ],
)
def test_a_company_card_in_each_wrapping(line: str) -> None:
    for frame in (line.encode() + b"\r", line.encode() + b"\r\n"):
        assert read(frame) == [CARD]


def test_a_company_card_on_track_one_only() -> None:
    assert read(b"%QC20260007730^MEMBER^?;E?\r") == [Own("QC20260007730")]


def test_magtek_frames() -> None:
    assert read(b"\x02\x1b%QC9^M^?" + STRIPE.encode() + b"+E?1\r\x03") == [CARD]
    said = [read(bytes.fromhex(case["frame"])) for case in MAGTEK]
    assert said == [[Foreign()], [], [Unreadable("unreadable_track")]]


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (STRIPE.encode() + b"A\r", "wrong_check"),
        (b";99012x?\r", "bad_character"),
        (b";" + b"9" * 39 + b"?\r", "too_long"),
        (b"%E?;E?\r", "unreadable_track"),
        (b";?\r", "no_track"),
        (b";9901\r", "no_track"),
        (b";99012026", "half_frame"),
        (TAG[:7], "half_frame"),
        (TAG[:-2] + b"7\x03", "wrong_check"),
        (TAG[:5] + b"G" + TAG[6:], "bad_character"),
        (TAG[:5] + TAG[6:], "wrong_length"),
        (b";" + b"1" * (LONGEST + 10), "too_long"),
        (b"%B4111111111111111^X?;41111111111x?\r", "bad_character"),
    ],
)
def test_a_spoilt_card_has_a_named_fault(frame: bytes, reason: str) -> None:
    assert read(frame) == [Unreadable(reason)]


@pytest.mark.parametrize("frame", [STRIPE.encode() + b"\r", TAG, b"\x02\x1b" + STRIPE.encode() + b"0\r\x03"])
def test_any_fragmentation_is_the_same_card(frame: bytes) -> None:
    whole = read(frame)
    assert len(whole) == 1
    assert read(*(bytes((byte,)) for byte in frame)) == whole
    for cut in range(1, len(frame)):
        assert read(frame[:cut], frame[cut:]) == whole


@pytest.mark.parametrize("cut", range(1, len(TAG)))
def test_after_half_a_tag_the_next_one_is_read(cut: int) -> None:
    assert read(TAG[:cut] + TAG)[-1] == Own("rfid:100086F444")


def test_noise_before_a_card_is_no_card() -> None:
    parser = Parser(HOUSE)
    assert parser.feed(b"\x00\xffhello 123\n" + STRIPE.encode() + b"\r") == [CARD]
    assert parser.noise == 11


@pytest.mark.requirement("B7")
@pytest.mark.parametrize("line", [BANK, TEST_CARD["ISO 7813 track 1"] + BANK, f";E?{BANK}"])
def test_a_bank_card_is_dropped_unread(line: str) -> None:
    """B7: nothing of it is in a value, a repr, or what the parser keeps."""
    parser = Parser(HOUSE)
    cards = parser.feed(line.encode() + b"\r")
    assert cards == [Foreign()]
    assert "4111" not in repr((cards, vars(parser)))


@pytest.mark.requirement("B7")
@pytest.mark.parametrize("cut", range(2, len(BANK)))
def test_half_a_bank_card_leaves_nothing_behind(cut: int) -> None:
    """B7: torn off anywhere, the fault is named and the digits are gone."""
    parser = Parser(HOUSE)
    said = [*parser.feed(BANK[:cut].encode()), parser.fell_silent()]
    assert "41" not in repr((said, vars(parser)))


@pytest.mark.requirement("B7")
def test_an_error_about_a_card_carries_no_card() -> None:
    """B7: the exception's words and what hangs on it."""
    from devices.card_reader.stripe import read_line

    with pytest.raises(BadFrame) as bad:
        read_line(BANK + "A", ("9901",))
    assert (bad.value.args, bad.value.__cause__, bad.value.__context__) == (("wrong_check",), None, None)


@pytest.mark.requirement("B7")
def test_an_empty_prefix_is_refused() -> None:
    """B7: it would let bank cards through."""
    with pytest.raises(ValueError, match="bank cards"):
        House(("9901", ""))


@pytest.mark.requirement("B7")
@pytest.mark.parametrize("number", NUMBERS["valid"][:5])
def test_a_bank_cards_number_is_refused_whatever_the_prefixes_say(number: str) -> None:
    """B7: a site that wrote a bank's series into the settings gets nothing of it."""
    house = House((number[:4],))
    for line in (f";{number}=3012?", f"%{number}^X?", f";{number}?"):
        assert read(line.encode() + b"\r", house=house) == [Foreign()]
    assert not is_payment_number(number[:-1] + str((int(number[-1]) + 1) % 10))


def test_a_number_that_is_no_bank_cards() -> None:
    """Wrong check digits, too short, another series."""
    assert not any(map(is_payment_number, (*NUMBERS["invalid"], "79927398713", NUMBER, "")))


def test_without_prefixes_no_stripe_is_ours() -> None:
    assert read(STRIPE.encode() + b"\r", house=House(())) == [Foreign()]


@pytest.mark.parametrize(
    ("versions", "ours"), [(("any",), True), (("10", "22"), True), (("01",), False), ((), False)]
)
def test_tags_by_version_byte(versions: tuple[str, ...], ours: bool) -> None:
    assert read(TAG, house=House((), versions)) == [Own("rfid:100086F444") if ours else Foreign()]


@given(
    st.lists(
        st.one_of(st.binary(max_size=80), st.sampled_from([STRIPE.encode(), b"\r", b"\x02", b"\x03", TAG]))
    )
)
def test_any_bytes_end_in_cards_or_named_faults(pieces: list[bytes]) -> None:
    parser = Parser(HOUSE)
    for piece in pieces:
        for card in parser.feed(piece):
            assert isinstance(card, (Own, Foreign, Unreadable))
            assert not isinstance(card, Own) or card.token.startswith(("9901", "QC", "rfid:"))
    assert len(parser._frame) <= LONGEST
    parser.feed(b"\r\x03")
    parser.fell_silent()
    assert parser.feed(STRIPE.encode() + b"\r") == [CARD]
