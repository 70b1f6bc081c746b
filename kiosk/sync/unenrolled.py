"""The centre as seen by a kiosk that is not enrolled: not there. Everything that needs no centre goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kiosk.domain.account import CodeAnswer, Factor, SignInAnswer, Unreachable
from kiosk.domain.bill import BillStanding
from kiosk.domain.callback import Topic
from kiosk.domain.codes import Code
from kiosk.domain.lookup import CaseStanding
from kiosk.domain.money import Money
from kiosk.domain.overview import Overview
from kiosk.domain.scanned import ScanAnswer
from kiosk.ports import BillList, ChainHead, Offline, Pulled, Record, SyncReply, Untrusted


class NoCentre:
    """The Crm port. `why` is for technicians."""

    def __init__(self, why: str) -> None:
        self._why = why

    def sign_in(self, visit: str, card: str, pin: str) -> SignInAnswer:
        return Unreachable()

    def sign_in_by_number(self, visit: str, number: str, factor: Factor, secret: str) -> SignInAnswer:
        return Unreachable()

    def send_code(self, visit: str, number: str) -> CodeAnswer:
        return Unreachable()

    def sign_out(self, grant: str) -> None:
        raise Offline(self._why)

    def bills(self, grant: str) -> BillList:
        raise Offline(self._why)

    def overview(self, grant: str) -> Overview:
        raise Offline(self._why)

    def see_notices(self, grant: str, notices: Sequence[str]) -> None:
        raise Offline(self._why)

    def check(
        self, grant: str, bills: Sequence[str], amounts: Sequence[Money] = ()
    ) -> tuple[BillStanding, ...]:
        raise Offline(self._why)

    def find_scanned(self, visit: str, code: Code) -> ScanAnswer:
        raise Offline(self._why)

    def case(self, visit: str, reference: str) -> CaseStanding | None:
        raise Offline(self._why)

    def open_callback(self, visit: str, phone: str, topic: Topic, email: str = "") -> CaseStanding | None:
        raise Offline(self._why)

    def sync(self, records: Sequence[Record], epoch: str = "", chain: ChainHead | None = None) -> SyncReply:
        raise Offline(self._why)

    def content(self, have: Mapping[str, str]) -> Mapping[str, Pulled | Untrusted | None]:
        raise Offline(self._why)

    def close(self) -> None:
        """Nothing is open."""
