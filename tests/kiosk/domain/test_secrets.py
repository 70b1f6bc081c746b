"""What a customer typed or carried stays out of every log line and traceback."""

from typing import Any

import pytest

from kiosk.domain.account import Granted
from kiosk.domain.effects import Effect
from kiosk.domain.events import Event
from kiosk.domain.states import State
from tests.kiosk.domain.drafts import ADDRESS, PHONE
from tests.kiosk.domain.every import examples, members
from tests.kiosk.domain.examples import CARD, CODE, CUSTOMER, GRANT, NUMBER, PIN, TECHNICIAN_PIN, visit

SECRETS = (CARD, PIN, PHONE, ADDRESS, GRANT, NUMBER, CODE, TECHNICIAN_PIN)
EVERYTHING = [kind for union in (State, Event, Effect) for kind in members(union)]


@pytest.mark.requirement("B7")
@pytest.mark.parametrize("kind", EVERYTHING)
def test_no_secret_shows_in_a_repr(kind: Any) -> None:
    """B7: PIN, card, phone number and grant of every state, event and effect."""
    for example in examples(kind):
        assert [secret for secret in SECRETS if secret in repr(example)] == []


@pytest.mark.requirement("B7")
def test_a_single_digit_does_not_show_either() -> None:
    """B7: keys typed one by one would spell the PIN in a log."""
    (typed, *_) = examples(next(kind for kind in members(Event) if kind.__name__ == "DigitTyped"))
    assert typed.digit == "7"
    assert "7" not in repr(typed)


@pytest.mark.requirement("B7")
def test_the_examples_do_hold_secrets() -> None:
    """B7: the test above looks at something."""
    holding = {kind.__name__ for kind in EVERYTHING for example in examples(kind) if _holds(example)}
    assert {
        "CardPresented",
        "PinWanted",
        "TechnicianPin",
        "SignIn",
        "CheckTechnician",
        "NumberWanted",
        "EmailWanted",
    } <= holding
    assert {"FactorWanted", "SecretWanted", "SignInByNumber", "SendCode", "CodeAnswered"} <= holding
    assert {"SignInAnswered", "SaveCallback", "PrintCallback", "CallbackReview", "CallbackDone"} <= holding
    assert GRANT not in repr(visit(customer=CUSTOMER))
    assert GRANT not in repr(Granted(CUSTOMER))


def _holds(value: Any) -> bool:
    slots = getattr(type(value), "__slots__", ())
    if isinstance(value, str):
        return value in SECRETS
    return any(_holds(getattr(value, name)) for name in slots)
