"""What a proof of payment must look like, laid out from the kiosk's journal, and the picture that came out."""

from __future__ import annotations

import io
from zoneinfo import ZoneInfo

from PIL import Image

from devices.receipt_printer import raster
from devices.receipt_printer.fonts import house_fonts
from devices.receipt_printer.layout import Layout
from kiosk.domain.language import Language
from kiosk.domain.payment import Approved
from kiosk.domain.receipt import Paper
from kiosk.services.papers import Papers
from kiosk.settings import load
from kiosk.storage.chain import short_of
from kiosk.storage.payment_rows import COLUMNS, outcome_of, payment_of
from kiosk.texts import load_texts
from tests.e2e.memories import journal
from tests.e2e.system import ROOT, System

ASSETS = ROOT / "assets"
#: No mark of a later payment: the paper does not depend on it.
_ROW = f"""
    SELECT {COLUMNS} FROM
    (SELECT *, NULL AS later_terminal, NULL AS later_trace, NULL AS later_receipt, NULL AS later_request FROM payment)
"""
#: The line of the audit chain that tells of the outcome: its head then.
_HEAD = "SELECT seq, hash FROM audit WHERE kind = 'payment.decided' AND json_extract(fields, '$.payment') = ?"
SITE_ZONE = ZoneInfo("Asia/Taipei")


def proof_of(system: System, reference: str, language: Language, *, posted: bool) -> Paper:
    """The proof of the approved payment `reference`."""
    [row] = journal(system, f"{_ROW} WHERE reference = ?", reference)
    payment = payment_of(row, SITE_ZONE)
    [verdict] = journal(system, "SELECT outcome, cause, slip FROM payment_outcome WHERE payment = ?", row[0])
    approved = outcome_of(*verdict)
    assert isinstance(approved, Approved)
    settings = load(ROOT / "kiosk.ini", system.data / "site.ini")
    papers = Papers(settings.house(()), load_texts(ASSETS / "locale"))
    [(seq, chain)] = journal(system, _HEAD, row[0])
    anchor = f"{seq} {short_of(chain)}"
    return papers.proof(payment, approved, posted, False, language, anchor=anchor)


def words_of(paper: Paper) -> str:
    """Everything that can be read on it."""
    return "\n".join(str(line) for line in paper.lines)


def laid_out(paper: Paper) -> Image.Image:
    return raster.picture_of(raster.bands(Layout(house_fonts(ASSETS / "fonts")).picture(paper)), 576)


def came_out(system: System, number: int, like: Image.Image) -> Image.Image:
    """Receipt `number` without the feed before the knife."""
    data = system.bench.read(f"/receipt_printer/receipts/{number}.png")
    return Image.open(io.BytesIO(data)).convert(like.mode).crop((0, 0, like.width, like.height))
