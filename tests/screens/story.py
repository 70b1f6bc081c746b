"""A story: how somebody who hears and feels and sees nothing does one thing, and what of the kiosk it is told for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.domain.house import House
from kiosk.domain.lookup import CaseStanding
from kiosk.texts import Texts
from tests.kiosk.domain.examples import PIN
from tests.screens.blind import PLACE, Blind

Tells = Callable[[Blind, Texts], None]


@dataclass(frozen=True)
class Story:
    """`of`: the screens, dialogs and wishes it is told for, by their classes, and what is chosen from a list. What else
    it passes is no matter. `house`: where.
    """

    tells: Tells
    of: frozenset[object]
    house: House

    def __call__(self, blind: Blind, say: Texts) -> None:
        self.tells(blind, say)

    @property
    def name(self) -> str:
        return self.tells.__name__


def by_ear(*of: object, house: House = PLACE) -> Callable[[Tells], Story]:
    return lambda tells: Story(tells, frozenset(of), house)


# --- what many stories have in common -----------------------------------------------------------------


def signed_in(blind: Blind, say: Texts, task: str) -> str:
    blind.chooses(say.get(f"task.{task}"))
    assert say.get("pin.title") in blind.shows_card()
    blind.types(PIN)
    assert say.get("for_you.title") in blind.chooses(say.get("pin.confirm"))
    return blind.chooses(say.get("for_you.go_on"))


def on_paper(blind: Blind, say: Texts, prefix: str) -> None:
    assert say.get(f"{prefix}.paper.confirmed") in blind.chooses(say.get(f"{prefix}.paper.yes"))


def looks_up(blind: Blind, say: Texts, standing: CaseStanding) -> str:
    """By the number on a paper of this kiosk; what is said of it."""
    blind.kiosk.crm.cases[standing.reference] = standing
    blind.chooses(say.get("task.services"))
    assert say.get("case_number.title") in blind.chooses(say.get("task.cases"))
    for sign in standing.reference.replace("-", "")[3:]:
        blind.chooses_key(sign)
    return blind.chooses(say.get("case_number.look"))
