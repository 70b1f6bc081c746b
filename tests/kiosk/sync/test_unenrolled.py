"""A kiosk that is not enrolled has no centre, and says why to who can help."""

from collections.abc import Callable

import pytest

from kiosk.domain.account import Factor, Unreachable
from kiosk.ports import Crm, Offline
from kiosk.sync.unenrolled import NoCentre


def test_nobody_signs_in() -> None:
    crm = NoCentre("not enrolled")
    assert crm.sign_in("visit", "card", "pin") == Unreachable()
    assert crm.sign_in_by_number("visit", "number", Factor.PIN, "pin") == Unreachable()
    assert crm.send_code("visit", "number") == Unreachable()


@pytest.mark.parametrize(
    "ask",
    [
        lambda crm: crm.sign_out("grant"),
        lambda crm: crm.bills("grant"),
        lambda crm: crm.check("grant", ["bill"]),
        lambda crm: crm.sync([]),
    ],
)
def test_everything_else_is_offline_with_the_fix(ask: Callable[[Crm], object]) -> None:
    with pytest.raises(Offline, match="python -m kiosk enrol"):
        ask(NoCentre("key.pem is missing; enrol this kiosk: python -m kiosk enrol"))
