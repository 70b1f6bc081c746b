"""The tables: those of the sources, whole, and refused where they do not hold together."""

from typing import Any

import pytest

from devices.payment_terminal.fixed_field.layout import BadLayout, layout, layouts, read
from kiosk.settings.values import TERMINALS
from tests.devices.payment_terminal.fixed_field.vectors import LAYOUTS, NCCC

#: Terminal of the source -> its table here.
OURS = {
    "H5000": "edc144",
    "S9000": "edc144",
    "SAGEM": "sagem144",
    "ICT220_CATHAY": "cathay144",
    "SinoPac": "sinopac144",
    "VX570_400": "vx570_400",
    "NETPOS3000": "netpos200",
    "AS320": "as320_144",
    "AS320_UnionPay": "as320_unionpay144",
    "AS320_200": "as320_200",
    "AllPay": "allpay144",
    "TaiHsin_400": "taishin400",
    "FirstBank_400": "firstbank400",
    "ESUN_S80RF_600": "esun600",
    "CTBC_AS320_250": "ctbc250",
}
#: Of this one the source knows two places of the answer only: it is not offered.
NOT_WHOLE = "VX510_ESun"
FAMILIES = [
    (name, family) for family in LAYOUTS["families"] for name in family["terminals"] if name != NOT_WHOLE
]


def test_every_table_is_offered_in_the_settings() -> None:
    assert ("zvt", *layouts()) == TERMINALS
    assert {*OURS.values(), "nccc400"} == set(layouts())
    assert all(layout(key).source for key in layouts())


@pytest.mark.parametrize(("terminal", "family"), FAMILIES, ids=[name for name, _ in FAMILIES])
def test_a_table_is_that_of_its_source(terminal: str, family: dict[str, Any]) -> None:
    table = layout(OURS[terminal])
    assert table.length == family["length"] == family["sum"]
    assert [(start + 1, end - start) for start, end in table.fields.values()] == [
        (start, size) for start, size, _ in family["fields_1based"]
    ]
    line = table.line
    said = f"{line.baud} {line.data_bits}{line.parity}{line.stop_bits}"
    assert said in family["serial"] or terminal in ("SAGEM", "AS320_UnionPay", "FirstBank_400", "SinoPac")


@pytest.mark.parametrize(
    ("key", "source"),
    [
        ("edc144", "144 (H5000 etc)"),
        ("as320_144", "AS320"),
        ("vx570_400", "VX570_400"),
        ("taishin400", "TaiHsin/FirstBank"),
        ("esun600", "ESUN_600"),
        ("ctbc250", "CTBC_250"),
        ("allpay144", "AllPay"),
    ],
)
def test_the_answers_places_are_those_of_the_source(key: str, source: str) -> None:
    fields = layout(key).fields
    for name, (start, size) in LAYOUTS["response"][source].items():
        assert fields["rrn" if name == "ref" else name] == (start - 1, start - 1 + size), name


@pytest.mark.parametrize("key", layouts())
def test_the_kinds_of_request_have_the_numbers_of_the_source(key: str) -> None:
    numbers = {name.split()[0]: number for number, name in LAYOUTS["trans_types"].items()}
    assert layout(key).types.items() <= numbers.items()


def test_the_first_table_is_that_of_its_source() -> None:
    table = layout("nccc400")
    assert [(start + 1, end - start) for start, end in table.fields.values()] == [
        (field["pos"], field["len"]) for field in NCCC["layout_1based"]
    ]


def test_an_unknown_name_has_no_table() -> None:
    with pytest.raises(KeyError):
        layout("../nccc400")


def said(**changes: object) -> dict[str, Any]:
    names = ("type", "receipt", "card", "amount", "date", "time", "approval", "response", "terminal_id")
    sizes = (2, 6, 19, 12, 6, 6, 9, 4, 8)
    rows = [[sum(sizes[:n]) + 1, sizes[n], name] for n, name in enumerate(names)]
    whole: dict[str, Any] = {
        "name": "a table",
        "source": "a test",
        "line": {"baud": 9600, "data_bits": 8, "parity": "N", "stop_bits": 1},
        "length": 72,
        "decimals": 2,
        "types": {"sale": "01", "void": "30", "settlement": "50"},
        "fill": {},
        "fields": rows,
    }
    return {**whole, **changes}


def test_a_table_that_holds_together_is_taken() -> None:
    assert read("good", said()).length == 72


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"length": 71}, "72 characters"),
        ({"fields": [[1, 2, "type"], [4, 6, "receipt"]]}, "stands at 4"),
        ({"fields": [[1, 2, "type"], [2, 6, "receipt"]]}, "stands at 2"),
        ({"fields": [[1, 2, "type"], [3, 2, "type"]]}, "twice"),
        ({"fields": [[1, 0, "type"]]}, "stands at 1"),
        ({"fields": [[1, 72, "type"]]}, "no field receipt"),
        ({"fill": {"host": "03"}}, "no field host"),
        ({"fill": {"receipt": "0"}}, "1 characters"),
        ({"fill_for": {"settlement": {"receipt": "0"}}}, "1 characters"),
        ({"reference": ["store_id"]}, "no field store_id"),
        ({"types": {"sale": "01"}}, "no type for void"),
        ({"decimals": 3}, "no known form"),
        ({"line": {"baud": 9600}}, "missing"),
        ({"fields": None}, "NoneType"),
    ],
)
def test_a_table_with_a_gap_never_comes_to_the_line(changes: dict[str, object], wrong: str) -> None:
    with pytest.raises(BadLayout, match=wrong):
        read("bad", said(**changes))
