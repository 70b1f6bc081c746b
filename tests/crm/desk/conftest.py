"""The centre of tests/crm with the desk in front of it, two kiosks, and people who can sign in."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser as Chromium

from crm.app import build_app
from crm.centre import Centre
from crm.tokens import Secrets
from tests import browser
from tests.crm.desk.scene import Browser, Scene


@pytest.fixture
def scene(centre: Centre) -> Scene:
    scene = Scene(centre)
    scene.kiosk("K07", "三重服務中心")
    scene.kiosk("K03", "板橋服務中心")
    return scene


@pytest.fixture
def app(centre: Centre, secrets: Secrets) -> FastAPI:
    return build_app(centre, secrets=secrets)


@pytest.fixture
def visitor(app: FastAPI, scene: Scene) -> Browser:
    """Nobody signed in yet."""
    return Browser(app)


@pytest.fixture
def chen(app: FastAPI, scene: Scene) -> Browser:
    """An agent."""
    return _signed_in(app, "chen")


@pytest.fixture
def chang(app: FastAPI, scene: Scene) -> Browser:
    """Another agent."""
    return _signed_in(app, "chang")


@pytest.fixture
def lead(app: FastAPI, scene: Scene) -> Browser:
    """A supervisor."""
    return _signed_in(app, "lead")


@pytest.fixture(scope="session")
def chromium() -> Chromium:
    return browser.chromium()


def _signed_in(app: FastAPI, login: str) -> Browser:
    person = Browser(app)
    assert person.sign_in(login).status_code == 200
    return person
