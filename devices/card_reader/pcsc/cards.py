"""What lies on a PC/SC reader, by its answer to reset: memory cards say so in a form of their own (PC/SC part 3, 3.1.3).

3B 8N 80 01 80 4F LEN A0 00 00 03 06 SS NN NN 00 00 00 00 TCK       SS: the standard, NN: the card's name
"""

from __future__ import annotations

from devices.frames import BadFrame

#: "Get data: UID", answered by the reader itself (PC/SC part 3, 3.2.2.1.3).
GET_UID = bytes.fromhex("ffca000000")
_INDUSTRY = bytes.fromhex("a000000306")
#: ISO/IEC 14443 type A, parts 1 to 3: what has an identifier, and no processor.
_STANDARDS = (0x01, 0x02, 0x03)


def is_memory_card(atr: bytes) -> bool:
    """Whether this is a contactless memory card. A bank card answers as a card with a processor, and is not."""
    at = atr.find(b"\x80\x4f")
    if atr[:1] != b"\x3b" or at < 2 or len(atr) < at + 3 + 12:
        return False
    history = atr[at + 2 :]
    return history[0] >= 0x0C and history[1:6] == _INDUSTRY and history[6] in _STANDARDS


def uid_of(answer: bytes) -> bytes:
    """The identifier in front of 90 00. Raises BadFrame: `refused`, `cut_short`."""
    if len(answer) < 2:
        raise BadFrame("cut_short")
    if answer[-2:] != b"\x90\x00":
        raise BadFrame("refused")
    return answer[:-2]
