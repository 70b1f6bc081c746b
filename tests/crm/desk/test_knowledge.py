"""The knowledge base at the desk: written, published, expired; what was not found becomes an answer."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI

from crm.centre import Centre
from crm.intake.bodies import body_hash
from crm.kiosks.published import PARTS
from crm.knowledge import articles, unmet
from crm.schema import Article, ArticleState
from tests.crm.desk.scene import Browser, Scene
from tests.crm.signing import SigningKiosk, contract

FORM = {
    "id": "parking", "category": "other", "owner": "chen", "review_on": "2027-11-01", "need": "0", "revision": "0",
    "title_zh_hant": "哪裡可以停車？", "answer_zh_hant": "門市後方有停車場。",
    "title_en": "Where can I park?", "answer_en": "Behind the branch.", "alternates_en": "car park\nparking lot",
}  # fmt: skip


def on_kiosks(centre: Centre) -> dict[str, Any]:
    with centre.database.reading() as session:
        rows = PARTS["knowledge"].body(session, centre.clock())
    return {row["id"]: row for row in rows}


def revision(centre: Centre, id: str) -> str:
    with centre.database.reading() as session:
        return str(session.get_one(Article, id).revision)


@pytest.mark.requirement("C3")
def test_an_agent_writes_and_a_supervisor_publishes(chen: Browser, lead: Browser, centre: Centre) -> None:
    """C3: a draft is on no kiosk; an agent may not publish."""
    assert chen.post("/desk/knowledge/new", **FORM).status_code == 200
    assert "parking" not in on_kiosks(centre)
    now_here = {"revision": revision(centre, "parking")}
    assert chen.post("/desk/knowledge/parking/publish", **now_here).status_code == 403
    assert lead.post("/desk/knowledge/parking/publish", **now_here).status_code == 200
    article = on_kiosks(centre)["parking"]
    assert article["title"] == {"zh-Hant": "哪裡可以停車？", "en": "Where can I park?"}
    assert article["alternates"] == {"en": ["car park", "parking lot"]}
    assert (article["review"], article["version"]) == ("2027-11-01", 1)


def test_a_new_version_waits_and_the_old_one_stays(chen: Browser, lead: Browser, centre: Centre) -> None:
    """C6: what is published is published until somebody says otherwise; every version is kept and told apart."""
    lead.post("/desk/knowledge/new", **FORM)
    lead.post("/desk/knowledge/parking/publish", revision=revision(centre, "parking"))
    changed = {**FORM, "revision": revision(centre, "parking"), "answer_en": "Next to the branch."}
    assert chen.post("/desk/knowledge/parking", **changed).status_code == 200
    assert on_kiosks(centre)["parking"]["answer"]["en"] == "Behind the branch."
    diff = chen.get("/desk/knowledge/parking/versions/2").text
    assert "<del>en answer: Behind the branch.</del>" in diff
    assert "<ins>en answer: Next to the branch.</ins>" in diff
    lead.post("/desk/knowledge/parking/publish", revision=revision(centre, "parking"))
    assert on_kiosks(centre)["parking"]["answer"]["en"] == "Next to the branch."
    lead.post("/desk/knowledge/parking/retire", revision=revision(centre, "parking"))
    assert "parking" not in on_kiosks(centre)


def test_two_editors_at_once_lose_nothing(chen: Browser, chang: Browser, centre: Centre) -> None:
    chen.post("/desk/knowledge/new", **FORM)
    seen = {**FORM, "revision": revision(centre, "parking")}
    assert chen.post("/desk/knowledge/parking", **{**seen, "answer_en": "One."}).status_code == 200
    late = chang.post("/desk/knowledge/parking", **{**seen, "answer_en": "Two."})
    assert late.status_code == 409
    assert "Two." in late.text


@pytest.mark.parametrize(
    ("change", "status"),
    [({"id": "No Spaces"}, 422), ({"id": "late-payment"}, 422), ({"review_on": "soon"}, 422),
     ({"category": "weather"}, 422), ({"answer_en": ""}, 422),
     ({"title_en": "", "answer_en": "", "alternates_en": "", "title_zh_hant": "", "answer_zh_hant": ""}, 422)],
)  # fmt: skip
def test_a_form_that_cannot_be_saved_comes_back_as_it_was(
    chen: Browser, change: dict[str, str], status: int
) -> None:
    answer = chen.post("/desk/knowledge/new", **{**FORM, **change})
    assert answer.status_code == status
    assert "2027-11-01" in answer.text or "review_on" in change


@pytest.mark.requirement("C3")
def test_what_expired_is_listed_to_its_owner(chen: Browser, chang: Browser, centre: Centre) -> None:
    """C3: told on the owner's page, with its review date for kiosks without a line."""
    yesterday = date(2026, 11, 21)
    with centre.database.writing() as session:
        article = session.get_one(Article, "late-payment")
        article.review_on, article.owner = yesterday, "chen"
        article.revision += 1
    assert "late-payment" in chen.get("/desk/knowledge?shown=expired").text
    assert "shown=expired" in chen.get("/desk/knowledge").text.split('<nav class="pager"')[0]
    assert "shown=expired" not in chang.get("/desk/knowledge").text.split('<nav class="pager"')[0]
    assert on_kiosks(centre)["late-payment"]["review"] == yesterday.isoformat()


def asked(kiosk: SigningKiosk, text: str, language: str = "en") -> None:
    body = {"text": text, "language": language}
    record = {
        **contract("records/unmet_search.json"),
        "id": str(uuid4()),
        "body": body,
        "body_hash": body_hash(body),
    }
    assert kiosk.sync(record)["answers"][0]["verdict"] == "stored"


@pytest.fixture
def line(app: FastAPI, centre: Centre, scene: Scene, kiosk: SigningKiosk) -> SigningKiosk:
    return kiosk


@pytest.mark.requirement("C4")
def test_what_was_not_found_is_counted_by_week(line: SigningKiosk, chen: Browser, centre: Centre) -> None:
    """C4: the same words in another dress are one question."""
    for text in ("Parking lot", "parking  LOT", "wifi password"):
        asked(line, text)
    page = chen.get("/desk/needs").text
    assert page.index("Parking lot") < page.index("wifi password")
    with centre.database.reading() as session:
        rows = unmet.report(session, date(2026, 11, 16))
        assert [(row.text, row.asked) for row in rows] == [("Parking lot", 2), ("wifi password", 1)]
        assert unmet.report(session, date(2026, 11, 9)) == []


@pytest.mark.requirement("C4")
def test_a_question_with_a_number_in_it_is_refused(line: SigningKiosk) -> None:
    body = {"text": "call 0912345678", "language": "en"}
    record = {
        **contract("records/unmet_search.json"),
        "id": str(uuid4()),
        "body": body,
        "body_hash": body_hash(body),
    }
    [answer] = line.sync(record)["answers"]
    assert answer["verdict"] == "refused"
    assert "0912345678" not in json.dumps(answer)


@pytest.mark.requirement("X48")
def test_a_question_without_an_answer_gets_one(line: SigningKiosk, lead: Browser, centre: Centre) -> None:
    """X48: as an article of its own, or as another way to ask; it leaves the report and reaches the kiosks."""
    asked(line, "parking lot")
    asked(line, "past due fee")
    with centre.database.reading() as session:
        needs = {row.text: row.id for row in unmet.report(session, date(2026, 11, 16))}
    assert "parking lot" in lead.get(f"/desk/knowledge/new?need={needs['parking lot']}").text
    lead.post("/desk/knowledge/new", **{**FORM, "need": str(needs["parking lot"])})
    lead.post("/desk/knowledge/parking/publish", revision=revision(centre, "parking"))
    before = line.sync()["content"]["knowledge"]
    lead.post(f"/desk/needs/{needs['past due fee']}/phrasing", article="late-payment")
    assert "past due fee" in on_kiosks(centre)["late-payment"]["alternates"]["en"]
    assert "parking" in on_kiosks(centre)
    assert line.sync()["content"]["knowledge"] != before
    with centre.database.reading() as session:
        assert unmet.report(session, date(2026, 11, 16)) == []


def test_an_agents_phrasing_waits_for_a_supervisor(line: SigningKiosk, chen: Browser, centre: Centre) -> None:
    asked(line, "past due fee")
    with centre.database.reading() as session:
        [need] = unmet.report(session, date(2026, 11, 16))
    chen.post(f"/desk/needs/{need.id}/phrasing", article="late-payment")
    assert "past due fee" not in on_kiosks(centre)["late-payment"]["alternates"]["en"]


@pytest.mark.requirement("C4")
def test_votes_are_counted_an_article(line: SigningKiosk, chen: Browser) -> None:
    for useful in (True, True, False):
        body = {**contract("records/vote.json")["body"], "useful": useful}
        line.sync(
            {**contract("records/vote.json"), "id": str(uuid4()), "body": body, "body_hash": body_hash(body)}
        )
    assert (
        "yes 2, no 1" in chen.get("/desk/knowledge").text
        or "有 2，沒有 1" in chen.get("/desk/knowledge").text
    )


def test_articles_from_a_file_leave_an_editors_alone(centre: Centre) -> None:
    from crm.knowledge.imports import ARTICLES, FACTORY, import_articles

    rows = ARTICLES.validate_json(FACTORY.read_bytes())
    changed = rows[0].model_copy(update={"answer": {**rows[0].answer, "en": "Another answer."}})
    now = centre.clock()
    with centre.database.writing() as session:
        assert import_articles(session, rows, now, "Asia/Taipei") == 0
        assert import_articles(session, [changed], now, "Asia/Taipei") == 1
        article = session.get_one(Article, rows[0].id)
        assert (article.latest, article.published, article.state) == (2, 2, ArticleState.PUBLISHED)
        newest = articles.version(session, article.id, 2)
        assert newest is not None
        articles.save(
            session, article.id, article.revision, articles.draft_of(article, newest.texts), "chen", now
        )
        assert import_articles(session, rows[:1], now + timedelta(days=1), "Asia/Taipei") == 0
