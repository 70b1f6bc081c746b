"""Codes of bills: the published examples, every order of scanning, and one wrong character anywhere."""

import itertools
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import codes
from kiosk.domain.codes import Code, CodeFault, More, emvco, three_segment
from kiosk.domain.money import Money
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.examples import BILL_CODE, CODES, EMVCO
from tests.vectors.kept import vectors

HERE = Path(__file__).parent
VECTORS = vectors("bills")
CONTRACT = json.loads((HERE.parents[1] / "contract" / "bill_codes.json").read_text("utf-8"))
SEGMENTS = VECTORS["tw_cvs_three_segment"]["vectors"]
TODAY = NOW.date()
TAX = "https://paytax.nat.gov.tw/QRCODE.aspx?par=1120143210001234567890000012345151130"


@pytest.mark.parametrize("bill", SEGMENTS)
@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_three_segments_in_any_order(bill: dict[str, Any], order: tuple[int, ...]) -> None:
    texts = [(bill["seg1"], bill["seg2"], bill["seg3"])[place] for place in order]
    found = codes.read(texts, TODAY)
    if not bill["valid"]:
        assert found is CodeFault.WRONG_CHECK
        return
    assert isinstance(found, Code)
    assert found.texts == (bill["seg1"], bill["seg2"], bill["seg3"])
    if "amount" in bill:
        assert (found.amount, found.deadline) == (Money(bill["amount"] * 100), date(2007, 4, 2))


def test_until_the_third_more_is_wanted_and_another_bill_begins_anew() -> None:
    assert codes.read(CODES[:1], TODAY) == More(CODES[:1], 2)
    assert codes.read((CODES[2], CODES[0]), TODAY) == More((CODES[2], CODES[0]), 1)
    assert codes.read((CODES[0], CODES[0]), TODAY) == More(CODES[:1], 2)
    other = "160101QC8"
    assert codes.read((CODES[0], other), TODAY) == More((other,), 2)
    assert codes.read(CODES, TODAY) == BILL_CODE


@given(place=st.integers(0, 39), digit=st.sampled_from("0123456789"))
def test_one_wrong_digit_anywhere_is_noticed_unless_the_sum_is_the_same(place: int, digit: str) -> None:
    """A digit changes its sum by one to nine, never by eleven."""
    joined = "".join(CODES)
    if not joined[place].isdigit() or joined[place] == digit:
        return
    wrong = joined[:place] + digit + joined[place + 1 :]
    found = codes.read((wrong[:9], wrong[9:25], wrong[25:]), TODAY)
    assert found is CodeFault.WRONG_CHECK


@pytest.mark.parametrize(
    ("printed", "day"),
    [("151217", date(2026, 12, 17)), ("261217", date(2026, 12, 17)), ("991231", date(2010, 12, 31))],
)
def test_the_year_is_the_nearest_of_both_calendars(printed: str, day: date) -> None:
    assert three_segment._nearest(printed, TODAY) == day


@pytest.mark.parametrize("text", ["*160101QC7*", "1601-01QC7", "160101qc7"])
def test_what_is_printed_for_the_eye_does_not_count(text: str) -> None:
    assert codes.read((text,), TODAY) == More(CODES[:1], 2)


@pytest.mark.parametrize("text", [*VECTORS["emvco_mpm"]["vectors"], *VECTORS["pix"]["vectors"], EMVCO])
def test_a_merchant_code_ends_with_its_crc(text: str) -> None:
    assert emvco.is_whole(text)
    assert not emvco.is_whole(text[:-1] + ("0" if text[-1] != "0" else "1"))
    assert (
        codes.read((text[:30] + ("0" if text[30] != "0" else "1") + text[31:],), TODAY)
        is CodeFault.WRONG_CHECK
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (EMVCO, Code("emvco", (EMVCO,), CODES[1])),
        (VECTORS["emvco_mpm"]["invalid"][0], CodeFault.WRONG_CHECK),
        (VECTORS["emvco_mpm"]["vectors"][0], CodeFault.NOT_A_BILL),
        (VECTORS["twqr"]["vectors"][0]["payload"], CodeFault.NOT_A_BILL),
        ("TWQRP://電費/158/03/V1?D1=25000&D7=A1&D10=901", "A1"),
        ("TWQRP://電費/158/03", CodeFault.WRONG_CHECK),
        (TAX, "4321000123456789"),
        (TAX[:-1], CodeFault.WRONG_CHECK),
        ("4711234567892", CodeFault.UNKNOWN),
        ("", CodeFault.UNKNOWN),
        ("https://example.org/", CodeFault.UNKNOWN),
    ],
)
def test_other_codes(text: str, found: Any) -> None:
    read = codes.read((text,), TODAY)
    if isinstance(found, str) and not isinstance(found, CodeFault):
        assert isinstance(read, Code)
        assert (read.number, read.texts) == (found, (text,))
        return
    assert read == found


#: An e-invoice is a receipt of something already paid.
E_INVOICE = [
    text
    for text in (*VECTORS["tw_einvoice"].values(), *VECTORS["tw_einvoice"]["base64_variant"].values())
    if isinstance(text, str) and " " not in text
]


@pytest.mark.parametrize("text", E_INVOICE)
def test_an_e_invoice_is_no_bill(text: str) -> None:
    assert codes.read((text,), TODAY) in (CodeFault.UNKNOWN, CodeFault.NOT_A_BILL)


@pytest.mark.parametrize("case", VECTORS["twqr"]["vectors"], ids=lambda case: str(case["payload"][-9:]))
def test_a_transfer_between_persons_is_no_bill(case: dict[str, Any]) -> None:
    assert codes.read((case["payload"],), TODAY) is CodeFault.NOT_A_BILL


def test_the_crc_is_that_of_the_catalogue() -> None:
    checks = {row["name"]: row["check"] for row in vectors("crc_catalogue")["vectors"]}
    assert emvco.crc("123456789") == checks["CRC-16/CCITT-FALSE (IBM-3740)"]


def test_a_tax_bill_says_amount_and_day() -> None:
    read = codes.read((TAX,), TODAY)
    assert isinstance(read, Code)
    assert (read.amount, read.deadline) == (Money(1_234_500), date(2026, 11, 30))


@given(st.lists(st.text(max_size=60), max_size=4))
def test_nothing_that_anybody_scans_breaks_it(texts: list[str]) -> None:
    assert isinstance(codes.read(texts, TODAY), (Code, More, CodeFault))


def test_the_codes_are_those_of_the_centre() -> None:
    """Our own bills, read as the centre prints them, and known by the same keys."""
    assert tuple(CONTRACT["three_segment"]) == CODES
    assert CONTRACT["emvco"] == EMVCO
    assert codes.key("tw_three_segment", CODES) == CONTRACT["keys"]["tw_three_segment"]
    assert codes.key("emvco", [EMVCO]) == CONTRACT["keys"]["emvco"]
    assert BILL_CODE.deadline == date.fromisoformat(CONTRACT["printed"]["deadline"])


def test_no_code_shows_in_a_repr() -> None:
    assert CODES[1] not in repr(BILL_CODE)
