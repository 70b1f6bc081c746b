"""One setting: its value by digits, letters or choice; a refusal stands here in the reader's own words."""

from __future__ import annotations

from typing import TypeVar

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.setting import Means, Setting
from kiosk.domain.states import SettingWanted
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.settings_shown import objection_words, section_name, setting_name, value_words
from screens.widgets.forgetting import empty
from screens.widgets.keyboard import Keyboard
from screens.widgets.keypad import Keypad
from screens.widgets.rows import Way

Keys = TypeVar("Keys", Keypad, Keyboard)
#: What stands in addresses, windows and numbers besides letters and digits.
SIGNS = ".:/-_,+@"


class SettingWantedScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    typed = StringProperty("")
    hint = StringProperty("")
    problem = StringProperty("")
    problem_about = StringProperty("")
    choices = ObjectProperty(())
    means = StringProperty("")
    types = BooleanProperty(False)
    space_words = StringProperty("")
    clear_words = StringProperty("")
    erase_spoken = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, SettingWanted)
        self.backdrop, self.banner, self.row = "night", False, False
        setting = state.setting
        self.title = setting_name(setting.section, setting.key, texts)
        now = value_words(setting.value, texts)
        self.about = texts.get("setting.about", section=section_name(setting.section, texts), value=now)
        self.typed, self.hint = state.typed, texts.get("setting.hint")
        self.choices = tuple(_choice(number, state, texts) for number in range(len(setting.choices)))
        against = state.objection
        self.problem = texts.get("setting.refused", value=state.typed) if against else ""
        self.problem_about = objection_words(against, texts) if against else ""
        self.space_words = texts.get("keyboard.space")
        self.clear_words, self.erase_spoken = texts.get("action.clear"), texts.get("action.erase")
        self.types, self.means = setting.means is not Means.CHOICE, setting.means.value
        take = Action(texts.get("setting.take"), events.Confirmed(), "check", enabled=not state.checking)
        self.nav = Nav(back=True, primary=None if setting.means is Means.CHOICE else take)
        self._setting = setting

    def on_means(self, _screen: SettingWantedScreen, means: str) -> None:
        empty(self.ids.place)
        if means in KEYS:
            self.ids.place.add_widget(KEYS[Means(means)](self))

    def choose(self, tag: str) -> None:
        self.tap(events.ValueChosen(self._setting.choices[int(tag.removeprefix("value."))]))

    def type_digit(self, digit: str) -> None:
        self.tap(events.DigitTyped(digit))

    def type_letter(self, letter: str) -> None:
        self.tap(events.LetterTyped(letter))

    def erase(self) -> None:
        self.tap(events.DigitErased())

    def clear(self) -> None:
        self.tap(events.DigitsCleared())

    def _keypad(self) -> Keypad:
        pad = Keypad(clear_words=self.clear_words, erase_spoken=self.erase_spoken)
        pad.bind(on_digit=lambda _pad, digit: self.type_digit(digit))
        return self._mending(pad)

    def _keyboard(self) -> Keyboard:
        words = {"space_words": self.space_words, "clear_words": self.clear_words}
        board = Keyboard(signs=SIGNS, erase_spoken=self.erase_spoken, **words)
        board.bind(on_letter=lambda _board, letter: self.type_letter(letter))
        return self._mending(board)

    def _mending(self, keys: Keys) -> Keys:
        keys.bind(on_erase=lambda _keys: self.erase(), on_clear=lambda _keys: self.clear())
        return keys

    _setting = Setting("", "", "", Means.CHOICE)


#: What types what; a choice needs no keys.
KEYS = {Means.DIGITS: SettingWantedScreen._keypad, Means.LETTERS: SettingWantedScreen._keyboard}


def _choice(number: int, state: SettingWanted, texts: Texts) -> Way:
    value = state.setting.choices[number]
    held = "checked" if value == state.setting.value else "unchecked"
    icon = ("plug" if value else "unplug") if state.setting.key == "port" else "settings"
    return Way(f"value.{number}", icon, value_words(value, texts), state_text=held)
