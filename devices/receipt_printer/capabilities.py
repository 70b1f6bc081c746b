"""What this printer can tell: asked once, kept as long as the same one is on the line.

Knows questions and answers; decides how a receipt is confirmed, and nothing about receipts.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from devices.receipt_printer import protocol
from devices.receipt_printer.protocol import Confirmation
from devices.receipt_printer.talk import Talk
from kiosk.domain.printer import Identity

NAMING = 0.4  # seconds for a text about itself; not every printer has them
PROVING = 2.0  # for the number behind nothing

#: GS I n with bit 1 of the type: an automatic cutter is fitted.
_CUTTER = 0x02


@dataclass(frozen=True, slots=True)
class Capabilities:
    """`automatic`: it tells of changes by itself. `cutter` None: it did not say."""

    confirmation: Confirmation
    automatic: bool = False
    cutter: bool | None = None
    identity: Identity = field(default_factory=Identity)


def asked(talk: Talk, before: Capabilities | None, wanted: Confirmation | None) -> Capabilities:
    """Asks a printer that is online and has nothing to do. `before` stands if it is the same one by its serial number.

    `wanted`: how the site says it confirms; None: find out. Raises NotConnected, NoReply.
    """
    serial = talk.text_about_it(protocol.SERIAL, NAMING)
    if before and serial and serial == before.identity.serial:
        return before
    confirmation = _how_it_confirms(talk) if wanted is None else wanted
    return Capabilities(confirmation, talk.tells_by_itself(), _cutter(talk), _identity(talk, serial))


def _how_it_confirms(talk: Talk) -> Confirmation:
    """Both questions at once, in turn: what the first one's silence means is plain when the second is answered."""
    numbered, in_turn = talk.proves(PROVING)
    if numbered:
        return Confirmation.PROCESS_ID
    return Confirmation.PAPER_SENSOR if in_turn else Confirmation.NONE


def _cutter(talk: Talk) -> bool | None:
    kind = talk.number_about_it(protocol.TYPE, NAMING)
    return None if kind is None else bool(kind & _CUTTER)


def _identity(talk: Talk, serial: str) -> Identity:
    maker = talk.text_about_it(protocol.MAKER, NAMING)
    if not maker:  # a printer that does not know the question is not asked it thrice
        return Identity(serial=serial)
    model, firmware = (talk.text_about_it(what, NAMING) for what in (protocol.MODEL, protocol.FIRMWARE))
    return Identity(maker, model, firmware, serial)
