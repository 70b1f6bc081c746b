"""Exchanges that other houses test themselves with: what their terminals sent, and what comes of it here."""

import pytest

from devices.decode import PROTOCOLS
from devices.payment_terminal.zvt.apdu import authorisation, bcd, no, parse_apdu
from devices.payment_terminal.zvt.driver import KIOSK_CONFIG, ZvtTerminal
from devices.payment_terminal.zvt.fields import CURRENCY, STATUSES, parse_fields
from devices.payment_terminal.zvt.packets import cut
from kiosk.domain.money import Money
from kiosk.domain.payment import Declined, InDoubt
from kiosk.ports import NoReply, Refused
from tests.devices.payment_terminal.zvt.test_faults import NOTHING, WELCOME, YES, Scripted
from tests.devices.payment_terminal.zvt.vectors import VECTORS, third_party
from tests.devices.stepped_wire import SteppedWire

CASES = {case["test"].split(".")[-1]: case for case in VECTORS["third_party_unit_tests"]}
#: Their length byte counts what their publisher took out, or the test is about bytes that are no message.
SPOILT = {
    name
    for name in CASES
    if name.startswith(("Parse_PaymentGood", "Parse_ReversalGood", "Parse_AbortVia")) or "Corrupt" in name
}
RECEIPTS = [name for name in CASES if name.startswith(("ProcessData_", "Parse_Cardholder", "Parse_Merchant"))]


def told(name: str) -> bytes:
    return b"".join(third_party(name))


@pytest.mark.parametrize("name", sorted(set(CASES) - SPOILT))
def test_what_they_sent_is_cut_into_whole_messages(name: str) -> None:
    """One byte at a time, as a slow line brings it."""
    stream, whole = bytearray(), []
    for byte in told(name):
        stream.append(byte)
        whole += cut(stream)
    assert b"".join(whole) == told(name)
    assert [parse_apdu(raw).to_bytes() for raw in whole] == whole


@pytest.mark.parametrize("name", sorted(set(RECEIPTS) - SPOILT))
def test_their_receipts_are_read_line_by_line(name: str) -> None:
    lines: list[str] = []
    for raw in cut(bytearray(told(name))):
        said = PROTOCOLS["zvt"](raw)
        assert said["name"] in ("print_line", "print_text", "completion")
        texts = said.get("texts", [said.get("text", "")])
        assert isinstance(texts, list)
        lines += texts
    assert any("Terminal" in line for line in lines), lines


def terminal(command: int, *answers: bytes) -> ZvtTerminal:
    """One that says `answers` to `command`."""
    script = {0x0600: WELCOME, 0x0501: WELCOME, 0x0620: NOTHING, 0x06B0: [YES], command: list(answers)}
    return ZvtTerminal(SteppedWire(lambda send: Scripted(send, script)), currency="EUR", answer_seconds=20)


@pytest.mark.requirement("X32")
@pytest.mark.parametrize(
    ("name", "error", "said"),
    [
        (
            "EndOfDayAsync_CommandCompletionReceivedWithoutCompletionReceived_Successful",
            NoReply,
            "fell silent",
        ),
        ("EndOfDayAsync_CommandCompletionReceivedWithAbortReceived1_Successful", Refused, "00"),
        ("EndOfDayAsync_CommandCompletionReceivedWithAbortReceived2_Successful", Refused, "not readable"),
    ],
)
def test_an_end_of_day_that_comes_to_nothing(name: str, error: type[Exception], said: str) -> None:
    """X32: never a day that was closed."""
    with pytest.raises(error, match=said):
        terminal(0x0650, *third_party(name)).close_day()


@pytest.mark.requirement("E5")
def test_a_card_that_their_terminal_rejected() -> None:
    """E5: no money moved, and it is said so."""
    status, _, ending = third_party("PaymentAsync_CardRejected_Successful")
    rejecting = terminal(0x0601, YES, status, ending)
    rejecting.prepare()
    assert rejecting.charge(Money(1000, "EUR"), lambda stage: None) == Declined()


@pytest.mark.requirement("E2")
def test_what_is_no_message_in_mid_payment_is_doubt() -> None:
    """E2: theirs gives up with an error; the money may have moved all the same."""
    request, noise, *rest = third_party("PaymentAsync_CorruptDataFlow_Failure")
    assert request[:2] == b"\x06\x01"
    confused = terminal(0x0601, noise, *rest)
    confused.prepare()
    assert isinstance(confused.charge(Money(1000, "EUR"), lambda stage: None), InDoubt)


def test_goods_are_asked_for_as_theirs_are() -> None:
    theirs, _, _, busy, _, _ = third_party("PaymentAsync_IssueOfGoods_DelayedSuccess_Successful")
    asked = parse_fields(parse_apdu(theirs).data, strict=True).values
    ours = parse_fields(authorisation(3300, "0978", asked[STATUSES][0]).data, strict=True).values
    assert {**ours, CURRENCY: b""} == {**asked, CURRENCY: b""}
    assert no(0x9C).to_bytes() == busy


def test_numbers_and_the_configuration_are_packed_as_theirs_are() -> None:
    for case in VECTORS["bcd_numbers"]:
        assert bcd(case["value"].replace(".", ""), 6).hex() == case["digits6"]
    theirs, without_text, ours = (int(case["hex"], 16) for case in VECTORS["config_byte"])
    assert ours == KIOSK_CONFIG == theirs | 0x08
    assert without_text == theirs & ~0x80
