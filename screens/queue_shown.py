"""What waits for the centre, stream by stream, and what the centre refused: figures, ages and reasons, no contents."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.flow.upkeep import PARKED_PAGE
from kiosk.domain.states import QueueShown
from kiosk.domain.upkeep import Parked, StreamCount
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.maintenance import age
from screens.widgets.pages import Pages, pages_of
from screens.widgets.upkeep import Task

KINDS = ("payment", "callback", "receipt_case", "audit")


class QueueShownScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    streams = ObjectProperty(())
    parked_title = StringProperty("")
    parked = ObjectProperty(())
    pages = ObjectProperty(Pages())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, QueueShown)
        self.backdrop, self.banner, self.row = "night", False, False
        report = state.report
        self.title = texts.get("queue.title")
        self.about = texts.get("queue.about" if report else "queue.reading")
        self.streams = tuple(_stream(each, visit, texts) for each in report.streams) if report else ()
        parked = report.parked if report else ()
        self.parked_title = texts.get("queue.parked" if parked else "queue.none_parked") if report else ""
        here, self.pages = pages_of(parked, state.page, PARKED_PAGE, texts)
        self.parked = tuple(_parked(each, texts) for each in here)
        again = Action(texts.get("queue.retry_all"), events.RetryAsked(), "refresh-cw", bool(parked))
        self.nav = Nav(back=True, primary=again)

    def retry(self, tag: str) -> None:
        self.tap(events.RetryAsked(tag.removeprefix("parked.")))

    def turn(self, page: int) -> None:
        self.tap(events.PageTurned(page))


def _stream(count: StreamCount, visit: Visit, texts: Texts) -> Task:
    oldest = texts.get("queue.oldest", age=age(visit.now - count.oldest_at, texts)) if count.oldest_at else ""
    parked = texts.get("queue.parked_count", count=count.parked) if count.parked else ""
    return Task(
        tag=f"stream.{count.stream}",
        name=texts.get(f"stream.{count.stream}"),
        state=texts.get("queue.waiting", count=count.waiting),
        tone="attention" if count.parked else "info" if count.waiting else "success",
        about=" · ".join(part for part in (oldest, parked) if part),
        act="",
    )


def _parked(record: Parked, texts: Texts) -> Task:
    kind = texts.get(f"record.{record.kind if record.kind in KINDS else 'other'}")
    about = texts.get(
        "queue.refused", reason=record.reason, moment=texts.moment(record.at), attempts=record.attempts
    )
    name = texts.get("queue.record", kind=kind, number=record.seq)
    return Task(
        f"parked.{record.id}",
        name,
        texts.get("maintenance.parked"),
        "attention",
        about,
        texts.get("queue.retry"),
    )
