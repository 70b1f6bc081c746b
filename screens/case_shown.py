"""How it stands: what, which status, when, how often tried, with which result; and what may still be changed."""

from __future__ import annotations

from datetime import datetime

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.flow.copying import may_copy
from kiosk.domain.lookup import Can, CaseStanding
from kiosk.domain.states import CaseShown, PaperState, Problem
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.booking_words import site_words
from screens.case_words import moment_words, place_words, window_words, word
from screens.paper import PaperWords, paper_words
from screens.widgets.review import Checked
from screens.widgets.rows import Way

CANCEL, REARRANGE = "case.cancel", "case.rearrange"
GOOD = ("confirmed", "done", "paid", "arrived")
CARE = ("moved", "retry", "being_checked", "refund_due", "cancelled", "expired", "not_paid", "no_show")


class CaseShownScreen(Screen):
    title = StringProperty("")
    reference = StringProperty("")
    status = StringProperty("")
    status_about = StringProperty("")
    tone = StringProperty("info")
    lines = ObjectProperty(())
    ways = ObjectProperty(())
    problem = StringProperty("")
    paper: PaperWords = ObjectProperty(PaperWords())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, CaseShown)
        standing = state.standing
        self.title = word("case.kind", standing.kind or "unknown", texts)
        paid = standing.kind == "payment"
        self.reference = texts.get(
            "case.number.paid" if paid else "case.number", reference=standing.reference
        )
        self.status, self.status_about, self.tone = _status(state, visit, texts)
        self.lines = _lines(standing, visit, texts)
        self.ways = _ways(state, texts)
        self.problem = "" if state.problem is Problem.NONE else texts.get(f"problem.{state.problem.value}")
        self.paper = _paper(state, visit, texts)
        busy = state.saving or state.paper is PaperState.PRINTING
        done = Action(texts.get("case.finish"), events.Confirmed(), icon="check", enabled=not busy)
        self.nav = Nav(back=not busy, primary=done)

    def copy_asked(self) -> None:
        self.tap(events.CopyAsked())

    def choose(self, tag: str) -> None:
        self.tap(events.CaseCancelled() if tag == CANCEL else events.OtherTimeAsked())


def _paper(state: CaseShown, visit: Visit, texts: Texts) -> PaperWords:
    """A copy of the proof, and what became of it."""
    if state.no_copy is not None:
        no = texts.get(f"copy.{state.no_copy.value}")
        return PaperWords(outcome=texts.get("copy.none"), outcome_about=no, tone="attention")
    if not may_copy(visit, state.standing):
        return PaperWords()
    if state.paper is not PaperState.OFFERED:
        return paper_words("paid", state.paper, texts, can_print=visit.health.can_print)
    return PaperWords(copy=texts.get("paper.copy")) if visit.health.can_print else PaperWords()


def _status(state: CaseShown, visit: Visit, texts: Texts) -> tuple[str, str, str]:
    standing = state.standing
    if state.wish and not _carried_out(state):
        return texts.get(f"case.wish.{state.wish}"), texts.get("case.wish.about"), "attention"
    if not standing.kind:
        return texts.get("case.status.unknown"), texts.get("case.status.unknown.about"), "attention"
    tone = "success" if standing.status in GOOD else "attention" if standing.status in CARE else "info"
    moved = standing.status == "moved" and standing.moved
    about = texts.get(f"case.moved.{standing.moved}") if moved and _known(standing, texts) else ""
    return word("case.status", standing.status, texts), about or place_words(standing, visit, texts), tone


def _known(standing: CaseStanding, texts: Texts) -> bool:
    return f"case.moved.{standing.moved}" in texts.catalogue


def _carried_out(state: CaseShown) -> bool:
    """The centre has answered since: what it says counts."""
    cancelled = state.wish == "cancel" and state.standing.status == "cancelled"
    given = state.standing.place is not None or (state.standing.kind == "booking" and state.told)
    return cancelled or (state.wish == "rearrange" and not state.saving and given)


def _lines(standing: CaseStanding, visit: Visit, texts: Texts) -> tuple[Checked, ...]:
    topic = "case.service" if standing.kind == "booking" else "topic"
    told = (
        ("message-square-text", "topic", word(topic, standing.topic, texts) if standing.topic else ""),
        ("map-pin", "site", site_words(standing.site, visit, texts)),
        ("clock", "window", window_words(standing, visit, texts)),
        ("message-square", "reply", _reply(standing, texts)),
        ("phone-call", "attempts", _attempts(standing, visit, texts)),
        ("calendar-clock", "next", _moment(standing.next_attempt_at, visit, texts)),
        ("banknote", "amount", texts.money(standing.amount) if standing.amount else ""),
        ("circle-check", "result", word("case.result", standing.result, texts) if standing.result else ""),
    )
    return tuple(
        Checked(f"case.{name}", icon, texts.get(f"case.line.{name}"), value)
        for icon, name, value in told
        if value
    )


def _reply(standing: CaseStanding, texts: Texts) -> str:
    """A call goes without saying."""
    return "" if standing.reply in ("", "phone") else word("case.reply", standing.reply, texts)


def _attempts(standing: CaseStanding, visit: Visit, texts: Texts) -> str:
    if standing.kind != "callback" or standing.last_attempt_at is None:
        return ""
    last = moment_words(standing.last_attempt_at, visit, texts)
    return texts.get("case.attempts", count=max(1, standing.attempts), last=last)


def _moment(moment: datetime | None, visit: Visit, texts: Texts) -> str:
    return moment_words(moment, visit, texts) if moment else ""


def _ways(state: CaseShown, texts: Texts) -> tuple[Way, ...]:
    if state.standing.can is Can.NO or state.wish:
        return ()
    asks = ".ask" if state.standing.can is Can.ASK and state.standing.kind else ""
    move = Way(
        REARRANGE, "calendar-clock", texts.get("case.rearrange"), texts.get(f"case.rearrange.about{asks}")
    )
    cancel = Way(CANCEL, "x", texts.get("case.cancel"), texts.get(f"case.cancel.about{asks}"))
    return (move, cancel) if state.standing.may_move else (cancel,)
