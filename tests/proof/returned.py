"""The part of the oracle that looks at money given back: once at most, and nobody is told otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kiosk.domain import states
from kiosk.domain.states import Back
from tests.proof.evidence import LOST, NO_PROOF, TWICE, UNTRUE, Evidence, Row
from tests.proof.truth import Charge, Truth

#: Words of the centre for money that it knows to be owed and that did not go back yet.
OWED = ("granted", "doubted", "due", "proposed")
#: The title of the paper that says so.
GIVEN_BACK = "退款證明"


def returned(evidence: Evidence, truth: Truth) -> Iterator[str]:
    for trace, times in Counter(truth.returns).items():
        if times > 1:
            yield f"{TWICE}: {trace} was given back {times} times"
    rows = {row.id: row for row in evidence.journal}
    for charge in truth.charges:
        if charge.attempt is not None:
            row = rows.get(charge.attempt.payment)
            yield from _money(evidence, charge, row, went_back=charge.trace in truth.given_back)
    for row in evidence.journal:
        if "reversed" in (row.returns or ()) and row.trace not in truth.given_back:
            yield f"{NO_PROOF}: the journal says that {row.trace} went back"


def _money(evidence: Evidence, charge: Charge, row: Row | None, *, went_back: bool) -> Iterator[str]:
    assert charge.attempt is not None
    payment, bill = charge.attempt.payment, charge.attempt.bill
    owed = evidence.refunds.get(payment, "")
    if went_back:
        if row is None or row.returns is None:
            yield f"{LOST}: {charge.trace} went back, and nobody had meant it to"
        elif row.returns[-1:] != ("reversed",):
            yield f"{LOST}: {charge.trace} went back, and the journal says {row.returns}"
        if owed != "reversed":
            yield f"{LOST}: {charge.trace} went back, and the centre says {owed or 'nothing'}"
    elif owed == "reversed":
        yield f"{NO_PROOF}: the centre says that {charge.trace} went back"
    elif evidence.bills.get(bill, (0, ""))[1] not in ("", "kiosk") and owed not in OWED:
        doubted = any(each.id == payment and each.outcome == "in_doubt" for each in evidence.posted)
        if not doubted:
            yield f"{LOST}: {charge.trace} is owed back, and the centre says {owed or 'nothing'}"


def told_of_returns(evidence: Evidence, truth: Truth) -> Iterator[str]:
    """Screens and papers: given back is said when it was, and staff only where nothing went back."""
    ids = {row.reference: row.id for row in evidence.journal}
    for index, event in enumerate(evidence.events):
        if event.kind == "shown" and isinstance(event.what.state, states.MoneyBack):
            state = event.what.state
            back = truth.is_back(state.payment.id, index)
            if state.back is Back.GIVEN_BACK and not back:
                yield f"{UNTRUE}: given back, and it was not"
            if state.back is Back.STAFF and truth.is_back(state.payment.id):
                yield f"{UNTRUE}: staff give it back, and it went back"
        if event.kind == "paper":
            _, paper = event.what
            said = GIVEN_BACK in {getattr(line, "text", "") for line in paper.lines}
            if said and not truth.is_back(ids.get(paper.reference, ""), index):
                yield f"{UNTRUE}: a paper says that {paper.reference} went back"
