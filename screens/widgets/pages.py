"""A list that takes several pages: where one is in it, the words for that, and two buttons to turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from kivy.properties import ObjectProperty, StringProperty

from kiosk.texts import Texts
from screens.widgets.sides import BoxLayout

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Pages:
    """Page `page` (from 0) of `pages`."""

    page: int = 0
    pages: int = 1
    words: str = ""
    back_words: str = ""
    next_words: str = ""


def pages_of(items: Sequence[Item], page: int, size: int, texts: Texts) -> tuple[Sequence[Item], Pages]:
    """What stands on `page` when each holds `size`, and where that is. A list that became shorter shows its last page."""
    pages = max(1, -(-len(items) // size))
    page = min(page, pages - 1)
    words = texts.get("pager.page", page=page + 1, pages=pages)
    where = Pages(page, pages, words, texts.get("pager.back"), texts.get("pager.next"))
    return items[page * size : (page + 1) * size], where


class Pager(BoxLayout):
    """Fires `on_turn(page)`. Takes no room where there is one page only."""

    at = ObjectProperty(Pages(), rebind=True)
    prefix = StringProperty("pager")

    __events__ = ("on_turn",)

    def on_turn(self, page: int) -> None: ...
