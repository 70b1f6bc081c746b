"""What switches are at: a row of controls, then one of that row. With one switch it moves on by itself.

Whoever can press no more than one or two large buttons passes over rows before controls, so that a keyboard of forty
keys is not forty presses (EN 301 549, 5.1.6.1: every function by tactile controls). Only what can be pressed now is
passed; texts are not. After something was chosen it begins at the first row anew, as it does on a new screen. Where what
it was at went away, the next press only shows the first row.

Knows the frame and what is told of it; must not know a screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from kivy.clock import Clock
from kivy.uix.widget import Widget

from kiosk.domain.keypad import NavKey
from kiosk.domain.preferences import Preferences, Scanning
from screens.accessibility import told
from screens.sheet import sheet
from screens.widgets.panel import Pressing

#: Frames after which every layout that a change set off is done.
LOOKS = 4
#: So often it passes everything by itself; then it waits for a press.
ROUNDS = 3

Row = tuple[Widget, ...]


class Panel(Protocol):
    """What is needed of the frame."""

    focused: Widget | None
    scanned: Row
    screen: Widget | None
    overlay: Widget | None


class Scan:
    """`press` a switch; `settle` after every picture; `leave` when a finger touched the panel or the visit is over."""

    def __init__(self, panel: Panel) -> None:
        self._panel = panel
        self._in_use = False
        self._wish = Preferences()
        self._front: Widget | None = None
        self._row = 0
        self._item: int | None = None
        self._moved_at: datetime | None = None
        self._passed = 0
        self._looks = 0
        self._beginning = False
        self._at: frozenset[str] = frozenset()
        self._known: list[Widget] = []
        self._look_again = Clock.create_trigger(self._look, 0)

    def press(self, key: NavKey) -> None:
        """The first one only shows where one is; so does one while a new picture is being laid out."""
        if not self._in_use:
            self.begin()
        elif self._looks == 0:
            self._passed, self._moved_at = 0, None
            if key is NavKey.SWITCH_CHOOSE or self._wish.scanning is Scanning.AUTO:
                self._choose()
            else:
                self._move()

    def begin(self) -> None:
        self._in_use = True
        self._passed, self._moved_at = 0, None
        self._start()

    def settle(self, wish: Preferences, now: datetime) -> None:
        """Where it was, as far as that is still there; and on by itself when it is time."""
        self._wish = wish
        if not self._in_use:
            return
        if wish.scanning is Scanning.OFF:
            self.leave()
        elif self._front is not (self._panel.overlay or self._panel.screen):
            self._start()
        elif self._controls() != self._known:
            self._looks = LOOKS  # what stands beside what is known only once it is laid out
            self._look_again()
        elif self._looks == 0:
            self._walk(now)

    def leave(self) -> None:
        self._in_use, self._front, self._at, self._known = False, None, frozenset(), []
        self._beginning, self._looks = False, 0
        if self._panel.scanned:
            self._panel.scanned, self._panel.focused = (), None

    def _start(self) -> None:
        """At the first row; only after the layout is known what stands in it."""
        self._front = self._panel.overlay or self._panel.screen
        self._row, self._item = 0, None
        self._beginning, self._looks = True, LOOKS
        self._look()

    def _look(self, _elapsed: float = 0) -> None:
        """Once a frame, until the picture is laid out and it is clear what is there."""
        if not self._in_use:
            return
        self._looks -= 1
        if self._beginning:
            self._show()
        elif self._looks == 0:
            if self._follow():
                self._show()
            else:
                self.leave()
        if self._looks > 0:
            self._look_again()
        else:
            self._beginning = False

    def _follow(self) -> bool:
        """Wherever it went. What it was at may be gone: then a press that was meant for it is for nothing else."""
        rows = self._rows()
        found = next((place for place, row in enumerate(rows) if self._at & _tags(row)), None)
        if found is None:
            return not self._at
        self._row = found
        if self._item is not None:
            self._item = next(place for place, one in enumerate(rows[found]) if self._at & _tags((one,)))
        return True

    def _walk(self, now: datetime) -> None:
        """By the visit's own clock."""
        if self._wish.scanning is not Scanning.AUTO:
            return
        if self._moved_at is None:
            self._moved_at = now
        elif now - self._moved_at >= self._wish.pace and self._passed < ROUNDS * len(self._rows()):
            self._moved_at = now
            self._passed += 1
            self._move()

    def _move(self) -> None:
        """To the next row, or along the row; behind its last control the row itself comes again."""
        rows = self._rows()
        if not rows:
            return
        if self._item is None:
            self._row = (self._row + 1) % len(rows)
        else:
            self._item += 1
            if self._row >= len(rows) or self._item >= len(rows[self._row]):
                self._item = None
        self._show()

    def _choose(self) -> None:
        """A row of one control is that control."""
        scanned = self._panel.scanned
        if len(scanned) > 1:
            self._item = 0
            self._show()
        elif scanned and not scanned[0].disabled:
            self._start()
            scanned[0].trigger_action(0)

    def _show(self) -> None:
        rows = self._rows()
        self._row = min(self._row, max(len(rows) - 1, 0))
        row = rows[self._row] if rows else ()
        if self._item is not None and self._item >= len(row):
            self._item = None
        self._panel.scanned = row if self._item is None else (row[self._item],)
        self._panel.focused = self._panel.scanned[0] if len(self._panel.scanned) == 1 else None
        self._at, self._known = _tags(self._panel.scanned), self._controls()

    def _rows(self) -> list[Row]:
        return rows_of(self._controls())

    def _controls(self) -> list[Widget]:
        return [one for one in told(self._panel) if isinstance(one, Pressing) and not one.disabled]


def rows_of(controls: Sequence[Widget]) -> list[Row]:
    """Those that stand beside one another, in the order of reading; the rows from top to bottom."""
    rows: list[list[Widget]] = []
    for control in sorted(controls, key=lambda one: -_middle(one)):
        if (
            rows
            and abs(_middle(rows[-1][0]) - _middle(control)) < min(rows[-1][0].height, control.height) / 2
        ):
            rows[-1].append(control)
        else:
            rows.append([control])
    onward = -1 if sheet.mirrored else 1
    return [tuple(sorted(row, key=lambda one: onward * float(one.to_window(*one.pos)[0]))) for row in rows]


def _tags(row: Row) -> frozenset[str]:
    return frozenset(str(getattr(control, "tag", "")) for control in row)


def _middle(widget: Widget) -> float:
    return float(widget.to_window(*widget.center)[1])
