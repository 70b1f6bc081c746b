"""A whole kiosk with its real window and a customer before it who sees nothing: keys alone, by what is said alone.

The rules, the effects, the store, the screens and the speaker are the real ones; devices, centre and voice are pretended
(`tests/kiosk/windowless.py`). What the customer knows is what the voice was told to say, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from kiosk.answers.content import load_articles
from kiosk.answers.engine import Engine
from kiosk.domain import events
from kiosk.domain.events import Event
from kiosk.domain.faq import Article
from kiosk.domain.house import House
from kiosk.domain.keypad import NavKey
from kiosk.domain.language import Language
from kiosk.domain.lookup import CaseStanding
from kiosk.domain.receipt import Paper
from kiosk.domain.visit import Visit
from kiosk.services.speaker import Speaker
from kiosk.texts import Texts
from screens.focus import LOOKS
from tests.kiosk.domain.drafts import CALENDAR
from tests.kiosk.domain.examples import HOUSE, OVERVIEW
from tests.kiosk.fakes import InlineLane
from tests.kiosk.services.listener import SpyVoice
from tests.kiosk.windowless import Kiosk
from tests.screens import visits
from tests.screens.conftest import ROOT, Pilot

PLACE = replace(
    HOUSE,
    brand=visits.HOUSE.brand,
    site=visits.HOUSE.site,
    counter=visits.HOUSE.counter,
    calendar=CALENDAR,
    articles=load_articles(ROOT / "assets" / "content" / "faq.json"),
    rating_every=1,
    receipt_page="https://kiosk.example.com/r",
)
#: A case that the centre knows.
STANDING = CaseStanding("K07-SUAM-XK7Z", "callback", "confirmed", "billing")
#: What says of something that it can be pressed.
ROLES = ("button", "checkbox", "radio", "switch")
#: How the languages call themselves.
OWN_NAMES = {Language.ZH_HANT: "繁體中文", Language.EN: "English", Language.ZH_HANS: "简体中文"}
#: More keys than any screen has controls and texts: whoever pressed so often has been everywhere.
ENOUGH = 120


class Taught(Engine):
    """Has learned what it knows before: a quarter of a second that no visit has to wait for."""

    def __init__(self) -> None:
        super().__init__()
        self._of: Sequence[Article] = ()

    def learn(self, articles: Sequence[Article]) -> None:
        if articles != self._of:
            super().learn(articles)
            self._of = articles


SEARCH = Taught()


@dataclass
class Talking(Kiosk):
    """A kiosk that speaks, behind the tests' window."""

    window: Any = None
    texts: Any = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.voice = SpyVoice()
        self.happened: list[Event] = []
        super().__post_init__()
        self.lanes["voice"] = InlineLane(self.clock, self._bug)
        self.speaker = Speaker(
            self.voice, self.lanes["voice"], self._main.append, self.post, self.texts, lambda: self.visit
        )

    def _show(self, visit: Visit) -> None:
        super()._show(visit)
        self.window.show(visit)

    def _read_out(self, paper: Paper) -> None:
        self.speaker.read_out(paper)

    def _heard(self, event: Event) -> None:
        self.happened.append(event)
        self.speaker.heard(event)


class Blind:
    """`transcript`: everything that was said; `presses`: how many keys it took."""

    def __init__(self, kiosk: Talking, pilot: Pilot) -> None:
        self.kiosk = kiosk
        self._pilot = pilot
        self.presses = 0
        self._passed: set[object] = set()

    @property
    def transcript(self) -> list[str]:
        return [each.text for each in self.kiosk.voice.said]

    @property
    def passed(self) -> set[object]:
        """The classes of every screen and dialog that stood there and of all that was asked for, and what was chosen."""
        stood = {type(part) for visit in self.kiosk.shown for part in (visit.state, visit.overlay) if part}
        happened = self.kiosk.happened
        given = (getattr(event, field.name) for event in happened for field in fields(event))
        chosen = (value for value in given if isinstance(value, Enum))
        return {*self._passed, *stood, *map(type, happened), *chosen}

    def power_fails(self) -> str:
        """And comes back, over the same disk and the same terminal; the headphones are in all the while."""
        before, self._passed = self.kiosk, self.passed
        before.store.close()
        self.kiosk = replace(before, memory=before.terminal)
        self.kiosk.start()
        return self.meets(events.HeadphonesPlugged())

    def speaks(self, language: Language) -> Texts:
        """Whoever was greeted in another language looks for the name of their own; the words they go by from here."""
        words = self.words
        if language is not self.kiosk.visit.language:
            self.chooses(words.get("action.language"))
            self.chooses(OWN_NAMES[language])
        return self.words

    @property
    def words(self) -> Texts:
        """Of the language in which the customer was spoken to last."""
        heard = self.kiosk.voice.said
        texts: Texts = self.kiosk.texts[heard[-1].language]
        return texts

    def meets(self, *happened: Event) -> str:
        """Something that needs no eyes: a plug, a code under the scanner. What is said then, which must be something."""
        return self._hears(lambda: self.kiosk.touch(*happened))

    def meets_later(self, seconds: float) -> str:
        """What is said when nobody does anything for so long; may be nothing."""
        before = len(self.transcript)
        self.kiosk.wait(seconds)
        return self._listens(before)

    def whole(self) -> str:
        """The screen from its beginning to its end, as the key for that says it when it is pressed twice."""
        self.press(NavKey.REPEAT)
        return self.press(NavKey.REPEAT)

    def shows_card(self) -> str:
        return self._hears(self.kiosk.present_card)

    def press(self, key: NavKey) -> str:
        """What is said to it; may be nothing."""
        before = len(self.transcript)
        self._pilot.app.press(key)
        self.presses += 1
        return self._listens(before)

    def finds(self, *words: str) -> str:
        """Goes on until something to press is said with all of `words` in it. Raises LookupError after a whole round."""
        return self._finds(words, lambda said: all(word in said for word in words))

    def chooses(self, *words: str) -> str:
        """What is said once it was chosen, which must be something."""
        self.finds(*words)
        return self._selects(words)

    def types(self, digits: str) -> None:
        """By the keys on the screen; each is answered, one of a secret by a tone."""
        for digit in digits:
            self._finds_key(digit)
            heard = len(self.transcript)
            self.press(NavKey.SELECT)
            assert len(self.transcript) > heard, f"the key {digit} was answered by silence"

    def chooses_key(self, sign: str) -> str:
        self._finds_key(sign)
        return self._selects((sign,))

    def _finds_key(self, sign: str) -> str:
        """It is called by its sign and its role, and by nothing else."""
        stop = ". " if self.words.language is Language.EN else "。"
        return self._finds((sign,), lambda said: said.startswith(f"{sign}{stop}"))

    def _finds(self, words: tuple[str, ...], is_it: Callable[[str], bool]) -> str:
        begins = len(self.transcript)
        for _ in range(ENOUGH):
            said = self.press(NavKey.NEXT)
            assert said, f"the key was answered by silence on the way to {words}"
            if is_it(said) and self._can_be_pressed(said):
                return said
        raise LookupError(f"nothing here is called {words}: {self.transcript[begins:]}")

    def _selects(self, words: tuple[str, ...]) -> str:
        said = self.press(NavKey.SELECT)
        assert said, f"choosing {words} was answered by silence"
        return said

    def _can_be_pressed(self, said: str) -> bool:
        return any(self.words.get(f"speech.role.{role}") in said for role in ROLES)

    def _hears(self, happens: Callable[[], object]) -> str:
        before = len(self.transcript)
        happens()
        said = self._listens(before)
        assert said, "nothing was said"
        return said

    def _listens(self, before: int) -> str:
        """Until the picture stands and everything about it was said."""
        self.kiosk.run()
        self._pilot.frames(LOOKS + 1)
        seen, scene = None, self._pilot.app.scene()
        while scene != seen:
            for _ in range(2):
                if self.kiosk.speaker.listened_to:
                    self.kiosk.speaker.see(scene)
                self.kiosk.run()
            seen, scene = scene, self._pilot.app.scene()
        return " | ".join(self.transcript[before:])


def arrives(
    pilot: Pilot,
    texts: dict[Language, Texts],
    database: Path,
    monkeypatch: pytest.MonkeyPatch,
    house: House = PLACE,
    **parts: Any,
) -> Blind:
    """Somebody before a kiosk at which nobody stands, with headphones in. `parts`: real ones for pretended."""
    kiosk = Talking(database, house=house, window=pilot.app, texts=texts, search=SEARCH, **parts)
    who = Blind(kiosk, pilot)
    monkeypatch.setattr(pilot.app, "_tap", lambda event: who.kiosk.controller.tap(event))
    kiosk.crm.overview_now = OVERVIEW
    kiosk.crm.cases[STANDING.reference] = STANDING
    kiosk.start()
    who.meets(events.HeadphonesPlugged())
    return who
