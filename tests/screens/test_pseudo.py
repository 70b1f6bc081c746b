"""Every screen in a language with longer words than any of ours: nothing cut, broken or on another text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.domain.language import Language
from kiosk.texts import Texts
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits
from tests.screens.pseudo import longer, pseudo
from tests.screens.test_every_size import check_leaf, leaves, names


def test_longer_is_forty_percent_longer_and_keeps_its_fields() -> None:
    text = "Choose a language that nobody speaks here {name}"
    assert longer(text).endswith(" {name}")
    assert 1.35 <= len(longer(text).split("{")[0]) / len(text.split("{")[0]) <= 1.45


@pytest.fixture
def in_long_words(pilot: Pilot) -> Iterator[None]:
    """The window speaks it instead of English, and afterwards English again."""
    navigator = pilot.app._navigator
    usual = navigator._texts

    def get(language: Language) -> Texts:
        return pseudo(usual(language)) if language is Language.EN else usual(language)

    navigator._texts = get
    yield
    navigator._texts = usual
    pilot.show(visits(Language.EN)["attract"])  # a frame for the usual words again


@pytest.mark.accessibility("TXT-05")
@pytest.mark.parametrize("name", names(Language.EN))
def test_longer_words_find_room(pilot: Pilot, in_long_words: None, name: str) -> None:
    """A language whose texts are 40 % longer than English is whole on every leaf of every screen."""
    pilot.show(visits(Language.EN)[name])
    pilot.frames(4)
    for _ in leaves(pilot):
        check_leaf(pilot)
