"""Copies of a proof: numbered on disk before they are printed, marked, limited, and the reference stays what it was."""

from dataclasses import replace

import pytest

from kiosk.domain import events, states
from kiosk.domain.copies import Copy, NoCopy
from kiosk.domain.flow import step
from kiosk.domain.house import Task
from kiosk.domain.lookup import CaseStanding
from kiosk.domain.receipt import Centred, PrintOutcome
from kiosk.domain.states import PaperState
from kiosk.storage.evidence import findings, head_of
from tests.kiosk.windowless import Kiosk

pytestmark = pytest.mark.requirement("F3", "X26", "X28")


@pytest.fixture
def paid(kiosk: Kiosk) -> Kiosk:
    """Somebody paid and holds the proof."""
    kiosk.sign_in(Task.PAY)
    kiosk.choose_and_pay()
    kiosk.touch(events.PaperChosen(True))
    assert kiosk.at(states.Paid).paper is PaperState.CONFIRMED
    return kiosk


def marks(kiosk: Kiosk) -> list[str]:
    """The mark of each paper that came out; empty for an original."""
    found = []
    for paper in kiosk.printer.printed:
        texts = [line.text for line in paper.lines if isinstance(line, Centred)]
        found.append(next((text for text in texts if "補印" in text), ""))
    return found


def test_copies_are_numbered_and_marked_and_have_an_end(paid: Kiosk) -> None:
    """F3, X28: three by default; each has its line in the audit log; the reference is the same on all."""
    for _ in range(4):
        paid.touch(events.CopyAsked())
    assert marks(paid) == ["", "補印本 1", "補印本 2", "補印本 3"]
    reference = paid.at(states.Paid).payment.reference
    assert {paper.reference for paper in paid.printer.printed} == {reference}
    assert paid.at(states.Paid).no_copy is NoCopy.TOO_MANY
    assert paid.audited().count("payment.copied") == 3
    assert paid.audited().count("payment.paper") == 1


@pytest.mark.requirement("X60")
def test_each_receipt_shows_a_head_of_the_chain_that_fits(paid: Kiosk) -> None:
    """X60: the proof's and the copy's, each behind its own lines; typed in they are found to fit."""
    paid.touch(events.CopyAsked())
    texts = [line.text for paper in paid.printer.printed for line in paper.lines if isinstance(line, Centred)]
    heads = [head_of(text.removeprefix("稽核碼 ")) for text in texts if text.startswith("稽核碼 ")]
    assert len(heads) == len(paid.printer.printed) == 2
    assert heads[0].line < heads[1].line
    with paid.disk.read() as db:
        assert findings(db, heads) == []
        assert findings(db, [heads[0], replace(heads[1], short="2222-2222")])


def test_a_copy_that_did_not_come_out_opens_no_case_and_keeps_its_number(paid: Kiosk) -> None:
    paid.printer.outcomes.append(PrintOutcome.NOT_PRINTED)
    paid.touch(events.CopyAsked())
    assert paid.at(states.Paid).paper is PaperState.NOT_PRINTED
    assert paid.audited().count("payment.paper") == 1
    paid.touch(events.PaperChosen(True))
    assert paid.at(states.Paid).copy == 2


def test_a_reference_that_was_not_paid_here_has_no_copy(paid: Kiosk) -> None:
    copies = paid.world.copies
    assert copies.take("K07-2222-222M", paid.clock.now()) is NoCopy.UNKNOWN
    known = copies.take(paid.at(states.Paid).payment.reference, paid.clock.now())
    assert isinstance(known, Copy)
    assert (known.number, known.payment) == (1, paid.at(states.Paid).payment)


def test_a_full_disk_prints_no_copy(paid: Kiosk) -> None:
    """What has no number on disk is not printed."""
    paid.disk.full = True
    paid.touch(events.CopyAsked())
    assert paid.at(states.Paid).no_copy is NoCopy.NOT_SAVED
    assert len(paid.printer.printed) == 1


def looked_up(kiosk: Kiosk, reference: str) -> states.CaseShown:
    """After the visit in which it was paid, by the number on the proof."""
    kiosk.touch(
        events.Ended(), events.Started(), events.TaskChosen(Task.SERVICES), events.TaskChosen(Task.CASES)
    )
    kiosk.touch(events.DigitsCleared(), *(events.SignTyped(sign) for sign in reference if sign != "-"))
    return kiosk.touch(events.Confirmed()).at(states.CaseShown)


@pytest.mark.parametrize("down", [False, True])
def test_a_proof_is_printed_again_by_its_number(paid: Kiosk, down: bool) -> None:
    """F3, X28: days later, nobody signed in, also without a line; the count goes on where it was."""
    reference = paid.at(states.Paid).payment.reference
    paid.touch(events.CopyAsked())
    paid.crm.cases[reference] = CaseStanding(reference, "payment", "paid")
    paid.crm.down = down
    looked_up(paid, reference)
    paid.touch(events.CopyAsked())
    assert paid.at(states.CaseShown).paper is PaperState.CONFIRMED
    assert marks(paid) == ["", "補印本 1", "補印本 2"]
    assert {paper.reference for paper in paid.printer.printed} == {reference}
    paid.touch(events.CopyAsked(), events.CopyAsked())
    assert marks(paid) == ["", "補印本 1", "補印本 2", "補印本 3"]
    assert paid.at(states.CaseShown).no_copy is NoCopy.TOO_MANY
    assert paid.audited().count("payment.copied") == 3


def test_what_was_not_paid_or_not_here_is_not_printed_again(paid: Kiosk) -> None:
    """A callback, a payment of another kiosk, one that is being checked."""
    for reference, kind, status in (
        ("K07-2222-222M", "callback", "confirmed"),
        ("K07-2222-222M", "payment", "being_checked"),
        ("K03-2222-222Q", "payment", "paid"),
    ):
        standing = CaseStanding(reference, kind, status)
        at = paid.visit.at(states.CaseShown(standing))
        after, asked = step(at, events.CopyAsked())
        assert (after.state, asked) == (at.state, ())
    unknown, _ = step(paid.visit.at(states.CaseShown(CaseStanding("K07-2222-222M"))), events.CopyAsked())
    told, asked = step(unknown, events.CopyTaken("K07-2222-222M", NoCopy.UNKNOWN))
    assert isinstance(told.state, states.CaseShown)
    assert (told.state.no_copy, asked) == (NoCopy.UNKNOWN, ())
