"""From the confirmation to the recorded outcome, in DESIGN's order of money: intent, charge, outcome, paper, push.

`Charge` follows `IntentSaved` and nothing else. After it, only inquiries.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kiosk.domain import events, states
from kiosk.domain.bill import BillStanding
from kiosk.domain.copies import Copy, NoCopy
from kiosk.domain.effects import (
    CancelCharge,
    Charge,
    Effect,
    Inquire,
    MakeLink,
    PrepareTerminal,
    PrintClaim,
    PrintCopy,
    PrintProof,
    Push,
    SaveIntent,
    SaveOutcome,
    SavePaperFate,
    TakeCopy,
)
from kiosk.domain.events import Event
from kiosk.domain.flow import holding, paperless
from kiosk.domain.flow.rating import finished
from kiosk.domain.flow.recovering import owing_recovery
from kiosk.domain.payment import (
    Approved,
    Cancelled,
    CancelledBy,
    Declined,
    Finding,
    InDoubt,
    Mark,
    Outcome,
    Payment,
    accept,
    judge,
    may_ask_again,
)
from kiosk.domain.states import LinkState, PaperState, Paying, Refusal, Stage
from kiosk.domain.visit import Step, Visit


def step(visit: Visit, event: Event) -> Step | None:
    match visit.state:
        case Paying() as state:
            return _paying(visit, state, event)
        case states.Paid() as state:
            return _paid(visit, state, event)
        case states.Unsettled() as state:
            return _unsettled(visit, state, event)
        case _:
            return None


# --- money facts, on whatever screen they arrive -----------------------------------------------


def step_money(visit: Visit, event: Event) -> Step | None:
    """What the terminal and the journal say is never dropped, even when nobody waits for it any more."""
    match event:
        case events.TerminalAnswered(payment, outcome):
            return _answered(visit, payment, accept(payment, outcome))
        case events.TerminalFound(payment, finding):
            return _found(visit, payment, finding)
        case events.TerminalHolds(payment):
            return holding.held(visit, _mine(visit, payment))
        case events.OutcomeSaved(payment, outcome, anchor):
            return _recorded(visit, payment, outcome, anchor)
        case events.OutcomeNotSaved(payment, outcome):
            return _not_recorded(visit, payment, outcome)
        case events.IntentSaved(payment) if not _waits_for(visit, payment) and not _mine(visit, payment):
            # Asked by a visit that is over: nothing was charged, and the journal must say so.
            return visit, (SaveOutcome(payment, Cancelled(CancelledBy.NOT_CHARGED)),)
        case _:
            return None


def _waits_for(visit: Visit, payment: Payment) -> bool:
    """Whether this screen asked for this intent: a late one of another visit must not be charged to who stands here."""
    match visit.state:
        case Paying(stage=Stage.SAVING | Stage.CANCELLING, payment=None) as state:
            return (state.lines, state.amount) == (payment.lines, payment.amount)
        case _:
            return False


def _mine(visit: Visit, payment: Payment) -> Paying | None:
    """The screen that waits for `payment`, if it still does."""
    state = visit.state
    if isinstance(state, Paying) and state.payment is not None and state.payment.id == payment.id:
        return state
    return None


def _answered(visit: Visit, payment: Payment, outcome: Outcome) -> Step:
    state = _mine(visit, payment)
    if isinstance(outcome, InDoubt) and outcome.cause == "no_answer":
        visit = visit.at(replace(state, stage=Stage.INQUIRING, inquiries=1)) if state else visit
        return visit, (Inquire(payment, visit.house.inquiry_pause),)
    visit = visit.at(replace(state, stage=Stage.RECORDING)) if state else visit
    return visit, (SaveOutcome(payment, outcome),)


def _found(visit: Visit, payment: Payment, finding: Finding) -> Step:
    outcome = judge(payment, finding)
    state = _mine(visit, payment)
    again = state and may_ask_again(payment, finding, state.inquiries, visit.house.inquiries, visit.now)
    if outcome is None and state and again:
        asking = replace(state, stage=Stage.INQUIRING, inquiries=state.inquiries + 1)
        return visit.at(asking), (Inquire(payment, visit.house.inquiry_pause),)
    visit = visit.at(replace(state, stage=Stage.RECORDING)) if state else visit
    return visit, (SaveOutcome(payment, outcome or InDoubt("no_answer"), recovered=True),)


def _recorded(visit: Visit, payment: Payment, outcome: Outcome, anchor: str) -> Step:
    """Only now is the customer told."""
    state = _mine(visit, payment)
    if state is None:
        return visit, (Push(),)
    visit = visit.noted(f"pay:{_word(outcome)}")
    match outcome:
        case Approved():
            visit = visit.at(states.Paid(payment, outcome, offline=state.offline, anchor=anchor))
        case InDoubt():
            visit = visit.at(states.Unsettled(payment, anchor=anchor))
            visit = owing_recovery(visit) if outcome.cause == "no_answer" else visit
        case Cancelled(CancelledBy.NOT_DELIVERED) if state.unwanted is not None:
            visit = _not_payable(visit, state, state.unwanted)
        case Declined() | Cancelled():
            visit = visit.at(states.NotPaid(state.lines, state.amount, _word(outcome)))
    return replace(visit, touched_at=visit.now), (Push(),)


def _not_recorded(visit: Visit, payment: Payment, outcome: Outcome) -> Step:
    """The disk said no after the terminal answered. The intent is on disk: recovery settles it by inquiry."""
    visit = replace(visit, health=replace(visit.health, store_works=False))
    state = _mine(visit, payment)
    if state is None:
        return visit, ()
    match outcome:
        case Declined() | Cancelled():
            screen: states.State = states.NotPaid(state.lines, state.amount, _word(outcome))
        case Approved() | InDoubt():
            screen = states.Unsettled(payment)
    return replace(visit, touched_at=visit.now).at(screen), ()


def _word(outcome: Outcome) -> str:
    match outcome:
        case Approved():
            return "approved"
        case Declined():
            return "declined"
        case Cancelled():
            return "cancelled"
        case InDoubt():
            return "in_doubt"


# --- before and during the charge --------------------------------------------------------------


def _paying(visit: Visit, state: Paying, event: Event) -> Step | None:
    match state.stage, event:
        case (Stage.CHECKING_BILLS, events.BillsChecked(None, reason)):
            return unchecked(visit, state, reason)
        case (Stage.CHECKING_BILLS, events.BillsChecked(standings)) if standings is not None:
            return _checked(visit, state, standings)
        case (Stage.PREPARING, events.TerminalReady(mark)):
            return _ready(visit, state, mark)
        case (Stage.PREPARING, events.TerminalNotReady()):
            return refused(visit, state, Refusal.TERMINAL), ()
        case (Stage.SAVING | Stage.CANCELLING, events.IntentSaved(payment)) if state.payment is None:
            return _intent_saved(visit, state, payment)
        case (Stage.SAVING | Stage.CANCELLING, events.IntentNotSaved(being_checked=True)) if (
            state.payment is None
        ):
            return refused(visit, state, Refusal.BEING_CHECKED), ()
        case (Stage.CHECKING_BILLS | Stage.SAVING | Stage.CANCELLING, events.IntentNotSaved()) if (
            state.payment is None
        ):
            visit = replace(visit, health=replace(visit.health, store_works=False))
            return refused(visit, state, Refusal.NOT_SAVED), ()
        case (_, events.BillsChecked(standings)) if state.held:
            return holding.told(visit, state, standings)
        case (_, events.TerminalProgressed(stage)) if _at_terminal(state):
            return visit.at(replace(state, stage=stage)), ()
        case (_, events.Cancelled()):
            return _cancel(visit, state)
        case _:
            return None


def _at_terminal(state: Paying) -> bool:
    return state.payment is not None and state.stage in (
        Stage.INSERT_CARD,
        Stage.ENTER_PIN,
        Stage.PLEASE_WAIT,
        Stage.REMOVE_CARD,
    )


def _checked(visit: Visit, state: Paying, standings: tuple[BillStanding, ...]) -> Step:
    if {standing.id for standing in standings} != {line.bill for line in state.lines}:
        return visit, ()  # about an earlier choice, which was given up
    for standing in standings:
        if not standing.payable:
            return _not_payable(visit, state, standing), ()
    return visit.at(replace(state, stage=Stage.PREPARING)), (PrepareTerminal(),)


def _not_payable(visit: Visit, state: Paying, standing: BillStanding) -> Visit:
    """Paid elsewhere, with its date; a rule of the bill; else the centre does not know yet, and we do not say "paid"."""
    if standing.why is not None:
        return refused(visit, state, Refusal(standing.why.value))
    if standing.paid_on is None:
        return refused(visit, state, Refusal.BEING_CHECKED)
    return refused(visit, state, Refusal.ALREADY_PAID, standing.paid_on.isoformat())


def unchecked(visit: Visit, state: Paying, reason: str = "") -> Step:
    """The offline policy is for a line that is down, not for a centre that says no."""
    if reason == "bad_grant" and visit.customer is None:
        return refused(visit, state, Refusal.STALE), ()  # a scan opens a bill for a while only
    if reason == "bad_grant":
        return refused(replace(visit, customer=None), state, Refusal.SIGNED_OUT), ()
    if reason:
        return refused(visit, state, Refusal.LINE_DOWN), ()
    if not _may_pay_offline(visit, state):
        return refused(visit, state, Refusal.LINE_DOWN), ()
    return visit.at(replace(state, stage=Stage.PREPARING, offline=True)), (PrepareTerminal(),)


def _may_pay_offline(visit: Visit, state: Paying) -> bool:
    """By the site's policy, and never while one of the earlier ones has waited too long for the centre."""
    policy, since = visit.house.offline, visit.offline_since
    too_old = since is not None and visit.now - since >= policy.age
    spent = visit.offline_payments >= policy.count
    return policy.allowed and not (state.amount.exceeds(policy.cap) or spent or too_old)


def _ready(visit: Visit, state: Paying, mark: Mark) -> Step:
    if visit.health.barred:
        return refused(visit, state, Refusal(visit.health.barred.value)), ()
    if (without_paper := paperless.stopped(visit, state)) is not None:
        return without_paper
    intent = SaveIntent(state.lines, state.amount, mark, state.offline, visit.language)
    return visit.at(replace(state, stage=Stage.SAVING)), (intent,)


def _intent_saved(visit: Visit, state: Paying, payment: Payment) -> Step:
    if state.stage is Stage.CANCELLING:
        recording = replace(state, payment=payment, stage=Stage.RECORDING)
        return visit.at(recording), (SaveOutcome(payment, Cancelled(CancelledBy.CUSTOMER)),)
    if visit.health.barred:  # between the two; the journal must say that nothing was charged
        refusal = SaveOutcome(payment, Cancelled(CancelledBy.NOT_CHARGED))
        return refused(visit, state, Refusal(visit.health.barred.value)), (refusal,)
    until = visit.now + visit.house.patience.charge
    if state.offline:
        since = visit.offline_since or visit.now
        visit = replace(visit, offline_payments=visit.offline_payments + 1, offline_since=since)
    charge = Charge(payment, visit.house.held and not state.offline)
    return visit.at(replace(state, payment=payment, stage=Stage.INSERT_CARD, until=until)), (charge,)


def _cancel(visit: Visit, state: Paying) -> Step | None:
    """Before the intent nothing has begun; at the terminal the terminal has the last word."""
    match state.stage:
        case Stage.CHECKING_BILLS | Stage.PREPARING:
            return visit.at(states.NotPaid(state.lines, state.amount, "cancelled")).noted("pay:cancelled"), ()
        case Stage.SAVING:
            return visit.at(replace(state, stage=Stage.CANCELLING)), ()
        case Stage.INSERT_CARD | Stage.ENTER_PIN | Stage.PLEASE_WAIT:
            return visit.at(replace(state, stage=Stage.CANCELLING)), (CancelCharge(),)
        case _:
            return None


def refused(visit: Visit, state: states.Review | Paying, why: Refusal, paid_on: str = "") -> Visit:
    visit = replace(visit, error=why.value, touched_at=visit.now).noted(f"pay:{why.value}")
    return visit.at(states.NotPaid(state.lines, state.amount, why.value, paid_on))


# --- paper -------------------------------------------------------------------------------------

_AGAIN = (PaperState.OFFERED, PaperState.NOT_PRINTED, PaperState.PARTIAL)
#: Where a proof may be in the customer's hand already: a further one is a copy.
COPIED = (
    PaperState.CONFIRMED,
    PaperState.UNKNOWN,
    PaperState.SENT,
    PaperState.TAKEN,
    PaperState.RETRACTED,
)


def proof(visit: Visit, state: states.Paid) -> PrintProof:
    return PrintProof(
        state.payment,
        state.approved,
        state.posted,
        state.offline,
        visit.language,
        state.anchor,
        state.refund,
    )


def claim(visit: Visit, state: states.Unsettled) -> PrintClaim:
    return PrintClaim(state.payment, visit.language, state.anchor)


def _paid(visit: Visit, state: states.Paid, event: Event) -> Step | None:
    match event:
        case events.PaperChosen(wanted=True) if state.copy and state.paper in _AGAIN:
            return visit.at(replace(state, paper=PaperState.PRINTING)), (TakeCopy(state.payment.reference),)
        case events.PaperChosen(wanted=True) if state.paper in _AGAIN:
            return visit.at(replace(state, paper=PaperState.PRINTING)), (proof(visit, state),)
        case events.PaperChosen(wanted=False) if state.paper is PaperState.OFFERED:
            fate = SavePaperFate(state.payment, None)
            return visit.at(replace(state, paper=PaperState.NOT_WANTED)), (fate,)
        case events.CopyAsked() if state.paper in COPIED and state.no_copy is None:
            return visit.at(replace(state, paper=PaperState.PRINTING)), (TakeCopy(state.payment.reference),)
        case events.CopyTaken(reference, taken) if reference == state.payment.reference:
            return _copy_taken(visit, state, taken)
        case events.PaperFinished(reference, outcome) if reference == state.payment.reference and state.copy:
            # What becomes of a copy changes nothing about the proof: no case, no second fate.
            return replace(visit, touched_at=visit.now).at(replace(state, paper=PaperState.of(outcome))), ()
        case events.PaperFinished(reference, outcome) if reference == state.payment.reference:
            done = replace(state, paper=PaperState.of(outcome))
            return replace(visit, touched_at=visit.now).at(done), (
                SavePaperFate(state.payment, outcome),
                Push(),
            )
        case events.Confirmed() if state.paper is not PaperState.PRINTING:
            return _go_on(visit, state)
        case _:
            return _on_phone(visit, state, event)


def _on_phone(visit: Visit, state: states.Paid, event: Event) -> Step | None:
    """The proof by a link; it is made once a payment and shown as often as it is asked for."""
    match event:
        case events.LinkAsked() if state.link is not None:
            return visit.at(replace(state, phone=LinkState.SHOWN)), ()
        case events.LinkAsked() if visit.house.receipt_page and state.phone in _NO_LINK:
            until = visit.now.date() + timedelta(days=visit.house.receipt_days)
            asked = MakeLink(state.payment.reference, until, visit.language)
            return visit.at(replace(state, phone=LinkState.MAKING)), (asked,)
        case events.LinkMade(reference, link) if reference == state.payment.reference:
            made = replace(state, link=link, phone=LinkState.SHOWN if link else LinkState.NOT_MADE)
            return replace(visit, touched_at=visit.now).noted("phone").at(made), (Push(),)
        case events.LinkClosed() if state.phone is LinkState.SHOWN:
            return visit.at(replace(state, phone=LinkState.OFFERED)), ()
        case _:
            return None


_NO_LINK = (LinkState.OFFERED, LinkState.NOT_MADE)


def _copy_taken(visit: Visit, state: states.Paid, taken: Copy | NoCopy) -> Step:
    if isinstance(taken, NoCopy):
        return visit.at(replace(state, paper=PaperState.CONFIRMED, no_copy=taken)), ()
    return visit.at(replace(state, copy=taken.number)), (PrintCopy(taken, visit.language),)


def _go_on(visit: Visit, state: states.Paid) -> Step:
    fate: tuple[Effect, ...] = (
        (SavePaperFate(state.payment, None),) if state.paper is PaperState.OFFERED else ()
    )
    after, effects = finished(visit, "payment")
    return after, (*fate, *effects)


def _unsettled(visit: Visit, state: states.Unsettled, event: Event) -> Step | None:
    match event:
        case events.PaperChosen(wanted=True) if state.paper in _AGAIN:
            return visit.at(replace(state, paper=PaperState.PRINTING)), (claim(visit, state),)
        case events.PaperFinished(reference, outcome) if reference == state.payment.reference:
            return visit.at(replace(state, paper=PaperState.of(outcome))), ()
        case events.Confirmed() if state.paper is not PaperState.PRINTING:
            return visit.at(states.Home()), ()
        case _:
            return None
