"""Words by their sound."""

from __future__ import annotations

from typing import Protocol

from kiosk.domain.writing import Layout, Word


class InputMethod(Protocol):
    """Belongs to the lane of writing. Keeps and learns nothing of what it was asked; raises nothing."""

    def layouts(self) -> tuple[Layout, ...]:
        """Those it makes words of."""

    def words(self, layout: Layout, sounds: str) -> tuple[Word, ...]:
        """What `sounds` may become, likeliest first; none for a layout that it has not got."""

    def forget(self) -> None:
        """Hold nothing in memory either of what it was asked."""

    def close(self) -> None:
        """End what it has started."""
