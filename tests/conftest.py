"""What holds for every test; nothing here imports Kivy."""

import atexit
import os
import shutil
import tempfile

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


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Collector(), "requirements")
