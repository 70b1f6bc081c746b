"""L1: a centre that speaks TLS under its company's own authority, and a kiosk that is enrolled by the command line."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from crm.__main__ import main as crm
from kiosk.__main__ import main as kiosk
from kiosk.sync.crm import HttpCrm
from kiosk.sync.identity import load_identity
from kiosk.sync.trust import load_trust
from tests.answering import answering
from tests.authority import Authority
from tests.kiosk.windowless import CONFIG

ROOT = Path(__file__).parents[2]


def serving(db: str, server: Path, signing: Path) -> AbstractContextManager[str]:
    """The address at which the centre answers."""
    words = ["serve", "--db", db, "--http", "127.0.0.1:0", "--tls-cert", str(server)]
    return answering("crm", *words, "--signing-key", str(signing))


@pytest.mark.requirement("L1")
def test_enrolled_under_the_companys_own_authority(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """L1: the right one is believed by the command and by the kiosk, another one by neither."""
    ours, db = Authority(), f"sqlite:///{tmp_path / 'centre.db'}"
    data = tmp_path / "kiosk"
    data.mkdir()
    assert [crm(["init", "--db", db]), crm(["signing-key", str(tmp_path / "sign.pem")])] == [0, 0]
    capsys.readouterr()
    assert crm(["enrol-kiosk", "K07", "--db", db]) == 0
    enrolling = ["enrol", "--config", str(CONFIG), "--data", str(data)]
    enrolling += ["--code", capsys.readouterr().out.strip()]
    with serving(db, ours.server(tmp_path / "server.pem"), tmp_path / "sign.pem") as url:
        assert url.startswith("https://")
        (data / "site.ini").write_text(f"[crm]\nurl = {url}\nca_file = ca.pem\n")
        Authority().write(data / "ca.pem")
        assert kiosk(enrolling) == 1
        assert "the centre's certificate is not to be trusted" in capsys.readouterr().err
        ours.write(data / "ca.pem")
        assert kiosk(enrolling) == 0
        assert len(load_trust(data).signing) == 1
        line = HttpCrm(url, load_identity(data, "K07", "e"), ca_file=str(data / "ca.pem"))
        assert line.sync([]).poll_after > 0
        line.close()
    capsys.readouterr()
    assert kiosk(["diagnose", "--config", str(CONFIG), "--data", str(data)]) == 0
    told = json.loads(capsys.readouterr().out)["centre"]
    assert told == {
        "ca_file": str(data / "ca.pem"),
        "fault": "",
        "signing_keys": list(load_trust(data).signing),
        "recovery_key": False,
    }
    (data / "ca.pem").unlink()
    (data / "identity" / "centre.json").write_text("{")
    assert kiosk(["diagnose", "--config", str(CONFIG), "--data", str(data)]) == 0
    told = json.loads(capsys.readouterr().out)["centre"]
    assert told["fault"].startswith("cannot be read")
    assert "enrol this kiosk again" in told["error"]


def test_a_key_that_does_not_fit_is_said_before_anybody_is_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = f"sqlite:///{tmp_path / 'centre.db'}"
    assert crm(["init", "--db", db]) == 0
    one = Authority().server(tmp_path / "one.pem")
    for cert, key in ((tmp_path / "none", ""), (one, tmp_path / "none"), (CONFIG, one)):
        assert crm(["serve", "--db", db, "--tls-cert", str(cert), "--tls-key", str(key)]) == 1
        assert "--tls-cert" in capsys.readouterr().err
