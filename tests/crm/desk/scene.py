"""A desk to test at: callbacks of any kind put into the centre's tables, and browsers without a window."""

from __future__ import annotations

import atexit
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from typing import Any
from uuid import UUID

from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from crm.centre import Centre
from crm.demo import STAFF
from crm.schema import Bill, Callback, CallbackEvent, CallbackState, Kiosk, Payment, PaymentLine, Staff
from crm.staff.logins import Agent

PASSWORDS = {each.login: each.password for each in STAFF}
ANTI_FRAUD = ["fraud.calls_from", "fraud.reference_first", "fraud.never_ask"]
CSRF = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass
class Scene:
    """Puts things into the centre; everything is given relative to the clock."""

    centre: Centre
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def now(self) -> datetime:
        return self.centre.clock()

    def kiosk(self, kiosk_id: str = "K07", site: str = "三重服務中心") -> None:
        with self.centre.database.writing() as session:
            session.merge(Kiosk(id=kiosk_id, site=site, last_seen_at=self.now, public_key="", epoch=""))

    def callback(self, minutes: float = 60, **columns: Any) -> str:
        """A queued request whose window ends in `minutes`; the reference. `columns` say what is otherwise."""
        number = next(self.numbers)
        ends = self.now + timedelta(minutes=minutes)
        begun = min(ends, self.now) - timedelta(hours=1)
        standard: dict[str, Any] = {
            "id": str(UUID(int=number)),
            "reference": f"K07-T{number:03}-AAAA",
            "kiosk_id": "K07",
            "visit": "",
            "customer_id": 1,
            "phone": "0912345678",
            "topic": "billing",
            "language": "zh-Hant",
            "window_from": begun,
            "window_to": ends,
            "soonest": False,
            "state": CallbackState.QUEUED,
            "requested_at": begun,
            "received_at": begun,
            "tz": "Asia/Taipei",
            "notice": "2026-11",
            "promotional_consent": False,
            "context": {"path": ["task:faq", "article:late-payment", "callback"], "bill": "B-2026-10-E-7730",
                        "articles": ["late-payment"], "error": "line_down"},
            "trail": [
                {"at": (begun - timedelta(minutes=3)).isoformat(), "what": "signed_in"},
                {"at": (begun - timedelta(minutes=2)).isoformat(), "what": "article:late-payment"},
            ],
        }  # fmt: skip
        row = Callback(**(standard | columns))
        row.events = [CallbackEvent(at=row.requested_at, who=row.kiosk_id, what="requested")]
        with self.centre.database.writing() as session:
            session.add(row)
        return row.reference

    def find(self, reference: str) -> Callback:
        with self.centre.database.reading() as session:
            row = session.query(Callback).filter_by(reference=reference).one()
            list(row.events)
            return row

    def history(self, reference: str) -> list[str]:
        return [event.what for event in self.find(reference).events]

    def payment(
        self, outcome: str = "approved", line: str = "posted", bill: str = "B-X", minor: int = 231800
    ) -> str:
        number = next(self.numbers)
        payment = Payment(
            id=str(UUID(int=number)), reference=f"K07-P{number:03}-AAAA", kiosk_id="K07", outcome=outcome,
            amount_minor=minor, currency="TWD", asked_at=self.now, decided_at=self.now, recovered=False, offline=False,
            slip_card="••••1234",
        )  # fmt: skip
        payment.lines = [
            PaymentLine(position=0, bill_id=bill, amount_minor=minor, currency="TWD", state=line)
        ]
        with self.centre.database.writing() as session:
            session.add(payment)
        return payment.reference

    def bill_of(self, customer: int) -> str:
        with self.centre.database.reading() as session:
            found = session.query(Bill).filter(Bill.paid_on.is_(None)).all()
            return next(bill.id for bill in found if bill.account.customer_id == customer)

    def agent(self, login: str = "chen") -> Agent:
        with self.centre.database.reading() as session:
            return Agent.of(session.query(Staff).filter_by(login=login).one())


@cache
def loop() -> BlockingPortal:
    """The event loop in which every application of this process answers."""
    running = start_blocking_portal()
    portal = running.__enter__()
    atexit.register(running.__exit__, None, None, None)
    return portal


class Browser:
    """One person's browser: cookies, and the token that its last page carried."""

    def __init__(self, app: FastAPI) -> None:
        self.client = TestClient(app, raise_server_exceptions=False, follow_redirects=True)
        self.client.portal = loop()  # or it would start one, and a thread, for every request
        self.csrf = ""
        self.page = ""

    def get(self, path: str) -> Response:
        return self._keep(self.client.get(path))

    def post(self, path: str, **fields: Any) -> Response:
        return self._keep(self.client.post(path, data={"csrf": self.csrf, **fields}))

    def sign_in(self, login: str = "chen", password: str = "") -> Response:
        self.get("/desk/login")
        return self.post("/desk/login", login=login, password=password or PASSWORDS[login])

    def claim(self, reference: str) -> Response:
        return self.post(f"/desk/callbacks/{reference}/claim")

    def dial(self, reference: str) -> Response:
        return self.post(f"/desk/callbacks/{reference}/number", step=ANTI_FRAUD)

    def finish(self, reference: str, outcome: str, note: str = "", **fields: str) -> Response:
        return self.post(f"/desk/callbacks/{reference}/outcome", outcome=outcome, note=note, **fields)

    def _keep(self, answer: Response) -> Response:
        self.page = answer.text
        found = CSRF.search(answer.text)
        self.csrf = found.group(1) if found else self.csrf
        return answer
