"""What holds for every test; nothing here imports Kivy."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.requirements import Collector

# Before any test imports Kivy: it leaves pytest's arguments and log alone; every worker has its own home.
os.environ.update(KIVY_NO_ARGS="1", KIVY_LOG_MODE="PYTHON")
os.environ["KIVY_HOME"] = tempfile.mkdtemp(prefix="kivy-", dir=os.environ.get("KIVY_HOME"))
atexit.register(shutil.rmtree, os.environ["KIVY_HOME"], ignore_errors=True)

#: With several displays every worker has its own.
if displays := os.environ.get("DISPLAYS", "").split():
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    os.environ["DISPLAY"] = displays[int(worker.removeprefix("gw")) % len(displays)]

WINDOWED = {"screens", "e2e"}


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Collector(), "requirements")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests of one file that show windows stay together: they share what takes seconds to start."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here) and item.path.relative_to(here).parts[0] in WINDOWED:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
