"""Finding an answer."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.states.words import PaperState
from kiosk.domain.writing import Writing


@dataclass(frozen=True, slots=True)
class FaqList:
    """`page` counts from 0; `category` empty: all of them."""

    page: int = 0
    category: str = ""


@dataclass(frozen=True, slots=True)
class FaqSearch:
    """`hits` are the articles found for `text`, best first; `known` once they are those of this very text. `asked`: the
    customer wants to know now, so that nothing found is told; `missed` is the last text of which the centre was told.
    What is no word yet waits in `writing`."""

    text: str = field(default="", repr=False)
    hits: tuple[str, ...] = ()
    known: bool = True
    asked: bool = False
    missed: str = field(default="", repr=False)
    writing: Writing = field(default_factory=Writing)

    @property
    def found_nothing(self) -> bool:
        return self.asked and self.known and bool(self.text.strip()) and not self.hits


@dataclass(frozen=True, slots=True)
class FaqArticle:
    """`sheet` counts from 0. `vote`: empty, `useful` or `useless`. `before` is where Back leads."""

    article: str
    before: FaqList | FaqSearch = field(default_factory=FaqList)
    sheet: int = 0
    vote: str = ""
    paper: PaperState = PaperState.OFFERED


AnswersState = FaqList | FaqSearch | FaqArticle
