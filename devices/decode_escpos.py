"""What was sent to an ESC/POS printer, command by command: names, lengths, text. Pure; no picture is drawn."""

from __future__ import annotations

from devices.frames import BadFrame
from devices.receipt_printer.commands import RealTimeFilter, next_command

Decoded = dict[str, object]

#: Commands that this house sends, and the commonest others; two bytes, or three where a function letter tells them apart.
_NAMES = {
    b"\x1b@": "start anew",
    b"\x1b!": "print mode",
    b"\x1b2": "line spacing: default",
    b"\x1b3": "line spacing",
    b"\x1bE": "bold",
    b"\x1bG": "double strike",
    b"\x1bJ": "print, feed dots",
    b"\x1bd": "print, feed lines",
    b"\x1bM": "font",
    b"\x1bR": "national characters",
    b"\x1ba": "alignment",
    b"\x1bp": "drawer",
    b"\x1bt": "code page",
    b"\x1c&": "two-byte characters on",
    b"\x1c.": "two-byte characters off",
    b"\x1d!": "character size",
    b"\x1dB": "white on black",
    b"\x1dI": "who are you",
    b"\x1dL": "left margin",
    b"\x1dV": "cut",
    b"\x1dW": "width",
    b"\x1da": "automatic status",
    b"\x1de": "presenter",
    b"\x1dh": "barcode height",
    b"\x1dk": "barcode",
    b"\x1dr": "status, in turn",
    b"\x1dv": "picture",
    b"\x1dw": "barcode width",
    b"\x1d(H": "answer with a number",
    b"\x1d(L": "graphics",
    b"\x1d(k": "two-dimensional code",
    b"\x1d8L": "graphics, long",
}
_REAL_TIME = {b"\x10\x04": "status, at once", b"\x10\x05": "recover, at once", b"\x10\x14": "at once"}
_FEEDS = {b"\n": "line feed", b"\r": "carriage return", b"\x0c": "form feed", b"\t": "tab"}


def escpos(data: bytes) -> Decoded:
    """Commands in their order; text between them as it stands. Raises BadFrame: `cut_short`."""
    said: list[Decoded] = []
    rest = b""
    for at_once, piece in RealTimeFilter().feed(data):
        if at_once:
            said.append({"command": _REAL_TIME[piece[:2]], "hex": piece.hex()})
        else:
            rest = _commands(rest + piece, said)
    if rest or not said:
        raise BadFrame("cut_short")
    return {"commands": said}


def _commands(buffer: bytes, said: list[Decoded]) -> bytes:
    """Appends to `said`; what is left is incomplete."""
    while (found := next_command(buffer)) is not None:
        command, length = found
        if not command.name and command.data not in _FEEDS:
            text, length = _text(buffer)
            said.append(text)
        elif not command.name:
            said.append({"command": _FEEDS[command.data]})
        elif command.name == b"\x1dv":
            length += _dots(command.data)
            if len(buffer) < length:
                return buffer
            said.append({"command": "picture", "bytes": length})
        else:
            said.append(_named(command.name, command.data))
        buffer = buffer[length:]
    return buffer


def _named(name: bytes, data: bytes) -> Decoded:
    known = _NAMES.get(name + data[:1]) or _NAMES.get(name)
    letters = name.decode("latin-1")[1:]
    said: Decoded = {"command": known or "unknown", "name": f"{name[0]:02X} {letters}"}
    return {**said, "hex": data.hex()} if len(data) <= 16 else {**said, "bytes": len(data)}


def _text(buffer: bytes) -> tuple[Decoded, int]:
    """Up to the next command; long rows of digits are not shown, they may be a card's."""
    end = next((place for place, byte in enumerate(buffer) if byte in b"\n\r\x0c\t\x1b\x1c\x1d"), len(buffer))
    text = buffer[:end].decode("cp950", "replace")
    shown = "".join("•" if c.isdigit() else c for c in text) if sum(c.isdigit() for c in text) >= 12 else text
    return {"text": shown}, end


def _dots(header: bytes) -> int:
    """GS v 0: m xL xH yL yH follow the letter."""
    return int.from_bytes(header[2:4], "little") * int.from_bytes(header[4:6], "little")
