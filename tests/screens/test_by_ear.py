"""Every task, by somebody who hears and feels and sees nothing: keys alone, steered by what is said alone.

Each is a story that ends where the machine, the centre or the disk knows what was done, and the customer was told so.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.domain import events
from kiosk.domain.language import Language
from kiosk.domain.preferences import Contrast
from kiosk.domain.speech import Channel
from kiosk.texts import Texts
from tests.kiosk.domain.drafts import COUNTER, PHONE
from tests.kiosk.domain.examples import BILLS, CUSTOMER, EMVCO, NUMBER, PIN
from tests.screens.blind import PLACE, STANDING, Blind, arrives
from tests.screens.conftest import Pilot


@pytest.fixture
def blind(
    pilot: Pilot, catalogue: dict[Language, Texts], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Blind:
    return arrives(pilot, catalogue, tmp_path / "kiosk.db", monkeypatch)


def signed_in(blind: Blind, say: Texts, task: str) -> str:
    blind.chooses(say.get(f"task.{task}"))
    assert say.get("pin.title") in blind.shows_card()
    blind.types(PIN)
    assert say.get("for_you.title") in blind.chooses(say.get("pin.confirm"))
    return blind.chooses(say.get("for_you.go_on"))


def on_paper(blind: Blind, say: Texts, prefix: str) -> None:
    assert say.get(f"{prefix}.paper.confirmed") in blind.chooses(say.get(f"{prefix}.paper.yes"))


def pays_by_card(blind: Blind, say: Texts) -> None:
    assert say.get("bills.title") in signed_in(blind, say, "pay")
    blind.chooses("NT$", say.get("speech.role.checkbox"))
    assert say.get("pay_review.title") in blind.chooses(say.get("bills.confirm"))
    assert say.get("paid.posted") in blind.chooses(say.get("pay_review.pay", amount="NT$"))
    on_paper(blind, say, "paid")
    assert len(blind.kiosk.terminal.ledger) == len(blind.kiosk.printer.printed) == 1


def pays_by_code(blind: Blind, say: Texts) -> None:
    blind.chooses(say.get("task.pay"))
    blind.meets(events.CodeScanned(EMVCO))
    assert say.get("paid.posted") in blind.chooses(say.get("pay_review.pay", amount="NT$"))
    assert len(blind.kiosk.terminal.ledger) == 1


def looks_into_the_account(blind: Blind, say: Texts) -> None:
    assert say.get("account.title") in signed_in(blind, say, "account")


def reads_an_answer(blind: Blind, say: Texts) -> None:
    article = PLACE.articles[0]
    assert say.get("faq.title") in blind.chooses(say.get("task.faq"))
    assert article.title[say.language] in blind.chooses(article.title[say.language])


def asks_for_a_call(blind: Blind, say: Texts) -> None:
    blind.chooses(say.get("task.callback"))
    blind.chooses(say.get("topic.meter"))
    assert say.get("number.title") in blind.chooses(say.get("window.soonest"))
    blind.types(PHONE)
    blind.chooses(say.get("action.next"))
    assert say.get("callback_done.title") in blind.chooses(say.get("callback_review.confirm"))
    on_paper(blind, say, "callback_done")
    assert [body["phone"] for body in blind.kiosk.crm.bodies("callback")] == [PHONE]


def asks_for_a_call_at_the_number_on_file(blind: Blind, say: Texts) -> None:
    signed_in(blind, say, "account")
    blind.chooses(say.get("action.home"))
    blind.chooses(say.get("task.callback"))
    blind.chooses(say.get("topic.billing"))
    blind.chooses(say.get("window.soonest"))
    blind.chooses(say.get("number.on_file", phone=CUSTOMER.phone))
    assert say.get("callback_done.title") in blind.chooses(say.get("callback_review.confirm"))
    assert len(blind.kiosk.crm.bodies("callback")) == 1


def signs_in_by_number(blind: Blind, say: Texts) -> None:
    blind.chooses(say.get("task.account"))
    assert say.get("account_number.title") in blind.chooses(say.get("card.number"))
    blind.types(NUMBER)
    assert say.get("factor.title") in blind.chooses(say.get("action.next"))
    assert say.get("secret.pin.title") in blind.chooses(say.get("factor.pin"))
    blind.types(PIN)
    assert say.get("for_you.title") in blind.chooses(say.get("pin.confirm"))


def complains(blind: Blind, say: Texts) -> None:
    blind.chooses(say.get("task.feedback"))
    blind.chooses(say.get("voice.complaint"))
    blind.chooses(say.get("case.complaint.topic.bill"))
    assert say.get("contact.title") in blind.chooses(say.get("case.complaint.wish.call"))
    blind.types(PHONE)
    assert say.get("case_review.complaint.title") in blind.chooses(say.get("action.next"))
    assert say.get("case_done.complaint.title") in blind.chooses(say.get("case_review.confirm"))
    on_paper(blind, say, "case_done")
    assert [body["phone"] for body in blind.kiosk.crm.bodies("complaint")] == [PHONE]


def sends(kind: str, *choices: str) -> Callable[[Blind, Texts], None]:
    """Something of which nothing is typed, and nobody is named."""

    def tells(blind: Blind, say: Texts) -> None:
        blind.chooses(say.get("task.feedback"))
        for choice in (f"voice.{kind}", *choices):
            blind.chooses(say.get(choice))
        assert say.get(f"case_done.{kind}.title") in blind.chooses(say.get("case_review.confirm"))
        assert len(blind.kiosk.crm.bodies(kind)) == 1

    tells.__name__ = f"sends_a_{kind}"
    return tells


def pays_a_part(blind: Blind, say: Texts) -> None:
    """A sum that is too small first: what is wrong with it is said, and how much it may be."""
    blind.kiosk.crm.bills_now = tuple(bill for bill in BILLS if bill.rules.allow_partial)
    signed_in(blind, say, "pay")
    blind.chooses("NT$", say.get("speech.role.checkbox"))
    blind.chooses(say.get("bills.confirm"))
    assert say.get("amount.title") in blind.chooses(say.get("pay_review.part"))
    blind.types("3")
    least = say.get("amount.problem.below_minimum", amount="NT$ 200")
    assert say.get("amount.title") + least in blind.chooses(say.get("action.next"))
    blind.types("00")
    assert say.get("pay_review.title") in blind.chooses(say.get("action.next"))
    assert say.get("paid.posted") in blind.chooses(say.get("pay_review.pay", amount="NT$"))
    assert [paid.amount.minor for paid in blind.kiosk.terminal.ledger] == [30_000]


def searches_for_an_answer(blind: Blind, say: Texts) -> None:
    """By the letters' names; what is found is said as it comes."""
    smell = next(article for article in PLACE.articles if article.id == "gas-smell")
    blind.chooses(say.get("task.faq"))
    assert say.get("faq.search.title") in blind.chooses(say.get("faq.search"))
    blind.types("gas")
    assert smell.answer[say.language] in blind.chooses(smell.title[say.language])


def books(blind: Blind, say: Texts) -> None:
    blind.chooses(say.get("task.services"))
    blind.chooses(say.get("task.booking"))
    blind.chooses(say.get("booking.counter", place=COUNTER.names[say.language]))
    assert say.get("slots.title") in blind.chooses(say.get("topic.meter"))
    assert say.get("contact.title") in blind.chooses("10:05")
    blind.types(PHONE)
    assert say.get("case_review.booking.title") in blind.chooses(say.get("action.next"))
    assert say.get("case_done.booking.title") in blind.chooses(say.get("case_review.confirm"))
    assert len(blind.kiosk.crm.bodies("booking")) == 1


def applies(blind: Blind, say: Texts) -> None:
    blind.chooses(say.get("task.services"))
    blind.chooses(say.get("task.application"))
    assert say.get("contact.title") in blind.chooses(say.get("case.application.service.e_bill"))
    blind.types(PHONE)
    assert say.get("contract_number.title") in blind.chooses(say.get("action.next"))
    blind.types(NUMBER)
    blind.chooses(say.get("action.next"))
    assert say.get("case_done.application.title") in blind.chooses(say.get("case_review.confirm"))
    assert len(blind.kiosk.crm.bodies("application")) == 1


def looks_a_case_up(blind: Blind, say: Texts) -> None:
    blind.chooses(say.get("task.services"))
    assert say.get("case_number.title") in blind.chooses(say.get("task.cases"))
    for sign in "SUAMXK7Z":
        blind.chooses_key(sign)
    assert say.get("case.status.confirmed") in blind.chooses(say.get("case_number.look"))
    assert blind.kiosk.crm.looked_up == [STANDING.reference]


def reads_the_hours(blind: Blind, say: Texts) -> None:
    blind.chooses(say.get("task.services"))
    assert say.get("site.title") in blind.chooses(say.get("task.site"))


def takes_a_slip_for_the_counter(blind: Blind, say: Texts) -> None:
    signed_in(blind, say, "pay")
    blind.chooses("NT$", say.get("speech.role.checkbox"))
    blind.kiosk.terminal.script.append("decline")
    blind.chooses(say.get("bills.confirm"))
    blind.chooses(say.get("pay_review.pay", amount="NT$"))
    assert say.get("not_paid.money") in blind.chooses(say.get("way.slip"))
    assert len(blind.kiosk.printer.printed) == 1


def rates(blind: Blind, say: Texts) -> None:
    asks_for_a_call(blind, say)
    assert say.get("rating.title") in blind.chooses(say.get("callback_done.finish"))
    blind.chooses(say.get("rating.5"))
    assert [body["score"] for body in blind.kiosk.crm.bodies("rating")] == [5]


def calls_staff(blind: Blind, say: Texts) -> None:
    assert say.get("help.title") in blind.chooses(say.get("action.help"))
    assert say.get("calling.told") in blind.chooses(say.get("way.staff"))
    assert len(blind.kiosk.crm.bodies("staff_call")) == 1


def sets_the_screen(blind: Blind, say: Texts) -> None:
    blind.chooses(say.get("action.accessibility"))
    blind.chooses(say.get("accessibility.contrast.yellow_on_black"))
    assert blind.kiosk.visit.preferences.contrast is Contrast.YELLOW_ON_BLACK


STORIES = (
    pays_by_card,
    pays_by_code,
    looks_into_the_account,
    reads_an_answer,
    asks_for_a_call,
    asks_for_a_call_at_the_number_on_file,
    signs_in_by_number,
    complains,
    sends("suggestion", "case.suggestion.area.counter", "case.suggestion.idea.faster"),
    sends("letter", "case.letter.matter.safety"),
    sends("fault_report", "case.fault_report.part.printer"),
    pays_a_part,
    books,
    applies,
    looks_a_case_up,
    reads_the_hours,
    takes_a_slip_for_the_counter,
    rates,
    calls_staff,
    sets_the_screen,
)
#: Told in English too, after the language was changed by ear.
IN_ENGLISH = (searches_for_an_answer, pays_by_card, asks_for_a_call, books, looks_a_case_up, calls_staff)


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("SPK-01")
@pytest.mark.parametrize(
    ("language", "story"),
    [
        *((Language.ZH_HANT, story) for story in STORIES),
        *((Language.EN, story) for story in IN_ENGLISH),
    ],
)
def test_a_task_is_done_by_ear(
    language: Language, story: Callable[[Blind, Texts], None], blind: Blind
) -> None:
    """X41: the same end as by touch; and nothing of it reached the room."""
    story(blind, blind.speaks(language))
    assert {each.channel for each in blind.kiosk.voice.said} == {Channel.PRIVATE}
    assert blind.kiosk.bugs == []
