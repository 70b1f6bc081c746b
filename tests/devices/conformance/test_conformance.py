"""The conformance kit: the drivers of the house and their emulators pass every case, drivers that are wrong do not."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from devices.conformance.__main__ import STANDS, main
from devices.conformance.contacts import Trouble
from devices.conformance.spoiling import Harm
from devices.conformance.trial import trials
from tests.devices.conformance.broken import BROKEN

LEAST = 60


@pytest.mark.requirement("X16")
@pytest.mark.parametrize("kind", STANDS)
def test_the_house_passes(kind: str) -> None:
    """X16: every harm at every place, sixty cases and more a class."""
    verdicts = list(trials(STANDS[kind]))
    assert [f"{each.case.name}: {each.broken}" for each in verdicts if not each.passed] == []
    assert len(verdicts) > LEAST
    harms = Trouble if kind == "cabinet.lines" else Harm
    assert {harm for harm in harms if not any(harm.value in each.case.name for each in verdicts)} == set()


@pytest.mark.requirement("X16")
@pytest.mark.parametrize(
    ("kind", "driver", "only", "words"),
    BROKEN,
    ids=[each[1].__name__ for each in BROKEN],
)
def test_a_driver_that_is_wrong_is_found(
    kind: str, driver: Callable[..., Any], only: str, words: str
) -> None:
    """X16: each by its name."""
    found = [
        broken for verdict in trials(partial(STANDS[kind], make=driver), only) for broken in verdict.broken
    ]
    assert any(words in each for each in found), found


def test_the_command_prints_a_table_and_says_by_its_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["code_scanner.serial", "--only", "said twice"]) == 0
    told = capsys.readouterr().out
    assert told.count("passed") == 5
    assert "code_scanner.serial: 5 cases, 0 failed" in told
    broken = "tests.devices.conformance.broken:TellsHalves"
    assert main(["code_scanner.serial", "--only", "late behind", "--driver", broken]) == 1
    assert "FAILED" in capsys.readouterr().out


class NeverReads:
    """Hears nothing at all."""

    def __init__(self, line: object) -> None: ...

    def read(self) -> None: ...

    def close(self) -> None: ...


def test_a_driver_that_does_nothing_fails_its_first_case() -> None:
    (verdict,) = trials(partial(STANDS["code_scanner.serial"], make=NeverReads))
    assert not verdict.passed
    assert "NotStanding" in verdict.broken[0]


def test_a_driver_that_is_not_there_is_named() -> None:
    with pytest.raises(SystemExit, match="no_such_module"):
        main(["code_scanner.serial", "--driver", "no_such_module:make"])
