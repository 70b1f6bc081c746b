"""`python -m devices.conformance CLASS [--driver MODULE:MAKER] [--only WORDS]`: a table, and 0 when every case passed.

`--port PORT [--baud N] --program COMMAND`: plays the device at a real port, for a driver in any language.
`--device PORT [--baud N]`: works somebody else's device or emulator at a real port.
"""

from __future__ import annotations

import argparse
import importlib
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from typing import Any

from devices.conformance import cabinet, device, keypad, power, printer, reader, terminal
from devices.conformance import outside as at_a_port
from devices.conformance.real_line import wire_of
from devices.conformance.trial import Maker, Verdict, trials

#: What can be tried: the class, and the protocol that its pretend device speaks.
STANDS: dict[str, Callable[..., Any]] = {
    "receipt_printer.escpos": printer.escpos_stand,
    "payment_terminal.zvt": terminal.zvt_stand,
    "payment_terminal.fixed_field": terminal.fixed_field_stand,
    "card_reader.tag": reader.tag_stand,
    "card_reader.pn532": reader.pn532_stand,
    "card_reader.crt571": reader.crt571_stand,
    "code_scanner.serial": reader.scanner_stand,
    "cabinet.lines": cabinet.lines_stand,
    "power.nut": power.nut_stand,
    "keypad.evdev": keypad.evdev_stand,
}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = _parser()
    asked = parser.parse_args(arguments)
    if (
        bool(asked.port) != bool(asked.program)
        or bool(asked.port) + bool(asked.driver) + bool(asked.device) > 1
    ):
        parser.error("one of --driver, --device, or --port with --program")
    count = failed = 0
    for verdict in _verdicts(asked):
        sys.stdout.write(line_of(verdict))
        sys.stdout.flush()
        count, failed = count + 1, failed + (not verdict.passed)
    sys.stdout.write(f"{asked.kind}: {count} cases, {failed} failed\n")
    return 1 if failed or not count else 0


def _verdicts(asked: argparse.Namespace) -> Iterator[Verdict]:
    if asked.port:
        yield from _at_a_port(asked)
        return
    if asked.device:
        yield from _with_a_device(asked)
        return
    make: Maker = STANDS[asked.kind]
    if asked.driver:
        make = partial(STANDS[asked.kind], make=_named(asked.driver))
    yield from trials(make, asked.only)


def _at_a_port(asked: argparse.Namespace) -> Iterator[Verdict]:
    if asked.kind not in at_a_port.STANDS:
        raise SystemExit(f"{asked.kind} is not played at a port: {', '.join(at_a_port.STANDS)}")
    try:
        with (
            wire_of(asked.port, asked.baud) as wire,
            closing(at_a_port.Outside(wire, shlex.split(asked.program))) as outside,
        ):
            yield from trials(outside.stand(asked.kind), asked.only)
    except (OSError, ValueError) as wrong:
        raise SystemExit(f"--port {asked.port}: {wrong}") from wrong


def _with_a_device(asked: argparse.Namespace) -> Iterator[Verdict]:
    if asked.kind not in device.CLASSES:
        raise SystemExit(f"{asked.kind} cannot be worked alone: {', '.join(device.CLASSES)}")
    with device.stand_at(asked.kind, asked.device, asked.baud) as make:
        yield from trials(make, asked.only)


def line_of(verdict: Verdict) -> str:
    mark = "passed" if verdict.passed else "FAILED"
    words = ": ".join(filter(None, (verdict.case.name, "; ".join(verdict.broken))))
    return f"{mark}  {verdict.seconds:7.1f} s  {words}\n"


def _named(name: str) -> Callable[..., Any]:
    """`package.module:maker`. Raises SystemExit with what is wrong."""
    module, _, maker = name.partition(":")
    try:
        return getattr(importlib.import_module(module), maker)  # type: ignore[no-any-return]
    except (ImportError, AttributeError, ValueError) as wrong:
        raise SystemExit(f"--driver {name}: {wrong}; it is named as package.module:maker") from wrong


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m devices.conformance", description=__doc__)
    parser.add_argument("kind", choices=sorted(STANDS), metavar="CLASS", help=", ".join(sorted(STANDS)))
    parser.add_argument(
        "--driver", default="", metavar="MODULE:MAKER", help="instead of the driver of the house"
    )
    parser.add_argument(
        "--port",
        default="",
        help="play the device here: a path for a pseudo-terminal, a serial port, or tcp://HOST:PORT",
    )
    parser.add_argument(
        "--device", default="", metavar="PORT", help="work the device here; a battery: NAME@HOST:PORT"
    )
    parser.add_argument("--baud", type=int, default=9600, help="of a serial port")
    parser.add_argument(
        "--program", default="", metavar="COMMAND", help="the driver at --port (docs/conformance.md)"
    )
    parser.add_argument("--only", default="", metavar="WORDS", help="cases with these words in their name")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
