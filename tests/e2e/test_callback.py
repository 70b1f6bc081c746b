"""Asking for a call while the centre is gone, and two agents at the desk when it is back. One story, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.texts import Texts
from tests.e2e.desk import Desk
from tests.e2e.memories import centre, containing, files_below, receipts, wait
from tests.e2e.panel import Panel
from tests.e2e.system import Overrides, System
from tests.e2e.visits import ask_for_call
from tests.stores import decrypted

PHONE = "0912000678"
#: As shipped: ten seconds to the banner must hold with it.
OVERRIDES: Overrides = {"crm": {"poll_seconds": 8}}


@dataclass(frozen=True, slots=True)
class Request:
    """What the customer held in hand, and when it was made."""

    reference: str
    after: datetime
    before: datetime
    taps: int
    digits: int


@pytest.fixture(scope="module")
def request_made(system: System, zh: Texts) -> Request:
    """A guest's request, made without a line; the centre comes back afterwards."""
    panel = Panel(system.robot_address)
    panel.rest()
    system.end("crm")
    panel.tap("attract.start")
    panel.read(zh.get("banner.missing", services=zh.get("task.pay")), 10)  # A5: within ten seconds
    assert zh.get("task.callback") in _working(panel, zh)
    panel.rest()

    panel.taps = panel.digits = 0
    after = datetime.now(UTC)
    ask_for_call(panel, PHONE)
    made = Request(panel.reference(), after, datetime.now(UTC), panel.taps, panel.digits)
    panel.read(zh.get("callback_done.provisional.title"))
    assert containing(_store(system), PHONE)  # the search can find it while it is here
    assert not containing(files_below(system.data), PHONE)  # but not without the key
    panel.tap("paper.yes")
    panel.read(zh.get("callback_done.paper.confirmed"), 40)
    panel.rest()

    system.start_crm()
    wait(lambda: centre(system, "SELECT 1 FROM callbacks") != [], "the request at the centre", 60)
    return made


def _working(panel: Panel, zh: Texts) -> str:
    """The line of the banner that says what goes on."""
    begin = zh.get("banner.working", services="\0").partition("\0")[0]
    return next(text for text in panel.texts().splitlines() if text.startswith(begin))


def _store(system: System) -> list[Path]:
    """Database and write-ahead log, byte by byte, as whoever has the key too can read them."""
    return decrypted(system.data / "store" / "kiosk.db", system.directory / "decrypted")


@pytest.fixture(scope="module")
def agents(system: System, request_made: Request) -> Iterator[tuple[Desk, Desk]]:
    """Two agents, each in a browser of their own."""
    with Desk(system.crm_address) as chen:
        chang = chen.colleague()
        chen.sign_in("chen", "qingchuan-chen")
        chang.sign_in("chang", "qingchuan-chang")
        yield chen, chang


@pytest.mark.requirement("A5", "B2", "O6", "O7")
def test_guest_is_done_without_a_line_within_six_taps_and_the_digits(request_made: Request) -> None:
    """A5, B2: without a line, without an account. O6, O7: six taps besides ten digits, and no keyboard."""
    assert request_made.taps <= 6
    assert request_made.digits == len(PHONE)


@pytest.mark.requirement("G1", "J1", "J3", "B5")
def test_request_is_at_the_centre_once_with_its_original_time(system: System, request_made: Request) -> None:
    """G1, J1, J3: once, with the time of the request and not of its arrival. B5: the notice's version is on it."""
    rows = centre(
        system,
        "SELECT reference, phone, requested_at, received_at, notice, promotional_consent FROM callbacks",
    )
    [(reference, phone, requested, received, notice, consent)] = rows
    assert (reference, phone) == (request_made.reference, PHONE)
    assert (notice, consent) == ("2026-11", 0)
    moment = datetime.fromisoformat(requested).replace(tzinfo=UTC)
    slack = timedelta(seconds=1)
    assert request_made.after - slack <= moment <= request_made.before + slack
    assert datetime.fromisoformat(received).replace(tzinfo=UTC) > moment


@pytest.mark.requirement("J6")
def test_number_is_gone_from_the_kiosk_once_the_centre_has_it(system: System, request_made: Request) -> None:
    """J6: database and write-ahead log, free pages included, hold the reference and not the number."""
    wait(lambda: not containing(_store(system), PHONE), "the number to go", 20)
    assert any(request_made.reference.encode() in path.read_bytes() for path in _store(system))


@pytest.mark.requirement("G1", "G6", "F4")
def test_paper_with_the_case_number_came_out_whole(system: System, request_made: Request) -> None:
    """G1, G6, F4: one paper, cut off by the knife."""
    assert [receipt["whole"] for receipt in receipts(system)] == [True]


@pytest.mark.requirement("L3", "G3")
def test_of_two_agents_who_claim_at_once_one_wins_and_the_other_reads_who(
    system: System, request_made: Request, agents: tuple[Desk, Desk]
) -> None:
    """L3: one holder; the loser reads a name and no number. G3: the winner reads what was done at the kiosk."""
    reference = request_made.reference
    for agent in agents:
        assert agent.rows() == [reference]
    for agent in agents:
        agent.press_claim(reference)
    for agent in agents:
        agent.arrive(reference)

    [(holder,)] = centre(system, "SELECT s.login FROM callbacks c JOIN staff s ON s.id = c.claimed_by")
    chen, chang = agents
    winner, loser, name = (chen, chang, "陳怡君") if holder == "chen" else (chang, chen, "張志豪")
    assert loser.page.locator("form[action$='/number']").count() == 0
    assert "已經有人在處理" in loser.text()
    assert name in loser.text()
    assert winner.page.locator("form[action$='/number']").count() == 1
    assert "三重門市 K07" in winner.text()
    assert PHONE not in _digits(loser) + _digits(winner)


@pytest.mark.requirement("G6", "M3", "M2")
def test_number_unfolds_after_the_steps_against_fraud_and_an_outcome_ends_the_case(
    system: System, request_made: Request, agents: tuple[Desk, Desk]
) -> None:
    """G6: first the steps, then the number. M2, M3: the outcome is written down and the queue is empty."""
    [(holder,)] = centre(system, "SELECT s.login FROM callbacks c JOIN staff s ON s.id = c.claimed_by")
    agent = agents[0] if holder == "chen" else agents[1]
    agent.page.locator("form[action$='/number'] button").click()  # nothing ticked
    assert PHONE not in _digits(agent)

    agent.reveal_number()
    assert PHONE in _digits(agent)
    agent.finish("resolved", "說明了本期用量。")
    assert agent.rows() == []
    assert centre(system, "SELECT state, outcome FROM callbacks") == [("done", "resolved")]


def _digits(desk: Desk) -> str:
    return "".join(letter for letter in desk.text() if letter.isdigit())
