"""Money when something breaks: charged at most once, never lost, and what is told is true."""

from collections.abc import Callable

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.house import Task
from kiosk.domain.states import Refusal
from kiosk.ports import Answer
from kiosk.services.controller import Envelope
from tests.kiosk.domain.examples import AMOUNT, BILLS
from tests.kiosk.windowless import Kiosk


def at_review(kiosk: Kiosk) -> Kiosk:
    toggles = [events.BillToggled(bill.id) for bill in BILLS[:2]]
    return kiosk.sign_in(Task.PAY).touch(*toggles, events.Confirmed())


@pytest.mark.requirement("X18")
def test_a_journal_that_cannot_be_read_means_no_charge(kiosk: Kiosk) -> None:
    """X18: what is under way is not known, so the terminal is not asked; the customer reads that nothing was charged."""
    at_review(kiosk)
    kiosk.disk.unreadable = True
    kiosk.touch(events.Confirmed())
    assert kiosk.at(states.NotPaid).why == Refusal.NOT_SAVED.value
    assert kiosk.terminal.asked == 0


@pytest.mark.requirement("X18")
def test_a_full_disk_before_the_charge_means_no_charge(kiosk: Kiosk) -> None:
    """X18: the intent is not on the disk, so the terminal is never asked."""
    at_review(kiosk)
    kiosk.disk.full = True
    kiosk.touch(events.Confirmed())
    assert kiosk.at(states.NotPaid).why == "not_saved"
    assert kiosk.terminal.asked == 0
    assert not kiosk.visit.health.store_works


@pytest.mark.requirement("X18")
def test_the_intent_is_on_the_disk_before_the_terminal_hears_of_it(kiosk: Kiosk) -> None:
    """X18: looked at from another connection while the terminal's lane stands still."""
    kiosk.lanes["terminal"].stuck = True
    at_review(kiosk).touch(events.Confirmed())
    assert not any(isinstance(e, effects.SaveIntent) for e in kiosk.asked)
    kiosk.lanes["terminal"].stuck = False
    kiosk.lanes["terminal"].run()  # prepare, and nothing more
    kiosk.lanes["terminal"].stuck = True
    kiosk.run()
    (open_one,) = kiosk.world.payments.open()
    assert (open_one.amount, kiosk.terminal.asked) == (AMOUNT, 0)


@pytest.mark.requirement("E2")
def test_a_full_disk_after_the_charge_is_a_claim_code_and_settled_when_the_disk_is_back(kiosk: Kiosk) -> None:
    """E2: approved but not recorded; later found at the terminal, posted once, charged once."""
    at_review(kiosk)
    kiosk.lanes["terminal"].stuck = True
    kiosk.touch(events.Confirmed())
    for _ in range(3):  # prepare, save the intent, begin the charge
        kiosk.lanes["terminal"].stuck = False
        kiosk.lanes["terminal"].run()
        kiosk.disk.full = kiosk.terminal.asked == 1
        kiosk.lanes["terminal"].stuck = True
        kiosk.run()
    kiosk.at(states.Unsettled)
    assert kiosk.outcomes() == []
    kiosk.lanes["terminal"].stuck = False
    kiosk.disk.full = False
    kiosk.wait(6)
    assert kiosk.outcomes() == ["approved"]
    kiosk.wait(9)
    assert len(kiosk.crm.bodies("payment")) == len(kiosk.terminal.ledger) == 1


@pytest.mark.requirement("X22")
@pytest.mark.parametrize(
    ("script", "told", "recorded", "charged"),
    [("drop_after", states.Paid, "approved", 1), ("drop_before", states.NotPaid, "cancelled", 0)],
)
def test_a_cable_that_died_is_asked_about_and_never_charged_again(
    kiosk: Kiosk, script: str, told: type, recorded: str, charged: int
) -> None:
    """X22, E2: the terminal's own memory says whether money moved."""
    kiosk.terminal.script.append(script)
    kiosk.terminal.silent = 2
    kiosk.sign_in(Task.PAY).choose_and_pay()
    for _ in range(3):
        assert isinstance(kiosk.state, states.Paying)
        kiosk.wait(2)
    assert isinstance(kiosk.state, told)
    assert (kiosk.outcomes(), len(kiosk.terminal.ledger), kiosk.terminal.asked) == ([recorded], charged, 1)


@pytest.mark.requirement("E2")
def test_a_cable_that_stays_dead_is_a_claim_code_and_clears_up_by_itself(kiosk: Kiosk) -> None:
    """E2, X25: in doubt on the disk and at the centre; when the terminal answers again the customer sees it."""
    kiosk.terminal.script.append("drop_after")
    kiosk.terminal.silent = 99
    kiosk.sign_in(Task.PAY).choose_and_pay()
    for _ in range(5):
        kiosk.wait(2)
    kiosk.at(states.Unsettled)
    assert kiosk.outcomes() == ["in_doubt"]
    kiosk.terminal.ready = False
    kiosk.wait(5)
    kiosk.terminal.ready, kiosk.terminal.silent = True, 0
    kiosk.wait(5)
    anchor = kiosk.at(states.Paid).anchor
    assert anchor, "the chain's head stands on this proof as on every other"
    kiosk.touch(events.PaperChosen(True))
    assert anchor in str(kiosk.printer.printed[-1])
    assert kiosk.outcomes() == ["in_doubt", "approved"]
    assert len(kiosk.terminal.ledger) == kiosk.terminal.asked == 1


@pytest.mark.requirement("E2")
def test_the_same_bills_again_after_a_doubt_and_a_decline_settle_nothing_wrongly(kiosk: Kiosk) -> None:
    """E2: the first was charged, its answer lost; the second, same amount, is declined: no word on the first."""
    kiosk.terminal.script.extend(["drop_after", "decline"])
    kiosk.terminal.silent = 10
    kiosk.sign_in(Task.PAY).choose_and_pay()
    for _ in range(10):
        kiosk.wait(2)
    kiosk.at(states.Unsettled)
    kiosk.touch(events.Confirmed(), events.TaskChosen(Task.PAY)).choose_and_pay()
    assert kiosk.at(states.NotPaid).why == "declined"
    kiosk.touch(events.Ended())
    kiosk.recovery.begin()
    kiosk.run()
    assert kiosk.outcomes() == ["in_doubt", "declined"]
    assert len(kiosk.terminal.ledger) == 1


@pytest.mark.requirement("E2")
@pytest.mark.parametrize("end", ["ended visit", "next customer pays"])
def test_a_late_answer_of_the_terminal_is_recorded_whoever_stands_there(kiosk: Kiosk, end: str) -> None:
    """E2: by a bug the visit is gone while the charge runs; its approval still reaches disk and centre."""
    at_review(kiosk)
    kiosk.lanes["terminal"].stuck = True
    kiosk.touch(events.Confirmed())
    kiosk.lanes["terminal"].stuck = False
    kiosk.lanes["terminal"].run()
    kiosk.lanes["terminal"].stuck = True
    kiosk.run()
    assert len(kiosk.world.payments.open()) == 1
    kiosk.post(Envelope("", events.Broke("main")))
    kiosk.run()
    kiosk.at(states.OutOfOrder)
    kiosk.lanes["terminal"].stuck = False
    kiosk.run()
    assert kiosk.outcomes() == ["approved"]
    if end == "next customer pays":
        kiosk.wait(8).wait(125)
        kiosk.sign_in(Task.PAY).choose_and_pay()
        kiosk.at(states.Paid)
        assert kiosk.outcomes() == ["approved", "approved"]
        assert len(kiosk.terminal.ledger) == 2


@pytest.mark.requirement("E1")
def test_an_intent_of_a_visit_that_broke_is_not_charged_to_the_next(kiosk: Kiosk) -> None:
    """E1: the disk hung while it was written; by then somebody else stands there."""
    at_review(kiosk)
    kiosk.lanes["terminal"].stuck = True  # until the journal was looked into
    kiosk.touch(events.Confirmed())
    kiosk.lanes["records"].stuck, kiosk.lanes["terminal"].stuck = True, False
    kiosk.run()
    kiosk.at(states.Paying)
    kiosk.post(Envelope("", events.Broke("main")))
    kiosk.run()
    kiosk.lanes["records"].stuck = False
    kiosk.run()
    assert kiosk.terminal.asked == 0
    assert kiosk.outcomes() == ["cancelled"]
    assert kiosk.world.payments.open() == []


# --- recovery --------------------------------------------------------------------------------------

Before = Callable[[Kiosk], None]


def charged(kiosk: Kiosk) -> None:
    kiosk.terminal.charge(AMOUNT, lambda stage: None)


def declined(kiosk: Kiosk) -> None:
    kiosk.terminal.script.append("decline")
    charged(kiosk)


def another_amount(kiosk: Kiosk) -> None:
    kiosk.terminal.charge(BILLS[2].amount, lambda stage: None)


def mute(kiosk: Kiosk) -> None:
    kiosk.terminal.silent = 99


def slow(kiosk: Kiosk) -> None:
    charged(kiosk)
    kiosk.terminal.silent = 3


@pytest.mark.requirement("E2")
@pytest.mark.requirement("X22")
@pytest.mark.parametrize(
    ("happened", "recorded", "told"),
    [
        (lambda kiosk: None, "cancelled", "not_charged"),
        (charged, "approved", "approved"),
        (declined, "declined", "not_charged"),
        (another_amount, "in_doubt", "in_doubt"),
        (mute, "in_doubt", "in_doubt"),
        (slow, "approved", "approved"),
    ],
)
def test_the_power_went_between_intent_and_outcome(
    kiosk: Kiosk, happened: Before, recorded: str, told: str
) -> None:
    """E2, X22: at the next start the terminal is asked, never charged; nobody pays until it is known."""
    at_review(kiosk)
    intent = _intent(kiosk)
    happened(kiosk)
    asked = kiosk.terminal.asked
    after = kiosk.killed()
    after.start()
    assert after.visit.health.recovering == (after.terminal.silent > 0)
    for _ in range(6):
        after.wait(2)
    assert after.outcomes() == [recorded]
    recovered = after.at(states.Recovered)
    assert (recovered.reference, recovered.amount, recovered.settled) == (intent, AMOUNT, told)
    assert not after.visit.health.recovering
    assert after.terminal.asked == asked
    assert not any(isinstance(e, effects.Charge) for e in after.asked)
    after.store.close()


@pytest.mark.requirement("E2", "E3")
def test_who_comes_back_before_the_centre_has_heard_is_not_charged_again(kiosk: Kiosk) -> None:
    """E2, E3: power lost behind the approval; recovery finds it, and its customer is quicker than the push."""
    at_review(kiosk)
    _intent(kiosk)
    kiosk.terminal.charge(AMOUNT, lambda stage: None)
    kiosk.crm.refuse["payment"] = "not today"
    after = kiosk.killed().start()
    assert after.at(states.Recovered).settled == "approved"
    assert after.crm.bodies("payment") == []
    after.touch(events.Ended()).sign_in(Task.PAY).choose_and_pay()
    assert after.at(states.NotPaid).why == Refusal.BEING_CHECKED.value
    assert len(after.terminal.ledger) == 1
    after.store.close()


@pytest.mark.requirement("E2", "E3")
def test_a_record_that_arrives_between_question_and_intent_is_no_second_charge(kiosk: Kiosk) -> None:
    """E2, E3: the centre answered before it had the record, the journal is asked again after it is gone from there."""
    at_review(kiosk)
    _intent(kiosk)
    kiosk.terminal.charge(AMOUNT, lambda stage: None)
    kiosk.crm.refuse["payment"] = "not today"
    after = at_review(kiosk.killed().start().touch(events.Ended()))
    after.lanes["terminal"].stuck = True
    after.touch(events.Confirmed())
    with after.store.read() as db:
        owed = [row[0] for row in db.execute("SELECT id FROM outbox WHERE kind = 'payment'")]
    after.world.outbox.settle([Answer(record, "stored") for record in owed], after.clock.now())
    after.lanes["terminal"].stuck = False
    after.run()
    assert len(owed) == 1
    assert len(after.terminal.ledger) == 1
    assert after.at(states.NotPaid).why == Refusal.BEING_CHECKED.value
    after.store.close()


def _intent(kiosk: Kiosk) -> str:
    """An intent on the disk, and nothing after it. Its reference."""
    mark = kiosk.terminal.prepare()
    lines = kiosk.at(states.Review).lines
    payment = kiosk.world.payments.ask(
        lines, AMOUNT, mark, False, kiosk.house.languages[0], kiosk.clock.now()
    )
    assert payment is not None
    return payment.reference
