"""More visits to look at: asking for a call, answers, technicians. Everybody and everything in here is invented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from kiosk.answers.content import load_articles
from kiosk.domain import states
from kiosk.domain.calendar import Calendar, Closing
from kiosk.domain.callback import CallbackDraft, Reply, Topic, offered_windows
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus, Health, Line, QueueCounts, Service
from kiosk.domain.language import Language
from kiosk.domain.lookup import Can, CaseStanding
from kiosk.domain.states import PaperState, Problem
from kiosk.domain.visit import Visit
from kiosk.domain.writing import Layout, Writing
from tests.screens.settings_states import settings_states
from tests.screens.staff_visits import staff_visits
from tests.screens.upkeep_states import TROUBLED, upkeep_states
from tests.screens.visits import HOUSE as BARE_HOUSE
from tests.screens.visits import NO_LINE, NO_PAPER, NOW, REFERENCE, WELL, visit
from tests.screens.writing_states import LAST, LAYOUTS, PINYIN, WAITING

ARTICLES = load_articles(Path(__file__).parents[2] / "assets" / "content" / "faq.json")
HOUSE = replace(BARE_HOUSE, articles=ARTICLES)
PHONE = "0912345678"
#: A kiosk with everything, on battery and forced open.
AROUND = replace(
    WELL,
    devices=(*WELL.devices, *(TROUBLED[f"device.{name}"] for name in ("cabinet", "power", "keypad"))),
    tampered=True,
)

WINDOWS = offered_windows(NOW, HOUSE.hours)
TOPIC = states.TopicWanted()
WINDOW = states.WindowWanted(Topic.BILLING, WINDOWS)
NUMBER = states.NumberWanted(Topic.BILLING, WINDOWS[1], WINDOWS)
DRAFT = CallbackDraft(Topic.BILLING, WINDOWS[1], PHONE, notice=HOUSE.notice)
EMAIL = "mei.lin.2026@example.com.tw"
BY_EMAIL = replace(DRAFT, phone="", reply=Reply.EMAIL, email=EMAIL)
ON_FILE = replace(DRAFT, phone="", visit="boot.1", topic=Topic.PAYMENT, window=WINDOWS[0])
REVIEW = states.CallbackReview(DRAFT, NUMBER)
DONE = states.CallbackDone(REFERENCE, DRAFT, provisional=False)
TYPHOON = Calendar(NOW, closings=(Closing(NOW.date(), "typhoon", {}),))
GIVEN = CaseStanding(
    REFERENCE, "callback", "confirmed", "billing", DRAFT.window.begins, DRAFT.window.ends,
    place=4, expected_at=DRAFT.window.begins + timedelta(minutes=20),
)  # fmt: skip
KNOWN_BY_NUMBER = CaseStanding("", "callback", topic="billing", begins=GIVEN.begins, ends=GIVEN.ends)
MOVED = replace(GIVEN, status="moved", moved="full", place=None, expected_at=None)
MERGED = replace(GIVEN, reference="K03-2222-2222")

SICK = Health(
    devices=(
        DeviceStatus(Device.RECEIPT_PRINTER, DeviceState.ONLINE, (Fault.PAPER_LOW,), "DLE EOT 4: 1E"),
        DeviceStatus(Device.CARD_READER, DeviceState.OFFLINE, (Fault.NO_ANSWER,), "workbench/card_reader"),
        DeviceStatus(
            Device.PAYMENT_TERMINAL,
            DeviceState.PERSON_NEEDED,
            (Fault.COVER_OPEN, Fault.PAPER_OUT),
            "06 1E 6C",
        ),
    ),
    line=Line.DOWN,
    line_up_at=NOW - timedelta(hours=2),
    service=Service.CLOSED,
    store_works=False,
    queue=QueueCounts(128, 2, 48_210, NOW - timedelta(hours=2, minutes=14)),
)


def alone(status: DeviceStatus) -> Health:
    """A kiosk that has this device and no other."""
    return Health((status,), tampered=Fault.TAMPER in status.faults)


def callback_visits(language: Language) -> Mapping[str, Visit]:
    """By picture name."""
    return dict(_all(language))


def _all(language: Language) -> Iterator[tuple[str, Visit]]:
    def of(state: states.State, **more: object) -> Visit:
        return visit(state, language, **{"house": HOUSE, "customer": None, **more})

    def known(state: states.State, **more: object) -> Visit:
        return visit(state, language, house=HOUSE, **more)

    late = NOW.replace(hour=20)
    yield from {
        "topic": of(TOPIC),
        "window": of(WINDOW),
        "window.late": of(replace(WINDOW, windows=offered_windows(late, HOUSE.hours)), now=late),
        "number": of(NUMBER),
        "number.typing": of(replace(NUMBER, digits=PHONE[:7])),
        "number.known": known(NUMBER),
        "number.known_problem": known(replace(NUMBER, digits=PHONE[:6], problem=Problem.PHONE_INCOMPLETE)),
        "number.no_line": of(replace(NUMBER, digits="0225125512"), health=NO_LINE),
        "email": of(states.EmailWanted(NUMBER)),
        "email.typing": of(states.EmailWanted(NUMBER, EMAIL)),
        "email.two_lines": of(states.EmailWanted(NUMBER, "mei.lin.2026.sanchong@mail.example.com.tw")),
        "email.long": of(states.EmailWanted(NUMBER, "a" * 64 + "@" + ".".join(["b" * 60] * 3))),
        "email.problem": of(states.EmailWanted(NUMBER, "mei.lin@example", Problem.EMAIL_PLACE)),
        "email.problem_name": of(states.EmailWanted(NUMBER, "mei..lin@example.com", Problem.EMAIL_NAME)),
        "email.no_endings": of(states.EmailWanted(NUMBER, EMAIL), house=replace(HOUSE, email_endings=())),
        "callback_review.by_email": of(replace(REVIEW, draft=BY_EMAIL)),
        **{
            f"callback_done.by_{draft.reply.value}": of(replace(DONE, draft=draft))
            for draft in (BY_EMAIL, *(replace(DRAFT, reply=reply) for reply in (Reply.SMS, Reply.COUNTER)))
        },
        "callback_done.by_email.soonest": of(
            replace(DONE, draft=replace(BY_EMAIL, window=WINDOWS[0]), provisional=True), health=NO_LINE
        ),
        **{
            f"callback_done.by_{draft.reply.value}.no_line": of(
                replace(DONE, draft=draft, provisional=True), health=NO_LINE
            )
            for draft in (BY_EMAIL, *(replace(DRAFT, reply=reply) for reply in (Reply.SMS, Reply.COUNTER)))
        },
        "callback_review": of(REVIEW),
        "callback_review.known": known(replace(REVIEW, draft=ON_FILE)),
        "callback_review.asking": of(replace(REVIEW, asking_until=NOW)),
        "asked_already": of(states.AskedAlready(KNOWN_BY_NUMBER, REVIEW)),
        "asked_already.own": known(
            states.AskedAlready(replace(GIVEN, can=Can.NOW), replace(REVIEW, draft=ON_FILE))
        ),
        "callback_review.saving": of(replace(REVIEW, saving=True)),
        "callback_review.not_saved": of(replace(REVIEW, problem=Problem.NOT_SAVED), health=NO_LINE),
        **{f"callback_done.{paper.value}": of(replace(DONE, paper=paper)) for paper in PaperState},
        "callback_done.confirmed_by_centre": of(replace(DONE, standing=GIVEN)),
        "callback_done.moved": of(replace(DONE, standing=MOVED)),
        "callback_done.merged": of(replace(DONE, standing=MERGED)),
        "callback_review.by_text": of(replace(REVIEW, draft=replace(DRAFT, reply=Reply.SMS))),
        "window.closed_today": of(WINDOW, house=replace(HOUSE, calendar=TYPHOON)),
        "callback_done.no_printer": of(DONE, health=NO_PAPER),
        **{
            f"callback_done.provisional.{paper.value}": known(
                replace(DONE, draft=ON_FILE, provisional=True, paper=paper), health=NO_LINE
            )
            for paper in PaperState
        },
        "faq": of(states.FaqList()),
        "faq.last": of(states.FaqList(1)),
        "faq.no_line": of(states.FaqList(), health=NO_LINE),
        "faq.category": of(states.FaqList(category="payment")),
        "faq_search": of(states.FaqSearch()),
        "faq_search.found": of(
            states.FaqSearch("late payment", tuple(one.id for one in ARTICLES[:3]), known=True)
        ),
        "faq_search.zhuyin": of(states.FaqSearch(writing=Writing(Layout.ZHUYIN)), layouts=LAYOUTS),
        "faq_search.words": of(states.FaqSearch("電費", writing=WAITING), layouts=LAYOUTS),
        "faq_search.last_words": of(states.FaqSearch("電費", writing=LAST), layouts=LAYOUTS),
        "faq_search.pinyin": of(states.FaqSearch(writing=PINYIN), layouts=LAYOUTS),
        "faq_search.nothing": of(states.FaqSearch("parking space", asked=True)),
        "faq_article.voted": of(
            states.FaqArticle(ARTICLES[2].id, vote="useless", paper=PaperState.CONFIRMED)
        ),
        **{f"faq_article.{one.id}": of(states.FaqArticle(one.id)) for one in ARTICLES},
        "technician_pin": of(states.TechnicianPin("123456")),
        "technician_pin.checking": of(states.TechnicianPin(checking=True)),
        "technician_pin.wrong": of(states.TechnicianPin(problem=Problem.PIN_WRONG)),
        "technician_pin.locked": of(
            states.TechnicianPin(problem=Problem.PIN_LOCKED, locked_until=NOW + timedelta(minutes=15))
        ),
        "maintenance": of(states.Maintenance()),
        "maintenance.sick": of(states.Maintenance("unknown"), health=SICK),
        "home.on_battery": of(states.Home(), health=replace(AROUND, tampered=False)),
        "home.forced": of(states.Home(), health=replace(AROUND, devices=AROUND.devices[:-2])),
        "out_of_order.dying": of(states.OutOfOrder("power")),
        "maintenance.around": of(states.Maintenance(), health=AROUND),
        "maintenance.testing": of(states.Maintenance("running")),
        "maintenance.fell_back": of(states.Maintenance(), health=replace(SICK, fell_back=True)),
        "maintenance.refused": of(states.Maintenance(refused=True), health=SICK),
        **{name: of(state) for name, state in upkeep_states().items()},
        **{
            name: of(states.DeviceShown(states.Maintenance(), status.device), health=alone(status))
            for name, status in TROUBLED.items()
        },
        **{name: of(state) for name, state in settings_states().items()},
        **staff_visits(language),
    }.items()
