"""One real store on a real disk for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kiosk.storage.samples import OPENED, Kiosk


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kiosk.db"


@pytest.fixture
def kiosk(path: Path) -> Kiosk:
    return Kiosk.at(path)


@pytest.fixture(autouse=True)
def _every_store_is_closed() -> Iterator[None]:
    yield
    while OPENED:
        OPENED.pop().close()
