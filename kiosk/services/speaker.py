"""Who is spoken to, what is said, and what cuts it short. On main; the voice itself works in its lane.

It hears every event before the rules do, and sees each scene after. A key, a touch and whatever is said next end what is
being said; of the private channel nothing goes on once the headphones are out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kiosk.domain import events, states
from kiosk.domain.events import Event
from kiosk.domain.flow.touch import is_resting, is_touch
from kiosk.domain.house import House
from kiosk.domain.keypad import NavKey
from kiosk.domain.language import Language
from kiosk.domain.receipt import Paper
from kiosk.domain.scene import Scene
from kiosk.domain.speech import Channel, Speech, Utterance
from kiosk.domain.visit import Visit
from kiosk.ports import DeviceError, Lane, Voice
from kiosk.services.controller import NOBODY, Envelope
from kiosk.services.discretion import Discretion
from kiosk.services.errand import Main
from kiosk.services.reading import Part, Parts, Reading
from kiosk.texts import Texts

log = logging.getLogger(__name__)

OWNER = "voice"
#: Where typed digits are nobody's business, not even through headphones: who listens pressed the key by its name.
MASKED = (states.PinWanted, states.SecretWanted, states.TechnicianPin)


@dataclass(slots=True)
class _Attention:
    """What one listener has been told. `told`: the scene as it was read, `seen` as it was looked at last; `last` what the
    key for that says again, `repeated` whether it was the last key; `greets`: where everything is comes first; `owed`:
    something was chosen, and nothing was said of it yet. `echo`: the digit that was typed last; where switches are moved
    on by it, it is said before what they are at.
    """

    told: Scene | None = None
    seen: Scene | None = None
    last: Parts = ()
    keys_used: bool = False
    repeated: bool = False
    volume_due: bool = False
    greets: bool = False
    owed: bool = False
    echo: Parts = ()


class Speaker:
    def __init__(
        self,
        voice: Voice,
        lane: Lane,
        main: Main,
        post: Callable[[Envelope], None],
        texts: Mapping[Language, Texts],
        visit: Callable[[], Visit],
    ) -> None:
        self._voice = voice
        self._lane = lane
        self._main = main
        self._post = post
        self._texts = texts
        self._visit = visit
        self._turn = 0
        self._talking = self._cut_short = self._hails = False
        self._works: bool | None = None
        self._of = ""
        self._house: House | None = None
        self._readings: dict[Language, Reading] = {}
        self._at = _Attention()

    def begin(self) -> None:
        """Whether there is an engine at all is known before somebody needs it."""
        self._lane.submit(lambda: self._try(self._voice.warm))

    @property
    def listened_to(self) -> bool:
        return self._visit().channel is not None

    def heard(self, event: Event) -> None:
        """Before the rules answer it."""
        if isinstance(event, events.HeadphonesPulled | events.HeadphonesPlugged):
            self._cut()
            self._at = _Attention(greets=isinstance(event, events.HeadphonesPlugged))
        elif not self.listened_to or not is_touch(event):
            if is_touch(event):
                self.hush()
        elif isinstance(event, events.KeyPressed):
            self._pressed(event.key)
        elif isinstance(event, events.DigitTyped):
            self._typed(event.digit)
        else:
            self._cut()
            self._at.owed = True

    def see(self, scene: Scene) -> None:
        """What stands on the panel now; several times a second while somebody listens. What is still being laid out
        is not read: a scene counts when it is seen twice."""
        visit = self._visit()
        self._leave_if_over(visit)
        if visit.channel is None:
            return
        settled, self._at.seen = scene == self._at.seen, scene
        reading = self._reading(visit)
        if self._at.volume_due:
            self._at.volume_due = False
            self._say(reading.volume(visit.preferences.speech))
        if settled or self._at.keys_used:
            self._tell(scene, visit, reading, settled)

    def hail(self, text: str, language: Language) -> None:
        """To the room, where nobody is spoken to; as loud as every visit begins (EN 301 549, 5.1.3.12 and 5.1.3.13).
        A touch ends it."""
        if not (self.listened_to or self._talking):
            usual = Speech()
            self._submit(Utterance((text,), language, Channel.LOUD, False, usual.factor, usual.gain, False))
            self._hails = self._talking

    def hush(self) -> None:
        """Somebody came: what was said to the room ends."""
        if self._hails:
            self._cut()

    def read_out(self, paper: Paper) -> None:
        """On main, through headphones; the key for what was said last says it again."""
        self._say(self._reading(self._visit()).paper(paper))

    def tick(self) -> None:
        """The clock waits while somebody listens (WCAG 2.2, 2.2.1). Of a visit that is over nothing is kept."""
        self._leave_if_over(self._visit())
        if self._talking and not self._hails:
            self._post(Envelope(NOBODY, events.SpeechHeard()))

    def silence(self) -> None:
        """On main, before the lanes end."""
        self._cut()

    def stop(self) -> None:
        """In its lane, at the end."""
        self._voice.close()

    # --- what is said -------------------------------------------------------------------------

    def _tell(self, scene: Scene, visit: Visit, reading: Reading, settled: bool) -> None:
        before = self._at.told
        if before is None or not scene.is_of(before):
            if settled:
                self._at.told, self._at.keys_used = scene, False
                welcome = reading.welcome(visit) if self._at.greets else ()
                self._at.greets = False
                at = reading.focused(scene) if scene.ring else ()
                self._say((*welcome, *reading.opening(scene), *at))
            return
        moved = (self._at.keys_used or (scene.ring and settled)) and _place(scene) != _place(before)
        if moved or settled:
            self._at.told = scene
            self._at.keys_used = self._at.keys_used and not moved
            at = reading.focused(scene) if moved else reading.turned(scene, before)
            if moved and scene.ring:
                at, self._at.echo = (*self._at.echo, *at), ()
            self._say((*at, *reading.news(scene, before)))
            if settled and self._at.owed:
                self._answer(scene, before, reading, visit)

    def _answer(self, scene: Scene, before: Scene, reading: Reading, visit: Visit) -> None:
        """No choice is answered by silence."""
        self._at.owed = False
        for parts in reading.answers(scene, before):
            if visit.channel is Channel.PRIVATE or not all(part.private for part in parts):
                self._say(parts, keep=False)
                return

    def _pressed(self, key: NavKey) -> None:
        self._cut()
        self._at.keys_used, self._at.echo = True, ()
        again, self._at.repeated = self._at.repeated, key is NavKey.REPEAT
        visit = self._visit()
        if is_resting(visit) or isinstance(visit.overlay, states.IdleWarning):
            return  # it wakes, and is used up
        match key:
            case NavKey.VOLUME_UP | NavKey.VOLUME_DOWN:
                self._at.volume_due = True
            case NavKey.SELECT if self._at.told is not None and self._at.told.is_stuck:
                self._say(self._reading(visit).focused(self._at.told), keep=False)
            case NavKey.REPEAT if again and self._at.told is not None:
                self._say(self._reading(visit).whole(self._at.told), keep=False)
            case NavKey.REPEAT:
                self._say(self._at.last, keep=False)

    def _typed(self, digit: str) -> None:
        """The digit through headphones; else, and where it is a secret, that a key was taken."""
        visit = self._visit()
        masked = isinstance(visit.state, MASKED) or isinstance(visit.overlay, states.AssistPin)
        if masked or visit.channel is not Channel.PRIVATE:
            self._utter((), private=False)
        else:
            self._at.echo = (Part(digit, private=True),)
            self._say(self._at.echo, keep=False)

    def _say(self, parts: Parts, *, keep: bool = True) -> None:
        """`keep`: it is what the key for that says again."""
        visit = self._visit()
        if visit.channel is None:
            return
        said, private = self._reading(visit).composed(parts, visit.channel)
        if said:
            self._at.last = parts if keep else self._at.last
            self._utter(said, private=private)

    def _utter(self, sentences: tuple[str, ...], *, private: bool) -> None:
        visit = self._visit()
        assert visit.channel is not None
        speech = visit.preferences.speech
        self._at.owed = False
        self._cut()
        cuts, self._cut_short = self._cut_short, False
        self._submit(
            Utterance(sentences, visit.language, visit.channel, private, speech.factor, speech.gain, cuts)
        )

    def _submit(self, utterance: Utterance) -> None:
        turn = self._turn
        self._talking = self._lane.submit(lambda: self._speak(utterance, turn), owner=OWNER)

    def _cut(self) -> None:
        self._cut_short = self._cut_short or self._talking
        self._talking = self._hails = False
        self._turn += 1
        self._lane.forget(OWNER)
        self._voice.stop()

    # --- in the lane --------------------------------------------------------------------------

    def _speak(self, utterance: Utterance, turn: int) -> None:
        self._try(lambda: self._voice.say(utterance, lambda: turn == self._turn))
        self._main(lambda: self._ended(turn))

    def _try(self, act: Callable[[], None]) -> None:
        works = True
        try:
            act()
        except DeviceError as silence:
            log.warning("no speech: %s", silence)
            works = False
        if works is not self._works:
            self._works = works
            self._post(Envelope(NOBODY, events.SpeechReported(works)))

    def _ended(self, turn: int) -> None:
        if turn == self._turn:
            self._talking = self._hails = False

    # --- what is known ------------------------------------------------------------------------

    def _leave_if_over(self, visit: Visit) -> None:
        """Nothing that one visit heard is said in another."""
        over = visit.id != self._of or visit.channel is None
        if over and (self._at.told is not None or (self._talking and not self._hails)):
            self._cut()
            self._at = _Attention(greets=self._at.greets)
        self._of = visit.id

    def _reading(self, visit: Visit) -> Reading:
        if self._house is not visit.house:
            self._house, self._readings = visit.house, {}
        if visit.language not in self._readings:
            texts = self._texts[visit.language]
            self._readings[visit.language] = Reading(texts, Discretion(texts, visit.house))
        return self._readings[visit.language]


def _place(scene: Scene) -> int | str | tuple[str, ...] | None:
    """What has the focus: its id, and only of what has none (a text) its number, which changes with what stands before
    it. Of switches' row the ids of all that is in it."""
    if scene.ring:
        return tuple(node.id for node in scene.ring)
    place = scene.focused
    return place if place is None else scene.nodes[place].id or place
