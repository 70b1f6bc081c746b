"""A technician's pages over the real store: the figures are the database's, and a poison record holds up nobody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.domain import events, states
from kiosk.domain.events import Room
from kiosk.domain.upkeep import Check, LogLevel, LogLine, LogTopic, Verdict, result_of
from kiosk.logs import LogFile
from tests.kiosk.domain.drafts import NOW, PHONE, ZH
from tests.kiosk.domain.examples import DRAFT, TECHNICIAN_PIN
from tests.kiosk.windowless import Kiosk


def inside(kiosk: Kiosk) -> Kiosk:
    kiosk.touch(events.MaintenanceGestured()).enter(TECHNICIAN_PIN).touch(events.Confirmed())
    kiosk.at(states.Maintenance)
    return kiosk


def counted(kiosk: Kiosk) -> dict[str, dict[str, int]]:
    """What the database itself holds: stream -> state -> how many."""
    found: dict[str, dict[str, int]] = {}
    with kiosk.store.read() as db:
        for stream, state, count in db.execute("SELECT stream, state, count(*) FROM outbox GROUP BY 1, 2"):
            found.setdefault(stream, {})[state] = count
        for stream, count in db.execute("SELECT stream, delivered FROM stream_head WHERE delivered"):
            found.setdefault(stream, {})["delivered"] = count
    return found


@pytest.mark.requirement("K4")
def test_the_figures_are_the_databases(kiosk: Kiosk) -> None:
    """K4: stream by stream, waiting and parked; nothing of what is in the records."""
    kiosk.crm.down = True
    for _ in range(7):
        kiosk.world.callbacks.save(DRAFT, ZH, (), kiosk.clock.now())
    report = inside(kiosk).touch(events.RoomOpened(Room.QUEUE)).at(states.QueueShown).report
    assert report is not None
    truth = counted(kiosk)
    assert truth["cases"] == {"waiting": 7}
    shown = {count.stream: count for count in report.streams}
    assert list(shown) == ["money", "cases", "feedback", "telemetry"]
    assert shown["cases"].waiting == 7
    assert shown["cases"].oldest_at is not None
    assert PHONE not in repr(report)


@pytest.mark.requirement("J5", "K4")
def test_one_poison_record_does_not_hold_up_the_hundred_behind_it(kiosk: Kiosk) -> None:
    """J5, K4: it is parked, seen with its reason, and goes out when a technician says so."""
    poison = kiosk.world.callbacks.save(DRAFT, ZH, (), kiosk.clock.now())
    kiosk.crm.refuse = {"callback": "invalid"}
    kiosk.wait(60)
    kiosk.crm.refuse = {}
    good = {kiosk.world.callbacks.save(DRAFT, ZH, (), kiosk.clock.now()) for _ in range(100)}
    for _ in range(4):
        kiosk.wait(60)
    assert {body["reference"] for body in kiosk.crm.bodies("callback")} == good
    report = inside(kiosk).touch(events.RoomOpened(Room.QUEUE)).at(states.QueueShown).report
    assert report is not None
    (parked,) = report.parked
    assert (parked.kind, parked.reference, parked.reason) == ("callback", poison, "invalid")
    kiosk.touch(events.RetryAsked(parked.id)).wait(60)
    assert poison in {body["reference"] for body in kiosk.crm.bodies("callback")}
    assert counted(kiosk)["cases"] == {"delivered": 101}
    assert "queue.retried" in kiosk.audited()


@pytest.mark.requirement("K3")
def test_checks_ask_the_real_ends(kiosk: Kiosk) -> None:
    """K3: paper, terminal and centre by their own answers."""
    inside(kiosk).touch(events.RoomOpened(Room.CHECKS))
    for check in (Check.PRINTER, Check.TERMINAL, Check.CENTRE):
        kiosk.touch(events.CheckAsked(check))
    kiosk.crm.down, kiosk.terminal.ready = True, False
    kiosk.touch(events.CheckAsked(Check.NETWORK), events.ReadinessAsked())
    state = kiosk.at(states.Checks)
    verdicts = {check: result_of(state.before.results, check).verdict for check in Check}
    assert [verdicts[check] for check in (Check.PRINTER, Check.TERMINAL, Check.CENTRE, Check.NETWORK)] == [
        *[Verdict.PASSED] * 3,
        Verdict.FAILED,
    ]
    assert state.report == "confirmed"
    assert [paper.reference for paper in kiosk.printer.printed] == ["test", "readiness"]
    assert kiosk.audited().count("check.ended") == 4


def test_the_log_is_read_from_its_end(tmp_path: Path) -> None:
    said = [
        {"at": f"2026-11-23T06:00:{n % 60:02}.000Z", "level": level, "where": "kiosk", "says": f"line {n}"}
        for n, level in enumerate(["info", "warning", "error"] * 2_000)
    ]
    (tmp_path / "kiosk.log").write_text("\n".join(map(json.dumps, said)) + "\n", encoding="utf-8")
    lines = LogFile(tmp_path).last(3, LogLevel.WARNING)
    assert [line.says for line in lines] == ["line 5999", "line 5998", "line 5996"]
    assert LogFile(tmp_path).last(9_999, LogLevel.ERROR)[-1].level == "error"
    assert LogFile(tmp_path / "nowhere").last(3, LogLevel.INFO) == ()


@pytest.mark.requirement("K4")
def test_the_log_is_filtered_by_what_a_line_is_about(tmp_path: Path) -> None:
    """K4: where it comes from, or what it says; before the newest are counted."""
    said = [("kiosk.services.courier", "next try"), ("devices.receipt_printer.driver", "a jam")] * 300
    rows = [{"at": str(n), "level": "error", "where": w, "says": s} for n, (w, s) in enumerate(said)]
    (tmp_path / "kiosk.log").write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    found = LogFile(tmp_path).last(250, LogLevel.INFO, LogTopic.PRINTER)
    assert (len(found), {line.says for line in found}) == (250, {"a jam"})
    assert LogFile(tmp_path).last(9, LogLevel.INFO, LogTopic.SCANNER) == ()


def test_the_newest_lines_are_shown(kiosk: Kiosk) -> None:
    kiosk.logs.lines = [LogLine(NOW.isoformat(), "error", "kiosk", "something")]
    inside(kiosk).touch(events.RoomOpened(Room.LOGS), events.LogLevelChosen(LogLevel.ERROR))
    assert kiosk.at(states.LogsShown).lines == tuple(kiosk.logs.lines)
    assert kiosk.logs.asked == [LogLevel.INFO, LogLevel.ERROR]
