"""`python -m devices decode`: what a frame says, or the name of what is wrong with it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from devices.__main__ import main
from kiosk.domain.counter_slip import code_of
from tests.devices.payment_terminal.fixed_field.vectors import NCCC
from tests.kiosk.domain.examples import A_SLIP_FOR_THE_COUNTER
from tests.vectors.kept import vectors

ROOT = Path(__file__).parents[2]

NCCC_SALE = NCCC["recorded_sale_response_data"].encode().hex()
PAYMENT = (
    "040f5d2700040000000012340b0000010c0314030d11220e281217000129290012342a53494d554c41544f523132333435363b"
    "a000000004101001490978870001880000018a068bf1f14d6173746572636172640022f0f8676389eeeeee1230"
)


def decode(capsys: pytest.CaptureFixture[str], protocol: str, digits: str) -> tuple[int, dict[str, Any]]:
    code = main(["decode", protocol, digits])
    said = capsys.readouterr()
    assert bool(said.out) == (code == 0)
    return code, json.loads(said.out or said.err)


@pytest.mark.parametrize(
    ("protocol", "digits", "expected"),
    [
        ("zvt", "1002060006123456ba0978100324c3", {"name": "registration", "config_byte": "BA", "currency": "0978"}),
        ("zvt", "06 01 0a 04 00 00 00 01 10 00 49 09 78", {"name": "authorisation", "minor": 11000, "currency": "0978"}),
        ("zvt", PAYMENT, {"result": "00 no error", "card": "••••1230", "trace": 1, "scheme": "Mastercard"}),
        ("zvt", "1002849c001003c341", {"name": "refusal", "result": "9C please wait"}),
        ("zvt", "061e016c", {"name": "aborted", "result": "6C stopped, by key or by time"}),
        ("zvt", "04ff010a", {"stage": "insert_card", "texts": []}),
        ("zvt", "04ff140a010610240e070c5465737420842094208120e1", {"texts": ["Test ä ö ü ß"]}),
        ("zvt", "06d10d005465737420842094208120e1", {"text": "Test ä ö ü ß"}),
        ("zvt", "800000", {"name": "positive"}),
        ("stxlrc:NCCC400", NCCC_SALE, {"kind": "sale", "code": "0000 approved", "card": "••••9784", "minor": 100,
                                       "terminal_id": "13999999", "trace": 679000007, "host": "03"}),
        ("stxlrc:nccc400", NCCC["requests"][3]["frame"], {"kind": "settlement", "code": "", "host": "03"}),
        ("stxlrc:ESUN600", (b"01" + b" " * 598).hex(), {"kind": "sale", "table": "E.SUN S80RF 600", "minor": None}),
        ("zvt", "063006000000870001", {"name": "reversal", "receipt": 1}),
        ("zvt", "061003000000", {"name": "send_totals", "more": ""}),
        ("zvt", "065003000000", {"name": "end_of_day", "more": ""}),
        ("zvt", "050103000000", {"name": "status_enquiry"}),
        ("zvt", "067000", {"name": "diagnosis", "length": 0}),
        ("zvt", "0620050000000303", {"name": "repeat_receipt", "service_byte": "03"}),
        ("zvt", "06010904000000003300020a", {"name": "authorisation", "minor": 3300, "goods_asked_for": 10}),
        ("zvt", "846600", {"name": "refusal", "result": "66 processing error"}),
        ("zvt", "06d30b060925070705" + b"Hallo".hex(), {"name": "print_text", "texts": ["Hallo"]}),
        ("zvt", "040f152700040000000024680c0314300d11222929001234", {"minor": 2468, "time": "031430", "reckoning": None}),
        ("nut", b"GET VAR kiosk ups.status\n".hex(), {"question": "ups.status", "ups": "kiosk"}),
        ("nut", b'VAR kiosk ups.status "OB LB XX"\n'.hex(), {"says": ["on battery", "battery low", "unknown"]}),
        ("nut", b'VAR kiosk battery.charge "97"\r\n'.hex(), {"variable": "battery.charge", "value": "97"}),
        ("nut", b"ERR DATA-STALE\n".hex(), {"error": "DATA-STALE"}),
        ("rfc2217", "fffa2c6b30fff0", {"options": [{"lines": {"cd": False, "ri": False, "dsr": True, "cts": True}}]}),
        ("rfc2217", "fffa2c050bfff0fffa2c6909fff0", {"options": [{"set": "rts", "on": True, "acknowledged": False},
                                                                 {"set": "dtr", "on": False, "acknowledged": True}]}),
        ("rfc2217", "fffa2c01ffff00fff0", {"options": [{"option": 1, "value": "ff00"}]}),
        ("escpos-status", "18000f00", {"replies": [{"kind": "automatic", "offline": True,
                                                    "faults": ["paper_low", "paper_out"], "notes": []}]}),
        ("evdev", "0c0000000000000020a107000000000001006a0001000000",
         {"records": [{"kind": "key", "name": "RIGHT", "code": 106, "move": "down"}]}),
        ("evdev", "0c0000000000000020a107000000000005000200010000000c0000000000000020a10700000000000000000000000000",
         {"records": [{"kind": "switch", "code": 2, "on": True}, {"kind": "end of group"}]}),
        ("escpos-status", "12", {"replies": [{"kind": "real_time", "byte": "12"}]}),
        ("escpos-status", "37223030303100", {"replies": [{"kind": "block", "hex": "37223030303100", "process_id": 1}]}),
        ("track", b";990120260007730=3012?\r".hex(), {"card": "own", "token": "990120260007730"}),
        ("track", b";4111111111111111=3012?4".hex(), None),
        ("track", b";4111111111111111=3012?".hex(), {"protocol": "track", "card": "foreign"}),
        ("track", "021b310d03", {"event": "card inserted or removed"}),
        ("scanner", "5d43303936303430323632370d", {"codes": [{"data": "960402627", "symbology": "Code 128"}]}),
        ("escpos", "1b401b610148690a1d5601", {"commands": [
            {"command": "start anew", "name": "1B @", "hex": ""},
            {"command": "alignment", "name": "1B a", "hex": "01"},
            {"text": "Hi"}, {"command": "line feed"},
            {"command": "cut", "name": "1D V", "hex": "01"}]}),
        ("escpos", "1d763000010002005aa5" + "100401" + "1d284806003030" + "30303031", {"commands": [
            {"command": "picture", "bytes": 10},
            {"command": "status, at once", "hex": "100401"},
            {"command": "answer with a number", "name": "1D (", "hex": "4806003030" + "30303031"}]}),
        ("escpos", b"4111111111111111".hex(), {"commands": [{"text": "••••••••••••••••"}]}),
        ("pn532", "0000ff0ff1d54b0101004400070416c6c2d738816100",
         {"frames": [{"kind": "cards", "cards": [{"token": "rfid:0416C6C2D73881"}]}]}),
        ("pn532", "0000ff00ff000000ff02fed4022a00",
         {"frames": [{"kind": "acked"}, {"kind": "command", "code": "02", "name": "firmware version", "bytes": 0}]}),
        ("pn532", "0000ff06fad50332010607e800",
         {"frames": [{"kind": "answer", "code": "03", "name": "firmware version", "bytes": 4}]}),
        ("crt", "f200000343303303b2", {"frames": [{"kind": "command", "name": "start, leave the card where it is"}]}),
        ("crt", "06f20000065031303132300395",
         {"frames": [{"kind": "ACK"}, {"kind": "done", "name": "status", "card": "gate", "bin_full": False}]}),
        ("crt", "f20000054e3330423003cb",
         {"frames": [{"kind": "not done", "name": "let cards in", "error": "B0", "meaning": "not initialised"}]}),
        ("rdm6300", "0231303030383646343434323603", {"token": "rfid:100086F444", "number": 8844356, "version": "10"}),
    ],
)  # fmt: skip
def test_what_a_frame_says(
    capsys: pytest.CaptureFixture[str], protocol: str, digits: str, expected: dict[str, Any] | None
) -> None:
    code, said = decode(capsys, protocol, digits)
    assert "411111" not in json.dumps(said)
    assert "474609" not in json.dumps(said)
    if expected is None:
        assert (code, said["error"]) == (1, "wrong_check")
        return
    assert code == 0
    assert {key: said[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("protocol", "digits", "error"),
    [
        ("zvt", "1002849c001003c342", "wrong_check"),
        ("zvt", "1002849c00", "half_block"),
        ("zvt", "040f0227", "wrong_length"),
        ("zvt", "040f0127", "cut_short"),
        ("zvt", "040f020499", "cut_short"),
        ("zvt", "040f029901", "unknown_field"),
        ("zvt", "xyz", "not_hex"),
        ("zvt", "", "wrong_length"),
        ("zvt", "06300100", "cut_short"),
        ("zvt", "0650020000", "cut_short"),
        ("escpos-status", "", "cut_short"),
        ("escpos-status", "1000", "cut_short"),
        ("escpos-status", "ff", "no_status"),
        ("stxlrc:NCCC400", NCCC["requests"][0]["frame"][:-2] + "04", "wrong_check"),
        ("stxlrc:NCCC400", NCCC["requests"][0]["frame"][:-2], "half_record"),
        ("stxlrc:EDC144", NCCC["requests"][0]["frame"], "too_long"),
        ("stxlrc:EDC144", "", "wrong_length"),
        ("stxlrc:EDC144", "ff" * 144, "not_ascii"),
        ("track", "", "no_track"),
        ("track", b"hello".hex(), "no_track"),
        ("track", "0231303030383646343434323603", "no_track"),
        ("rdm6300", "0231303030383646343434323703", "wrong_check"),
        ("scanner", "", "cut_short"),
        ("scanner", "41", "half_frame"),
        ("scanner", "4115", "no_read"),
        ("escpos", "1d7630000100020055", "cut_short"),
        ("evdev", "0c00", "cut_short"),
        ("evdev", "ff" * 24, "no_record"),
        ("escpos", "1d", "cut_short"),
        ("escpos", "", "cut_short"),
        ("pn532", "0000ff02fed4022b00", "wrong_check"),
        ("pn532", "0000ff02fed4", "half_frame"),
        ("pn532", "0000ff03fdd54b01df00", "cut_short"),
        ("pn532", "", "half_frame"),
        ("crt", "f200000343303303b3", "wrong_check"),
        ("crt", "f2000003", "half_frame"),
        ("crt", "f200000350303003a2", "cut_short"),
        ("crt", "", "half_frame"),
        ("rdm6300", "02313003", "wrong_length"),
        ("rdm6300", "31", "no_frame"),
    ],
)
def test_a_bad_frame_is_named(
    capsys: pytest.CaptureFixture[str], protocol: str, digits: str, error: str
) -> None:
    code, said = decode(capsys, protocol, digits)
    assert (code, said) == (1, {"error": error, "protocol": protocol})


CODES = json.loads((ROOT / "tests/contract/bill_codes.json").read_text(encoding="utf-8"))


def decode_bill(capsys: pytest.CaptureFixture[str], *texts: str) -> dict[str, Any]:
    code = main(["decode", "bill", *texts])
    said = capsys.readouterr()
    assert bool(said.out) == (code == 0)
    return dict(json.loads(said.out or said.err))


def test_three_barcodes_are_told_segment_by_segment(capsys: pytest.CaptureFixture[str]) -> None:
    """In any order, in one argument or three; what is missing is counted."""
    first, second, third = CODES["three_segment"]
    said = decode_bill(capsys, third, first, second)
    assert said == decode_bill(capsys, f"{first} {second} {third}")
    assert said["segments"] == [
        {"text": first, "deadline": "160101", "collector": "QC7"},
        {"text": second, "number": second},
        {"text": third, "day": "0101", "check": "47", "amount": 2318},
    ]
    assert (said["amount"], said["deadline"]) == ({"minor": 231800, "currency": "TWD"}, "2027-01-01")
    assert said["key"] == CODES["keys"]["tw_three_segment"]
    assert decode_bill(capsys, first)["wanted"] == 2


def test_a_qr_code_is_told_field_by_field(capsys: pytest.CaptureFixture[str]) -> None:
    """With what is within its templates, and by what both sides know it."""
    said = decode_bill(capsys, CODES["emvco"])
    told = {field["name"]: field for field in said["segments"]}
    assert (told["amount"]["value"], told["CRC"]["value"]) == ("2318.00", "0EC9")
    assert told["additional data"]["fields"] == [
        {"id": "01", "name": "bill number", "value": "QCE02A7K2M9P7730"}
    ]
    assert (said["scheme"], said["key"]) == ("emvco", CODES["keys"]["emvco"])


@pytest.mark.requirement("E9")
def test_a_slip_for_the_counter_is_told_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    """E9: by its number."""
    said = decode_bill(capsys, code_of(A_SLIP_FOR_THE_COUNTER, "Qingchuan Utilities", "Sanchong"))
    assert said["counter_slip"] == "K07-2222-2201"


def test_the_codes_of_other_houses_are_told_too(capsys: pytest.CaptureFixture[str]) -> None:
    twqr = decode_bill(capsys, "TWQRP://QC/158/03/V1?D1=231800&D7=A1")
    assert twqr["segments"][0] == {"name": "QC", "country": "158", "purpose": "03", "version": "V1"}
    tax = decode_bill(
        capsys, "https://paytax.nat.gov.tw/QRCODE.aspx?par=11331ABCDEFGH12345678" + "0000002318150101"
    )
    assert tax["segments"][0]["amount"] == "0000002318"
    kept = vectors("bills")
    epc = decode_bill(capsys, kept["epc_qr"]["vectors"][0])
    assert {"name": "IBAN", "value": "DE33100205000001194700"} in epc["segments"]
    swiss = decode_bill(capsys, kept["swiss_qr"]["vectors"][0])
    assert {"name": "amount", "value": "199.95"} in swiss["segments"]
    boleto = decode_bill(capsys, kept["boleto"]["example_line"])
    assert (boleto["segments"][0]["bank"], boleto["segments"][0]["amount"]) == ("001", 100)


@pytest.mark.parametrize(
    ("texts", "error"),
    [
        ((CODES["emvco"][:-1] + "0",), "wrong_check"),
        ((*CODES["three_segment"][:2], "010148000002318"), "wrong_check"),
        (("hello",), "unknown_code"),
        (("",), "unknown_code"),
        (("TWQRP://QC/158/02/V1?D1=1",), "not_a_bill"),
    ],
)
def test_a_code_that_is_no_good_is_named(
    capsys: pytest.CaptureFixture[str], texts: tuple[str, ...], error: str
) -> None:
    assert decode_bill(capsys, *texts) == {"error": error, "protocol": "bill"}


@pytest.mark.requirement("B7")
def test_an_unmasked_card_is_masked(capsys: pytest.CaptureFixture[str]) -> None:
    """B7: a receipt line and a card number field."""
    _, line = decode(capsys, "zvt", "06d11100" + b"4111111111111111".hex())
    assert line["text"] == "1111"
    _, slip = decode(capsys, "zvt", "040f0b22f0f84111111111111111")
    assert slip["card"] == "••••1111"


def test_it_runs_as_a_command() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "devices", "decode", "rdm6300", "00"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout, json.loads(run.stderr)["error"]) == (1, "", "no_frame")
