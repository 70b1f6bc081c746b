"""The log holds nothing of a customer, whoever logs what."""

import json
import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.logs import MASK, redact, start_logging, stop_logging

# A test number of the card schemes, not anybody's.
TEST_PAN = "4111" + "1111" * 3
PHONE = "0912345678"
ACCOUNT = "1203344821"

log = logging.getLogger("kiosk.test")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    level = root.level
    handler = start_logging(tmp_path / "logs", "debug", 3)
    yield tmp_path / "logs"
    stop_logging(handler)
    root.setLevel(level)


def lines(folder: Path) -> list[dict[str, str]]:
    text = (folder / "kiosk.log").read_text(encoding="utf-8")
    return [line for line in map(json.loads, text.splitlines()) if line["where"] == "kiosk.test"]


@pytest.mark.requirement("B7")
@pytest.mark.requirement("A4")
@pytest.mark.parametrize(
    "secret",
    [
        TEST_PAN,
        PHONE,
        ACCOUNT,
        "4111 1111 1111 1111",
        "+886 912-345-678",
        f";{TEST_PAN}=2512",
        f"%B{TEST_PAN}^TEST",
    ],
)
def test_no_number_of_a_customer_reaches_the_file(folder: Path, secret: str) -> None:
    """B7, A4: in the message, in its arguments, in an exception and what caused it, as text and as bytes."""
    log.info(f"heard {secret}")
    log.debug("heard %s and %r", secret, secret.encode())
    try:
        try:
            raise ValueError(f"odd: {secret}")
        except ValueError as error:
            raise KeyError(secret) from error
    except KeyError:
        log.exception("it broke")
    written = (folder / "kiosk.log").read_text(encoding="utf-8")
    assert secret not in written
    assert "".join(ch for ch in secret if ch.isdigit())[:9] not in written
    assert written.count(MASK) >= 5
    assert "KeyError" in lines(folder)[-1]["trace"]


@pytest.mark.requirement("B7")
@pytest.mark.parametrize(
    "text",
    [
        "pin=hunter2",
        "PIN: hunter2",
        "{'password': 'hunter2'}",
        '{"grant": "hunter2 with more", "x": 1}',
        "card_token=hunter2, next",
        "Authorization: hunter2",
        "PinWanted(digits=1, pin_digits='hunter2')",
    ],
)
def test_a_word_marked_as_secret_is_masked(text: str) -> None:
    """B7."""
    assert "hunter2" not in redact(text)
    assert MASK in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "K07-PAMR-P52T is on the way",
        "stored 12345678 bytes at 2026-11-22",
        "0193a1f0-2222-7000-8000-000000000001 stored",
        "shipping 3 records to http://127.0.0.1:8800",
        "bills as of 2026-11-22 14:05:20",
        "9f3ac1d077e2480b",
    ],
)
def test_what_technicians_need_stays_readable(text: str) -> None:
    assert redact(text) == text


def test_a_line_is_one_json_object_with_time_weight_and_place(folder: Path) -> None:
    log.warning("晴川: the line\nis down")
    (line,) = lines(folder)
    assert line["at"].endswith("Z")
    assert (line["level"], line["says"]) == ("warning", "晴川: the line\nis down")


def test_the_log_is_for_this_user_only(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "kiosk.log").stat().st_mode) == 0o600


def test_a_quieter_level_leaves_the_rest_out(tmp_path: Path) -> None:
    root = logging.getLogger()
    level = root.level
    handler = start_logging(tmp_path, "warning")
    log.info("heard nothing")
    log.warning("heard something")
    stop_logging(handler)
    root.setLevel(level)
    assert [line["says"] for line in lines(tmp_path)] == ["heard something"]
