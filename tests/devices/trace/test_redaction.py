"""No card number in any trace: of any protocol, in any writing, however it came in pieces."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.card_reader.cards import ANY, House, Own
from devices.card_reader.crt571 import frames as crt571
from devices.card_reader.protocol import read_tag
from devices.payment_terminal.fixed_field import framing as records
from devices.payment_terminal.fixed_field.layout import layout, layouts
from devices.payment_terminal.handshake import Frame
from devices.payment_terminal.zvt import framing as blocks
from devices.payment_terminal.zvt.apdu import Apdu, Command, registration
from devices.payment_terminal.zvt.fields import parse_fields
from devices.trace.file import Line, read, trace_of, written
from devices.trace.redaction import clean_stream
from devices.trace.tape import Ended, Piece, Recording, Way

NUMBERS = ("4111111111111111", "5500005555555559", "378282246310005", "6011000990139424", "4539578763621486")
NOT_EVEN_RIGHT = ("4111111111111112", "9901202600077301", "1234567890123", "1234567890123456789")
PROTOCOLS = (
    *(
        "escpos",
        "stripe",
        "rdm6300",
        "auto",
        "pn532",
        "crt571",
        "scanner",
        "nut",
        "zvt",
        "zvt-tcp",
        "anything",
    ),
    *(f"stxlrc:{key}" for key in ("nccc400", layouts()[0])),
)
Writing = Callable[[str], bytes]


def packed(number: str) -> bytes:
    return bytes.fromhex(number + "f" * (len(number) % 2))


def half_a_byte_later(number: str) -> bytes:
    digits = f"f{number}"
    return bytes.fromhex(digits + "f" * (len(digits) % 2))


def spaced(by: str) -> Writing:
    return lambda number: by.join(number[at : at + 4] for at in range(0, len(number), 4)).encode()


WRITINGS: dict[str, Writing] = {
    "characters": str.encode,
    "spaces": spaced(" "),
    "hyphens": spaced("-"),
    "dots": spaced("."),
    "wide": lambda number: number.encode("utf-16-le"),
    "each apart": lambda number: " ".join(number).encode(),
    "packed": packed,
    "packed, shifted": half_a_byte_later,
    "track 2": lambda number: f";{number}=30121010000012345678?".encode(),
    "track 1": lambda number: f"%B{number}^CANARY/ANNA^30121010000000000?".encode(),
    "track 2, packed": lambda number: packed(f"{number}d30121010000012345"),
    "track without an end": lambda number: f";{number}=3012".encode(),
}


def block(number: str) -> bytes:
    apdu = Apdu(Command.STATUS_INFORMATION, status(number))
    return blocks.enclose(apdu.to_bytes())


def status(number: str) -> bytes:
    size = (len(number) + 1) // 2
    card = bytes((0x22, 0xF0 | size // 10, 0xF0 | size % 10)) + packed(number)
    track = packed(f"{number}d3012")
    track = bytes((0x23, 0xF0 | len(track) // 10, 0xF0 | len(track) % 10)) + track
    slip = b"\x07" + bytes((len(number) + 5,)) + b"CARD " + number.encode()
    amount = bytes.fromhex("04000000123456 0c103000 0d0314 870042 0b000107".replace(" ", ""))
    return b"\x27\x00" + amount + card + track + b"\x06" + bytes((len(slip),)) + slip


def record(key: str, number: str) -> bytes:
    table = layout(key)
    text = bytearray(b" " * table.length)
    for name, value in (("card", number), ("amount", "123456"), ("date", "260314"), ("time", "103000")):
        start, end = table.fields[name]
        text[start:end] = value.encode().rjust(end - start, b"0")[: end - start]
    return records.enclose(bytes(text))


def said(protocol: str, way: Way, *pieces: bytes) -> list[bytes]:
    """What the file of a trace holds of these pieces."""
    heard = tuple(Piece(at / 10, way, data) for at, data in enumerate(pieces))
    file = written(trace_of(Recording(heard, 1.0, Ended.ASKED), Line("card_reader", protocol), "now"))
    return [piece.data for piece in read(file).pieces]


def tells(number: str, data: bytes) -> bool:
    """Whether somebody who looks for it finds `number`, or most of it, in any of its writings."""
    only_digits = re.sub(rb"[^0-9]", b"", data).decode()
    halves = data.hex()
    longest = max(len(number) - 5, 8)
    parts = [number[at : at + longest] for at in range(len(number) - longest + 1)]
    return any(part in only_digits or part in halves for part in parts) or b"CANARY" in data


@pytest.mark.requirement("X17")
@pytest.mark.parametrize("way", [Way.TO_DEVICE, Way.FROM_DEVICE])
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_no_number_in_any_writing_over_any_protocol(protocol: str, way: Way) -> None:
    """X17: alone, among other bytes, and cut in two at every place."""
    for number in (*NUMBERS, *NOT_EVEN_RIGHT):
        for writing in WRITINGS.values():
            for around in (b"", b"\xffok "):
                data = around + writing(number) + around
                assert tells(number, data) or writing in (WRITINGS["wide"],)
                assert not tells(number, b"".join(said(protocol, way, data))), (number, data)
            cuts = range(1, len(writing(number))) if number is NUMBERS[0] else (5, 12)
            for cut in cuts:
                pieces = said(protocol, way, writing(number)[:cut], writing(number)[cut:])
                assert not tells(number, b"".join(pieces)), (number, cut)


@given(
    number=st.text("0123456789", min_size=13, max_size=19).filter(lambda text: len(set(text)) > 4),
    protocol=st.sampled_from(PROTOCOLS),
    before=st.binary(max_size=20),
    after=st.binary(max_size=20),
    pack=st.booleans(),
)
def test_no_number_among_any_bytes(
    number: str, protocol: str, before: bytes, after: bytes, pack: bool
) -> None:
    """X17: characters always; packed digits unless they also read as words."""
    data = packed(number) if pack else number.encode()
    clean = clean_stream(before + data + after, protocol, Way.FROM_DEVICE)
    assert len(clean) == len(before + data + after)
    there = clean[len(before) : len(before) + len(data)]
    if pack:
        assert data.isalnum() or data.replace(b" ", b"a").isalnum() or number not in there.hex()
    else:
        assert number.encode() not in there


@pytest.mark.requirement("X17")
@pytest.mark.parametrize("number", NUMBERS)
def test_a_terminals_message_keeps_what_it_says_but_for_the_card(number: str) -> None:
    """X17: amount, time and numbers stay, the check is right again, four digits of the card may stand."""
    clean = b"".join(said("zvt", Way.FROM_DEVICE, block(number)[:40], block(number)[40:]))
    assert not tells(number, clean)
    [frame] = blocks.Deframer().feed(clean)
    assert isinstance(frame, Frame)
    fields = parse_fields(frame.data[3:], strict=True)
    assert fields.values[0x04].hex() == "000000123456"
    assert (fields.values[0x0C].hex(), fields.values[0x87].hex()) == ("103000", "0042")
    over_tcp = clean_stream(
        Apdu(Command.STATUS_INFORMATION, status(number)).to_bytes(), "zvt-tcp", Way.TO_DEVICE
    )
    if b"\x10" not in packed(number):  # which stays on a serial line, lest the block becomes shorter
        assert over_tcp == frame.data


def test_what_was_damaged_stays_damaged() -> None:
    """A wrong check is often the very fault."""
    damaged = bytearray(block(NUMBERS[0]))
    damaged[-1] ^= 1
    clean = clean_stream(bytes(damaged), "zvt", Way.FROM_DEVICE)
    assert not any(isinstance(heard, Frame) for heard in blocks.Deframer().feed(clean))
    assert not tells(NUMBERS[0], clean)


def test_a_terminals_password_is_not_told() -> None:
    asked = blocks.enclose(registration("918273", 0x86, "901").to_bytes())
    clean = clean_stream(asked, "zvt", Way.TO_DEVICE)
    assert b"\x91\x82\x73" not in clean
    assert isinstance(blocks.Deframer().feed(clean)[0], Frame)


@pytest.mark.requirement("X17")
@pytest.mark.parametrize("key", layouts())
def test_a_record_of_fixed_fields_keeps_amount_and_time(key: str) -> None:
    """X17: digits side by side in fields of another meaning are no card number."""
    table = layout(key)
    sent = record(key, NUMBERS[0])
    clean = clean_stream(sent, f"stxlrc:{key}", Way.FROM_DEVICE)
    assert not tells(NUMBERS[0], clean)
    text = records.open_record(clean, table.length)
    for name in ("amount", "date", "time"):
        start, end = table.fields[name]
        assert text[start:end] == sent[1:][start:end]


def test_checks_of_readers_are_right_again() -> None:
    """A card whose identifier happens to be fourteen digits."""
    uid = bytes.fromhex("04123456789012")
    asked = crt571.frame(b"P\x60\x30200A\x44\x00\x07" + uid + b"\x20")
    clean = clean_stream(asked, "crt571", Way.FROM_DEVICE)
    assert uid not in clean
    assert isinstance(crt571.Parser().feed(clean)[0], crt571.Text)


def test_what_is_known_to_be_no_number_stays() -> None:
    statuses = b"\x12" * 40 + b"\x10\x00\x00\x0f" * 9 + b'7"0042\x00' + b"\x14\x00\x00\x0f"
    assert clean_stream(statuses, "escpos", Way.FROM_DEVICE) == statuses
    tag = bytes.fromhex("02 31 32 33 34 35 36 37 38 39 38 39 30 03")
    assert isinstance(read_tag(tag[1:-1], House((), (ANY,))), Own)
    assert clean_stream(tag * 3, "rdm6300", Way.FROM_DEVICE) == tag * 3
    damaged = tag.replace(b"1", b"2", 1)
    assert len(clean_stream(damaged, "rdm6300", Way.FROM_DEVICE)) == len(damaged)  # it may be the fault
    assert clean_stream(b"960402627\rAIIN000000020892\r", "scanner", Way.FROM_DEVICE).endswith(b"020892\r")


def test_the_file_is_private_and_whole(tmp_path: Path) -> None:
    from devices.trace.file import load, write

    trace = trace_of(
        Recording((Piece(0.5, Way.LOST),), 1.0, Ended.TIME), Line("card_reader", "stripe"), "now"
    )
    write(tmp_path / "a.trace.jsonl", trace)
    assert [path.name for path in tmp_path.iterdir()] == ["a.trace.jsonl"]
    assert (tmp_path / "a.trace.jsonl").stat().st_mode & 0o777 == 0o600
    assert load(tmp_path / "a.trace.jsonl") == trace
