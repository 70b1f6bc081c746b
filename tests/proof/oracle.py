"""Compares what happened on the line with everybody's memory of it: terminal, journal, centre, screen, paper.

Each check yields one sentence for each thing that is wrong, and begins with what kind of wrong it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kiosk.domain import states
from tests.proof.bench import Event
from tests.proof.customers import FIRST, MINOR, NEXT
from tests.proof.evidence import (
    ANOTHERS,
    BROKEN,
    LEAKED,
    LOST,
    NO_PROOF,
    TWICE,
    UNTRUE,
    Evidence,
    Row,
)
from tests.proof.papers import printed
from tests.proof.returned import returned, told_of_returns
from tests.proof.truth import Truth, truth_of

#: Behind every event.
NEVER = 1 << 60


def reds(evidence: Evidence) -> list[str]:
    truth = truth_of(evidence.events, evidence.reader)
    checks = (
        _twice,
        _ledger,
        _journal,
        _centre,
        _screens,
        _papers,
        _leaks,
        _service,
        returned,
        told_of_returns,
        printed,
    )
    return list(dict.fromkeys(red for check in checks for red in check(evidence, truth)))


def _twice(evidence: Evidence, truth: Truth) -> Iterator[str]:
    for bill in (FIRST.bill, NEXT.bill):
        if len(truth.for_bill(bill)) > 1:
            yield f"{TWICE}: {bill} by {[charge.trace for charge in truth.for_bill(bill)]}"
    yield from _again(truth)
    for charge in truth.charges:
        if not charge.by_hand and (charge.attempt is None or not charge.attempt.payment):
            yield f"{TWICE}: {charge.trace} was asked for by no payment"


def _again(truth: Truth) -> Iterator[str]:
    """Also where it was given back soon: nobody is asked for money while a charge for the same bill stands."""
    for charge in truth.charges:
        for earlier in truth.charges:
            first, later = earlier.attempt, charge.attempt
            if first is None or later is None or first.bill != later.bill:
                continue
            if first.request.index < later.request.index < truth.given_back.get(earlier.trace, NEVER):
                yield f"{TWICE}: {charge.trace} for {later.bill}, while {earlier.trace} stood"


def _ledger(evidence: Evidence, truth: Truth) -> Iterator[str]:
    """What the terminal never came to tell, because it did something else since, must be in doubt, and known as such."""
    booked = {entry["trace"] for entry in evidence.ledger if entry["result"] == "approved"}
    on_line = {charge.trace for charge in truth.standing}
    doubts = {row.id for row in evidence.journal if row.outcomes == ("in_doubt",)} & {
        each.id for each in evidence.posted if each.outcome == "in_doubt"
    }
    untold = [attempt for attempt in truth.attempts if attempt.payment in doubts]
    if on_line - booked or len(booked - on_line) > len(untold):
        yield f"{LOST}: the terminal booked {sorted(booked)}, on the line were {sorted(on_line)}"
    for attempt in untold:
        if booked - on_line and truth.for_bill(attempt.bill):
            yield f"{TWICE}: {attempt.bill}, once untold"


def _journal(evidence: Evidence, truth: Truth) -> Iterator[str]:
    known = {row.id for row in evidence.journal}
    for charge in truth.ours:
        if charge.attempt and charge.attempt.payment not in known:
            yield f"{LOST}: {charge.trace} has no intent in the journal"
    for row in evidence.journal:
        mine = truth.of(row.id)
        if row.final == "approved":
            yield from _approved_row(row, [charge.trace for charge in truth.moved(row.id)], truth)
        elif mine and row.final:
            yield f"{LOST}: the journal says {row.final} of {mine[0].trace}"
        if row.final and row.outcomes[-1] == "in_doubt":
            yield f"{NO_PROOF}: doubt behind the end: {row.outcomes}"
        if len(set(row.outcomes) - {"in_doubt"}) > 1 or row.outcomes.count(row.final) > 1:
            yield f"{NO_PROOF}: more than one end: {row.outcomes}"


def _approved_row(row: Row, mine: list[int], truth: Truth) -> Iterator[str]:
    if row.trace in mine:
        return
    if row.trace in {charge.trace for charge in truth.charges}:
        yield f"{ANOTHERS}: {row.bill} is settled by {row.trace}, its own are {mine}"
    else:
        yield f"{NO_PROOF}: the journal has {row.bill} by {row.trace}, which never was"


def _centre(evidence: Evidence, truth: Truth) -> Iterator[str]:
    for charge in truth.ours:
        bill = charge.attempt.bill if charge.attempt else ""
        here = [each for each in evidence.posted if each.trace == charge.trace and each.outcome == "approved"]
        doubted = [
            each
            for each in evidence.posted
            if charge.attempt and each.id == charge.attempt.payment and each.outcome == "in_doubt"
        ]
        if not here and not doubted:
            yield f"{LOST}: the centre does not know of {charge.trace} for {bill}"
        if len(here) > 1:
            yield f"{TWICE}: the centre posted {charge.trace} {len(here)} times"
    proven = {charge.trace for charge in truth.charges if not charge.by_hand}
    for each in evidence.posted:
        if each.outcome == "approved" and each.trace not in proven:
            yield f"{NO_PROOF}: the centre has {each.bill} by {each.trace}, which never was"
    for bill, (minor, by) in evidence.bills.items():
        posted = sum(e.minor for e in evidence.posted if e.bill == bill and e.outcome == "approved")
        charged = sum(charge.minor for charge in truth.for_bill(bill))
        came_in = posted if by in ("", "kiosk") else posted + MINOR
        if not (minor == came_in and posted <= charged):
            yield f"{NO_PROOF}: of {bill} {minor} came in, {posted} was posted, {charged} charged"


def _screens(evidence: Evidence, truth: Truth) -> Iterator[str]:
    ids = {row.reference: row.id for row in evidence.journal}
    kept: set[str] = set()
    for index, event in enumerate(evidence.events):
        if event.kind == "kept":
            kept.update(event.what)
        if event.kind != "shown":
            continue
        match event.what.state:
            case states.Paid(payment, approved):
                if payment.id not in kept:
                    yield f"{UNTRUE}: paid, before it was kept"
                mine = [charge for charge in truth.moved(payment.id) if charge.at < index]
                if approved.slip.trace not in [charge.trace for charge in mine]:
                    yield f"{UNTRUE}: paid, by {approved.slip.trace}"
            case states.NotPaid(lines, _, why):
                yield from _not_paid(evidence, truth, event, why, lines[0].bill)
            case states.Recovered(reference, _, settled):
                is_charged = bool(truth.moved(ids.get(reference, "")))
                if settled != "in_doubt" and (settled == "approved") != is_charged:
                    yield f"{UNTRUE}: {settled} after a break"


def _not_paid(evidence: Evidence, truth: Truth, event: Event, why: str, bill: str) -> Iterator[str]:
    here = (event.life, event.what.visit)
    for charge in truth.for_bill(bill):
        if charge.attempt and (charge.attempt.life, charge.attempt.visit) == here:
            yield f"{UNTRUE}: not paid ({why}), and {charge.trace} was charged"
    by = evidence.bills.get(bill, (0, ""))[1]
    if why == "already_paid" and not truth.for_bill(bill) and by in ("", "kiosk"):
        yield f"{UNTRUE}: already paid, and nothing was charged"


def _papers(evidence: Evidence, truth: Truth) -> Iterator[str]:
    ids = {row.reference: row.id for row in evidence.journal}
    for event in evidence.events:
        if event.kind != "paper":
            continue
        _, paper = event.what
        text = "\n".join(str(line) for line in paper.lines)
        if paper.reference not in text:
            yield f"{UNTRUE}: a paper without its number"
        if _is_proof(paper) and not truth.moved(ids.get(paper.reference, "")):
            yield f"{UNTRUE}: a proof of {paper.reference}, which was not charged"


def _is_proof(paper: Any) -> bool:
    return "繳費證明" in {getattr(line, "text", "") for line in paper.lines}


def _leaks(evidence: Evidence, truth: Truth) -> Iterator[str]:
    """Whose a payment is, says the first screen that showed it."""
    owner: dict[str, tuple[int, str]] = {}
    words: dict[tuple[int, str], set[str]] = {}
    for event in evidence.events:
        if event.kind == "shown":
            here = (event.life, event.what.visit)
            words.setdefault(here, set()).update(event.what.words)
            payment = getattr(event.what.state, "payment", None)
            if payment is not None and owner.setdefault(payment.reference, here) != here:
                yield f"{LEAKED}: the payment of {owner[payment.reference]} is shown to {here}"
        if event.kind == "paper":
            visit, paper = event.what
            here = (event.life, visit)
            if owner.get(paper.reference, here) != here:
                yield f"{LEAKED}: the paper of {owner[paper.reference]} is printed for {here}"
            words.setdefault(here, set()).update(_of_both(str(paper)))
    for here, seen in words.items():
        if seen & FIRST.words and seen & NEXT.words:
            yield f"{LEAKED}: both customers' words in one visit, {here}"


def _of_both(text: str) -> set[str]:
    return {word for word in FIRST.words | NEXT.words if word in text}


def _service(evidence: Evidence, truth: Truth) -> Iterator[str]:
    """Afterwards everybody can pay, and nothing is left open."""
    for event in evidence.events:
        if event.kind in ("crash", "hung"):
            yield f"{BROKEN}: {event.kind} {str(event.what)[-900:]}"
    yield from (f"{BROKEN}: {fault}" for fault in evidence.faults)
    for row in evidence.journal:
        if not row.outcomes:
            yield f"{BROKEN}: {row.reference} is still open"
    if not evidence.ends:
        yield f"{BROKEN}: the last life did not come to its end"
