"""Drivers of the house as programs at a real port, as `docs/conformance.md` asks for: `CLASS PORT`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

from devices.card_reader.pn532.driver import Pn532Reader
from devices.code_scanner.driver import SerialCodeScanner
from devices.code_scanner.protocol import Framing
from devices.conformance.printer import escpos
from devices.link import Link
from devices.payment_terminal.zvt.driver import ZvtTerminal
from devices.power.driver import NutPower
from devices.tcp_link import TcpLink
from kiosk.domain.money import Money
from kiosk.domain.payment import Approved, Declined, InDoubt, Outcome, Payment, judge
from kiosk.domain.receipt import Centred, Paper
from kiosk.ports import BadReply, DeviceError, Held, NoReply, NotConnected, Refused, Undrained

NAMES = {
    NotConnected: "not_connected",
    Held: "held",
    NoReply: "no_reply",
    Undrained: "undrained",
    BadReply: "bad_reply",
    Refused: "refused",
}
Question = dict[str, Any]


def printer(port: str) -> Callable[[Question], Question]:
    driver = escpos(Link(port, 115_200))  # type: ignore[arg-type]

    def answer(asked: Question) -> Question:
        paper = Paper("K07-0138-X4", "en", tuple(Centred(line) for line in asked["lines"]))
        return {"outcome": driver.print(paper).value}

    return answer


def sure_printer(port: str) -> Callable[[Question], Question]:
    real = printer(port)
    return lambda asked: real(asked) and {"outcome": "confirmed"}


def reader(driver: Any) -> Callable[[Question], Question]:
    def answer(asked: Question) -> Question:
        if asked["do"] == "give_back":
            driver.give_back()
            return {}
        told = driver.read()
        return {"told": told if isinstance(told, str) else None}

    return answer


def power(port: str) -> Callable[[Question], Question]:
    driver = NutPower(TcpLink(port, 3493), "kiosk")

    def answer(asked: Question) -> Question:
        said = driver.status()
        return {"state": said.state.value, "faults": [fault.value for fault in said.faults]}

    return answer


class Terminal:
    def __init__(self, port: str) -> None:
        self._driver = ZvtTerminal(Link(port, 9600, stop_bits=2), "000000", "TWD")
        self._payment: Payment | None = None

    def __call__(self, asked: Question) -> Question:
        if asked["do"] == "prepare":
            self._mark = self._driver.prepare()
            return {}
        amount = Money(asked["minor"], asked["currency"])
        if asked["do"] == "charge":
            self._payment = Payment("1", "K07", (), amount, datetime.now().astimezone(), self._mark)
            return _told(self._driver.charge(amount, lambda stage: None))
        assert self._payment
        return _told(judge(self._payment, self._driver.inquire(self._payment)) or InDoubt("no_answer"))


def _told(outcome: Outcome) -> Question:
    match outcome:
        case Approved(slip):
            return {"outcome": "approved", "receipt": slip.receipt}
        case Declined():
            return {"outcome": "declined"}
        case InDoubt():
            return {"outcome": "in_doubt"}
        case _:
            return {"outcome": "cancelled"}


PROGRAMS: dict[str, Callable[[str], Callable[[Question], Question]]] = {
    "receipt_printer.escpos": printer,
    "receipt_printer.sure": sure_printer,
    "payment_terminal.zvt": Terminal,
    "card_reader.pn532": lambda port: reader(Pn532Reader(Link(port, 115_200))),
    "code_scanner.serial": lambda port: reader(SerialCodeScanner(Link(port), Framing())),
    "power.nut": power,
}


def main(kind: str, port: str) -> None:
    answer = PROGRAMS[kind](port)
    for line in sys.stdin:
        try:
            said = answer(json.loads(line))
        except DeviceError as error:
            said = {"error": NAMES[type(error)], "words": str(error)}
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
