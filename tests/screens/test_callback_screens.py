"""Asking for a call, as it is seen and touched: topic, window, number under the notice, review, case number."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kiosk.domain import events
from kiosk.domain.callback import Topic
from kiosk.domain.language import Language
from kiosk.domain.states import PaperState, Problem
from screens.number import NOTICE
from tests.screens.callback_visits import (
    DONE,
    HOUSE,
    NUMBER,
    ON_FILE,
    PHONE,
    REVIEW,
    TOPIC,
    WINDOW,
    WINDOWS,
    callback_visits,
)
from tests.screens.conftest import Pilot
from tests.screens.reading import ids, told
from tests.screens.visits import NO_PAPER, REFERENCE, visit

both = pytest.mark.parametrize("language", Language)


@pytest.mark.requirement("G1")
def test_every_topic_is_one_touch(pilot: Pilot) -> None:
    """G1: six topics, each with its own tile."""
    pilot.show(visit(TOPIC))
    for topic in Topic:
        pilot.tap(f"topic.{topic.value}")
    assert pilot.sent == [events.TopicChosen(topic) for topic in Topic]


@pytest.mark.requirement("G1")
def test_every_offered_window_is_one_touch(pilot: Pilot) -> None:
    """G1: the windows that the house keeps, and no others."""
    pilot.show(visit(WINDOW))
    tiles = {node["id"] for node in pilot.tree() if node["id"].startswith("window.")}
    assert tiles == {f"window.{window.key}" for window in WINDOWS}
    pilot.tap(f"window.{WINDOWS[2].key}")
    assert pilot.sent == [events.WindowChosen(WINDOWS[2].key)]


@both
def test_window_screen_invents_no_figures(pilot: Pilot, language: Language) -> None:
    """No free places, no average wait: the kiosk knows neither."""
    pilot.show(callback_visits(language)["window"])
    tiles = "\n".join(node["name"] for node in pilot.tree() if node["id"].startswith("window."))
    assert re.search(r"名額|分鐘|left|places|minutes|wait", tiles) is None


@pytest.mark.requirement("B5")
@pytest.mark.requirement("B8")
@both
def test_whole_notice_stands_on_the_screen_before_a_digit_is_typed(pilot: Pilot, language: Language) -> None:
    """B5, B8: all nine items of article 8, in full, above the untouched keypad, and nothing to consent to."""
    pilot.show(visit(NUMBER, language, house=HOUSE))
    words, texts = told(pilot), pilot.texts[language]
    items = [name for line in NOTICE for name in line]
    assert len(items) == 9
    for name in items:
        assert texts.get(f"notice.{name}") in words
        fields = {"brand": HOUSE.brand[language], "hotline": HOUSE.hotline}
        assert texts.get(f"notice.{name}.text", **fields) in words
    assert "keypad.1" in ids(pilot)
    assert "checkbox" not in {node["role"] for node in pilot.tree()}


@pytest.mark.requirement("B8")
def test_notice_is_large_enough_to_read(pilot: Pilot) -> None:
    """B8: nothing of the notice is set smaller than 28 px."""
    pilot.show(visit(NUMBER, house=HOUSE))
    texts = pilot.texts[Language.ZH_HANT]
    lines = {texts.get(f"notice.{name}") for line in NOTICE for name in line}
    names = [widget for widget in pilot.root.walk() if getattr(widget, "words", None) in lines]
    assert len(names) == 9
    assert min(widget.font_size for widget in names) >= 28


@pytest.mark.requirement("O6")
def test_number_is_typed_by_touch_alone(pilot: Pilot) -> None:
    """O6: digits, erase, clear and the next step by the keypad."""
    pilot.show(visit(NUMBER))
    for digit in "0912":
        pilot.tap(f"keypad.{digit}")
    pilot.tap("keypad.erase")
    pilot.tap("keypad.clear")
    pilot.tap("nav.primary")
    typed = [events.DigitTyped(digit) for digit in "0912"]
    assert pilot.sent == [*typed, events.DigitErased(), events.DigitsCleared(), events.Confirmed()]


def test_digits_are_grouped_as_they_are_typed(pilot: Pilot) -> None:
    pilot.show(visit(replace(NUMBER, digits=PHONE[:7])))
    assert "0912 345" in told(pilot)


@pytest.mark.requirement("O1")
def test_switching_the_language_keeps_what_was_typed(pilot: Pilot) -> None:
    """O1: the same digits under the notice in the other language."""
    state = replace(NUMBER, digits=PHONE)
    for language in Language:
        pilot.show(visit(state, language))
        assert "0912 345 678" in told(pilot)
        assert pilot.texts[language].get("notice.title") in told(pilot)


def test_number_on_file_is_offered_masked_to_who_signed_in(pilot: Pilot) -> None:
    pilot.show(visit(NUMBER))
    assert "0912-•••-678" in told(pilot)
    pilot.tap("number.on_file")
    assert pilot.sent == [events.NumberOnFileChosen()]


def test_guest_is_offered_no_number_on_file(pilot: Pilot) -> None:
    pilot.show(visit(NUMBER, customer=None))
    assert "number.on_file" not in ids(pilot)


@pytest.mark.accessibility("ERR-01")
@both
def test_incomplete_number_is_told_how_to_go_on(pilot: Pilot, language: Language) -> None:
    pilot.show(visit(replace(NUMBER, problem=Problem.PHONE_INCOMPLETE), language))
    assert pilot.texts[language].get("problem.phone_incomplete") in told(pilot)


@pytest.mark.accessibility("PRI-01")
@pytest.mark.requirement("B3")
@both
def test_review_masks_the_number_that_was_just_typed(pilot: Pilot, language: Language) -> None:
    """B3: people behind can read the review, so the number is masked there."""
    pilot.show(visit(REVIEW, language, customer=None))
    words = told(pilot)
    assert "0912-•••-678" in words
    assert PHONE not in re.sub(r"\D", "", words)


@pytest.mark.accessibility("ERR-02")
@pytest.mark.parametrize(("line", "back"), [("phone", 1), ("window", 2), ("topic", 3)])
def test_each_line_of_the_review_leads_back_to_its_step(pilot: Pilot, line: str, back: int) -> None:
    pilot.show(visit(REVIEW))
    pilot.tap(f"callback_review.{line}")
    assert pilot.sent == [events.WentBack()] * back


def test_nothing_can_be_changed_while_it_is_saved(pilot: Pilot) -> None:
    pilot.show(visit(replace(REVIEW, saving=True)))
    assert ids(pilot) & {"callback_review.topic", "nav.back", "nav.home"} == set()
    pilot.tap("nav.primary")
    assert pilot.sent == []


@pytest.mark.requirement("G1")
@both
def test_case_number_stands_large_with_its_promise(pilot: Pilot, language: Language) -> None:
    """G1: the case number is on the screen, the number to call is masked."""
    pilot.show(visit(DONE, language, customer=None))
    assert REFERENCE in told(pilot)
    assert "0912-•••-678" in told(pilot)
    [number] = [widget for widget in pilot.root.walk() if getattr(widget, "words", "") == REFERENCE]
    assert number.font_size >= 84


@pytest.mark.requirement("G6")
@pytest.mark.parametrize("name", ["window", "callback_review", "callback_done.offered"])
@both
def test_customer_is_told_how_to_know_the_caller(pilot: Pilot, language: Language, name: str) -> None:
    """G6: which number calls, that the case number comes first, and what nobody asks for."""
    pilot.show(callback_visits(language)[name])
    assert pilot.texts[language].get("fraud.text", calls_from=HOUSE.calls_from) in told(pilot)


@pytest.mark.requirement("G1")
@both
def test_request_without_a_line_is_called_provisional(pilot: Pilot, language: Language) -> None:
    """G1: nobody is promised a window that the centre has not confirmed."""
    provisional = pilot.texts[language].get("callback_done.provisional")
    pilot.show(visit(replace(DONE, draft=ON_FILE, provisional=True), language))
    assert provisional in told(pilot)
    pilot.show(visit(DONE, language))
    assert provisional not in told(pilot)


@pytest.mark.parametrize(("tag", "wanted"), [("paper.yes", True), ("paper.no", False)])
def test_paper_is_the_customers_choice(pilot: Pilot, tag: str, wanted: bool) -> None:
    pilot.show(visit(DONE))
    pilot.tap(tag)
    assert pilot.sent == [events.PaperChosen(wanted)]


@pytest.mark.parametrize("paper", [PaperState.NOT_PRINTED, PaperState.PARTIAL])
def test_paper_that_failed_can_be_printed_again(pilot: Pilot, paper: PaperState) -> None:
    pilot.show(visit(replace(DONE, paper=paper)))
    pilot.tap("paper.again")
    assert pilot.sent == [events.PaperChosen(True)]
    assert REFERENCE in told(pilot)


@pytest.mark.requirement("F2")
def test_printer_that_is_out_takes_no_print_wish(pilot: Pilot) -> None:
    """F2: known beforehand, told beforepilot."""
    pilot.show(visit(DONE, health=NO_PAPER))
    assert pilot.texts[Language.ZH_HANT].get("paper.cannot") in told(pilot)
    pilot.tap("paper.yes")
    assert pilot.sent == []


def test_nobody_leaves_while_the_paper_is_coming(pilot: Pilot) -> None:
    pilot.show(visit(replace(DONE, paper=PaperState.PRINTING)))
    pilot.tap("nav.primary")
    assert pilot.sent == []
