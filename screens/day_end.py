"""The terminal's day: what the journal has since the last close, ended on demand; then what it came to, to the cent."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.day_end import Transaction
from kiosk.domain.flow.day_end import DAY_PAGE, listed
from kiosk.domain.money import Money
from kiosk.domain.reckoning import Reckoned, Span
from kiosk.domain.states import DayEndShown
from kiosk.domain.visit import Visit
from kiosk.services.day_end_lines import abouts, difference, journal_sum, terminal_sum, when
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.widgets.machines import Figure
from screens.widgets.pages import Pages, pages_of
from screens.widgets.upkeep import Task

TONES = {
    Reckoned.AGREED: "success",
    Reckoned.NOT_AGREED: "danger",
    Reckoned.CANNOT_CONFIRM: "attention",
}
ICONS = {Reckoned.AGREED: "circle-check"}


class DayEndScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    icon = StringProperty("info")
    tone = StringProperty("info")
    verdict = StringProperty("")
    told = StringProperty("")
    figures = ObjectProperty(())
    list_title = StringProperty("")
    entries = ObjectProperty(())
    pages = ObjectProperty(Pages())
    report = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, DayEndShown)
        self.backdrop, self.banner, self.row = "night", False, False
        self.title, self.about = texts.get("day_end.title"), _about(state, texts)
        self._show_verdict(state, texts)
        self.figures = _figures(state, texts)
        self._show_list(state, texts)
        self.report = texts.get(f"checks.report.{state.paper}") if state.paper else ""
        self.nav = Nav(back=not state.running, primary=_primary(state, texts))

    def turn(self, page: int) -> None:
        self.tap(events.PageTurned(page))

    def _show_verdict(self, state: DayEndShown, texts: Texts) -> None:
        result = state.result
        if result is not None:
            self.icon = ICONS.get(result.verdict, "triangle-alert")
            self.tone = TONES[result.verdict]
            self.verdict = texts.get(f"day_end.verdict.{result.verdict.value}")
            self.told = "\n".join(abouts(result, texts))
            return
        self.verdict = ""
        self.icon, self.tone = ("triangle-alert", "attention") if state.refused else ("info", "info")
        running = texts.get("day_end.running") if state.running else ""
        self.told = texts.get(f"day_end.refused.{state.refused}") if state.refused else running

    def _show_list(self, state: DayEndShown, texts: Texts) -> None:
        found = listed(state)
        newest = tuple(reversed(found.transactions))
        here, self.pages = pages_of(newest, state.page, DAY_PAGE, texts)
        span = _span(state)
        self.entries = tuple(_row(each, span.currency, texts) for each in here) if span else ()
        more = f" ({texts.get('day_end.more', count=found.more)})" if found.more else ""
        known = state.result or state.standing
        title = texts.get("day_end.transactions" if newest else "day_end.none") if known else ""
        self.list_title = title + more


def _span(state: DayEndShown) -> Span | None:
    known = state.result or state.standing
    return known.span if known else None


def _about(state: DayEndShown, texts: Texts) -> str:
    if state.standing is None:
        return texts.get("day_end.reading")
    last = state.standing.last
    return texts.get("day_end.since", moment=texts.moment(last)) if last else texts.get("day_end.never")


def _figures(state: DayEndShown, texts: Texts) -> tuple[Figure, ...]:
    span = _span(state)
    if span is None:
        return ()
    journal = Figure(*journal_sum(span, texts))
    if state.result is None:
        return (journal,)
    return (
        journal,
        Figure(*terminal_sum(state.result.totals, texts)),
        Figure(texts.get("day_end.difference"), difference(state.result, texts)),
    )


def _row(each: Transaction, currency: str, texts: Texts) -> Task:
    money = texts.money(Money(each.minor, currency))
    return Task(
        each.reference,
        each.reference,
        money,
        "attention" if each.minor < 0 else "info",
        when(each, texts),
        "",
    )


def _primary(state: DayEndShown, texts: Texts) -> Action:
    if state.result is None:
        ready = state.standing is not None and not state.running
        return Action(texts.get("day_end.now"), events.DayEndAsked(), "lock", enabled=ready)
    return Action(
        texts.get("day_end.print"), events.DayPaperAsked(), "printer", enabled=state.paper != "running"
    )
