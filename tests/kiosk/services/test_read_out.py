"""What is printed is also said: every field of every paper, to who listens through headphones and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.copies import Copy
from kiosk.domain.events import Event
from kiosk.domain.flow import reading_out, step
from kiosk.domain.language import Language
from kiosk.domain.pronouncing import pronounced
from kiosk.domain.receipt import Paper, QrCode
from kiosk.domain.speech import Channel
from kiosk.domain.visit import Visit
from kiosk.services.controller import Controller
from kiosk.services.effects.errands import Errands
from kiosk.services.effects.paper import Printing
from kiosk.services.papers import Papers
from tests.kiosk.domain.every import examples, members
from tests.kiosk.domain.examples import CUSTOMER, OVERVIEW, visit
from tests.kiosk.fakes import FakePrinter, FrozenClock, InlineLane
from tests.kiosk.services.listener import TEXTS, Listener, heading, scene
from tests.kiosk.services.test_papers import APPROVED, COUNTER_SLIP, HOUSE, PAYMENT, every_paper

PAPERS = Papers(HOUSE, TEXTS)
#: Read by machines alone. A slip's code holds what stands beside it in words (number, amount, last day); an article's its
#: name, which is printed too; the survey's address leads to no matter of the customer's.
MACHINE_READ = (QrCode,)
#: Of staff, behind their PIN: what stands on these stands on their screen too.
STAFFS = (effects.PrintTest, effects.PrintReadiness, effects.PrintDayEnd)
PAID = states.Paid(PAYMENT, APPROVED, posted=True)


def printed(paper: Paper) -> Iterator[str]:
    """Whatever a line of it holds, also of a kind that nobody has thought of yet."""
    for line in paper.lines:
        if not isinstance(line, MACHINE_READ):
            values = (
                getattr(line, field.name) for field in fields(line) if field.name not in ("size", "bold")
            )
            yield from (value for value in values if value)


def plugged(at: Visit, *, headphones: bool = True) -> Visit:
    return replace(at, health=replace(at.health, headphones=headphones), touched_at=at.now)


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("SPK-12")
@pytest.mark.parametrize("language", Language)
def test_every_field_of_every_paper_is_said(language: Language) -> None:
    """SPK-12: the fields are the paper's own."""
    for name, paper in every_paper(PAPERS, language).items():
        listener = Listener(language=language)
        listener.speaker.read_out(paper)
        listener.runs()
        missing = [text for text in printed(paper) if text not in listener.last.text]
        assert not missing, name
        assert (listener.last.channel, listener.last.private) == (Channel.PRIVATE, True)


@pytest.mark.accessibility("SPK-12")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.EN, ("2804 New Taiwan dollars", "ending in 4 8 2 1", "23 Nov 2026", "14 oh 5")),
        (Language.ZH_HANT, ("2804 元", "尾號 4 8 2 1", "2026 年 11 月 17 日", "14 點 5 分")),
        (Language.ZH_HANS, ("2804 元", "尾號 4 8 2 1", "2026 年 11 月 17 日", "14 點 5 分")),
    ],
)
def test_what_is_copied_down_is_said_sign_by_sign(language: Language, words: tuple[str, ...]) -> None:
    """SPK-12: number, approval, hotline; amounts and times as people say them."""
    listener = Listener(language=language)
    listener.speaker.read_out(PAPERS.proof(PAYMENT, APPROVED, True, False, language))
    listener.runs()
    said = pronounced(listener.last.text, language)
    for one in ("K 0 7, J R 7 U, X 5 3 G", "0 0 8 2 3 1", "0 8 0 0, 0 0 0, 1 2 3", *words):
        assert one in said


@pytest.mark.requirement("B6")
@pytest.mark.accessibility("SPK-12", "AUD-07")
def test_the_room_hears_nothing_of_a_paper() -> None:
    """B6, SPK-12: it is not offered there, not done when it is asked for all the same, and not said even then."""
    at = plugged(visit(PAID))
    assert reading_out.offered(at)
    room = Listener(visit(PAID), plugged=False)
    for nobody in (room.controller.visit, plugged(at, headphones=False)):
        assert not reading_out.offered(nobody)
        assert step(nobody, events.ReadOutAsked())[1] == ()
    room.speaker.read_out(PAPERS.proof(PAYMENT, APPROVED, True, False, Language.EN))
    room.runs()
    assert [one.text for one in room.voice.said] == ["Personal details are only read out through headphones."]


@pytest.mark.accessibility("SPK-12")
def test_whatever_a_customer_can_print_can_be_heard_there() -> None:
    """SPK-12: of every state there is; before, while and after it is printed, and when no paper is wanted."""
    heard = set[Any]()
    for kind in members(states.State):
        for state in examples(kind):
            at = plugged(visit(state, customer=CUSTOMER, overview=OVERVIEW))
            for event in (events.PaperChosen(True), events.StatementAsked(), *prints(state)):
                after, asked = step(at, event)
                for job in (one for one in asked if isinstance(one, effects.Printed)):
                    if not isinstance(job, STAFFS):
                        assert step(after, events.ReadOutAsked())[1] == (effects.ReadOut(job),)
                        heard.add(type(job))
    assert heard == set(members(effects.Printed)) - set(STAFFS)


def prints(state: states.State) -> list[Event]:
    match state:
        case states.Paid(payment=payment, approved=approved, posted=posted, offline=offline, anchor=anchor):
            copy = Copy(payment, approved, posted, offline, 2, anchor)
            return [events.CopyTaken(payment.reference, copy)]
        case states.CaseShown(standing=standing):
            return [events.CopyTaken(standing.reference, Copy(PAYMENT, APPROVED, True, False, 2))]
        case states.CounterSlipShown(lines=lines, amount=amount):
            return [events.SlipSaved(replace(COUNTER_SLIP, lines=lines, amount=amount))]
        case _:
            return []


@pytest.mark.accessibility("SPK-12")
def test_the_choice_reads_out_and_the_repeat_key_says_it_again() -> None:
    """SPK-12: from the press to the voice, no paper wanted; what stands on the panel does not cut it short."""
    listener = Listener(visit(replace(PAID, paper=states.PaperState.NOT_WANTED)))
    lane, told = InlineLane(FrozenClock(), lambda act: None), Errands(lambda envelope: None, listener.lane)
    printing = Printing(PAPERS, FakePrinter(), FrozenClock(), lane, told, listener.speaker.read_out)

    def carry_out(at: Visit, effect: effects.Effect) -> None:
        assert isinstance(effect, effects.PaperEffect)
        printing.carry_out(at, effect)

    listener.controller = Controller(
        listener.controller.visit, carry_out, lambda _: None, listener.speaker.heard
    )
    paid = scene(heading("Paid"), screen="PaidScreen")
    listener.sees(paid)
    listener.does(events.ReadOutAsked())
    assert "K07-JR7U-X53G" in listener.sees(paid)
    assert listener.sees(paid) == ""
    assert lane.run() is False
