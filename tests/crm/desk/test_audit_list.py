"""N3: who did what, to be found again by supervisors; and who looked for it."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from crm import audit, chain
from crm.desk import audit_list
from crm.intake.batch import take_all
from crm.intake.records import Sender, Verdict
from crm.schema import AuditLine, Kiosk
from tests.crm.desk.scene import Browser, Scene
from tests.crm.signing import EPOCH, StepClock, contract, seal

AUDIT = contract("records/audit.json")

WHAT = re.compile(r"<code>([^<]+)</code>")


def noted(scene: Scene, *lines: tuple[str, str, str]) -> None:
    with scene.centre.database.writing() as session:
        for who, what, subject in lines:
            audit.note(session, scene.now, who, what, subject)


@pytest.mark.requirement("N3")
def test_lines_are_found_by_who_what_subject_and_day(scene: Scene, lead: Browser, clock: StepClock) -> None:
    noted(
        scene,
        ("ann", "test.one", "A"),
        ("ann", "test.two", "B"),
        ("bob", "test.one", "B"),
        ("bob", "t%st", "A"),
    )
    clock.step(hours=20)
    lead.sign_in("lead")
    noted(scene, ("ann", "test.three", "A"))
    asked = {
        "?who=ann": ["test.three", "test.two", "test.one"],
        "?what=test": ["test.three", "test.one", "test.two", "test.one"],
        "?what=t%25": ["t%st"], "?subject=B": ["test.one", "test.two"], "?who=ann&subject=A": ["test.three", "test.one"],
        "?who=ann&day=2026-11-22": ["test.two", "test.one"], "?who=ann&day=2026-11-23": ["test.three"],
        "?who=ann&day=nonsense": ["test.three", "test.two", "test.one"], "?who=nobody": [],
    }  # fmt: skip
    for query, words in asked.items():
        assert WHAT.findall(lead.get(f"/desk/audit{query}").text) == words, query
    assert lead.get("/desk/audit?before=0").status_code == 422
    assert lead.get("/desk/audit?day=0001-01-01").status_code == 200


@pytest.mark.requirement("N3")
def test_views_and_exports_are_lines_themselves(scene: Scene, lead: Browser, chen: Browser) -> None:
    """N3: audit trail of views and exports."""
    lead.get("/desk/audit?who=chen")
    lead.get("/desk/audit.csv?what=staff")
    assert chen.get("/desk/audit.csv").status_code == 403
    with scene.centre.database.reading() as session:
        mine = select(AuditLine).where(AuditLine.subject == "audit").order_by(AuditLine.id)
        told = [(line.who, line.what, line.detail) for line in session.scalars(mine)]
        assert list(chain.breaks(session)) == []
    assert told == [("lead", "audit.viewed", {"who": "chen"}), ("lead", "audit.exported", {"what": "staff"})]


def test_the_file_holds_what_the_filter_found(scene: Scene, lead: Browser) -> None:
    noted(scene, ("ann", "test.one", "=1+1"), ("ann", "test.two", ""))
    answer = lead.get("/desk/audit.csv?who=ann")
    lines = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [line[2:5] for line in lines[2:]] == [["ann", "test.two", ""], ["ann", "test.one", "'=1+1"]]


def test_pages_follow_by_key_and_keep_the_filter(
    scene: Scene, lead: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_list, "PAGE", 2)
    noted(scene, *[("ann", f"test.{number}", "") for number in range(5)])
    seen, path = [], "/desk/audit?who=ann"
    for _ in range(3):
        page = lead.get(path).text
        seen += WHAT.findall(page)
        path = next(
            (a.replace("&amp;", "&") for a in re.findall(r'href="(/desk/audit\?[^"]*before=[^"]+)"', page)),
            "",
        )
    assert seen == [f"test.{number}" for number in (4, 3, 2, 1, 0)]
    assert path == ""


@pytest.mark.requirement("N3")
def test_what_kiosks_told_stands_among_the_lines_in_its_time(
    scene: Scene, lead: Browser, clock: StepClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """N3: found by who and what, in pages without a double or a hole; the lines about batches for whoever asks."""
    monkeypatch.setattr(audit_list, "PAGE", 2)
    with scene.centre.database.writing() as session:
        session.add(Kiosk(id="K55", site="hall"))
    told = []
    for number in range(1, 6):
        clock.step(seconds=60)
        noted(scene, ("ann", f"test.{number}", ""))
        at = scene.now - timedelta(seconds=90 if number % 2 else 0)
        told.append(
            {**seal(AUDIT, kind=f"kiosk.{number}"), "id": str(uuid4()), "seq": number, "at": at.isoformat()}
        )
    with scene.centre.database.writing() as session:
        answers = take_all(session, Sender("K55", EPOCH), told, scene.now)
        assert {answer.verdict for answer in answers} == {Verdict.STORED}
    assert _pages(lead, "/desk/audit?who=K55") == [f"kiosk.{number}" for number in (4, 5, 2, 3, 1)]
    assert _pages(lead, "/desk/audit?what=kiosk.3") == ["kiosk.3"]
    assert _pages(lead, "/desk/audit?who=K55&what=records.") == ["records.taken"]
    assert [word for word in _pages(lead, "/desk/audit") if word.startswith(("kiosk.", "test."))] == [
        "test.5", "test.4", "kiosk.4", "kiosk.5", "test.3", "test.2", "kiosk.2", "kiosk.3", "test.1", "kiosk.1",
    ]  # fmt: skip
    assert "K55,kiosk.4" in lead.get("/desk/audit.csv?who=K55").text


def _pages(lead: Browser, path: str) -> list[str]:
    seen: list[str] = []
    while path:
        page = lead.get(path).text
        seen += WHAT.findall(page)
        path = next(
            (a.replace("&amp;", "&") for a in re.findall(r'href="(/desk/audit\?[^"]*before=[^"]+)"', page)),
            "",
        )
    return seen
