"""The scripts of calls at the desk: supervisors write them in versions and publish one; the steps against fraud stay."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from crm.callbacks import script_versions as versions
from crm.callbacks.script_versions import LONGEST_STEP, MOST_STEPS, Step, Wording
from crm.callbacks.scripts import ANTI_FRAUD, TOPICS
from crm.desk.door import Here, Supervising
from crm.desk.frame import Desk
from crm.desk.page import go, show
from crm.desk.texts import LANGUAGES
from crm.revisions import Moved
from crm.schema import Script

router = APIRouter(prefix="/scripts")

#: How many empty rows stand below the steps.
SPARE = 2
SAID = ("saved", "published")
#: In the order of the form's fields.
LANGUAGES_OF_FORM = ("zh-Hant", "en", "zh-Hans")

Many = Annotated[list[str] | None, Form()]


@dataclass(frozen=True, slots=True)
class Row:
    """One step in the form. `place`: where it was typed to stand."""

    name: str
    place: str
    texts: dict[str, str]

    @property
    def is_written(self) -> bool:
        return any(self.texts.values())


@router.get("")
def scripts_page(request: Request, desk: Here, agent: Supervising) -> Response:
    with desk.centre.database.reading() as session:
        rows = [(topic, versions.find(session, topic)) for topic in TOPICS]
        followed = {topic: versions.published(session, topic) for topic in TOPICS}
    return show(request, "scripts.html", rows=rows, followed=followed)


@router.get("/{topic}")
def script_page(
    request: Request, desk: Here, agent: Supervising, topic: str, said: Annotated[str, Query()] = ""
) -> Response:
    with desk.centre.database.reading() as session:
        newest = _newest(session, topic)
    rows = [Row(step.name, str(place), words_in(desk, step)) for place, step in enumerate(newest.steps, 1)]
    return _form(request, desk, topic, rows, said=said if said in SAID else "")


@router.post("/{topic}")
def save(
    request: Request,
    desk: Here,
    agent: Supervising,
    topic: str,
    revision: Annotated[int, Form(ge=0)] = 0,
    name: Many = None,
    place: Many = None,
    zh_hant: Many = None,
    en: Many = None,
    zh_hans: Many = None,
) -> Response:
    """A new draft. A step whose words did not change keeps its name, and with it its history."""
    texts = zip(zh_hant or (), en or (), zh_hans or (), strict=False)
    rows = [
        Row(named, placed, {language: _line(words) for language, words in zip(LANGUAGES_OF_FORM, said, strict=True)})
        for named, placed, said in zip(name or (), place or (), texts, strict=False)
    ]  # fmt: skip
    fault = _fault(rows)
    if fault:
        return _form(request, desk, topic, rows, status=422, fault=fault)
    try:
        with desk.centre.database.writing() as session:
            known = {step.name: words_in(desk, step) for step in _newest(session, topic).steps}
            steps = [
                Step(row.name if known.get(row.name) == row.texts else "", row.texts)
                for row in _ordered(rows)
            ]
            versions.save(session, topic, revision, steps, agent.login, desk.centre.clock())
    except Moved:
        return _form(request, desk, topic, rows, status=409, fault="moved")
    return go(f"/desk/scripts/{topic}?said=saved")


@router.post("/{topic}/publish")
def publish(
    desk: Here,
    agent: Supervising,
    topic: str,
    revision: Annotated[int, Form(ge=0)],
    number: Annotated[int, Form(ge=1)],
) -> Response:
    try:
        with desk.centre.database.writing() as session:
            versions.publish(session, topic, revision, number, agent.login, desk.centre.clock())
    except versions.NoSuch as none:
        raise HTTPException(404) from none
    except Moved as moved:
        raise HTTPException(409) from moved
    return go(f"/desk/scripts/{topic}?said=published")


@router.get("/{topic}/versions/{number}")
def version_page(request: Request, desk: Here, agent: Supervising, topic: str, number: int) -> Response:
    """What this version says otherwise than the one before; the first, than the one shipped."""
    with desk.centre.database.reading() as session:
        script, row = _find(session, topic), versions.version(session, topic, number)
        before = versions.version(session, topic, number - 1)
    if script is None or row is None:
        raise HTTPException(404)
    old = versions.wording(before) if before else versions.shipped(topic)
    lines = difflib.ndiff(_lines(desk, old), _lines(desk, versions.wording(row)))
    changes = [line for line in lines if line[0] in "+-"]
    return show(request, "script_version.html", topic=topic, script=script, version=row, changes=changes)


# --- parts ------------------------------------------------------------------------------------


def words_in(desk: Desk, step: Step) -> dict[str, str]:
    """A step in every language; those that the house ships from the catalogues."""
    if step.texts:
        return {language: step.texts.get(language, "") for language in LANGUAGES_OF_FORM}
    return {language: desk.texts[language].get(f"script.{step.name}") for language in LANGUAGES_OF_FORM}


def _form(
    request: Request, desk: Desk, topic: str, rows: Sequence[Row], *, status: int = 200, fault: str = "", said: str = ""
) -> Response:  # fmt: skip
    with desk.centre.database.reading() as session:
        script = _find(session, topic)
        history = versions.versions(session, topic)
        followed = versions.published(session, topic)
    spare = [Row("", str(len(rows) + more), {}) for more in range(1, SPARE + 1)]
    return show(
        request, "script.html", status, topic=topic, script=script, history=history, followed=followed,
        rows=[*rows, *spare][: max(MOST_STEPS, len(rows))], anti_fraud=ANTI_FRAUD, fault=fault, said=said,
        languages=dict(zip(("zh_hant", "en", "zh_hans"), LANGUAGES_OF_FORM, strict=True)), longest=LONGEST_STEP,
    )  # fmt: skip


def _find(session: Session, topic: str) -> Script | None:
    try:
        return versions.find(session, topic)
    except versions.NoSuch as none:
        raise HTTPException(404) from none


def _newest(session: Session, topic: str) -> Wording:
    """What the form begins with."""
    script = _find(session, topic)
    row = versions.version(session, topic, script.latest) if script else None
    return versions.wording(row) if row else versions.shipped(topic)


def _fault(rows: Sequence[Row]) -> str:
    if not any(row.is_written for row in rows) or len(rows) > MOST_STEPS:
        return "empty"
    return "long" if any(len(words) > LONGEST_STEP for row in rows for words in row.texts.values()) else ""


def _ordered(rows: Sequence[Row]) -> list[Row]:
    """By the numbers typed; what has none stays behind the one before it."""
    written = [(nth, row) for nth, row in enumerate(rows, start=1) if row.is_written]
    return [row for _, row in sorted(written, key=lambda each: (_number(each[1].place, each[0]), each[0]))]


def _number(typed: str, otherwise: int) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else otherwise


def _line(words: str) -> str:
    return " ".join(words.replace("\0", "").split())


def _lines(desk: Desk, wording: Wording) -> list[str]:
    return [
        f"{language}: {words_in(desk, step)[language]}"
        for language in LANGUAGES
        for step in wording.steps
        if words_in(desk, step)[language]
    ]
