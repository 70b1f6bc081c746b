"""The proof of payment on the wire: bytes, seconds at three speeds, and one real run over a slow line.

Bytes are what the pretend printer counts at its end of the line while the real driver prints, questions and all.
The limit is the naive way: the whole picture as one raster image, white and all. The peer is python-escpos's own
`image()` of that picture. Its text mode is no peer: it sends Chinese as GB18030 whatever the printer has.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from escpos.printer import Dummy
from PIL import Image

from bench.report import Measure, middle, publish, spread
from devices.link import Link
from devices.receipt_printer.driver import EscposPrinter
from devices.receipt_printer.fonts import house_fonts
from devices.receipt_printer.job import job_of, wire_bytes, wire_seconds
from devices.receipt_printer.layout import Layout
from devices.receipt_printer.letters import Letters
from devices.receipt_printer.protocol import Question, Replies
from devices.receipt_printer.raster import PROFILE
from kiosk.domain.language import Language
from kiosk.domain.payment import Approved
from kiosk.domain.receipt import Centred, Paper, PrintOutcome
from kiosk.services.papers import Papers
from kiosk.texts import load_texts
from tests.e2e.system import ROOT, Json, Process
from tests.screens.visits import HOUSE, PAYMENT, SLIP

BAUDS = (19_200, 38_400, 115_200)
SLOW = 38_400
ROUNDS = 2
RASTER_HEADER = 8  # GS v 0 m xL xH yL yH
WARM_UP = Paper("warm", "en", (Centred("Test"),))
POLLS = 7  # then all is asked again
GOAL = "at most half of the naive raster"


def main() -> None:
    layout = Layout(house_fonts(ROOT / "assets/fonts"))
    papers = _proofs()
    with _bench() as bench:
        poll = bench.poll(layout)
        costs = {language: bench.cost(paper, layout) for language, paper in papers.items()}
        waits = {language: bench.waits(paper, layout) for language, paper in papers.items()}
    measures = [_bytes(language, cost) for language, cost in costs.items()]
    measures += [_seconds(language, cost, baud) for language, cost in costs.items() for baud in BAUDS]
    measures += [_real(language, costs[language], waits[language]) for language in papers]
    measures += [_drawing(language, paper, layout) for language, paper in papers.items()]
    measures += [_letters(language, papers[language], layout, costs[language]) for language in papers]
    measures += [poll, _parser()]
    publish("wire", measures)


# --- what is printed ------------------------------------------------------------------------------


def _proofs() -> dict[Language, Paper]:
    """Two bills, posted, with the survey's code: the longest proof that the house prints every day."""
    house = replace(HOUSE, survey_url=f"https://survey.example/k07?ref={PAYMENT.reference}")
    papers = Papers(house, load_texts(ROOT / "assets/locale"))
    languages = (Language.ZH_HANT, Language.EN)
    return {language: papers.proof(PAYMENT, Approved(SLIP), True, False, language) for language in languages}


@dataclass(frozen=True, slots=True)
class Cost:
    """In bytes: over the line as the printer heard it; the naive raster; python-escpos's own; the job alone."""

    line: int
    naive: int
    escpos: int
    job: int


def _naive(picture: Image.Image) -> int:
    return RASTER_HEADER + picture.width // 8 * picture.height


def _by_escpos(picture: Image.Image) -> int:
    encoder = Dummy(profile=PROFILE)
    encoder.image(picture)
    encoder.cut(mode="PART")
    return len(encoder.output)


# --- the workbench --------------------------------------------------------------------------------


class Bench:
    """The pretend printer behind a real pseudo-terminal, and the real driver on it."""

    def __init__(self, folder: Path, address: str) -> None:
        self._port = str(folder / "receipt_printer")
        self._control = Json(address)

    def cost(self, paper: Paper, layout: Layout) -> Cost:
        with self._printer(layout, BAUDS[-1]) as printer:
            before = self._heard()
            _must_print(printer, paper)
            picture = layout.picture(paper)
            return Cost(
                self._heard() - before,
                _naive(picture),
                _by_escpos(picture),
                len(job_of(paper, layout).wire),
            )

    def waits(self, paper: Paper, layout: Layout) -> list[float]:
        """Seconds from the order to the printer's confirmation, over a line of SLOW baud."""
        with self._printer(layout, SLOW) as printer:
            self._control.post("/receipt_printer", {"slow_baud": SLOW})
            try:
                return [_seconds_of(printer, paper) for _ in range(ROUNDS)]
            finally:
                self._control.post("/receipt_printer", {"slow_baud": None})

    def poll(self, layout: Layout) -> Measure:
        """What it costs to hear that all is well, of a printer that tells of changes by itself."""
        with self._printer(layout, BAUDS[-1]) as printer:
            printer.status()
            before, began = self._heard(), time.perf_counter()
            for _ in range(POLLS):
                printer.status()
            seconds = time.perf_counter() - began
            asked = (self._heard() - before) / POLLS
        four = 3 * len(Question)
        return Measure(
            "a look at the printer's state",
            "B",
            asked,
            four,
            asked / four,
            "fewer than four questions each time",
            {},
            f"{1000 * seconds / POLLS:.2f} ms each; the limit is to ask all four questions",
        )

    @contextmanager
    def _printer(self, layout: Layout, baud: int) -> Iterator[EscposPrinter]:
        """Greeted already: what the first use of a line costs extra is not a proof's."""
        printer = EscposPrinter(Link(self._port, baud), layout)
        try:
            _must_print(printer, WARM_UP)
            yield printer
        finally:
            printer.close()

    def _heard(self) -> int:
        return int(self._control.get("/state")["receipt_printer"]["counters"]["bytes"])


@contextmanager
def _bench() -> Iterator[Bench]:
    with tempfile.TemporaryDirectory() as folder:
        ports = Path(folder) / "bench"
        command = ["devices.workbench", "--dir", str(ports), "--http", "127.0.0.1:0"]
        process = Process("workbench", command, Path(folder), {})
        try:
            yield Bench(ports, str(process.ready()["http"]))
        finally:
            process.end()


def _must_print(printer: EscposPrinter, paper: Paper) -> None:
    outcome = printer.print(paper)
    if outcome is not PrintOutcome.CONFIRMED:
        raise SystemExit(f"the workbench did not print: {outcome}")


def _seconds_of(printer: EscposPrinter, paper: Paper) -> float:
    began = time.perf_counter()
    _must_print(printer, paper)
    return time.perf_counter() - began


# --- what is told ---------------------------------------------------------------------------------


def _bytes(language: Language, cost: Cost) -> Measure:
    return Measure(
        f"proof of two bills, {language}, on the wire",
        "B",
        cost.line,
        cost.naive,
        cost.line / cost.naive,
        GOAL,
        {"python-escpos image()": cost.escpos},
        f"of it questions about the printer's state: {cost.line - cost.job} B",
    )


def _seconds(language: Language, cost: Cost, baud: int) -> Measure:
    ours, naive = wire_seconds(cost.line, baud), wire_seconds(cost.naive, baud)
    return Measure(
        f"the same, {language}, at {baud:,} baud",
        "s",
        ours,
        naive,
        ours / naive,
        GOAL,
        {"python-escpos image()": wire_seconds(cost.escpos, baud)},
        "computed, ten bits a byte",
    )


def _real(language: Language, cost: Cost, waits: list[float]) -> Measure:
    """The line's own time is the limit here: nothing prints faster than its bytes arrive."""
    computed = wire_seconds(cost.line, SLOW)
    return Measure(
        f"order to confirmation, {language}, slow line of {SLOW:,} baud",
        "s",
        middle(waits),
        computed,
        middle(waits) / computed,
        "at most 1.25 times the line's own time",
        {},
        f"measured: {spread(waits)}",
    )


def _drawing(language: Language, paper: Paper, layout: Layout) -> Measure:
    began = time.perf_counter()
    job_of(paper, layout)
    return Measure(
        f"drawing and encoding it, {language}", "s", time.perf_counter() - began, None, None, "report"
    )


def _letters(language: Language, paper: Paper, layout: Layout, cost: Cost) -> Measure:
    count = wire_bytes(paper, Letters(layout, "big5"))
    return Measure(
        f"the same, {language}, in the printer's own Big5 letters",
        "B",
        count,
        cost.naive,
        count / cost.naive,
        GOAL,
        {"python-escpos image()": cost.escpos},
        f"the job alone; {wire_seconds(count, BAUDS[0]):.2f} s at {BAUDS[0]:,} baud",
    )


def _parser() -> Measure:
    """Answers of every kind, as fast as they are understood; the limit is what the quickest line can bring."""
    answers = b"\x12\x10\x00\x03\x00\x37\x220001\x00\x03\x1e\x5fEPSON\x00" * 2000
    began = time.perf_counter()
    parser = Replies()
    for at in range(0, len(answers), 64):
        parser.feed(answers[at : at + 64])
    rate = len(answers) / (time.perf_counter() - began)
    line = BAUDS[-1] / 10
    return Measure(
        "answers understood a second", "B/s", rate, line, rate / line, "faster than the line", {}, "one run"
    )


if __name__ == "__main__":
    main()
