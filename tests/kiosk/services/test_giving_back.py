"""Approved at the terminal, refused by the bills: the money goes back once, whatever breaks, and what is told is true."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain import events, states
from kiosk.domain.house import Task
from kiosk.domain.posting import Posted, Posting
from kiosk.domain.states import Back, PaperState
from kiosk.services.controller import Envelope
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.examples import BILLS
from tests.kiosk.fakes import FrozenClock
from tests.kiosk.windowless import Kiosk

GRANT = timedelta(hours=24)


def refused(kiosk: Kiosk) -> Kiosk:
    """The centre takes no payment into any bill, and lets the kiosk give it back."""
    kiosk.crm.posting = Posting(Posted.REFUND_DUE, NOW + GRANT)
    return kiosk.sign_in(Task.PAY)


def told(kiosk: Kiosk) -> list[tuple[str, str]]:
    return [(body["outcome"], body["cause"]) for body in kiosk.crm.bodies("reversal")]


@pytest.mark.requirement("X23")
def test_refused_by_the_bills_goes_back_to_the_card(kiosk: Kiosk) -> None:
    """X23: intent, terminal, outcome, paper, record; the customer hears it and holds it."""
    refused(kiosk).choose_and_pay().wait(1)
    state = kiosk.at(states.MoneyBack)
    assert (state.back, state.paper) == (Back.GIVEN_BACK, PaperState.CONFIRMED)
    assert kiosk.terminal.given_back == kiosk.terminal.ledger
    assert told(kiosk) == [("reversed", "")]
    assert [k for k in kiosk.audited() if k.startswith("reversal")] == ["reversal.asked", "reversal.decided"]
    paper = str(kiosk.printer.printed[-1])
    assert state.payment.reference in paper
    assert kiosk.world.audit.head() != ""
    assert state.anchor in paper
    assert int(state.anchor.split()[0]) >= 4, "behind what was decided"


@pytest.mark.requirement("X23")
@pytest.mark.parametrize("lost", ["drop_after", "drop_before", "unreachable"])
def test_a_lost_answer_is_asked_about_until_it_is_known(kiosk: Kiosk, lost: str) -> None:
    """X23: retried until confirmed, and never given back twice."""
    kiosk.terminal.reversal_script.extend([lost] * 3)
    refused(kiosk).choose_and_pay()
    for _ in range(5):
        kiosk.wait(2)
    assert kiosk.at(states.MoneyBack).back is Back.GIVEN_BACK
    assert len(kiosk.terminal.given_back) == 1
    assert [outcome for outcome, _ in told(kiosk)] == ["reversed"]


@pytest.mark.requirement("X23")
def test_what_stays_unknown_is_doubt_and_clears_up_by_itself(kiosk: Kiosk) -> None:
    """X23, X25: the customer sees a code; recovery goes on asking while the grant lasts."""
    kiosk.terminal.reversal_script.extend(["unreachable"] * 7)
    refused(kiosk).choose_and_pay()
    for _ in range(8):
        kiosk.wait(2)
    assert kiosk.at(states.MoneyBack).back is Back.CHECKING
    assert told(kiosk) == [("in_doubt", "no_answer")]
    for _ in range(3):
        kiosk.wait(61)
    assert told(kiosk) == [("in_doubt", "no_answer"), ("reversed", "")]
    assert len(kiosk.terminal.given_back) == 1


@pytest.mark.requirement("X23")
def test_a_terminal_that_says_no_leaves_it_to_staff(kiosk: Kiosk) -> None:
    kiosk.terminal.reversal_script.append("refuse")
    refused(kiosk).choose_and_pay().wait(1)
    assert kiosk.at(states.MoneyBack).back is Back.STAFF
    assert told(kiosk) == [("not_reversed", "refused")]


@pytest.mark.requirement("X23")
@pytest.mark.parametrize("tries", [1, 7], ids=["while the customer waits", "by recovery"])
def test_a_no_after_a_lost_answer_is_doubt(kiosk: Kiosk, tries: int) -> None:
    """X23: the money may have gone back that time, so staff must not be told that it did not."""
    kiosk.terminal.reversal_script.extend(["drop_after", *["unreachable"] * (tries - 1), *["deny"] * 9])
    refused(kiosk).choose_and_pay()
    for _ in range(8):
        kiosk.wait(2)
    kiosk.wait(61)
    assert kiosk.at(states.MoneyBack).back is Back.CHECKING
    assert [outcome for outcome, _ in told(kiosk)] == ["in_doubt"]
    assert len(kiosk.terminal.given_back) == 1


@pytest.mark.requirement("X23")
def test_who_has_left_gets_it_back_from_staff(kiosk: Kiosk) -> None:
    """X23: nobody stands here any more, so the kiosk does not use its grant, and says so."""
    kiosk.crm.posting = Posting(Posted.REFUND_DUE, NOW + GRANT)
    kiosk.sign_in(Task.PAY)
    kiosk.crm.refuse["payment"] = "invalid"  # parked; taken later
    kiosk.choose_and_pay().touch(events.Ended())
    kiosk.crm.refuse.clear()
    kiosk.world.outbox.retry_all()
    kiosk.wait(9)
    kiosk.wait(9)
    assert kiosk.terminal.given_back == []
    assert told(kiosk) == [("not_reversed", "left")]


@pytest.mark.requirement("X23")
def test_without_a_grant_nothing_goes_back_here(kiosk: Kiosk) -> None:
    """X23: a part was posted, or it is too late: the screen says that staff give the rest back."""
    kiosk.crm.posting = Posting(Posted.REFUND_DUE)
    kiosk.sign_in(Task.PAY).choose_and_pay().wait(1)
    state = kiosk.at(states.Paid)
    assert (state.refund, state.posted) == (True, False)
    assert (kiosk.terminal.given_back, told(kiosk)) == ([], [])


@pytest.mark.requirement("X23")
@pytest.mark.parametrize("script", ["reverse", "drop_after", "drop_before"])
def test_killed_at_any_step_it_goes_back_once_at_most_and_the_centre_knows(
    tmp_path: Path, script: str
) -> None:
    """X23, X18: the power goes after every step from the confirmation on; after the restart nothing is unknown."""
    answers = set()
    for steps in range(60):
        kiosk = refused(Kiosk(tmp_path / f"{steps}.db", FrozenClock()).start())
        kiosk.terminal.reversal_script.append(script)
        toggles = [events.BillToggled(bill.id) for bill in BILLS[:2]]
        kiosk.touch(*toggles, events.Confirmed())
        kiosk.post(Envelope(kiosk.visit.id, events.Confirmed()))
        done = kiosk.run_some(steps)
        again = kiosk.killed().start()
        for _ in range(3):
            again.wait(9)
        paid, back = len(again.terminal.ledger), len(again.terminal.given_back)
        assert back <= paid <= 1
        word = [outcome for outcome, _ in told(again)][-1:]
        assert (word == ["reversed"]) == bool(back), steps
        if "approved" in again.outcomes():
            assert word in (["reversed"], ["not_reversed"]), steps
        assert (again.world.reversals.open(), again.world.reversals.unanswered()) == ([], [])
        answers.add((paid, back))
        again.store.close()
        if not done:
            break
    assert answers == {(0, 0), (1, 0), (1, 1)}


@pytest.mark.requirement("X23")
def test_when_the_grant_is_over_only_people_decide(kiosk: Kiosk) -> None:
    """X23: a little before its end the terminal is not asked any more."""
    kiosk.terminal.reversal_script.extend(["unreachable"] * 400)
    refused(kiosk).choose_and_pay()
    for _ in range(8):
        kiosk.wait(2)
    kiosk.terminal.reversal_script.clear()
    kiosk.clock.step(GRANT.total_seconds() - 3600)
    for _ in range(3):
        kiosk.wait(61)
    assert kiosk.terminal.given_back == []
    assert told(kiosk) == [("in_doubt", "no_answer")]


@pytest.mark.requirement("X23")
def test_the_schema_holds_one_reversal_a_payment_and_only_under_a_grant(kiosk: Kiosk) -> None:
    refused(kiosk).choose_and_pay().wait(1)
    payment = kiosk.at(states.MoneyBack).payment
    slip = kiosk.terminal.ledger[-1]
    assert kiosk.world.reversals.begin(payment, slip, NOW) is None
    with kiosk.store.write() as db, pytest.raises(Exception, match="UNIQUE"):
        db.execute("INSERT INTO reversal (id, payment, asked_at) VALUES ('x', ?, 'now')", (payment.id,))
