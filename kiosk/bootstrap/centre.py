"""The line to the centre, and the seal that judges what it publishes."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path

from kiosk.bootstrap.memory import Memory
from kiosk.clock import SiteClock
from kiosk.settings import Settings
from kiosk.sync.crm import Enrolled, HttpCrm
from kiosk.sync.identity import IdentityError, load_identity
from kiosk.sync.line import Timeout
from kiosk.sync.seal import Seal
from kiosk.sync.trust import keep_trust, load_trust
from kiosk.sync.unenrolled import NoCentre

log = logging.getLogger(__name__)


def make_crm(settings: Settings, data: Path, epoch: str, seal: Seal, clock: SiteClock) -> HttpCrm | NoCentre:
    try:
        identity = load_identity(data, settings.kiosk.id, epoch)
        learn, enrolled = partial(keep_trust, data), partial(_enrolled, data, settings.kiosk.id, epoch)
        crm = partial(HttpCrm, settings.crm.url, identity, timeout(settings), ca_file=settings.ca_file(data))
        crm = partial(crm, now=clock.centre_now, heard=clock.hear)
        return crm(seal=seal, learn=learn, enrolled=enrolled)
    except (IdentityError, ValueError) as error:
        log.error("%s", error)
        return NoCentre(str(error))


def _enrolled(data: Path, kiosk_id: str, epoch: str) -> Enrolled:
    return Enrolled(load_identity(data, kiosk_id, epoch), load_trust(data))


def make_seal(data: Path, memory: Memory) -> Seal:
    """What judges the centre's publications; with keys that cannot be read, nothing is the centre's."""
    issued = {part: pulled.signed_at for part, pulled in memory.pulled.items() if pulled.signed_at}
    try:
        return Seal(load_trust(data), issued)
    except IdentityError as error:
        log.error("nothing that is published is taken: %s", error)
        return Seal(None, issued)


def timeout(settings: Settings) -> Timeout:
    """How long one question to the centre may take."""
    seconds = float(settings.crm.timeout_seconds)
    return Timeout(connect=min(3.0, seconds), answer=seconds)
