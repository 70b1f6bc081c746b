"""Paper or no paper, and what became of it: one part for every screen that can print.

A number on the screen is never lost to a printer: whatever happened, the text says what stands.
"""

from __future__ import annotations

from dataclasses import dataclass

from kivy.properties import ObjectProperty

from kiosk.domain.faults import Spot
from kiosk.domain.states import PaperState
from kiosk.texts import Texts
from screens.widgets.stack import Stack

_TONES = {
    PaperState.CONFIRMED: "success",
    PaperState.PARTIAL: "attention",
    PaperState.NOT_PRINTED: "attention",
    PaperState.UNKNOWN: "attention",
    PaperState.SENT: "info",
    PaperState.NOT_WANTED: "plain",
    PaperState.TAKEN: "success",
    PaperState.RETRACTED: "info",
}
_ICONS = {
    PaperState.CONFIRMED: "circle-check",
    PaperState.NOT_WANTED: "info",
    PaperState.TAKEN: "circle-check",
}
#: Told in the same words whatever it was.
_ALIKE = (PaperState.TAKEN, PaperState.RETRACTED)
#: The hand goes to the slot: its picture stands beside the words.
_TO_TAKE = (PaperState.CONFIRMED, PaperState.SENT)
_AGAIN = (PaperState.PARTIAL, PaperState.NOT_PRINTED)


@dataclass(frozen=True, slots=True)
class PaperWords:
    """Everything the part shows. `question` with `yes` and `no`, or `only` one button; both empty: it is decided."""

    question: str = ""
    yes: str = ""
    yes_about: str = ""
    no: str = ""
    no_about: str = ""
    only: str = ""
    can_print: bool = True
    printing: str = ""
    outcome: str = ""
    outcome_about: str = ""
    tone: str = "plain"
    icon: str = "printer"
    again: str = ""
    copy: str = ""
    to_take: bool = False


def paper_words(
    prefix: str, paper: PaperState, texts: Texts, *, can_print: bool, may_decline: bool = True
) -> PaperWords:
    """Texts under `PREFIX.paper.*`."""
    match paper:
        case PaperState.OFFERED if not may_decline:
            only = texts.get(f"{prefix}.paper.yes" if can_print else "paper.cannot")
            return PaperWords(only=only, can_print=can_print)
        case PaperState.OFFERED:
            return PaperWords(
                question=texts.get(f"{prefix}.paper.question"),
                yes=texts.get(f"{prefix}.paper.yes"),
                yes_about=texts.get(f"{prefix}.paper.yes.about" if can_print else "paper.cannot"),
                no=texts.get(f"{prefix}.paper.no"),
                no_about=texts.get(f"{prefix}.paper.no.about"),
                can_print=can_print,
            )
        case PaperState.PRINTING:
            return PaperWords(printing=texts.get("paper.printing"))
        case _:
            words = paper_key(prefix, paper)
            return PaperWords(
                outcome=texts.get(words),
                outcome_about=texts.get(f"{words}.about"),
                tone=_TONES[paper],
                icon=_ICONS.get(paper, "printer"),
                to_take=paper in _TO_TAKE,
                again=texts.get("paper.again") if paper in _AGAIN else "",
            )


def paper_key(prefix: str, paper: PaperState) -> str:
    """The key of what is said of it."""
    return f"paper.{paper.value}" if paper in _ALIKE else f"{prefix}.paper.{paper.value}"


class PaperChoice(Stack):
    """Fires `on_paper(wanted)`, and `on_copy()` where `words.copy` offers one."""

    words: PaperWords = ObjectProperty(PaperWords(), rebind=True)
    slot = ObjectProperty(frozenset({Spot.SLOT}))

    __events__ = ("on_paper", "on_copy")

    def on_paper(self, wanted: bool) -> None: ...

    def on_copy(self) -> None: ...
