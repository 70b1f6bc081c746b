"""`python -m devices.conformance CLASS [--driver MODULE:MAKER] [--only WORDS]`: a table, and 0 when every case passed."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from devices.conformance import cabinet, power, printer, reader, terminal
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
}


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    make: Maker = STANDS[asked.kind]
    if asked.driver:
        make = partial(STANDS[asked.kind], make=_named(asked.driver))
    verdicts = list(trials(make, asked.only))
    for verdict in verdicts:
        sys.stdout.write(line_of(verdict))
    failed = sum(not verdict.passed for verdict in verdicts)
    sys.stdout.write(f"{asked.kind}: {len(verdicts)} cases, {failed} failed\n")
    return 1 if failed or not verdicts else 0


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
    parser.add_argument("--only", default="", metavar="WORDS", help="cases with these words in their name")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
