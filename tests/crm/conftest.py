"""A whole centre on a real SQLite file and on a real PostgreSQL server, each test once on either.

The demonstration's people are in it, a stepped clock and two kiosks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from crm.app import build_api
from crm.centre import Centre
from crm.database import Database
from crm.tokens import Secrets
from tests.crm import postgres as postgres_server
from tests.crm.places import BOTH, Files, Place, migrated, peopled
from tests.crm.postgres import Postgres
from tests.crm.signing import Phone, SigningKiosk, StepClock, cheap_secrets, enrolled


@pytest.fixture
def clock() -> StepClock:
    return StepClock()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp("originals"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """This process's PostgreSQL server; started by the first test that asks for it."""
    with postgres_server.running() as server:
        yield server


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Whoever uses it is run once with each kind (`on_sqlite`: with that one). With a centre it has people in it."""
    place: Place = request.getfixturevalue("files" if request.param == "sqlite" else "postgres")
    furnish = peopled if "centre" in request.fixturenames else migrated
    with place.copy(furnish, tmp_path) as url, closing(Database(url, busy_ms=2000)) as database:
        yield database


@pytest.fixture(scope="session")
def secrets() -> Secrets:
    return cheap_secrets()


@pytest.fixture
def centre(database: Database, clock: StepClock) -> Centre:
    return Centre(database, clock=clock)


@pytest.fixture
def phone() -> Phone:
    """What the centre wrote to customers' phones."""
    return Phone()


@pytest.fixture
def client(centre: Centre, secrets: Secrets, phone: Phone) -> Iterator[TestClient]:
    """What kiosks see of the centre."""
    app = FastAPI()
    app.mount("/api", build_api(centre, secrets, messenger=phone))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def kiosk(centre: Centre, client: TestClient, clock: StepClock) -> SigningKiosk:
    return enrolled(centre, client, clock, "K07")


@pytest.fixture
def other_kiosk(centre: Centre, client: TestClient, clock: StepClock) -> SigningKiosk:
    return enrolled(centre, client, clock, "K03")


@pytest.fixture
def database_bytes(tmp_path: Path, database: Database) -> Callable[[], bytes]:
    """Everything that SQLite has on disk at this moment, its log too: for tests that are `on_sqlite`."""
    return lambda: b"".join(path.read_bytes() for path in sorted(tmp_path.glob("centre.db*")))
