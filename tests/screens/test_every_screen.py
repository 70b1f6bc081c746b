"""Every screen in every language: drawn whole, readable, reachable."""

from __future__ import annotations

import itertools
import unicodedata
from functools import cache
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from kiosk.domain import states
from kiosk.domain.language import Language
from screens.navigator import NIGHTLY
from tests.screens.conftest import ROOT, Pilot
from tests.screens.gallery import visits

CASES = [(language, name) for language in Language for name in visits(language)]

#: In mm: what customers touch (Colle and Hiszem 2004), keys of letters (VVSG 2.0), what technicians touch, gaps.
TARGET_MM, LETTER_MM, STAFF_MM, GAP_MM = 20, 12.7, 15, 2.54
#: In mm (ADA 707.7.2), and their part of the type's size in Noto Sans CJK.
CAPITAL_MM, CAPITAL = 4.8, 0.733
LETTERS = "key.", "ending.", "signpad."

#: What is said of a control besides its name; a further one needs its words in every language.
ROLES = {"button", "checkbox", "radio", "switch"}

#: Said otherwise on purpose: an ending of an address by the names of its signs; "Aa" only shows how large a size is.
SAID_OTHERWISE = ("ending.", "size.")

#: In letters; what is longer was typed (an address) and has no better place to break.
LONGEST_WORD = 30

#: Controls of the frame, which stand in the same place wherever somebody has begun a visit.
FIXED = ("nav.language", "nav.accessibility", "nav.help", "nav.end")

#: What does not fit the panel it was composed for, either: test_every_size turns its leaves.
ON_LEAVES = ("accessibility.scanning",)


@cache
def drawable(face: str) -> frozenset[int]:
    return frozenset(TTFont(ROOT / "assets" / "fonts" / face).getBestCmap())


def words_of(pilot: Pilot) -> list[Any]:
    from screens.widgets.words import Words

    return [w for w in pilot.root.walk() if isinstance(w, Words) and w.words and seen(w)]


def seen(widget: Any) -> bool:
    from kivy.uix.widget import Widget

    while isinstance(widget, Widget):
        if not widget.opacity or widget.width <= 0 or widget.height <= 0:
            return False
        widget = widget.parent
    return True


def box(widget: Any) -> tuple[float, float, float, float]:
    """Left, bottom, right, top in the window."""
    left, bottom = widget.to_window(widget.x, widget.y)
    return left, bottom, left + widget.width, bottom + widget.height


@pytest.mark.accessibility("TXT-02", "TXT-05", "TGT-01", "TGT-02", "SPK-02", "SPK-04", "FLW-01", "FLW-03")
@pytest.mark.parametrize(("language", "name"), CASES)
@pytest.mark.requirement("A1", "A3", "B3", "O2", "O6", "X64")
def test_a_screen_is_whole(pilot: Pilot, language: Language, name: str) -> None:
    """A1, A3, B3, O2, O6, X64: nothing cut off, no missing character, nothing personal up high, targets big
    enough, and a person at the same place everywhere."""
    visit = visits(language)[name]
    pilot.show(visit)
    assert cut_off(pilot) == []
    assert outgrown(pilot) == []
    assert broken_words(pilot) == []
    assert too_small_type(pilot) == []
    assert missing_characters(pilot) == []
    on_leaves = pilot.root.leaf.at.pages > 1
    assert on_leaves == (name in ON_LEAVES)
    assert on_leaves or outside(pilot) == []
    assert out_of_panel(pilot) == []
    assert personal_up_high(pilot) == []
    check_targets(pilot, staff=isinstance(visit.state, NIGHTLY))
    assert said_otherwise(pilot) == []
    assert is_painted_in_parts(pilot)
    check_fixed_places(pilot)
    if visit.overlay is None and not isinstance(visit.state, states.Maintenance | states.UpkeepState):
        check_way_to_a_person(pilot)


def is_painted_in_parts(pilot: Pilot) -> bool:
    """Whether the painter knows of everything on it (decision 47); else it draws all of it, each time."""
    from kivy.core.window import Window

    from screens.damage import Damage

    damage = Damage()
    damage.taken(Window.children, Window.system_size)
    return pilot.root in damage._looks


def cut_off(pilot: Pilot) -> list[str]:
    """Texts that are wider or higher than the room they have. (Kivy never tightens the last line.)"""
    return [
        f"{w.words}: {w.texture_size} in {w.size}"
        for w in words_of(pilot)
        if w.texture_size[0] > w.width + 1 or w.texture_size[1] > w.height / min(w.line_height, 1) + 3
    ]


def broken_words(pilot: Pilot) -> list[str]:
    """Latin words that go on in the next line."""
    found = []
    for words in words_of(pilot):
        for one, other in itertools.pairwise(words.text.split("\n")):
            inside = one[-1:].isascii() and one[-1:].isalpha() and other[:1].isascii() and other[:1].isalpha()
            whole = one.split()[-1] + other.split()[0] if inside else ""
            if whole and whole in words.words and len(whole) <= LONGEST_WORD:
                found.append(words.text)
    return found


def too_small_type(pilot: Pilot) -> list[str]:
    from screens.sheet import sheet

    least = CAPITAL_MM / CAPITAL * sheet.mm
    return [f"{w.words}: {w.font_size} < {least}" for w in words_of(pilot) if w.font_size < least]


def outgrown(pilot: Pilot) -> list[str]:
    """Pictures that are larger than the room they were given, and lie on what stands beside it."""
    from screens.widgets.illustration import Illustration

    pictures = [each for each in pilot.root.walk() if isinstance(each, Illustration) and seen(each)]
    return [
        f"{each.size} in {each.parent.size}"
        for each in pictures
        if each.width > each.parent.width + 1 or each.height > each.parent.height + 1
    ]


def missing_characters(pilot: Pilot) -> list[str]:
    return [
        f"{character!r} in {w.words}"
        for w in words_of(pilot)
        for character in w.words
        if character != "\n"
        and ord(character) not in drawable(f"NotoSansCJKtc-{'Bold' if w.bold else 'Regular'}.otf")
    ]


def outside(pilot: Pilot) -> list[str]:
    """Texts that reach into the rows below or out of the part that holds them."""
    frame = pilot.root
    stage = box(frame.ids.stage)
    inside = frame.overlay or frame.screen
    room = box(frame) if frame.overlay else stage
    found = []
    for words in words_of(pilot):
        if not any(words is child for child in inside.walk(restrict=True)):
            continue
        left, bottom, right, top = box(words)
        if left < room[0] - 1 or right > room[2] + 1 or bottom < room[1] - 1 or top > room[3] + 1:
            found.append(f"{words.words}: {box(words)} outside {room}")
    return found


def check_targets(pilot: Pilot, *, staff: bool = False) -> None:
    """`staff`: technicians stand and know where to."""
    from screens.sheet import sheet

    targets = [node for node in pilot.tree() if node["id"]]
    tags = [node["id"] for node in targets]
    assert len(tags) == len(set(tags)), tags
    assert all(node["name"].strip() and node["role"] in ROLES for node in targets), targets
    for node in targets:
        least = (LETTER_MM if node["id"].startswith(LETTERS) else STAFF_MM if staff else TARGET_MM) * sheet.mm
        assert node["rect"][3] >= least, node
        assert node["rect"][2] >= least, node
    assert too_close(targets, GAP_MM * sheet.mm) == []


def said_otherwise(pilot: Pilot) -> list[tuple[str, list[str], str]]:
    """Controls whose name lacks words that are seen on them, or has them in another order. Signs aside."""
    from screens.accessibility import name_of, told
    from screens.widgets.words import Words

    found = []
    for widget in told(pilot.root):
        if not getattr(widget, "tag", "") or widget.tag.startswith(SAID_OTHERWISE):
            continue
        on_it = [each for each in widget.walk(restrict=True) if isinstance(each, Words)]
        words = [each.words for each in on_it if each.words and each.kind != "none"]
        if not stand_in_order(words, name_of(widget)):
            found.append((widget.tag, words, name_of(widget)))
    return found


def stand_in_order(words: list[str], name: str) -> bool:
    said, at = letters(name), 0
    for seen in words:
        if (found := said.find(letters(seen), at)) < 0:
            return False
        at = found + len(letters(seen))
    return True


def letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def check_fixed_places(pilot: Pilot) -> None:
    """A quarter of the row each, beside one another, where there is an end to a visit."""
    row = {node["id"]: node["rect"][0] for node in pilot.tree() if node["id"] in FIXED}
    if "nav.end" in row:
        assert [row[tag] for tag in FIXED] == [56, 302, 548, 794]


def check_way_to_a_person(pilot: Pilot) -> None:
    help_button = next(node for node in pilot.tree() if node["id"] == "nav.help")
    assert help_button["rect"][1] == pilot.root.height - 26 - 88
    assert "disabled" not in help_button["state"]


def too_close(targets: list[dict[str, Any]], least: float) -> list[tuple[str, str]]:
    found = []
    for index, one in enumerate(targets):
        for other in targets[index + 1 :]:
            if gap(one["rect"], other["rect"]) < least:
                found.append((one["id"], other["id"]))
    return found


def gap(one: list[int], other: list[int]) -> float:
    """The clear distance between two rectangles along the axis that parts them."""
    across = max(one[0] - other[0] - other[2], other[0] - one[0] - one[2])
    along = max(one[1] - other[1] - other[3], other[1] - one[1] - one[3])
    return max(across, along)


PERSONAL = (
    "林○宏",
    "••••••7730",
    "••••••4821",
    "••••••0377",
    "••••••6120",
    "NT$",
    "••••1234",
    "K07-425Q-B62X",
    "mei.",
    "m•••",
)


def out_of_panel(pilot: Pilot) -> list[str]:
    """Texts and icons that stick out of the card, tile or button they belong to."""
    from screens.widgets.panel import Panel
    from screens.widgets.picto import Picto
    from screens.widgets.words import Words

    found = []
    for panel in (w for w in pilot.root.walk() if isinstance(w, Panel) and seen(w)):
        left, bottom, right, top = box(panel)
        for part in panel.walk(restrict=True):
            if isinstance(part, Words | Picto) and part.text and seen(part):
                x, y, end, high = box(part)
                if x < left - 1 or y < bottom - 1 or end > right + 1 or high > top + 1:
                    found.append(f"{part.text}: {box(part)} outside {box(panel)}")
    return found


def personal_up_high(pilot: Pilot) -> list[str]:
    """Names, accounts, amounts and references in the third that people behind can read."""
    top_third = pilot.root.height * 2 / 3
    return [
        w.words
        for w in words_of(pilot)
        if any(mark in w.words for mark in PERSONAL) and box(w)[3] > top_third + 1
    ]


def test_words_in_their_order() -> None:
    assert stand_in_order(["Pay now", "NT$1,280"], "Pay now, NT$1,280, two bills")
    assert not stand_in_order(["Pay", "now"], "now pay")
    assert not stand_in_order(["12", "12"], "12")


def test_gap_of_rectangles() -> None:
    assert gap([0, 0, 10, 10], [20, 0, 10, 10]) == 10
    assert gap([0, 0, 10, 10], [5, 5, 10, 10]) < 0
