"""A day's reconciliation as text and as JSON, for the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from crm.billing.differences import Verdict
from crm.billing.reconciliation import KioskDay


def verdict_of(days: Sequence[KioskDay]) -> Verdict:
    """The worst of them; of no kiosk at all nothing is confirmed."""
    verdicts = {day.verdict for day in days}
    worst = (Verdict.NOT_AGREED, Verdict.CANNOT_CONFIRM, Verdict.AGREED)
    return next((each for each in worst if each in verdicts), Verdict.CANNOT_CONFIRM)


def told(day: KioskDay) -> dict[str, Any]:
    """Amounts are whole minor units."""
    return {
        "kiosk": day.kiosk,
        "verdict": day.verdict.value,
        "why": day.why,
        "posted": day.posted,
        "refund_due": day.refund_due,
        "terminal": [
            {
                "ends": leg.end.ends.isoformat(),
                "batch": leg.end.batch,
                "journal": leg.journal,
                "terminal": leg.terminal,
                "here": leg.here,
                "why": leg.why,
                "difference": leg.more,
                "transactions": [
                    {
                        "at": each.at.isoformat(),
                        "reference": each.reference,
                        "minor": each.minor,
                        "receipt": each.receipt,
                        "merchant": each.merchant,
                        "batch": each.batch,
                        "here": bool(each.payment),
                    }
                    for each in leg.transactions
                ],
            }
            for leg in day.legs
        ],
        "found": [
            {
                "difference": each.difference.value,
                "subject": each.subject,
                "minor": each.minor,
                "settled": each.settled,
            }
            for each in day.found
        ],
    }


def lines_of(day: KioskDay) -> Iterator[str]:
    why = f" ({day.why})" if day.why else ""
    yield f"{day.kiosk} {day.day} {day.verdict.value}{why}: posted {day.posted}, owed back {day.refund_due}"
    for each in day.found:
        minor = "" if each.minor is None else f" {each.minor}"
        settled = " (settled)" if each.settled else ""
        yield f"  {each.difference.value}: {each.subject}{minor}{settled}"
