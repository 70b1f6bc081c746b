"""One specimen a widget: how it is made at rest, and the states that only it has.

What can be pressed is shown pressed, focused and disabled besides, and what has words with words twice as long: that is
the board's affair (`board.py`). Words are the kiosk's own, by their keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from kivy.factory import Factory
from kivy.uix.widget import Widget

from kiosk.domain.faults import Spot
from kiosk.domain.health import Device
from screens.widgets.address_keys import AddressField, AddressKeys
from screens.widgets.chart import Chart, Column
from screens.widgets.chip import Chip
from screens.widgets.choices import Choice, Choices
from screens.widgets.collection import Collection, Item
from screens.widgets.drawing import Drawing
from screens.widgets.heading import Heading, Steps
from screens.widgets.illustration import Illustration
from screens.widgets.keyboard import Keyboard
from screens.widgets.keypad import Dots, Field, Key, Keypad
from screens.widgets.machines import Figure, Figures, Machine, Machines
from screens.widgets.news import News
from screens.widgets.notice import Notice
from screens.widgets.options import Option, Options
from screens.widgets.pages import Pager, Pages
from screens.widgets.pane import Pane
from screens.widgets.panel import Panel, Tappable
from screens.widgets.picto import Picto, Plate
from screens.widgets.push import Push
from screens.widgets.qr_code import QrCode
from screens.widgets.review import Checked, CheckedRows
from screens.widgets.ring import Busy, Ring
from screens.widgets.rows import BillChoices, BillEntry, BillRows, Check, Pair, Pairs, Sum, Way, Ways
from screens.widgets.samples import Sample, Samples
from screens.widgets.signpad import SignPad
from screens.widgets.stack import Stack
from screens.widgets.tile import Tile
from screens.widgets.upkeep import Cells, Doors, Note, Notes, Task, Tasks
from screens.widgets.word_keys import Offer, WordKeys, WritingKeys
from screens.widgets.words import Words

#: The text under a key of the catalogue.
Say = Callable[[str], str]
Make = Callable[[Say], Widget]


@dataclass(frozen=True, slots=True)
class Specimen:
    """`more`: further states by name. `wide`: in dp, 0: as wide as there is room; `high`: of what takes the height that
    it is given. `night`: technicians see it, on the dark ground."""

    name: str
    make: Make
    more: Mapping[str, Make] = field(default_factory=dict)
    wide: int = 0
    high: int = 0
    night: bool = False


def made(kind: type[Widget], **wishes: Any) -> Any:
    """As a screen makes it: what a rule adds is there before it is told anything."""
    widget = kind()
    for name, wish in wishes.items():
        setattr(widget, name, wish)
    return widget


def specimens() -> Iterator[Specimen]:
    yield from _type()
    yield from _surfaces()
    yield from _buttons()
    yield from _keys()
    yield from _lists()
    yield from _signs()
    yield from _upkeep()


def _type() -> Iterator[Specimen]:
    for name in ("Headline", "Section", "Lead", "Strong", "Small"):
        yield Specimen(name, partial(_words, Factory.get(name)))
    shrunk = {
        "shrunk into a line": partial(_words, Words, shrink=1),
        "even": partial(_words, Words, even=True),
    }
    yield Specimen("Words", partial(_words, Words), shrunk)
    yield Specimen("Heading", _heading, {"with steps": partial(_heading, steps=4, step=2)}, high=400)


def _words(kind: type[Widget], say: Say, **wishes: Any) -> Widget:
    return kind(words=say("factor.code.about"), **wishes)


def _heading(say: Say, **wishes: Any) -> Widget:
    return Heading(icon="receipt-text", title=say("bills.title"), about=say("factor.about"), **wishes)


def _surfaces() -> Iterator[Specimen]:
    yield Specimen("Panel", partial(_filled, Panel), {"raised": partial(_filled, Panel, raised=True)})
    yield Specimen("Card", partial(_filled, Factory.get("Card")))
    yield Specimen("Hairline", lambda _say: Factory.get("Hairline")())
    yield Specimen("Gap", lambda _say: Factory.get("Gap")(height=24))
    yield Specimen("Body", partial(_filled, Factory.get("Body"), full=300))
    yield Specimen("Stack", partial(_filled, Stack, size_hint_y=None, height=200))
    yield Specimen("Pane", lambda _say: Pane(size_hint_y=None, height=60))
    tones = {tone: partial(_notice, tone) for tone in ("success", "plain", "attention")}
    yield Specimen("Notice", partial(_notice, "info"), {**tones, "error": partial(_notice, "danger")})
    news = {
        "important": partial(_news, important=True),
        "on deep ground": partial(_news, deep=True, seen=False),
        "not to be put away": partial(_news, seen=False),
    }
    yield Specimen("News", _news, news)
    yield Specimen("Collection", _collection)


def _filled(kind: type[Widget], say: Say, **wishes: Any) -> Widget:
    surface = made(kind, **wishes)
    surface.add_widget(Words(words=say("paid.title")))
    if kind is Panel:
        surface.size_hint_y, surface.height, surface.padding = None, 100, (24, 24)
    return surface


def _notice(tone: str, say: Say) -> Widget:
    icon = {"danger": "circle-alert", "attention": "triangle-alert", "success": "circle-check"}.get(
        tone, "info"
    )
    return Notice(tone=tone, icon=icon, title=say("scan.broken"), about=say("scan.broken.about"))


def _news(say: Say, *, seen: bool = True, **wishes: Any) -> Widget:
    other = say("paid.about") if wishes.get("deep") else ""
    return made(
        News,
        words=say("not_paid.no_paper"),
        other_words=other,
        seen=say("announcement.seen") if seen else "",
        **wishes,
    )


def _collection(say: Say) -> Widget:
    items = [Item(say("check.centre"), say("factor.about")), Item(say("check.network"), say("factor.about"))]
    return made(Collection, title=say("number.title"), entries=((items[0], items[1]), (items[0],)))


def _buttons() -> Iterator[Specimen]:
    ranks = {rank: partial(_push, rank) for rank in ("outlined", "quiet", "start", "deep")}
    stacked = partial(_push, "quiet", stacked=True)
    yield Specimen("Push", partial(_push, "primary"), {**ranks, "stacked": stacked}, wide=460, high=120)
    yield Specimen("Fold", lambda say: Factory.get("Fold")(words=say("paid.more")), wide=460, high=120)
    tappable = partial(_filled, Tappable, size_hint_y=None, height=100)
    yield Specimen("Tappable", tappable, wide=460)
    main = {"main": partial(_tile, main=True), "flagged": partial(_tile, flag="home.paused")}
    yield Specimen("Tile", _tile, main, wide=460, high=300)
    yield Specimen("Choices", _choices)
    yield Specimen("Options", _options)
    yield Specimen("Samples", _samples)
    yield Specimen("Ways", _ways)
    yield Specimen(
        "Pager", lambda say: Pager(at=_pages(say, 1)), {"first page": lambda say: Pager(at=_pages(say, 0))}
    )


def _push(rank: str, say: Say, **wishes: Any) -> Widget:
    return Push(rank=rank, icon="printer", words=say("paid.paper.yes"), **wishes)


def _tile(say: Say, *, flag: str = "", main: bool = False) -> Widget:
    return Tile(
        icon="receipt-text",
        title=say("bills.confirm"),
        about=say("not_paid.again.about"),
        flag=say(flag) if flag else "",
        main=main,
    )


def _choices(say: Say) -> Widget:
    keys = ("factor.code", "factor.pin")
    entries = (Choice(key, say(key), say(f"{key}.about"), "phone", main=key == keys[0]) for key in keys)
    return made(Choices, entries=tuple(entries))


def _options(say: Say) -> Widget:
    keys = ("number.mobile", "number.landline", "check.terminal")
    return made(Options, entries=tuple(Option(key, say(key), chosen=key == keys[0]) for key in keys))


def _samples(say: Say) -> Widget:
    looks = ((30, "", ""), (48, "", ""), (36, "#000000", "#FFE600"), (36, "#FFFFFF", "#000000"))
    words = say("accessibility.size.l")
    entries = (Sample(f"{n}", words, words, *look, chosen=n == 0) for n, look in enumerate(looks))
    return made(Samples, entries=tuple(entries))


def _ways(say: Say) -> Widget:
    about = say("not_paid.scan.about")
    return made(
        Ways,
        entries=(
            Way("scan", "scan-barcode", say("not_paid.scan"), about),
            Way("again", "credit-card", say("not_paid.again"), say("not_paid.again.about"), main=True),
            Way("chosen", "phone", say("factor.pin"), about, state_text="checked"),
            Way("", "user", say("not_paid.look"), about),
        ),
    )


def _pages(say: Say, page: int) -> Pages:
    return Pages(page, 3, f"{page + 1} / 3", say("pager.back"), say("pager.next"))


def _keys() -> Iterator[Specimen]:
    icon = {"icon": lambda _say: Key(icon="delete"), "word": lambda say: Key(words=say("action.clear"))}
    yield Specimen("Key", lambda _say: Key(words="5"), icon, wide=300, high=148)
    yield Specimen("Keypad", partial(_clearing, Keypad))
    yield Specimen("Keyboard", partial(_clearing, Keyboard, layout_words="ㄅㄆㄇ"), {"with signs": _signed})
    yield Specimen(
        "AddressKeys", partial(_clearing, AddressKeys, endings=("@gmail.com", "@yahoo.com.tw", "@me.com"))
    )
    yield Specimen("SignPad", partial(_clearing, SignPad))
    yield Specimen("WordKeys", _word_keys)
    yield Specimen("WritingKeys", _writing)
    typed = {
        "typed": lambda _say: Field(words="0912-000-000"),
        "with a remark": lambda say: Field(words="0912", remark=say("number.mobile")),
        "dots": lambda _say: Field(dots=4),
    }
    yield Specimen("Field", lambda say: Field(hint=say("number.empty")), typed)
    address = {
        "typed": lambda _say: AddressField(words="mei.lin@example.com"),
        "long address": lambda _say: AddressField(words="mei.lin.of.the.third.floor@accounts.example.com"),
    }
    yield Specimen("AddressField", lambda say: AddressField(hint=say("email.empty")), address)


def _clearing(kind: type[Widget], say: Say, **wishes: Any) -> Widget:
    names = {"space_words": say("keyboard.space")} if kind is Keyboard else {}
    return made(kind, clear_words=say("action.clear"), erase_spoken=say("action.erase"), **names, **wishes)


def _signed(say: Say) -> Widget:
    return _clearing(Keyboard, say, signs="，。？！")


def _word_keys(_say: Say) -> Widget:
    offers = tuple(Offer(place, words, words) for place, words in enumerate("林陵鄰臨淋琳磷"))
    return made(WordKeys, entries=offers, at=Pages(0, 2), shown=True)


def _writing(say: Say) -> Widget:
    keys = WritingKeys()
    keys.add_widget(_word_keys(say))
    keys.add_widget(_clearing(Keyboard, say))
    return keys


def _lists() -> Iterator[Specimen]:
    yield Specimen("BillRows", lambda say: made(BillRows, entries=(_bill(say), _bill(say, "danger"))))
    roomy = {"roomy": lambda say: made(BillChoices, entries=(_bill(say),), roomy=True)}
    yield Specimen("BillChoices", _bill_choices, roomy)
    yield Specimen("CheckedRows", _checked)
    pairs = (("paid.reference", "K07-000A-000B"), ("check.centre", "NT$ 2,318"))
    yield Specimen(
        "Pairs",
        lambda say: made(
            Pairs, entries=tuple(Pair(say(key), value, say("factor.about")) for key, value in pairs)
        ),
    )
    yield Specimen("Sum", lambda say: Sum(words=say("bills.chosen.one"), amount="NT$ 2,318"))
    yield Specimen("Chart", _chart)


def _bill(say: Say, tone: str = "info", *, chosen: bool = False) -> BillEntry:
    kind, due = say("bill.kind.water"), say("home.paused")
    return BillEntry(
        f"{tone}{chosen}", "droplets", kind, "2026/09", "••••••0377", due, tone, "NT$ 1,318", chosen
    )


def _bill_choices(say: Say) -> Widget:
    return made(BillChoices, entries=(_bill(say, chosen=True), _bill(say), _bill(say, "danger")))


def _checked(say: Say) -> Widget:
    change = say("action.change")
    return made(
        CheckedRows,
        entries=(
            Checked("a", "phone", say("check.terminal"), "0912-000-000", change),
            Checked("b", "clock", say("check.centre"), say("factor.about")),
        ),
    )


def _chart(say: Say) -> Widget:
    shares = (0.6, 0.4, 0.8, 1.0)
    columns = (Column(share, f"{share * 300:.0f}", f"{n + 6:02}", n == 3) for n, share in enumerate(shares))
    return made(
        Chart, title=say("bill.kind.electricity"), change=say("bill.kind.other"), entries=tuple(columns)
    )


def _signs() -> Iterator[Specimen]:
    tones = {tone: partial(_chip, tone) for tone in ("attention", "success")}
    yield Specimen("Chip", partial(_chip, "info"), {**tones, "error": partial(_chip, "danger")}, wide=300)
    yield Specimen("Picto", lambda _say: Picto(name="printer"), wide=200)
    yield Specimen("Plate", lambda _say: Plate(name="printer"), wide=200)
    yield Specimen("Check", lambda _say: Check(), {"ticked": lambda _say: Check(ticked=True)}, wide=200)
    yield Specimen("Dots", lambda _say: Dots(filled=4), wide=300)
    yield Specimen("Steps", lambda _say: Steps(count=4, done=2))
    ring = {"nearly over": lambda _say: Ring(fraction=0.1, words="3")}
    yield Specimen("Ring", lambda _say: Ring(fraction=0.7, words="21"), ring, wide=200)
    yield Specimen("Busy", lambda _say: Busy(angle=40), wide=200)
    yield Specimen("QrCode", lambda _say: QrCode(data="kiosk", extent=240), wide=300)
    yield Specimen("Illustration", _illustration, wide=200)
    yield Specimen(
        "Drawing", partial(_drawing), {"marked": partial(_drawing, spots=frozenset(Spot))}, wide=340
    )


def _illustration(_say: Say) -> Widget:
    """A sign in the middle of it: shapes are each screen's own."""
    picture = Illustration(across=120, high=120)
    picture.add_widget(Picto(name="scan-line", extent=120))
    return picture


def _chip(tone: str, say: Say) -> Widget:
    return Chip(tone=tone, icon="clock", words=say("home.paused"))


def _drawing(_say: Say, **wishes: Any) -> Widget:
    return Drawing(device=Device.RECEIPT_PRINTER, **wishes)


def _upkeep() -> Iterator[Specimen]:
    yield Specimen("Machines", _machines, night=True)
    yield Specimen("Figures", _figures, night=True)
    yield Specimen("Tasks", _tasks, {"busy": partial(_tasks, enabled=False)}, night=True)
    yield Specimen("Notes", _notes, night=True)
    yield Specimen("Doors", _doors, night=True)
    yield Specimen("Cells", lambda _say: _cells(), high=260, night=True)


def _machines(say: Say) -> Widget:
    works, fails = say("maintenance.line.up"), say("maintenance.line.down")
    return made(
        Machines,
        entries=(
            Machine(
                say("check.printer"),
                fails,
                "danger",
                say("fault.paper_out"),
                say("hint.fault.paper_out"),
                "a",
            ),
            Machine(say("check.terminal"), works, "success", say("maintenance.no_faults")),
        ),
    )


def _figures(say: Say) -> Widget:
    names = ("maintenance.waiting", "maintenance.parked", "maintenance.delivered")
    return made(Figures, entries=tuple(Figure(say(name), str(12 * n)) for n, name in enumerate(names)))


def _tasks(say: Say, *, enabled: bool = True) -> Widget:
    test, about = say("maintenance.open"), say("maintenance.test.none")
    return made(
        Tasks,
        entries=(
            Task("a", say("check.printer"), say("maintenance.line.up"), "success", about, test, enabled),
            Task("b", say("check.reader"), say("maintenance.line.down"), "danger", about, test, enabled),
            Task(
                "c",
                say("check.scanner"),
                say("factor.asking"),
                "info",
                say("maintenance.test.running"),
                test,
                False,
            ),
            Task("d", say("check.store"), say("maintenance.none"), "info", about, ""),
        ),
    )


def _notes(say: Say) -> Widget:
    tones = ("plain", "attention", "danger", "info", "success")
    return made(
        Notes,
        entries=tuple(Note(f"14:0{n}", say("maintenance.test.sent"), tone) for n, tone in enumerate(tones)),
    )


def _doors(say: Say) -> Widget:
    doors = Doors()
    doors.entries = [("a", "printer", say("check.printer")), ("b", "clock", say("maintenance.oldest"))]
    return doors


def _cells() -> Widget:
    return made(Cells, cols=3, count=3, reached=frozenset({0}))
