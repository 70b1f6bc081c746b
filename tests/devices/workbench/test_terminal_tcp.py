"""The workbench with a payment terminal on a network port: a whole process, as the kiosk meets it."""

from pathlib import Path

import pytest

from devices.rack import build_terminal
from devices.rack_settings import TerminalSettings
from kiosk.domain.money import Money
from kiosk.domain.payment import Approved
from kiosk.domain.reversal import Reversed
from tests.devices.control import Workbench


@pytest.mark.requirement("X23")
def test_a_terminal_with_a_network_port(tmp_path: Path) -> None:
    """X23: charged, given back and reckoned over TCP; the same ledger and the same switches."""
    bench = Workbench(tmp_path, "--terminal-tcp", "127.0.0.1:0")
    try:
        bench.set("payment_terminal", delay_s=0)
        terminal = build_terminal(TerminalSettings(bench.ready["terminal"], answer_seconds=10))
        terminal.prepare()
        paid = terminal.charge(Money(231800), lambda stage: None)
        assert isinstance(paid, Approved)
        assert isinstance(terminal.reverse(paid.slip), Reversed)
        assert terminal.close_day().payments.amount == Money(0)
        terminal.close()
        entries = bench.get("/payment_terminal/ledger")["entries"]
        assert [entry["result"] for entry in entries] == ["reversed", "reversal"]
        assert not (tmp_path / "payment_terminal").exists()
    finally:
        assert bench.stop() == 0
