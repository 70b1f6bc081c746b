"""What can be read and touched on the panel, out of the accessibility snapshot."""

from __future__ import annotations

from tests.screens.conftest import Pilot


def ids(pilot: Pilot) -> set[str]:
    """Of everything that can be tapped."""
    return {node["id"] for node in pilot.tree() if node["id"]}


def told(pilot: Pilot) -> str:
    """Everything that can be read, one name a line."""
    return "\n".join(node["name"] for node in pilot.tree())
