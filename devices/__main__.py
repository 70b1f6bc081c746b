"""`python -m devices decode PROTOCOL HEX` and `decode bill TEXT ...`: what a frame or a bill's code says, as JSON.

A bad one: its name on stderr, exit 1.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date

from devices.decode import PROTOCOLS, Decoded
from devices.decode_bill import bill
from devices.frames import BadFrame

#: Takes texts, not bytes.
BILL = "bill"


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    try:
        said = _said(asked.protocol, asked.data)
    except BadFrame as bad:
        print(json.dumps({"error": bad.reason, "protocol": asked.protocol}), file=sys.stderr)
        return 1
    print(json.dumps({"protocol": asked.protocol, **said}, ensure_ascii=False, indent=2))
    return 0


def _said(protocol: str, data: Sequence[str]) -> Decoded:
    if protocol == BILL:
        return bill(data, date.today())
    return PROTOCOLS[protocol](_bytes(" ".join(data)))


def _bytes(digits: str) -> bytes:
    try:
        return bytes.fromhex(digits)
    except ValueError:
        raise BadFrame("not_hex") from None


def _name(protocol: str) -> str:
    """The tables of `stxlrc:` are written in capitals or not."""
    head, colon, table = protocol.partition(":")
    return head + colon + table.upper()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m devices", description="Reads device frames.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    decode = verbs.add_parser("decode", help="say what one frame means, as JSON")
    decode.add_argument("protocol", type=_name, choices=sorted([*PROTOCOLS, BILL]))
    decode.add_argument(
        "data",
        nargs="+",
        help="the frame's bytes in hexadecimal; of a bill the texts of its codes as scanned",
    )
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
