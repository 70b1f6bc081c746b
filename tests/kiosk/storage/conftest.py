"""One real store on a real disk for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kiosk.storage.samples import OPENED, Kiosk, PlainStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """In a folder of its own; its key lies in `keys` beside that."""
    (tmp_path / "store").mkdir()
    return tmp_path / "store" / "kiosk.db"


@pytest.fixture
def kiosk(path: Path) -> Kiosk:
    return Kiosk.at(path)


@pytest.fixture
def bare(path: Path) -> Kiosk:
    """Nothing of it is encrypted: for what must not be in the file even so."""
    return Kiosk.at(path, PlainStore)


@pytest.fixture(autouse=True)
def _every_store_is_closed() -> Iterator[None]:
    yield
    while OPENED:
        OPENED.pop().close()
