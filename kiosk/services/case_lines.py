"""What was handed over, as lines of paper: answers, number masked, ticked sentences, what to have ready."""

from __future__ import annotations

from kiosk.domain.case import Application, Booked, Booking, CaseDraft, Complaint, picks
from kiosk.domain.masks import mask_account, mask_email, mask_phone
from kiosk.domain.receipt import Line, Pair, Paragraph
from kiosk.texts import Texts


def case_lines(draft: CaseDraft, texts: Texts) -> list[Line]:
    kind = draft.kind.value
    lines: list[Line] = [
        Pair(texts.get(f"case.{kind}.{part}"), texts.get(f"case.{kind}.{part}.{value}"), bold=True)
        for part, value in picks(draft)
    ]
    if isinstance(draft, Booking):
        lines = [*_appointment(draft, texts), *lines]
    match draft:
        case Complaint(urgent=True):
            lines.append(Pair(texts.get("case.urgent"), texts.get("case.urgent.yes")))
        case Application(account=account) if account:
            lines.append(Pair(texts.get("case.account"), mask_account(account)))
        case _:
            pass
    if draft.contact.given:
        lines.append(_reached_by(draft, texts))
    lines += [Paragraph(texts.get(f"phrase.{phrase.value}")) for phrase in draft.message]
    if isinstance(draft, Application) and draft.service:
        lines.append(Paragraph(texts.get("case_review.checklist.title"), bold=True))
        lines.append(Paragraph(texts.get(f"checklist.{draft.service.value}")))
    return lines


def _appointment(draft: Booking, texts: Texts) -> list[Line]:
    what = texts.get("booking.visit")
    if draft.service is Booked.COUNTER:
        what = texts.get("booking.counter", place=draft.names.get(texts.language, draft.place))
    when = texts.appointment(draft.window) if draft.window else ""
    return [
        Pair(texts.get("case.booking.offer"), what, bold=True),
        Pair(texts.get("case.line.window"), when, bold=True),
    ]


def _reached_by(draft: CaseDraft, texts: Texts) -> Pair:
    contact = draft.contact
    if contact.way == "email":
        return Pair(texts.get("case.contact.email"), mask_email(contact.email))
    number = mask_phone(contact.phone) if contact.phone else texts.get("callback_paper.phone.on_file")
    return Pair(texts.get("case.contact"), number)
