"""One visit for every screen of signing in by number. Everybody and everything in here is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from kiosk.domain import states
from kiosk.domain.account import Factor
from kiosk.domain.house import Task
from kiosk.domain.language import Language
from kiosk.domain.states import Problem, State
from kiosk.domain.visit import Visit
from tests.screens.visits import NOW, visit

NUMBER = "1203340000"


def account_visits(language: Language) -> Mapping[str, Visit]:
    return {name: visit(state, language, customer=None) for name, state in _signing_in()}


def _signing_in() -> list[tuple[str, State]]:
    number = states.AccountNumberWanted(Task.PAY)
    factor = states.FactorWanted(Task.PAY, NUMBER)
    pin = states.SecretWanted(Task.PAY, NUMBER, Factor.PIN)
    soon, past = NOW + timedelta(seconds=52), NOW - timedelta(seconds=1)
    code = states.SecretWanted(Task.ACCOUNT, NUMBER, Factor.CODE, again_at=soon)
    return [
        ("number_instead", number),
        ("number_instead.typed", replace(number, digits=NUMBER)),
        ("number_instead.phone", replace(number, digits="0900000123")),
        ("number_instead.short", replace(number, digits="12", problem=Problem.NUMBER_INCOMPLETE)),
        ("factor", factor),
        ("factor.asking", replace(factor, asking=True)),
        ("factor.locked", replace(factor, problem=Problem.SIGN_IN_LOCKED)),
        ("secret.pin", replace(pin, digits="4829")),
        ("secret.refused", replace(pin, problem=Problem.NUMBER_REFUSED)),
        ("secret.locked", replace(pin, problem=Problem.SIGN_IN_LOCKED)),
        ("secret.code", replace(code, digits="482")),
        ("secret.code.again", replace(code, again_at=past)),
        ("secret.code.wait", replace(code, problem=Problem.CODE_WAIT)),
        ("secret.asking", replace(code, asking=True)),
    ]
