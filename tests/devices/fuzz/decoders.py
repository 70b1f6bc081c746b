"""`python -m devices decode`, every protocol."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from devices.decode import PROTOCOLS
from tests.devices.fuzz import around, keypads, printers, readers, scanners, terminals
from tests.devices.fuzz.frames import Fuzzed, Parsers, quietly

_ESCPOS = [
    b"\x1b@\x1ba\x01Hi\n\x1dV\x01",
    b"\x1dv0\x00\x01\x00\x02\x00\x5a\xa5\x10\x04\x01",
    b"\x1d(H\x06\x0000" + b"0001",
]
SEEDS: dict[str, Sequence[bytes]] = {
    "track": readers.STRIPES,
    "rdm6300": readers.TAGS,
    "pn532": readers.PN532,
    "crt": readers.CRT,
    "scanner": [text + b"\r" for text in scanners.TEXTS],
    "escpos": _ESCPOS,
    "escpos-status": printers.PARSERS["printer"][1],
    "evdev": keypads.GROUPS,
    "nut": [*around.PARSERS["nut_lines"][1], b"GET VAR kiosk ups.status\n"],
    "rfc2217": [bytes.fromhex("fffa2c6b30fff0"), bytes.fromhex("fffa2c0508fff0fffa2c690bfff0")],
    "zvt": [*terminals.PARSERS["zvt_blocks"][1], *terminals.PARSERS["zvt_messages"][1]],
    **{
        name: terminals.PARSERS[f"records_{name[7:].lower()}"][1]
        for name in PROTOCOLS
        if name[:7] == "stxlrc:"
    },
}


def _decoder(name: str) -> Callable[[], Fuzzed]:
    def decode(data: bytes) -> None:
        quietly(PROTOCOLS[name], data)

    return lambda: decode


PARSERS: Parsers = {f"decode_{name}": (_decoder(name), SEEDS[name]) for name in PROTOCOLS}
