"""Who is spoken to and what is said: beginning, focus, news, keys, digits, the room; and that it ends at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain import events, states
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.house import Task
from kiosk.domain.keypad import NavKey
from kiosk.domain.language import Language
from kiosk.domain.preferences import Preferences
from kiosk.domain.scene import Scene
from kiosk.domain.speech import GAINS, RATES, Channel, Place
from kiosk.ports import NotConnected
from kiosk.services.discretion import Discretion
from kiosk.texts import Texts
from tests.kiosk.domain.examples import visit
from tests.kiosk.services.listener import TEXTS, Listener, heading, node, scene, text

EN = TEXTS[Language.EN]
PLUGGED, PULLED = events.HeadphonesPlugged(), events.HeadphonesPulled()
NEXT, SELECT, REPEAT, LOUDER, SOFTER = (
    events.KeyPressed(key)
    for key in (NavKey.NEXT, NavKey.SELECT, NavKey.REPEAT, NavKey.VOLUME_UP, NavKey.VOLUME_DOWN)
)
#: Of a customer who never lived: none of it may ever reach the room.
CANARIES = ("Wang Canary", "NT$ 7,431", "0912 555 743", "9 8 7", "K07-CANR-YYYY")
HELP = node("nav.help", "button", "Get help", inside=False)


def home(at: int | None = None, *, ticked: bool = False, more: str = "") -> Scene:
    """A screen of two texts, a tick and a button; `at`: which has the focus."""
    nodes = (
        heading("What would you like to do?"),
        text("Choose one"),
        node("bill.W1", "checkbox", "Water bill", "checked" if ticked else "unchecked"),
        node("nav.primary", "button", "Confirm"),
        *((text(more),) if more else ()),
        HELP,
    )
    return scene(*(replace(each, focus=number == at) for number, each in enumerate(nodes)))


def asked(digits: str = "") -> Scene:
    return scene(heading("Enter your PIN"), text(digits or "Nothing entered yet"), screen="PinScreen")


def keys(at: int, *before: str) -> Scene:
    """A pad of three digits behind some texts."""
    nodes = (*map(text, before), *(node(f"key.{digit}", "button", digit) for digit in "123"))
    return scene(
        *(replace(each, focus=number == at) for number, each in enumerate(nodes)), screen="PinScreen"
    )


# --- what is said -----------------------------------------------------------------------------------


def pages(at: int, *, focus: bool = True) -> Scene:
    """Of a list, with the keys at what turns it."""
    return scene(heading("Questions"), text(f"Page {at} of 16"), node("next", "button", "Next", focus=focus))


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("SPK-01")
def test_no_choice_is_answered_by_silence() -> None:
    """X41: a page that differs by its number, an entry that is still wrong, a key that changed nothing to be read."""
    listener = Listener()
    listener.sees(pages(1))
    listener.does(SELECT, events.PageTurned(1))
    assert listener.sees(pages(2)) == "Page 2 of 16."
    wrong = scene(
        heading("Number"), node("", "alert", "Too short"), node("next", "button", "Next", focus=True)
    )
    listener.sees(wrong)
    listener.does(SELECT, events.Confirmed())
    assert listener.sees(wrong) == "Number. Too short."
    listener.sees(keys(1))
    listener.does(SELECT, events.DigitErased())
    assert listener.sees(keys(1)).startswith("2. button.")
    assert listener.sees(keys(1)) == ""


@pytest.mark.requirement("B6")
def test_the_room_is_not_told_the_page_of_a_list() -> None:
    """B6: where one is at is all that everybody hears of it."""
    listener = Listener(plugged=False)
    listener.sees(pages(1))
    listener.does(SELECT, events.PageTurned(1))
    said = listener.sees(pages(2))
    assert "16" not in said
    assert "button" in said


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("SPK-08", "SPK-13")
def test_headphones_begin_with_where_everything_is() -> None:
    """X41: each device that is fitted, and none that is not; then the screen itself."""
    here = visit(states.Home())
    places = dict.fromkeys(("keypad", "jack", "card_reader", "receipt_printer", "code_scanner"), Place.BELOW)
    devices = (DeviceStatus(Device.CODE_SCANNER, DeviceState.NOT_FITTED),)
    here = replace(
        here, house=replace(here.house, places=places), health=replace(here.health, devices=devices)
    )
    said = Listener(here, plugged=False).does(PLUGGED).sees(home())
    for name in ("keypad", "jack", "card_reader", "receipt_printer"):
        assert EN.get(f"speech.part.{name}", where="below the screen") in said
    assert "scanner" not in said
    assert here.house.hotline in said
    assert said.index("headphone socket") < said.index("What would you like to do?")


@pytest.mark.requirement("X41")
def test_a_screen_is_read_once_with_how_much_there_is_to_choose() -> None:
    """X41."""
    listener = Listener()
    assert listener.sees(home()) == "What would you like to do? Choose one. Choices: 2."
    assert listener.sees(home()) == ""


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("SPK-02")
def test_the_focus_says_name_role_state_and_place() -> None:
    """X41: only where keys are used; the rest of the screen is not said again."""
    listener = Listener()
    listener.sees(home())
    assert listener.sees(home(0)) == ""
    listener.does(NEXT)
    assert listener.sees(home(2)) == "Water bill. checkbox, not chosen. 3 of 5."


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("SPK-10", "SPK-11", "INP-08")
def test_what_turns_and_what_is_new_is_said_without_a_move() -> None:
    """X41: a countdown's digits are no news."""
    listener = Listener()
    listener.sees(home(2))
    listener.does(SELECT)
    assert listener.sees(home(2, ticked=True)) == "chosen."
    assert listener.sees(home(2, ticked=True, more="Printing, 9 s")) == "Printing, 9 s."
    assert listener.sees(home(2, ticked=True, more="Printing, 8 s")) == ""


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("SPK-02")
def test_what_keeps_the_focus_is_not_said_again_because_something_before_it_went() -> None:
    """X41: at the first digit of a PIN "Nothing entered yet" goes. Its tone is not cut, and what is said is always the
    answer to the last key."""
    listener = Listener(visit(states.PinWanted(Task.PAY, "C")))
    listener.sees(keys(1, "Nothing entered yet"))
    listener.does(NEXT)
    assert listener.sees(keys(2, "Nothing entered yet")).startswith("2. button")
    listener.does(SELECT, events.DigitTyped("2"))
    assert listener.sees(keys(1)) == ""
    listener.does(NEXT)
    assert listener.sees(keys(2)).startswith("3. button")


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("TIM-02")
def test_the_idle_warning_is_said_and_counts_at_twenty_and_ten() -> None:
    """X41."""
    listener = Listener()

    def warned(left: str) -> Scene:
        return scene(text(left), heading("Are you still there?"), front="IdleOverlay")

    assert "Are you still there?" in listener.sees(warned("60"))
    said = {left: listener.sees(warned(str(left))) for left in range(59, 0, -1)}
    assert {left: words for left, words in said.items() if words} == {
        20: "20 seconds left.",
        10: "10 seconds left.",
    }


# --- keys -------------------------------------------------------------------------------------------


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("SPK-06")
@pytest.mark.parametrize("event", [NEXT, SELECT, LOUDER, PULLED, PLUGGED, events.HelpAsked()])
def test_any_key_and_touch_ends_what_is_being_said(event: events.Event) -> None:
    """X41: before any rule answers it, and what waited to be said is not said after it."""
    listener = Listener()
    for _ in range(2):
        listener.speaker.see(home())
    listener.voice.log.clear()
    listener.does(event)
    assert listener.voice.log == ["stop"]
    listener.runs()
    assert listener.voice.said == []


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("SPK-07")
def test_nothing_overlaps() -> None:
    """X41: between any two utterances there is a stop."""
    listener = Listener()
    listener.sees(home())
    for at in (1, 2, 3):
        listener.does(NEXT)
        listener.sees(home(at))
    spoken = [isinstance(each, str) for each in listener.voice.log]
    assert spoken.count(False) == 4
    assert all(spoken[place - 1] for place, stop in enumerate(spoken) if not stop)


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("SPK-06", "SPK-03")
def test_repeat_says_it_again_and_twice_reads_everything() -> None:
    """X41: by name what could only be counted before."""
    listener = Listener()
    said = listener.sees(home())
    listener.does(REPEAT).runs()
    assert listener.last.text == said
    listener.does(REPEAT).runs()
    for name in ("What would you like to do?", "Choose one", "Water bill", "Confirm", "Get help"):
        assert name in listener.last.text
    listener.does(NEXT, REPEAT).runs()
    assert listener.last.text == said


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("AUD-02", "AUD-05")
def test_each_press_of_a_volume_key_is_answered_and_the_step_is_heard() -> None:
    """X41: also where it can go no further."""
    listener = Listener()
    listener.sees(home())
    gains = []
    for key in (SOFTER, SOFTER, SOFTER, *[LOUDER] * len(GAINS)):
        listener.does(key)
        assert "Volume" in listener.sees(home())
        gains.append(listener.last.gain)
    assert gains == [-18, -24, -24, -18, -12, -6, 0, 0]
    assert max(GAINS) - min(GAINS) >= 18
    assert min(GAINS) + 12 in GAINS


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("AUD-04", "SPK-15")
def test_rate_and_volume_end_with_the_visit() -> None:
    """X41: whichever way it ends."""
    assert min(RATES) == 0.75
    assert max(RATES) == 2
    assert len(RATES) >= 4
    for end in (events.Ended(), events.Broke("here")):
        listener = Listener().does(LOUDER, end)
        assert listener.controller.visit.preferences.speech.gain == GAINS[2]


# --- the room ---------------------------------------------------------------------------------------


def personal(number: int) -> Scene:
    """A screen full of what nobody else may hear; in texts, names, and names put together."""
    return scene(
        heading("Which bills would you like to pay?" if number else "Your account"),
        *(text(canary) for canary in CANARIES),
        text(f"Due on 3 Dec, {CANARIES[0]}", focus=number == 1),
        node("bill.W1", "checkbox", f"Water bill, {CANARIES[1]}", "checked", focus=number == 2),
        node("keypad.7", "button", "7", focus=number == 3),
    )


@pytest.mark.requirement("B6")
@pytest.mark.accessibility("AUD-07")
@pytest.mark.parametrize("language", Language)
def test_nothing_personal_is_said_to_the_room(language: Language) -> None:
    """B6: whatever keys are pressed, in no language; that something was left out is said."""
    listener = Listener(plugged=False, language=language)
    for number in range(4):
        listener.sees(personal(number))
        for key in NavKey:
            listener.does(events.KeyPressed(key))
            listener.sees(personal(number))
    said = " ".join(each.text for each in listener.voice.said)
    assert TEXTS[language].get("speech.withheld") in said
    assert {each.channel for each in listener.voice.said} == {Channel.LOUD}
    assert not any(each.private for each in listener.voice.said)
    for canary in (*CANARIES, "Canary", "7,431", "3 Dec"):
        assert canary not in said
    assert " 7." not in said


@pytest.mark.requirement("B6")
def test_a_text_of_digits_is_never_for_the_room() -> None:
    """B6: also where the catalogue has the same: it may be the one that is being typed."""
    texts = Texts({"a": "7", "b": "Seven", "c": "Due {day}"}, Language.EN)
    discretion = Discretion(texts, visit().house)
    assert [discretion.is_private(text) for text in ("7", "Seven", "Due", "Seven, Seven")] == [
        True,
        False,
        True,
        False,
    ]


@pytest.mark.requirement("B6")
def test_the_same_is_said_through_headphones() -> None:
    """B6: the other way round, or the test above would prove nothing."""
    listener = Listener()
    said = listener.sees(personal(0))
    assert all(canary in said for canary in CANARIES)
    assert listener.last.private
    assert listener.last.channel is Channel.PRIVATE


@pytest.mark.requirement("B6")
@pytest.mark.accessibility("AUD-07", "AUD-09")
def test_what_headphones_heard_is_not_repeated_to_the_room() -> None:
    """B6: it is silent at once; who asked to be spoken to goes on hearing what everybody may hear."""
    listener = Listener(plugged=False).does(PLUGGED)
    listener.sees(personal(0))
    before = len(listener.voice.said)
    listener.does(PULLED)
    assert listener.voice.log[-1] == "stop"
    listener.does(REPEAT, REPEAT)
    listener.sees(personal(0))
    listener.does(REPEAT, REPEAT).runs()
    after = listener.voice.said[before:]
    assert after
    assert not any(canary in each.text for each in after for canary in CANARIES)


@pytest.mark.requirement("B6")
@pytest.mark.accessibility("AUD-09")
def test_pulled_out_headphones_end_it_and_veil_the_screen() -> None:
    """B6: some time to plug them in again, then everything goes."""
    listener = Listener()
    listener.sees(personal(0))
    before = len(listener.voice.said)
    listener.does(PULLED)
    assert listener.channel is None
    here = listener.controller.visit
    assert isinstance(here.overlay, states.IdleWarning)
    assert 20 <= (here.overlay.until - here.now).total_seconds() <= 30
    assert listener.sees(personal(0)) == ""
    assert len(listener.voice.said) == before
    listener.does(PLUGGED)
    assert listener.controller.visit.overlay is None


@pytest.mark.requirement("B6")
@pytest.mark.accessibility("AUD-08")
@pytest.mark.parametrize("state", [states.PinWanted(Task.PAY, "C"), states.TechnicianPin()])
@pytest.mark.parametrize("plugged", [True, False])
def test_a_secret_is_a_tone(state: states.State, plugged: bool) -> None:
    """B6: not even headphones say it."""
    listener = Listener(replace(visit(), state=state), plugged=plugged)
    listener.sees(asked())
    before = len(listener.voice.said)
    listener.does(*(events.DigitTyped(digit) for digit in "9876"))
    listener.runs()
    assert {each.text for each in listener.voice.said[before:]} == {""}


@pytest.mark.requirement("B6")
@pytest.mark.accessibility("AUD-08")
def test_other_digits_are_said_through_headphones_only() -> None:
    """B6."""
    number = replace(visit(), state=states.CaseNumberWanted())
    for plugged, heard in ((True, "7."), (False, "")):
        listener = Listener(number, plugged=plugged)
        listener.sees(asked())
        listener.does(events.DigitTyped("7")).runs()
        assert listener.last.text == heard


# --- silence ----------------------------------------------------------------------------------------


@pytest.mark.requirement("O4")
def test_who_did_not_ask_is_not_spoken_to() -> None:
    """O4."""
    quiet = Listener(plugged=False).does(events.PreferencesChosen(Preferences()))
    assert quiet.sees(home()) == ""
    house = replace(visit().house, speaks=False)
    assert Listener(replace(visit(states.Home()), house=house)).sees(home()) == ""


@pytest.mark.requirement("O4")
@pytest.mark.accessibility("AUD-10")
def test_without_an_engine_everything_goes_on_and_maintenance_is_told_once() -> None:
    """O4."""
    listener = Listener()
    listener.voice.fault = NotConnected("no sound card")
    listener.speaker.begin()
    listener.runs()
    for at in (1, 2, 3):
        listener.does(NEXT)
        listener.sees(home(at))
    assert [each for each in listener.told if isinstance(each, events.SpeechReported)] == [
        events.SpeechReported(False)
    ]
    listener.voice.fault = None
    listener.does(NEXT)
    listener.sees(home(1))
    assert listener.told[-1] == events.SpeechReported(True)


@pytest.mark.requirement("O4")
def test_nothing_of_one_visit_is_said_in_the_next() -> None:
    """O4: not even by the key that says it again."""
    listener = Listener()
    listener.sees(personal(0))
    listener.does(events.Ended())
    listener.speaker.tick()
    before = len(listener.voice.said)
    listener.does(events.Started(), REPEAT, REPEAT).runs()
    assert listener.voice.said[before:] == []


@pytest.mark.requirement("O4")
@pytest.mark.accessibility("TIM-01")
def test_the_clock_waits_while_it_speaks() -> None:
    """O4: and only then."""
    listener = Listener()
    listener.speaker.tick()
    assert events.SpeechHeard() not in listener.told
    for _ in range(2):
        listener.speaker.see(home())
    listener.speaker.tick()
    assert listener.told[-1] == events.SpeechHeard()
    listener.runs()
    listener.told.clear()
    listener.speaker.tick()
    assert events.SpeechHeard() not in listener.told
