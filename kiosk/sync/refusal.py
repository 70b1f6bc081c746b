"""What an answer that is not a success means: the centre's code, words for a technician, and how long to wait.

The codes are those of tests/contract/README.md. Knows no line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from kiosk.ports import Offline
from kiosk.sync import parts

#: No centre may silence a kiosk for longer than this, in seconds, whatever it asks.
LONGEST_RETRY_AFTER = 3600.0
#: What the contract allows between the clocks of kiosk and centre, in seconds.
ALLOWED_SKEW = 300.0

_CODE = re.compile(r"[a-z_]{1,40}")
_ENROL = "enrol this kiosk with a new code: python -m kiosk enrol"
_ADVICE = {
    "revoked": _ENROL,
    "unknown_kiosk": _ENROL,
    "bad_signature": f"if the clocks agree, {_ENROL}",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """`headers` by their names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def date(self) -> datetime | None:
        """What the centre's clock showed, where it says."""
        return _http_date(self.headers.get("date", ""))


def refusal(name: str, reply: Reply, now: datetime) -> Offline:
    """What to raise for an answer that is not 200; `now` is this kiosk's time, aware."""
    code, detail = _error(reply)
    message = f"{name}: the centre answered {reply.status} {code}".rstrip()
    for more in (_ADVICE.get(code), detail, _skew(reply, now) if code == "bad_signature" else ""):
        message += f"; {more}" if more else ""
    return Offline(message, _retry_after(reply, now), code)


def _error(reply: Reply) -> tuple[str, str]:
    """The contract's error code and its detail, each empty if there is none.

    Only a 401 shows its detail: it is about the signature or the code; any other might repeat what was sent.
    """
    try:
        answer = parts.parse(reply.body)
        code = answer["error"].text()
        detail = answer["detail"].text_or_none() if reply.status == HTTPStatus.UNAUTHORIZED else None
    except Offline:
        return "", ""
    return (code, detail or "") if _CODE.fullmatch(code) else ("", "")


def _retry_after(reply: Reply, now: datetime) -> float | None:
    """RFC 9110, 10.2.3: seconds, or a date (read against the centre's own clock)."""
    text = reply.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_RETRY_AFTER)
    until = _http_date(text)
    if until is None:
        return None
    since = reply.date or now
    return min(max((until - since).total_seconds(), 0.0), LONGEST_RETRY_AFTER)


def _skew(reply: Reply, now: datetime) -> str:
    """What a technician should know of the clocks, if they are further apart than the contract allows."""
    centre = reply.date
    skew = (now - centre).total_seconds() if centre else 0.0
    return f"this kiosk's clock is {skew:+.0f} s off the centre's" if abs(skew) > ALLOWED_SKEW else ""


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
