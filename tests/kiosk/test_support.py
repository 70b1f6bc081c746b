"""The support bundle: all that helps from afar, and nothing of anybody."""

from __future__ import annotations

import json
import logging
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.domain import events, states
from kiosk.domain.events import Room
from kiosk.domain.house import Task
from kiosk.domain.upkeep import Part
from kiosk.logs import start_logging, stop_logging
from kiosk.settings import load
from tests.kiosk.domain.examples import CARD, CUSTOMER, DRAFT, GRANT, PHONE, PIN, TECHNICIAN_PIN, ZH
from tests.kiosk.services.test_upkeep import inside
from tests.kiosk.windowless import CONFIG, Kiosk

TOKEN = "grant-3f9c2ab8d4"
CANARIES = (PHONE, PIN, CARD, GRANT, TECHNICIAN_PIN, CUSTOMER.name, TOKEN, "argon2id")


@pytest.fixture
def used(tmp_path: Path) -> Iterator[Kiosk]:
    """A kiosk that a customer used, and whose log was told too much."""
    (tmp_path / "site.ini").write_text("[payment_terminal]\npassword = 918273\n", encoding="utf-8")
    handler = start_logging(tmp_path / "logs", "info")
    kiosk = Kiosk(tmp_path / "kiosk.db").start()
    kiosk.sign_in(Task.PAY)
    kiosk.choose_and_pay()
    kiosk.world.callbacks.save(DRAFT, ZH, (), kiosk.clock.now())
    logging.getLogger("kiosk").info("call %s, token=%s, pin: %s", PHONE, TOKEN, PIN)
    kiosk.wait(timedelta(minutes=5).total_seconds())
    kiosk.wait(timedelta(minutes=5).total_seconds())
    yield kiosk
    stop_logging(handler)


def contents(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as bundle:
        return {name: bundle.read(name).decode() for name in bundle.namelist()}


@pytest.mark.requirement("K4")
def test_the_bundle_of_a_used_kiosk_names_nobody(used: Kiosk) -> None:
    """K4: phone, name, token, PIN, card: none of them, and no secret of the settings."""
    inside(used).touch(events.RoomOpened(Room.SUPPORT), events.BundleAsked())
    bundle = used.at(states.SupportShown).bundle
    assert bundle is not None
    path = used.path.parent / bundle.file
    assert path.stat().st_mode & 0o777 == 0o600
    held = contents(path)
    assert [name for name, text in held.items() for canary in (*CANARIES, "918273") if canary in text] == []
    said = json.loads(held["diagnosis.json"])
    assert said["settings"]["payment_terminal.password"] == "(hidden)"
    assert said["settings"]["receipt_printer.baud"] == "115200"
    assert said["store"]["payments"] == {"approved": 1}
    assert said["store"]["audit"]["payment.decided"] == 1
    assert {device["device"] for device in said["store"]["devices"]} >= {
        "receipt_printer",
        "payment_terminal",
    }
    assert said["versions"]["kivy"] != "not installed"
    assert "call •••" in held["log.jsonl"]
    assert "support.bundle" in used.audited()


@pytest.mark.requirement("X17")
def test_traces_ride_along(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """X17: the newest of them."""
    (tmp_path / "traces").mkdir()
    (tmp_path / "traces" / "card_reader-20261126T100000Z.trace.jsonl").write_text("{}\n", encoding="ascii")
    (tmp_path / "traces" / ".half.new").touch()
    arguments = ["diagnose", "--config", str(CONFIG), "--data", str(tmp_path), "--bundle", str(tmp_path)]
    assert main(arguments) == 0
    held = contents(Path(capsys.readouterr().out.strip()))
    assert held["traces/card_reader-20261126T100000Z.trace.jsonl"] == "{}\n"
    assert len(held) == 3


@pytest.mark.requirement("K4")
def test_a_store_that_cannot_be_read_leaves_a_bundle_that_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """K4: most needed where least works; the command says where it lies."""
    (tmp_path / "store").write_text("no folder", encoding="utf-8")
    arguments = ["diagnose", "--config", str(CONFIG), "--data", str(tmp_path)]
    assert main([*arguments, "--bundle", str(tmp_path / "out")]) == 0
    said = json.loads(contents(Path(capsys.readouterr().out.strip()))["diagnosis.json"])
    assert "error" in said["store"]
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["kiosk"] == load(CONFIG).kiosk.id


@pytest.mark.requirement("K4")
def test_only_the_newest_bundles_are_kept(used: Kiosk) -> None:
    """K4: they do not fill the disk."""
    folder = used.path.parent / "support"
    folder.mkdir()
    for day in range(1, 9):
        (folder / f"support-K07-2020010{day}-000000.zip").touch()
    used.world.support.write()
    assert len(list(folder.iterdir())) == 5


@pytest.mark.requirement("K4")
def test_parts_and_paper_are_read_from_the_chain(used: Kiosk) -> None:
    """K4: the newest first, by whom; the same lines that the centre has."""
    inside(used).touch(events.RoomOpened(Room.PAPER), *[events.Confirmed()] * 4)
    used.touch(events.RoomOpened(Room.PARTS), events.PartAsked(), events.PartNoted(Part.CUTTER))
    entries = used.at(states.PartsShown).entries or ()
    assert [(entry.what, entry.by) for entry in entries] == [
        ("cutter", "technician"),
        ("paper", "technician"),
    ]
    assert {"paper.changed", "part.changed"} <= {*used.audited()}
