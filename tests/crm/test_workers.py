"""Several processes over one database: whichever of them is asked, and both at once, each record is taken once."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import func, select, text

from crm import rounds
from crm.__main__ import main
from crm.centre import Centre
from crm.database import Database
from crm.schema import Record
from tests.crm.places import on_postgresql, on_sqlite
from tests.crm.signing import EPOCH, SigningKiosk, StepClock, contract, enrolled, seal
from tests.e2e.system import Process

AUDIT = contract("records/audit.json")
BATCH = [
    seal({**AUDIT, "id": str(UUID(int=(7 << 76) | (2 << 62) | seq)), "seq": seq}) for seq in range(1, 21)
]


@pytest.fixture
def several(database: Database, tmp_path: Path) -> Iterator[Process]:
    url = database.engine.url.render_as_string(hide_password=False)
    serve = ["crm", "serve", "--workers", "2", "--db", url, "--http", "127.0.0.1:0"]
    process = Process("centre", serve, tmp_path, {})
    try:
        yield process
    finally:
        assert process.end() == 0


def calling(process: Process) -> httpx2.Client:
    """Keeps no connection, so that whichever process is free takes the next."""
    return httpx2.Client(
        base_url=process.ready()["http"], timeout=60, limits=httpx2.Limits(max_keepalive_connections=0)
    )


def workers(parent: int) -> list[int]:
    """Both, by pid; what else a parent has is not asked over HTTP."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    return [pid for pid in map(int, children) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def one_sync(kiosk: SigningKiosk) -> dict[str, Any]:
    answer = kiosk.post("sync", {"kiosk": kiosk.id, "epoch": EPOCH, "records": BATCH})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def verdicts(told: dict[str, Any]) -> set[str]:
    return {answer["verdict"] for answer in told["answers"]}


@on_postgresql
@pytest.mark.requirement("X19")
def test_two_processes_take_each_record_once(centre: Centre, several: Process) -> None:
    """X19: one is held still, then the other: each knows what the other took; then both at once, the same batch."""
    clock = StepClock(datetime.now(UTC))
    with calling(several) as client:
        kiosk = enrolled(centre, client, clock, "K07")  # type: ignore[arg-type]
        first, second = workers(several.pid)
        os.kill(first, signal.SIGSTOP)
        assert verdicts(one_sync(kiosk)) == {"stored"}
        os.kill(second, signal.SIGSTOP)
        os.kill(first, signal.SIGCONT)
        assert verdicts(one_sync(kiosk)) == {"duplicate"}
        os.kill(second, signal.SIGCONT)
    with centre.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Record)) == len(BATCH)


@on_postgresql
@pytest.mark.requirement("X19")
def test_the_same_batch_over_both_at_once(centre: Centre, several: Process) -> None:
    """X19: twelve of them; each record is stored by exactly one, the others say so."""
    clock = StepClock(datetime.now(UTC))
    with calling(several) as client:
        kiosk = enrolled(centre, client, clock, "K07")  # type: ignore[arg-type]
        with ThreadPoolExecutor(6) as threads:
            told = list(threads.map(lambda _: one_sync(kiosk), range(12)))
    taken = Counter((answer["id"], answer["verdict"]) for each in told for answer in each["answers"])
    assert all(taken[record["id"], "stored"] == 1 for record in BATCH)
    assert all(taken[record["id"], "duplicate"] == 11 for record in BATCH)
    with centre.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Record)) == len(BATCH)


@on_postgresql
def test_a_round_is_made_by_one_process_at_a_time(centre: Centre) -> None:
    made: list[Centre] = []
    with centre.database.engine.begin() as other:
        other.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": rounds.LOCK})
        rounds.go_round(centre, (made.append,))
        assert made == []
    rounds.go_round(centre, (made.append,))
    assert made == [centre]


@on_sqlite
def test_sqlite_is_served_by_one_process(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    url = str(database.engine.url)
    assert main(["serve", "--workers", "2", "--db", url]) == 1
    assert "--workers: several need PostgreSQL" in capsys.readouterr().err
