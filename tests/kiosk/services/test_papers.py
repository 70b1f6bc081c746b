"""What is printed, compared line by line with papers that were read by eye (tests/kiosk/papers/*.txt)."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.domain.callback import CallbackDraft, Hours, Reply, Topic, Window, offered_windows
from kiosk.domain.case import (
    Application,
    Applied,
    Area,
    Booked,
    Booking,
    CaseDraft,
    Complaint,
    ComplaintTopic,
    Contact,
    FaultReport,
    Idea,
    ManagerLetter,
    Matter,
    Part,
    Phrase,
    Suggestion,
    Wish,
)
from kiosk.domain.counter_slip import CounterSlip
from kiosk.domain.house import House
from kiosk.domain.language import Language
from kiosk.domain.money import Money
from kiosk.domain.overview import BillState, PastBill, Series
from kiosk.domain.payment import Approved, Mark, Payment, PaymentLine, Slip, TerminalTime
from kiosk.domain.receipt import Centred, Line, Pair, Paper, Paragraph, QrCode, Rule, Size
from kiosk.domain.states import Back
from kiosk.services.papers import Papers
from kiosk.texts import load_texts
from tests.kiosk.domain.going_back import ended

ROOT = Path(__file__).parents[3]
GOLDEN = Path(__file__).parents[1] / "papers"
TAIPEI = ZoneInfo("Asia/Taipei")
NOW = datetime(2026, 11, 23, 14, 5, tzinfo=TAIPEI)
ZH, EN, HANS = Language.ZH_HANT, Language.EN, Language.ZH_HANS
PHONE = "0912345678"

HOUSE = House(
    kiosk_id="K07",
    brand={ZH: "晴川公用事業", EN: "Qingchuan Utilities", HANS: "晴川公用事业"},
    site={ZH: "三重門市", EN: "Sanchong office", HANS: "三重营业厅"},
    hotline="0800-000-123",
    calls_from="02-2512-5512",
    counter={ZH: "3 號櫃檯", EN: "Counter 3", HANS: "3 号柜台"},
    survey_url="https://survey.example/k07",
)
PAYMENT = Payment(
    id="0193a1f0-2222-7000-8000-000000000001",
    reference="K07-JR7U-X53G",
    lines=(
        PaymentLine(
            "B-1", "electricity", "••••••4821", "2026-09-01", "2026-10-31", "2026-11-17", Money(231800)
        ),
        PaymentLine("B-2", "water", "••••••0377", "2026-09-01", "2026-10-31", "2026-11-30", Money(48600)),
    ),
    amount=Money(280400),
    asked_at=NOW,
    mark=Mark("52500038", 137, 137),
)
APPROVED = Approved(
    Slip("52500038", 138, 138, Money(280400), TerminalTime(11, 23, 14, 5, 40), "••••1234", "VISA", "008231")
)
SEPTEMBER, JULY = date(2026, 9, 1), date(2026, 7, 1)
SERIES = Series(
    "••••••4821",
    "住家",
    "electricity",
    (
        PastBill(
            "B-1", "electricity", "••••••4821", SEPTEMBER, date(2026, 10, 31), Money(231800), date(2026, 11, 17),
            BillState.OVERDUE, used=413, unit="kWh",
        ),
        PastBill(
            "B-0", "electricity", "••••••4821", JULY, date(2026, 8, 31), Money(190400), date(2026, 9, 25),
            BillState.PAID, date(2026, 9, 18), "bank", 340, "kWh",
        ),
    ),
)  # fmt: skip
WINDOWS = offered_windows(NOW, Hours(((time(9), time(12)), (time(13), time(15)), (time(15), time(17)))))
DRAFT = CallbackDraft(Topic.BILLING, WINDOWS[1], PHONE, notice="2026-11")
BY_EMAIL = replace(DRAFT, phone="", reply=Reply.EMAIL, email="mei.lin@example.com")
REFERENCE = "K07-SUAM-XK7Z"
COUNTER_SLIP = CounterSlip(REFERENCE, PAYMENT.lines, PAYMENT.amount, NOW, date(2026, 11, 26))
CONTACT = Contact(PHONE, notice="2026-11")
CASES: dict[str, CaseDraft] = {
    "complaint": Complaint(topic=ComplaintTopic.WAITING, wish=Wish.APOLOGY),
    "complaint.full": Complaint(
        topic=ComplaintTopic.BILL, wish=Wish.CALL, urgent=True, contact=CONTACT, message=(Phrase.AGAIN,)
    ),
    "complaint.email": Complaint(
        topic=ComplaintTopic.BILL,
        wish=Wish.APOLOGY,
        contact=Contact(notice="2026-11", email="mei.lin@example.com"),
    ),
    "suggestion": Suggestion(area=Area.COUNTER, idea=Idea.FASTER),
    "letter": ManagerLetter(matter=Matter.HONESTY),
    "fault_report": FaultReport(part=Part.PRINTER),
    "application": Application(service=Applied.E_BILL, account="1203347730", contact=CONTACT),
    "booking": Booking(
        service=Booked.COUNTER,
        place="三重服務中心",
        names={Language.EN: "Sanchong Service Centre", Language.ZH_HANS: "三重服务中心"},
        topic=Topic.METER,
        window=Window(NOW + timedelta(hours=20), NOW + timedelta(hours=20.5)),
        contact=CONTACT,
    ),
    "booking.provisional": Booking(
        service=Booked.VISIT,
        topic=Topic.SUPPLY,
        window=Window(NOW + timedelta(hours=20), NOW + timedelta(hours=24)),
        contact=CONTACT,
    ),
}
#: Money that was taken and that no bill took: back, being asked about, or for a person to give back.
PRINTED_BACK = (Back.GIVEN_BACK, Back.CHECKING, Back.STAFF)
#: Those that the centre has not got yet.
PROVISIONAL = ("complaint.full", "booking.provisional")


@pytest.fixture(scope="module")
def papers() -> Papers:
    return Papers(HOUSE, load_texts(ROOT / "assets" / "locale"))


def every_paper(papers: Papers, language: Language) -> dict[str, Paper]:
    guest, known = DRAFT, replace(DRAFT, phone="", visit="v-1", window=WINDOWS[0])
    return {
        "proof.posted": papers.proof(PAYMENT, APPROVED, True, False, language),
        "proof.accepted": papers.proof(PAYMENT, APPROVED, False, False, language),
        "proof.offline": papers.proof(PAYMENT, APPROVED, False, True, language),
        "proof.copy": papers.proof(PAYMENT, APPROVED, True, False, language, copy=2),
        "proof.refund": papers.proof(PAYMENT, APPROVED, False, False, language, refund=True),
        "proof.again": replace(
            papers.proof(PAYMENT, APPROVED, True, False, language), again=papers.again(language)
        ).marked(),
        **{f"back.{back.value}": papers.money_back(PAYMENT, back, language) for back in PRINTED_BACK},
        "claim": papers.claim(PAYMENT, language),
        "counter_slip": papers.counter_slip(COUNTER_SLIP, language),
        "callback.guest": papers.callback(REFERENCE, guest, False, language),
        "callback.soonest": papers.callback(REFERENCE, known, True, language),
        "callback.email": papers.callback(REFERENCE, BY_EMAIL, False, language),
        "callback.sms": papers.callback(REFERENCE, replace(guest, reply=Reply.SMS), False, language),
        "callback.counter": papers.callback(REFERENCE, replace(known, reply=Reply.COUNTER), False, language),
        **{
            f"case.{name}": papers.case(REFERENCE, draft, name in PROVISIONAL, language)
            for name, draft in CASES.items()
        },
        "statement": papers.statement(SERIES, NOW, language),
        "money_back": papers.money_back(PAYMENT, Back.GIVEN_BACK, language, "812 K7QM-3XPA"),
        "day_end": papers.day_end(ended(NOW, 48_600), language, NOW),
        "test": papers.test(language, NOW),
    }


def drawn(line: Line) -> str:
    match line:
        case Rule():
            return "-" * 48
        case QrCode(data):
            return f"[QR {data}]"
        case Centred(text, size, bold):
            return _marked("^ ", text, size, bold)
        case Paragraph(text, size, bold):
            return _marked("< ", text, size, bold)
        case Pair(left, right, size, bold):
            return _marked("<>", f"{left} | {right}", size, bold)


def _marked(place: str, text: str, size: Size, bold: bool) -> str:
    return f"{place} {size.value[0].upper()}{'*' if bold else ' '} {text}"


def as_text(paper: Paper) -> str:
    return "\n".join(map(drawn, paper.lines)) + "\n"


@pytest.mark.requirement("F4")
@pytest.mark.requirement("G6")
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", [path.stem.rsplit(".", 1)[0] for path in sorted(GOLDEN.glob("*.en.txt"))])
def test_paper_reads_as_it_was_read_by_eye(papers: Papers, name: str, language: Language) -> None:
    """F4, G6: every kind of paper in every language, line by line."""
    golden = GOLDEN / f"{name}.{language.value}.txt"
    assert as_text(every_paper(papers, language)[name]) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", Language)
def test_no_kind_of_paper_goes_unread(papers: Papers, language: Language) -> None:
    read = {
        path.name.removesuffix(f".{language.value}.txt") for path in GOLDEN.glob(f"*.{language.value}.txt")
    }
    assert read == set(every_paper(papers, language))


@pytest.mark.requirement("B3")
@pytest.mark.parametrize("language", Language)
def test_number_to_call_never_reaches_paper(papers: Papers, language: Language) -> None:
    """B3: the customer's number is masked on paper, whatever the grouping."""
    for paper in every_paper(papers, language).values():
        digits = "".join(ch for ch in as_text(paper) if ch.isdigit())
        assert PHONE not in digits
        assert PHONE not in repr(paper)


@pytest.mark.requirement("E4")
@pytest.mark.parametrize("language", Language)
def test_posted_is_printed_only_after_the_centre_said_so(papers: Papers, language: Language) -> None:
    """E4: accepted, accepted while the line was down, and posted are three different sentences."""
    texts = load_texts(ROOT / "assets" / "locale")[language]
    standings = {
        (True, False): "posted",
        (True, True): "posted",
        (False, False): "accepted",
        (False, True): "offline",
    }
    for (posted, offline), expected in standings.items():
        printed = as_text(papers.proof(PAYMENT, APPROVED, posted, offline, language))
        said = [name for name in ("posted", "accepted", "offline") if texts.get(f"proof.{name}") in printed]
        assert said == [expected]


@pytest.mark.requirement("G6")
@pytest.mark.parametrize("language", Language)
def test_paper_says_who_calls_and_what_nobody_asks_for(papers: Papers, language: Language) -> None:
    """G6: the calling number, the case number first, no ATM, no code."""
    printed = as_text(papers.callback(REFERENCE, DRAFT, False, language))
    words = {
        ZH: ("案件編號", "ATM", "驗證碼"),
        EN: ("case number first", "ATM", "code"),
        HANS: ("案件编号", "ATM", "验证码"),
    }[language]
    assert all(word in printed for word in ("02-2512-5512", REFERENCE, *words))


def test_silent_slip_prints_no_empty_line(papers: Papers) -> None:
    """A terminal that gives neither card nor approval code leaves no hole in the proof."""
    silent = Approved(replace(APPROVED.slip, card="", scheme="", approval_code=""))
    lines = papers.proof(PAYMENT, silent, True, False, ZH).lines
    assert Pair("", "") not in lines


@pytest.mark.parametrize("language", [ZH, EN, HANS])
def test_the_proof_carries_what_the_bank_asks_for(papers: Papers, language: Language) -> None:
    """Merchant, terminal, batch and trace, where the terminal tells them."""
    told = Approved(replace(APPROVED.slip, merchant_id="100461763", batch="000042"))
    printed = as_text(papers.proof(PAYMENT, told, True, False, language))
    assert all(word in printed for word in ("100461763", "52500038", "000042", "000138"))
    assert "100461763" not in as_text(papers.proof(PAYMENT, APPROVED, True, False, language))


def test_house_without_a_survey_prints_no_code(papers: Papers) -> None:
    texts = load_texts(ROOT / "assets" / "locale")
    paper = Papers(replace(HOUSE, survey_url=""), texts).proof(PAYMENT, APPROVED, True, False, ZH)
    assert not any(isinstance(line, QrCode) for line in paper.lines)
