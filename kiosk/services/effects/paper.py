"""Paper: composed on main, printed in the printer's lane, its fate told to the visit that wanted it; or read out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from kiosk.domain import effects, events
from kiosk.domain.events import Event
from kiosk.domain.receipt import Paper, PrintOutcome, Untaken
from kiosk.domain.visit import Visit
from kiosk.ports import Clock, Lane, ReceiptPrinter
from kiosk.services.effects.errands import Errands
from kiosk.services.papers import Papers


class Printing:
    def __init__(
        self,
        papers: Papers,
        printer: ReceiptPrinter,
        clock: Clock,
        lane: Lane,
        errands: Errands,
        read_out: Callable[[Paper], None],
    ) -> None:
        self._papers = papers
        self._printer = printer
        self._clock = clock
        self._lane = lane
        self._errands = errands
        self._read_out = read_out

    def carry_out(self, visit: Visit, effect: effects.PaperEffect) -> None:
        if isinstance(effect, effects.RetractPaper):
            self._retract(effect.why)
            return
        if isinstance(effect, effects.ReadOut):
            self._read_out(self._composed(effect.paper))
            return
        paper = self._paper(effect)
        if paper.reference in visit.torn:
            paper = paper.marked()

        def job() -> Event:
            outcome = self._printer.print(paper)
            return events.PaperFinished(paper.reference, outcome, self._printer.used_mm)

        if not self._lane.submit(lambda: self._errands.tell(visit, job()), owner=visit.id):
            self._errands.tell(visit, events.PaperFinished(paper.reference, PrintOutcome.NOT_PRINTED))

    def _retract(self, why: Untaken) -> None:
        """In the printer's lane, so before whatever is printed next."""

        def job() -> None:
            self._errands.fact(events.PaperRetracted(self._printer.retract(), why))

        if not self._lane.submit(job):
            self._errands.fact(events.PaperRetracted(False, why))

    def _paper(self, effect: effects.Printed) -> Paper:
        return replace(
            self._composed(effect), again=self._papers.again(effect.language), void=self._papers.void()
        )

    def _composed(self, effect: effects.Printed) -> Paper:
        papers = self._papers
        match effect:
            case effects.PrintProof(payment, approved, posted, offline, language, anchor, refund):
                return papers.proof(
                    payment, approved, posted, offline, language, anchor=anchor, refund=refund
                )
            case effects.PrintCopy(copy, language):
                return papers.copy(copy, language)
            case effects.PrintClaim(payment, language, anchor):
                return papers.claim(payment, language, anchor)
            case effects.PrintBack(payment, back, language, anchor):
                return papers.money_back(payment, back, language, anchor)
            case effects.PrintCallback(reference, draft, provisional, language):
                return papers.callback(reference, draft, provisional, language)
            case effects.PrintCase(reference, draft, provisional, language):
                return papers.case(reference, draft, provisional, language)
            case effects.PrintArticle(article, language):
                return papers.article(article, language)
            case effects.PrintSlip(slip, language):
                return papers.counter_slip(slip, language)
            case effects.PrintReadiness(results, language):
                return papers.readiness(results, language, self._clock.now())
            case effects.PrintStatement(series, as_of, language):
                return papers.statement(series, as_of, language)
            case effects.PrintDayEnd(result, language):
                return papers.day_end(result, language, self._clock.now())
            case effects.PrintTest(language):
                return papers.test(language, self._clock.now())
            case _:
                assert_never(effect)
