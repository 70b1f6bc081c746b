"""What customers are told when something does not go well."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain import states
from kiosk.domain.health import DeviceStatus, Health, Line
from kiosk.domain.house import Task
from kiosk.domain.language import Language
from kiosk.domain.states import Refusal
from tests.screens.conftest import Pilot
from tests.screens.visits import AMOUNT, CHOOSING, HOUSE, LINES, NO_LINE, WELL, visit, visits


def told(pilot: Pilot) -> str:
    return "\n".join(node["name"] for node in pilot.tree())


@pytest.mark.accessibility("FLW-04")
@pytest.mark.requirement("E5")
def test_a_declined_card_gets_an_apology_and_three_ways_on(pilot: Pilot) -> None:
    """E5: sorry, no money taken, another try or card, the counter, a call; no reason."""
    pilot.show(visits(Language.EN)["not_paid.declined"])
    words = told(pilot)
    assert "Sorry, the payment did not go through" in words
    assert "No money was taken" in words
    for way in ("Try again, or use another card", "Go to the counter", "Ask us to call you"):
        assert way in words
    assert not any(
        word in words.lower() for word in ("declined", "refused", "insufficient", "funds", "invalid")
    )


@pytest.mark.parametrize("language", Language)
@pytest.mark.requirement("X45")
def test_every_failed_payment_says_that_no_money_moved(pilot: Pilot, language: Language) -> None:
    """X45: money first."""
    money = pilot.texts[language].get("not_paid.money")
    names = [name for name in visits(language) if name.startswith("not_paid.")]
    assert len(names) == len(Refusal) + len(("declined", "cancelled"))
    for name in names:
        pilot.show(visits(language)[name])
        assert money in told(pilot), name


@pytest.mark.parametrize("language", Language)
@pytest.mark.requirement("X45")
def test_doubt_never_says_that_money_moved_or_did_not(pilot: Pilot, language: Language) -> None:
    """X45: in doubt is told as doubt, with the code and the request not to pay again."""
    texts = pilot.texts[language]
    pilot.show(visits(language)["unsettled.offered"])
    words = told(pilot)
    assert texts.get("unsettled.about") in words
    assert texts.get("unsettled.not_again") in words
    assert "K07-425Q-B62X" in words
    assert texts.get("not_paid.money") not in words
    assert texts.get("paid.title") not in words


@pytest.mark.accessibility("FLW-04")
@pytest.mark.requirement("F2")
def test_a_printer_that_cannot_print_is_told_before_paying(pilot: Pilot) -> None:
    """F2: out of paper, mute and never heard of are all no promise of paper."""
    review = states.Review(LINES, AMOUNT, CHOOSING)
    unheard = Health(devices=WELL.devices[1:], line=Line.UP)
    for health in (visits(Language.EN)["review.no_paper"].health, unheard):
        pilot.show(visit(review, Language.EN, health=health))
        assert "No printed proof right now" in told(pilot)
    pilot.show(visit(review, Language.EN))
    assert "No printed proof" not in told(pilot)


@pytest.mark.accessibility("FLW-04")
@pytest.mark.requirement("A5", "D1")
def test_a_cut_line_is_told_with_what_still_works(pilot: Pilot) -> None:
    """A5, D1: what does not work, what does, since when; no private data, and when the centre was last heard."""
    pilot.show(visit(states.Home(), Language.EN, health=NO_LINE, customer=None))
    words = told(pilot)
    assert "Not available now: Pay bills, My account" in words
    assert "Available as usual: Questions, Ask for a call, " in words
    assert "13:42" in words
    pilot.show(visits(Language.EN)["account.no_line"])
    words = told(pilot)
    assert "Last connection: 22 Nov 2026, 13:42" in words
    assert "NT$" not in words


@pytest.mark.requirement("A2")
def test_a_task_that_is_switched_off_has_no_tile_and_no_word(pilot: Pilot) -> None:
    """A2: without payment nothing on attract or home speaks of paying."""
    house = replace(HOUSE, tasks=(Task.ACCOUNT, Task.FAQ, Task.CALLBACK))
    for state in (states.Attract(), states.Home()):
        pilot.show(visit(state, Language.EN, house=house, customer=None))
        assert "pay" not in told(pilot).lower()
        assert "home.pay" not in {node["id"] for node in pilot.tree()}


@pytest.mark.requirement("A1")
def test_a_restart_in_mid_payment_is_told_without_a_name(pilot: Pilot) -> None:
    """A1: reference and amount, nobody's name or account."""
    for settled in ("approved", "not_charged", "in_doubt"):
        pilot.show(visits(Language.EN)[f"recovered.{settled}"])
        words = told(pilot)
        assert "K07-425Q-B62X" in words
        assert "○" not in words


def test_a_device_status_that_nobody_sent_is_no_fault() -> None:
    from screens import condition

    starting = Health(devices=(), line=Line.UP)
    home = visit(states.Home(), health=starting)
    assert all(condition.works(home, task) for task in Task)
    assert isinstance(WELL.devices[0], DeviceStatus)
