"""Take the faces that we set text in out of Debian's Noto Sans CJK collections.

Kivy opens only the first face of a collection, which is the Japanese one; so each face becomes a file of its
own beside this script. A face that is already there is left alone; --force makes it again.
"""

import argparse
import sys
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont

HERE = Path(__file__).resolve().parent
COLLECTIONS = Path("/usr/share/fonts/opentype/noto")
WEIGHTS = ("Regular", "Bold")
SCRIPTS = {"tc": "Noto Sans CJK TC", "sc": "Noto Sans CJK SC"}
DIGITS = "0123456789"
# mask signs, currencies, full-width punctuation, Bopomofo, and a word that only one of the scripts writes so
NEEDED = DIGITS + "○•€$¥…，。「」ㄅㄆㄇㄈㄩˊˇˋ˙" + "繳費帳單" + "缴费账单"


class FontError(Exception):
    """A face is missing or is not what the kiosk needs."""


def file_of(script: str, weight: str) -> Path:
    return HERE / f"NotoSansCJK{script}-{weight}.otf"


def face_named(collection: TTCollection, family: str) -> TTFont:
    """The face of that family; its place in the collection is the packager's business."""
    for face in collection.fonts:
        if face["name"].getDebugName(1) == family:
            return face
    raise FontError(f"no face is called {family}")


def shortcomings(face: TTFont) -> list[str]:
    """What this face lacks for our screens and receipts."""
    glyphs = face.getBestCmap()
    missing = [sign for sign in NEEDED if ord(sign) not in glyphs]
    found = [f"no glyph for {sign} (U+{ord(sign):04X})" for sign in missing]
    widths = {face["hmtx"][glyphs[ord(digit)]][0] for digit in DIGITS if ord(digit) in glyphs}
    if len(widths) > 1:
        found.append(f"digits are not tabular: widths {sorted(widths)}")
    return found


def extract(script: str, weight: str) -> Path:
    source = COLLECTIONS / f"NotoSansCJK-{weight}.ttc"
    if not source.exists():
        raise FontError(f"{source} is missing: apt-get install fonts-noto-cjk")
    target = file_of(script, weight)
    unfinished = target.with_suffix(".part")
    with TTCollection(str(source), lazy=True) as collection:
        face_named(collection, SCRIPTS[script]).save(
            unfinished, reorderTables=None
        )  # tables not read are copied
    with TTFont(unfinished, lazy=True) as face:
        found = shortcomings(face)
    if found:
        unfinished.unlink()
        raise FontError(f"{SCRIPTS[script]} {weight}: {'; '.join(found)}")
    return unfinished.replace(target)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--force", action="store_true", help="make every face again")
    force = parser.parse_args().force
    try:
        for script in SCRIPTS:
            for weight in WEIGHTS:
                if force or not file_of(script, weight).exists():
                    print(extract(script, weight).name)
    except FontError as error:
        print(f"fonts: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
