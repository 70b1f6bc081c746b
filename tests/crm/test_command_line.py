"""`python -m crm`: what a stranger types, from an empty folder to a centre that answers."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crm import demo
from crm.__main__ import main
from crm.database import Database
from crm.knowledge.articles import published
from crm.schema import Article, Customer, EnrolmentCode, Kiosk, Staff
from crm.tokens import code_digest
from tests.crm.places import BOTH
from tests.crm.postgres import Postgres
from tests.crm.signing import StepClock

PASSWORD = "correct horse battery"


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where nothing is yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'centre.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.empty() as url:
        yield url


@pytest.fixture
def ready(url: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["init", "--db", url]) == 0
    capsys.readouterr()
    return url


@pytest.fixture
def database(ready: str) -> Iterator[Database]:
    database = Database(ready)
    yield database
    database.close()


@pytest.mark.parametrize(
    "verb",
    [
        ["serve"],
        ["add-staff", "chen", "陳怡君"],
        ["enrol-kiosk", "K07"],
        ["revoke-kiosk", "K07"],
        ["import", "bills", "bills.json"],
    ],
    ids=lambda verb: verb[0],
)
def test_before_init_every_verb_says_what_to_do(
    verb: list[str], url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*verb, "--db", url]) == 1
    assert "python -m crm init --db" in capsys.readouterr().err


def test_init_twice(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert [main(["init", "--db", url]), main(["init", "--db", url])] == [0, 0]
    first, second = [json.loads(line)["schema"] for line in capsys.readouterr().out.splitlines()]
    assert first == second >= "0001"


def test_a_kiosk_gets_a_code_that_is_kept_by_hash(database: Database, ready: str, capsys: Any) -> None:
    assert main(["enrol-kiosk", "K07", "--site", "三重", "--db", ready]) == 0
    code = capsys.readouterr().out.strip()
    with database.reading() as session:
        assert session.get_one(EnrolmentCode, code_digest(code)).kiosk_id == "K07"
        assert session.get_one(Kiosk, "K07").site == "三重"


@pytest.mark.parametrize("kiosk", ["k07", "K-7", "K" * 13, "機台"])
def test_a_kiosk_id_that_no_reference_could_carry(kiosk: str, ready: str) -> None:
    assert main(["enrol-kiosk", kiosk, "--db", ready]) == 1


def test_revoking_nobody(ready: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["revoke-kiosk", "K99", "--db", ready]) == 1
    assert "K99" in capsys.readouterr().err


def add_chen(url: str, path: Path, password: str) -> int:
    path.write_text(password + "\n", encoding="utf-8")
    return main(["add-staff", "chen", "陳怡君", "--role", "agent", "--password-file", str(path), "--db", url])


def test_staff_are_added_once(database: Database, ready: str, tmp_path: Path, capsys: Any) -> None:
    assert add_chen(ready, tmp_path / "password", PASSWORD) == 0
    assert add_chen(ready, tmp_path / "password", PASSWORD) == 1
    assert "chen is taken" in capsys.readouterr().err
    with database.reading() as session:
        [member] = session.query(Staff)
    assert member.password_hash.startswith("$argon2id$")


def test_a_password_too_short(ready: str, tmp_path: Path) -> None:
    assert add_chen(ready, tmp_path / "password", "short") == 1


CUSTOMER = {"id": 7, "name": "周大同", "phone": "0911000777", "accounts": [{"number": "9000000777"}]}


def import_rows(url: str, path: Path, what: str, rows: Any) -> int:
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return main(["import", what, str(path), "--db", url])


def test_customers_and_bills_are_imported(database: Database, ready: str, tmp_path: Path) -> None:
    bill = {
        "id": "B-1",
        "account": "9000000777",
        "kind": "water",
        "period_from": "2026-09-01",
        "period_to": "2026-10-31",
        "amount": {"minor": 100, "currency": "TWD"},
        "due": "2026-11-30",
    }
    assert import_rows(ready, tmp_path / "customers.json", "customers", [CUSTOMER]) == 0
    assert import_rows(ready, tmp_path / "bills.json", "bills", [bill]) == 0
    with database.reading() as session:
        assert session.get_one(Customer, 7).name == "周大同"


@pytest.mark.parametrize(
    "rows", [{}, [], [{**CUSTOMER, "nmae": "x"}], [{**CUSTOMER, "cards": [{"token": "1", "pin": "abcd"}]}]]
)
def test_a_file_that_is_wrong_changes_nothing(
    rows: Any, database: Database, ready: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_rows(ready, tmp_path / "customers.json", "customers", rows) == 1
    assert "abcd" not in capsys.readouterr().err
    with database.reading() as session:
        assert session.query(Customer).count() == 0


ARTICLE: dict[str, Any] = {
    "id": "parking",
    "category": "other",
    "title": {"zh-Hant": "哪裡可以停車？", "en": "Where can I park?"},
    "answer": {"zh-Hant": "大樓後面，兩小時免費。", "en": "Behind the house, two hours free."},
}


def test_articles_are_imported_published_and_brought_up_to_date(
    database: Database, ready: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Imported again it is no new version; with another answer it is one, and kiosks get that one."""
    path, answer = tmp_path / "articles.json", {**ARTICLE["answer"], "en": "Behind the house."}
    for row in (ARTICLE, ARTICLE, {**ARTICLE, "answer": answer}):
        assert import_rows(ready, path, "knowledge", [row]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told == [{"imported": "knowledge", "rows": rows} for rows in (1, 0, 1)]
    with database.reading() as session:
        [parking] = [each for each in published(session, StepClock()()) or [] if each["id"] == "parking"]
        assert session.query(Article).count() > 1, "beside those that every centre begins with"
    assert parking["answer"]["en"] == "Behind the house."
    assert parking["title"] == ARTICLE["title"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({**ARTICLE, "category": "parking"}, "article parking: there is no category parking"),
        ({**ARTICLE, "answer": {"zh-Hans": "楼后面"}}, "article parking: no language has both"),
        ({**ARTICLE, "id": "Where?"}, "id"),
    ],
    ids=["category", "texts", "id"],
)
def test_an_article_that_is_wrong_is_named_and_nothing_is_taken(
    row: Any, why: str, database: Database, ready: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = {**ARTICLE, "id": "bicycles"}
    assert import_rows(ready, tmp_path / "articles.json", "knowledge", [good, row]) == 1
    assert why in capsys.readouterr().err
    with database.reading() as session:
        assert session.get(Article, "bicycles") is None


def test_a_file_that_is_not_there(ready: str, tmp_path: Path) -> None:
    assert main(["import", "bills", str(tmp_path / "none.json"), "--db", ready]) == 1


def test_the_demonstration_is_seeded_when_asked_and_may_be_again(url: str, capsys: Any) -> None:
    assert [main(["demo", "--db", url]), main(["demo", "--db", url])] == [0, 0]
    told = json.loads(capsys.readouterr().out.splitlines()[0])
    assert {each["login"] for each in told["staff"]} == {each.login for each in demo.STAFF}
    assert {"token": "990120260007730", "pin": "482913"} in told["cards"]
    database = Database(url)
    with database.reading() as session:
        assert session.query(Customer).count() == len(demo.CUSTOMERS) + len(demo.CROWD) == 40
    database.close()


def test_an_address_that_is_none(ready: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--db", ready, "--http", "8080"]) == 1
    assert "HOST:PORT" in capsys.readouterr().err


def test_serve_says_where_it_is_and_ends_when_told(ready: str) -> None:
    command = [sys.executable, "-m", "crm", "serve", "--db", ready, "--http", "127.0.0.1:0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            told = json.loads(server.stdout.readline())
            assert told["ready"] is True
            with urllib.request.urlopen(told["http"] + "/api/openapi.json", timeout=10) as page:
                assert json.load(page)["openapi"].startswith("3.")
        finally:
            server.send_signal(signal.SIGTERM)
        assert server.wait(10) in {0, -signal.SIGTERM}


@pytest.mark.parametrize("url", ["mysql://root@/x", "centre.db", "sqlite+aiosqlite:///x.db"])
def test_an_address_of_no_database_that_we_know(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--db", url]) == 1
    assert "crm init: " in capsys.readouterr().err


def test_a_server_that_is_not_there_and_a_password_that_is_not_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", "--db", f"postgresql://centre:hush-hush@/centre?host={tmp_path}"]) == 1
    told = capsys.readouterr().err
    assert "the database does not answer" in told
    assert "hush-hush" not in told


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_password_is_not_repeated(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--db", url.replace("centre@", "centre:hush-hush@")]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["db"].startswith("postgresql+psycopg://centre:***@/")
