"""axe-core looks at every page of the desk, in every language, and finds nothing."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, Page

from crm.callbacks.work import Claims
from crm.desk.texts import LANGUAGES
from crm.tokens import Secrets
from tests.crm.desk.pages import ROOT, addresses, admin, look_at, sign_in
from tests.crm.desk.scene import ANTI_FRAUD, Scene
from tests.crm.desk.serving import served
from tests.crm.desk.story import afternoon
from tests.crm.places import on_sqlite

pytestmark = on_sqlite


def faults(page: Page) -> list[str]:
    """What axe finds: rule, and where."""
    told = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in told for node in rule["nodes"]]


@pytest.mark.accessibility("WEB-01")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(
    language: str, app: FastAPI, chromium: Browser, scene: Scene, secrets: Secrets
) -> None:
    reference, claims, found = afternoon(scene), Claims(scene.centre), {}
    with served(app) as address, admin(chromium, address, scene, secrets, language) as page:
        found["login"] = faults(page)
        sign_in(page)
        for path in addresses(reference):
            if look_at(page, address + path):
                assert page.locator("html").get_attribute("lang") == language
                found[path] = faults(page)
        claims.claim(reference, scene.agent(ROOT))
        page.goto(f"{address}/desk/callbacks/{reference}")
        found["claimed"] = faults(page)
        claims.tick(reference, scene.agent(ROOT), ANTI_FRAUD)
        claims.dial(reference, scene.agent(ROOT))
        page.reload()
        found["dialling"] = faults(page)
        page.locator(".outcome-form button").click()  # nothing was entered
        found["refused"] = faults(page)
    assert {where: what for where, what in found.items() if what} == {}
    assert len(found) > 8
