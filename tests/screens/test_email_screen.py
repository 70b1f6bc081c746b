"""G5: leaving an e-mail address at the panel, as it is seen, heard and touched."""

from __future__ import annotations

import pytest

from kiosk.domain import events
from kiosk.domain.callback import Reply
from kiosk.domain.language import Language
from kiosk.domain.states import EmailWanted
from tests.screens.callback_visits import BY_EMAIL, EMAIL, HOUSE, NUMBER, REVIEW, callback_visits
from tests.screens.conftest import Pilot
from tests.screens.reading import told
from tests.screens.visits import visit

LETTERS = "1234567890qwertyuiopasdfghjklzxcvbnm-_+@."
WORD = pytest.mark.parametrize(("language", "at", "dot"), [
    (Language.ZH_HANT, "小老鼠", "點"), (Language.EN, "at", "dot"), (Language.ZH_HANS, "艾特", "点"),
])  # fmt: skip


@pytest.mark.requirement("G5")
def test_every_key_types_what_stands_on_it(pilot: Pilot) -> None:
    pilot.show(callback_visits(Language.EN)["email"])
    for letter in LETTERS:
        pilot.tap(f"key.{letter}")
    assert pilot.sent == [events.LetterTyped(letter) for letter in LETTERS]
    pilot.sent.clear()
    for ending in (*HOUSE.email_endings, ".com", ".tw"):
        pilot.tap(f"ending.{ending}")
    assert pilot.sent == [events.EndingTyped(ending) for ending in (*HOUSE.email_endings, ".com", ".tw")]
    pilot.sent.clear()
    for tag in ("key.erase", "key.clear"):
        pilot.tap(tag)
    assert pilot.sent == [events.LetterErased(), events.DigitsCleared()]


@pytest.mark.accessibility("INP-09")
@pytest.mark.requirement("G5")
@WORD
def test_signs_are_heard_by_their_names(pilot: Pilot, language: Language, at: str, dot: str) -> None:
    """G5, O1: nobody hears "@"; an ending is said whole."""
    pilot.show(callback_visits(language)["email"])
    names = {node["id"]: node["name"] for node in pilot.tree() if node["id"]}
    assert (names["key.@"], names["key.."]) == (at, dot)
    assert names["ending.@gmail.com"] == f"{at} gmail {dot} com"
    assert (names["key.a"], names["ending..tw"]) == ("a", f"{dot} tw")


@pytest.mark.requirement("G5")
def test_the_address_is_large_where_it_is_typed_and_masked_everywhere_else(pilot: Pilot) -> None:
    pilot.show(callback_visits(Language.EN)["email.typing"])
    assert EMAIL in told(pilot)
    pilot.show(callback_visits(Language.EN)["callback_review.by_email"])
    assert EMAIL not in told(pilot)
    assert "m•••@example.com.tw" in told(pilot)
    pilot.show(callback_visits(Language.EN)["callback_done.by_email"])
    assert EMAIL not in told(pilot)


@pytest.mark.requirement("G5")
def test_from_the_number_and_from_the_last_look_it_is_one_touch(pilot: Pilot) -> None:
    pilot.show(visit(NUMBER, house=HOUSE))
    pilot.tap("number.email")
    pilot.show(visit(REVIEW, house=HOUSE))
    pilot.tap("reply.email")
    pilot.show(callback_visits(Language.EN)["callback_review.by_email"])
    pilot.tap("callback_review.email")
    assert pilot.sent == [
        events.EmailChosen(), events.ReplyChosen(Reply.EMAIL), events.ReplyChosen(Reply.EMAIL)
    ]  # fmt: skip


@pytest.mark.requirement("G5")
@pytest.mark.parametrize("language", Language)
def test_what_there_is_to_mend_stands_above_the_address(pilot: Pilot, language: Language) -> None:
    pilot.show(callback_visits(language)["email.problem"])
    assert "example.com" in told(pilot)


def test_nothing_of_the_address_is_left_in_the_window(pilot: Pilot) -> None:
    """Typed, masked: with the next visit both are gone from every widget."""
    pilot.show(visit(EmailWanted(NUMBER, EMAIL), house=HOUSE))
    screen = pilot.root.screen
    screen.forget()
    assert EMAIL not in "".join(getattr(widget, "words", "") for widget in screen.walk())
    assert BY_EMAIL.email == EMAIL
