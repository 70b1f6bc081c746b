"""A scan says enough: from the bill in the hand to the last look; what a guest may pay, and what is refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import effects, events, states
from kiosk.domain.bill import BillStanding, PayRules, RuleBroken
from kiosk.domain.codes import Code, CodeFault
from kiosk.domain.health import Service
from kiosk.domain.house import OfflinePayments, Task
from kiosk.domain.money import Money, total
from kiosk.domain.scanned import BY_CODE, ScanFound, ScanProblem, ScanRefused, ScanUnanswered
from kiosk.domain.states import Refusal, Stage
from kiosk.domain.visit import Visit
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.examples import (
    BILL_CODE,
    BILLS,
    CARD,
    CODES,
    CUSTOMER,
    EMVCO,
    GRANT,
    GUEST,
    HOUSE,
    MARK,
    WELL,
    play,
    visit,
)

QR = Code("emvco", (EMVCO,), CODES[1])
FOUND = ScanFound(GUEST, BILLS[:1], NOW)
OFFLINE = replace(HOUSE, offline=OfflinePayments(True, Money(300_000), 3))


def scanned(start: Visit | None = None, answer: object = FOUND) -> Visit:
    """Somebody holds the QR code of a bill up, and the centre answers."""
    asking, asked = play(start or visit(), events.CodeScanned(EMVCO))
    assert asked == [effects.FindScanned(QR)]
    assert asking.state == states.ScanWanted(code=QR)
    return play(asking, events.ScanAnswered(answer, QR))[0]  # type: ignore[arg-type]


@pytest.mark.requirement("B2")
@pytest.mark.parametrize(
    "start",
    [states.Attract(), states.Home(), states.CardWanted(Task.PAY), states.ScanWanted()],
    ids=lambda state: type(state).__name__,
)
def test_a_bill_in_the_hand_leads_straight_to_the_last_look(start: states.State) -> None:
    """B2: nobody is asked who they are."""
    after = scanned(visit(start))
    assert isinstance(after.state, states.Review)
    assert [line.bill for line in after.state.lines] == ["E1"]
    assert after.customer is None
    paying, asked = play(after, events.Confirmed())
    assert isinstance(paying.state, states.Paying)
    assert asked == [effects.CheckBills(GRANT, ("E1",), (BILLS[0].amount,))]
    _, asked = play(paying, events.BillsChecked((BillStanding("E1", True),)), events.TerminalReady(MARK))
    assert isinstance(asked[-1], effects.SaveIntent)


@pytest.mark.requirement("O7")
def test_from_the_scan_to_the_terminal_is_one_touch() -> None:
    """O7: the budget is three."""
    after, asked = play(scanned(), events.Confirmed(), events.BillsChecked((BillStanding("E1", True),)))
    assert isinstance(asked[-1], effects.PrepareTerminal)
    assert isinstance(after.state, states.Paying)


def test_three_barcodes_in_any_order() -> None:
    one, asked = play(visit(), events.CodeScanned(CODES[2]))
    assert (one.state, asked) == (states.ScanWanted((CODES[2],), 2), [])
    two, _ = play(one, events.CodeScanned(CODES[0]), events.CodeScanned("hello"))
    assert two.state == states.ScanWanted((CODES[2], CODES[0]), 1, problem=ScanProblem.UNKNOWN_CODE)
    three, asked = play(two, events.CodeScanned(CODES[1]))
    assert asked == [effects.FindScanned(BILL_CODE)]
    assert three.state == states.ScanWanted(code=BILL_CODE)
    assert play(three, events.CodeScanned(EMVCO))[1] == []  # one question at a time


@pytest.mark.parametrize("fault", CodeFault)
def test_every_fault_of_a_code_has_words(fault: CodeFault) -> None:
    assert ScanProblem(fault.value)


def test_what_could_not_be_read_is_told() -> None:
    torn, _ = play(visit(states.ScanWanted((CODES[0],), 2)), events.CodeUnreadable())
    assert torn.state == states.ScanWanted((CODES[0],), 2, problem=ScanProblem.UNREADABLE)
    wrong, asked = play(visit(), *map(events.CodeScanned, (CODES[0], CODES[1], "010148000002318")))
    assert wrong.state == states.ScanWanted(problem=ScanProblem.WRONG_CHECK)
    assert asked == []


@pytest.mark.requirement("A1")
def test_a_closed_kiosk_or_one_without_paying_hears_no_scan() -> None:
    """A1."""
    closed = visit(states.Closed(), health=replace(WELL, service=Service.CLOSED))
    off = visit(states.Home(), house=replace(HOUSE, tasks=(Task.FAQ,)))
    for before in (closed, off, visit(states.FaqList()), visit(states.Maintenance())):
        after, asked = play(before, events.CodeScanned(EMVCO))
        assert (after.state, asked) == (before.state, [])


@pytest.mark.requirement("D2")
def test_an_earlier_bill_leads_to_a_choice_of_what_is_owed() -> None:
    """D2."""
    after = scanned(answer=ScanFound(GUEST, BILLS, NOW, earlier=True))
    assert after.state == states.BillsShown(BILLS, frozenset(), NOW, waiting=False, earlier=True)
    chosen, _ = play(after, events.BillToggled("E1"), events.Confirmed())
    assert isinstance(chosen.state, states.Review)


@pytest.mark.parametrize("why", [ScanProblem.NOT_FOUND, ScanProblem.CLOSED_ACCOUNT, ScanProblem.TOO_OFTEN])
def test_a_clear_no_is_told_and_the_next_scan_is_heard(why: ScanProblem) -> None:
    refused = scanned(answer=ScanRefused(why))
    assert refused.state == states.ScanWanted(problem=why)
    assert isinstance(scanned(refused).state, states.Review)
    paid = scanned(answer=ScanRefused(ScanProblem.ALREADY_PAID, date(2026, 11, 20)))
    assert paid.state == states.ScanWanted(problem=ScanProblem.ALREADY_PAID, paid_on=date(2026, 11, 20))


def test_a_late_answer_about_another_code_shows_nothing() -> None:
    waiting = visit(states.ScanWanted(code=BILL_CODE))
    assert play(waiting, events.ScanAnswered(FOUND, QR))[0].state == waiting.state
    assert play(visit(states.Home()), events.ScanAnswered(FOUND, QR))[0].guest is None


@pytest.mark.requirement("A4")
def test_at_the_end_the_scan_is_forgotten() -> None:
    """A4."""
    after, _ = play(scanned(), events.Ended())
    assert (after.guest, after.state) == (None, states.Attract())


@pytest.mark.requirement("B2")
def test_a_scan_pays_its_own_bills_and_no_customers() -> None:
    """B2: who signed in pays with their own grant; a guest's list is not the customer's."""
    after = scanned(visit(states.Home(), customer=CUSTOMER))
    assert isinstance(after.state, states.Review)
    assert after.grant_for(after.state.lines) == GRANT
    guest = replace(after, customer=None)
    other = states.Review((replace(after.state.lines[0], bill="W1"),), BILLS[1].amount, None)
    assert play(replace(guest, state=other), events.Confirmed())[1] == []


# --- without the centre -----------------------------------------------------------------------------


def by_barcodes(house: object = OFFLINE, now: object = NOW) -> Visit:
    start = replace(visit(house=house), now=now)  # type: ignore[arg-type]
    return play(start, *map(events.CodeScanned, CODES), events.ScanAnswered(ScanUnanswered(), BILL_CODE))[0]


@pytest.mark.requirement("E4")
def test_off_by_default_nothing_is_paid_without_the_centre() -> None:
    """E4."""
    assert by_barcodes(HOUSE).state == states.ScanWanted(problem=ScanProblem.LINE_DOWN)


@pytest.mark.requirement("E4", "X30")
def test_barcodes_carry_their_own_amount_and_day() -> None:
    """E4, X30: within the cap, marked offline, with the time that the amount is of; the terminal is asked only then."""
    after = by_barcodes()
    assert isinstance(after.state, states.Review)
    assert (after.state.amount, after.state.as_of) == (Money(231_800), NOW)
    assert after.state.lines[0].bill.startswith(BY_CODE)
    assert after.state.lines[0].account == "••••••7730"
    paying, asked = play(after, events.Confirmed())
    assert asked == [effects.PrepareTerminal()]
    assert isinstance(paying.state, states.Paying)
    assert (paying.state.stage, paying.state.offline) == (Stage.PREPARING, True)


@pytest.mark.requirement("E4")
def test_above_the_offline_cap_it_is_refused_before_the_terminal_is_asked() -> None:
    """E4."""
    low = replace(HOUSE, offline=OfflinePayments(True, Money(231_799), 3))
    after = by_barcodes(low)
    assert isinstance(after.state, states.NotPaid)
    full = replace(by_barcodes(), offline_payments=3)
    after, asked = play(full, events.Confirmed())
    assert isinstance(after.state, states.NotPaid)
    assert asked == []


def test_past_their_day_barcodes_are_taken_by_the_centre_only() -> None:
    late = by_barcodes(now=NOW + timedelta(days=60))
    assert late.state == states.ScanWanted(problem=ScanProblem.EXPIRED)
    qr = play(visit(house=OFFLINE), events.CodeScanned(EMVCO), events.ScanAnswered(ScanUnanswered(), QR))[0]
    assert qr.state == states.ScanWanted(problem=ScanProblem.LINE_DOWN)


# --- how old an amount may be -----------------------------------------------------------------------


@pytest.mark.requirement("X30")
def test_an_amount_that_is_too_old_is_not_charged() -> None:
    """X30: refused, and the way on is to look again."""
    at = scanned()
    fresh, _ = play(replace(at, now=NOW + HOUSE.fresh), events.Confirmed())
    assert isinstance(fresh.state, states.Paying)
    stale, asked = play(replace(at, now=NOW + HOUSE.fresh + timedelta(seconds=1)), events.Confirmed())
    assert isinstance(stale.state, states.NotPaid)
    assert (stale.state.why, asked) == (Refusal.STALE.value, [])
    assert play(stale, events.Confirmed())[0].state == states.ScanWanted()


# --- parts and rules --------------------------------------------------------------------------------

PARTLY = replace(BILLS[0], rules=PayRules(True, Money(20_000), Money(200_000)))


def with_rules(rules: PayRules) -> Visit:
    return scanned(answer=ScanFound(GUEST, (replace(BILLS[0], rules=rules),), NOW))


def typing(at: Visit, digits: str) -> Visit:
    return play(at, events.PartialChosen(), *map(events.DigitTyped, digits), events.Confirmed())[0]


@pytest.mark.requirement("X29")
def test_cash_only_is_refused_with_its_reason() -> None:
    """X29."""
    after = with_rules(PayRules(cash_only=True))
    assert isinstance(after.state, states.NotPaid)
    assert after.state.why == Refusal.CASH_ONLY.value


@pytest.mark.requirement("X29", "E7")
def test_a_part_is_paid_within_the_rules_of_the_bill() -> None:
    """X29, E7: below the minimum and above the maximum refused with the reason; the part alone is charged."""
    at = with_rules(PARTLY.rules)
    below = typing(at, "199")
    assert isinstance(below.state, states.AmountWanted)
    assert below.state.problem is RuleBroken.BELOW_MINIMUM
    above = typing(at, "2001").state
    assert isinstance(above, states.AmountWanted)
    assert above.problem is RuleBroken.ABOVE_MAXIMUM
    more = typing(at, "2319").state
    assert isinstance(more, states.AmountWanted)
    assert more.problem is RuleBroken.OTHER_AMOUNT
    part = typing(at, "500")
    assert isinstance(part.state, states.Review)
    assert part.state.amount == part.state.lines[0].amount == Money(50_000)
    _, asked = play(part, events.Confirmed())
    assert asked == [effects.CheckBills(GRANT, ("E1",), (Money(50_000),))]
    whole, asked = play(at, events.Confirmed())
    assert isinstance(whole.state, states.NotPaid)
    assert (whole.state.why, asked) == (Refusal.ABOVE_MAXIMUM.value, [])


@pytest.mark.requirement("E7")
def test_a_part_keeps_to_the_houses_cap() -> None:
    """E7: also where the bill would take more."""
    start = visit(house=replace(HOUSE, cap=Money(100_000)))
    at = scanned(start, ScanFound(GUEST, (replace(PARTLY, rules=PayRules(True)),), NOW))
    over = typing(at, "1001").state
    assert isinstance(over, states.AmountWanted)
    assert over.problem is RuleBroken.ABOVE_MAXIMUM
    assert isinstance(typing(at, "1000").state, states.Review)


def test_a_bill_without_parts_has_no_way_there() -> None:
    assert isinstance(play(scanned(), events.PartialChosen())[0].state, states.Review)


@pytest.mark.requirement("X29")
@pytest.mark.parametrize("why", RuleBroken)
def test_what_the_centre_forbids_is_refused_with_its_reason(why: RuleBroken) -> None:
    """X29: before the terminal is asked."""
    after, asked = play(
        scanned(), events.Confirmed(), events.BillsChecked((BillStanding("E1", False, None, why),))
    )
    assert isinstance(after.state, states.NotPaid)
    assert after.state.why == why.value
    assert not [e for e in asked if isinstance(e, effects.PrepareTerminal)]


def test_a_scan_that_was_too_long_ago_is_made_again() -> None:
    after, _ = play(scanned(), events.Confirmed(), events.BillsChecked(None, reason="bad_grant"))
    assert isinstance(after.state, states.NotPaid)
    assert after.state.why == Refusal.STALE.value


@pytest.mark.requirement("E7")
@given(st.integers(1, 10_000_000), st.lists(st.integers(1, 10_000_000), max_size=12))
def test_parts_never_come_to_more_than_the_bill(whole: int, wishes: list[int]) -> None:
    """E7: whatever is tried in whatever order, the parts that the rules let through and the rest make the whole."""
    rules, rest, paid = PayRules(allow_partial=True), Money(whole), []
    for wish in map(Money, wishes):
        if rest.minor and rules.broken_by(wish, rest) is None:
            paid.append(wish)
            rest = Money(rest.minor - wish.minor)
    assert total((*paid, rest)) == Money(whole)
    assert rest.minor >= 0


def test_card_at_the_scan_screen_and_scan_at_the_card_screen() -> None:
    there, _ = play(visit(states.CardWanted(Task.PAY)), events.ScanChosen())
    assert there.state == states.ScanWanted()
    assert play(there, events.CardPresented(CARD))[0].state == states.ScanWanted()
