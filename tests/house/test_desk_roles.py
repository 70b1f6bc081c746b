"""Every route of the desk is named in the table of roles, so that nobody adds a page without saying who may see it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fastapi.routing import APIRoute

from crm.centre import Centre
from crm.database import Database
from crm.desk import build_desk
from crm.desk.application import ROUTERS
from crm.desk.roles import ROUTES


def routes(folder: Path) -> Iterator[str]:
    database = Database(f"sqlite:///{folder / 'never-made.db'}")
    app = build_desk(Centre(database))
    for route in [*app.routes, *(route for router in ROUTERS for route in router.routes)]:
        if isinstance(route, APIRoute):
            yield from (f"{method} {route.path}" for method in route.methods or ())
    database.close()


def test_every_route_of_the_desk_says_who_may_use_it(tmp_path: Path) -> None:
    found = set(routes(tmp_path))
    assert len(found) > 10
    assert sorted(found - set(ROUTES)) == [], "name them in crm/desk/roles.py"
