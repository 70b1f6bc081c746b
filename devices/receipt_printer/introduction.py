"""Whether a receipt printer is at the other end of a line, and which: asked without printing."""

from __future__ import annotations

from devices.link import Link
from devices.receipt_printer import protocol
from devices.receipt_printer.capabilities import NAMING
from devices.receipt_printer.protocol import Question
from devices.receipt_printer.talk import Talk


def introduced(link: Link) -> str | None:
    """Its serial number; "" where it does not say, or cannot now (no paper). Raises DeviceError: it is none."""
    talk = Talk(link)
    talk.fresh()
    for question in (Question.PRINTER, Question.PAPER):  # two answers in its form are no noise
        talk.ask(question)
    return talk.text_about_it(protocol.SERIAL, NAMING)
