"""The tour: a whole visit played by real touches, with pictures, receipts and a summary in `out/tour/`.

`python -m tests.e2e.tour [--lang LANGUAGE] [--size WxH] [--out DIR]`. Exit 0 only if every step held. Needs a display.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from kiosk.domain.language import Language
from kiosk.texts import load_texts
from tests.e2e.desk import Desk
from tests.e2e.panel import Panel
from tests.e2e.system import ROOT, ROUND_THE_CLOCK, Overrides, System
from tests.e2e.visits import codes_of, scan

CARD, PIN = "990120260007730", "482913"
PHONE = "0912000678"
TECHNICIAN = "739164"
OVERRIDES: Overrides = {
    "crm": {"poll_seconds": 2},
    "callback": ROUND_THE_CLOCK,
    "payment_terminal": {"answer_seconds": 20},
    "patience": {"idle_seconds": 30, "warning_seconds": 20},
}


@dataclass(slots=True)
class Step:
    name: str
    ok: bool
    seconds: float
    picture: str
    fault: str = ""


class Tour:
    """Plays step after step; a step that does not hold is noted, and the tour ends there."""

    def __init__(self, system: System, language: str, out: Path) -> None:
        self.system = system
        self.panel = Panel(system.robot_address)
        self.out = out
        self.language = language
        self.steps: list[Step] = []
        self.reference = self.complained = ""
        self.taps: dict[str, int] = {}
        self._texts = load_texts(ROOT / "assets" / "locale")

    def play(self, desk: Desk) -> bool:
        acts: list[tuple[str, Callable[[], None]]] = [
            ("attract", self.attract),
            ("languages", self.choose_language),
            ("home", self.home),
            ("card", self.card),
            ("pin", self.pin),
            ("bills", self.bills),
            ("review", self.review),
            ("paying", self.paying),
            ("paid", self.paid),
            ("proof", self.proof),
            ("line-down", self.line_down),
            ("answers", self.answers),
            ("article", self.article),
            ("callback-window", self.window),
            ("callback-number", self.number),
            ("callback-review", self.callback_review),
            ("callback-done", self.callback_done),
            ("callback-paper", self.callback_paper),
            ("help", self.help),
            ("time-out-warning", self.warning),
            ("wiped", self.wiped),
            ("line-up", self.line_up),
            ("scanned-bill", self.scanned_bill),
            ("scanned-paid", self.scanned_paid),
            ("complaint", self.complaint),
            ("complaint-done", self.complaint_done),
            ("staff-called", self.staff_called),
            ("desk-call", lambda: self.desk_call(desk)),
            ("somebody-comes", self.somebody_comes),
            ("technician-door", self.technician_door),
            ("maintenance", self.maintenance),
            ("desk-queue", lambda: self.desk_queue(desk)),
            ("desk-case", lambda: self.desk_case(desk)),
            ("desk-number", lambda: self.desk_number(desk)),
            ("desk-outcome", lambda: self.desk_outcome(desk)),
            ("desk-payments", lambda: self.desk_payments(desk)),
            ("desk-alerts", lambda: self.desk_alerts(desk)),
            ("desk-figures", lambda: self.desk_figures(desk)),
        ]
        return all(self._step(name, act, desk if name.startswith("desk-") else None) for name, act in acts)

    def _step(self, name: str, act: Callable[[], None], desk: Desk | None = None) -> bool:
        began = time.monotonic()
        fault = ""
        try:
            act()
        except Exception as wrong:  # the tour reports whatever went wrong, and ends
            fault = f"{type(wrong).__name__}: {wrong}"
        picture = f"{len(self.steps) + 1:02}-{name}.png"
        (desk.picture if desk else self.panel.picture)(self.out / picture)
        self.steps.append(Step(name, not fault, round(time.monotonic() - began, 2), picture, fault))
        sys.stdout.write(f"{'ok ' if not fault else 'NOT'} {name}{': ' + fault if fault else ''}\n")
        sys.stdout.flush()
        return not fault

    def words(self, key: str) -> str:
        return self._texts[Language(self.language)].get(key)

    def missing(self, language: str) -> str:
        """How the strip about what does not work begins."""
        return self._texts[Language(language)].get("banner.missing", services="\0").partition("\0")[0]

    # --- at the panel ---------------------------------------------------------------------------

    def attract(self) -> None:
        self.panel.see("attract.start", 30)

    def choose_language(self) -> None:
        self.panel.tap("nav.language")
        self.panel.tap(f"language.{self.language}")

    def home(self) -> None:
        self.panel.tap("attract.start")
        self.panel.see("home.pay")

    def card(self) -> None:
        self.panel.tap("home.pay")
        self.panel.gone("home.pay")

    def pin(self) -> None:
        self.system.bench.post("/card_reader/present", {"track2": CARD})
        self.panel.type(PIN[:-1])
        self.panel.see("keypad.1")

    def bills(self) -> None:
        self.panel.type(PIN[-1])
        self.panel.tap("nav.primary")
        found = self.panel.see_like("bill.", 3)
        before = self.panel.taps
        for bill in found[:2]:
            self.panel.tap(bill)
        self.taps["before review"] = self.panel.taps - before

    def review(self) -> None:
        self.panel.tap("nav.primary")
        self.panel.read("NT$ 2,804")

    def paying(self) -> None:
        self.system.bench.post("/payment_terminal", {"next": "approve", "delay_s": 2.5})
        before = self.panel.taps
        self.panel.tap("nav.primary")
        self.taps["two bills"] = self.taps.pop("before review") + 1 + self.panel.taps - before
        self.panel.read(self.words("paying.stage.insert_card"))

    def paid(self) -> None:
        self.panel.see("paper.yes", 30)

    def proof(self) -> None:
        self.panel.tap("paper.yes")
        self.panel.gone("paper.yes")
        self._receipt(1)

    def line_down(self) -> None:
        self.panel.tap("nav.second")
        self.panel.see("home.faq")
        self.system.end("crm")
        self.panel.read(self.missing(self.language), 15)

    def answers(self) -> None:
        self.panel.tap("home.faq")
        self.panel.see_like("faq.article.", 4)

    def article(self) -> None:
        self.panel.tap(self.panel.see_like("faq.article.", 4)[0])
        self.panel.see("nav.primary")

    def window(self) -> None:
        """The article says what it is about: nobody is asked for a topic."""
        self.panel.tap("nav.primary")
        self.panel.see_like("window.", 3)

    def number(self) -> None:
        self.panel.tap("window.soonest")
        self.panel.type(PHONE)

    def callback_review(self) -> None:
        self.panel.tap("nav.primary")
        self.panel.gone("keypad.1")

    def callback_done(self) -> None:
        self.panel.tap("nav.primary")
        self.panel.see("paper.yes")
        self.reference = self.panel.reference()

    def callback_paper(self) -> None:
        self.panel.tap("paper.yes")
        self._receipt(2)

    def help(self) -> None:
        self.panel.tap("nav.help")
        self.panel.see("overlay.close")

    def warning(self) -> None:
        self.panel.tap("overlay.close")
        self.panel.see("idle.stay", 75)

    def wiped(self) -> None:
        self.panel.see("attract.start", 40)
        assert PHONE not in self.panel.texts()
        assert self.reference not in self.panel.texts()

    def line_up(self) -> None:
        self.system.start_crm()
        self.panel.unread(self.missing("zh-Hant"), 60)

    def scanned_bill(self) -> None:
        self.panel.tap("attract.start")
        self.panel.see("home.pay")
        for code in codes_of(self.system, "-W-3311")[:3]:
            scan(self.system, code)
        self.panel.read("NT$ 372", 20)

    def scanned_paid(self) -> None:
        self.panel.tap("nav.primary")
        self.panel.see("paper.yes", 40)
        self.panel.tap("paper.yes")
        self._receipt(3)

    def complaint(self) -> None:
        self.panel.rest()
        self.panel.tap("attract.start")
        for tag in ("home.feedback", "voice.complaint", "pick.supply", "pick.explanation"):
            self.panel.tap(tag)
        self.panel.see("nav.primary")

    def complaint_done(self) -> None:
        self.panel.tap("nav.primary")
        self.panel.see("paper.yes")
        self.complained = self.panel.reference()
        self.panel.tap("paper.yes")
        self._receipt(4)

    def staff_called(self) -> None:
        self.panel.rest()
        self.panel.tap("attract.start")
        self.panel.speak(self.language)
        self.panel.tap("nav.help")
        self.panel.tap("help.call")
        self.panel.read(self.words("calling.told"), 20)

    def somebody_comes(self) -> None:
        self.panel.read(self.words("calling.coming"), 20)

    def technician_door(self) -> None:
        self.panel.rest()
        self.panel.knock("晴川公用事業")
        self.panel.type(TECHNICIAN)

    def maintenance(self) -> None:
        self.panel.tap("nav.primary")
        self.panel.tap("maintenance.test")
        self._receipt(5)
        time.sleep(1)

    def _receipt(self, number: int) -> None:
        """Waits for the printer's paper and keeps its picture."""
        end = time.monotonic() + 40
        while len(self.system.bench.get("/receipt_printer/receipts")["receipts"]) < number:
            assert time.monotonic() < end, f"receipt {number} did not come out"
            time.sleep(0.1)
        (self.out / f"receipt-{number}.png").write_bytes(
            self.system.bench.read(f"/receipt_printer/receipts/{number}.png")
        )

    # --- at the desk ----------------------------------------------------------------------------

    def desk_call(self, desk: Desk) -> None:
        """On top of whatever page is open first."""
        desk.sign_in("chen", "qingchuan-chen")
        desk.page.click("#calls button")
        desk.page.wait_for_url("**/desk/calls?said=going")

    def desk_queue(self, desk: Desk) -> None:
        end = time.monotonic() + 40
        while self.reference not in desk.rows():
            assert time.monotonic() < end, f"{self.reference} did not reach the desk"
            time.sleep(0.5)

    def desk_case(self, desk: Desk) -> None:
        desk.claim(self.reference)

    def desk_number(self, desk: Desk) -> None:
        desk.reveal_number()

    def desk_outcome(self, desk: Desk) -> None:
        desk.finish("resolved", "說明了本期用量與計價方式。")
        assert self.reference not in desk.rows()

    def desk_payments(self, desk: Desk) -> None:
        desk.open("payments")
        assert "NT$ 2,804" in desk.text()

    def desk_alerts(self, desk: Desk) -> None:
        """The complaint is about an outage, so a supervisor sees it at once."""
        desk.leave()
        desk.sign_in("lead", "qingchuan-lead")
        desk.open("alerts")
        assert self.complained in desk.text()

    def desk_figures(self, desk: Desk) -> None:
        desk.open("figures")
        assert "NT$" in desk.text()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--lang", default="zh-Hant", choices=tuple(Language))
    parser.add_argument("--size", default="1080x1920")
    parser.add_argument("--out", type=Path, default=Path("out/tour"))
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    for old in asked.out.iterdir():
        old.unlink()
    with (
        tempfile.TemporaryDirectory() as folder,
        System(Path(folder), size=asked.size, overrides=OVERRIDES) as system,
    ):
        tour = Tour(system.start(), asked.lang, asked.out)
        with Desk(system.crm_address) as desk:
            held = tour.play(desk)
    summary = {"ok": held, "taps": tour.taps, "steps": [asdict(step) for step in tour.steps]}
    (asked.out / "summary.json").write_text(
        json.dumps(summary, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    sys.stdout.write(f"{'every step held' if held else 'NOT every step held'}: {asked.out}/summary.json\n")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
