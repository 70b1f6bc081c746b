"""The centre of tests/crm with the desk in front of it, two kiosks, and people who can sign in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright

from crm.app import build_app
from crm.centre import Centre
from crm.tokens import Secrets
from tests.crm.desk.scene import Browser, Scene

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip


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
def chromium() -> Iterator[Chromium]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def _signed_in(app: FastAPI, login: str) -> Browser:
    browser = Browser(app)
    assert browser.sign_in(login).status_code == 200
    return browser
