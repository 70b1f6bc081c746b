"""How something stands, by its number, as the centre tells it at any kiosk: no name and no number of anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.domain.callback import Window
from kiosk.domain.money import Money
from kiosk.domain.reference import BODY_LENGTH, is_reference

#: The keys of the keypad: a code holds no 0, 1, I, L and O, but a kiosk's own id may.
SIGNS = "1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONGEST_TYPED = 12 + BODY_LENGTH + 1


class Can(StrEnum):
    """What the customer may still do about it: change it, ask whoever has it in hands, or neither."""

    NOW = "now"
    ASK = "ask"
    NO = "no"


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """`status` is a word of the contract; one of a newer centre is told in general words. `topic` and `site` of an
    appointment: what it is for, and the counter. `reply` of a callback: how we answer.

    `kind` empty: the centre cannot be asked now, and only a wish can be left.
    """

    reference: str
    kind: str = ""
    status: str = ""
    topic: str = ""
    begins: datetime | None = None
    ends: datetime | None = None
    moved: str = ""
    attempts: int = 0
    last_attempt_at: datetime | None = None
    next_attempt_at: datetime | None = None
    result: str = ""
    place: int | None = None
    expected_at: datetime | None = None
    amount: Money | None = None
    site: str = ""
    can: Can = Can.NO
    reply: str = ""

    @property
    def window(self) -> Window | None:
        return Window(self.begins, self.ends) if self.begins and self.ends else None

    @property
    def may_move(self) -> bool:
        """Whether another time can be asked for."""
        return self.can is not Can.NO and self.kind in ("callback", "booking", "")


def written(typed: str) -> str:
    """`K07SUAMXK7Z` -> `K07-SUAM-XK7Z`; shorter ones as far as they go."""
    if len(typed) <= BODY_LENGTH + 1:
        return typed
    head, code = typed[: -(BODY_LENGTH + 1)], typed[-(BODY_LENGTH + 1) :]
    return f"{head}-{code[:4]}-{code[4:]}"


def is_whole(typed: str) -> bool:
    """Whether it is a reference without a slip of the finger; asked before the centre is."""
    return is_reference(written(typed))
