"""What is said of a scene and of what changed in it: parts, each of which everybody may hear or not.

Only what the panel tells of itself is read out, so that what is said is what can be seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kiosk.domain.health import Device, DeviceState
from kiosk.domain.language import Language
from kiosk.domain.receipt import Centred, Line, Pair, Paper, Paragraph, QrCode, Rule
from kiosk.domain.scene import Node, Scene
from kiosk.domain.speech import GAINS, Channel, Speech
from kiosk.domain.visit import Visit
from kiosk.services.discretion import Discretion
from kiosk.texts import Texts

#: Who hears a countdown, and at which of its seconds (WCAG 2.2, 2.2.1).
COUNTDOWN, CALLED = "IdleOverlay", ("20", "10")
#: Of a row so many controls are named one by one; more would take longer to hear than to pass.
NAMED = 4
#: States that say nothing to somebody who listens.
SILENT = frozenset({"pressed"})
#: What is felt for, in the order in which it is told.
FELT = (
    ("keypad", Device.KEYPAD),
    ("jack", Device.KEYPAD),
    ("card_reader", Device.CARD_READER),
    ("code_scanner", Device.CODE_SCANNER),
    ("payment_terminal", Device.PAYMENT_TERMINAL),
    ("receipt_printer", Device.RECEIPT_PRINTER),
)


@dataclass(frozen=True, slots=True)
class Part:
    text: str = field(repr=False)
    private: bool = False


Parts = tuple[Part, ...]


class Reading:
    """In one language, of one house."""

    def __init__(self, texts: Texts, discretion: Discretion) -> None:
        self._texts = texts
        self._discretion = discretion
        self._comma = ", " if texts.language is Language.EN else "，"

    def opening(self, scene: Scene) -> Parts:
        """A new screen or dialog: what can be read there, and how much there is to choose."""
        read = tuple(self._text(scene, text) for text in scene.texts)
        return (*read, *self._choices(scene))

    def whole(self, scene: Scene) -> Parts:
        """Everything there is, in reading order, the choices by name."""
        return tuple(part for node in scene.nodes for part in self._named(node))

    def focused(self, scene: Scene) -> Parts:
        """Name, role, state, and which of how many: by that number keys with digits could be told apart. Of a row that
        switches are at what is in it."""
        if len(scene.ring) > 1:
            return (self._row(scene.ring),)
        place = scene.focused
        if place is None:
            return ()
        where = self._texts.get("speech.place", place=place + 1, all=len(scene.nodes))
        name = scene.nodes[place].name
        return (*self._named(scene.nodes[place]), Part(where, self._discretion.is_private(name)))

    def turned(self, scene: Scene, before: Scene) -> Parts:
        """Whether what has the focus is another than before, without having been moved to: on, off, busy."""
        return tuple(self._turned(scene, before))

    def news(self, scene: Scene, before: Scene) -> Parts:
        """Texts that are new in the same front, and what a countdown calls. What is wrong with an entry begins with its
        name (EN 301 549, 5.1.3.15)."""
        of = (self._text(scene, scene.heading),) if scene.alerts(before) and scene.heading else ()
        news = (*of, *(self._text(scene, text) for text in scene.news(before)))
        return (*news, *self._countdown(scene, before))

    def answers(self, scene: Scene, before: Scene) -> Iterator[Parts]:
        """To a choice of which there is no news, the best first: what differs by digits only, what is still wrong with an
        entry, what the keys are at."""
        if changed := tuple(text for text in scene.texts if text not in before.texts):
            yield tuple(self._text(scene, text) for text in changed)
        if scene.wrong:
            yield tuple(self._text(scene, text) for text in (scene.heading, *scene.wrong) if text)
        if at := self.focused(scene):
            yield at

    def volume(self, speech: Speech) -> Parts:
        return (Part(self._texts.get("speech.volume", step=speech.volume + 1, steps=len(GAINS))),)

    def paper(self, paper: Paper) -> Parts:
        """All that stands on it, line by line; codes are for cameras. All of it private: it is one customer's."""
        return tuple(Part(text, private=True) for line in paper.lines if (text := self._line(line)))

    def welcome(self, visit: Visit) -> Parts:
        """What machine this is, where everything is that is felt for, and how there is help (ADA 2010, 707.5)."""
        return tuple(Part(text) for text in self._orientation(visit))

    def composed(self, parts: Iterable[Part], channel: Channel) -> tuple[tuple[str, ...], bool]:
        """What is said of them, each to its stop, and whether anything of it is private. The room hears that something
        was left out."""
        parts = tuple(part for part in parts if part.text.strip())
        if channel is Channel.LOUD and any(part.private for part in parts):
            parts = (*(part for part in parts if not part.private), Part(self._texts.get("speech.withheld")))
        stop = "." if self._texts.language is Language.EN else "。"
        said = tuple(_ended(part.text.strip(), stop) for part in parts)
        return said, any(part.private for part in parts)

    # --- parts of it ---------------------------------------------------------------------------

    def _row(self, controls: Sequence[Node]) -> Part:
        """By their names, of many by the first and the last; about one customer if one of them is."""
        titles = [node.name.split(", ")[0] for node in controls]
        named = self._comma.join(titles)
        if len(titles) > NAMED:
            named = self._texts.get("speech.row.ends", first=titles[0], last=titles[-1])
        private = any(self._discretion.is_private(node.name) for node in controls)
        return Part(self._texts.get("speech.row", count=len(titles), names=named), private)

    def _line(self, line: Line) -> str:
        match line:
            case Centred(text) | Paragraph(text):
                return text
            case Pair(left, right):
                return self._comma.join(part for part in (left, right) if part)
            case QrCode() | Rule():
                return ""

    def _named(self, node: Node) -> Iterator[Part]:
        if node.name:
            yield Part(node.name, self._discretion.is_private(node.name))
        if not node.is_text:
            words = [self._texts.get(f"speech.role.{node.role}"), *self._states(node)]
            yield Part(self._comma.join(words))

    def _states(self, node: Node) -> Iterator[str]:
        for state in node.state:
            own = f"speech.state.{node.role}.{state}"
            known = own if own in self._texts.catalogue else f"speech.state.{state}"
            if state not in SILENT and known in self._texts.catalogue:
                yield self._texts.get(known)

    def _text(self, scene: Scene, text: str) -> Part:
        if scene.front == COUNTDOWN and text.isdigit():
            return Part(self._texts.get("speech.left", seconds=text))
        return Part(text, self._discretion.is_private(text))

    def _choices(self, scene: Scene) -> Iterator[Part]:
        if scene.choices:
            yield Part(self._texts.get("speech.choices", count=scene.choices))

    def _turned(self, scene: Scene, before: Scene) -> Iterator[Part]:
        if scene.focused is None or before.focused is None:
            return
        now, then = scene.nodes[scene.focused], before.nodes[before.focused]
        if now.id != then.id or now.is_text:
            return
        if now.name != then.name:
            yield from self._named(now)
        elif list(self._states(now)) != list(self._states(then)):
            yield Part(self._comma.join(self._states(now)))

    def _countdown(self, scene: Scene, before: Scene) -> Iterator[Part]:
        if scene.front == COUNTDOWN:
            for text in scene.texts:
                if text in CALLED and text not in before.texts:
                    yield self._text(scene, text)

    def _orientation(self, visit: Visit) -> Iterator[str]:
        get, house = self._texts.get, visit.house
        language = self._texts.language
        yield get("speech.welcome", brand=house.brand[language], site=house.site[language])
        for name, device in FELT:
            fitted = visit.health.of(device).state is not DeviceState.NOT_FITTED
            if fitted and name in house.places:
                yield get(f"speech.part.{name}", where=get(f"speech.where.{house.places[name]}"))
        yield get("speech.help", hotline=house.hotline)


def _ended(text: str, stop: str) -> str:
    return text if text[-1] in ".。!！?？:：" else text + stop
