"""Lies about speech: who hears what, and when it ends."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from typing import Any

from kiosk.domain import events
from kiosk.domain.house import Patience
from tests.mutants.mutant import Mutant, always, instead

SPEAKER, PAPER, BEACON, DOMAIN, VOICE, EAR = (
    "tests/kiosk/services/test_speaker.py",
    "tests/kiosk/services/test_read_out.py",
    "tests/kiosk/services/test_beacon.py",
    "tests/kiosk/domain/test_speaking.py",
    "tests/kiosk/test_voice.py",
    "tests/screens/test_by_ear.py",
)


def _deaf_to_the_plug(truth: Any) -> Any:
    def heard(speaker: Any, event: Any) -> None:
        if not isinstance(event, events.HeadphonesPulled):
            truth(speaker, event)

    return heard


def _mute_tile(truth: Any) -> Any:
    """Of one tile: it says that it is a button, and not which."""
    return lambda widget: "" if getattr(widget, "tag", "") == "home.account" else truth(widget)


def _last_decides(truth: Any) -> Any:
    """And everything in it is said."""

    def row(reading: Any, controls: Any) -> Any:
        part = truth(reading, controls)
        return replace(part, private=reading._discretion.is_private(controls[-1].name))

    return row


def _kept(truth: Any) -> Any:
    return lambda visit, visit_id: replace(truth(visit, visit_id), preferences=visit.preferences)


def _only_itself(truth: Any) -> Any:
    return lambda child: os.kill(child.pid, signal.SIGKILL)


def _left_column(truth: Any) -> Any:
    return lambda reading, line: getattr(line, "left", "") or truth(reading, line)


def _aimless(truth: Any) -> Any:
    """It brings the picture back, and presses as well."""

    def on_touch_down(frame: Any, touch: Any) -> Any:
        frame._curtain.drawn = False
        return truth(frame, touch)

    return on_touch_down


def _whatever_stands(truth: Any) -> Any:
    """Who asks is not asked what they believe to see."""
    from screens.accessibility import find

    return lambda window, _screen, _front, tag: find(window._navigator.frame, tag)


def _goes_on(truth: Any) -> Any:
    def cut(speaker: Any) -> None:
        speaker._talking = False

    return cut


MUTANTS = (
    Mutant("errors_of_nobody_knows_what", "X41", "an error of entry is said without the entry's name",
           "kiosk.domain.scene:Scene.alerts", always(False),
           ("tests/screens/test_errors_by_ear.py::test_an_error_of_entry_says_where_why_and_what_to_do",)),
    Mutant("silence_for_an_answer", "X41", "a choice after which nothing new can be read is answered by silence",
           "kiosk.services.speaker:Speaker._answer", always(None),
           (f"{SPEAKER}::test_no_choice_is_answered_by_silence",)),
    Mutant("any_file_is_a_recording", "O4", "a recording that cannot be played is taken for one that can",
           "kiosk.clips:_fault", always(""),
           ("tests/kiosk/test_clips.py::test_what_is_no_good_is_told_once_and_said_by_the_engine",)),
    Mutant("row_of_nobody_knows_what", "X42", "switches pass over rows in silence",
           "kiosk.domain.scene:Scene.ring", instead(property(lambda scene: ())),
           ("tests/kiosk/services/test_rows.py::test_a_row_is_said_by_its_titles_and_a_control_as_ever",)),
    Mutant("row_to_the_room", "B6", "of a row only the last control is asked whether everybody may hear it",
           "kiosk.services.reading:Reading._row", _last_decides,
           ("tests/kiosk/services/test_rows.py::test_a_row_with_something_personal_in_it_is_not_for_the_room",)),
    Mutant("moved_without_a_key", "X41", "what keeps the focus is said again when something before it goes",
           "kiosk.services.speaker:_place", instead(lambda scene: scene.focused),
           (f"{SPEAKER}::test_what_keeps_the_focus_is_not_said_again_because_something_before_it_went",)),
    Mutant("room_hears_all", "B6", "every text may be said to the room",
           "kiosk.services.discretion:Discretion.is_private", always(False),
           (f"{SPEAKER}::test_nothing_personal_is_said_to_the_room",)),
    Mutant("digits_are_words", "B6", "a digit that is being typed is a word like any other",
           "kiosk.services.discretion:_has_letters", always(True),
           (f"{SPEAKER}::test_a_text_of_digits_is_never_for_the_room",)),
    Mutant("pin_is_said", "B6", "a secret is said as it is typed",
           "kiosk.services.speaker:MASKED", instead(()),
           (f"{SPEAKER}::test_a_secret_is_a_tone",)),
    Mutant("half_a_paper", "X41", "of two columns on paper only the left one is said",
           "kiosk.services.reading:Reading._line", _left_column,
           (f"{PAPER}::test_every_field_of_every_paper_is_said",)),
    Mutant("paper_to_the_room", "B6", "what stands on paper is offered to the room too",
           "kiosk.domain.flow.reading_out:offered", instead(lambda visit: True),
           (f"{PAPER}::test_the_room_hears_nothing_of_a_paper",)),
    Mutant("calls_in_a_visit", "X41", "the machine calls whoever is here already",
           "kiosk.services.beacon:may_call", always(True),
           (f"{BEACON}::test_it_is_silent_while_somebody_is_here_or_nobody_is_served",
            f"{BEACON}::test_a_visit_that_no_touch_began_ends_it_at_the_next_tick")),
    Mutant("pressed_in_the_dark", "X41", "the touch that brings the picture back presses what lies there",
           "screens.chrome:Frame.on_touch_down", _aimless,
           ("tests/screens/test_curtain.py::test_the_touch_that_brings_it_back_presses_nothing",)),
    Mutant("speaks_on_without_plug", "B6", "headphones that are pulled out end nothing",
           "kiosk.services.speaker:Speaker.heard", _deaf_to_the_plug,
           (f"{SPEAKER}::test_pulled_out_headphones_end_it_and_veil_the_screen",
            f"{SPEAKER}::test_what_headphones_heard_is_not_repeated_to_the_room")),
    Mutant("not_veiled", "B6", "whoever comes next reads what stands there",
           "kiosk.domain.flow.speaking:_left_alone", instead(lambda visit: visit),
           (f"{DOMAIN}::test_what_stands_there_is_veiled_when_headphones_are_pulled",)),
    Mutant("talks_over", "X41", "a key ends nothing",
           "kiosk.services.speaker:Speaker._cut", _goes_on,
           (f"{SPEAKER}::test_any_key_and_touch_ends_what_is_being_said", f"{SPEAKER}::test_nothing_overlaps")),
    Mutant("player_goes_on", "X41", "the process ends, and its player plays on",
           "kiosk.child_voice:_end", _only_itself,
           (f"{VOICE}::test_it_is_gone_when_it_is_stopped",)),
    Mutant("no_more_time", "X41", "who listens has the time of who looks",
           "kiosk.domain.house:Patience.doubled", instead(lambda self: Patience()),
           (f"{DOMAIN}::test_who_listens_has_twice_the_time",)),
    Mutant("loud_for_the_next", "X41", "the next customer hears it as loud as the last one did",
           "kiosk.domain.visit:Visit.wiped", _kept,
           (f"{SPEAKER}::test_rate_and_volume_end_with_the_visit",)),
    Mutant("mute_tile", "X41", "one tile of the first screen has no name",
           "screens.accessibility:name_of", _mute_tile,
           (f"{EAR}::test_a_task_is_done_by_ear[zh-Hant-looks_into_the_account]",)),
    Mutant("foreign_voice", "X41", "Latin words in Mandarin are left to the engine",
           "kiosk.domain.pronouncing:_in_mandarin", instead(lambda text: text),
           ("tests/kiosk/domain/test_pronouncing.py::test_the_engine_never_leaves_mandarin",)),
    Mutant("pressed_before_seen", "X42", "a screen reader's press counts whatever stands there by now",
           "screens.app:KioskWindow._there", _whatever_stands,
           ("tests/screens/test_outside.py::test_what_is_no_longer_shown_cannot_be_pressed",)),
    Mutant("fingers_are_told", "B6", "a screen reader is told which key a finger is on",
           "kiosk.outside.tree:UNSAID", instead(set()),
           ("tests/kiosk/outside/test_tree.py::test_which_key_a_finger_is_on_is_told_to_nobody",)),
)  # fmt: skip
