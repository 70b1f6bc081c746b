"""A whole centre on a real SQLite file, with the demonstration's people in it, a stepped clock and two kiosks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from crm.app import build_api
from crm.centre import Centre
from crm.database import Database
from crm.demo import seed
from crm.tokens import Secrets
from tests.crm.signing import Phone, SigningKiosk, StepClock, cheap_secrets, enrolled


@pytest.fixture
def clock() -> StepClock:
    return StepClock()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'centre.db'}", busy_ms=2000)
    database.migrate()
    yield database
    database.close()


@pytest.fixture(scope="session")
def secrets() -> Secrets:
    return cheap_secrets()


@pytest.fixture
def centre(database: Database, clock: StepClock, secrets: Secrets) -> Centre:
    centre = Centre(database, clock=clock)
    seed(centre, secrets)
    return centre


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
    """Everything that the database has on disk at this moment, its log too."""
    return lambda: b"".join(path.read_bytes() for path in sorted(tmp_path.glob("centre.db*")))
