"""The knowledge base: lists, the form with its preview, versions side by side, and what customers did not find."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Query, Request
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from starlette.responses import Response

from crm.desk.door import Here, Signed
from crm.desk.frame import Desk
from crm.desk.page import go, show, texts_of
from crm.knowledge import articles, unmet
from crm.knowledge.articles import CATEGORIES, LANGUAGES, VOUCHED, Draft
from crm.revisions import Moved
from crm.schema import Article, ArticleState, ArticleVersion, UnmetSearch
from crm.staff.logins import Agent

router = APIRouter()

SHOWN = ("all", "mine", "draft", "expired")
ID = re.compile(r"[a-z0-9][a-z0-9-]{1,63}")
LONGEST = {"title": 200, "answer": 4000, "alternates": 3000, "steps": 1600}


class ArticleEntries(BaseModel):
    """What stands in the form, as it was typed. Other phrasings and steps: one a line."""

    id: str = ""
    category: str = "other"
    owner: str = ""
    review_on: str = ""
    revision: int = 0
    need: int = 0
    title_zh_hant: str = ""
    answer_zh_hant: str = ""
    alternates_zh_hant: str = ""
    steps_zh_hant: str = ""
    title_en: str = ""
    answer_en: str = ""
    alternates_en: str = ""
    steps_en: str = ""
    title_zh_hans: str = ""
    answer_zh_hans: str = ""
    alternates_zh_hans: str = ""
    steps_zh_hans: str = ""

    def of(self, field: str, language: str) -> str:
        return str(getattr(self, name_of(field, language)))


def name_of(field: str, language: str) -> str:
    """`title`, `zh-Hant` -> `title_zh_hant`."""
    return f"{field}_{language.lower().replace('-', '_')}"


@router.get("/knowledge")
def articles_page(
    request: Request,
    desk: Here,
    agent: Signed,
    shown: Annotated[str, Query()] = "all",
    said: Annotated[str, Query()] = "",
) -> Response:
    """`expired`: past the day of their review, so no longer on any kiosk; an agent sees the own ones first."""
    today = _today(desk)
    with desk.centre.database.reading() as session:
        rows = session.scalars(_wanted(shown, agent, today)).all()
        newest = articles.newest(session, [row.id for row in rows])
        votes = unmet.votes(session, [row.id for row in rows])
        overdue = session.scalars(
            select(Article.id).where(Article.owner == agent.login, _is_expired(today)).limit(100)
        ).all()
    return show(
        request, "knowledge.html", rows=rows, texts_by_id=newest, votes=votes,
        shown=shown if shown in SHOWN else "all", today=today, overdue=len(overdue), all_shown=SHOWN,
        said=said if said in ("saved", "published", "retired", "answered") else "", title_of=_title_of(request),
    )  # fmt: skip


@router.get("/knowledge/new")
def new_page(request: Request, desk: Here, agent: Signed, need: Annotated[int, Query(ge=0)] = 0) -> Response:
    """Empty, or begun with a question that found no answer."""
    entries = ArticleEntries(owner=agent.login, review_on=(_today(desk) + VOUCHED).isoformat(), need=need)
    with desk.centre.database.reading() as session:
        row = session.get(UnmetSearch, need) if need else None
    if row:
        language = row.language if row.language in LANGUAGES else LANGUAGES[0]
        entries = entries.model_copy(update={name_of("title", language): row.text})
    return _form(request, entries)


@router.post("/knowledge/new")
def create(
    request: Request, desk: Here, agent: Signed, entries: Annotated[ArticleEntries, Form()]
) -> Response:
    """A draft; what a supervisor writes is published with it when the form says so."""
    id = entries.id.strip() or _id_from(entries, desk)
    draft, fault = _read(entries)
    if draft is None or not ID.fullmatch(id):
        return _form(request, entries, fault or "id", status=422)
    now = desk.centre.clock()
    try:
        with desk.centre.database.writing() as session:
            articles.create(session, id, draft, agent.login, now)
            row = session.get(UnmetSearch, entries.need) if entries.need else None
            if row:
                unmet.answered(session, row, id)
    except IntegrityError:
        return _form(request, entries, "id", status=422)
    return go(f"/desk/knowledge/{id}?said=saved")


@router.get("/knowledge/{id}")
def article_page(
    request: Request, desk: Here, agent: Signed, id: str, said: Annotated[str, Query()] = ""
) -> Response:
    with desk.centre.database.reading() as session:
        article = articles.find(session, id)
        newest = _version(session, article) if article else None
        if article is None or newest is None:
            raise HTTPException(404)
        history = articles.versions(session, id)
        votes = unmet.votes(session, [id]).get(id)
    entries = _entries(article, newest)
    return _form(
        request, entries, article=article, newest=newest, history=history, votes=votes,
        said=said if said in ("saved", "published", "retired") else "",
    )  # fmt: skip


@router.post("/knowledge/{id}")
def save(
    request: Request, desk: Here, agent: Signed, id: str, entries: Annotated[ArticleEntries, Form()]
) -> Response:
    draft, fault = _read(entries)
    if draft is None:
        return _form(request, entries, fault, status=422)
    try:
        with desk.centre.database.writing() as session:
            articles.save(session, id, entries.revision, draft, agent.login, desk.centre.clock())
    except Moved:
        return _form(request, entries, "moved", status=409)
    return go(f"/desk/knowledge/{id}?said=saved")


@router.post("/knowledge/{id}/publish")
def publish(
    request: Request, desk: Here, agent: Signed, id: str, revision: Annotated[int, Form()]
) -> Response:
    return _decide(desk, agent, id, revision, ArticleState.PUBLISHED)


@router.post("/knowledge/{id}/retire")
def retire(
    request: Request, desk: Here, agent: Signed, id: str, revision: Annotated[int, Form()]
) -> Response:
    return _decide(desk, agent, id, revision, ArticleState.RETIRED)


@router.get("/knowledge/{id}/versions/{number}")
def version_page(request: Request, desk: Here, agent: Signed, id: str, number: int) -> Response:
    """What this version says otherwise than the one before."""
    with desk.centre.database.reading() as session:
        now_here = articles.version(session, id, number)
        before = articles.version(session, id, number - 1)
    if now_here is None:
        raise HTTPException(404)
    old = _lines(before.texts) if before else []
    changes = [line for line in difflib.ndiff(old, _lines(now_here.texts)) if line[0] in "+-"]
    return show(request, "knowledge_version.html", id=id, version=now_here, before=before, changes=changes)


@router.get("/needs")
def needs_page(
    request: Request,
    desk: Here,
    agent: Signed,
    week: Annotated[date | None, Query()] = None,
    said: Annotated[str, Query()] = "",
) -> Response:
    """The weekly report of what was not found."""
    monday = unmet.week_of(week or _today(desk))
    with desk.centre.database.reading() as session:
        rows = unmet.report(session, monday)
        told, weeks = unmet.total(session, monday), unmet.weeks(session)
        choices = session.scalars(
            select(Article).where(Article.state != ArticleState.RETIRED).order_by(Article.position).limit(500)
        ).all()
        titles = articles.newest(session, [row.id for row in choices] if rows else [])
    return show(
        request, "needs.html", rows=rows, week=monday, weeks=weeks, total=told, choices=choices, titles=titles,
        title_of=_title_of(request), said=said if said == "answered" else "",
    )  # fmt: skip


@router.post("/needs/{need}/phrasing")
def add_phrasing(
    request: Request, desk: Here, agent: Signed, need: int, article: Annotated[str, Form()]
) -> Response:
    """The question becomes another way to ask for an article; a supervisor publishes it by the same touch."""
    now = desk.centre.clock()
    with desk.centre.database.writing() as session:
        row, known = session.get(UnmetSearch, need), articles.find(session, article)
        newest = _version(session, known) if known else None
        if row is None or known is None or newest is None:
            raise HTTPException(404)
        language = row.language if row.language in newest.texts else next(iter(newest.texts))
        texts = articles.with_phrasing(newest.texts, language, row.text)
        was_out = known.published == known.latest
        saved = articles.save(
            session, article, known.revision, articles.draft_of(known, texts), agent.login, now
        )
        if agent.supervises and was_out:
            articles.publish(session, article, saved.revision, agent.login, True, now)
        unmet.answered(session, row, article)
    return go("/desk/needs?said=answered")


# --- parts ------------------------------------------------------------------------------------


def _decide(desk: Desk, agent: Agent, id: str, revision: int, state: ArticleState) -> Response:
    act = articles.publish if state is ArticleState.PUBLISHED else articles.retire
    try:
        with desk.centre.database.writing() as session:
            act(session, id, revision, agent.login, agent.supervises, desk.centre.clock())
    except articles.MayNot as no:
        raise HTTPException(403) from no
    except Moved as moved:
        raise HTTPException(409) from moved
    return go(f"/desk/knowledge/{id}?said={state.value}")


def _form(
    request: Request,
    entries: ArticleEntries,
    fault: str = "",
    *,
    status: int = 200,
    article: Article | None = None,
    newest: ArticleVersion | None = None,
    history: Sequence[ArticleVersion] = (),
    votes: Any = None,
    said: str = "",
) -> Response:
    return show(
        request, "knowledge_article.html", status, entries=entries, fault=fault, article=article, newest=newest,
        history=history, votes=votes, said=said, categories=CATEGORIES, languages=LANGUAGES, name_of=name_of,
        longest=LONGEST,
    )  # fmt: skip


def _read(entries: ArticleEntries) -> tuple[Draft | None, str]:
    """The draft, or what is wrong with the form."""
    try:
        review = date.fromisoformat(entries.review_on)
    except ValueError:
        return None, "review"
    texts = {language: _text(entries, language) for language in LANGUAGES if _is_written(entries, language)}
    if any(bool(text["title"]) != bool(text["answer"]) for text in texts.values()):
        return None, "texts"
    try:
        return Draft(entries.category, entries.owner.replace("\0", "").strip()[:64], review, texts), ""
    except ValueError as wrong:
        return None, str(wrong)


def _is_written(entries: ArticleEntries, language: str) -> bool:
    return any(entries.of(field, language).strip() for field in LONGEST)


def _text(entries: ArticleEntries, language: str) -> dict[str, Any]:
    def lines(field: str, most: int) -> list[str]:
        typed = entries.of(field, language).replace("\0", "")[: LONGEST[field]].splitlines()
        return [line.strip()[:200] for line in typed if line.strip()][:most]

    def whole(field: str) -> str:
        return entries.of(field, language).replace("\0", "").strip()[: LONGEST[field]]

    return {
        "title": whole("title"),
        "answer": whole("answer"),
        "alternates": lines("alternates", articles.MOST_ALTERNATES),
        "steps": lines("steps", 5),
    }


def _entries(article: Article, newest: ArticleVersion) -> ArticleEntries:
    typed: dict[str, Any] = {}
    for language, text in newest.texts.items():
        typed[name_of("title", language)] = text["title"]
        typed[name_of("answer", language)] = text["answer"]
        typed[name_of("alternates", language)] = "\n".join(text["alternates"])
        typed[name_of("steps", language)] = "\n".join(text["steps"])
    return ArticleEntries(
        id=article.id, category=article.category, owner=article.owner, revision=article.revision,
        review_on=article.review_on.isoformat(), **typed,
    )  # fmt: skip


def _lines(texts: Mapping[str, Any]) -> list[str]:
    """Every text on a line of its own, with its language and field."""
    return [
        f"{language} {field}: {text}"
        for language in LANGUAGES
        if language in texts
        for field in LONGEST
        for text in (
            [texts[language][field]] if isinstance(texts[language][field], str) else texts[language][field]
        )
    ]


def _wanted(shown: str, agent: Agent, today: date) -> Any:
    rows = select(Article).order_by(Article.position, Article.id).limit(500)
    match shown:
        case "mine":
            return rows.where(Article.owner == agent.login)
        case "draft":
            return rows.where((Article.published.is_(None)) | (Article.published != Article.latest))
        case "expired":
            return rows.where(_is_expired(today))
        case _:
            return rows


def _is_expired(today: date) -> Any:
    return (Article.review_on < today) & (Article.state == ArticleState.PUBLISHED)


def _version(session: Any, article: Article) -> ArticleVersion | None:
    return articles.version(session, article.id, article.latest)


def _title_of(request: Request) -> Any:
    """The title in the reader's language, else in any."""
    language = texts_of(request).language

    def title(version: ArticleVersion | None) -> str:
        told = version.texts if version else {}
        first: Mapping[str, Any] = told.get(language) or next(iter(told.values()), {})
        return str(first.get("title", ""))

    return title


def _today(desk: Desk) -> date:
    return desk.centre.clock().astimezone(desk.settings.zone).date()


def _id_from(entries: ArticleEntries, desk: Desk) -> str:
    words = re.findall(r"[a-z0-9]+", entries.title_en.lower())[:4]
    stamp = f"{desk.centre.clock():%Y%m%d%H%M%S}"
    return "-".join([*words, stamp] if words else ["article", stamp])[:64]
