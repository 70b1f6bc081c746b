"""Requests as others send them, answers as terminals gave them, and what of a card gets through: four digits."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.frames import BadFrame
from devices.payment_terminal.cards import CARD
from devices.payment_terminal.fixed_field.codes import Meaning, code_text, meaning
from devices.payment_terminal.fixed_field.layout import Layout, layout, layouts
from devices.payment_terminal.fixed_field.message import Echo, Kind, Request, pack, read, unpack
from kiosk.domain.payment import TerminalTime
from tests.devices.payment_terminal.fixed_field.vectors import NCCC

TABLES = [layout(key) for key in layouts()]
NUMBER = "200427155614123456"
PLAIN = layout("nccc400")
#: A published test number with fifteen digits: it fits where a merchant's number stands.
AMERICAN = "378282246310005"


def bare(table: Layout, request: Request) -> str:
    """Without our own number: the sources send none."""
    text = pack(table, request).decode()
    for name in table.reference:
        start, end = table.fields[name]
        text = text[:start] + " " * (end - start) + text[end:]
    return text


@pytest.mark.parametrize(
    ("name", "request_"),
    [
        ("sale NT$1.00", Request(Kind.SALE, NUMBER, 100)),
        ("inquiry (62) of sale NT$1.00 same date/time", Request(Kind.INQUIRY, NUMBER, 100)),
        ("settlement", Request(Kind.SETTLEMENT, NUMBER)),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_request_is_what_the_source_sends_byte_for_byte(name: str, request_: Request) -> None:
    expected = next(vector["data"] for vector in NCCC["requests"] if vector["name"] == name)
    assert bare(PLAIN, request_) == expected


def test_a_request_bears_our_number_and_an_inquiry_does_not() -> None:
    """What an inquiry brings back as our number is then out of the terminal's memory."""
    sale, inquiry = (pack(PLAIN, Request(kind, NUMBER, 100)) for kind in (Kind.SALE, Kind.INQUIRY))
    assert read(PLAIN, sale, "store_id") == NUMBER
    assert read(PLAIN, inquiry, "store_id") == ""


def test_a_void_names_the_receipt() -> None:
    record = pack(PLAIN, Request(Kind.VOID, NUMBER, 100, receipt=7, approval="679007"))
    assert [read(PLAIN, record, name) for name in ("type", "receipt", "amount", "approval")] == [
        "30", "000007", "000000000100", "679007",
    ]  # fmt: skip


def test_a_sale_that_a_terminal_answered() -> None:
    answer = unpack(PLAIN, NCCC["recorded_sale_response_data"].encode())
    said = NCCC["recorded_sale_response_expect"]
    assert (answer.kind, answer.code, answer.approval) == (Kind.SALE, said["response_code"], said["approval"])
    assert (answer.receipt, answer.minor) == (int(said["receipt"]), int(said["amount"]))
    assert (answer.card, answer.terminal_id, answer.merchant_id) == ("••••9784", "13999999", "6601999999")
    assert (answer.batch, answer.trace) == (679, 679_000007)
    assert answer.time == TerminalTime(4, 8, 11, 0, 33)
    assert "474609" not in repr(answer)


def test_a_settlement_that_a_terminal_answered() -> None:
    data = bytes.fromhex(NCCC["recorded_settlement_response_without_stx"])[:400]
    answer = unpack(PLAIN, data)
    assert (answer.kind, answer.code, answer.minor, answer.count) == (Kind.SETTLEMENT, "0000", 0, 0)


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2098, 12, 31))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
@given(
    st.sampled_from([Kind.SALE, Kind.VOID]),
    st.integers(1, 99_999_999),
    st.integers(1, 999_999),
    st.from_regex(r"[0-9A-Z]{6}", fullmatch=True),
    MOMENTS,
    st.integers(1, 999_999),
)
def test_every_table_says_what_was_put_in(
    table: Layout, kind: Kind, whole: int, receipt: int, approval: str, at: datetime, chance: int
) -> None:
    number = f"{at:%y%m%d%H%M%S}{chance:06}"
    answer = unpack(table, pack(table, Request(kind, number, whole * 100, receipt, approval)), number)
    assert (answer.kind, answer.minor, answer.receipt) == (kind, whole * 100, receipt)
    assert answer.approval == ("" if not approval.strip("0") else approval)
    assert answer.time == TerminalTime(at.month, at.day, at.hour, at.minute, at.second)
    assert answer.echo is (Echo.OURS if table.reference else Echo.NONE)
    assert answer.finished


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
@pytest.mark.parametrize("minor", [0, -100, 10**14])
def test_what_a_table_has_no_room_for_is_not_asked(table: Layout, minor: int) -> None:
    with pytest.raises(ValueError, match="no amount"):
        pack(table, Request(Kind.SALE, NUMBER, minor))


def test_a_table_of_whole_dollars_takes_no_parts() -> None:
    table = layout("allpay144")
    assert read(table, pack(table, Request(Kind.SALE, NUMBER, 231800)), "amount") == "0000002318"
    with pytest.raises(ValueError, match="no amount"):
        pack(table, Request(Kind.SALE, NUMBER, 231850))


@pytest.mark.requirement("B7")
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
@pytest.mark.parametrize("number", [CARD.number, CARD.track2, "4111 1111 1111 1111", AMERICAN])
def test_a_card_number_in_any_field_is_four_digits_or_nothing(table: Layout, number: str) -> None:
    """B7: whatever the terminal puts where, no object holds more than the end of it."""
    sizes = [end - start for start, end in table.fields.values()]
    text = "".join((number if size >= len(number) else "").ljust(size) for size in sizes)
    for own in ("", NUMBER):
        answer = unpack(table, text.encode(), own)
        assert number[:8].replace(" ", "") not in repr(answer).replace(" ", "")
        assert answer.card in ("", "••••1111", "••••0005")


@pytest.mark.parametrize("card", ["", "0" * 19, "411111******", "????", "12"])
def test_without_four_digits_at_the_end_there_is_no_card(card: str) -> None:
    start, end = PLAIN.fields["card"]
    blank = " " * PLAIN.length
    text = blank[:start] + card.ljust(end - start) + blank[end:]
    assert unpack(PLAIN, text.encode()).card == ""


def test_a_number_that_is_not_ours_is_told_to_be_another() -> None:
    record = pack(PLAIN, Request(Kind.SALE, NUMBER, 100))
    assert unpack(PLAIN, record, "200427155614654321").echo is Echo.ANOTHER
    assert unpack(PLAIN, record).echo is Echo.ANOTHER
    assert NUMBER not in repr(unpack(PLAIN, record))


@pytest.mark.parametrize(
    ("data", "reason"), [(b"", "wrong_length"), (b" " * 401, "wrong_length"), (b"\xff" * 400, "not_ascii")]
)
def test_what_is_no_record_has_a_name(data: bytes, reason: str) -> None:
    with pytest.raises(BadFrame, match=reason):
        unpack(PLAIN, data)


def test_every_code_of_the_source_has_a_text_and_what_is_not_known_is_doubt() -> None:
    assert all("unknown" not in code_text(code) for code in NCCC["response_codes"])
    assert meaning("0000") is Meaning.DONE
    for code in ("", "0003", "0004", "0005", "0018", "1001", "9999", "00TD"):
        assert meaning(code) is Meaning.UNKNOWN
    assert code_text("4111111111111111") == "???? unknown"
