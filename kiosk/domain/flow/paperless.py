"""What a payment does while no proof of it can be printed, by the house's policy: said before money moves."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import states
from kiosk.domain.house import NoPrinter
from kiosk.domain.states import Refusal
from kiosk.domain.visit import Step, Visit


def stopped(visit: Visit, state: states.Review | states.Paying) -> Step | None:
    """None: go on. No answer from the printer is no paper."""
    if visit.health.can_print or state.paperless or visit.house.no_printer is NoPrinter.ALWAYS:
        return None
    if isinstance(state, states.Review) and visit.house.no_printer is NoPrinter.ASK:
        return visit.at(replace(state, paperless=True)).noted("paperless"), ()
    why = Refusal.NO_PAPER.value
    refused = replace(visit, error=why, touched_at=visit.now).noted(f"pay:{why}")
    return refused.at(states.NotPaid(state.lines, state.amount, why)), ()
