"""Staff of the site at the panel, and what customers read meanwhile, by picture name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from kiosk.domain import states
from kiosk.domain.faults import Fault
from kiosk.domain.health import ClosedFor, Device, DeviceState, DeviceStatus, Health, Service
from kiosk.domain.language import Language
from kiosk.domain.states import PaperStep
from kiosk.domain.visit import Visit
from tests.screens.visits import NOW, WELL, visit

MENU = states.StaffMenu("2041")
OPEN_COVER = DeviceStatus(Device.RECEIPT_PRINTER, DeviceState.PERSON_NEEDED, (Fault.COVER_OPEN,))


UNTESTED = replace(OPEN_COVER, faults=(Fault.PAPER_UNPROVED,))


def with_printer(status: DeviceStatus) -> Health:
    return replace(WELL, devices=(status, *(s for s in WELL.devices if s.device is not status.device)))


def staff_visits(language: Language) -> Mapping[str, Visit]:
    shut = replace(WELL, service=Service.CLOSED)
    empty = with_printer(replace(OPEN_COVER, faults=(Fault.PAPER_OUT,)))
    paper = states.PaperChange(MENU)
    closed = {
        f"closed.{reason.value}": visit(
            states.Closed(), language, customer=None, health=replace(shut, closed_for=reason)
        )
        for reason in ClosedFor
    }
    return {
        "staff": visit(MENU, language, health=empty),
        "staff.closed": visit(MENU, language, health=replace(shut, closed_for=ClosedFor.TYPHOON)),
        "staff.not_ours": visit(MENU, language, health=shut),
        "staff.refused": visit(replace(MENU, refused=True), language),
        "staff.closing": visit(states.ClosingWanted(MENU), language),
        "staff.cleaning": visit(states.Cleaning(NOW + timedelta(seconds=42), MENU), language),
        "paper_change.open": visit(paper, language, health=empty),
        "paper_change.change": visit(
            replace(paper, step=PaperStep.CHANGE), language, health=with_printer(OPEN_COVER)
        ),
        "paper_change.close": visit(
            replace(paper, step=PaperStep.CLOSE), language, health=with_printer(OPEN_COVER)
        ),
        "paper_change.print": visit(replace(paper, step=PaperStep.PRINT, outcome="running"), language),
        "paper_change.failed": visit(
            replace(paper, step=PaperStep.PRINT, outcome="not_printed"),
            language,
            health=with_printer(UNTESTED),
        ),
        "paper_change.done": visit(replace(paper, step=PaperStep.PRINT, outcome="confirmed"), language),
        **closed,
    }
