"""New paper, step by step: open, change, close; a test print that the printer confirms ends it."""

from __future__ import annotations

from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.flow.staff import NOT_YET, still_open
from kiosk.domain.health import Device
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.states import PaperChange, PaperStep
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.maintenance import device_card

STEPS = tuple(PaperStep)
ICONS = {
    PaperStep.OPEN: "lock-open",
    PaperStep.CHANGE: "receipt",
    PaperStep.CLOSE: "lock",
    PaperStep.PRINT: "printer",
}


class PaperChangeScreen(Screen):
    steps = NumericProperty(len(STEPS))
    at_step = NumericProperty(1)
    icon = StringProperty("printer")
    title = StringProperty("")
    about = StringProperty("")
    machines = ObjectProperty(())
    told = StringProperty("")
    told_about = StringProperty("")
    tone = StringProperty("info")

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, PaperChange)
        self.backdrop, self.banner, self.row = "night", False, False
        self.at_step, self.icon = STEPS.index(state.step) + 1, ICONS[state.step]
        self.title = texts.get(f"paper_change.{state.step.value}")
        self.about = texts.get(f"paper_change.{state.step.value}.about")
        self.machines = (device_card(visit.health.of(Device.RECEIPT_PRINTER), texts),)
        self._tell(state, visit, texts)
        self.nav = _nav(state, visit, texts)

    def _tell(self, state: PaperChange, visit: Visit, texts: Texts) -> None:
        """What became of the test print, or why it cannot begin yet."""
        self.told = self.told_about = ""
        self.tone = {"running": "info", "confirmed": "success"}.get(state.outcome, "attention")
        faults = [f for f in visit.health.of(Device.RECEIPT_PRINTER).faults if f in NOT_YET]
        if state.outcome:
            self.told = texts.get(f"maintenance.test.{state.outcome}")
            failed = state.outcome not in ("running", PrintOutcome.CONFIRMED.value)
            self.told_about = texts.get(f"hint.paper.{state.outcome}") if failed else ""
        elif state.step is PaperStep.CLOSE and faults:
            self.told = texts.get(f"hint.fault.{faults[0].value}")


def _nav(state: PaperChange, visit: Visit, texts: Texts) -> Nav:
    running, done = state.outcome == "running", state.outcome == PrintOutcome.CONFIRMED
    if state.outcome == PrintOutcome.SENT:
        return Nav(back=True, primary=Action(texts.get("paper_change.done"), events.Confirmed(), "check"))
    if done:
        return Nav(primary=Action(texts.get("paper_change.done"), events.Confirmed(), "check"))
    printing = state.step in (PaperStep.CLOSE, PaperStep.PRINT)
    words = texts.get("paper_change.print_again" if state.outcome else "paper_change.print")
    enabled = not running and not (printing and still_open(visit))
    go_on = Action(words if printing else texts.get("action.next"), events.Confirmed(), enabled=enabled)
    return Nav(back=not running, primary=go_on)
