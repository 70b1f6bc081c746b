"""Lies in what is drawn: screens. Kivy is imported only when one of them takes over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.mutants.mutant import Mutant, always, instead

HERE = "tests/screens"


def _kivys_own(truth: Any) -> Any:
    from kivy.app import App

    return App.open_settings


def _chosen(focus: Any) -> None:
    from kiosk.domain.keypad import NavKey

    focus._in_use = True
    focus.settle()
    focus.press(NavKey.NEXT)


def _walking(scan: Any, now: Any) -> None:
    scan._move()


def _unheard(truth: Any) -> Any:
    """As if no headphones were in."""
    return lambda screen, visit: truth(screen, replace(visit, health=replace(visit.health, headphones=False)))


def _at_once(truth: Any) -> Any:
    def wear(self: Any, palette: Any) -> None:
        for role in self._roles:
            setattr(self, role, getattr(palette, role))
        self.palette = palette

    return wear


def _keeping(truth: Any) -> Any:
    kept = []

    def make(self: Any, wanted: Any) -> Any:
        kept.append(truth(self, wanted))
        return kept[-1]

    return make


MUTANTS = (
    Mutant("sleeps_through_a_finger", "P1", "a touch waits until the next frame but one is due",
           "screens.pace:Pace._input", always(None),
           (f"{HERE}/test_pace.py::test_a_finger_is_not_waited_out",)),
    Mutant("colours_are_not_looked_at", "P1", "what only changed its colour is not drawn again",
           "screens.damage:_value", always(None),
           (f"{HERE}/test_damage.py::test_a_touched_key_is_that_key",)),
    Mutant("ring_leaves_traces", "P1", "what is drawn above everything stays where it was",
           "screens.damage:_above", always(()),
           (f"{HERE}/test_damage.py::test_what_moves_is_where_it_was_and_where_it_is",)),
    Mutant("home_of_yesterday", "A2", "the home that stands ready says what was so when it was built",
           "screens.home:TaskTiles.on_entries", lambda truth: lambda tiles, *told: tiles.children or truth(tiles, *told),
           (f"{HERE}/test_looking_ahead.py::test_it_looks_like_one_that_is_built_now",)),
    Mutant("another_amount_under_the_finger", "O7", "a finger that came for one amount confirms the next",
           "screens.chrome:NavRow._chosen", instead(lambda row, _button, action: row.tap(action.event)),
           (f"{HERE}/test_nav_row.py::test_a_finger_on_one_button_never_chooses_what_came_in_its_place",)),
    Mutant("ring_stays", "X38", "the next customer finds the keys' ring where the last one left it",
           "screens.focus:Focus.leave", always(None),
           (f"{HERE}/test_later_visits.py::test_a_later_visit_is_as_if_it_were_the_first",)),
    Mutant("palette_half_worn", "X39", "words on a filled tile keep the colour of the palette before",
           "screens.theme:Colours.wear", _at_once,
           (f"{HERE}/test_components.py::test_a_palette_that_is_put_on_later_reaches_every_colour",)),
    Mutant("nothing_mirrors", "X64", "in a language from right to left everything begins at the left",
           "screens.widgets.sides:mirror", always(None),
           (f"{HERE}/test_pseudo.py::test_a_language_from_right_to_left_has_its_screens_mirrored",)),
    Mutant("loop_under_a_listener", "X46", "the resting screen goes on changing while somebody listens",
           "screens.attract:AttractScreen._turn", _unheard,
           (f"{HERE}/test_slides.py::test_nothing_changes_under_somebody_who_is_there",)),
    Mutant("tile_of_a_task_that_is_off", "A2", "a task that the site switched off keeps its tile",
           "screens.home:HomeScreen.show",
           lambda truth: lambda self, visit, texts: truth(self, _with_every_task(visit), texts),
           (f"{HERE}/test_words_on_screens.py::test_a_task_that_is_switched_off_has_no_tile_and_no_word",)),
    Mutant("widgets_remember", "A4", "widgets keep the last customer's words",
           "screens.base:forget_tree", always(None),
           (f"{HERE}/test_wipe.py::test_after_the_visit_no_widget_anywhere_knows_the_customer",)),
    Mutant("replaced_rows_remember", "A4", "rows that left the screen keep the words they showed",
           "screens.widgets.forgetting:forget_tree", always(None),
           (f"{HERE}/test_wipe.py::test_rows_that_were_replaced_during_the_visit_know_nothing_either",)),
    Mutant("screens_are_kept", "X37", "every screen that was ever shown is held",
           "screens.navigator:Navigator._make", _keeping,
           (f"{HERE}/test_soak.py::test_nothing_is_more_behind_each_round_of_visits",)),
    Mutant("burnt_in", "X46", "what stands for hours stands still",
           "screens.drift:Drift.stand", always(None),
           (f"{HERE}/test_standing.py::test_it_begins_with_standing_and_ends_with_the_first_touch",)),
    Mutant("scraps_between_leaves", "X39", "what is too high for a leaf is begun anew only behind it",
           "screens.leaf:_before", lambda truth: lambda spans, end, room: truth(spans, end, room) + room / 10,
           (f"{HERE}/test_leaf.py::test_everything_is_on_some_leaf",)),
    Mutant("no_banner", "A5", "nothing is said of a line that is down",
           "screens.condition:banner", always(("", "")),
           (f"{HERE}/test_words_on_screens.py::test_a_cut_line_is_told_with_what_still_works",)),
    Mutant("notice_without_rights", "B8", "the notice leaves out an item of article 8",
           "screens.number:NOTICE", lambda truth: tuple(line for line in truth if line != ("rights",)),
           (f"{HERE}/test_callback_screens.py::test_whole_notice_stands_on_the_screen_before_a_digit_is_typed",)),
    Mutant("keypad_is_dead", "O6", "a key of the number's keypad sends nothing",
           "screens.number:NumberScreen.type_digit", always(None),
           (f"{HERE}/test_callback_screens.py::test_number_is_typed_by_touch_alone",)),
    Mutant("rows_are_walked", "X42", "switches pass over every control of the panel",
           "screens.scanning:rows_of", lambda truth: lambda controls: [(control,) for control in controls],
           (f"{HERE}/test_scanning.py::test_a_number_is_typed_in_few_presses",)),
    Mutant("restless_scanning", "X42", "it moves on by itself for who wants to do that",
           "screens.scanning:Scan._walk", lambda truth: _walking,
           (f"{HERE}/test_scanning.py::test_step_by_step_nothing_moves_by_itself",)),
    Mutant("another_under_the_hand", "X42", "where a row went away the switches are at another one",
           "screens.scanning:_tags", always(frozenset({"same"})),
           (f"{HERE}/test_scanning.py::test_what_is_gone_leaves_no_other_under_the_hand",)),
    Mutant("nameless_sounds", "O6", "keys of sounds are called by signs that no voice can say",
           "screens.faq_search:sound_names", always({}),
           (f"{HERE}/test_writing.py::test_every_key_and_every_word_has_a_name_of_its_own",)),
    Mutant("alike_words", "O6", "words that sound alike are called alike",
           "screens.faq_search:offer_of", lambda truth: lambda word, place, texts: truth(
               type(word)(word.text, word.takes), place, texts),
           (f"{HERE}/test_writing.py::test_every_key_and_every_word_has_a_name_of_its_own",)),
    Mutant("another_under_the_thumb", "X42", "where a control went away the keys are at another one",
           "screens.focus:_found", lambda truth: lambda order, place: truth(order, place) or (place and order[-1]),
           (f"{HERE}/test_focus.py::test_a_control_that_is_gone_leaves_no_other_under_the_thumb",)),
    Mutant("keys_press_what_is_off", "X42", "Select acts on a control that cannot be used now",
           "screens.focus:press", lambda truth: lambda widget: widget.trigger_action(0),
           (f"{HERE}/test_focus.py::test_what_cannot_be_done_now_is_reached_says_so_and_does_nothing",)),
    Mutant("key_counts_twice", "X42", "the key that begins a visit also presses what comes then",
           "screens.focus:Focus.begin", lambda truth: _chosen,
           (f"{HERE}/test_focus.py::test_the_first_key_shows_where_one_is_and_does_nothing",)),
    Mutant("no_net", "P2", "a bug in a widget ends the window",
           "screens.net:_Net.handle_exception", always(0),
           (f"{HERE}/test_net.py::test_a_bug_in_the_window_is_told_and_the_window_goes_on",)),
    Mutant("keys_lead_out", "P2", "F1 opens Kivy's own settings",
           "screens.app:KioskWindow.open_settings", _kivys_own,
           (f"{HERE}/test_taps.py::test_no_key_leads_anywhere",)),
)  # fmt: skip


def _with_every_task(visit: Any) -> Any:
    from kiosk.domain.house import Task

    return replace(visit, house=replace(visit.house, tasks=tuple(Task)))
