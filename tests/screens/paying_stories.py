"""Stories of paying, by ear: by card and by code, in part, at the counter; and when it does not go as it should."""

from __future__ import annotations

from datetime import timedelta

from kiosk.domain import events, states
from kiosk.domain.house import Task
from kiosk.domain.keypad import NavKey
from kiosk.domain.posting import Posted, Posting
from kiosk.domain.scanned import ScanProblem
from kiosk.texts import Texts
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.examples import BILLS, EMVCO
from tests.screens.blind import Blind
from tests.screens.story import by_ear, on_paper, signed_in


def at_the_last_look(blind: Blind, say: Texts) -> None:
    """One bill is chosen; what is to be paid was said."""
    signed_in(blind, say, "pay")
    blind.chooses("NT$", say.get("speech.role.checkbox"))
    assert say.get("pay_review.title") in blind.chooses(say.get("bills.confirm"))


def pays(blind: Blind, say: Texts) -> str:
    return blind.chooses(say.get("pay_review.pay", amount="NT$"))


@by_ear(
    states.Attract,
    states.Home,
    states.CardWanted,
    states.PinWanted,
    states.ForYou,
    states.BillsShown,
    states.Review,
    states.Paying,
    states.Paid,
    events.HeadphonesPlugged,
    events.KeyPressed,
    NavKey.NEXT,
    NavKey.SELECT,
    events.TaskChosen,
    events.CardPresented,
    events.DigitTyped,
    events.Confirmed,
    events.BillToggled,
    events.PaperChosen,
    Task.PAY,
)
def pays_by_card(blind: Blind, say: Texts) -> None:
    at_the_last_look(blind, say)
    assert say.get("paid.posted") in pays(blind, say)
    on_paper(blind, say, "paid")
    assert len(blind.kiosk.terminal.ledger) == len(blind.kiosk.printer.printed) == 1


@by_ear(states.ScanWanted, events.ScanChosen, events.CodeUnreadable, events.CodeScanned)
def pays_by_code(blind: Blind, say: Texts) -> None:
    """Not held well at first."""
    blind.chooses(say.get("task.pay"))
    assert say.get("scan.title") in blind.chooses(say.get("card.scan"))
    unreadable = say.get(f"scan.problem.{ScanProblem.UNREADABLE.value}")
    assert unreadable in blind.meets(events.CodeUnreadable())
    assert say.get("pay_review.title") in blind.meets(events.CodeScanned(EMVCO))
    assert say.get("paid.posted") in pays(blind, say)
    assert len(blind.kiosk.terminal.ledger) == 1


@by_ear(states.AmountWanted, events.PartialChosen)
def pays_a_part(blind: Blind, say: Texts) -> None:
    """A sum that is too small first: what is wrong with it is said, and how much it may be."""
    blind.kiosk.crm.bills_now = tuple(bill for bill in BILLS if bill.rules.allow_partial)
    signed_in(blind, say, "pay")
    blind.chooses("NT$", say.get("speech.role.checkbox"))
    blind.chooses(say.get("bills.confirm"))
    assert say.get("amount.title") in blind.chooses(say.get("pay_review.part"))
    blind.types("3")
    least = say.get("amount.problem.below_minimum", amount="NT$ 200")
    assert say.get("amount.title") + least in blind.chooses(say.get("action.next"))
    blind.types("00")
    assert say.get("pay_review.title") in blind.chooses(say.get("action.next"))
    assert say.get("paid.posted") in blind.chooses(say.get("pay_review.pay", amount="NT$"))
    assert [paid.amount.minor for paid in blind.kiosk.terminal.ledger] == [30_000]


@by_ear(states.NotPaid, states.CounterSlipShown, events.SlipAsked)
def takes_a_slip_for_the_counter(blind: Blind, say: Texts) -> None:
    signed_in(blind, say, "pay")
    blind.chooses("NT$", say.get("speech.role.checkbox"))
    blind.kiosk.terminal.script.append("decline")
    blind.chooses(say.get("bills.confirm"))
    blind.chooses(say.get("pay_review.pay", amount="NT$"))
    assert say.get("not_paid.money") in blind.chooses(say.get("way.slip"))
    assert len(blind.kiosk.printer.printed) == 1


@by_ear(events.Cancelled)
def gives_a_payment_up(blind: Blind, say: Texts) -> None:
    """While the terminal waits for the card."""
    at_the_last_look(blind, say)
    blind.kiosk.lanes["network"].stuck = True  # the centre is slow, so that there is time to think
    assert say.get("paying.stage.checking_bills") in pays(blind, say)
    assert say.get("not_paid.money") in blind.chooses(say.get("paying.cancel"))
    assert blind.kiosk.terminal.asked == 0


@by_ear(states.Unsettled, states.Recovered)
def hears_what_became_of_a_payment(blind: Blind, say: Texts) -> None:
    """The terminal's answer gets lost, then the power fails."""
    at_the_last_look(blind, say)
    blind.kiosk.terminal.script.append("drop_after")
    blind.kiosk.terminal.silent = 99
    pays(blind, say)
    told = [blind.meets_later(2) for _ in range(6)]
    assert any(say.get("unsettled.title") in said for said in told)
    assert say.get("unsettled.paper.confirmed") in blind.chooses(say.get("unsettled.paper.yes"))
    blind.kiosk.terminal.silent = 0
    assert say.get("recovered.approved") in blind.power_fails()
    assert len(blind.kiosk.terminal.ledger) == 1


@by_ear(states.MoneyBack)
def has_money_back(blind: Blind, say: Texts) -> None:
    """No bill takes the payment."""
    blind.kiosk.crm.posting = Posting(Posted.REFUND_DUE, NOW + timedelta(days=1))
    at_the_last_look(blind, say)
    assert say.get("back.given_back.title") in pays(blind, say)
    assert len(blind.kiosk.terminal.given_back) == 1


@by_ear(events.CopyAsked, events.ReadOutAsked, events.LinkAsked, events.LinkClosed)
def has_the_proof_in_every_way(blind: Blind, say: Texts) -> None:
    """On paper, once more on paper, read out, and on the phone, whose camera needs no eyes either."""
    at_the_last_look(blind, say)
    pays(blind, say)
    on_paper(blind, say, "paid")
    blind.kiosk.lanes["printer"].stuck = True  # it takes its time, as printers do
    assert say.get("paper.printing") in blind.chooses(say.get("paper.copy"))
    blind.kiosk.lanes["printer"].stuck = False
    assert say.get("paid.paper.confirmed") in blind.meets_later(1)
    assert blind.kiosk.terminal.ledger[0].card in blind.chooses(say.get("action.read_out"))
    assert say.get("phone.title") in blind.chooses(say.get("phone.offer"))
    blind.chooses(say.get("phone.close"))
    assert len(blind.kiosk.printer.printed) == 2


PAYING = (
    pays_by_card,
    pays_by_code,
    pays_a_part,
    takes_a_slip_for_the_counter,
    gives_a_payment_up,
    hears_what_became_of_a_payment,
    has_money_back,
    has_the_proof_in_every_way,
)
