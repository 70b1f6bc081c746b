"""The line to the centre: one request, one usable answer, or Offline. Bounded in time and size; trusts no environment.

Knows no message. What goes over it may be a PIN, so nothing of a request or an answer gets into a log or an exception.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError

from kiosk.ports import CERTIFICATE, Offline
from kiosk.sync import authority, parts, wire
from kiosk.sync.haste import HurriedAdapter
from kiosk.sync.parts import Part
from kiosk.sync.refusal import Reply, refusal

LARGEST_ANSWER = 1024 * 1024
#: A connection that was idle longer is not used again: a router between may have forgotten it without a word.
IDLE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Timeout:
    """Seconds: to connect, and for the whole answer from the end of the request to its last byte."""

    connect: float = 3.0
    answer: float = 8.0


USUAL = Timeout()


@dataclass(frozen=True, slots=True)
class Misfortune:
    """Why there is no reply, in words and as a cause of Offline."""

    words: str
    cause: str = ""


#: Told what the centre's clock showed, and what the monotonic one did then.
Heard = Callable[[datetime, float], None]


def unheard(moment: datetime, at: float) -> None:
    """For whoever does not care about the time."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class Line:
    """`url` is the centre's, without a path of its own in the usual case. `ca_file`: PEM of a company's own authority;
    with it no other is trusted.

    Used by one thread; the session is opened by the first request. Raises ValueError for a url that is neither HTTPS
    nor loopback.
    """

    def __init__(
        self,
        url: str,
        timeout: Timeout = USUAL,
        *,
        now: Callable[[], datetime] = utc_now,
        ca_file: str = "",
        heard: Heard = unheard,
    ) -> None:
        self._base = checked(url).rstrip("/") + wire.BASE
        self._timeout = timeout
        self._now = now
        self._ca_file = ca_file
        self._heard = heard
        self._session: requests.Session | None = None
        self._used = 0.0

    def post(
        self,
        name: str,
        document: Mapping[str, object],
        auth: AuthBase | None = None,
        largest: int = LARGEST_ANSWER,
        headers: Mapping[str, str] | None = None,
    ) -> Part:
        """The answer to `document` at `/api/v1/NAME`. Raises Offline for everything that is not 200 and JSON, and for
        more than `largest` bytes. `headers`: beside the usual ones."""
        answer = self._exchange(f"{self._base}/{name}", wire.encode(document), auth, largest, headers)
        if isinstance(answer, Misfortune):
            # Raised here, because an exception of the library would ride along with the request, PIN and all, in it.
            raise Offline(f"{name}: {answer.words}", cause=answer.cause)
        if answer.status != HTTPStatus.OK:
            offline = refusal(name, answer, self._now())
            if offline.reason == "bad_signature" and (moment := answer.date):
                # Perhaps only our clock was wrong: the next request will tell.
                self._heard(moment, time.monotonic())
            raise offline
        return parts.parse(answer.body)

    def close(self) -> None:
        if self._session:
            self._session.close()
            self._session = None

    def _exchange(
        self, url: str, body: bytes, auth: AuthBase | None, largest: int, headers: Mapping[str, str] | None
    ) -> Reply | Misfortune:
        session = self._opened()
        try:
            with session.post(
                url,
                data=body,
                auth=auth,
                headers=headers,
                timeout=(self._timeout.connect, self._timeout.answer),
                allow_redirects=False,
                stream=True,
                verify=self._ca_file or True,
            ) as response:
                return Reply(
                    response.status_code, dict(response.headers.lower_items()), _bounded(response, largest)
                )
        except requests.Timeout:
            problem = Misfortune("no answer in time")
        except requests.exceptions.SSLError as error:
            problem = _untrusted(authority.why(error))
        except (requests.RequestException, HTTPError, _TooLarge) as error:
            problem = Misfortune(f"no usable answer ({type(error).__name__})")
        except OSError as error:  # a ca_file that is not there, or is none
            wrong = authority.fault_of(Path(self._ca_file), self._now()) if self._ca_file else None
            if wrong:
                problem = _untrusted(f"{self._ca_file} {wrong[0]}")
            else:
                problem = Misfortune(f"the line cannot be opened ({error.strerror or type(error).__name__})")
        self.close()
        return problem

    def _opened(self) -> requests.Session:
        now = time.monotonic()
        if now - self._used > IDLE_SECONDS:
            self.close()
        self._used = now
        if self._session is None:
            self._session = _session()
        return self._session


def checked(url: str) -> str:
    """The url itself, if it is one that a kiosk may talk to. Raises ValueError with what is wrong."""
    split = urlsplit(url)
    if not split.hostname or split.username or split.query or split.fragment or split.port == 0:
        raise ValueError(f"centre {url!r}: https://host[:port] is wanted")
    if split.scheme != "https" and not (split.scheme == "http" and _is_loopback(split.hostname)):
        raise ValueError(f"centre {url!r}: https is wanted (http on loopback only)")
    return url


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _session() -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # no proxy, netrc or certificate store by environment variable
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))  # nothing of a visit stays
    session.mount("https://", HurriedAdapter())
    session.mount("http://", HurriedAdapter())
    session.headers.update(
        {
            "Accept": "application/json",
            "Accept-Encoding": "identity",  # a small answer stays small
            "Content-Type": "application/json",
            "User-Agent": "counter-kiosk",
        }
    )
    return session


def _untrusted(why: str) -> Misfortune:
    said = f" ({why})" if why else ""
    return Misfortune(f"the centre's certificate is not to be trusted{said}; {authority.ADVICE}", CERTIFICATE)


class _TooLarge(Exception):
    """The answer is larger than any that was agreed."""


def _bounded(response: requests.Response, largest: int) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(64 * 1024):
        body += chunk
        if len(body) > largest:
            raise _TooLarge
    return bytes(body)
