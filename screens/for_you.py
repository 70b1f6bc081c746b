"""What waits for the customer who has signed in: notices with their reason, and what is still open."""

from __future__ import annotations

from datetime import datetime

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events, states
from kiosk.domain.callback import Window
from kiosk.domain.flow.account import MATTERS, shown_notices
from kiosk.domain.overview import Notice, NoticeKind, OpenMatter
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.widgets.rows import Way

HIDDEN = "••••"
ICONS = {
    NoticeKind.OVERDUE: "calendar-clock",
    NoticeKind.AUTO_PAY_FAILED: "banknote",
    NoticeKind.OUTAGE: "zap",
}


class ForYouScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    notices = ObjectProperty(())
    matters_title = StringProperty("")
    matters = ObjectProperty(())
    more = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        assert isinstance(visit.state, states.ForYou)
        overview = visit.overview
        self.title, self.about = texts.get("for_you.title"), texts.get("for_you.about")
        notices, matters = (shown_notices(overview), overview.matters) if overview else ((), ())
        self.notices = tuple(_notice(one, visit, texts) for one in notices)
        self.matters_title = texts.get("for_you.matters") if matters else ""
        self.matters = tuple(_matter(one, visit, texts) for one in matters[:MATTERS])
        rest = len(matters) - len(self.matters)
        self.more = texts.get("for_you.more", count=rest) if rest > 0 else ""
        self.nav = Nav(home=True, back=True, primary=Action(texts.get("for_you.go_on"), events.Confirmed()))

    def dismiss(self, tag: str) -> None:
        self.tap(events.NoticeDismissed(tag.removeprefix("notice.")))

    def choose(self, tag: str) -> None:
        self.tap(events.MatterChosen(tag.removeprefix("matter.")))


def _notice(notice: Notice, visit: Visit, texts: Texts) -> Way:
    """Tapped, it goes away."""
    key = f"notice.you.{notice.kind.value}"
    supply = f"supply.{notice.bill_kind}"
    outage = texts.get(supply if supply in texts.catalogue else "supply.other")
    kind = outage if notice.kind is NoticeKind.OUTAGE else texts.bill_kind(notice.bill_kind)
    money = "" if notice.amount is None else texts.money(notice.amount)
    about = texts.get(
        f"{key}.about",
        account=notice.account,
        amount=HIDDEN if visit.hide_amounts else money,
        date=texts.short_date(notice.day) if notice.day else "",
        begins=_moment(notice.begins, visit, texts),
        ends=_moment(notice.ends, visit, texts),
    )
    title = texts.get(key, kind=kind)
    return Way(
        f"notice.{notice.id}", ICONS[notice.kind], title, about, state_text=texts.get("for_you.dismiss")
    )


def _moment(moment: datetime | None, visit: Visit, texts: Texts) -> str:
    return texts.moment(moment.astimezone(visit.now.tzinfo)) if moment else ""


def _matter(matter: OpenMatter, visit: Visit, texts: Texts) -> Way:
    """What was promised stands beside the number; tapped, it can be moved or cancelled."""
    known = f"matter.kind.{matter.kind}" in texts.catalogue
    title = texts.get(f"matter.kind.{matter.kind}" if known else "matter.kind.other")
    state = "working" if matter.state in ("claimed", "dialling") else "waiting"
    words = texts.get("matter.about", reference=matter.reference, state=texts.get(f"matter.state.{state}"))
    if matter.window_from and matter.window_to:
        here = visit.now.tzinfo
        window = Window(matter.window_from.astimezone(here), matter.window_to.astimezone(here))
        words += "\n" + texts.get("matter.window", window=texts.window_dated(window))
    return Way(f"matter.{matter.reference}", "clipboard-list", title, words)
