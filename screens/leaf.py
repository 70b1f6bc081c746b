"""Where a screen stands. What is higher than the room there is, is cut into leaves, and two buttons turn them.

Nothing scrolls: a leaf begins and ends between two things, never in the middle of one (conformance row TXT-08).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kivy.clock import Clock
from kivy.metrics import dp
from kivy.properties import ObjectProperty
from kivy.uix.widget import Widget

from kiosk.texts import Texts
from screens.widgets.address_keys import AddressField, AddressKeys
from screens.widgets.keyboard import Keyboard
from screens.widgets.keypad import Field, Keypad
from screens.widgets.pages import Pager, Pages
from screens.widgets.pane import Pane, Whole
from screens.widgets.panel import Tappable
from screens.widgets.picto import Picto
from screens.widgets.signpad import SignPad
from screens.widgets.word_keys import WritingKeys
from screens.widgets.words import Words

#: From here to there, in pixels below the top.
Span = tuple[float, float]

#: Above and below what a leaf holds, in dp.
EDGE = 16


class Leaf(Widget):
    """Holds one screen (`hold`), turned to one of its leaves."""

    at = ObjectProperty(Pages(), rebind=True)

    def __init__(self, **wishes: Any) -> None:
        self._content: Any = None
        self._texts: Texts | None = None
        self._cuts: list[float] = [0.0]
        self._known: tuple[object, ...] = ()
        self._pane = Pane()
        self._pager = Pager(prefix="leaf", size_hint=(None, None))
        super().__init__(**wishes)
        self.add_widget(self._pane)
        self.add_widget(self._pager)
        self._pager.bind(on_turn=lambda _pager, page: self.turn(page))
        self._soon = Clock.create_trigger(self._lay, -1)
        self._later = Clock.create_trigger(self._lay, 0)
        for cause in ("pos", "size"):
            self.fbind(cause, self._soon)

    def hold(self, content: Any) -> None:
        """Put `content` here instead of what was; it starts at its first leaf."""
        self.let_go()
        self._content, self._cuts, self.at = content, [0.0], Pages()
        self._pane.add_widget(content)
        content.fbind("minimum_height", self._soon)
        self._lay()

    def let_go(self) -> None:
        if self._content is not None:
            self._content.funbind("minimum_height", self._soon)
            self._pane.clear_widgets()
            self._content = None

    def speak(self, texts: Texts) -> None:
        """The pager's words."""
        self._texts = texts
        self._show(self.at.page)

    def turn(self, page: int) -> None:
        self._show(page)
        self._lay()

    @property
    def content(self) -> Any:
        """What is held."""
        return self._content

    def turns_at(self, x: float, y: float) -> bool:
        """Whether the row that turns the leaves is there."""
        return self.at.pages > 1 and bool(self._pager.collide_point(x, y))

    def _lay(self, *_: object) -> None:
        if self._content is None:
            return
        content, need = self._content, self._content.minimum_height
        high = need > self.height + 1
        spans = (
            [(content.top - above, content.top - below) for above, below in _whole(content)] if high else []
        )
        known = (need, *self.pos, *self.size, self.at.page, *spans)
        if known != self._known:
            self._known = known
            self._later()  # what lies within has found its places one frame later
        room = max(self.height - dp(104) - 2 * dp(EDGE), dp(160))  # less there is only while it is laid out
        bottom = max((below for above, below in spans if below - above <= room), default=need)
        paged = high and bottom > self.height + 1  # a margin is no reason to turn
        content.size_hint = (None, None)
        content.size = (self.width, max(need, self.height))
        self._cuts = cuts(spans, bottom, room) if paged else [0.0]
        self._show(min(self.at.page, len(self._cuts) - 1))
        ends = [*self._cuts[1:], content.height]
        start, end = self._cuts[self.at.page], ends[self.at.page]
        edge = dp(EDGE) if start else 0
        shown = min(end - start, room + dp(EDGE)) if paged else self.height
        self._pane.cut = paged
        self._pane.size = (self.width, shown)
        self._pane.pos = (self.x, self.top - edge - shown)
        content.pos = (self.x, self.top - edge + start - content.height)
        self._pager.size = (self.width - 2 * dp(24), dp(88) if paged else 0)
        self._pager.pos = (self.x + dp(24), self.y + dp(8))

    def _show(self, page: int) -> None:
        pages = len(self._cuts)
        at = Pages(page, pages)
        if self._texts is not None:
            get = self._texts.get
            words = get("pager.page", page=page + 1, pages=pages)
            at = replace(at, words=words, back_words=get("pager.back"), next_words=get("pager.next"))
        self.at = self._pager.at = at


def cuts(spans: list[Span], height: float, room: float) -> list[float]:
    """How far down each leaf begins, of something `height` high. `spans`: from where to where nothing must be cut;
    `room`: of one leaf. What is higher than a leaf is cut all the same. The last two leaves share what they hold.
    """
    starts = [0.0]
    while height - starts[-1] > room + 1:
        start, end = starts[-1], starts[-1] + room
        cut = _next(spans, start, end, room) or _before(_later(spans, start), end, room)
        lost = any(above < cut and below > end + 1 for above, below in spans if cut > end)
        starts.append(end if cut <= start + 1 or lost else cut)
    if len(starts) > 1 and height - starts[-1] < room / 3:
        start, rest = starts[-2], height - starts[-2]
        halves = (_next(spans, start, start + min(rest * part / 20, room), room) for part in range(10, 20))
        starts[-1] = next((cut for cut in halves if cut and height - cut <= room), starts[-1])
    return starts


def _next(spans: list[Span], start: float, end: float, room: float) -> float:
    """Where the next leaf begins, if this one does at `start` and is to end at `end` or before; 0: not so early."""
    cut = _before(spans, end, room)
    return cut if cut > _first(spans, start) + 1 else 0.0


def _before(spans: list[Span], end: float, room: float) -> float:
    """The last place not beyond `end` where a cut goes through none of `spans`, or behind the gap that follows it."""
    for above, below in sorted(spans, key=lambda span: -span[1]):
        if above < end < below <= above + room:
            end = above
    return min((above for above, _ in spans if above >= end - 1), default=end)


def _first(spans: list[Span], start: float) -> float:
    return min((above for above, _ in spans if above >= start - 1), default=start)


def _later(spans: list[Span], start: float) -> list[Span]:
    """Those below what comes first: where that hangs together with more than a leaf holds, it has to be torn off."""
    return [span for span in spans if span[0] > _first(spans, start) + 1]


def _whole(widget: Widget) -> Iterator[Span]:
    """What is to stand on one leaf, as top and bottom: a button, a text, a card, a field with the keys for it, a
    heading with what comes next.
    """
    field = heading = None
    for child in reversed(widget.children):
        if not child.opacity or child.height <= 0:
            continue
        if isinstance(child, Keypad | Keyboard | WritingKeys | AddressKeys | SignPad):
            yield child.top if field is None else field, child.y
        field = child.top if isinstance(child, Field | AddressField) else None
        if isinstance(child, Whole | Words | Picto):
            yield child.top, child.y
        within = [] if isinstance(child, Tappable | Words | Picto) else list(_whole(child))
        yield from within
        if isinstance(child, Whole) and within:  # of a high card no edge alone
            yield child.top, within[0][1]
            yield within[-1][0], child.y
        if heading is not None:
            yield heading, within[0][1] if within else child.y
        heading = child.top if isinstance(child, Words) and child.kind == "heading" else None
