"""Enrolment: the kiosk shows a one-time code and its public key once, and is known by that key from then on.
The centre's answer is the one moment at which the kiosk takes over, unsigned, what it is to trust of the centre.

May be repeated: after a lost answer the same code and the same key are taken again by the centre.
"""

from __future__ import annotations

from pathlib import Path

from kiosk.ports import Offline
from kiosk.sync import answers, wire
from kiosk.sync.identity import Identity, adopt_key, key_to_enrol
from kiosk.sync.line import USUAL, Line, Timeout
from kiosk.sync.trust import keep_trust


class NotEnrolled(Exception):
    """The centre did not take the key. The message says why and what to do; the key in use, if any, stays."""


def enrol(
    url: str,
    kiosk_id: str,
    code: str,
    directory: Path,
    epoch: str,
    *,
    renew: bool = False,
    timeout: Timeout = USUAL,
    ca_file: str = "",
) -> Identity:
    """Gives the centre this kiosk's key, made now if there is none; `renew` makes a new one in any case.

    Raises NotEnrolled, IdentityError for a key file that is of no use, ValueError for a url that is neither HTTPS nor
    loopback.
    """
    line = Line(url, timeout, ca_file=ca_file)
    identity = Identity(kiosk_id, epoch, key_to_enrol(directory, renew=renew))
    try:
        request = wire.enrolment(kiosk_id, code.strip(), identity.public_key, epoch)
        trust = answers.enrolled(line.post("enrol", request), kiosk_id)
    except Offline as offline:
        raise NotEnrolled(_advice(url, kiosk_id, offline)) from None
    finally:
        line.close()
    keep_trust(
        directory, trust
    )  # before the key is in use: a cut between the two is mended by the same command again
    adopt_key(directory)
    return identity


def _advice(url: str, kiosk_id: str, offline: Offline) -> str:
    if offline.reason:
        return (
            f"{url} did not take this code: {offline}. A code is for one kiosk and one key, and runs out:"
            f" check that it was made for {kiosk_id}, or ask the desk for a new one"
        )
    return f"{url}: {offline}; check the address and the line, then repeat the command with the same code"
