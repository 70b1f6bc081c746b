"""What goes wrong outside. A device's driver raises nothing but DeviceError, each with port and bytes::

DeviceError
+-- NotConnected   the port is missing, or was pulled out
|   +-- Held       it is there, but not for us: another program has it, or it may not be opened
+-- NoReply        silence within the time the protocol allows
|   +-- Undrained  the line takes no more bytes
+-- BadReply       bytes that are no answer: noise, wrong check, wrong length
+-- Refused        a clear no
+-- NoLines        a port that has no modem lines
"""

from __future__ import annotations


class DeviceError(Exception):
    """A device did not do what was asked. `port` is the configured one, `heard` the bytes that came, if any."""

    def __init__(self, message: str, *, port: str = "", heard: bytes = b"") -> None:
        super().__init__(f"{port}: {message}" if port else message)
        self.port = port
        self.heard = heard


class NotConnected(DeviceError):
    """The port is missing, or was pulled out."""


class Held(NotConnected):
    """The port is there, but not for us: another program has it, or it may not be opened."""


class NoReply(DeviceError):
    """Silence within the time the protocol allows."""


class Undrained(NoReply):
    """The line takes no more bytes: flow control holds them back, or the device is off."""


class BadReply(DeviceError):
    """Bytes that are no answer: noise, wrong check, wrong length."""


class Refused(DeviceError):
    """A clear no."""


class NoLines(DeviceError):
    """The port has no modem lines: a pseudo-terminal, or a device server that does not tell them."""


class StoreError(Exception):
    """The disk said no (full, read-only, damaged). Nothing was written."""


#: Reasons of `Offline` that only a person can mend, by a new enrolment.
SHUT_OUT = ("revoked", "unknown_kiosk")


#: What is wrong when the other end of the line does not prove to be the centre.
CERTIFICATE = "certificate"


class Offline(Exception):
    """The centre gave no usable answer: no line, 5xx, or something that is not JSON.

    `retry_after` is in seconds where the centre asked for it. `reason` is the centre's own code where it gave one
    (`revoked`, `bad_grant`, `too_large` ...; tests/contract/README.md), so empty when nobody answered. `cause`:
    CERTIFICATE where somebody answered who did not prove to be the centre.
    """

    def __init__(
        self, message: str, retry_after: float | None = None, reason: str = "", cause: str = ""
    ) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.reason = reason
        self.cause = cause
