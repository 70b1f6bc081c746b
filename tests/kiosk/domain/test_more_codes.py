"""Bills of other countries: the published examples, one wrong character, and codes that are well formed and no bill."""

from datetime import date

import pytest

from kiosk.domain import codes
from kiosk.domain.codes import Code, CodeFault, boleto, checks
from tests.kiosk.domain.drafts import NOW
from tests.vectors.kept import vectors

VECTORS = vectors("bills")
TODAY = NOW.date()
EPC = VECTORS["epc_qr"]["vectors"][0]
SWISS = VECTORS["swiss_qr"]["vectors"][0]
PIX = VECTORS["pix"]["vectors"][0]
BOLETO, LINE = VECTORS["boleto"]["example_barcode"], VECTORS["boleto"]["example_line"]
REFERENCES = VECTORS["references"]


@pytest.mark.parametrize("iban", REFERENCES["iban_valid"])
def test_accounts(iban: str) -> None:
    assert checks.is_iban(iban)
    assert not checks.is_iban(iban[:-1] + str((int(iban[-1]) + 1) % 10))
    assert not checks.is_iban(iban[:4] + iban[5] + iban[4] + iban[6:]) or iban[4] == iban[5]


def test_references() -> None:
    (rf,) = REFERENCES["iso11649_valid"]
    assert checks.is_creditor_reference(rf)
    assert not checks.is_creditor_reference(rf[:-1] + "5")
    (qrr,) = VECTORS["swiss_qr"]["esr_mod10_recursive"]["valid"]
    assert checks.is_recursive_10(qrr)
    assert not checks.is_recursive_10(qrr[:-1] + str((int(qrr[-1]) + 1) % 10))
    assert not checks.is_recursive_10("")


@pytest.mark.parametrize(
    ("text", "scheme", "number"),
    [
        (EPC, "epc", "Spende"),
        (EPC.replace("\n", "\r\n"), "epc", "Spende"),
        (EPC.replace("\n\nSpende", "\nRF18539007547034"), "epc", "RF18539007547034"),
        (SWISS, "swiss_qr", "RF18539007547034"),
        (BOLETO, "boleto", BOLETO[19:]),
        (LINE, "boleto", BOLETO[19:]),
        ("00190.50095 40144.816069 06809.350314 3 37370000000100", "boleto", BOLETO[19:]),
        (PIX.replace("62070503***63041D3D", "62080504AB126304"), "pix", "AB12"),
    ],
)
def test_whole_codes(text: str, scheme: str, number: str) -> None:
    if scheme == "pix":
        text += codes.emvco.crc(text)
    found = codes.read((text,), TODAY)
    assert isinstance(found, Code)
    assert (found.scheme, found.number) == (scheme, number)
    assert (found.amount, found.deadline) == (None, None)  # the centre says what is owed


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (EPC.replace("DE33", "DE34"), CodeFault.WRONG_CHECK),
        (EPC.replace("EUR20", "USD20"), CodeFault.WRONG_CHECK),
        (EPC.replace("SCT", "SDD"), CodeFault.WRONG_CHECK),
        (EPC.replace("\n\nSpende", "\nRF18539007547035"), CodeFault.WRONG_CHECK),
        (EPC.replace("Spende", ""), CodeFault.NOT_A_BILL),
        ("BCD\n", CodeFault.WRONG_CHECK),
        (SWISS.replace("CH58", "CH59"), CodeFault.WRONG_CHECK),
        (SWISS.replace("RF18", "RF19"), CodeFault.WRONG_CHECK),
        (SWISS.replace("SCOR", "QRR"), CodeFault.WRONG_CHECK),
        (SWISS.replace("EPD", "END"), CodeFault.WRONG_CHECK),
        (SWISS.replace("SCOR\r\nRF18539007547034\r\nx", "NON\r\n\r\n"), CodeFault.NOT_A_BILL),
        ("SPC\r\n0200", CodeFault.WRONG_CHECK),
        (BOLETO[:-1] + "2", CodeFault.WRONG_CHECK),
        (LINE[:9] + "4" + LINE[10:], CodeFault.WRONG_CHECK),
        (LINE[:32] + "4" + LINE[33:], CodeFault.WRONG_CHECK),
        (PIX, CodeFault.NOT_A_BILL),
        (PIX[:-1] + "E", CodeFault.WRONG_CHECK),
        ("1" * 45, CodeFault.UNKNOWN),
    ],
)
def test_codes_that_lead_nowhere_are_named(text: str, fault: CodeFault) -> None:
    assert codes.read((text,), TODAY) is fault


def test_every_single_wrong_digit_of_a_boleto_is_noticed() -> None:
    """Both ways of writing it; where a check digit of 1 stands for three remainders, a few pass, as FEBRABAN knows."""
    for place in range(44):
        wrong = BOLETO[:place] + str((int(BOLETO[place]) + 1) % 10) + BOLETO[place + 1 :]
        assert codes.read((wrong,), TODAY) is CodeFault.WRONG_CHECK, place


def test_days_that_began_again_are_read_nearest_today() -> None:
    assert boleto.due(BOLETO, date(2007, 12, 31)) == date(2007, 12, 31)
    assert boleto.due(BOLETO, date(2032, 1, 1)) == date(2032, 8, 21)
    assert boleto.due(BOLETO[:5] + "0000" + BOLETO[9:], TODAY) is None
