"""The machine's records: parts and paper that were put in, and the bundle for support."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.effects import NotePart, Push, WriteAudit, WriteBundle
from kiosk.domain.events import Event
from kiosk.domain.visit import Step, Visit

PARTS_PAGE = 9


def step(visit: Visit, event: Event) -> Step | None:
    match visit.state, event:
        case (
            states.PartsShown() | states.PartWanted() | states.SupportShown(writing=False)
        ) as state, events.WentBack():
            return visit.at(state.before), ()
        case states.PartsShown() as state, _:
            return _parts(visit, state, event)
        case states.PartWanted(before=parts), events.PartNoted(part):
            return visit.at(replace(parts, entries=None, page=0)), (NotePart(part), Push())
        case states.SupportShown() as state, _:
            return _support(visit, state, event)
        case _:
            return None


def _parts(visit: Visit, state: states.PartsShown, event: Event) -> Step | None:
    match event:
        case events.PartsRead(entries):
            return visit.at(replace(state, entries=entries)), ()
        case events.PartAsked():
            return visit.at(states.PartWanted(state)), ()
        case events.PageTurned(page) if state.entries:
            last = (len(state.entries) - 1) // PARTS_PAGE
            return visit.at(replace(state, page=min(max(page, 0), last))), ()
        case _:
            return None


def _support(visit: Visit, state: states.SupportShown, event: Event) -> Step | None:
    match event:
        case events.BundleAsked() if not state.writing:
            return visit.at(states.SupportShown(state.before, writing=True)), (WriteBundle(),)
        case events.BundleWritten(bundle) if state.writing:
            note = WriteAudit(Entry(Kind.BUNDLE_WRITTEN, {"file": bundle.file}))
            return visit.at(states.SupportShown(state.before, bundle=bundle)), (note, Push())
        case events.BundleNotWritten() if state.writing:
            return visit.at(states.SupportShown(state.before, failed=True)), ()
        case _:
            return None
