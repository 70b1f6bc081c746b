"""The public page behind a link: one proof of payment, as it was printed, and what became of the money since.

`GET /receipts/CODE`, for anybody who has the code: it is 128 random bits, and the centre knows its hash only. Nothing
is shown that is not on the paper; numbers of account and card come masked. It is kept by no cache and no search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import FastAPI, Path, Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import FileResponse, HTMLResponse

from crm.by_reference.standing import of_payment
from crm.centre import Centre
from crm.desk.frame import ROOM, templates
from crm.desk.headers import SecurityHeaders
from crm.desk.settings import DeskSettings
from crm.desk.texts import FIRST, LANGUAGES, Texts, read_texts
from crm.receipts import links
from crm.schema import Bill, PaymentLine

Code = Annotated[str, Path(min_length=1, max_length=64)]


@dataclass(frozen=True, slots=True)
class Line:
    """`name` is the kind of bill; the template masks `account`."""

    name: str
    period: str
    account: str
    minor: int


@dataclass(frozen=True)
class ReceiptPage:
    """What a page is made of; `settings` for the house's zone and name."""

    centre: Centre
    settings: DeskSettings
    texts: dict[str, Texts]

    def render(self, template: str, texts: Texts, **given: object) -> str:
        frame = {"texts": texts, "t": texts.get, "brand": self.settings.brand.get(texts.language, "")}
        return templates().get_template(template).render(**frame, **given)


def build_receipts(centre: Centre, settings: DeskSettings | None = None) -> FastAPI:
    door = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    settings = settings or DeskSettings()
    door.state.page = ReceiptPage(centre, settings, read_texts(settings.zone))
    door.add_middleware(SecurityHeaders)
    door.add_api_route("/look.css", _look, response_class=FileResponse)
    door.add_api_route("/{code}", show, response_class=HTMLResponse)
    return door


def show(request: Request, code: Code) -> HTMLResponse:
    """The proof in the language in which it was paid; else, in the browser's, that there is none (yet)."""
    page: ReceiptPage = request.app.state.page
    now = page.centre.clock()
    with page.centre.database.reading() as session:
        found = links.find(session, code, now.astimezone(page.settings.zone).date())
        if found is None:
            return HTMLResponse(page.render("receipt_missing.html", page.texts[_wanted(request)]), 404)
        link, payment = found
        texts = page.texts.get(link.language, page.texts[FIRST])
        standing = of_payment(session, payment.reference, now)
        told = page.render(
            "receipt.html",
            texts,
            payment=payment,
            lines=_lines(session, payment.lines, texts),
            status=standing.status if standing else "being_checked",
            asked_at=f"{texts.local(payment.asked_at):%Y-%m-%d %H:%M}",
            until=link.until.isoformat(),
        )
        return HTMLResponse(told)


def _look() -> FileResponse:
    return FileResponse(ROOM / "static" / "receipt.css", media_type="text/css")


def _wanted(request: Request) -> str:
    """The first of our languages in the browser's order; without one, the house's first."""
    asked = request.headers.get("accept-language", "").replace(" ", "").split(",")
    tags = (tag.partition(";")[0].lower() for tag in asked)
    return next((name for tag in tags if (name := _ours(tag))), FIRST)


def _ours(tag: str) -> str:
    if tag in ("zh-cn", "zh-sg") or tag.startswith("zh-hans"):
        return "zh-Hans"
    return next((name for name in LANGUAGES if tag.partition("-")[0] == name.partition("-")[0].lower()), "")


def _lines(session: Session, lines: Sequence[PaymentLine], texts: Texts) -> list[Line]:
    asked = select(Bill).where(Bill.id.in_([line.bill_id for line in lines]))
    bills = {bill.id: bill for bill in session.scalars(asked)}
    return [_line(line, bills.get(line.bill_id), texts) for line in lines]


def _line(line: PaymentLine, bill: Bill | None, texts: Texts) -> Line:
    if bill is None:
        return Line(texts.get("receipt_page.bill"), "", "", line.amount_minor)
    begins, ends = f"{bill.period_from:%Y-%m}", f"{bill.period_to:%Y-%m}"
    period = begins if begins == ends else f"{begins} – {ends}"
    return Line(texts.word("bill", bill.kind), period, bill.account_number, line.amount_minor)
