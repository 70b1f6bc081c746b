"""Articles to browse and to search; what helped and what was not found goes to the centre without a name."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.effects import Effect, PrintArticle, Push, SaveUnmetSearch, SaveVote, SearchAnswers
from kiosk.domain.events import Event
from kiosk.domain.faq import LONGEST_QUESTION, Article, sheets_of, without_numbers
from kiosk.domain.flow.writing import Written, settled, write
from kiosk.domain.states import PaperState
from kiosk.domain.visit import Step, Visit
from kiosk.domain.writing import Writing, first_layout

PAGE = 4
#: As many results as fit above the keys.
HITS = 3


def pages(count: int) -> int:
    """How many pages `count` articles fill; at least one."""
    return max(1, -(-count // PAGE))


def listed(visit: Visit, category: str) -> tuple[Article, ...]:
    """What may be read today, of one category or of all."""
    return tuple(one for one in visit.answers if not category or one.category == category)


def article_of(visit: Visit, article: str) -> Article | None:
    return next((known for known in visit.answers if known.id == article), None)


def paper_reference(article: str) -> str:
    """What a printed article is called."""
    return f"faq {article}"


def step(visit: Visit, event: Event) -> Step | None:
    match visit.state:
        case states.FaqList() as state:
            return _list(visit, state, event)
        case states.FaqSearch() as state:
            return _search(visit, state, event)
        case states.FaqArticle() as state:
            return _article(visit, state, event)
        case _:
            return None


def _list(visit: Visit, state: states.FaqList, event: Event) -> Step | None:
    match event:
        case events.PageTurned(page):
            last = pages(len(listed(visit, state.category))) - 1
            return visit.at(replace(state, page=min(max(page, 0), last))), ()
        case events.CategoryChosen(category):
            return visit.at(states.FaqList(category="" if category == state.category else category)), ()
        case events.SearchAsked():
            writing = Writing(first_layout(visit.language, visit.layouts))
            return visit.at(states.FaqSearch(writing=writing)), ()
        case events.ArticleChosen(article) if article_of(visit, article):
            return _open(visit, article, state), ()
        case events.WentBack():
            return visit.at(states.Home()), ()
        case _:
            return None


def _open(visit: Visit, article: str, before: states.FaqList | states.FaqSearch) -> Visit:
    visit = replace(visit, articles=(*visit.articles, article))
    return visit.at(states.FaqArticle(article, before)).noted(f"article:{article}")


# --- searching --------------------------------------------------------------------------------


def _search(visit: Visit, state: states.FaqSearch, event: Event) -> Step | None:
    typed = Written(state.text, state.writing)
    written = write(typed, event, visit.layouts)
    if written is not None:
        return _written(visit, state, written)
    match event:
        case events.Confirmed() if settled(typed).text.strip():
            return _asked(visit, state, settled(typed))
        case events.AnswersFound(text, hits) if text == state.text:
            here = tuple(hit for hit in hits if article_of(visit, hit))[:HITS]
            return _missed(visit.at(replace(state, hits=here, known=True)))
        case events.ArticleChosen(article) if article_of(visit, article):
            visit = replace(visit, question=without_numbers(state.text))
            return _open(visit, article, state), ()
        case events.WentBack():
            return visit.at(states.FaqList()), ()
        case _:
            return None


def _written(visit: Visit, state: states.FaqSearch, written: Written) -> Step:
    """Only what is written is searched for, not what is to become a word yet."""
    if len(written.text) > LONGEST_QUESTION:
        return visit, ()
    if not written.text:
        return visit.at(states.FaqSearch(missed=state.missed, writing=written.writing)), written.effects
    if written.text == state.text:
        return visit.at(replace(state, writing=written.writing)), written.effects
    fresh = replace(state, text=written.text, writing=written.writing, known=False, asked=False)
    return visit.at(fresh), (SearchAnswers(written.text), *written.effects)


def _asked(visit: Visit, state: states.FaqSearch, settled: Written) -> Step:
    """The customer wants to know: what they see is what they mean."""
    visit, effects = _written(visit, state, settled)
    assert isinstance(visit.state, states.FaqSearch)
    visit, more = _missed(visit.at(replace(visit.state, asked=True)))
    return visit, (*effects, *more)


def _missed(visit: Visit) -> Step:
    """Nothing was found and the customer was told: the centre hears of it, once."""
    state = visit.state
    if not isinstance(state, states.FaqSearch) or not state.found_nothing:
        return visit, ()
    return _told(visit, state)


def _told(visit: Visit, state: states.FaqSearch) -> Step:
    text = without_numbers(state.text)
    visit = replace(visit, question=text)
    if text == state.missed or not text:
        return visit, ()
    return visit.at(replace(state, missed=text)), (SaveUnmetSearch(text, visit.language), Push())


def giving_up(visit: Visit) -> Step:
    """Whoever turns from the search to a person did not find it, whether they said so or not."""
    match visit.state:
        case states.FaqSearch(text=text) as state if text.strip():
            if state.known and not state.hits:
                return _told(visit, state)
            return replace(visit, question=without_numbers(text)), ()
        case _:
            return visit, ()


# --- one article ------------------------------------------------------------------------------


def paper(visit: Visit, article: Article) -> PrintArticle:
    return PrintArticle(article, visit.language)


def _article(visit: Visit, state: states.FaqArticle, event: Event) -> Step | None:
    article = article_of(visit, state.article)
    match event:
        case events.WentBack() if state.paper is not PaperState.PRINTING:
            return visit.at(state.before), ()
        case events.PageTurned(sheet) if article:
            last = len(sheets_of(article, visit.language)) - 1
            return visit.at(replace(state, sheet=min(max(sheet, 0), last))), ()
        case events.VoteCast(useful) if article and not state.vote:
            return _voted(visit, state, article, useful)
        case events.PaperChosen(wanted=True) if article and state.paper is not PaperState.PRINTING:
            return visit.at(replace(state, paper=PaperState.PRINTING)), (paper(visit, article),)
        case events.PaperFinished(reference, outcome) if reference == paper_reference(state.article):
            return replace(visit, touched_at=visit.now).at(replace(state, paper=PaperState.of(outcome))), ()
        case _:
            return None


def _voted(visit: Visit, state: states.FaqArticle, article: Article, useful: bool) -> Step:
    effects: tuple[Effect, ...] = (SaveVote(article.id, article.version, useful, visit.language), Push())
    return visit.at(replace(state, vote="useful" if useful else "useless")), effects
