"""Writing by sound: what waits, what is chosen, and what is left over; nothing of it is in a log."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.effects import Effect
from kiosk.domain.language import Language
from kiosk.domain.states import FaqSearch
from kiosk.domain.visit import Visit
from kiosk.domain.writing import Layout, Word, Writing, next_layout
from tests.kiosk.domain.examples import play, visit

FITTED = (Layout.ZHUYIN, Layout.PINYIN)
TAIPEI, TAI = Word("台北", 6, ("台灣", "台北")), Word("台", 3, ("台灣",))
SOUNDS = "ㄊㄞˊㄅㄟˇ"


def writing(layout: Layout = Layout.ZHUYIN, **more: object) -> Visit:
    return visit(states.FaqSearch(writing=Writing(layout)), layouts=FITTED, **more)


def typed(text: str) -> list[events.LetterTyped]:
    return [events.LetterTyped(letter) for letter in text]


def search(at: Visit) -> FaqSearch:
    assert isinstance(at.state, FaqSearch)
    return at.state


def offered(*words: Word) -> Visit:
    """台北 typed by its sounds, and what the engine says to that."""
    at, _ = play(writing(), *typed(SOUNDS), events.WordsFound(SOUNDS, words or (TAIPEI, TAI)))
    return at


@pytest.mark.requirement("O6")
@pytest.mark.parametrize(
    ("language", "fitted", "layout"),
    [
        (Language.ZH_HANT, FITTED, Layout.ZHUYIN),
        (Language.ZH_HANS, FITTED, Layout.PINYIN),
        (Language.EN, FITTED, Layout.LATIN),
        (Language.ZH_HANT, (), Layout.LATIN),
        (Language.ZH_HANS, (Layout.ZHUYIN,), Layout.LATIN),
    ],
)
def test_the_search_begins_with_what_people_are_used_to_and_can_be_had(
    language: Language, fitted: tuple[Layout, ...], layout: Layout
) -> None:
    """O6: where no engine is installed there are letters and questions to tap."""
    at, _ = play(visit(states.FaqList(), language=language, layouts=fitted), events.SearchAsked())
    assert search(at).writing == Writing(layout)


def test_sounds_wait_and_are_not_searched_for() -> None:
    at, asked = play(writing(), *typed("ㄊㄞˊ"))
    assert search(at).text == ""
    assert asked == [effects.FindWords(Layout.ZHUYIN, sounds) for sounds in ("ㄊ", "ㄊㄞ", "ㄊㄞˊ")]


def test_only_the_words_for_these_very_sounds_count() -> None:
    at, _ = play(writing(), *typed("ㄊㄞˊ"))
    late, _ = play(at, events.WordsFound("ㄊㄞ", (TAI,)))
    assert late.state == at.state
    assert play(at, events.WordChosen(0))[0].state == at.state
    found, _ = play(at, events.WordsFound("ㄊㄞˊ", (TAI,)))
    assert search(found).writing.words == (TAI,)


@pytest.mark.requirement("O6")
def test_a_word_is_written_and_searched_for() -> None:
    at, asked = play(offered(), events.WordChosen(0))
    assert search(at).text == "台北"
    assert search(at).writing == Writing(Layout.ZHUYIN)
    assert asked == [effects.SearchAnswers("台北")]


def test_what_a_word_does_not_take_waits_for_the_next() -> None:
    at, asked = play(offered(), events.WordChosen(1))
    assert (search(at).text, search(at).writing.sounds) == ("台", "ㄅㄟˇ")
    assert asked == [effects.SearchAnswers("台"), effects.FindWords(Layout.ZHUYIN, "ㄅㄟˇ")]
    assert play(at, events.WordChosen(0))[0].state == at.state  # not what was there for the sounds before


def test_a_place_without_a_word_is_none() -> None:
    at = offered()
    assert play(at, events.WordChosen(2))[0].state == at.state


def test_sounds_are_taken_back_before_letters() -> None:
    at, _ = play(offered(), events.WordChosen(1), events.LetterErased())
    assert (search(at).text, search(at).writing.sounds) == ("台", "ㄅㄟ")
    at, asked = play(at, events.LetterErased(), events.LetterErased(), events.LetterErased())
    assert (search(at).text, search(at).writing) == ("", Writing(Layout.ZHUYIN))
    assert effects.FindWords(Layout.ZHUYIN, "") not in asked


def test_everything_is_cleared_but_the_layout() -> None:
    at, _ = play(offered(), events.WordChosen(1), events.DigitsCleared())
    assert at.state == states.FaqSearch(writing=Writing(Layout.ZHUYIN))


def test_the_space_key_is_the_first_tone_while_sounds_wait() -> None:
    at, _ = play(writing(), *typed("ㄅㄞ "))
    assert search(at).writing.sounds == "ㄅㄞˉ"
    at, _ = play(writing(), *typed(" "))
    assert (search(at).text, search(at).writing.sounds) == (" ", "")
    assert search(play(writing(Layout.LATIN), *typed("a b"))[0]).text == "a b"


def test_in_pinyin_the_space_key_takes_the_likeliest_word() -> None:
    at, _ = play(writing(Layout.PINYIN), *typed("tai"), events.WordsFound("tai", (TAI,)), *typed(" "))
    assert (search(at).text, search(at).writing.sounds) == ("台", "")
    assert search(play(writing(Layout.PINYIN), *typed("vv "))[0]).writing.sounds == "vv"


def test_a_digit_ends_what_waits() -> None:
    at, _ = play(writing(Layout.PINYIN), *typed("tai"), events.WordsFound("tai", (TAI,)), *typed("7"))
    assert (search(at).text, search(at).writing) == ("台7", Writing(Layout.PINYIN))


def test_asking_takes_the_likeliest_word_and_asks_for_that() -> None:
    at, asked = play(offered(), events.Confirmed())
    assert (search(at).text, search(at).asked, search(at).known) == ("台北", True, False)
    assert asked == [effects.SearchAnswers("台北")]
    at, told = play(at, events.AnswersFound("台北", ()))
    assert told == [effects.SaveUnmetSearch("台北", Language.ZH_HANT), effects.Push()]


def test_sounds_that_are_no_word_are_not_asked_for() -> None:
    at, _ = play(writing(), *typed("ㄅㄆ"), events.WordsFound("ㄅㄆ", ()))
    after, asked = play(at, events.Confirmed())
    assert (after.state, asked) == (at.state, [])


@pytest.mark.requirement("O6")
def test_layouts_take_turns_and_what_waits_is_settled() -> None:
    """O6: one key, and Latin letters are always one of them."""
    turns = [Layout.ZHUYIN]
    for _ in range(3):
        turns.append(next_layout(turns[-1], FITTED))
    assert turns == [Layout.ZHUYIN, Layout.PINYIN, Layout.LATIN, Layout.ZHUYIN]
    assert next_layout(Layout.LATIN, ()) is Layout.LATIN
    at, _ = play(offered(), events.LayoutChosen(Layout.PINYIN))
    assert (search(at).text, search(at).writing) == ("台北", Writing(Layout.PINYIN))


def test_a_layout_that_cannot_be_had_is_not_chosen() -> None:
    at = replace(writing(Layout.LATIN), layouts=())
    assert play(at, events.LayoutChosen(Layout.ZHUYIN))[0].state == at.state


def test_pages_of_words_end() -> None:
    many = tuple(Word(str(place), 6) for place in range(17))
    at = offered(*many)
    pages = [search(play(at, events.PageTurned(page))[0]).writing.page for page in (-1, 1, 2, 3)]
    assert pages == [0, 1, 2, 2]
    further, _ = play(at, events.PageTurned(2), *typed("ㄕ"))
    assert search(further).writing.page == 0


def test_no_more_is_typed_than_can_be_held() -> None:
    at, _ = play(writing(), *typed("ㄅ" * 60))
    assert len(search(at).writing.sounds) == 40
    full = replace(offered(), state=states.FaqSearch("x" * 79, writing=search(offered()).writing))
    assert search(play(full, events.WordChosen(0))[0]).text == "x" * 79


@pytest.mark.requirement("A4")
def test_what_waits_goes_with_the_visit_and_the_machine_stays_what_it_is() -> None:
    after, _ = play(offered(), events.Ended(), events.Started())
    assert after.layouts == FITTED
    again, _ = play(replace(after, state=states.FaqList()), events.SearchAsked())
    assert search(again).writing == Writing(Layout.ZHUYIN)


@pytest.mark.requirement("B7")
def test_nothing_that_is_typed_is_in_a_log() -> None:
    """B7."""
    at = offered()
    said: list[Effect | events.Event | Writing] = [
        search(at).writing,
        events.WordsFound(SOUNDS, (TAIPEI,)),
        effects.FindWords(Layout.ZHUYIN, SOUNDS),
    ]
    assert not any(sign in repr(one) for one in said for sign in (*SOUNDS, *"台北灣"))


def test_the_machine_tells_what_can_be_had() -> None:
    after, _ = play(visit(states.Attract()), events.LayoutsFound(FITTED))
    assert after.layouts == FITTED
