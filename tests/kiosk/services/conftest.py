"""One whole kiosk, started, over a store of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kiosk.windowless import Kiosk


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    made = Kiosk(tmp_path / "kiosk.db").start()
    yield made
    made.store.close()
