"""What holds for every test; nothing here imports Kivy."""

import atexit
import gc
import os
import shutil
import tempfile

import pytest

from tests import accessibility, requirements

# Before any test imports Kivy: it leaves pytest's arguments and log alone; every worker has its own home.
os.environ.update(KIVY_NO_ARGS="1", KIVY_LOG_MODE="PYTHON")
os.environ["KIVY_HOME"] = tempfile.mkdtemp(prefix="kivy-", dir=os.environ.get("KIVY_HOME"))
atexit.register(shutil.rmtree, os.environ["KIVY_HOME"], ignore_errors=True)

#: With several displays every worker has its own.
if displays := os.environ.get("DISPLAYS", "").split():
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    os.environ["DISPLAY"] = displays[int(worker.removeprefix("gw")) % len(displays)]

#: Take minutes each, some for two tests only. They are begun first, so that none is left alone beside an idle core.
LONG = (
    "tests/proof/test_reduced.py",
    "tests/kiosk/domain/test_every_state_and_event.py",
    "tests/proof/test_bugs.py",
    "tests/screens/test_every_screen.py",
    "tests/crm/hostile/test_hostile_line.py",
    "tests/e2e/",
    "tests/faults/",
)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(requirements.collector(), "requirements")
    config.pluginmanager.register(accessibility.report(), "accessibility")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _turn(item.nodeid))


def _turn(test: str) -> int:
    return next((turn for turn, path in enumerate(LONG) if test.startswith(path)), len(LONG))


def pytest_collection_finish() -> None:
    """Ten thousand collected tests stay to the end: whoever looks for garbage need not look through them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)
