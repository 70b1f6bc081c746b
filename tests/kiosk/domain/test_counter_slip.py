"""A slip for the counter: never a charge, a code that is read again, and its own sentence for each that is no good."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.domain import codes, effects, events, states
from kiosk.domain.codes import Code, emvco
from kiosk.domain.counter_slip import NoSlip, code_of, reference_in, until_in
from kiosk.domain.flow.counter_slip import FOR_THE_COUNTER
from kiosk.domain.money import Money
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.scanned import ScanProblem
from kiosk.domain.states import PaperState, Problem, Refusal
from tests.kiosk.domain.examples import (
    A_SLIP_FOR_THE_COUNTER,
    AMOUNT,
    EMVCO,
    HOUSE,
    LINES,
    NOW,
    WELL,
    ZH,
    play,
    visit,
)

TEXT = code_of(A_SLIP_FOR_THE_COUNTER, "Qingchuan Utilities", "Sanchong office")
SHOWN = states.CounterSlipShown(LINES, AMOUNT)


def read(text: str) -> Code:
    code = codes.read((text,), NOW.date())
    assert isinstance(code, Code)
    return code


@pytest.mark.requirement("E9")
def test_its_code_is_a_whole_emvco_code_with_number_amount_and_day() -> None:
    """E9: what the counter scans, with a CRC; a bill's own code is none of them."""
    code = read(TEXT)
    assert (reference_in(code), until_in(code)) == ("K07-2222-2201", date(2026, 11, 26))
    fields = emvco.fields_of(TEXT)
    assert fields is not None
    assert (fields["54"], fields["53"], fields["58"]) == ("2804.00", "901", "TW")
    assert TEXT.isascii()
    assert codes.read((TEXT.replace("2804.00", "1804.00"),), NOW.date()) is codes.CodeFault.WRONG_CHECK
    assert reference_in(read(EMVCO)) == ""


@pytest.mark.requirement("E9")
def test_a_currency_without_parts_has_no_point() -> None:
    """E9: whole yen."""
    yen = code_of(replace(A_SLIP_FOR_THE_COUNTER, amount=Money(2804, "JPY")), "晴川", "")
    fields = emvco.fields_of(yen)
    assert fields is not None
    assert (fields["54"], fields["53"], fields["58"], fields["59"]) == ("2804", "392", "JP", "-")


@pytest.mark.requirement("E9")
@pytest.mark.parametrize("why", ["declined", "cancelled", *(refusal.value for refusal in Refusal)])
def test_a_slip_is_offered_where_the_counter_can_help(why: str) -> None:
    """E9: cash only, over the cap, terminal or line broken; not for what is paid, being checked or of a wrong sum."""
    at, asked = play(visit(states.NotPaid(LINES, AMOUNT, why)), events.SlipAsked())
    if why in FOR_THE_COUNTER:
        assert (at.state, asked) == (SHOWN, [effects.SaveSlip(LINES, AMOUNT)])
    else:
        assert (at.state, asked) == (states.NotPaid(LINES, AMOUNT, why), [])


@pytest.mark.requirement("E9")
def test_the_customer_may_choose_the_counter_and_the_house_may_have_none() -> None:
    """E9: at the last look; zero days are no slips."""
    review = states.Review(LINES, AMOUNT, None, NOW)
    assert play(visit(review), events.SlipAsked())[0].state == SHOWN
    at, asked = play(visit(review, house=replace(HOUSE, slip_days=0)), events.SlipAsked())
    assert (at.state, asked) == (review, [])


@pytest.mark.requirement("E9")
@pytest.mark.parametrize("outcome", PrintOutcome)
def test_it_is_numbered_on_disk_before_it_is_printed(outcome: PrintOutcome) -> None:
    """E9: and what became of the paper is told; no money is asked for on any way."""
    printing, asked = play(visit(SHOWN), events.SlipSaved(A_SLIP_FOR_THE_COUNTER))
    assert asked == [effects.PrintSlip(A_SLIP_FOR_THE_COUNTER, ZH), effects.Push()]
    assert play(printing, events.Ended(), events.Confirmed())[0].state == printing.state
    done, asked = play(printing, events.PaperFinished("K07-2222-2201", outcome))
    assert isinstance(done.state, states.CounterSlipShown)
    assert (done.state.paper, asked) == (PaperState.of(outcome), [])
    _, asked = play(done, events.PaperChosen(True))
    prints = outcome in (PrintOutcome.NOT_PRINTED, PrintOutcome.PARTIAL)
    assert asked == ([effects.PrintSlip(A_SLIP_FOR_THE_COUNTER, ZH)] if prints else [])


@pytest.mark.requirement("E9")
def test_a_slip_of_another_sum_is_not_shown_as_this_one() -> None:
    """E9: an answer belongs to what was asked."""
    other = replace(A_SLIP_FOR_THE_COUNTER, amount=Money(100))
    at, asked = play(visit(SHOWN), events.SlipSaved(other))
    assert (at.state, asked) == (SHOWN, [])


@pytest.mark.requirement("E9")
def test_a_disk_that_is_full_gives_no_slip() -> None:
    """E9: what has no number on disk is not printed."""
    at, asked = play(visit(SHOWN), events.SlipNotSaved())
    assert isinstance(at.state, states.CounterSlipShown)
    assert (at.state.problem, at.state.slip, asked) == (Problem.NOT_SAVED, None, [])


@pytest.mark.requirement("E9")
def test_no_slip_before_a_break_is_cleared_up() -> None:
    """E9: what the break cut off may have paid this very bill."""
    sick = replace(WELL, recovering=True)
    for state in (states.Review(LINES, AMOUNT, None, NOW), states.NotPaid(LINES, AMOUNT, "terminal")):
        at, asked = play(visit(state, health=sick), events.SlipAsked())
        assert (at.state, asked) == (state, [])


@pytest.mark.requirement("E9")
@pytest.mark.parametrize("start", [states.Attract(), states.Home(), states.ScanWanted()])
def test_a_slip_held_before_the_scanner_is_looked_for_here(start: states.State) -> None:
    """E9: the centre is not asked for a bill of that number."""
    asking, asked = play(visit(start), events.CodeScanned(TEXT))
    assert asked == [effects.FindSlip(read(TEXT))]
    found, asked = play(asking, events.SlipFound(A_SLIP_FOR_THE_COUNTER, read(TEXT)))
    assert isinstance(found.state, states.CounterSlipShown)
    assert (found.state.scanned, found.state.slip, asked) == (True, A_SLIP_FOR_THE_COUNTER, [])


@pytest.mark.requirement("E9")
@pytest.mark.parametrize("why", NoSlip)
def test_a_slip_that_is_no_good_is_refused_with_its_own_sentence(why: NoSlip) -> None:
    """E9: run out, superseded, not ours; and the next scan is heard."""
    refused, asked = play(visit(), events.CodeScanned(TEXT), events.SlipFound(why, read(TEXT)))
    assert refused.state == states.ScanWanted(problem=ScanProblem(why.value))
    assert isinstance(asked[-1], effects.FindSlip)
    _, asked = play(refused, events.CodeScanned(EMVCO))
    assert asked == [effects.FindScanned(read(EMVCO))]


def test_an_answer_about_another_slip_changes_nothing() -> None:
    asking, _ = play(visit(), events.CodeScanned(TEXT))
    at, _ = play(asking, events.SlipFound(NoSlip.EXPIRED, read(EMVCO)))
    assert at.state == asking.state
