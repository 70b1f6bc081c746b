"""What the panel may be like for this customer: sizes, contrasts, reach, time, speech. It all ends with the visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.preferences import PACES, Contrast, Preferences, Scanning, Size
from kiosk.domain.speech import RATES
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.overlay import Overlay
from screens.theme import PALETTES
from screens.widgets.options import Option
from screens.widgets.panel import Tappable
from screens.widgets.samples import Sample

SCANNINGS = (Scanning.STEP, Scanning.AUTO)


class SwitchRow(Tappable):
    """One thing that is on or off; the whole row is the switch."""

    title = StringProperty("")
    about = StringProperty("")
    active = BooleanProperty(False)
    shown = BooleanProperty(True)


class AccessibilityOverlay(Overlay):
    title = StringProperty("")
    about = StringProperty("")
    size_words = StringProperty("")
    contrast_words = StringProperty("")
    sizes = ObjectProperty(())
    contrasts = ObjectProperty(())
    scanning_words = StringProperty("")
    scannings = ObjectProperty(())
    pace_words = StringProperty("")
    paces = ObjectProperty(())
    low_words = ObjectProperty(("", ""))
    time_words = ObjectProperty(("", ""))
    steady_words = ObjectProperty(("", ""))
    low = BooleanProperty(False)
    unhurried = BooleanProperty(False)
    steady = BooleanProperty(False)
    speech_words = ObjectProperty(("", ""))
    speech = BooleanProperty(False)
    dark_words = ObjectProperty(("", ""))
    dark = BooleanProperty(False)
    rate_words = StringProperty("")
    rates = ObjectProperty(())
    reset_words = StringProperty("")
    close_words = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        get, wish = texts.get, visit.preferences
        self._wish = wish
        self.title, self.about = get("accessibility.title"), get("accessibility.about")
        self.size_words, self.contrast_words = get("accessibility.size"), get("accessibility.contrast")
        self.sizes = tuple(_size(size, wish, texts) for size in Size)
        self.contrasts = tuple(_contrast(contrast, wish, texts) for contrast in Contrast)
        self.low_words = get("accessibility.low"), get("accessibility.low.about")
        self.time_words = get("accessibility.time"), get("accessibility.time.about")
        self.steady_words = get("accessibility.steady"), get("accessibility.steady.about")
        self.low, self.unhurried, self.steady = wish.low, wish.takes_longer, wish.steady
        self._show_scanning(wish, texts)
        speaks = visit.house.speaks
        self.speech = visit.channel is not None
        about = get("accessibility.speech.on" if self.speech else "accessibility.speech.about")
        self.speech_words = (get("accessibility.speech"), about) if speaks else ("", "")
        self.rate_words = get("accessibility.rate") if self.speech else ""
        self.rates = tuple(_rate(rate, wish, texts) for rate in range(len(RATES))) if self.speech else ()
        self.dark_words = (
            (get("accessibility.dark"), get("accessibility.dark.about")) if self.speech else ("", "")
        )
        self.dark = wish.dark
        self.reset_words = get("accessibility.reset") if wish != Preferences() else ""
        self.close_words = get("accessibility.close")

    def _show_scanning(self, wish: Preferences, texts: Texts) -> None:
        """Only for who scans: the first press of a switch begins it."""
        scans, walks = wish.scanning is not Scanning.OFF, wish.scanning is Scanning.AUTO
        self.scanning_words = texts.get("accessibility.scanning") if scans else ""
        self.scannings = tuple(_scanning(way, wish, texts) for way in SCANNINGS) if scans else ()
        self.pace_words = texts.get("accessibility.pace") if walks else ""
        self.paces = tuple(_pace(pace, wish, texts) for pace in PACES) if walks else ()

    def choose(self, tag: str) -> None:
        kind, value = tag.split(".")
        match kind:
            case "size":
                wish = replace(self._wish, size=Size(value))
            case "contrast":
                wish = replace(self._wish, contrast=Contrast(value))
            case _:
                wish = replace(self._wish, speech=replace(self._wish.speech, rate=int(value)))
        self.tap(events.PreferencesChosen(wish))

    def scan(self, tag: str) -> None:
        self.tap(events.PreferencesChosen(replace(self._wish, scanning=Scanning(tag.split(".")[1]))))

    def pace(self, tag: str) -> None:
        pace = timedelta(seconds=int(tag.split(".")[1]))
        self.tap(events.PreferencesChosen(replace(self._wish, pace=pace)))

    def turn_low(self) -> None:
        self.tap(events.PreferencesChosen(replace(self._wish, low=not self._wish.low)))

    def turn_unhurried(self) -> None:
        self.tap(events.PreferencesChosen(replace(self._wish, unhurried=not self._wish.unhurried)))

    def turn_steady(self) -> None:
        self.tap(events.PreferencesChosen(replace(self._wish, steady=not self._wish.steady)))

    def turn_speech(self) -> None:
        speech = self._wish.speech
        speech = replace(speech, aloud=not speech.aloud)
        self.tap(events.PreferencesChosen(replace(self._wish, speech=speech, dark=False)))

    def turn_dark(self) -> None:
        self.tap(events.PreferencesChosen(replace(self._wish, dark=not self._wish.dark)))

    def reset(self) -> None:
        self.tap(events.PreferencesChosen(Preferences()))


def _size(size: Size, wish: Preferences, texts: Texts) -> Sample:
    """The same word, as large as everything would be beside the others."""
    return Sample(
        f"size.{size.value}",
        texts.get("accessibility.sample"),
        texts.get(f"accessibility.size.{size.value}"),
        34 * size.factor / wish.size.factor,
        chosen=wish.size is size,
    )


def _rate(rate: int, wish: Preferences, texts: Texts) -> Sample:
    words = texts.get(f"accessibility.rate.{rate}")
    return Sample(f"rate.{rate}", words, words, 30, chosen=wish.speech.rate == rate)


def _contrast(contrast: Contrast, wish: Preferences, texts: Texts) -> Sample:
    palette, words = PALETTES[contrast], texts.get(f"accessibility.contrast.{contrast.value}")
    return Sample(
        f"contrast.{contrast.value}",
        words,
        words,
        30,
        palette.paper,
        palette.ink,
        chosen=wish.contrast is contrast,
    )


def _scanning(way: Scanning, wish: Preferences, texts: Texts) -> Option:
    return Option(
        f"scanning.{way.value}", texts.get(f"accessibility.scanning.{way.value}"), wish.scanning is way
    )


def _pace(pace: timedelta, wish: Preferences, texts: Texts) -> Option:
    seconds = int(pace.total_seconds())
    words = texts.get("accessibility.pace.seconds", seconds=seconds)
    return Option(f"pace.{seconds}", words, wish.pace == pace)
