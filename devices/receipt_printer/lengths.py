"""How long an ESC/POS command is, by its first bytes (Epson's command reference, the obsolete commands included).

A printer that does not know what a command does must still know where it ends: what is left over would be printed.
"""

from __future__ import annotations

ESC, FS, GS = 0x1B, 0x1C, 0x1D
CUT_WITH_FEED = frozenset(b"ABabgh")

# Bytes behind ESC x, FS x, GS x of fixed length; the others have their own rule below.
_PARAMETERS: dict[int, dict[int, int]] = {
    ESC: {
        **dict.fromkeys(b"@2LS\x0c<", 0),
        **dict.fromkeys(b" !%-3=?CEFGJKMRTUVadertu{", 1),
        **dict.fromkeys(b"$\\cf", 2),
        ord("p"): 3,
        ord("W"): 8,
    },
    FS: {
        **dict.fromkeys(b"&.", 0),
        **dict.fromkeys(b"!-CW", 1),
        **dict.fromkeys(b"?Sp", 2),
        ord("2"): 2 + 72,  # a character of 24 times 24 dots
    },
    GS: {
        **dict.fromkeys(b"!/BEHITabfhjrw", 1),
        **dict.fromkeys(b"LPW$\\", 2),
        **dict.fromkeys(b"z^", 3),
        ord("g"): 4,
    },
}
_COUNTER_FIELDS = 5  # of GS C ; sa ; sb ; sn ; sr ; sc ;


def length_of(buffer: bytes) -> int | None:
    """Of the command at the start, two bytes or more; None when too little has come to tell.

    Unknown ones count two bytes. A picture by GS v 0 counts its header only: its dots are printed while they come.
    """
    if (fixed := _PARAMETERS[buffer[0]].get(buffer[1])) is not None:
        return 2 + fixed
    try:
        return _told(buffer)
    except IndexError:
        return None


def _told(buffer: bytes) -> int | None:
    """The length as the command itself tells it. Raises IndexError when that has not come yet."""
    match buffer[:2]:
        case b"\x1dv":  # GS v 0 m xL xH yL yH
            return 8
        case b"\x1d(" | b"\x1b(" | b"\x1c(":  # GS ( fn pL pH ...
            return 5 + _two(buffer, 3)
        case b"\x1d8":  # GS 8 fn p1 p2 p3 p4 ...
            return 7 + _four(buffer, 3)
        case b"\x1dV":  # GS V m [n]
            return 4 if buffer[2] in CUT_WITH_FEED else 3
        case b"\x1de":  # GS e n [m [t]]: a presenter's, of other makers
            return 3 + {0x03: 1, 0x20: 2}.get(buffer[2], 0)
        case b"\x1dk":  # GS k m ... NUL, GS k m n ...
            return 4 + buffer[3] if buffer[2] >= 65 else _behind(buffer, b"\0", 3)
        case b"\x1d*":  # GS * x y dots
            return 4 + 8 * buffer[2] * buffer[3]
        case b"\x1dQ":  # GS Q 0 m xL xH yL yH dots
            return 8 + _two(buffer, 4) * _two(buffer, 6)
        case b"\x1dD":  # GS D m fn a kc1 kc2 b c, and a file that tells its own size
            return 9 + _four(buffer, 9 + 2)
        case b"\x1dC":
            return _counter(buffer)
        case b"\x1b*":  # ESC * m nL nH dots
            return 5 + _two(buffer, 3) * (3 if buffer[2] in (32, 33) else 1)
        case b"\x1bD":  # ESC D n1 ... NUL
            return _behind(buffer, b"\0", 2)
        case b"\x1b&":  # ESC & y c1 c2, and of each character its width and dots
            return _letters(buffer)
        case b"\x1ca":  # FS a 0 n, FS a 1, FS a 2
            return 4 if buffer[2] in (0x00, 0x30) else 3
        case b"\x1cg":  # FS g 1 m a1 a2 a3 a4 nL nH data, FS g 2 m a1 a2 a3 a4 nL nH
            return 10 + (_two(buffer, 8) if buffer[2] in (0x01, 0x31) else 0)
        case b"\x1cq":  # FS q n, and of each picture xL xH yL yH dots
            return _pictures(buffer)
        case _:
            return 2


def _two(buffer: bytes, at: int) -> int:
    return buffer[at] | buffer[at + 1] << 8


def _four(buffer: bytes, at: int) -> int:
    return _two(buffer, at) | _two(buffer, at + 2) << 16


def _behind(buffer: bytes, end: bytes, start: int) -> int | None:
    at = buffer.find(end, start)
    return at + 1 if at >= 0 else None


def _counter(buffer: bytes) -> int | None:
    """GS C 0 n m, GS C 1 aL aH bL bH n r, GS C 2 nL nH, GS C ; and five fields with a semicolon behind each."""
    match buffer[2]:
        case 0x00 | 0x30 | 0x02 | 0x32:
            return 5
        case 0x01 | 0x31:
            return 9
        case 0x3B:
            end: int | None = 3
            for _ in range(_COUNTER_FIELDS):
                end = _behind(buffer, b";", end) if end is not None else None
            return end
        case _:
            return 3


def _letters(buffer: bytes) -> int:
    down, first, last = buffer[2], buffer[3], buffer[4]
    at = 5
    for _ in range(first, last + 1):
        at += 1 + down * buffer[at]
    return at


def _pictures(buffer: bytes) -> int:
    at = 3
    for _ in range(buffer[2]):
        at += 4 + 8 * _two(buffer, at) * _two(buffer, at + 2)
    return at
