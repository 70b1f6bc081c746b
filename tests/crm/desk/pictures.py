"""Takes a picture of every desk page in every language: `python -m tests.crm.desk.pictures out/pictures`.

A real server, a real browser, an afternoon of invented work (`story.py`). The pages are found by their routes, so a new
one is in the gallery at once.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from crm.app import build_app
from crm.callbacks.work import Claims
from crm.centre import Centre
from crm.database import Database
from crm.demo import seed
from crm.desk.texts import LANGUAGES
from tests.browser import chromium
from tests.crm.desk.pages import ROOT, addresses, admin, look_at, sign_in
from tests.crm.desk.scene import ANTI_FRAUD, Scene
from tests.crm.desk.serving import served
from tests.crm.desk.story import afternoon
from tests.crm.signing import cheap_secrets


def take(folder: Path) -> list[Path]:
    """The pictures, as `folder/LANGUAGE/desk.NAME.png`."""
    taken: list[Path] = []
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as data:
            taken += _in(chromium(), language, Path(data), folder / language)
    return taken


def _in(browser: Browser, language: str, data: Path, folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    database = Database(f"sqlite:///{data / 'centre.db'}")
    database.migrate()
    centre, secrets = Centre(database), cheap_secrets()
    seed(centre, secrets)
    scene = Scene(centre)
    reference, taken = afternoon(scene), []
    app = build_app(centre, secrets=secrets)
    with served(app) as address, admin(browser, address, scene, secrets, language) as page:
        taken.append(_shoot(page, folder, "login"))
        sign_in(page)
        for path in addresses(reference):
            if look_at(page, address + path):
                taken.append(_shoot(page, folder, _name(path, reference)))
        claims, agent = Claims(centre), scene.agent(ROOT)
        claims.claim(reference, agent)
        claims.tick(reference, agent, ANTI_FRAUD)
        claims.dial(reference, agent)
        page.goto(f"{address}/desk/callbacks/{reference}")
        taken.append(_shoot(page, folder, "callbacks.dialling"))
    database.close()
    return taken


def _name(path: str, reference: str) -> str:
    """`/desk/callbacks/K07-...` -> `callbacks.one`."""
    parts = path.removeprefix("/desk").replace(reference, "one").strip("/")
    return re.sub(r"[^a-z0-9_.]+", ".", parts.lower()) or "home"


def _shoot(page: Page, folder: Path, name: str) -> Path:
    path = folder / f"desk.{name}.png"
    page.screenshot(path=path, full_page=True)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    take(parser.parse_args().folder)


if __name__ == "__main__":
    main()
