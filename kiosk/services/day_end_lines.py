"""What the end of a terminal's day came to, as lines of paper: both reckonings, the difference, every transaction."""

from __future__ import annotations

from kiosk.domain.day_end import DayTotals, Listed, Total, Transaction
from kiosk.domain.money import Money
from kiosk.domain.receipt import Centred, Line, Pair, Paragraph, Rule, Size
from kiosk.domain.reckoning import DayEndResult, Span, Why
from kiosk.texts import Texts


def day_end_lines(result: DayEndResult, texts: Texts) -> list[Line]:
    span, currency = result.span, result.span.currency
    lines: list[Line] = [*_reckonings(result, texts), Rule()]
    lines += [Pair(texts.get("day_end.difference"), difference(result, texts), Size.LARGE, bold=True)]
    lines += [Centred(texts.get(f"day_end.verdict.{result.verdict.value}"), Size.LARGE, bold=True)]
    lines += [Paragraph(about) for about in abouts(result, texts)]
    lines += [Rule(), Paragraph(texts.get("day_end.transactions"), bold=True)]
    listed = result.listed
    if listed.more:
        lines.append(Paragraph(texts.get("day_end.more", count=listed.more), Size.SMALL))
    for each in listed.transactions:
        lines += _transaction(each, currency, texts)
    if not span.count and not span.back_count:
        lines.append(Paragraph(texts.get("day_end.none")))
    return [*lines, *_proofs(listed, texts)]


def difference(result: DayEndResult, texts: Texts) -> str:
    """To the cent; what nobody knows is not 0."""
    if result.difference is None:
        return texts.get("day_end.unknown")
    return texts.money(Money(result.difference, result.span.currency))


def abouts(result: DayEndResult, texts: Texts) -> tuple[str, ...]:
    """What to make of the verdict, and what else there is to know."""
    why = (texts.get(f"day_end.why.{result.why.value}"),) if result.why is not Why.NONE else ()
    return (texts.get(f"day_end.about.{result.verdict.value}"), *why)


def journal_sum(span: Span, texts: Texts) -> tuple[str, str]:
    """What it is of, with its number; taken less given back."""
    count = span.count + span.back_count
    name = texts.get("day_end.counted", name=texts.get("day_end.journal"), count=count)
    return name, texts.money(Money(span.minor - span.back_minor, span.currency))


def terminal_sum(totals: DayTotals | None, texts: Texts) -> tuple[str, str]:
    """The same of the terminal's; without a number where it told none, or one sum for both."""
    name = texts.get("day_end.terminal")
    if totals is None:
        return name, texts.get("day_end.unknown")
    taken, back = totals.payments, totals.reversals
    if not totals.net and taken.count is not None and back.count is not None:
        name = texts.get("day_end.counted", name=name, count=taken.count + back.count)
    return name, texts.money(Money(taken.amount.minor - back.amount.minor, taken.amount.currency))


def when(each: Transaction, texts: Texts) -> str:
    """Its moment, and the terminal's number of it where there is one."""
    moment = texts.moment(each.at)
    if each.receipt is None:
        return moment
    return texts.get("day_end.receipt", moment=moment, number=f"{each.receipt:04}")


def _proofs(listed: Listed, texts: Texts) -> list[Line]:
    """How many printed proofs came to what. Nothing, where there was nothing to prove."""
    counts = [(texts.get(f"day_end.proof.{fate.value}"), count) for fate, count in listed.proofs]
    counts += [(texts.get("day_end.proof.drawn_in"), listed.drawn_in)] if listed.drawn_in else []
    if not counts:
        return []
    title = Paragraph(texts.get("day_end.proofs"), bold=True)
    return [Rule(), title, *(Pair(name, str(count)) for name, count in counts)]


def _reckonings(result: DayEndResult, texts: Texts) -> list[Line]:
    span, totals = result.span, result.totals
    taken, back = (
        Total(span.count, Money(span.minor, span.currency)),
        Total(span.back_count, Money(span.back_minor, span.currency)),
    )
    lines: list[Line] = [Paragraph(texts.get("day_end.journal"), bold=True), *_sides(taken, back, texts)]
    lines.append(Paragraph(texts.get("day_end.terminal"), bold=True))
    if totals is None:
        return [*lines, Paragraph(texts.get("day_end.unknown"))]
    if totals.net:
        return [*lines, Pair(texts.get("day_end.net"), texts.money(totals.payments.amount))]
    return [*lines, *_sides(totals.payments, totals.reversals, texts)]


def _sides(taken: Total, back: Total, texts: Texts) -> list[Line]:
    return [
        Pair(texts.get("day_end.taken"), _total(taken, texts)),
        Pair(texts.get("day_end.back"), _total(back, texts)),
    ]


def _total(total: Total, texts: Texts) -> str:
    money = texts.money(total.amount)
    return money if total.count is None else texts.get("day_end.sum", count=total.count, sum=money)


def _transaction(each: Transaction, currency: str, texts: Texts) -> list[Line]:
    money = texts.money(Money(each.minor, currency))
    return [Pair(each.reference, money), Paragraph(when(each, texts), Size.SMALL)]
