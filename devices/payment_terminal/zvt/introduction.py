"""Whether a ZVT terminal is at the other end of a line, and which: asked how it is, which moves nothing."""

from __future__ import annotations

from devices.link import Link
from devices.payment_terminal.zvt.blocks import Blocks
from devices.payment_terminal.zvt.till import Till

ACK_SECONDS = 1.0  # at a port where perhaps nobody knows this protocol


def introduced(link: Link, password: str, currency: str, expected: str = "") -> str | None:
    """Its terminal id; "" where it does not say; None: it is none, or another than `expected`. Raises DeviceError: so."""
    reply = Till(Blocks(link, ACK_SECONDS), password, currency, config_byte=0).enquire(again=False)
    name = reply.status.terminal_id if reply.status else ""
    return None if expected and name not in ("", expected) else name
