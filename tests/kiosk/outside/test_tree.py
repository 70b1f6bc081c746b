"""What a screen reader from outside is told of the panel, and what it is not; whom a node stands for."""

from __future__ import annotations

from typing import Any

import pytest
from accesskit import Action, Live, Role, Toggled, TreeUpdate

from kiosk.outside.tree import DIALOG, WINDOW, PanelTree, Target


def node(tag: str, role: str = "button", name: str = "", *state: str, focus: bool = False) -> dict[str, Any]:
    rect = [10, 20, 100, 50]
    return {
        "id": tag, "role": role, "name": name or tag, "state": list(state), "rect": rect, "focus": focus, "inside": True,
    }  # fmt: skip


def shown(*nodes: dict[str, Any], screen: str = "HomeScreen", front: str = "") -> dict[str, Any]:
    return {
        "name": screen, "front": front or screen, "rect": [0, 0, 540, 960], "language": "zh-Hant",
        "children": list(nodes),
    }  # fmt: skip


def named(update: TreeUpdate) -> dict[str, Any]:
    return {node.label or node.value: node for _, node in update.nodes}


def number(update: TreeUpdate, name: str) -> int:
    return next(int(number) for number, node in update.nodes if name in (node.label, node.value))


@pytest.mark.accessibility("SPK-02")
def test_names_roles_states_and_rectangles() -> None:
    update = PanelTree().update(
        shown(
            node("", "heading", "選擇"),
            node("bill.1", "checkbox", "電費", "checked"),
            node("large", "radio", "大", "unchecked"),
            node("loud", "switch", "朗讀", "busy"),
            node("", "text", "請選"),
        )
    )
    told = named(update)
    roles = Role.HEADING, Role.CHECK_BOX, Role.RADIO_BUTTON, Role.SWITCH, Role.LABEL
    assert tuple(told[name].role for name in ("選擇", "電費", "大", "朗讀", "請選")) == roles
    assert (told["電費"].toggled, told["大"].toggled) == (Toggled.TRUE, Toggled.FALSE)
    assert told["朗讀"].is_busy
    assert told["電費"].author_id == "bill.1"
    bounds = told["電費"].bounds
    assert (bounds.x0, bounds.y0, bounds.x1, bounds.y1) == (10, 20, 110, 70)
    window = dict(update.nodes)[WINDOW]
    assert window.language == "zh-Hant"
    assert window.children == [number for number, _ in update.nodes if number != WINDOW]  # the reading order


def test_a_dialog_is_one_and_has_the_name_of_its_heading() -> None:
    update = PanelTree().update(shown(node("", "heading", "還需要時間嗎？"), front="IdleOverlay"))
    dialog = dict(update.nodes)[DIALOG]
    assert (dialog.role, dialog.label, dialog.is_modal) == (Role.DIALOG, "還需要時間嗎？", True)
    assert dict(update.nodes)[WINDOW].children == [DIALOG]
    assert update.focus == DIALOG


def test_what_cannot_be_used_now_offers_nothing() -> None:
    tree = PanelTree()
    update = tree.update(shown(node("nav.primary", "button", "繼續", "disabled"), node("nav.back")))
    told = named(update)
    assert told["繼續"].is_disabled
    assert not told["繼續"].supports_action(Action.CLICK)
    assert told["nav.back"].supports_action(Action.CLICK)
    assert tree.target(number(update, "繼續")) is None


@pytest.mark.requirement("B6")
def test_which_key_a_finger_is_on_is_told_to_nobody() -> None:
    """Or whoever listens would read a PIN from it."""

    def said(*state: str) -> list[str]:
        update = PanelTree().update(shown(node("keypad.4", "button", "4", *state), node("keypad.5")))
        return [repr((n.label, n.role, n.toggled, n.description, n.is_selected)) for _, n in update.nodes]

    assert said("pressed") == said() == said("scanned")


def test_a_node_stands_for_what_it_was_told_of() -> None:
    """The same control keeps its number; the way on of another screen is another one, and what is gone is nobody."""
    tree = PanelTree()
    first = number(tree.update(shown(node("nav.primary", "button", "下一步"))), "下一步")
    assert number(tree.update(shown(node("x"), node("nav.primary", "button", "好"))), "好") == first
    assert tree.target(first) == Target("HomeScreen", "HomeScreen", "nav.primary")
    second = number(tree.update(shown(node("nav.primary", "button", "付款"), screen="ReviewScreen")), "付款")
    assert second != first
    assert tree.target(first) is None


@pytest.mark.accessibility("SPK-10")
def test_news_is_a_live_region_and_a_countdown_is_not() -> None:
    """SPK-10: the heading of a new screen, then what is new on it; never every second."""
    tree = PanelTree()

    def live(*texts: str) -> list[bool]:
        told = named(tree.update(shown(node("", "heading", "付款"), *(node("", "text", t) for t in texts))))
        return [told[name].live == Live.POLITE for name in ("付款", *texts)]

    assert live("請稍候", "剩 30 秒") == [True, False, False]
    assert live("已付款", "剩 29 秒") == [True, True, False]
    assert live("已付款", "剩 28 秒") == [True, True, False]
    assert live("已付款", "剩 27 秒", "列印中") == [True, True, False, True]


def test_the_focus_is_where_keys_are() -> None:
    update = PanelTree().update(shown(node("a"), node("b", focus=True)))
    assert update.focus == number(update, "b")
    assert PanelTree().update(shown(node("a"))).focus == WINDOW
