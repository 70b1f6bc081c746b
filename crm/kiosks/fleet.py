"""The condition of the kiosks as they tell it and as their silence tells it, with alerts on changes only.

An alert is opened once when something begins and closed once when it ends: it is a row, so nothing repeats itself. A
kiosk tells its states when they change; its silence is noticed by whoever looks (`sweep`), or when it speaks again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crm.figures import thresholds
from crm.intake.bodies import AuditSaid, DeviceSaid, HealthSaid, JournalTotalsSaid
from crm.schema import Alert, DeviceState, JournalTotals, Kiosk, KioskHealth, Record

LINE, SERVICE, QUEUE, CLOCK, JOURNAL = "line", "service", "queue", "clock", "journal"
#: Seconds by which a kiosk's own clock may be off.
CLOCK_OFF = 60
SILENT = "silent"
#: A published part as the subject of an alert, and the audit lines of kiosks about it.
CONTENT, PART = "content.", re.compile(r"[a-z_]{1,20}")
TAKEN, REFUSED = "content.taken", "content.refused"
#: What a kiosk says of a part that is not signed by a key of its centre, for it and in time (tests/contract/README.md).
DISTRUST = frozenset(
    {"unsigned", "unknown_key", "wrong_signature", "changed", "expired", "replayed", "no_keys"}
)
#: A kiosk is written down as heard so often at most; nobody takes notice of a shorter silence than the second.
NO_SILENCE, SHORTEST_SILENCE = timedelta(seconds=5), timedelta(seconds=60)
#: States in which a device does its work, or has none to do.
WELL = ("online", "not_fitted", "starting")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with one subject, who must act, and how bad it is: `yellow` or `red`."""

    what: str
    owner: str
    level: str


def take_health(session: Session, record: Record, said: HealthSaid, now: datetime) -> None:
    """A kiosk's own word on itself; one that comes late and is older than what is known changes nothing."""
    known = session.get(KioskHealth, record.kiosk_id)
    if known is not None and known.told_at > record.occurred_at:
        return
    session.merge(
        KioskHealth(
            kiosk_id=record.kiosk_id,
            service=said.service,
            software=said.software,
            content=said.content,
            waiting=said.queue.waiting,
            parked=said.queue.parked,
            told_at=record.occurred_at,
            clock_ahead_s=said.clock_ahead_s,
        )
    )
    for device in said.devices:
        _keep_device(session, record, device)
        settle(session, record.kiosk_id, device.device, trouble_of(device), record.occurred_at)
    settle(session, record.kiosk_id, SERVICE, _service_trouble(said.service), record.occurred_at)
    parked = Trouble("parked", "it", "yellow") if said.queue.parked else None
    settle(session, record.kiosk_id, QUEUE, parked, record.occurred_at)
    changed = Trouble("journal_changed", "it", "red") if said.journal.blocked else None
    settle(session, record.kiosk_id, JOURNAL, changed, record.occurred_at)
    settle(session, record.kiosk_id, CLOCK, _clock_trouble(said.clock_ahead_s), record.occurred_at)


def take_totals(session: Session, record: Record, said: JournalTotalsSaid, now: datetime) -> None:
    """What the kiosk's journal holds of one day; said once, so what was said first stays."""
    key = (record.kiosk_id, record.epoch, said.day)
    if session.get(JournalTotals, key) is None:
        session.add(
            JournalTotals(
                kiosk_id=record.kiosk_id,
                epoch=record.epoch,
                day=said.day,
                first_seq=said.first_seq,
                last_seq=said.last_seq,
                totals=[total.model_dump() for total in said.totals],
                record_id=record.id,
                received_at=now,
            )
        )


def take_content(session: Session, record: Record, said: AuditSaid) -> None:
    """A kiosk's line about a published part: what it does not believe to be ours, or cannot read, is an alert."""
    part = str(said.fields.get("part", ""))
    if said.kind not in (TAKEN, REFUSED) or not PART.fullmatch(part):
        return
    trouble = None
    if said.kind == REFUSED:
        forged = said.fields.get("why") in DISTRUST
        trouble = Trouble("untrusted", "it", "red") if forged else Trouble("unreadable", "it", "yellow")
    settle(session, record.kiosk_id, f"{CONTENT}{part}", trouble, record.occurred_at)


def trouble_of(device: DeviceSaid) -> Trouble | None:
    """A device that works may still have a fault, such as paper that runs low."""
    worst = device.faults[0] if device.faults else None
    if device.state in WELL:
        return Trouble(worst.fault, worst.owner, "yellow") if worst else None
    return Trouble(worst.fault if worst else device.state, worst.owner if worst else "technician", "red")


def _clock_trouble(ahead: int | None) -> Trouble | None:
    """A kiosk goes by our time whatever its own clock shows; somebody should set it all the same."""
    off = ahead is not None and abs(ahead) > CLOCK_OFF
    return Trouble("clock_off", "technician", "yellow") if off else None


def _service_trouble(service: str) -> Trouble | None:
    match service:
        case "open":
            return None
        case "closed":
            return Trouble("closed", "site_staff", "red")
        case _:
            return Trouble(service, "technician", "red")


def _keep_device(session: Session, record: Record, device: DeviceSaid) -> None:
    key = (record.kiosk_id, device.device)
    known = session.get(DeviceState, key)
    since = known.since if known and known.state == device.state else record.occurred_at
    faults = [[fault.fault, fault.owner] for fault in device.faults]
    session.merge(
        DeviceState(
            kiosk_id=record.kiosk_id, device=device.device, state=device.state, faults=faults, since=since
        )
    )


def settle(session: Session, kiosk: str, subject: str, trouble: Trouble | None, at: datetime) -> None:
    """Brings the alerts of one subject to what is so: the same trouble is no new alert."""
    known = session.scalar(
        select(Alert).where(Alert.kiosk_id == kiosk, Alert.subject == subject, Alert.closed_at.is_(None))
    )
    if known is not None:
        if trouble == Trouble(known.what, known.owner, known.level):
            return
        known.closed_at = max(at, known.opened_at)
        session.flush()
    if trouble is not None:
        told = {"what": trouble.what, "owner": trouble.owner, "level": trouble.level}
        session.add(Alert(kiosk_id=kiosk, subject=subject, opened_at=at, **told))
        session.flush()


def silence(kiosk: Kiosk, limits: dict[str, int], now: datetime) -> str:
    """How a kiosk's silence looks: `green`, `yellow`, `red`, or `none` where nothing is to be heard from it."""
    if kiosk.revoked_at is not None or kiosk.last_seen_at is None:
        return "none"
    silent = now - kiosk.last_seen_at
    if silent >= timedelta(minutes=limits["heartbeat_red"]):
        return "red"
    return "yellow" if silent >= timedelta(minutes=limits["heartbeat_yellow"]) else "green"


def sweep(session: Session, now: datetime) -> None:
    """Opens alerts about kiosks that have fallen silent, dated from when each did. Two who look at once open one."""
    limits = thresholds.read(session)
    shortest = timedelta(minutes=limits["heartbeat_yellow"])
    quiet = select(Kiosk).where(Kiosk.last_seen_at <= now - shortest, Kiosk.revoked_at.is_(None))
    for kiosk in session.scalars(quiet.order_by(Kiosk.id)).all():
        try:
            with session.begin_nested():
                _note_silence(session, kiosk, limits, now)
        except IntegrityError:  # somebody else has just opened it
            continue


def heard(session: Session, kiosk_id: str, last: datetime | None, now: datetime) -> None:
    """It speaks, as it did at `last`: a silence that nobody looked at is written down too, and any silence ends."""
    if last is not None and abs(now - last) < NO_SILENCE:
        return
    if last is None or abs(now - last) >= SHORTEST_SILENCE:
        kiosk, limits = session.get_one(Kiosk, kiosk_id), thresholds.read(session)
        if silence(kiosk, limits, now) in ("yellow", "red"):
            _note_silence(session, kiosk, limits, now)
        settle(session, kiosk_id, LINE, None, now)
    session.execute(update(Kiosk).where(Kiosk.id == kiosk_id).values(last_seen_at=now))


def _note_silence(session: Session, kiosk: Kiosk, limits: dict[str, int], now: datetime) -> None:
    assert kiosk.last_seen_at is not None
    level = silence(kiosk, limits, now)
    began = kiosk.last_seen_at + timedelta(minutes=limits[f"heartbeat_{level}"])
    settle(session, kiosk.id, LINE, Trouble(SILENT, "it", level), began)
