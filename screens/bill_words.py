"""Bills and payment lines as they are written on the screen. Knows the catalogue; must not know widgets' looks."""

from __future__ import annotations

from datetime import date

from kiosk.domain.bill import Bill
from kiosk.domain.payment import PaymentLine
from kiosk.texts import Texts
from screens.widgets.rows import BillEntry, Pair

ICONS = {"electricity": "zap", "water": "droplets", "gas": "flame"}
_SOON = 7


def bill_entry(bill: Bill, texts: Texts, today: date, *, chosen: bool = False, amount: str = "") -> BillEntry:
    """`amount` stands in for the money when amounts are hidden."""
    due, tone = _due(bill, texts, today)
    return BillEntry(
        tag=f"bill.{bill.id}",
        icon=ICONS.get(bill.kind, "receipt-text"),
        title=texts.bill_kind(bill.kind),
        period=texts.month_range(bill.period_from, bill.period_to),
        account=bill.account,
        due=due,
        tone=tone,
        amount=amount or texts.money(bill.amount),
        chosen=chosen,
    )


def line_pair(line: PaymentLine, texts: Texts, *, brief: bool = False) -> Pair:
    """`brief`: on one line, without the account."""
    period = texts.period(line.period_from, line.period_to)
    kind, amount = texts.bill_kind(line.kind), texts.money(line.amount)
    return (
        Pair(f"{kind}  {period}".strip(), amount)
        if brief
        else Pair(kind, amount, f"{period}  {line.account}".strip())
    )


def _due(bill: Bill, texts: Texts, today: date) -> tuple[str, str]:
    overdue = bill.days_overdue(today)
    if overdue == 1:
        return texts.get("bill.overdue.one"), "danger"
    if overdue:
        return texts.get("bill.overdue", days=overdue), "danger"
    tone = "attention" if (bill.due - today).days <= _SOON else "info"
    return texts.get("bill.due", date=texts.date(bill.due)), tone
