"""Messages and their fields: what others recorded, and what must never come out of them."""

import pickle
import re
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.frames import BadFrame
from devices.payment_terminal.cards import CARD
from devices.payment_terminal.zvt.apdu import (
    Apdu,
    authorisation,
    diagnosis,
    end_of_day,
    parse_apdu,
    registration,
    reversal,
    send_totals,
    status_enquiry,
)
from devices.payment_terminal.zvt.fields import last_four_of, parse_fields
from devices.payment_terminal.zvt.slips import counted
from devices.payment_terminal.zvt.status import StatusInformation, read_status
from devices.payment_terminal.zvt.tlv import length_of, texts_of
from devices.payment_terminal.zvt.totals import read_reckoning
from kiosk.domain.money import Money
from tests.devices.payment_terminal.zvt.vectors import VECTORS, third_party


def status(name: str) -> StatusInformation:
    # Not by parse_apdu: in one of them the length byte does not count what its publisher took out.
    return read_status(third_party(name)[0][3:])


def test_our_requests_are_those_of_others() -> None:
    session = [bytes.fromhex(line["hex"]) for line in VECTORS["simulator_session_tcp"]]
    assert authorisation(1234, "0978").to_bytes()[:10][3:] == session[6][3:]
    assert registration("123456", 0xBA, "0978").to_bytes() == bytes.fromhex("060006123456ba0978")
    asked = {
        line["op"]: line["hex"]
        for line in reversed(VECTORS["simulator_session_tcp"])
        if line["dir"] == "ECR>PT"
    }
    assert reversal("000000", 1).to_bytes().hex() == asked["reversal receipt 0001"]
    assert end_of_day("000000").to_bytes().hex() == asked["end of day"]
    assert diagnosis().to_bytes().hex() == asked["diagnosis"]
    assert status_enquiry("000000").to_bytes().hex() == asked["status enquiry"]
    assert send_totals("000000").to_bytes().hex() == "061003000000"


def test_every_message_of_a_recorded_session_is_read_and_made_alike() -> None:
    for line in VECTORS["simulator_session_tcp"]:
        raw = bytes.fromhex(line["hex"])
        assert parse_apdu(raw).to_bytes() == raw


def test_the_recorded_payment_makes_a_slip() -> None:
    data = parse_apdu(bytes.fromhex(VECTORS["simulator_session_tcp"][14]["hex"])).data
    slip = read_status(data).slip("", "EUR")
    assert slip is not None
    assert (slip.terminal_id, slip.trace, slip.receipt) == ("29001234", 1, 1)
    assert (slip.amount, slip.card, slip.scheme) == (Money(1234, "EUR"), "••••1230", "Mastercard")
    assert (slip.merchant_id, slip.batch, slip.approval_code) == ("SIMULATOR123456", "000001", "")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "Parse_PaymentGood1_Successful",
            {
                "result": 0,
                "minor": 2040,
                "currency": "0978",
                "trace": 470,
                "receipt": 470,
                "card": "••••4771",
                "scheme": "Debit Mastercard",
                "terminal_id": "28004869",
                "approval_code": "611804",
                "text": "GEN.NR.:611804",
                "time": "223953",
                "date": "1006",
            },
        ),
        (
            "Parse_PaymentGood2_Successful",
            {"minor": 2040, "terminal_id": "28004869", "text": "GEN.NR.:978539", "approval_code": "978539"},
        ),
        (
            "Parse_ReversalGood1_Successful",
            {
                "minor": 100,
                "trace": 607,
                "receipt": 607,
                "original_trace": 606,
                "merchant_id": "100461763",
                "turnover": "000607",
                "scheme": "Debit Mastercard",
                "text": "GEN.NR.:715691 GEN.NR.:715691",
            },
        ),
        (
            "Parse_TlvInfos1_Successful",
            {"result": 0, "scheme": "MASTERCARD", "terminal_id": "00000006", "date": "1029", "minor": None},
        ),
        (
            "Parse_AbortByKey_Successful",
            {"result": 0x6C, "terminal_id": "28004869", "text": "Abbruch durch Kunde"},
        ),
        (
            "Parse_AbortViaTimeout_Successful",
            {
                "result": 0x6C,
                "terminal_id": "52500295",
                "minor": 1200,
                "currency": "0978",
                "date": "0817",
                "card": "",
            },
        ),
        (
            "PaymentAsync_CardRejected_Successful",
            {"result": 5, "terminal_id": "29000274", "text": "Abgelehnt Abgelehnt"},
        ),
    ],
)
def test_what_others_read_we_read(name: str, expected: dict[str, Any]) -> None:
    said = status(name)
    assert {key: getattr(said, key) for key in expected} == expected


def test_a_long_message_has_a_long_length() -> None:
    (whole,) = third_party("Parse_CardholderReceipt_Successful")
    pieces = b"".join(third_party("FragmentedDataPackets1_Successful"))
    assert parse_apdu(whole).to_bytes() == whole == pieces
    lines = parse_fields(parse_apdu(whole).data, strict=True).texts
    assert lines[0] == "  Leihstellung von hobex"
    assert any("MASTERCARD" in line for line in lines)


def test_the_length_of_a_container() -> None:
    case = VECTORS["tlv_length"][0]
    assert length_of(bytes.fromhex(case["hex"]), 0) == (case["consumed"], case["length"])


def test_texts_come_in_code_page_437() -> None:
    line = parse_apdu(bytes.fromhex(VECTORS["texts"][0]["hex"]))
    assert line.data[1:].decode("cp437") == VECTORS["texts"][0]["text"]
    state = parse_apdu(bytes.fromhex(VECTORS["texts"][3]["hex"]))
    assert parse_fields(state.data[2:]).texts == ("Test ä ö ü ß",)


@pytest.mark.parametrize(
    "raw", [b"", b"\x06", b"\x06\x01", bytes.fromhex(VECTORS["texts"][1]["hex"]), b"\x06\xd1\xff\x01"]
)
def test_a_wrong_length_is_named(raw: bytes) -> None:
    with pytest.raises(BadFrame, match="wrong_length"):
        parse_apdu(raw)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x04\x00\x00", "cut_short"),
        (b"\x99\x01", "unknown_field"),
        (b"\x22\xf0", "cut_short"),
        (b"\x22\x41\x11", "bad_length"),
        (b"\x06\x83", "bad_length"),
        (b"\x06\x03\x24\x05\x01", "cut_short"),
    ],
)
def test_bad_fields_are_named(data: bytes, reason: str) -> None:
    with pytest.raises(BadFrame, match=reason):
        parse_fields(data, strict=True)


def test_an_unknown_field_hides_the_rest_but_not_what_came_before() -> None:
    fields = parse_fields(b"\x27\x00\x99\x01\x02")
    assert (fields.values, fields.whole) == ({0x27: b"\x00"}, False)


@pytest.mark.requirement("B7")
@pytest.mark.parametrize(
    ("packed", "last_four"),
    [
        ("676389eeeeee1230", "1230"),
        ("4111111111111111", "1111"),
        ("eeeeeeeeeee1234f", "1234"),
        ("eeeeeeeeeeeeeeee", ""),
        ("eeeeeeeeeeeee123", ""),
        ("11", ""),
        ("", ""),
    ],
)
def test_of_a_card_number_four_digits_are_taken(packed: str, last_four: str) -> None:
    """B7: masked by the terminal or not, only the last four digits are ever decoded."""
    assert last_four_of(bytes.fromhex(packed)) == last_four


@pytest.mark.requirement("B7")
def test_no_card_number_outlives_its_message() -> None:
    """B7: number, tracks and expiry are stepped over; values, reprs and pickles hold none of it."""
    track = bytes.fromhex(CARD.track2.replace("=", "D") + "F")
    data = b"\x27\x00" + counted(0x22, bytes.fromhex(CARD.number), 2) + counted(0x23, track, 2)
    data += counted(0x24, track, 3) + counted(0x2D, b"%B4111111111111111^DOE/JANE^3012", 2) + b"\x0e\x30\x12"
    message, fields, said = Apdu(0x040F, data), parse_fields(data, strict=True), read_status(data)
    assert (said.card, fields.dropped) == ("••••1111", (0x23, 0x24, 0x2D, 0x0E))
    for text in (repr(message), repr(fields), repr(said), repr(pickle.dumps((fields, said)))):
        assert not re.search(r"4111111|3012|A\\x11\\x11|DOE", text)


@pytest.mark.requirement("B7")
def test_an_error_about_a_card_says_nothing_of_it() -> None:
    """B7: a card number that is cut short does not get into the exception."""
    with pytest.raises(BadFrame) as bad:
        parse_fields(b"\x22\xf0\xf9" + bytes.fromhex(CARD.number), strict=True)
    assert repr(bad.value) == "BadFrame('cut_short')"


def test_a_reckoning_by_kind_of_card() -> None:
    """Receipts 68 to 71, four girocard payments of 26.00 together: the figures of bezahl-online/zvt's recorded day."""
    told = bytes.fromhex("0068 0071 04 000000002600" + "00 000000000000" * 6)
    day = read_reckoning(told)
    assert day is not None
    assert (day.first_receipt, day.last_receipt, day.count, day.minor) == (68, 71, 4, 2600)
    assert day.kinds[0] == (4, 2600)
    assert read_reckoning(told[:-1]) is None
    assert read_reckoning(told[:5] + b"\xaa" + told[6:]) is None


@pytest.mark.parametrize("minor", [0, -1, 10**12])
def test_an_amount_that_is_none_is_never_asked_for(minor: int) -> None:
    with pytest.raises(ValueError, match=r"amount|digits"):
        authorisation(minor, "0901")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_named(data: bytes) -> None:
    for read in (
        parse_apdu,
        parse_fields,
        lambda raw: parse_fields(raw, strict=True),
        read_status,
        texts_of,
        read_reckoning,
    ):
        with suppress(BadFrame):  # anything else is a bug
            read(data)
