"""What the start makes of the store's key: the settings say where it is, and whoever must know hears what is wrong."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.__main__ import main
from kiosk.bootstrap.memory import Memory, remember
from kiosk.settings import Settings, load
from kiosk.storage.keeper import SqliteKeeper
from kiosk.storage.key import CREDENTIAL
from kiosk.storage.vault import recovery_file
from kiosk.stores import store_of
from kiosk.sync.trust import Trust, keep_trust, trust_file
from tests.kiosk.windowless import CONFIG
from tests.stores import opened

PUBLIC = X25519PrivateKey.generate().public_key().public_bytes_raw()
SHOWN = base64.b64encode(PUBLIC + hashlib.sha256(PUBLIC).digest()[:4]).decode()


def settings_of(data: Path, **store: str) -> Settings:
    lines = [f"{name} = {value}" for name, value in store.items()]
    (data / "site.ini").write_text("\n".join(["[store]", *lines, ""]), encoding="utf-8")
    return load(CONFIG, data / "site.ini")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def test_the_settings_say_where_the_key_lies_and_for_whom_it_is_sealed(data: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "another medium"
    settings = settings_of(data, keys=str(elsewhere), recovery_key=SHOWN)
    assert remember(data, settings).epoch
    assert (elsewhere / "store.key").exists()
    said = json.loads(recovery_file(data / "store" / "kiosk.db").read_text())
    assert (said["kiosk"], said["for"]) == (settings.kiosk.id, PUBLIC.hex())


def test_the_store_is_sealed_for_whom_the_centre_told_and_the_setting_comes_first(data: Path) -> None:
    """A damaged file of keys takes nobody's key away; a centre that tells none does."""
    beside = recovery_file(data / "store" / "kiosk.db")

    def sealed_for(settings: Settings) -> str:
        assert remember(data, settings).epoch
        return str(json.loads(beside.read_text())["for"])

    told = X25519PrivateKey.generate().public_key().public_bytes_raw()
    assert sealed_for(settings_of(data)) == ""
    keep_trust(data, Trust(recovery_key=told))
    assert sealed_for(settings_of(data)) == told.hex()
    assert sealed_for(settings_of(data, recovery_key=SHOWN)) == PUBLIC.hex()
    trust_file(data).write_bytes(b"{")
    assert sealed_for(settings_of(data)) == PUBLIC.hex()
    keep_trust(data, Trust())
    assert sealed_for(settings_of(data)) == ""


def test_a_credential_of_the_service_is_the_key(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / CREDENTIAL).write_text("5c" * 32)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert remember(data, settings_of(data)).epoch
    assert not (data / "keys").exists()


@pytest.mark.requirement("X13")
def test_paper_without_its_test_page_is_known_at_the_start(data: Path) -> None:
    """X13."""
    settings = settings_of(data)
    assert not remember(data, settings).paper_unproved
    store = store_of(settings, data)
    SqliteKeeper(store, settings.kiosk.zone).keep_paper(proved=False)
    store.close()
    assert remember(data, settings).paper_unproved


def test_a_store_that_was_set_aside_is_told_to_the_centre(data: Path) -> None:
    """Service goes on with a new store, and its first audit line says so."""
    settings = settings_of(data)
    before = remember(data, settings)
    (data / "keys" / "store.key").unlink()
    after = remember(data, settings)
    assert after.epoch not in ("", before.epoch)
    with closing(opened(data / "store" / "kiosk.db")) as db:
        rows = db.execute("SELECT body FROM outbox WHERE kind = 'audit'").fetchall()
    [said] = [json.loads(row[0]) for row in rows]
    assert said["kind"] == "store.set_aside"
    assert (data / "store" / said["fields"]["file"]).exists()


def test_a_key_open_to_others_leaves_the_kiosk_without_a_store_and_says_why(
    data: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is taken that cannot be kept; the log and `diagnose` name the file and the fix."""
    settings = settings_of(data)
    epoch = remember(data, settings).epoch
    key = data / "keys" / "store.key"
    key.chmod(0o644)
    with caplog.at_level(logging.ERROR):
        assert remember(data, settings) == Memory()
    assert f"{key} can be read by others; chmod 600 it" in caplog.text
    assert main(["diagnose", "--config", str(CONFIG), "--data", str(data)]) == 0
    assert "chmod 600" in json.loads(capsys.readouterr().out)["store"]["error"]
    key.chmod(0o600)
    assert remember(data, settings).epoch == epoch


def test_diagnose_reads_the_encrypted_store(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = settings_of(data)
    with closing(store_of(settings, data)) as store:
        store.open()
        assert main(["diagnose", "--config", str(CONFIG), "--data", str(data)]) == 0  # beside a running kiosk
    said = json.loads(capsys.readouterr().out)
    assert said["store"]["queue"] == {}
    assert said["versions"]["sqlcipher3"] != "not installed"
