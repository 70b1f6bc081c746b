"""`python -m devices.workbench --dir DIR --http 127.0.0.1:PORT`: puts the bench up until SIGTERM or SIGINT.

Prints one line of JSON when it can be used: `{"ready": true, "http": "127.0.0.1:PORT"}`. PORT 0 chooses one. It
also says where the cabinet is (`"cabinet": "rfc2217://..."`) and the battery (`"power": "kiosk@127.0.0.1:PORT"`); with
`--terminal-tcp` `"terminal": "tcp://127.0.0.1:PORT"`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import socket
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from devices.cabinet.emulator import CabinetEmulator
from devices.card_reader.crt571.emulator import Crt571Emulator
from devices.card_reader.emulator import CardReaderEmulator
from devices.card_reader.far_end import AnyCardReader
from devices.card_reader.pn532.emulator import Pn532Emulator
from devices.code_scanner.emulator import CodeScannerEmulator
from devices.emulator import Emulator
from devices.keypad.emulator import KeypadEmulator
from devices.payment_terminal.fixed_field.emulator import emulator_of
from devices.payment_terminal.fixed_field.layout import layouts
from devices.payment_terminal.zvt.emulator import ZvtEmulator, ZvtTcpEmulator
from devices.power.emulator import PowerEmulator
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.trace.file import NoTrace, Trace, load
from devices.workbench.bench import Bench
from devices.workbench.http import control
from devices.workbench.line_wire import LineWire
from devices.workbench.tcp_wire import TcpWire
from devices.workbench.wire import AnyWire

LOOPBACK = ("127.0.0.1", "localhost", "::1")
#: What the pretend card reader may be: "talking" sends stripes and 125 kHz tags, as either kind of reader does.
CARD_READERS: dict[str, type[AnyCardReader]] = {
    "talking": CardReaderEmulator,
    "pn532": Pn532Emulator,
    "crt571": Crt571Emulator,
}


def terminal_of(protocol: str) -> type[Emulator]:
    return ZvtEmulator if protocol == "zvt" else emulator_of(protocol)


class Server(uvicorn.Server):
    """Leaves signals to the loop below: uvicorn would raise them once more after its end."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass(frozen=True, slots=True)
class Places:
    """Where devices listen that hang on no pseudo-terminal. `terminal`: the TCP port it has instead of a serial one."""

    cabinet: LineWire
    power: TcpWire
    terminal: TcpWire | None = None

    def plug(self) -> None:
        """Each knows its port before anybody asks for it."""
        for wire in (self.cabinet, self.power, *([self.terminal] if self.terminal else [])):
            wire.plug()

    def told(self) -> dict[str, str]:
        """As a site writes them into its settings."""
        told = {
            "cabinet": f"rfc2217://{written(self.cabinet.address)}",
            "power": f"{PowerEmulator.UPS}@{written(self.power.address)}",
        }
        return {**told, "terminal": f"tcp://{written(self.terminal.address)}"} if self.terminal else told


def bench_of(folder: Path, terminal: type[Emulator], places: Places, reader: type[AnyCardReader]) -> Bench:
    makes: list[type[Emulator]] = [ReceiptPrinterEmulator, reader, CodeScannerEmulator]
    makes += [ZvtTcpEmulator if places.terminal else terminal, CabinetEmulator, PowerEmulator]
    makes += [KeypadEmulator]
    wires: dict[str, AnyWire] = {CabinetEmulator.NAME: places.cabinet, PowerEmulator.NAME: places.power}
    if places.terminal:
        wires[ZvtTcpEmulator.NAME] = places.terminal
    return Bench(folder, makes, wires)


async def serve(
    folder: Path,
    listener: socket.socket,
    terminal: type[Emulator],
    places: Places,
    reader: type[AnyCardReader] = CardReaderEmulator,
    traces: Iterable[Trace] = (),
) -> None:
    places.plug()
    bench = bench_of(folder, terminal, places, reader)
    for trace in traces:
        bench.replay(trace.line.device, trace)
    config = uvicorn.Config(control(bench), log_level="warning", lifespan="off", timeout_graceful_shutdown=1)
    server = Server(config)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, lambda: setattr(server, "should_exit", True))
    devices = asyncio.create_task(bench.run())
    devices.add_done_callback(lambda task: setattr(server, "should_exit", True))
    answering = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not answering.done():
        await asyncio.sleep(0.01)
    ready = {"ready": True, "http": written(listener.getsockname()[:2]), **places.told()}
    print(json.dumps(ready), flush=True)
    await answering
    devices.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await devices  # a bug in a device ends the bench with its own traceback


def written(place: tuple[str, int]) -> str:
    host, port = place
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def trace(file: str) -> Trace:
    try:
        return load(Path(file))
    except (NoTrace, OSError) as wrong:
        raise argparse.ArgumentTypeError(f"{file}: {wrong}") from None


def address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    host = host.strip("[]")
    if host not in LOOPBACK:
        raise argparse.ArgumentTypeError(f"{text}: only loopback (127.0.0.1:PORT) may control the bench")
    if not port.isdigit() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"{text}: the port is a number from 0 to 65535")
    return host, int(port)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m devices.workbench", description=__doc__)
    parser.add_argument("--dir", type=Path, required=True, help="where the ports appear as links")
    parser.add_argument("--http", type=address, required=True, metavar="127.0.0.1:PORT")
    parser.add_argument(
        "--zone", default="Asia/Taipei", help="where the bench stands: its devices' clocks (IANA)"
    )
    parser.add_argument(
        "--payment-terminal-protocol",
        choices=("zvt", *layouts()),
        default="zvt",
        help="what the pretend terminal speaks: zvt, or an acquirer's table",
    )
    parser.add_argument(
        "--card-reader",
        choices=tuple(CARD_READERS),
        default="talking",
        help="what the pretend card reader is: one that only talks (stripes, 125 kHz tags), or a model that is asked",
    )
    parser.add_argument(
        "--terminal-tcp",
        type=address,
        metavar="127.0.0.1:PORT",
        help="the payment terminal speaks zvt at a network port (tcp://...), at no serial one",
    )
    for name, speaks in (("cabinet", "rfc2217, with modem lines"), ("power", "NUT's upsd")):
        parser.add_argument(
            f"--{name}",
            type=address,
            default=("127.0.0.1", 0),
            metavar="127.0.0.1:PORT",
            help=f"where the pretend {name} listens ({speaks})",
        )
    parser.add_argument(
        "--replay",
        type=trace,
        action="append",
        default=[],
        metavar="FILE",
        help="a trace: its device says again what it said then (docs/traces.md); several for several devices",
    )
    given = parser.parse_args()
    # A terminal's clock shows the time of its site and says no zone; this whole process stands there.
    os.environ["TZ"] = given.zone
    time.tzset()
    family = socket.AF_INET6 if ":" in given.http[0] else socket.AF_INET
    with socket.create_server(given.http, family=family) as listener:
        tcp = TcpWire(given.terminal_tcp) if given.terminal_tcp else None
        places = Places(LineWire(given.cabinet), TcpWire(given.power), tcp)
        terminal = terminal_of(given.payment_terminal_protocol)
        asyncio.run(
            serve(given.dir, listener, terminal, places, CARD_READERS[given.card_reader], given.replay)
        )


if __name__ == "__main__":
    main()
