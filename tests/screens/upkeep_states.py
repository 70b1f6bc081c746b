"""What technicians see behind the first page, by picture name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from kiosk.domain import states
from kiosk.domain.counters import Count, Counter
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.reckoning import Standing, doubted
from kiosk.domain.upkeep import (
    Bundle,
    Check,
    CheckResult,
    LogLevel,
    LogLine,
    LogTopic,
    Parked,
    QueueReport,
    Replaced,
    StreamCount,
    Verdict,
)
from tests.kiosk.domain.going_back import ended, listed, span
from tests.screens.visits import NOW

RESULTS = (
    CheckResult(Check.PRINTER, Verdict.FAILED, "fault.paper_out", NOW),
    CheckResult(Check.READER, Verdict.PASSED, "", NOW),
    CheckResult(Check.TERMINAL, Verdict.FAILED, "fault.registration_refused", NOW),
    CheckResult(Check.SCANNER, Verdict.NOT_FITTED, "", NOW),
    CheckResult(Check.TOUCH, Verdict.FAILED, "touch", NOW),
    CheckResult(Check.CENTRE, Verdict.FAILED, "centre.bad_signature", NOW),
)
TRIED = states.Maintenance(results=RESULTS)
QUEUE = QueueReport(
    (
        StreamCount("money", 3, 1, NOW - timedelta(minutes=14)),
        StreamCount("cases", 12, 6, NOW - timedelta(hours=2)),
        StreamCount("feedback"),
        StreamCount("telemetry", 113, 0, NOW - timedelta(hours=3)),
    ),
    tuple(
        Parked(f"r-{n}", "cases", n, "callback", "", NOW - timedelta(hours=n), "invalid: phone", n)
        for n in range(1, 8)
    ),
)
SAID = (
    ("warning", "kiosk.services.courier", "the centre cannot be reached (timed out); next try in 12.4 s"),
    ("info", "devices.receipt_printer.driver", "paper K07-2222-2201: confirmed"),
    ("error", "kiosk.lanes", "lane terminal: a job broke"),
)
LINES = tuple(LogLine(f"2026-11-23T06:{59 - n:02}:20.000Z", *SAID[n % 3]) for n in range(30))


REPLACED = tuple(
    Replaced(NOW - timedelta(days=7 * n), what, by)
    for n, (what, by) in enumerate([("paper", "2041"), ("paper", "2042"), ("cutter", "technician")] * 4)
)


COUNTED = (
    Counter(Count.PAPERS, 1_204, 48_210, NOW - timedelta(days=31)),
    Counter(Count.PAPER_MM, 254_300, 9_812_000, NOW - timedelta(days=31)),
    Counter(Count.CUTS, 48_210, 48_210),
)
#: Devices in trouble, each with the worst that can be said of it at once.
TROUBLED = {
    "device.printer": DeviceStatus(
        Device.RECEIPT_PRINTER,
        DeviceState.PERSON_NEEDED,
        (Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.PRINTING_UNCONFIRMED),
        "/dev/serial/by-id/usb-printer: offline, cover open",
    ),
    "device.reader": DeviceStatus(
        Device.CARD_READER, DeviceState.PERSON_NEEDED, (Fault.CARD_JAM, Fault.BIN_FULL), "10 jam"
    ),
    "device.scanner": DeviceStatus(
        Device.CODE_SCANNER, DeviceState.UNPLUGGED, (Fault.PORT_MISSING,), "no such port"
    ),
    "device.terminal": DeviceStatus(
        Device.PAYMENT_TERMINAL, DeviceState.PERSON_NEEDED, (Fault.DAY_END_OPEN,), "F0 end of day is open"
    ),
    "device.cabinet": DeviceStatus(
        Device.CABINET, DeviceState.PERSON_NEEDED, (Fault.TAMPER, Fault.DOOR_OPEN), "CTS off, DSR off"
    ),
    "device.power": DeviceStatus(
        Device.POWER, DeviceState.PERSON_NEEDED, (Fault.ON_BATTERY, Fault.BATTERY_OLD), "OB DISCHRG RB"
    ),
    "device.keypad": DeviceStatus(Device.KEYPAD, DeviceState.ONLINE, (Fault.KEY_STUCK,), "headphones: in"),
    "device.silent": DeviceStatus(Device.PAYMENT_TERMINAL, DeviceState.OFFLINE),
}


def upkeep_states() -> Mapping[str, states.State]:
    checks, queue = states.Checks(TRIED), states.QueueShown(TRIED, QUEUE)
    logs = states.LogsShown(TRIED, LINES)
    parts = states.PartsShown(TRIED, REPLACED)
    day = states.DayEndShown(TRIED, Standing(NOW - timedelta(hours=15), span(), listed(NOW)))
    return {
        "checks": checks,
        "checks.fresh": states.Checks(states.Maintenance()),
        "checks.card": replace(checks, running=Check.READER, until=NOW + timedelta(seconds=30)),
        "checks.printed": replace(checks, report="confirmed"),
        "touch_test": states.TouchTest(checks, NOW + timedelta(seconds=31), frozenset({0, 1, 4, 7})),
        "device.well": states.DeviceShown(TRIED, Device.RECEIPT_PRINTER, COUNTED),
        "queue": queue,
        "queue.last": replace(queue, page=1),
        "queue.reading": states.QueueShown(TRIED),
        "queue.empty": states.QueueShown(TRIED, QueueReport(QUEUE.streams)),
        "logs": logs,
        "logs.last": replace(logs, page=2, level=LogLevel.WARNING),
        "logs.reading": states.LogsShown(TRIED),
        "logs.printer": replace(logs, topic=LogTopic.PRINTER),
        "parts": parts,
        "parts.none": replace(parts, entries=()),
        "parts.last": replace(parts, page=1),
        "part": states.PartWanted(parts),
        "support": states.SupportShown(TRIED),
        "support.writing": states.SupportShown(TRIED, writing=True),
        "support.written": states.SupportShown(
            TRIED, bundle=Bundle("support/support-K07-20261123-140500.zip", 48_211)
        ),
        "support.failed": states.SupportShown(TRIED, failed=True),
        "day_end": day,
        "day_end.reading": states.DayEndShown(TRIED),
        "day_end.refused": replace(day, refused="unsettled"),
        "day_end.running": replace(day, running=True),
        "day_end.agreed": replace(day, result=ended(NOW), paper="confirmed"),
        "day_end.not_agreed": replace(day, result=ended(NOW, 48_600)),
        "day_end.cannot_confirm": replace(day, result=doubted(ended(NOW)), page=1),
        "cleaning": states.Cleaning(NOW + timedelta(seconds=42), states.Maintenance()),
    }
