"""What goes on paper, line by line, in the visit's language.

This room turns what happened into a `Paper`; it must not know printers. Whatever is personal arrives masked or is
masked here: an unmasked number never reaches paper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from kiosk.domain.callback import CallbackDraft, Reply
from kiosk.domain.case import CaseDraft
from kiosk.domain.copies import Copy
from kiosk.domain.counter_slip import CounterSlip, code_of
from kiosk.domain.faq import Article
from kiosk.domain.flow.answers import paper_reference
from kiosk.domain.house import House
from kiosk.domain.language import Language
from kiosk.domain.masks import mask_email, mask_phone
from kiosk.domain.money import total
from kiosk.domain.overview import PastBill, Series
from kiosk.domain.payment import Approved, Payment, PaymentLine, Slip
from kiosk.domain.receipt import Centred, Line, Pair, Paper, Paragraph, QrCode, Rule, Size
from kiosk.domain.reckoning import DayEndResult
from kiosk.domain.states import Back
from kiosk.domain.upkeep import Check, CheckResult, Verdict, result_of
from kiosk.services.case_lines import case_lines
from kiosk.services.day_end_lines import day_end_lines
from kiosk.texts import Texts

TEST_REFERENCE = "test"
READINESS_REFERENCE = "readiness"
STATEMENT_REFERENCE = "statement"
DAY_END_REFERENCE = "day_end"


class Papers:
    """The house's papers: brand, place and hotline on top, then one kind of content each."""

    def __init__(self, house: House, texts: Mapping[Language, Texts]) -> None:
        self._house = house
        self._texts = texts

    def proof(
        self,
        payment: Payment,
        approved: Approved,
        posted: bool,
        offline: bool,
        language: Language,
        copy: int = 0,
        anchor: str = "",
        refund: bool = False,
    ) -> Paper:
        """Proof of payment; "posted" only when the centre said so. `copy`: the number of a copy, under its own mark;
        `anchor`: the audit chain's head, which paper keeps where nobody here can change it."""
        texts = self._texts[language]
        lines: list[Line] = [*self._head(language), _title(texts.get("proof.title"))]
        if copy:
            lines.append(Centred(texts.get("receipt.copy", number=copy), Size.LARGE, bold=True))
        lines += [Pair(texts.moment(payment.asked_at), payment.reference), Rule()]
        lines += self._bills(payment, texts)
        lines += [
            Rule(),
            Pair(texts.get("receipt.total"), texts.money(payment.amount), Size.LARGE, bold=True),
        ]
        lines += self._card(approved.slip, texts)
        standing = "proof.refund" if refund else _standing(posted, offline)
        lines += [Rule(), Centred(texts.get(standing), bold=True)]
        lines += [Centred(texts.get(key)) for key in ("proof.no_invoice", "receipt.thanks", "proof.promise")]
        lines += [Centred(self._next("proof.next", payment.reference, texts)), *_anchored(anchor, texts)]
        lines += self._survey(texts)
        return Paper(payment.reference, language.value, tuple(lines))

    def copy(self, copy: Copy, language: Language) -> Paper:
        """The same proof under the same reference, marked."""
        return self.proof(
            copy.payment, copy.approved, copy.posted, copy.offline, language, copy.number, copy.anchor
        )

    def money_back(self, payment: Payment, back: Back, language: Language, anchor: str = "") -> Paper:
        """A payment that no bill took: whether its money went back, and to whom one turns. What went back is over: its
        code is the refund's, not one by which anything is looked into."""
        texts = self._texts[language]
        lines: list[Line] = [*self._head(language), _title(texts.get(f"back.paper.{back.value}"))]
        over = back is Back.GIVEN_BACK
        code, turn_to = ("back.paper.code", "back.paper.next") if over else ("claim.code", "claim.next")
        lines += [Centred(texts.get(f"back.{back.value}.about")), Rule(), Centred(texts.get(code))]
        lines += [Centred(payment.reference, Size.HUGE, bold=True), Rule()]
        lines += [
            Pair(texts.get("claim.asked"), texts.moment(payment.asked_at)),
            *self._bills(payment, texts),
        ]
        lines += [Pair(texts.get("claim.amount"), texts.money(payment.amount), Size.LARGE, bold=True), Rule()]
        lines += [Paragraph(texts.get(f"back.{back.value}.next"), bold=True)]
        lines += [Paragraph(self._next(turn_to, payment.reference, texts))]
        lines += [Paragraph(texts.get("back.paper.no_proof")), Centred(texts.get("receipt.thanks"))]
        lines += _anchored(anchor, texts)
        return Paper(payment.reference, language.value, tuple(lines))

    def claim(self, payment: Payment, language: Language, anchor: str = "") -> Paper:
        """A payment in doubt. No survey here: nobody is asked to rate a payment that may have gone wrong."""
        texts = self._texts[language]
        lines: list[Line] = [*self._head(language), _title(texts.get("claim.title"))]
        lines += [Centred(texts.get("claim.sorry")), Rule(), Centred(texts.get("claim.code"))]
        lines += [Centred(payment.reference, Size.HUGE, bold=True), Rule()]
        lines += [
            Pair(texts.get("claim.asked"), texts.moment(payment.asked_at)),
            *self._bills(payment, texts),
        ]
        lines += [Pair(texts.get("claim.amount"), texts.money(payment.amount), Size.LARGE, bold=True), Rule()]
        lines += [Paragraph(self._next("claim.next", payment.reference, texts), bold=True)]
        lines += [Paragraph(texts.get("claim.promise")), Paragraph(texts.get("claim.no_proof"))]
        lines += [Centred(texts.get("receipt.thanks")), *_anchored(anchor, texts)]
        return Paper(payment.reference, language.value, tuple(lines))

    def again(self, language: Language) -> str:
        """What stands on top of a paper that is printed once more because the one before it was torn."""
        return self._texts[language].get("receipt.again")

    def void(self) -> str:
        """What a torn paper gets behind it, in every language: nobody knows whose it was."""
        words = (texts.get("receipt.void") for texts in self._texts.values())
        return " ".join(dict.fromkeys(words))

    def counter_slip(self, slip: CounterSlip, language: Language) -> Paper:
        """What to pay in cash, until when, and the code for the counter's scanner. First of all: nothing is paid."""
        texts, house = self._texts[language], self._house
        lines: list[Line] = [*self._head(language), _title(texts.get("slip_paper.title"))]
        lines += [Centred(texts.get("slip_paper.not_paid"), bold=True), Rule()]
        lines += [Centred(texts.get("slip_paper.number")), Centred(slip.reference, Size.HUGE, bold=True)]
        lines += [Rule(), *self._lines(slip.lines, texts), Rule()]
        lines += [Pair(texts.get("slip_paper.amount"), texts.money(slip.amount), Size.LARGE, bold=True)]
        lines += [Pair(texts.get("slip_paper.until"), texts.date(slip.until), bold=True)]
        english = Language.EN
        code = code_of(slip, house.brand.get(english, ""), house.site.get(english, ""))
        lines += [
            QrCode(code),
            Centred(texts.get("slip_paper.scan", counter=house.counter[language])),
            Rule(),
        ]
        lines += [Paragraph(texts.get("slip_paper.newer")), Paragraph(texts.get("slip_paper.otherwise"))]
        lines += [Centred(self._next("slip_paper.next", slip.reference, texts))]
        return Paper(slip.reference, language.value, tuple(lines))

    def callback(self, reference: str, draft: CallbackDraft, provisional: bool, language: Language) -> Paper:
        """A callback request: the case number, when, from which number, and how to know the caller is ours."""
        texts, reply = self._texts[language], draft.reply.value
        way = "" if draft.reply is Reply.PHONE else f".{reply}"
        lines: list[Line] = [
            *self._head(language),
            _title(texts.get(f"callback_paper.title{way and '.written'}")),
        ]
        lines += [Centred(texts.get("callback_paper.case")), Centred(reference, Size.HUGE, bold=True), Rule()]
        lines += [Pair(texts.get("callback_paper.topic"), texts.get(f"topic.{draft.topic.value}"))]
        lines += [Pair(texts.get("callback_paper.window"), texts.window_dated(draft.window), bold=True)]
        lines += self._answered_by(draft, texts)
        state = "provisional" if provisional else "registered"
        promise = ".soonest" if draft.window.soonest else ""
        lines += [Centred(texts.get(f"callback_paper.{state}"), bold=provisional)]
        lines += [Centred(texts.get(f"callback_paper.promise{way}{promise}")), Rule()]
        lines += [Paragraph(texts.get("fraud.title"), bold=True)]
        lines += [Paragraph(texts.fraud(self._house.calls_from, reply)), Rule()]
        lines += [Centred(texts.get("receipt.thanks"))]
        lines += [Centred(self._next("callback_paper.next", reference, texts)), *self._survey(texts)]
        return Paper(reference, language.value, tuple(lines))

    def case(self, reference: str, draft: CaseDraft, provisional: bool, language: Language) -> Paper:
        """What was handed over: the case number, what was chosen, the promise; nothing that leads to a person."""
        texts, kind = self._texts[language], draft.kind.value
        lines: list[Line] = [*self._head(language), _title(texts.get(f"case_paper.{kind}.title"))]
        lines += [
            Centred(texts.get(f"case_paper.{kind}.first")),
            Rule(),
            Centred(texts.get("case_paper.case")),
        ]
        lines += [Centred(reference, Size.HUGE, bold=True), Rule(), *case_lines(draft, texts), Rule()]
        state = "provisional" if provisional else "registered"
        own = f"case_paper.{kind}.{state}"
        said = own if own in texts.catalogue else f"case_paper.{state}"
        lines += [Centred(texts.get(said), bold=provisional)]
        lines += [Centred(texts.get(f"case_done.{kind}.promise")), Rule()]
        if draft.contact.given:
            lines += [Paragraph(texts.get("fraud.title"), bold=True)]
            lines += [Paragraph(texts.fraud(self._house.calls_from, draft.contact.way)), Rule()]
        lines += [Centred(texts.get("receipt.thanks"))]
        lines += [Centred(self._next("case_paper.next", reference, texts)), *self._survey(texts)]
        return Paper(reference, language.value, tuple(lines))

    def article(self, article: Article, language: Language) -> Paper:
        """An answer to take home, and under which name a person finds it."""
        texts, name = self._texts[language], paper_reference(article.id)
        lines: list[Line] = [*self._head(language), Paragraph(article.title[language], Size.LARGE, bold=True)]
        lines += [Paragraph(article.answer[language]), Rule()]
        lines += [
            Paragraph(f"{n}. {step}") for n, step in enumerate(article.steps.get(language, ()), start=1)
        ]
        updated = texts.date(date.fromisoformat(article.updated))
        lines += [Paragraph(texts.get("faq.updated", date=updated), Size.SMALL)]
        lines += [Centred(texts.get("faq.paper.name", name=name), Size.SMALL), QrCode(name), Rule()]
        lines += [Centred(self._next("faq.paper.next", name, texts))]
        return Paper(name, language.value, tuple(lines))

    def statement(self, series: Series, as_of: datetime, language: Language) -> Paper:
        """The periods of one kind on one account, newest first, and what they add up to."""
        texts = self._texts[language]
        what = texts.get("statement.what", kind=texts.bill_kind(series.kind), account=series.account)
        lines: list[Line] = [*self._head(language), _title(texts.get("statement.title"))]
        lines += [Centred(what), Centred(texts.get("account.as_of", time=texts.moment(as_of))), Rule()]
        for bill in series.bills:
            period = texts.month_range(bill.period_from, bill.period_to)
            lines += [
                Pair(period, texts.money(bill.amount), bold=True),
                Pair(*past_words(bill, texts), Size.SMALL),
            ]
        whole = total(bill.amount for bill in series.bills)
        lines += [Rule(), Pair(texts.get("receipt.total"), texts.money(whole), Size.LARGE, bold=True), Rule()]
        lines += [Paragraph(texts.get("statement.no_proof")), Centred(texts.get("receipt.thanks"))]
        return Paper(STATEMENT_REFERENCE, language.value, tuple(lines))

    def test(self, language: Language, now: datetime) -> Paper:
        """A technician's page: every size, both margins, bold, a code to scan."""
        texts = self._texts[language]
        lines: list[Line] = [*self._head(language), _title(texts.get("test_paper.title"))]
        lines += [Pair(texts.moment(now), self._house.kiosk_id), Rule()]
        lines += [Paragraph(texts.get(f"test_paper.{size.value}"), size) for size in Size]
        lines += [
            Paragraph(texts.get("test_paper.sample")),
            Paragraph(texts.get("test_paper.sample"), bold=True),
        ]
        lines += [Pair(texts.get("test_paper.left"), texts.get("test_paper.right")), Rule()]
        lines += [QrCode(f"{self._house.kiosk_id} {now.isoformat()}"), Centred(texts.get("test_paper.end"))]
        return Paper(TEST_REFERENCE, language.value, tuple(lines))

    def day_end(self, result: DayEndResult, language: Language, now: datetime) -> Paper:
        """What the end of the terminal's day came to, for whoever compares it with the terminal's own slip."""
        texts, totals = self._texts[language], result.totals
        lines: list[Line] = [*self._head(language), _title(texts.get("day_end.title"))]
        lines += [Pair(texts.moment(now), self._house.kiosk_id)]
        if totals is not None:
            batch = texts.get("day_end.paper.batch", batch=totals.batch) if totals.batch else ""
            lines.append(Pair(texts.get("day_end.paper.terminal", terminal=totals.terminal_id), batch))
        lines += [Rule(), *day_end_lines(result, texts), Rule(), Paragraph(texts.get("day_end.paper.sign"))]
        return Paper(DAY_END_REFERENCE, language.value, tuple(lines))

    def readiness(self, results: Sequence[CheckResult], language: Language, now: datetime) -> Paper:
        """What the guided checks found, and what to do about what failed."""
        texts = self._texts[language]
        lines: list[Line] = [*self._head(language), _title(texts.get("readiness.title"))]
        lines += [Pair(texts.moment(now), self._house.kiosk_id), Rule()]
        for check in Check:
            result = result_of(tuple(results), check)
            verdict = texts.get(f"verdict.{result.verdict.value}")
            lines.append(
                Pair(texts.get(f"check.{check.value}"), verdict, bold=result.verdict is Verdict.FAILED)
            )
            if result.hint:
                lines.append(Paragraph(texts.get(f"hint.{result.hint}"), Size.SMALL))
        return Paper(
            READINESS_REFERENCE, language.value, (*lines, Rule(), Paragraph(texts.get("readiness.sign")))
        )

    def _head(self, language: Language) -> list[Line]:
        house, texts = self._house, self._texts[language]
        place = texts.get(
            "receipt.place", site=house.site[language], kiosk=house.kiosk_id, hotline=house.hotline
        )
        return [Centred(house.brand[language], Size.LARGE, bold=True), Centred(place, Size.SMALL), Rule()]

    def _answered_by(self, draft: CallbackDraft, texts: Texts) -> list[Line]:
        """Where to, masked, and from which number; at the counter neither."""
        match draft.reply:
            case Reply.COUNTER:
                where = self._house.site[texts.language]
                return [Pair(texts.get("callback_paper.counter"), where, bold=True), Rule()]
            case Reply.EMAIL:
                return [Pair(texts.get("callback_paper.email"), mask_email(draft.email)), Rule()]
            case Reply.PHONE | Reply.SMS:
                texted = draft.reply is Reply.SMS
                to = texts.get("callback_paper.sms" if texted else "callback_paper.phone")
                on_file = texts.get("callback_paper.phone.on_file")
                number = mask_phone(draft.phone) if draft.phone else on_file
                sender = texts.get("callback_paper.from.sms" if texted else "callback_paper.from")
                return [Pair(to, number), Pair(sender, self._house.calls_from, bold=True), Rule()]

    def _bills(self, payment: Payment, texts: Texts) -> list[Line]:
        return self._lines(payment.lines, texts)

    def _lines(self, lines: Sequence[PaymentLine], texts: Texts) -> list[Line]:
        return [line for bill in lines for line in _bill(bill, texts)]

    def _card(self, slip: Slip, texts: Texts) -> list[Line]:
        card = " ".join(part for part in (slip.scheme, slip.card) if part)
        approval = texts.get("receipt.approval", code=slip.approval_code) if slip.approval_code else ""
        return [*([Pair(card, approval)] if card or approval else []), *_contract(slip, texts)]

    def _next(self, key: str, reference: str, texts: Texts) -> str:
        return texts.get(key, hotline=self._house.hotline, reference=reference)

    def _survey(self, texts: Texts) -> list[Line]:
        url = self._house.survey_url
        return [Rule(), Centred(texts.get("receipt.survey")), QrCode(url)] if url else []


def past_words(bill: PastBill, texts: Texts) -> tuple[str, str]:
    """How the bill stands, and what was used."""
    used = "" if bill.used is None else texts.get("history.used", used=bill.used, unit=bill.unit)
    return texts.bill_state(bill.state.value, bill.due, bill.paid_on, bill.paid_by), used


def _contract(slip: Slip, texts: Texts) -> list[Line]:
    """By which the bank finds it; where the terminal tells its merchant."""
    if not slip.merchant_id:
        return []
    at = Pair(
        texts.get("receipt.merchant", merchant=slip.merchant_id),
        texts.get("receipt.terminal", terminal=slip.terminal_id),
    )
    batch = texts.get("receipt.batch", batch=slip.batch) if slip.batch else ""
    return [at, Pair(batch, texts.get("receipt.trace", trace=f"{slip.trace:06}"))]


def _anchored(anchor: str, texts: Texts) -> list[Line]:
    return [Centred(texts.get("receipt.anchor", head=anchor), Size.SMALL)] if anchor else []


def _title(text: str) -> Line:
    return Centred(text, Size.LARGE, bold=True)


def _standing(posted: bool, offline: bool) -> str:
    if posted:
        return "proof.posted"
    return "proof.offline" if offline else "proof.accepted"


def _bill(bill: PaymentLine, texts: Texts) -> tuple[Line, Line]:
    period = texts.period(bill.period_from, bill.period_to)
    what = texts.get("receipt.line", kind=texts.bill_kind(bill.kind), period=period).strip()
    due = texts.short_date(date.fromisoformat(bill.due))
    return (
        Pair(what, texts.money(bill.amount), bold=True),
        Paragraph(texts.get("receipt.account", account=bill.account, due=due), Size.SMALL),
    )
