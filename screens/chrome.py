"""What stands around every screen: brand on top, what does not work under it, the way about and the fixed row below.

The fixed row is where hands reach: language, help, end; at one place on every screen. Nothing personal up here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kivy.clock import Clock
from kivy.metrics import dp
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from kiosk.domain import events
from kiosk.domain.flow import reading_out
from kiosk.domain.flow.touch import is_committing
from kiosk.domain.keypad import SWITCHES, NavKey
from kiosk.domain.preferences import Preferences
from kiosk.domain.states import Attract, Closed, OutOfOrder, Recovered
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens import condition
from screens.base import Action, Nav, Screen, Tap
from screens.curtain import Curtain
from screens.drift import Drift
from screens.focus import Focus
from screens.leaf import Leaf
from screens.overlay import Overlay
from screens.scanning import Scan
from screens.sheet import sheet
from screens.strikes import Strikes
from screens.widgets.focus_ring import FocusRing
from screens.widgets.forgetting import empty
from screens.widgets.panel import Pressing
from screens.widgets.push import Push
from screens.widgets.sides import BoxLayout, GridLayout

GESTURE_TAPS = 5
GESTURE_SECONDS = 5.0

READ_OUT = "nav.read_out"
#: Shares of the row; the primary action is the widest.
NAV_WIDTHS = {"nav.home": 0.66, "nav.back": 0.72, "nav.second": 1.0, "nav.primary": 1.0, READ_OUT: 1.0}
WAYS_BACK = ("nav.home", "nav.back")


class Gesture:
    """The hidden gesture: five taps within five seconds."""

    def __init__(self) -> None:
        self._taps: deque[float] = deque(maxlen=GESTURE_TAPS)

    def tapped(self, at: float) -> bool:
        """`at` in seconds of any steady clock. True when this tap completes the gesture."""
        self._taps.append(at)
        complete = len(self._taps) == GESTURE_TAPS and at - self._taps[0] <= GESTURE_SECONDS
        if complete:
            self._taps.clear()
        return complete


class Mark(Widget):
    """The brand's drop: a disc of radius `reach` around `middle`, and its point."""

    tint = ColorProperty("#FFFFFF")
    reach = NumericProperty(0)
    middle = NumericProperty(0)


class Logo(Pressing, BoxLayout):
    """Brand mark and names. It looks like nothing to press, and is not told to screen readers."""

    name = StringProperty("")
    other_name = StringProperty("")
    mark_fill = ColorProperty("#085D51")
    ink = ColorProperty("#10232B")
    soft_ink = ColorProperty("#45555C")


class TopBar(BoxLayout):
    """Fires `on_logo()` when the brand is tapped."""

    brand = StringProperty("")
    other_brand = StringProperty("")
    place = StringProperty("")
    deep = BooleanProperty(False)

    __events__ = ("on_logo",)

    def on_logo(self) -> None: ...


class Banner(BoxLayout):
    title = StringProperty("")
    about = StringProperty("")


class NavRow(BoxLayout):
    """Home and Back at the left, the one primary action at the lower right; on a narrow sheet above them."""

    shown = BooleanProperty(False)
    rows = NumericProperty(1)
    tap: Tap = ObjectProperty(lambda event: None)

    def __init__(self, **wishes: Any) -> None:
        self._actions: tuple[tuple[str, str, Action], ...] = ()
        self._buttons: dict[str, Push] = {}
        super().__init__(**wishes)

    def offer(self, nav: Nav, texts: Texts, read_out: Action | None = None) -> None:
        """Show these ways, and above them what reads the paper out. A button that would say or do something else is
        another one: a finger on the old one must not choose the new. Whether it can be chosen it learns where it
        stands."""
        actions = tuple(_nav_actions(nav, texts, read_out))
        same = [_whatever(action) for action in actions] == [_whatever(action) for action in self._actions]
        self._actions = actions
        if same:
            for tag, _, action in actions:
                self._buttons[tag].disabled = not action.enabled
            return
        self.shown = bool(actions)
        empty(self)
        self._buttons = {}
        ways = [self._button(*action) for action in actions if action[0] in WAYS_BACK]
        aloud = [self._button(*action) for action in actions if action[0] == READ_OUT]
        ahead = [self._button(*action) for action in actions if action[0] not in (*WAYS_BACK, READ_OUT)]
        if sheet.narrow:
            if len(ways) == 1 and len(ahead) > 1:
                ways.append(ahead.pop(0))
                ways[-1].type_size = 28  # half a row: its words on one line
            rows = [*([each] for each in reversed(ahead)), ways]
        else:
            rows = [[*ways, *(ahead or [Widget(size_hint_x=NAV_WIDTHS["nav.primary"])])]]
        rows = [row for row in (aloud, *rows) if row]
        self.rows = len(rows)
        for row in rows:
            self._lay(row)

    def forget(self) -> None:
        self._actions = ()
        self._buttons = {}
        self.shown = False
        empty(self)

    def _lay(self, parts: list[Widget]) -> None:
        row = BoxLayout(spacing=dp(24 if sheet.roomy else 12))
        for part in parts:
            row.add_widget(part)
        self.add_widget(row)

    def _button(self, tag: str, rank: str, action: Action) -> Push:
        button = Push(tag=tag, rank=rank, words=action.words, icon=action.icon, disabled=not action.enabled)
        button.size_hint_x = NAV_WIDTHS[tag]
        button.bind(on_release=lambda button: self._chosen(button, action))
        self._buttons[tag] = button
        return button

    def _chosen(self, button: Push, action: Action) -> None:
        """A finger that was on it hears of a button that is gone, too."""
        if self._buttons.get(button.tag) is button and not button.disabled:
            self.tap(action.event)


def _whatever(offered: tuple[str, str, Action]) -> tuple[str, str, Action]:
    """Whether it can be chosen aside."""
    tag, rank, action = offered
    return tag, rank, replace(action, enabled=True)


def _nav_actions(nav: Nav, texts: Texts, read_out: Action | None) -> Iterator[tuple[str, str, Action]]:
    if nav.home:
        yield "nav.home", "quiet", Action(texts.get("action.home"), events.WentHome(), "house")
    if nav.back:
        yield "nav.back", "quiet", Action(texts.get("action.back"), events.WentBack(), "chevron-left")
    if nav.second:
        yield "nav.second", "outlined", nav.second
    if nav.primary:
        yield "nav.primary", "primary", nav.primary
    if read_out:
        yield READ_OUT, "outlined", read_out


class Rail(BoxLayout):
    """At the left of a wide panel: who and where this is, and the fixed row. On a high one nothing."""

    deep = BooleanProperty(False)


class FixedPush(Push):
    """One of the fixed row: its icon stands above its words."""


class FixedRow(GridLayout):
    """Language, accessibility, help, end."""

    language_words = StringProperty("")
    help_words = StringProperty("")
    access_words = StringProperty("")
    deep = BooleanProperty(False)
    shown = BooleanProperty(True)
    tap: Tap = ObjectProperty(lambda event: None)

    def on_kv_post(self, _base: Any) -> None:
        self._end: Push = self.ids.end.__self__  # ids are weak: away from the row, nothing else holds it

    def offer_end(self, words: str, *, can_end: bool) -> None:
        """The End button; no words, no button."""
        end = self._end
        end.words, end.disabled = words, not can_end
        if bool(words) != (end.parent is not None):
            self.add_widget(end) if words else self.remove_widget(end)


class Cover(FloatLayout):
    """What lies over a screen: a veil that hides it, and the leaf of a dialog. Nothing below can be touched; a tap
    anywhere beside the dialog is one, above its leaf too.
    """

    modal = BooleanProperty(True)
    veil = NumericProperty(0.92)

    def __init__(self, **wishes: Any) -> None:
        super().__init__(**wishes)
        self.leaf = Leaf(size_hint=(None, None), pos_hint={"center_x": 0.5, "y": 0})
        self.leaf.size = dp(sheet.width), dp(sheet.height)
        self.add_widget(self.leaf)

    def on_touch_down(self, touch: Any) -> bool:
        if not super().on_touch_down(touch) and not self._is_on_it(touch):
            touch.grab(self)
        return True

    def on_touch_move(self, touch: Any) -> bool:
        super().on_touch_move(touch)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is self:
            touch.ungrab(self)
            overlay: Overlay = self.leaf.content
            overlay.tap(overlay.beside)
        else:
            super().on_touch_up(touch)
        return True

    def _is_on_it(self, touch: Any) -> bool:
        """On the dialog, or between the buttons that turn its leaf."""
        return bool(self.leaf.content.ids.dialog.collide_point(*touch.pos)) or self.leaf.turns_at(*touch.pos)


class Frame(FloatLayout):
    """The whole window: chrome, one screen in it, and at most one overlay above.

    `focused` is what the keys of the keypad are at; None: nobody uses keys here. `scanned` is what the switches are at: a
    row, or one control of it. `now`: seconds of a steady clock. `drifted`: how far all of it stands from where it was
    laid out, in pixels. `paper`: the colour of all on which nothing stands, in which the window clears itself: a
    rectangle as large as the window would cost more than all the surfaces on it.
    """

    now = staticmethod(Clock.get_time)

    tap: Tap = ObjectProperty(lambda event: None)
    screen: Screen | None = ObjectProperty(None, allownone=True)
    overlay: Overlay | None = ObjectProperty(None, allownone=True)
    focused: Widget | None = ObjectProperty(None, allownone=True)
    scanned: tuple[Widget, ...] = ObjectProperty(())
    drifted = ObjectProperty((0, 0))
    screen_name = StringProperty("")
    backdrop = StringProperty("paper")
    paper = ColorProperty("#F6F3EC")

    def __init__(self, **wishes: Any) -> None:
        self._gesture = Gesture()
        self._strikes = Strikes()
        self._wish = Preferences()
        super().__init__(**wishes)
        if sheet.wide:
            self._stand_beside()
        self._cover = Cover()
        self.focus = Focus(self)
        self.scan = Scan(self)
        self.drift = Drift(self._drift_to)
        self._ring = FocusRing()
        self._curtain = Curtain()
        self.drawn_above = (self._ring, self._curtain)  # for `screens.damage`
        self.bind(focused=self._lay_ring, scanned=self._lay_ring)
        self.bind(size=self._curtain.setter("size"))
        for part in self.drawn_above:
            self.canvas.after.add(part.canvas)

    def _stand_beside(self) -> None:
        """Brand and fixed row into the rail: a wide panel has no height to give away."""
        for part in (self.ids.top.__self__, self.ids.row.__self__):
            self.ids.stack.remove_widget(part)
            self.ids.rail.add_widget(
                part, len(self.ids.rail.children) if part is self.ids.top.__self__ else 0
            )

    @property
    def leaf(self) -> Leaf:
        """What is turned where the front does not fit."""
        leaf: Leaf = self._cover.leaf if self.overlay else self.ids.stage
        return leaf

    @property
    def front(self) -> Screen | None:
        """What somebody has to do with: the dialog, or the screen."""
        return self.overlay or self.screen

    def press(self, key: NavKey) -> None:
        """Keys and switches are two ways to go; the one that is used shows where it is."""
        used, other = (self.scan, self.focus) if key in SWITCHES else (self.focus, self.scan)
        other.leave()
        used.press(key)

    def begin(self, key: NavKey) -> None:
        """Show where one is."""
        (self.scan if key in SWITCHES else self.focus).begin()

    def go_to(self, widget: Widget) -> None:
        self.scan.leave()
        self.focus.go_to(widget)

    def settle(self, visit: Visit) -> None:
        """After every picture."""
        self.focus.settle()
        self.scan.settle(visit.preferences, visit.now)

    def _lay_ring(self, *_: object) -> None:
        self._ring.around = self.scanned or ((self.focused,) if self.focused else ())

    def on_touch_down(self, touch: Any) -> bool:
        if self._curtain.drawn:  # nobody aims at what they cannot see
            self.tap(events.PreferencesChosen(replace(self._wish, dark=False)))
            return True
        self.focus.leave()
        self.scan.leave()
        if not self._strikes.counts(touch.x / dp(1), touch.y / dp(1), self.now()):
            return True
        return bool(super().on_touch_down(touch))

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is None:
            self._strikes.lifted(touch.x / dp(1), touch.y / dp(1), self.now())
        return bool(super().on_touch_up(touch))

    def mount(self, screen: Screen) -> None:
        """Put `screen` into the frame; what was there forgets everything."""
        if self.screen is not None:
            self.ids.stage.let_go()
            self.screen.forget()
        self.screen = screen
        self.screen_name = type(screen).__name__
        self.ids.stage.hold(screen)

    def lay_over(self, overlay: Overlay | None) -> None:
        if self.overlay is not None:
            self.remove_widget(self._cover)
            self._cover.leaf.let_go()
            self.overlay.forget()
        self.overlay = overlay
        if overlay is not None:
            self.add_widget(self._cover)
            self._cover.veil = overlay.veil
            self._cover.leaf.hold(overlay)

    def dress(self, visit: Visit, texts: Texts) -> None:
        """Everything around the screen, in the visit's language."""
        assert self.screen is not None
        self.backdrop = self.screen.backdrop
        self._wish = visit.preferences
        self._strikes.apart = self._wish.strikes_apart
        self._curtain.drawn = self._wish.dark
        self._dress_top(visit)
        title, about = condition.banner(visit, texts) if self.screen.banner else ("", "")
        self.ids.banner.title, self.ids.banner.about = title, about
        read_out = Action(texts.get("action.read_out"), events.ReadOutAsked(), "headphones")
        self.ids.nav.offer(self.screen.nav, texts, read_out if reading_out.offered(visit) else None)
        self.ids.stage.speak(texts)
        self._cover.leaf.speak(texts)
        row = self.ids.row
        row.shown = self.screen.row
        row.language_words = texts.get("action.language")
        row.help_words = texts.get("action.help")
        row.access_words = texts.get("action.accessibility")
        nobody = isinstance(visit.state, Attract | Closed | OutOfOrder | Recovered)
        self.drift.stand(nobody and visit.overlay is None)
        row.offer_end("" if nobody else texts.get("action.end"), can_end=not is_committing(visit))

    def _dress_top(self, visit: Visit) -> None:
        house, top = visit.house, self.ids.top
        other = visit.language.beside(house.languages)
        top.brand = house.brand[visit.language]
        top.other_brand = house.brand[other] if other else ""
        top.place = f"{house.site[visit.language]} · {house.kiosk_id}"

    def _drift_to(self, place: tuple[int, int]) -> None:
        self.drifted = place

    def brand_tapped(self) -> None:
        if self._gesture.tapped(Clock.get_time()):
            self.tap(events.MaintenanceGestured())

    def forget(self) -> None:
        """For the end of a visit: screen and overlay go; of the chrome only the navigation row says what was done."""
        self.drift.stand(False)
        self.focus.leave()
        self.scan.leave()
        self._strikes = Strikes()
        self._wish = Preferences()
        self._curtain.drawn = False
        self.lay_over(None)
        self.ids.stage.let_go()
        if self.screen is not None:
            self.screen.forget()
        self.screen = None
        self.ids.nav.forget()
