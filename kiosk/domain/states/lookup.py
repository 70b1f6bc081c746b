"""How something stands, by its number, and what may still be changed of it; and where the house is."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.callback import Window
from kiosk.domain.copies import Copy, NoCopy
from kiosk.domain.lookup import CaseStanding
from kiosk.domain.states.account import ForYou
from kiosk.domain.states.words import PaperState, Problem


@dataclass(frozen=True, slots=True)
class CaseNumberWanted:
    """The number on the paper, sign by sign. `asking` while the centre answers."""

    typed: str = field(default="", repr=False)
    problem: Problem = Problem.NONE
    asking: bool = False


@dataclass(frozen=True, slots=True)
class CaseShown:
    """`wish` is what was just asked for: empty, `cancel` or `rearrange`; `saving` until it is on disk, `told` when the
    centre has spoken since. `paper`, `copy`, `no_copy`: of the copy of a proof. `origin`: where one came from, if it was
    not the number."""

    standing: CaseStanding
    wish: str = ""
    saving: bool = False
    told: bool = False
    problem: Problem = Problem.NONE
    paper: PaperState = PaperState.OFFERED
    copy: Copy | None = None
    no_copy: NoCopy | None = None
    origin: ForYou | None = None


@dataclass(frozen=True, slots=True)
class NewWindowWanted:
    """Another time for it."""

    standing: CaseStanding
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class SiteShown:
    """Hours, closed days, counters, hotline."""


LookupState = CaseNumberWanted | CaseShown | NewWindowWanted | SiteShown
