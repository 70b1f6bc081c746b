"""Writing by sound, as it is seen, touched, and done by keys; with the rules and the engines behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.events import Event
from kiosk.domain.flow import step
from kiosk.domain.keypad import NavKey
from kiosk.domain.language import Language
from kiosk.domain.visit import Visit
from kiosk.domain.writing import Layout, Writing
from kiosk.writing.process import WritingProcess
from tests.screens.callback_visits import HOUSE
from tests.screens.conftest import Pilot
from tests.screens.keys import go_to
from tests.screens.visits import visit
from tests.screens.writing_states import LAST, LAYOUTS, WAITING

#: 12.7 mm, and 2.54 mm between two (TGT-02), on the panel at 4.03 pixels a millimetre.
KEY, GAP = 51, 10


def searching(writing: Writing, text: str = "", language: Language = Language.ZH_HANT) -> Visit:
    state = states.FaqSearch(text, writing=writing)
    return replace(visit(state, language, house=HOUSE, customer=None), layouts=LAYOUTS)


@pytest.mark.requirement("O6")
def test_words_and_pages_are_touched(pilot: Pilot) -> None:
    """O6."""
    pilot.show(searching(WAITING))
    for wanted in ("word.0", "word.7", "words.back", "words.next"):
        pilot.tap(wanted)
    assert pilot.sent == [events.WordChosen(0), events.WordChosen(7), events.PageTurned(1)]
    pilot.sent.clear()
    pilot.show(searching(LAST))
    pilot.tap("word.8")
    pilot.tap("words.next")
    pilot.tap("words.back")
    assert pilot.sent == [events.WordChosen(8), events.PageTurned(0)]


def test_one_key_leads_through_the_layouts(pilot: Pilot) -> None:
    for layout, first, then in (
        (Layout.ZHUYIN, "key.ㄅ", Layout.PINYIN),
        (Layout.PINYIN, "key.q", Layout.LATIN),
        (Layout.LATIN, "key.q", Layout.ZHUYIN),
    ):
        pilot.show(searching(Writing(layout)))
        pilot.find(first)
        pilot.tap("key.layout")
        assert pilot.sent.pop() == events.LayoutChosen(then)


@pytest.mark.requirement("O6")
def test_without_an_engine_there_is_no_key_for_it(pilot: Pilot) -> None:
    """O6: and the rest is as it was."""
    pilot.show(replace(searching(Writing()), layouts=()))
    ids = [node["id"] for node in pilot.tree()]
    assert "key.layout" not in ids
    assert "key.q" in ids


@pytest.mark.requirement("O6")
@pytest.mark.parametrize("language", Language)
@pytest.mark.accessibility("INP-09")
def test_every_key_and_every_word_has_a_name_of_its_own(pilot: Pilot, language: Language) -> None:
    """O6: for whoever hears them; words that sound alike are told apart."""
    pilot.show(searching(WAITING, language=language))
    names = {node["id"]: node["name"] for node in pilot.tree() if node["id"].startswith(("key.", "word"))}
    assert all(names.values())
    assert len(set(names.values())) == len(names)
    assert all(names[f"key.{sound}"] != sound for sound in "ㄅㄦˊ˙")
    assert "丈夫" in names["word.2"]
    pilot.show(searching(LAST, language=language))
    assert "9" in pilot.find("word.8").spoken


@pytest.mark.requirement("O6")
@pytest.mark.parametrize("writing", [Writing(Layout.ZHUYIN), WAITING, Writing(Layout.PINYIN)])
@pytest.mark.accessibility("INP-09", "TGT-02")
def test_keys_are_large_enough_and_apart(pilot: Pilot, writing: Writing) -> None:
    """O6: 12.7 mm, and 2.54 mm between two."""
    pilot.show(searching(writing))
    rects = [node["rect"] for node in pilot.tree() if node["id"].startswith(("key.", "word"))]
    assert len(rects) > 30
    for place, (x, y, width, height) in enumerate(rects):
        assert min(width, height) >= KEY
        for left, top, wide, high in rects[place + 1 :]:
            beside = max(left - x - width, x - left - wide)
            below = max(top - y - height, y - top - high)
            assert max(beside, below) >= GAP


@pytest.fixture
def written(pilot: Pilot, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Visit]]:
    """The rules answer, and the engines; the last one is the visit now."""
    engines, past = WritingProcess(), [searching(Writing(Layout.ZHUYIN))]

    def tap(event: Event) -> None:
        after, asked = step(past[-1], event)
        past.append(after)
        for effect in asked:
            if isinstance(effect, effects.FindWords):
                tap(events.WordsFound(effect.sounds, engines.words(effect.layout, effect.sounds)))
        pilot.app.show(past[-1])

    monkeypatch.setattr(pilot.app, "_tap", tap)
    pilot.show(past[-1])
    yield past
    engines.close()


def text(past: list[Visit]) -> str:
    state = past[-1].state
    assert isinstance(state, states.FaqSearch)
    return state.text


@pytest.mark.requirement("O6")
def test_a_word_is_written_by_touch(pilot: Pilot, written: list[Visit]) -> None:
    """O6: a phrase, then one character of another; the field shows both and what waits."""
    for key in ("key.ㄊ", "key.ㄞ", "key.ˊ", "key.ㄅ", "key.ㄟ", "key.ˇ", "word.0"):
        pilot.tap(key)
    assert text(written) == "台北"
    for key in ("key.ㄕ", "key.ˋ"):
        pilot.tap(key)
    assert pilot.root.screen.typed == "台北ㄕˋ"
    pilot.tap("word.0")
    pilot.frames(3)
    assert text(written) == "台北市"
    assert not [node for node in pilot.tree() if node["id"].startswith("word")]


@pytest.mark.requirement("O6", "X42")
@pytest.mark.accessibility("INP-09")
def test_a_word_is_written_by_keys_alone(pilot: Pilot, written: list[Visit]) -> None:
    """O6, X42."""
    for key in ("key.ㄅ", "key.ㄞ", "key.space", "word.1"):
        go_to(pilot.app, key)
        pilot.app.press(NavKey.SELECT)
        pilot.frames(4)
    assert text(written) == "搿"


@pytest.mark.requirement("A4")
def test_no_widget_remembers_a_word(pilot: Pilot) -> None:
    """A4."""
    pilot.show(searching(WAITING, "電費"))
    screen = pilot.root.screen
    pilot.show(replace(visit(states.Attract()), id="boot.2", customer=None))
    held = [str(getattr(widget, name, "")) for widget in screen.walk() for name in ("words", "spoken")]
    assert not any("帳單" in value or "電費" in value for value in held)
    assert screen.words == ()
