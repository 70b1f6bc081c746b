"""Guided checks: each part of the machine tried on demand, with what to do where it fails; the whole on paper."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.states import Checks
from kiosk.domain.upkeep import Check, CheckResult, Verdict, result_of
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.widgets.upkeep import Task

TONES = {
    Verdict.NOT_RUN: "info",
    Verdict.RUNNING: "info",
    Verdict.PASSED: "success",
    Verdict.FAILED: "danger",
    Verdict.NOT_FITTED: "attention",
}

#: What somebody has to do while it runs.
WAITS_FOR = {Check.READER: "checks.hold_card", Check.SCANNER: "checks.hold_code"}


class ChecksScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    tasks = ObjectProperty(())
    report = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, Checks)
        self.backdrop, self.banner, self.row = "night", False, False
        self.title, self.about = texts.get("checks.title"), texts.get("checks.about")
        self.tasks = tuple(_task(state, check, texts) for check in Check)
        self.report = texts.get(f"checks.report.{state.report}") if state.report else ""
        idle = state.running is None and state.report != "running"
        paper = Action(texts.get("checks.print"), events.ReadinessAsked(), "printer", enabled=idle)
        self.nav = Nav(back=True, primary=paper)

    def run(self, tag: str) -> None:
        self.tap(events.CheckAsked(Check(tag.removeprefix("check."))))


def _task(state: Checks, check: Check, texts: Texts) -> Task:
    result = result_of(state.before.results, check)
    verdict = Verdict.RUNNING if state.running is check else result.verdict
    return Task(
        tag=f"check.{check.value}",
        name=texts.get(f"check.{check.value}"),
        state=texts.get(f"verdict.{verdict.value}"),
        tone=TONES[verdict],
        about=_about(state, check, result, texts),
        act=texts.get("checks.run"),
        enabled=state.running is None,
    )


def _about(state: Checks, check: Check, result: CheckResult, texts: Texts) -> str:
    """What to do now, what went wrong and how to put it right, or when it was tried."""
    if state.running is check:
        return texts.get(WAITS_FOR.get(check, "checks.wait"))
    if result.hint:
        return texts.get(f"hint.{result.hint}")
    return texts.get("checks.at", time=texts.time(result.at)) if result.at else ""
