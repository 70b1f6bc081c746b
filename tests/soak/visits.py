"""Visit after visit at the real window, over the real store: what the process holds afterwards must not grow.

The kiosk is `tests/kiosk/windowless.py` with a window before it. What its fakes remember goes after each visit: they are
the test's, and a centre that forgets nothing would be the only thing to be measured.
"""

from __future__ import annotations

import ctypes
import gc
import os
import threading
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

from kiosk.domain import events
from kiosk.domain.callback import Topic
from kiosk.domain.case import CaseKind
from kiosk.domain.house import Task
from kiosk.domain.language import Language
from kiosk.domain.preferences import Contrast, Preferences, Size
from kiosk.domain.visit import Visit, is_at_rest
from kiosk.services.sweeper import SWEEPS, Sweeper
from kiosk.texts import load_texts
from tests.kiosk.domain.drafts import PHONE
from tests.kiosk.domain.examples import CODE, NUMBER
from tests.kiosk.windowless import LOCALE, Kiosk

#: Fakes' memories, cleared where they lie.
MEMORIES = (
    "records",
    "heard",
    "batches",
    "signed_out",
    "asked",
    "looked_up",
    "asked_about",
    "seen",
    "printed",
)


class Panel(Kiosk):
    """`frames` draws; without `seen` only what stands when nobody is here. `look` is what the machine does in each of the
    `seconds` in which a customer reads what came."""

    window: Any = None
    frames: Callable[[int], None] = staticmethod(lambda count: None)

    def _show(self, visit: Visit) -> None:
        if self.window is not None:
            self.window.show(visit)

    def _carry_out(self, visit: Visit, effect: Any) -> None:
        self.effects.carry_out(visit, effect)

    seen = True
    seconds = 0
    look: Callable[[Visit], None] = staticmethod(lambda visit: None)

    def touch(self, *taps: Any) -> Kiosk:
        for tap in taps:
            super().touch(tap)
            if self.seen and not isinstance(
                tap, events.DigitTyped
            ):  # of a number only its last picture is drawn
                self.frames(1)
                self._read()
        return self

    def _read(self) -> None:
        for _ in range(self.seconds):
            self.wait(1)
            self.look(self.visit)

    def forget_what_the_fakes_know(self) -> None:
        for fake in (self.crm, self.printer, self.terminal, self.cabinet, self.logs):
            for name in MEMORIES:
                if hasattr(getattr(fake, name, None), "clear"):
                    getattr(fake, name).clear()
        del self.terminal.ledger[:-1]


def pay(kiosk: Kiosk) -> None:
    kiosk.sign_in(Task.PAY).choose_and_pay()
    kiosk.touch(events.PaperChosen(True), events.Ended())


def look(kiosk: Kiosk) -> None:
    kiosk.sign_in(Task.ACCOUNT).touch(
        events.Confirmed(), events.HistoryChosen(), events.WentBack(), events.WentHome()
    )
    kiosk.touch(events.Ended())


def call(kiosk: Kiosk) -> None:
    kiosk.touch(events.Started(), events.TaskChosen(Task.CALLBACK), events.TopicChosen(Topic.METER))
    kiosk.touch(events.WindowChosen("soonest"))
    kiosk.enter(PHONE).touch(events.Confirmed(), events.Confirmed(), events.PaperChosen(True), events.Ended())


def complain(kiosk: Kiosk) -> None:
    kiosk.touch(events.Started(), events.TaskChosen(Task.FEEDBACK), events.KindChosen(CaseKind.COMPLAINT))
    kiosk.touch(events.PickMade("supply"), events.PickMade("explanation"), events.Confirmed(), events.Ended())


def by_number(kiosk: Kiosk) -> None:
    kiosk.touch(events.Started(), events.TaskChosen(Task.PAY), events.NumberInsteadChosen())
    kiosk.enter(NUMBER).touch(events.Confirmed())
    kiosk.touch(events.HelpAsked(), events.OverlayClosed())
    kiosk.enter(CODE).touch(events.Ended())


def read_large(kiosk: Kiosk) -> None:
    """In another language, size and contrast: the frame is built anew."""
    large = Preferences(size=Size.XL, contrast=Contrast.YELLOW_ON_BLACK)
    kiosk.touch(events.Started(), events.LanguagesAsked(), events.LanguageChosen(Language.EN))
    kiosk.touch(events.AccessibilityAsked(), events.PreferencesChosen(large), events.OverlayClosed())
    kiosk.touch(events.TaskChosen(Task.FAQ), events.WentHome())


def walk_away(kiosk: Kiosk) -> None:
    """In the middle of typing; the warning comes, and the end."""
    kiosk.touch(events.Started(), events.TaskChosen(Task.CALLBACK), events.TopicChosen(Topic.PAYMENT))
    kiosk.touch(events.WindowChosen("soonest"))
    kiosk.enter("0912")
    for _ in range(8):
        kiosk.wait(60)


JOURNEYS = (pay, call, look, complain, by_number, read_large, walk_away)


class Stay:
    """Plays visits, and counts what there is when nobody is here. `leak`: so many bytes of each visit are kept."""

    leak = 0

    def __init__(self, folder: Path, window: Any, frames: Callable[[int], None]) -> None:
        self.kiosk = Panel(folder / "kiosk.db")
        self.kiosk.window, self.kiosk.frames = window, frames
        self.kiosk.start()
        self.played = 0
        self.sweeper = Sweeper()
        self._kept: list[object] = []

    def play(self) -> None:
        """One visit, from rest to rest."""
        JOURNEYS[self.played % len(JOURNEYS)](self.kiosk)
        for _ in range(12):
            if is_at_rest(self.kiosk.visit):
                break
            self.kiosk.wait(60)
        assert is_at_rest(self.kiosk.visit), self.kiosk.state
        assert self.kiosk.bugs == []
        self.kiosk.wait(30)  # the courier has come round
        self.kiosk.forget_what_the_fakes_know()
        self.kiosk.frames(3)
        for _ in range(SWEEPS):
            self.sweeper.tick(self.kiosk.visit)
        if self.leak:
            self._kept.append([bytes(self.leak)])
        self.played += 1

    def round(self, *, seen: bool = True) -> None:
        """Each journey once."""
        self.kiosk.seen = seen
        for _ in JOURNEYS:
            self.play()

    def close(self) -> None:
        self.kiosk.store.close()


def held() -> Counter[str]:
    """How many there are of each kind: Python's objects, threads, descriptors; cycles are collected first."""
    gc.collect()
    counts = Counter(f"{type(thing).__module__}.{type(thing).__qualname__}" for thing in gc.get_objects())
    counts["(threads)"] = threading.active_count()
    counts["(descriptors)"] = len(os.listdir("/proc/self/fd"))
    return counts


def growing(rounds: list[Counter[str]]) -> list[str]:
    """What there is more of behind every round than behind the one before: of our kinds and Kivy's, of threads and
    descriptors anything; of Python's own, which come and go with caches, one for each visit."""
    found = []
    for kind in rounds[-1]:
        counts = [held[kind] for held in rounds]
        least = 1 if kind.startswith(("(", "screens.", "kiosk.", "devices.", "kivy.")) else len(JOURNEYS)
        if all(after - before >= least for before, after in pairwise(counts)):
            found.append(f"{kind}: {counts}")
    return sorted(found)


def grown(first: Counter[str], last: Counter[str], rounds: int) -> list[str]:
    """What there is more of now than `rounds` ago, by one for every second round and more."""
    more = {kind: count - first[kind] for kind, count in last.items()}
    return sorted(f"{kind}: {first[kind]} -> {last[kind]}" for kind, by in more.items() if by >= rounds / 2)


def resident() -> int:
    """KiB of memory, proc(5). What the C library could give back, it gives back first (malloc_trim(3)): what happens to
    lie free between two visits is some megabytes of noise; what is kept, and torn heap around it, counts."""
    ctypes.CDLL(None).malloc_trim(0)
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise LookupError("VmRSS")


def catalogues() -> Callable[[Language], Any]:
    return load_texts(LOCALE).__getitem__
