"""The terminal has approved and holds the payment: the centre is asked once more whether the bills take it.

A no is the terminal's to undo, in the same breath. Where the centre says nothing the payment stands, as it would without
asking: it is posted later, or goes back under the centre's grant (giving_back.py).
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.bill import BillStanding
from kiosk.domain.effects import CheckBills, Deliver
from kiosk.domain.states import Paying
from kiosk.domain.visit import Step, Visit


def held(visit: Visit, state: Paying | None) -> Step:
    """Nobody waits for it any more, or its bills cannot be asked about: it stands, and the journal settles it."""
    grant = visit.grant_for(state.lines) if state else None
    if state is None or not grant:
        return visit, (Deliver(True),)
    ids = tuple(line.bill for line in state.lines)
    amounts = tuple(line.amount for line in state.lines)
    return visit.at(replace(state, held=True)), (CheckBills(grant, ids, amounts, stands=True),)


def told(visit: Visit, state: Paying, standings: tuple[BillStanding, ...] | None) -> Step:
    """About other bills it is an answer to an earlier question: the right one is on its way."""
    if standings is not None and {each.id for each in standings} != {line.bill for line in state.lines}:
        return visit, ()
    unwanted = next((each for each in standings or () if not each.payable), None)
    after = replace(state, held=False, unwanted=unwanted)
    return visit.at(after), (Deliver(unwanted is None),)
