"""`python -m devices decode PROTOCOL HEX`: what a frame says, as JSON. A bad frame: its name on stderr, exit 1."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from devices.decode import PROTOCOLS
from devices.frames import BadFrame


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    try:
        said = PROTOCOLS[asked.protocol](_bytes(asked.hex))
    except BadFrame as bad:
        print(json.dumps({"error": bad.reason, "protocol": asked.protocol}), file=sys.stderr)
        return 1
    print(json.dumps({"protocol": asked.protocol, **said}, ensure_ascii=False, indent=2))
    return 0


def _bytes(digits: str) -> bytes:
    try:
        return bytes.fromhex(digits)
    except ValueError:
        raise BadFrame("not_hex") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m devices", description="Reads device frames.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    decode = verbs.add_parser("decode", help="say what one frame means, as JSON")
    decode.add_argument("protocol", choices=sorted(PROTOCOLS))
    decode.add_argument("hex", help="the frame's bytes in hexadecimal; spaces are allowed")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
