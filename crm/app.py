"""One application: the kiosks' door under `/api`, the desk for people under `/desk`, under `/queues` the
small door of queue-ticket systems, and under `/receipts` a proof of payment for who has its link. It is built, never
found at import.

They are applications of their own, because they fail differently: a kiosk gets JSON whatever happens, a person a
page. SQL is blocking and short, so every function is a plain `def`: the server runs it in its pool of threads.
"""

from __future__ import annotations

from fastapi import FastAPI
from starlette.responses import RedirectResponse

from crm.api.admission import Admission, Turns
from crm.api.body_limit import BodyLimit
from crm.api.case_routes import case_routes
from crm.api.door import Door
from crm.api.errors import answer_problems
from crm.api.gate import Gate, Rules
from crm.api.queue_door import build_queue_door
from crm.api.routes import kiosk_routes
from crm.centre import Centre
from crm.customers.messengers import Messenger, NoMessenger
from crm.desk import DeskSettings, build_desk
from crm.kiosks.content import Content
from crm.kiosks.published import published_by
from crm.receipts.page import build_receipts
from crm.rounds import rounds_of
from crm.staff.logins import Logins
from crm.tokens import Secrets

API_TITLE = "Counter Kiosk: the centre's API for kiosks"
API_VERSION = "1"


def build_app(
    centre: Centre,
    desk: DeskSettings | None = None,
    secrets: Secrets | None = None,
    messenger: Messenger | None = None,
) -> FastAPI:
    """The whole service over `centre`; `secrets` checks PINs and passwords, `messenger` writes to customers' phones."""
    secrets = secrets or Secrets()
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=rounds_of(centre))
    pages = build_desk(centre, desk, Logins(centre, secrets))
    app.mount("/api", build_api(centre, secrets, messenger=messenger))
    app.mount("/queues", build_queue_door(centre))
    app.mount("/receipts", build_receipts(centre, desk))
    app.mount("/desk", BodyLimit(pages, centre.settings.largest_body))
    app.add_api_route("/", _to_the_desk)
    return app


def build_api(
    centre: Centre,
    secrets: Secrets,
    published: Content | None = None,
    messenger: Messenger | None = None,
    gate: Gate | None = None,
) -> FastAPI:
    """What kiosks see; its contract is at `/api/openapi.json`. `gate`: who of many is let in."""
    api = FastAPI(title=API_TITLE, version=API_VERSION, docs_url=None, redoc_url=None, redirect_slashes=False)
    api.state.centre = centre
    gate = gate or Gate(Rules(centre.settings.syncs_at_once, centre.settings.syncs_in_line))
    if gate.rules.at_once:
        api.add_middleware(Turns, gate=gate)
    api.add_middleware(BodyLimit, largest=centre.settings.largest_body)
    if gate.rules.at_once:
        api.add_middleware(Admission, gate=gate)  # the last one added is the first one asked
    answer_problems(api, centre.settings.retry_after_s)
    published = published or published_by(centre.seal, centre.settings.published_fresh)
    api.state.door = Door(secrets, published, messenger or NoMessenger())
    api.include_router(kiosk_routes())
    api.include_router(case_routes())
    return api


def _to_the_desk() -> RedirectResponse:
    return RedirectResponse("/desk/")
