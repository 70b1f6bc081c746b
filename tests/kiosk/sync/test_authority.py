"""L1: a kiosk that is given its company's authority trusts no other; what is wrong is said with what to do."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.ports import CERTIFICATE, Offline
from kiosk.settings import load
from kiosk.settings.keys import KEYS
from kiosk.sync.authority import fault_of
from kiosk.sync.enrol import NotEnrolled, enrol
from kiosk.sync.line import Line
from tests.authority import HOUR, Authority
from tests.kiosk.sync.centre import LittleCentre, little_centre
from tests.kiosk.sync.samples import EPOCH, KIOSK, message
from tests.kiosk.windowless import CONFIG

OURS, THEIRS = Authority(), Authority()
PIN = {"visit": "v", "card": "990120260007730", "pin": "482913"}
Serve = Callable[[Path], LittleCentre]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """A centre that speaks TLS with this key and certificate."""
    with ExitStack() as stack:

        def begin(file: Path) -> LittleCentre:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(file)
            return stack.enter_context(little_centre(tls))

        yield begin


def misfortune(centre: LittleCentre, ca_file: Path) -> Offline:
    line = Line(centre.url, ca_file=str(ca_file))
    with pytest.raises(Offline) as caught:
        line.post("sign-in", PIN)
    line.close()
    assert centre.heard == []  # nothing was said to whoever that is
    return caught.value


@pytest.mark.requirement("L1")
def test_the_right_authority_is_trusted(serve: Serve, tmp_path: Path) -> None:
    centre = serve(OURS.server(tmp_path / "server.pem"))
    centre.says({"result": "refused"})
    line = Line(centre.url, ca_file=str(OURS.write(tmp_path / "ca.pem")))
    assert line.post("sign-in", PIN)["result"].text() == "refused"
    line.close()


@pytest.mark.requirement("L1")
@pytest.mark.parametrize(
    ("authority", "server", "why"),
    [
        (THEIRS, {}, "issuer|self-signed|signature"),
        (OURS, {"address": "127.0.0.2"}, "mismatch|not valid for"),
        (OURS, {"begins": -2 * HOUR, "ends": -HOUR}, "expired"),
        (OURS, {"begins": HOUR, "ends": 2 * HOUR}, "not yet valid"),
    ],
    ids=["another authority", "another address", "expired", "not yet"],
)
def test_no_other_certificate_is(
    authority: Authority, server: dict[str, timedelta], why: str, serve: Serve, tmp_path: Path
) -> None:
    """L1: and the PIN does not leave the kiosk."""
    centre = serve(authority.server(tmp_path / "server.pem", **server))  # type: ignore[arg-type]
    offline = misfortune(centre, OURS.write(tmp_path / "ca.pem"))
    assert offline.cause == CERTIFICATE
    assert any(word in str(offline) for word in why.split("|")), offline
    assert "[crm] ca_file" in str(offline)
    assert PIN["pin"] not in str(offline)


@pytest.mark.requirement("L1")
def test_an_enrolment_goes_the_same_way(serve: Serve, tmp_path: Path) -> None:
    """L1: the one moment in which keys are taken over."""
    file = OURS.write(tmp_path / "ca.pem")
    centre = serve(OURS.server(tmp_path / "server.pem"))
    centre.says(message("enrol.trust")["response"])
    assert enrol(centre.url, KIOSK, "7MRD-2XQK-9TWA", tmp_path, EPOCH, ca_file=str(file)).kiosk_id == KIOSK
    false = serve(THEIRS.server(tmp_path / "false.pem"))
    with pytest.raises(NotEnrolled, match=r"not to be trusted.*check this kiosk's clock"):
        enrol(false.url, KIOSK, "7MRD-2XQK-9TWA", tmp_path / "other", EPOCH, ca_file=str(file))
    assert false.heard == []


# --- the file ---------------------------------------------------------------------------------------------------------


def _no_file(path: Path) -> None:
    """Nothing is there."""


def _junk(path: Path) -> None:
    path.write_text("-----BEGIN CERTIFICATE-----\nMIIB")


def _servers_own(path: Path) -> None:
    OURS.server(path)


def _over(path: Path) -> None:
    Authority(begins=-3 * HOUR, ends=-2 * HOUR).write(path)


def _early(path: Path) -> None:
    Authority(begins=2 * HOUR, ends=3 * HOUR).write(path)


FAULTS = {
    "no file": (_no_file, "cannot be read: No such file"),
    "junk": (_junk, "holds no certificate"),
    "the server's own": (_servers_own, "holds no authority's certificate"),
    "over": (_over, "ran out on"),
    "early": (_early, "does not hold yet"),
}


@pytest.mark.requirement("K1")
@pytest.mark.parametrize("how", FAULTS)
def test_check_names_the_file_and_the_fix(
    how: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """K1: where it is relative, it lies in the data folder."""
    write, wrong = FAULTS[how]
    write(tmp_path / "ca.pem")
    (tmp_path / "site.ini").write_text("[crm]\nca_file = ca.pem\n")
    assert main(["check", "--config", str(CONFIG), "--data", str(tmp_path)]) == 2
    told = capsys.readouterr().out
    assert f"site.ini: [crm] ca_file = {tmp_path / 'ca.pem'}" in told
    assert wrong in told
    assert "fix:" in told


def test_a_good_file_is_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two authorities may lie in it, while one follows the other."""
    old, new = Authority(begins=-3 * HOUR, ends=-2 * HOUR), OURS
    both = old.write(tmp_path / "old.pem").read_bytes() + new.write(tmp_path / "new.pem").read_bytes()
    (tmp_path / "ca.pem").write_bytes(both)
    assert fault_of(tmp_path / "ca.pem", datetime.now(UTC)) is None
    (tmp_path / "site.ini").write_text("[crm]\nca_file = ca.pem\n")
    assert main(["check", "--config", str(CONFIG), "--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "no faults\n"
    assert load(CONFIG, tmp_path / "site.ini").ca_file(tmp_path) == str(tmp_path / "ca.pem")
    assert load(CONFIG).ca_file(tmp_path) == ""


@pytest.mark.parametrize("how", ["no file", "junk"])
def test_a_file_that_went_is_said_when_the_line_is_opened(how: str, serve: Serve, tmp_path: Path) -> None:
    write, _ = FAULTS[how]
    write(tmp_path / "ca.pem")
    offline = misfortune(serve(OURS.server(tmp_path / "server.pem")), tmp_path / "ca.pem")
    assert offline.cause == CERTIFICATE
    assert "[crm] ca_file" in str(offline)


@pytest.mark.requirement("L1")
def test_no_setting_holds_a_bearer_secret() -> None:
    """L1: what opens the centre is a key that never leaves the machine, and no setting can hold one.

    The secrets that there are open nothing far away: the terminal's own cable, and PINs that are kept as hashes.
    """
    secrets = {(key.section, key.name) for key in KEYS if key.secret}
    assert secrets == {("payment_terminal", "password"), ("maintenance", "pin_hash"), ("assist", "staff")}
    words = ("token", "secret", "password", "api", "bearer", "auth", "private", "credential", "login")
    named = {(key.section, key.name) for key in KEYS if any(word in key.name for word in words)}
    assert named <= secrets
    public = {
        ("store", "recovery_key"),
        ("store", "keys"),
        ("voice", "keypad"),
    }  # a public half, a folder, a place
    assert {(key.section, key.name) for key in KEYS if "key" in key.name} == public
    crm = {key.name for key in KEYS if key.section == "crm"}
    assert crm == {"url", "poll_seconds", "timeout_seconds", "ca_file", "batch"}
