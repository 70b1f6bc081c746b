"""The panel's snapshot (screens/accessibility.py) as a tree of AccessKit, and the way back: whom a node stands for.

Nothing is told that is not in the snapshot, and less: which key a finger is on, and where switches are, stays here, or
whoever listens would read a PIN from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accesskit import Action, Live, Node, Rect, Role, Toggled, Tree, TreeUpdate

from kiosk.domain.scene import TEXTS, Scene, skeleton
from kiosk.version import VERSION

#: What stands above the panel's own nodes: the window, and the dialog that lies over a screen.
WINDOW, DIALOG = 1, 2
NAME = "Kiosk"
ROLES = {
    "button": Role.BUTTON,
    "switch": Role.SWITCH,
    "checkbox": Role.CHECK_BOX,
    "radio": Role.RADIO_BUTTON,
    "heading": Role.HEADING,
    "text": Role.LABEL,
    "alert": Role.ALERT,
}
TOGGLED = {"checked": Toggled.TRUE, "unchecked": Toggled.FALSE}
#: Said of a node by properties of its own, or to nobody.
UNSAID = {*TOGGLED, "busy", "disabled", "pressed", "scanned"}

Snapshot = Mapping[str, Any]
#: What makes a node the same in the next tree: screen, front, and its tag; of a text its role and which one it is.
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Target:
    """A control by its tag, on the screen and in the front that it was told of in."""

    screen: str
    front: str
    tag: str


class PanelTree:
    """`update` with each snapshot; `target` knows the nodes of the last one only.

    What is new on a screen is a live region while it stands unchanged (WCAG 2.2, 4.1.3): its heading when the screen
    comes, afterwards each text that was not there. A countdown is not news at every second.
    """

    def __init__(self) -> None:
        self._numbers: dict[Key, int] = {}
        self._targets: dict[int, Target] = {}
        self._told: dict[int, tuple[str, Live]] = {}
        self._scene: Scene | None = None
        self._last = DIALOG

    def update(self, snapshot: Snapshot) -> TreeUpdate:
        """All of it: AccessKit finds out what differs."""
        scene, before = Scene.of(snapshot), self._scene
        keys = _keys(snapshot)
        self._numbers = {key: self._numbers.get(key) or self._another() for key in keys}
        told, targets, nodes, focus = {}, {}, [], 0
        for key, each in zip(keys, snapshot["children"], strict=True):
            number = self._numbers[key]
            node = _node(each)
            if each["role"] in TEXTS:
                told[number] = each["name"], self._live(number, each, scene.is_of(before))
                node.set_live(told[number][1])
            elif "disabled" not in each["state"]:
                targets[number] = Target(snapshot["name"], snapshot["front"], each["id"])
            focus = number if each["focus"] else focus
            nodes.append((number, node))
        self._told, self._targets, self._scene = told, targets, scene
        return _tree(snapshot, scene, nodes, focus)

    def target(self, number: int) -> Target | None:
        """None: it is no control, cannot be used now, or has gone."""
        return self._targets.get(number)

    def _another(self) -> int:
        self._last += 1
        return self._last

    def _live(self, number: int, text: Snapshot, same_scene: bool) -> Live:
        if not same_scene:
            return Live.POLITE if text["role"] == "heading" and text["inside"] else Live.OFF
        name, live = self._told.get(number, ("", Live.OFF))
        if text["name"] == name:
            return live
        return Live.POLITE if skeleton(text["name"]) != skeleton(name) else Live.OFF


def _keys(snapshot: Snapshot) -> list[Key]:
    """In reading order, each once."""
    texts = dict.fromkeys(TEXTS, 0)
    found = []
    for each in snapshot["children"]:
        own = each["id"]
        if each["role"] in TEXTS:
            texts[each["role"]] += 1
            own = f"{each['role']} {texts[each['role']]}"
        found.append((snapshot["name"], snapshot["front"], own))
    return found


def _node(each: Snapshot) -> Node:
    state = each["state"]
    node = Node(ROLES[each["role"]])
    (node.set_value if each["role"] == "text" else node.set_label)(each["name"])
    node.set_bounds(_rect(each["rect"]))
    if each["role"] in TEXTS:
        return node
    node.set_author_id(each["id"])
    for word, toggled in TOGGLED.items():
        if word in state:
            node.set_toggled(toggled)
    if "busy" in state:
        node.set_busy()
    if said := " ".join(word for word in state if word not in UNSAID):
        node.set_description(said)
    if "disabled" in state:
        node.set_disabled()
    else:
        node.add_action(Action.CLICK)
        node.add_action(Action.FOCUS)
    return node


def _tree(snapshot: Snapshot, scene: Scene, nodes: list[tuple[int, Node]], focus: int) -> TreeUpdate:
    window = Node(Role.WINDOW)
    window.set_label(NAME)
    window.set_language(snapshot["language"])
    window.set_bounds(_rect(snapshot["rect"]))
    above = [(WINDOW, window)]
    numbers = [number for number, _ in nodes]
    if scene.front not in ("", scene.screen):
        dialog = Node(Role.DIALOG)
        dialog.set_label(scene.heading)
        dialog.set_modal()
        dialog.set_bounds(_rect(snapshot["rect"]))
        above.append((DIALOG, dialog))
        window.set_children([DIALOG])
    above[-1][1].set_children(numbers)
    update = TreeUpdate(focus or above[-1][0])
    update.tree = Tree(WINDOW)
    update.tree.toolkit_name, update.tree.toolkit_version = "kiosk", VERSION
    update.nodes = [*above, *nodes]
    return update


def _rect(rect: list[int]) -> Rect:
    """From window pixels, y from the top, as AccessKit has them too."""
    x, y, width, height = rect
    return Rect(x, y, x + width, y + height)
