"""What the panel shows, as it is told to whoever cannot look at it (`screens/accessibility.py`), and what changed of it.

A scene has the same front as another while the same screen or dialog stands there under the same heading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: An alert tells of what was entered that it is not right.
TEXTS = ("heading", "text", "alert")


@dataclass(frozen=True, slots=True)
class Node:
    """`inside`: part of the screen or dialog itself, not of what stands around every screen."""

    id: str
    role: str
    name: str = field(repr=False)
    state: tuple[str, ...]
    focus: bool
    inside: bool

    @property
    def is_text(self) -> bool:
        return self.role in TEXTS


@dataclass(frozen=True, slots=True)
class Scene:
    screen: str
    front: str
    nodes: tuple[Node, ...]

    @classmethod
    def of(cls, snapshot: Mapping[str, Any]) -> Scene:
        nodes = tuple(
            Node(
                each["id"],
                each["role"],
                each["name"],
                tuple(each["state"]),
                each["focus"],
                each["inside"],
            )
            for each in snapshot["children"]
        )
        return cls(snapshot["name"], snapshot["front"], nodes)

    @property
    def heading(self) -> str:
        return next((node.name for node in self.nodes if node.inside and node.role == "heading"), "")

    @property
    def texts(self) -> tuple[str, ...]:
        """What can be read in front, in reading order."""
        return tuple(node.name for node in self.nodes if node.inside and node.is_text)

    @property
    def wrong(self) -> tuple[str, ...]:
        """What is told of an entry that is not right."""
        return tuple(node.name for node in self.nodes if node.inside and node.role == "alert")

    @property
    def choices(self) -> int:
        """What can be chosen in front."""
        return sum(
            1 for node in self.nodes if node.inside and not node.is_text and "disabled" not in node.state
        )

    @property
    def focused(self) -> int | None:
        """Its place among all that the keys lead to, from 0; None: nobody uses keys."""
        return next((place for place, node in enumerate(self.nodes) if node.focus), None)

    @property
    def ring(self) -> tuple[Node, ...]:
        """What switches are at: a row of controls, or one; empty: nobody uses switches."""
        return tuple(node for node in self.nodes if "scanned" in node.state)

    @property
    def is_stuck(self) -> bool:
        """Whether the keys are at something that cannot be chosen now."""
        return self.focused is not None and "disabled" in self.nodes[self.focused].state

    def is_of(self, other: Scene | None) -> bool:
        """Whether the same thing stands in front."""
        mine = self.screen, self.front, self.heading
        return other is not None and mine == (other.screen, other.front, other.heading)

    def alerts(self, before: Scene) -> bool:
        """Whether something that was entered here has turned out not to be right."""
        known = {node.name for node in before.nodes if node.role == "alert"}
        return any(node.role == "alert" and node.inside and node.name not in known for node in self.nodes)

    def news(self, before: Scene) -> tuple[str, ...]:
        """Texts in front that were not there before. One in which only digits moved (a countdown) is not new."""
        known = {skeleton(text) for text in before.texts}
        return tuple(text for text in self.texts if skeleton(text) not in known)


def skeleton(text: str) -> str:
    """What is left of it without digits."""
    return re.sub(r"\d+", "", text).strip()
