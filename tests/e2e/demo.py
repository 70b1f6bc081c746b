"""The demonstration for a person with a display: workbench, centre and kiosk, until the window is closed.

`python -m tests.e2e.demo [--size WxH] [--lang LANGUAGE]`. What it keeps lies in `out/demo/` and is made anew each time.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path

from kiosk.domain.language import Language
from kiosk.settings.values import TERMINALS
from tests.e2e.system import ROUND_THE_CLOCK, Overrides, System

HOW = """
The kiosk is open. Beside it run:

  the desk       http://{crm}/desk       chen / qingchuan-chen, chang / qingchuan-chang
  the contract   http://{crm}/api/openapi.json
  the workbench  http://{bench}/

On the workbench's page you are the customer: hold a card to the reader (its PIN stands on it), choose what the next
payment will do, take the paper away, read the text messages, watch the receipts come out.

What was printed lies as pictures in {receipts}
Maintenance: five taps on the brand at the top left, PIN 739164. Floor staff: Help, For our staff, 2041 and 526813.
Close the window, or press Ctrl-C here, to end it all.
"""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", default="540x960")
    parser.add_argument("--lang", default="zh-Hant", choices=tuple(Language))
    parser.add_argument("--payment-terminal-protocol", default="zvt", choices=TERMINALS)
    parser.add_argument("--card-reader", default="stripe", choices=("stripe", "pn532", "crt571"))
    parser.add_argument("--out", type=Path, default=Path("out/demo"))
    asked = parser.parse_args()
    shutil.rmtree(asked.out, ignore_errors=True)
    asked.out.mkdir(parents=True)
    languages = sorted(Language, key=lambda language: language != asked.lang)
    overrides: Overrides = {
        "languages": {"offered": ", ".join(languages)},
        "payment_terminal": {
            "answer_seconds": 20,
            "protocol": asked.payment_terminal_protocol,
            "terminal_id": "52500038",
        },
        "card_reader": {"protocol": asked.card_reader},
        "callback": ROUND_THE_CLOCK,
    }
    with System(
        asked.out.resolve(), size=asked.size, overrides=overrides, crowd=True, surrounded=True
    ) as system:
        system.start_bench()
        system.prepare_crm()
        system.start_crm()
        system.enrol()
        system.start_kiosk(robot=False)
        receipts = system.data / "workbench" / "memory" / "receipt_printer"
        sys.stdout.write(HOW.format(crm=system.crm_address, bench=system.bench_address, receipts=receipts))
        sys.stdout.flush()
        _wait_for_the_end(system)
    return 0


def _wait_for_the_end(system: System) -> None:
    try:
        while system.process("kiosk").alive:
            time.sleep(0.5)
    except KeyboardInterrupt:
        sys.stdout.write("\n")


if __name__ == "__main__":
    sys.exit(main())
