"""From the confirmation to the recorded outcome."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from kiosk.domain import effects, events, payment, states
from kiosk.domain.bill import BillStanding
from kiosk.domain.health import QueueCounts
from kiosk.domain.house import OfflinePayments
from kiosk.domain.money import Money
from kiosk.domain.payment import Approved, CancelledBy, Declined, Found, InDoubt, NoAnswer, Outcome, StillBusy
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.states import PaperState, Paying, Refusal, Stage
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.examples import AMOUNT, CUSTOMER, HOUSE, LINES, MARK, a_payment, a_slip, play, visit

PAYMENT = a_payment()
APPROVED = Approved(a_slip())
CANCELLED = payment.Cancelled(CancelledBy.CUSTOMER)
NOT_CHARGED = payment.Cancelled(CancelledBy.NOT_CHARGED)
PAYABLE = (BillStanding("E1", True), BillStanding("W1", True))
LOST = InDoubt("no_answer")
UNTIL = NOW + HOUSE.patience.charge


def paying(stage: Stage, **more: object) -> Paying:
    begun = stage not in (Stage.CHECKING_BILLS, Stage.PREPARING, Stage.SAVING)
    state = Paying(LINES, AMOUNT, stage, PAYMENT if begun else None, until=UNTIL if begun else None)
    return replace(state, **more)  # type: ignore[arg-type]


AT_TERMINAL = paying(Stage.INSERT_CARD)


@pytest.mark.requirement("E1")
@pytest.mark.requirement("X18")
def test_the_order_of_money() -> None:
    """E1, X18: bills checked, terminal asked where it stands, intent on disk, charge, outcome on disk, told."""
    way: list[tuple[events.Event, Stage, list[effects.Effect]]] = [
        (events.BillsChecked(PAYABLE), Stage.PREPARING, [effects.PrepareTerminal()]),
        (
            events.TerminalReady(MARK),
            Stage.SAVING,
            [effects.SaveIntent(LINES, AMOUNT, MARK, False, HOUSE.languages[0])],
        ),
        (events.IntentSaved(PAYMENT), Stage.INSERT_CARD, [effects.Charge(PAYMENT)]),
        (events.TerminalProgressed(Stage.ENTER_PIN), Stage.ENTER_PIN, []),
        (events.TerminalProgressed(Stage.REMOVE_CARD), Stage.REMOVE_CARD, []),
        (
            events.TerminalAnswered(PAYMENT, APPROVED),
            Stage.RECORDING,
            [effects.SaveOutcome(PAYMENT, APPROVED)],
        ),
    ]
    at = visit(paying(Stage.CHECKING_BILLS), customer=CUSTOMER)
    for event, stage, asked in way:
        at, found = play(at, event)
        assert isinstance(at.state, Paying)
        assert (at.state.stage, found) == (stage, asked)
    told, asked_last = play(at, events.OutcomeSaved(PAYMENT, APPROVED))
    assert told.state == states.Paid(PAYMENT, APPROVED)
    assert asked_last == [effects.Push()]


@pytest.mark.requirement("E3")
def test_paid_elsewhere_meanwhile_is_refused_with_the_date() -> None:
    """E3: asked at the moment of paying, before the terminal is."""
    checked = (BillStanding("E1", True), BillStanding("W1", False, date(2026, 11, 20)))
    after, asked = play(visit(paying(Stage.CHECKING_BILLS)), events.BillsChecked(checked))
    assert after.state == states.NotPaid(LINES, AMOUNT, Refusal.ALREADY_PAID.value, "2026-11-20")
    assert asked == []
    in_doubt = (BillStanding("E1", False), BillStanding("W1", True))
    after, _ = play(visit(paying(Stage.CHECKING_BILLS)), events.BillsChecked(in_doubt))
    assert after.state == states.NotPaid(LINES, AMOUNT, Refusal.BEING_CHECKED.value)


def test_an_answer_about_a_choice_that_was_given_up_settles_nothing() -> None:
    """The bills of the first try are not the bills of the second."""
    start = visit(paying(Stage.CHECKING_BILLS))
    for other in ((BillStanding("G1", True),), (*PAYABLE, BillStanding("G1", False)), PAYABLE[:1]):
        after, asked = play(start, events.BillsChecked(other))
        assert (after.state, asked) == (start.state, [])


@pytest.mark.requirement("E4")
@pytest.mark.parametrize(
    ("policy", "spent", "hours", "goes_on"),
    [
        (OfflinePayments(), 0, 0, False),
        (OfflinePayments(allowed=True, cap=AMOUNT, count=3), 2, 23, True),
        (OfflinePayments(allowed=True, cap=AMOUNT, count=3), 2, 24, False),
        (OfflinePayments(allowed=True, cap=AMOUNT, count=3), 3, 1, False),
        (OfflinePayments(allowed=True, cap=Money(AMOUNT.minor - 1), count=3), 0, 0, False),
    ],
)
def test_without_a_line_nothing_is_paid_but_by_policy(
    policy: OfflinePayments, spent: int, hours: int, goes_on: bool
) -> None:
    """E4: a cap, a count, and no further one while one has waited too long; refused before the terminal is asked."""
    given: dict[str, Any] = {"house": replace(HOUSE, offline=policy), "offline_payments": spent}
    since = NOW - timedelta(hours=hours) if hours else None
    start = visit(paying(Stage.CHECKING_BILLS), offline_since=since, **given)
    after, asked = play(start, events.BillsChecked(None))
    if goes_on:
        assert after.state == paying(Stage.PREPARING, offline=True)
        assert asked == [effects.PrepareTerminal()]
        after, _ = play(after, events.TerminalReady(MARK), events.IntentSaved(PAYMENT))
        assert (after.offline_payments, after.offline_since) == (spent + 1, since or NOW)
        freed, _ = play(after, events.QueueCounted(QueueCounts()))
        assert (freed.offline_payments, freed.offline_since) == (0, None)
    else:
        assert after.state == states.NotPaid(LINES, AMOUNT, Refusal.LINE_DOWN.value)
        assert asked == []


@pytest.mark.requirement("E4")
@pytest.mark.parametrize(("reason", "why"), [("revoked", "line_down"), ("bad_grant", "signed_out")])
def test_a_centre_that_says_no_is_no_line_that_is_down(reason: str, why: str) -> None:
    """E4: the offline policy is not for somebody whom the centre turned away."""
    offline = replace(HOUSE, offline=OfflinePayments(allowed=True, cap=AMOUNT))
    start = visit(paying(Stage.CHECKING_BILLS), house=offline, customer=CUSTOMER)
    after, asked = play(start, events.BillsChecked(None, reason))
    assert after.state == states.NotPaid(LINES, AMOUNT, why)
    assert asked == []
    assert after.customer == (None if reason == "bad_grant" else CUSTOMER)


@pytest.mark.requirement("E1")
def test_a_terminal_that_is_not_ready_is_refused_before_anything_is_written() -> None:
    """E1."""
    (refused, *_) = [events.TerminalNotReady(visit().health.devices[2])]
    after, asked = play(visit(paying(Stage.PREPARING)), refused)
    assert (after.state, asked) == (states.NotPaid(LINES, AMOUNT, Refusal.TERMINAL.value), [])


@pytest.mark.requirement("X18")
@pytest.mark.parametrize("stage", [Stage.CHECKING_BILLS, Stage.SAVING])
def test_a_disk_that_takes_no_intent_means_no_charge(stage: Stage) -> None:
    """X18: the terminal is never asked; nor the centre where the journal cannot be read."""
    after, asked = play(visit(paying(stage)), events.IntentNotSaved("disk full"))
    assert (after.state, asked) == (states.NotPaid(LINES, AMOUNT, Refusal.NOT_SAVED.value), [])
    assert not after.health.store_works


@pytest.mark.requirement("E3", "X18")
def test_a_bill_that_is_being_paid_here_already_means_no_charge() -> None:
    """E3, X18: the journal knows what the centre has not heard yet; the disk is well."""
    after, asked = play(visit(paying(Stage.SAVING)), events.IntentNotSaved(being_checked=True))
    assert (after.state, asked) == (states.NotPaid(LINES, AMOUNT, Refusal.BEING_CHECKED.value), [])
    assert after.health.store_works


@pytest.mark.requirement("E1")
@pytest.mark.parametrize(
    ("stage", "then", "asked"),
    [
        (Stage.CHECKING_BILLS, states.NotPaid(LINES, AMOUNT, "cancelled"), []),
        (Stage.PREPARING, states.NotPaid(LINES, AMOUNT, "cancelled"), []),
        (Stage.SAVING, paying(Stage.CANCELLING, payment=None, until=None), []),
        (Stage.INSERT_CARD, paying(Stage.CANCELLING), [effects.CancelCharge()]),
        (Stage.ENTER_PIN, paying(Stage.CANCELLING), [effects.CancelCharge()]),
        (Stage.PLEASE_WAIT, paying(Stage.CANCELLING), [effects.CancelCharge()]),
        (Stage.REMOVE_CARD, paying(Stage.REMOVE_CARD), []),
        (Stage.CANCELLING, paying(Stage.CANCELLING), []),
        (Stage.INQUIRING, paying(Stage.INQUIRING), []),
        (Stage.RECORDING, paying(Stage.RECORDING), []),
    ],
)
def test_cancel_at_every_stage(stage: Stage, then: states.State, asked: list[effects.Effect]) -> None:
    """E1: before the intent nothing has begun; at the terminal the terminal has the last word; then it is too late."""
    after, found = play(visit(paying(stage)), events.Cancelled())
    assert (after.state, found) == (then, asked)


@pytest.mark.requirement("E1")
def test_cancelled_while_the_intent_was_being_written_is_never_charged() -> None:
    """E1."""
    after, asked = play(visit(paying(Stage.SAVING)), events.Cancelled(), events.IntentSaved(PAYMENT))
    assert asked == [effects.SaveOutcome(PAYMENT, CANCELLED)]
    told, _ = play(after, events.OutcomeSaved(PAYMENT, CANCELLED))
    assert told.state == states.NotPaid(LINES, AMOUNT, "cancelled")


@pytest.mark.requirement("E1")
def test_cancelled_too_late_is_approved_and_said_so() -> None:
    """E1: the terminal has the last word."""
    after, asked = play(visit(AT_TERMINAL), events.Cancelled(), events.TerminalAnswered(PAYMENT, APPROVED))
    assert asked == [effects.CancelCharge(), effects.SaveOutcome(PAYMENT, APPROVED)]
    assert play(after, events.OutcomeSaved(PAYMENT, APPROVED))[0].state == states.Paid(PAYMENT, APPROVED)


@pytest.mark.requirement("E5")
@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (APPROVED, states.Paid(PAYMENT, APPROVED)),
        (Declined(), states.NotPaid(LINES, AMOUNT, "declined")),
        (CANCELLED, states.NotPaid(LINES, AMOUNT, "cancelled")),
        (NOT_CHARGED, states.NotPaid(LINES, AMOUNT, "cancelled")),
        (InDoubt("mismatch"), states.Unsettled(PAYMENT)),
    ],
    ids=repr,
)
def test_what_the_customer_is_told(outcome: Outcome, told: states.State) -> None:
    """E5: one neutral word for every decline; only what stands on the disk is told, and the centre is told at once."""
    after, asked = play(visit(paying(Stage.RECORDING)), events.OutcomeSaved(PAYMENT, outcome))
    assert (after.state, asked) == (told, [effects.Push()])


@pytest.mark.requirement("E2")
def test_an_approval_of_another_amount_is_doubt_not_proof() -> None:
    """E2."""
    other = Approved(a_slip(amount=Money(1)))
    _, asked = play(visit(AT_TERMINAL), events.TerminalAnswered(PAYMENT, other))
    assert asked == [effects.SaveOutcome(PAYMENT, InDoubt("mismatch"))]


@pytest.mark.requirement("X22")
def test_after_a_lost_answer_there_are_inquiries_and_never_a_charge() -> None:
    """X22, E2: five questions two seconds apart, then doubt."""
    at, asked = play(visit(AT_TERMINAL), events.TerminalAnswered(PAYMENT, LOST))
    question = effects.Inquire(PAYMENT, timedelta(seconds=2))
    for finding in (NoAnswer(), StillBusy(), NoAnswer(), StillBusy()):
        assert asked == [question]
        at, asked = play(at, events.TerminalFound(PAYMENT, finding))
    assert asked == [question]
    assert at.state == paying(Stage.INQUIRING, inquiries=5)
    at, asked = play(at, events.TerminalFound(PAYMENT, NoAnswer()))
    assert asked == [effects.SaveOutcome(PAYMENT, LOST, recovered=True)]


@pytest.mark.requirement("X22")
@pytest.mark.parametrize(
    ("finding", "outcome"),
    [
        (Found(a_slip(), True), APPROVED),
        (Found(a_slip(), False), Declined()),
        (Found(a_slip(137), True), NOT_CHARGED),
        (Found(a_slip(139, amount=Money(1)), True), InDoubt("mismatch")),
    ],
    ids=repr,
)
def test_what_an_inquiry_settles(finding: payment.Finding, outcome: Outcome) -> None:
    """X22."""
    asking = paying(Stage.INQUIRING, inquiries=1)
    after, asked = play(visit(asking), events.TerminalFound(PAYMENT, finding))
    assert asked == [effects.SaveOutcome(PAYMENT, outcome, recovered=True)]
    assert after.state == replace(asking, stage=Stage.RECORDING)


@pytest.mark.requirement("E2")
@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (APPROVED, states.Unsettled(PAYMENT)),
        (InDoubt("mismatch"), states.Unsettled(PAYMENT)),
        (Declined(), states.NotPaid(LINES, AMOUNT, "declined")),
        (CANCELLED, states.NotPaid(LINES, AMOUNT, "cancelled")),
    ],
    ids=repr,
)
def test_a_disk_that_takes_no_outcome(outcome: Outcome, told: states.State) -> None:
    """E2: approved but not recorded is a claim code, not a proof; recovery settles it when the disk is back."""
    after, asked = play(visit(paying(Stage.RECORDING)), events.OutcomeNotSaved(PAYMENT, outcome, "disk full"))
    assert (after.state, asked) == (told, [])
    assert not after.health.store_works
    back, asked = play(after, events.StoreReported(works=True))
    assert asked == [effects.Recover()]
    assert back.health.recovering


# --- late ------------------------------------------------------------------------------------------

ELSEWHERE = (states.Attract(), states.Home(), paying(Stage.CHECKING_BILLS), paying(Stage.INSERT_CARD))
OTHER = a_payment(2, lines=LINES[:1], amount=LINES[0].amount)


@pytest.mark.requirement("E2")
@pytest.mark.parametrize("state", ELSEWHERE, ids=lambda state: type(state).__name__)
def test_money_that_nobody_waits_for_is_recorded(state: states.State) -> None:
    """E2: a late answer of the terminal's is never dropped, and disturbs nobody."""
    declined = Declined()
    after, asked = play(visit(state), events.TerminalAnswered(OTHER, declined))
    assert (after.state, asked) == (state, [effects.SaveOutcome(OTHER, declined)])
    after, asked = play(visit(state), events.TerminalAnswered(OTHER, LOST))
    assert (after.state, asked) == (state, [effects.Inquire(OTHER, timedelta(seconds=2))])
    after, asked = play(visit(state), events.TerminalFound(OTHER, NoAnswer()))
    assert asked == [effects.SaveOutcome(OTHER, LOST, recovered=True)]
    after, asked = play(visit(state), events.OutcomeSaved(OTHER, declined))
    assert (after.state, asked) == (state, [effects.Push()])
    after, asked = play(visit(state), events.OutcomeNotSaved(OTHER, declined, "disk full"))
    assert (after.state, asked) == (state, [])


@pytest.mark.requirement("E1")
@pytest.mark.parametrize(
    "state",
    [*ELSEWHERE, paying(Stage.PREPARING), paying(Stage.SAVING)],
    ids=lambda state: f"{type(state).__name__}.{getattr(state, 'stage', '')}",
)
def test_an_intent_of_a_visit_that_is_over_is_not_charged_to_who_stands_here(state: states.State) -> None:
    """E1: neither charged nor left open; the payment on the screen goes on undisturbed."""
    after, asked = play(visit(state), events.IntentSaved(OTHER))
    assert asked == [effects.SaveOutcome(OTHER, NOT_CHARGED)]
    assert after.state == state


@pytest.mark.requirement("X20")
def test_the_same_intent_heard_twice_while_it_is_being_charged() -> None:
    """X20: no second charge, and nothing recorded of a charge that is under way."""
    after, asked = play(visit(AT_TERMINAL), events.IntentSaved(PAYMENT))
    assert (after.state, asked) == (AT_TERMINAL, [])


# --- paper -----------------------------------------------------------------------------------------

PAID = states.Paid(PAYMENT, APPROVED)
PROOF = effects.PrintProof(PAYMENT, APPROVED, False, False, HOUSE.languages[0])


def test_a_proof_is_printed_when_wanted_and_its_fate_kept() -> None:
    printing, asked = play(visit(PAID), events.PaperChosen(True))
    assert printing.state == replace(PAID, paper=PaperState.PRINTING)
    assert asked == [PROOF]
    assert play(printing, events.PaperChosen(True))[1] == []
    done, asked = play(printing, events.PaperFinished(PAYMENT.reference, PrintOutcome.CONFIRMED))
    assert done.state == replace(PAID, paper=PaperState.CONFIRMED)
    assert asked == [effects.SavePaperFate(PAYMENT, PrintOutcome.CONFIRMED), effects.Push()]


@pytest.mark.requirement("E6")
@pytest.mark.parametrize("outcome", [PrintOutcome.PARTIAL, PrintOutcome.NOT_PRINTED])
def test_a_print_that_failed_may_be_had_again_without_paying_again(outcome: PrintOutcome) -> None:
    """E6: the payment stands; staff hear of it."""
    printing = visit(replace(PAID, paper=PaperState.PRINTING))
    failed, asked = play(printing, events.PaperFinished(PAYMENT.reference, outcome))
    assert failed.state == replace(PAID, paper=PaperState.of(outcome))
    assert asked == [effects.SavePaperFate(PAYMENT, outcome), effects.Push()]
    assert play(failed, events.PaperChosen(True))[1] == [PROOF]


def test_what_may_have_been_printed_is_not_printed_again_by_itself() -> None:
    for paper in (PaperState.UNKNOWN, PaperState.CONFIRMED, PaperState.NOT_WANTED):
        assert play(visit(replace(PAID, paper=paper)), events.PaperChosen(True))[1] == []


@pytest.mark.parametrize(
    "way", [events.Confirmed(), events.WentHome(), events.CallbackAsked(), events.Ended()], ids=repr
)
def test_leaving_without_an_answer_about_paper_is_no_paper(way: events.Event) -> None:
    """However the screen is left, what became of the proof is on the disk."""
    _, asked = play(visit(PAID), way)
    assert effects.SavePaperFate(PAYMENT, None) in asked
    _, asked = play(visit(PAID), events.PaperChosen(False), way)
    assert asked.count(effects.SavePaperFate(PAYMENT, None)) == 1


def test_a_bug_in_mid_print_leaves_a_case_for_staff() -> None:
    _, asked = play(visit(replace(PAID, paper=PaperState.PRINTING)), events.Broke("main"))
    assert effects.SavePaperFate(PAYMENT, PrintOutcome.UNKNOWN) in asked


def test_posted_only_after_the_centre_said_so() -> None:
    after, _ = play(visit(PAID), events.RecordDelivered("K07-other"))
    assert after.state == PAID
    after, _ = play(after, events.RecordDelivered(PAYMENT.reference))
    assert after.state == replace(PAID, posted=True)
    _, asked = play(after, events.PaperChosen(True))
    assert asked == [replace(PROOF, posted=True)]


def test_the_claim_code_of_a_payment_in_doubt_is_printed() -> None:
    doubt = states.Unsettled(PAYMENT)
    printing, asked = play(visit(doubt), events.PaperChosen(True))
    assert asked == [effects.PrintClaim(PAYMENT, HOUSE.languages[0])]
    assert play(printing, events.Confirmed())[0].state == printing.state
    done, asked = play(printing, events.PaperFinished(PAYMENT.reference, PrintOutcome.NOT_PRINTED))
    assert (done.state, asked) == (replace(doubt, paper=PaperState.NOT_PRINTED), [])
    assert play(done, events.Confirmed())[0].state == states.Home()
