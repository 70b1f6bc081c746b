"""The guide for whoever stands beside the kiosk, to be printed: each step with picture, lamp, chime and words.

`python -m screens.guide` writes docs/guide.html out of the screens' own drawings and texts. Knows no window.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from kiosk.domain.guidance import PICTURES, WORDS, Guide
from kiosk.texts import Texts, load_texts
from screens.drawings import DRAWINGS, Box, Disc, Stroke
from screens.drawings import Path as Line

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "docs" / "guide.html"
LOOKS = """
body { font: 15pt/1.5 "Noto Sans CJK TC", "Noto Sans CJK SC", "Noto Sans", sans-serif; color: #12312c; margin: 0; }
section { padding: 12mm; page-break-after: always; }
h1 { font-size: 26pt; margin: 0; }
p { margin: 1mm 0; }
ol { list-style: none; padding: 0; margin: 6mm 0 0; }
li { display: flex; gap: 8mm; align-items: center; padding: 4mm 0; border-top: 1px solid #d8d2c4; break-inside: avoid; }
h2 { font-size: 18pt; margin: 0; }
svg { width: 34mm; height: 34mm; flex: none; }
.quiet { color: #566764; font-size: 12pt; }
"""
PLAIN, MARKED = "#566764", "#085d51"


def document(texts: tuple[Texts, ...]) -> str:
    """A page for each language."""
    pages = "\n".join(_page(each) for each in texts)
    head = f'<!doctype html>\n<html lang="{texts[0].language.value}">\n<meta charset="utf-8">'
    title = escape(texts[0].get("guide.title"))
    return f"{head}\n<title>{title}</title>\n<style>{LOOKS}</style>\n{pages}\n</html>\n"


def _page(texts: Texts) -> str:
    steps = "\n".join(_step(guide, texts) for guide in Guide)
    title, about = escape(texts.get("guide.title")), escape(texts.get("guide.about"))
    return (
        f'<section lang="{texts.language.value}">\n<h1>{title}</h1>\n<p class="quiet">{about}</p>\n'
        f"<ol>\n{steps}\n</ol>\n</section>"
    )


def _step(guide: Guide, texts: Texts) -> str:
    title, about = (escape(texts.get(key)) for key in WORDS[guide])
    chime = escape(texts.get(f"guide.chime.{guide.value}"))
    return (
        f"<li>{picture(guide)}<div><h2>{title}</h2><p>{about}</p>"
        f'<p class="quiet">{escape(texts.get("guide.lamp"))} {chime}</p></div></li>'
    )


def picture(guide: Guide) -> str:
    """The device as SVG, the part that the hand goes to in colour and on top."""
    device, spot = PICTURES[guide]
    strokes = sorted(DRAWINGS[device], key=lambda stroke: stroke.spot is spot)
    drawn = "".join(_drawn(stroke, marked=stroke.spot is spot) for stroke in strokes)
    return f'<svg viewBox="0 0 100 100" aria-hidden="true">{drawn}</svg>'


def _drawn(stroke: Stroke, *, marked: bool) -> str:
    colour, width = (MARKED, 2.4) if marked else (PLAIN, 1.4)
    line = (
        f'fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round"'
    )
    match stroke:
        case Box(_, x, y, wide, high, radius, filled):
            looks = f'fill="{colour}"' if filled else line
            return f'<rect x="{x:g}" y="{100 - y - high:g}" width="{wide:g}" height="{high:g}" rx="{radius:g}" {looks}/>'
        case Disc(_, x, y, radius, filled):
            looks = f'fill="{colour}"' if filled else line
            return f'<circle cx="{x:g}" cy="{100 - y:g}" r="{radius:g}" {looks}/>'
        case Line(_, points):
            pairs = zip(points[::2], points[1::2], strict=True)
            return f'<polyline points="{" ".join(f"{x:g},{100 - y:g}" for x, y in pairs)}" {line}/>'


def made() -> str:
    return document(tuple(load_texts(ROOT / "assets" / "locale").values()))


if __name__ == "__main__":
    FILE.write_text(made(), encoding="utf-8")
