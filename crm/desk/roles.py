"""Who may use which page of the desk: the one table. What is not named in it, nobody may use.

`tests/house/test_desk_roles.py` holds every route to be named here; `tests/crm/desk/test_roles.py` walks them all as
everybody.
"""

from __future__ import annotations

from collections.abc import Mapping

from crm.schema import Role

Roles = frozenset[Role]

STAFF: Roles = frozenset(Role)
#: Who works in the house itself.
HOUSE: Roles = frozenset({Role.AGENT, Role.SUPERVISOR, Role.ADMIN})
SUPERVISORS: Roles = frozenset({Role.SUPERVISOR, Role.ADMIN})
ADMINS: Roles = frozenset({Role.ADMIN})
#: Before anybody has signed in.
EVERYBODY: Roles | None = None

#: "METHOD path", as the route says it -> who may use it.
ROUTES: Mapping[str, Roles | None] = {
    "GET /": EVERYBODY,
    "GET /static/icons.ttf": EVERYBODY,
    "GET /login": EVERYBODY,
    "POST /login": EVERYBODY,
    "POST /language": EVERYBODY,
    "POST /logout": STAFF,
    "GET /password": STAFF,
    "POST /password": STAFF,
    "GET /callbacks": STAFF,
    "POST /callbacks/next": STAFF,
    "GET /callbacks/{reference}": STAFF,
    "POST /callbacks/{reference}/claim": STAFF,
    "POST /callbacks/{reference}/release": STAFF,
    "POST /callbacks/{reference}/number": STAFF,
    "POST /callbacks/{reference}/steps": STAFF,
    "POST /callbacks/{reference}/outcome": STAFF,
    "POST /callbacks/{reference}/keep": STAFF,
    "GET /callbacks/{reference}/reveal": STAFF,
    "POST /callbacks/{reference}/reveal": STAFF,
    "GET /cases": STAFF,
    "GET /cases/{case}": STAFF,
    "POST /cases/{case}/claim": STAFF,
    "POST /cases/{case}/release": STAFF,
    "POST /cases/{case}/keep": STAFF,
    "POST /cases/{case}/note": STAFF,
    "POST /cases/{case}/step": STAFF,
    "POST /cases/{case}/approve": SUPERVISORS,
    "POST /cases/{case}/seen": STAFF,
    "POST /cases/{case}/transfer": STAFF,
    "POST /cases/{case}/close": STAFF,
    "GET /mailbox": STAFF,  # for agents it says that there is no such page
    "GET /feedback": SUPERVISORS,
    "GET /alerts": SUPERVISORS,
    "GET /alerts/count": SUPERVISORS,
    "GET /events": STAFF,
    "GET /calls": STAFF,
    "GET /calls/open": STAFF,
    "POST /calls/{call}/go": STAFF,
    "GET /knowledge": STAFF,
    "GET /knowledge/new": STAFF,
    "POST /knowledge/new": STAFF,
    "GET /knowledge/{id}": STAFF,
    "POST /knowledge/{id}": STAFF,
    "POST /knowledge/{id}/publish": STAFF,  # its own rule comes on top
    "POST /knowledge/{id}/retire": STAFF,
    "GET /knowledge/{id}/versions/{number}": STAFF,
    "GET /scripts": SUPERVISORS,
    "GET /scripts/{topic}": SUPERVISORS,
    "POST /scripts/{topic}": SUPERVISORS,
    "POST /scripts/{topic}/publish": SUPERVISORS,
    "GET /scripts/{topic}/versions/{number}": SUPERVISORS,
    "GET /needs": STAFF,
    "POST /needs/{need}/phrasing": STAFF,
    "GET /bookings": STAFF,
    "POST /bookings/{reference}": STAFF,
    "GET /calendar": STAFF,
    "GET /calendar/week": SUPERVISORS,
    "POST /calendar/week/add": SUPERVISORS,
    "POST /calendar/week/change": SUPERVISORS,
    "POST /calendar/week/remove": SUPERVISORS,
    "POST /calendar/week/own": SUPERVISORS,
    "POST /calendar/close": SUPERVISORS,
    "POST /calendar/remove": SUPERVISORS,
    "GET /waits": HOUSE,
    "POST /waits": HOUSE,
    "GET /announcements": SUPERVISORS,
    "GET /announcements/new": SUPERVISORS,
    "POST /announcements/new": SUPERVISORS,
    "GET /announcements/{id}": SUPERVISORS,
    "POST /announcements/{id}": SUPERVISORS,
    "POST /announcements/{id}/withdraw": SUPERVISORS,
    "GET /payments": STAFF,
    "GET /payments/refunds/": STAFF,
    "GET /payments/one/{payment}": STAFF,
    "POST /payments/one/{payment}/propose": HOUSE,
    "POST /payments/one/{payment}/approve": SUPERVISORS,
    "POST /payments/one/{payment}/pay-out": HOUSE,
    "GET /payments/reconciliation/": STAFF,
    "GET /payments/reconciliation/file": SUPERVISORS,
    "GET /kiosks": STAFF,
    "GET /kiosks/{kiosk_id}/commands": SUPERVISORS,
    "POST /kiosks/{kiosk_id}/commands": SUPERVISORS,
    "GET /kiosks/{kiosk_id}/quality": SUPERVISORS,
    "POST /kiosks/{kiosk_id}/quality/looked": SUPERVISORS,
    "GET /kiosks/{kiosk_id}/key": SUPERVISORS,
    "POST /kiosks/{kiosk_id}/key/revoke": SUPERVISORS,
    "POST /kiosks/{kiosk_id}/key/code": ADMINS,
    "GET /wallboard": SUPERVISORS,
    "GET /figures": SUPERVISORS,
    "GET /figures.csv": SUPERVISORS,
    "POST /figures/threshold": SUPERVISORS,
    "GET /staff": ADMINS,
    "GET /staff/new": ADMINS,
    "POST /staff/new": ADMINS,
    "GET /staff/{id}": ADMINS,
    "POST /staff/{id}": ADMINS,
    "POST /staff/{id}/password": ADMINS,
    "POST /staff/{id}/lock": ADMINS,
    "POST /staff/{id}/unlock": ADMINS,
    "GET /audit": SUPERVISORS,
    "GET /audit.csv": SUPERVISORS,
}

NOBODY: Roles = frozenset()


def allowed(method: str, path: str) -> Roles | None:
    """Who may use this route; a route that nobody thought of is nobody's."""
    return ROUTES.get(f"{method} {path}", NOBODY)
