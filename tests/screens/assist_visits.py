"""Floor staff over a customer's step, and help that is offered unasked, by picture name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from kiosk.domain import states
from kiosk.domain.health import Line
from kiosk.domain.house import Task
from kiosk.domain.language import Language
from kiosk.domain.staff_call import LONG, Reached, StaffCall
from kiosk.domain.states import Problem
from kiosk.domain.visit import Visit
from tests.screens.visits import HOUSE, NO_PAPER, NOW, WELL, visit

STAFFED = replace(HOUSE, assist=True)
PIN = states.PinWanted(Task.PAY, "C", "4829", problem=Problem.SIGN_IN_REFUSED)
CALLS = {
    "asked": StaffCall(NOW),
    "told": StaffCall(NOW, Reached.TOLD, "c"),
    "unanswered": StaffCall(NOW - LONG, Reached.TOLD, "c"),
    "coming": StaffCall(NOW, Reached.COMING, "c"),
    "failed": StaffCall(NOW, Reached.FAILED),
}
PANEL = states.Assist("2041")


def assist_visits(language: Language) -> Mapping[str, Visit]:
    def over(overlay: states.Overlay, state: states.State = PIN, **more: object) -> Visit:
        return visit(state, language, **{"house": STAFFED, "customer": None, "overlay": overlay, **more})

    door = states.AssistPin("2041")
    locked = replace(door, at_pin=True, problem=Problem.PIN_LOCKED, locked_until=NOW + timedelta(minutes=15))
    scan = states.ScanWanted()
    return {
        "help.staff": over(states.Help()),
        "help_offered": over(states.HelpOffered()),
        "help_offered.card": over(states.HelpOffered(), states.CardWanted(Task.PAY)),
        "help_offered.case_number": over(states.HelpOffered(), states.CaseNumberWanted("K07")),
        "help.alone": over(states.Help(), health=replace(WELL, line=Line.DOWN)),
        **{f"calling.{name}": over(states.Calling(), call=call) for name, call in CALLS.items()},
        "calling.unreached": over(
            states.Calling(), call=CALLS["asked"], health=replace(WELL, line=Line.DOWN)
        ),
        "calling.cut_off": over(states.Calling(), call=CALLS["told"], health=replace(WELL, line=Line.DOWN)),
        "assist_pin": over(states.AssistPin()),
        "assist_pin.staff": over(door),
        "assist_pin.pin": over(replace(door, at_pin=True, digits="52681")),
        "assist_pin.checking": over(replace(door, at_pin=True, checking=True)),
        "assist_pin.wrong": over(replace(door, at_pin=True, problem=Problem.PIN_WRONG)),
        "assist_pin.locked": over(locked),
        "assist": over(PANEL),
        "assist.longer": over(PANEL, longer_until=NOW + timedelta(minutes=5)),
        "assist.no_paper": over(PANEL, scan, health=NO_PAPER),
        "assist.signed_in": visit(states.Home(), language, house=STAFFED, overlay=PANEL),
    }
