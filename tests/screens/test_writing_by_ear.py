"""Words of each language, written by somebody who only hears: keys and candidates go by the names they are told by."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain import events
from kiosk.domain.language import Language
from kiosk.domain.states import FaqSearch
from kiosk.texts import Texts
from kiosk.writing.process import WritingProcess
from screens.writing_words import sound_names
from tests.screens.blind import PLACE, Blind, arrives
from tests.screens.conftest import Pilot


@pytest.fixture
def blind(
    pilot: Pilot, catalogue: dict[Language, Texts], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Blind]:
    """Before a kiosk with the engines of Debian 12."""
    engines = WritingProcess()
    who = arrives(pilot, catalogue, tmp_path / "kiosk.db", monkeypatch, input_method=engines)
    who.kiosk.touch(events.LayoutsFound(engines.layouts()))
    yield who
    engines.close()


#: How a word is written: the names of its keys' signs, and the words that tell its characters from others of that sound.
WORDS = {
    Language.ZH_HANT: ("帳單", "ㄓㄤˋㄉㄢ ", "結帳"),
    Language.ZH_HANS: ("账单", "zhangdan", "账户"),
    Language.EN: ("bill", "bill", ""),
}


@pytest.mark.requirement("X41", "X43")
@pytest.mark.accessibility("INP-09")
@pytest.mark.parametrize("language", Language)
def test_a_word_is_written_and_found_by_ear(blind: Blind, language: Language) -> None:
    """X41, X43: each key by its name, the word by another one that everybody knows, and an article that has it."""
    word, signs, like = WORDS[language]
    say = blind.speaks(language)
    blind.chooses(say.get("task.faq"))
    assert say.get("faq.search.title") in blind.chooses(say.get("faq.search"))
    names = {**sound_names(say), " ": say.get("writing.space.zhuyin")}
    for sign in signs:
        blind.chooses_key(names.get(sign, sign))
    if like:
        assert word in blind.chooses(word, like)
    state = blind.kiosk.visit.state
    assert isinstance(state, FaqSearch)
    assert state.text.strip() == word
    article = next(each for each in PLACE.articles if each.id == state.hits[0])
    assert article.answer[language] in blind.chooses(article.title[language])
