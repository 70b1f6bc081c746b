"""Articles to browse."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.events import Event
from kiosk.domain.visit import Step, Visit

PAGE = 5


def pages(count: int) -> int:
    """How many pages `count` articles fill; at least one."""
    return max(1, -(-count // PAGE))


def step(visit: Visit, event: Event) -> Step | None:
    match visit.state, event:
        case (states.FaqList() as state, events.PageTurned(page)):
            last = pages(len(visit.house.articles)) - 1
            return visit.at(replace(state, page=min(max(page, 0), last))), ()
        case (states.FaqList(page), events.ArticleChosen(article)) if _exists(visit, article):
            visit = replace(visit, articles=(*visit.articles, article))
            return visit.at(states.FaqArticle(article, page)).noted(f"article:{article}"), ()
        case (states.FaqList(), events.WentBack()):
            return visit.at(states.Home()), ()
        case (states.FaqArticle(page=page), events.WentBack()):
            return visit.at(states.FaqList(page)), ()
        case _:
            return None


def _exists(visit: Visit, article: str) -> bool:
    return any(known.id == article for known in visit.house.articles)
