"""What was not entered well, told to somebody who only hears: of each entry which one it is, why, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.domain import events
from kiosk.domain.language import Language
from kiosk.domain.states import Problem
from kiosk.texts import Texts
from tests.kiosk.domain.drafts import PHONE
from tests.kiosk.domain.examples import NUMBER
from tests.screens.blind import Blind, arrives
from tests.screens.conftest import Pilot


@pytest.fixture
def blind(
    pilot: Pilot, catalogue: dict[Language, Texts], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Blind:
    return arrives(pilot, catalogue, tmp_path / "kiosk.db", monkeypatch)


def number_of(blind: Blind, say: Texts, digits: str) -> str:
    """What is said to so many digits of an account's number."""
    blind.chooses(say.get("task.account"))
    blind.chooses(say.get("card.number"))
    blind.types(digits)
    return blind.chooses(say.get("action.next"))


def wrong_pin(blind: Blind, say: Texts) -> str:
    blind.chooses(say.get("task.account"))
    blind.shows_card()
    blind.types("1111")
    return blind.chooses(say.get("pin.confirm"))


def wrong_secret(blind: Blind, say: Texts) -> str:
    number_of(blind, say, NUMBER)
    blind.chooses(say.get("factor.pin"))
    blind.types("1111")
    return blind.chooses(say.get("pin.confirm"))


def short_phone(blind: Blind, say: Texts) -> str:
    blind.chooses(say.get("task.callback"))
    blind.chooses(say.get("topic.meter"))
    blind.chooses(say.get("window.soonest"))
    blind.types(PHONE[:4])
    return blind.chooses(say.get("action.next"))


def short_contract(blind: Blind, say: Texts) -> str:
    blind.chooses(say.get("task.services"))
    blind.chooses(say.get("task.application"))
    blind.chooses(say.get("case.application.service.e_bill"))
    blind.types(PHONE)
    blind.chooses(say.get("action.next"))
    blind.types(NUMBER[:2])
    return blind.chooses(say.get("action.next"))


def case_of(blind: Blind, say: Texts, signs: str) -> str:
    blind.chooses(say.get("task.services"))
    blind.chooses(say.get("task.cases"))
    for sign in signs:
        blind.chooses_key(sign)
    return blind.chooses(say.get("case_number.look"))


def misread_case(blind: Blind, say: Texts) -> str:
    return case_of(blind, say, "SUAMXK7Y")


def unknown_case(blind: Blind, say: Texts) -> str:
    blind.kiosk.crm.cases.clear()
    return case_of(blind, say, "SUAMXK7Z")


def address(typed: str) -> Callable[[Blind, Texts], str]:
    def tells(blind: Blind, say: Texts) -> str:
        blind.chooses(say.get("task.callback"))
        blind.chooses(say.get("topic.meter"))
        blind.chooses(say.get("window.soonest"))
        assert say.get("email.title") in blind.chooses(say.get("number.email"))
        blind.kiosk.touch(*(events.LetterTyped(sign) for sign in typed))
        return blind.chooses(say.get("action.next"))

    return tells


#: Every error of entry that rules tell of, and a way to it.
ERRORS = {
    Problem.SIGN_IN_REFUSED: wrong_pin,
    Problem.NUMBER_REFUSED: wrong_secret,
    Problem.PHONE_INCOMPLETE: short_phone,
    Problem.ACCOUNT_INCOMPLETE: short_contract,
    Problem.REFERENCE_WRONG: misread_case,
    Problem.REFERENCE_UNKNOWN: unknown_case,
    Problem.EMAIL_NO_AT: address("anna"),
    Problem.EMAIL_TWO_AT: address("a@b@example.com"),
    Problem.EMAIL_NAME: address(".anna@example.com"),
    Problem.EMAIL_PLACE: address("anna@example"),
    Problem.EMAIL_LONG: address(f"{'a' * 70}@example.com"),
}
#: Not what somebody entered: cards, the line, the disk, too many tries, what cannot be pressed before it is entered,
#: a code that is still under way, and what only staff enter.
NOT_ENTERED = {
    Problem.NONE,
    Problem.CARD_UNREADABLE,
    Problem.CARD_PULLED,
    Problem.CARDS_TOGETHER,
    Problem.CARD_KEPT,
    Problem.SIGN_IN_LOCKED,
    Problem.TOO_MANY_LOOKUPS,
    Problem.CODE_WAIT,
    Problem.LINE_DOWN,
    Problem.NOT_SAVED,
    Problem.NOTHING_CHOSEN,
    Problem.NUMBER_INCOMPLETE,
    Problem.PIN_WRONG,
    Problem.PIN_LOCKED,
}


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("SPK-11")
@pytest.mark.parametrize("problem", [each for each in Problem if each not in NOT_ENTERED])
@pytest.mark.parametrize("language", [Language.ZH_HANT, Language.EN])
def test_an_error_of_entry_says_where_why_and_what_to_do(
    language: Language, problem: Problem, blind: Blind
) -> None:
    """X41: in answer to the key that confirmed it: the entry's own name, then what is wrong with it."""
    say = blind.speaks(language)
    said = ERRORS[problem](blind, say)
    told = say.get(f"problem.{problem.value}")
    assert told in said
    heading = blind.kiosk.window.scene().heading
    assert heading
    assert heading in said[: said.index(told)]


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("SPK-11")
def test_what_cannot_be_chosen_yet_says_so_each_time(blind: Blind) -> None:
    """X41: three digits of a number that has six; the key is not answered by silence."""
    say = blind.speaks(Language.EN)
    assert say.get("speech.state.disabled") in number_of(blind, say, NUMBER[:3])
