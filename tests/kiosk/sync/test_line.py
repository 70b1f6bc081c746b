"""The line's misfortunes: each one is Offline, in bounded time, and nothing of the request is in it."""

import socket
import ssl
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from kiosk.ports import Offline
from kiosk.sync.line import Line, Timeout, checked
from tests.kiosk.sync import centre as says
from tests.kiosk.sync.centre import LittleCentre, Saying, little_centre

SECRET = {"pin": "482913", "card": "990120260007730"}


@pytest.fixture
def line(centre: LittleCentre) -> Iterator[Line]:
    line = Line(centre.url, Timeout(connect=3.0, answer=0.25))
    yield line
    line.close()


def misfortune(line: Line) -> Offline:
    """What comes of asking; checked to hold nothing of what was asked."""
    with pytest.raises(Offline) as caught:
        line.post("sign-in", SECRET)
    told = "".join(traceback.TracebackException.from_exception(caught.value).format())
    assert not any(secret in told for secret in SECRET.values())
    assert caught.value.__context__ is None  # a library's exception carries the request
    return caught.value


def test_an_answer(line: Line, centre: LittleCentre) -> None:
    centre.says({"result": "refused"})
    assert line.post("sign-in", SECRET)["result"].text() == "refused"
    (heard,) = centre.heard
    assert heard.url == f"{centre.url}/api/v1/sign-in"
    assert heard.headers["Content-Type"] == "application/json"
    assert heard.document == SECRET


BAD_ANSWERS = {
    "500": says.whole(b'{"error": "unavailable", "detail": "x"}', 500),
    "500 as a page": says.whole(b"<h1>Internal Server Error</h1>", 500, Content_Type="text/html"),
    "a page": says.whole(b"<!doctype html><title>Wi-Fi</title>", 200, Content_Type="text/html"),
    "nothing": says.whole(b""),
    "no content": says.whole(b"", 204),
    "created": says.whole(b"{}", 201),
    "broken JSON": says.whole(b'{"result": "gra'),
    "a list": says.whole(b"[]"),
    "bytes": says.whole(bytes(range(256))),
    "packed rubbish": says.whole(b"rubbish", 200, Content_Encoding="gzip"),
    "broken off": says.broken_off,
    "hung up": lambda mouth: setattr(mouth, "close_connection", True),
    "no HTTP": says.dripping(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "endless": says.endless,
    "silent": says.silence,
    "dripping body": says.dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{"),
    "dripping headers": says.dripping(b"HTTP/1.1 200 OK\r\nX: "),
    "dripping status": says.dripping(b"HTTP/1.1 200 "),
}


@pytest.mark.requirement("P1")
@pytest.mark.parametrize("bad", BAD_ANSWERS.values(), ids=list(BAD_ANSWERS))
def test_a_bad_answer_is_offline_and_the_next_good_one_is_read(
    line: Line, centre: LittleCentre, bad: Saying
) -> None:
    """P1, Bad input: each ends by itself; a stuck centre holds the lane for one answer's time at most."""
    centre.then(bad)
    misfortune(line)
    centre.says({"result": "refused"})
    assert line.post("sign-in", SECRET)["result"].text() == "refused"
    assert len(centre.heard) == 2  # nothing is repeated by itself


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_refused(line: Line, centre: LittleCentre, status: int) -> None:
    """What was signed for one place is not shown to another."""
    centre.then(says.whole(b"", status, Location="/api/v1/other"))
    centre.says({"result": "refused"})
    assert str(misfortune(line)) == f"sign-in: the centre answered {status}"
    assert len(centre.heard) == 1


def test_an_answer_of_just_the_allowed_size_is_read_and_a_larger_one_is_not(centre: LittleCentre) -> None:
    line = Line(centre.url)
    centre.then(says.whole(b'{"result":"refused"}'.ljust(1024 * 1024)))
    assert line.post("sign-in", SECRET)["result"].text() == "refused"
    centre.then(says.whole(b'{"result":"refused"}'.ljust(1024 * 1024 + 1)))
    misfortune(line)
    line.close()


def test_nobody_is_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: refused
        line = Line(f"http://127.0.0.1:{taken.getsockname()[1]}")
        offline = misfortune(line)
    assert str(offline) == "sign-in: no usable answer (ConnectionError)"
    assert (offline.retry_after, offline.reason) == (None, "")


def test_a_name_that_nobody_has() -> None:
    misfortune(Line("https://centre.invalid"))


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "bad_request"),
        (401, "bad_signature"),
        (401, "unknown_kiosk"),
        (401, "revoked"),
        (403, "bad_grant"),
        (413, "too_large"),
        (422, "invalid"),
        (429, "slow_down"),
        (503, "unavailable"),
    ],
)
def test_a_refusal_gives_its_reason(line: Line, centre: LittleCentre, status: int, code: str) -> None:
    """L1: revoked, unknown and badly signed are told apart for a technician."""
    centre.says({"error": code, "detail": "said of 482913"} if status != 401 else {"error": code}, status)
    offline = misfortune(line)
    assert offline.reason == code
    assert str(offline).startswith(f"sign-in: the centre answered {status} {code}")
    assert ("python -m kiosk enrol" in str(offline)) == (status == 401)


def test_a_reason_that_is_no_code_is_not_repeated(line: Line, centre: LittleCentre) -> None:
    centre.says({"error": "pin 482913 is wrong", "detail": "482913"}, 400)
    offline = misfortune(line)
    assert offline.reason == ""
    assert str(offline) == "sign-in: the centre answered 400"


@pytest.mark.parametrize(("behind", "told"), [(600, "+600 s"), (-600, "-600 s")])
def test_a_wrong_clock_is_named(centre: LittleCentre, behind: int, told: str) -> None:
    now = datetime(2026, 11, 22, 6, 15, tzinfo=UTC)
    line = Line(centre.url, now=lambda: now)
    there = (now - timedelta(seconds=behind)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    centre.says({"error": "bad_signature", "detail": "created is too far off"}, 401, Date=there)
    assert f"this kiosk's clock is {told} off the centre's" in str(misfortune(line))
    centre.says({"error": "bad_signature"}, 401, Date=now.strftime("%a, %d %b %Y %H:%M:%S GMT"))
    assert "this kiosk's clock is" not in str(misfortune(line))
    line.close()


@pytest.mark.parametrize("status", [429, 500, 503])
@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("86400", 3600.0),
        ("9" * 400, 3600.0),
        ("Sun, 22 Nov 2026 06:15:30 GMT", 30.0),
        ("Sun, 22 Nov 2026 06:14:00 GMT", 0.0),
        ("Mon, 23 Nov 2026 06:15:00 GMT", 3600.0),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("٣", None),
    ],
)
def test_retry_after(centre: LittleCentre, status: int, header: str, seconds: float | None) -> None:
    """J4: in seconds or as a date, read against the centre's own clock, and bounded."""
    line = Line(centre.url, now=lambda: datetime(2020, 1, 1, tzinfo=UTC))
    text = header.encode().decode("latin-1")
    headers = {"Retry_After": text, "Date": "Sun, 22 Nov 2026 06:15:00 GMT"}
    centre.then(says.whole(b'{"error": "slow_down", "detail": ""}', status, **headers))
    assert misfortune(line).retry_after == seconds
    line.close()


def test_retry_after_without_the_centres_clock(centre: LittleCentre) -> None:
    line = Line(centre.url, now=lambda: datetime(2026, 11, 22, 6, 15, tzinfo=UTC))
    centre.then(says.whole(b"", 503, Retry_After="Sun, 22 Nov 2026 06:15:30 GMT"))
    assert misfortune(line).retry_after == 30.0
    line.close()


def test_the_environment_is_not_trusted(
    line: Line, centre: LittleCentre, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """No proxy, no netrc by environment: who can set a variable must not read PINs."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login a password b")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    centre.says({"result": "refused"})
    line.post("sign-in", SECRET)
    assert "Authorization" not in centre.heard[0].headers


def test_no_cookie_stays(line: Line, centre: LittleCentre) -> None:
    centre.says({}, Set_Cookie="visit=1; Path=/")
    line.post("sign-out", {})
    centre.says({})
    line.post("sign-out", {})
    assert "Cookie" not in centre.heard[1].headers


def test_a_connection_is_used_again(line: Line, centre: LittleCentre) -> None:
    for _ in range(3):
        centre.says({})
        line.post("sign-out", {})
    assert len(centre.heard) == 3
    assert len(centre.connections) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://crm.example",  # in the clear over a network
        "http://127.0.0.1.example",
        "ftp://127.0.0.1",
        "https://",
        "127.0.0.1:8000",
        "https://user:word@crm.example",
        "https://crm.example/?a=b",
        "https://crm.example:port",
        "",
    ],
)
def test_an_address_that_no_kiosk_may_talk_to(url: str) -> None:
    with pytest.raises(ValueError, match=r"is wanted|[Pp]ort"):
        Line(url)


@pytest.mark.parametrize(
    "url", ["https://crm.example", "https://crm.example/kiosks/", "http://localhost:1", "http://[::1]:80"]
)
def test_an_address_to_talk_to(url: str) -> None:
    assert checked(url) == url


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of nobody's authority for 127.0.0.1, with its key, in one PEM file."""
    key = generate_private_key(SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Little centre")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "centre.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
    return path


@pytest.fixture
def https_centre(certificate: Path) -> Iterator[LittleCentre]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with little_centre(tls) as centre:
        yield centre


def test_a_certificate_of_nobody_is_not_trusted(https_centre: LittleCentre) -> None:
    line = Line(https_centre.url)
    assert "certificate" in str(misfortune(line))
    assert https_centre.heard == []
    line.close()


def test_a_companys_own_authority_is_trusted_when_it_is_named(
    https_centre: LittleCentre, certificate: Path
) -> None:
    line = Line(https_centre.url, Timeout(connect=3.0, answer=0.5), ca_file=str(certificate))
    https_centre.says({"result": "refused"})
    assert line.post("sign-in", SECRET)["result"].text() == "refused"
    https_centre.then(says.dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{"))
    misfortune(line)
    line.close()


def test_an_authority_that_is_not_there_is_named(centre: LittleCentre, tmp_path: Path) -> None:
    line = Line(centre.url.replace("http:", "https:"), ca_file=str(tmp_path / "no.pem"))
    assert "no.pem cannot be read" in str(misfortune(line))
