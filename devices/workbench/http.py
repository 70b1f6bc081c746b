"""The workbench's control: JSON over HTTP on loopback. Knows routes; what a switch means is the device's affair."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from devices.cabinet.emulator import CabinetEmulator
from devices.card_reader.far_end import AnyCardReader
from devices.code_scanner.emulator import CodeScannerEmulator
from devices.emulator import FLAG_OFF, SwitchError
from devices.keypad.emulator import KeypadEmulator
from devices.payment_terminal.emulator import PaymentTerminalEmulator
from devices.power.emulator import PowerEmulator
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.trace.file import NoTrace, read
from devices.workbench.bench import Bench
from devices.workbench.page import OwnPagesOnly, page_routes

# TrustedHost keeps web pages elsewhere from reaching this door by a name that resolves to loopback.
HOSTS = ["127.0.0.1", "localhost", "[::1]"]

Handler = Callable[[Request], Awaitable[Response]]


def control(bench: Bench) -> Starlette:
    """The application. Bad bodies and switches are 400 with `{"error", "key", "value", "allowed"}`."""
    return Starlette(
        routes=[
            Route("/state", _state(bench)),
            *_printer_routes(bench),
            *_card_routes(bench),
            *_scanner_routes(bench),
            *_terminal_routes(bench),
            *_keypad_routes(bench),
            _switches(bench, CabinetEmulator.NAME),
            _switches(bench, PowerEmulator.NAME),
            *_watching(bench),
            *_replays(bench),
            *page_routes(),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False),
            Middleware(OwnPagesOnly),
        ],
        exception_handlers={SwitchError: _refused},
    )


def _state(bench: Bench) -> Handler:
    async def state(request: Request) -> Response:
        return JSONResponse(bench.state())

    return state


def _switches(bench: Bench, name: str) -> Route:
    async def switch(request: Request) -> Response:
        bench.switch(name, await _body(request))
        return JSONResponse(bench.device(name).state())

    return Route(f"/{name}", switch, methods=["POST"])


def _printer_routes(bench: Bench) -> list[Route]:
    printer = bench.device(ReceiptPrinterEmulator.NAME)
    assert isinstance(printer, ReceiptPrinterEmulator)

    async def receipts(request: Request) -> Response:
        return JSONResponse({"receipts": printer.tray.listing()})

    async def receipt(request: Request) -> Response:
        file = printer.tray.file(request.path_params["number"], request.path_params["kind"])
        if file is None:
            return JSONResponse({"error": "no such receipt"}, 404)
        return FileResponse(file)

    base = f"/{printer.NAME}"
    return [
        _switches(bench, printer.NAME),
        Route(f"{base}/receipts", receipts),
        Route(f"{base}/receipts/{{number:int}}.{{kind:str}}", receipt),
    ]


def _card_routes(bench: Bench) -> list[Route]:
    reader = bench.device(AnyCardReader.NAME)
    assert isinstance(reader, AnyCardReader)

    async def present(request: Request) -> Response:
        reader.present(await _body(request))
        return JSONResponse(reader.state())

    async def withdraw(request: Request) -> Response:
        by_force = (await _body(request)).get("by_force", False)
        if not FLAG_OFF.accepts(by_force):
            raise SwitchError("by_force", by_force, [False, True])
        reader.withdraw(bool(by_force))
        return JSONResponse(reader.state())

    return [
        _switches(bench, reader.NAME),
        Route(f"/{reader.NAME}/present", present, methods=["POST"]),
        Route(f"/{reader.NAME}/withdraw", withdraw, methods=["POST"]),
    ]


def _scanner_routes(bench: Bench) -> list[Route]:
    scanner = bench.device(CodeScannerEmulator.NAME)
    assert isinstance(scanner, CodeScannerEmulator)

    async def scan(request: Request) -> Response:
        scanner.scan(await _body(request))
        return JSONResponse(scanner.state())

    return [_switches(bench, scanner.NAME), Route(f"/{scanner.NAME}/scan", scan, methods=["POST"])]


def _terminal_routes(bench: Bench) -> list[Route]:
    terminal = bench.device(PaymentTerminalEmulator.NAME)
    assert isinstance(terminal, PaymentTerminalEmulator)

    async def ledger(request: Request) -> Response:
        return JSONResponse({"entries": terminal.ledger()})

    return [_switches(bench, terminal.NAME), Route(f"/{terminal.NAME}/ledger", ledger)]


def _keypad_routes(bench: Bench) -> list[Route]:
    keypad = bench.device(KeypadEmulator.NAME)
    assert isinstance(keypad, KeypadEmulator)

    async def press(request: Request) -> Response:
        keypad.press(await _body(request))
        return JSONResponse(keypad.state())

    return [_switches(bench, keypad.NAME), Route(f"/{keypad.NAME}/press", press, methods=["POST"])]


def _watching(bench: Bench) -> list[Route]:
    """What a person looks at besides the devices: the switches there are, the wires, the telephone."""

    async def switches(request: Request) -> Response:
        return JSONResponse(bench.positions())

    async def faults(request: Request) -> Response:
        return JSONResponse(bench.faults())

    async def break_by(request: Request) -> Response:
        said, name = await _body(request), request.path_params["device"]
        if name not in bench.faults():
            return JSONResponse({"error": "no such device"}, 404)
        fault = said.get("fault")
        if set(said) != {"fault"} or not isinstance(fault, str | None):
            raise SwitchError("fault", fault, [None, *bench.faults()[name]])
        bench.break_by(name, fault)
        return JSONResponse(bench.device(name).state())

    async def wire(request: Request) -> Response:
        after = request.query_params.get("after", "0")
        return JSONResponse({"pieces": bench.tap.after(int(after) if after.isdigit() else 0)})

    async def messages(request: Request) -> Response:
        return JSONResponse({"messages": bench.phone.listing()})

    async def message(request: Request) -> Response:
        return JSONResponse(bench.phone.take(await _body(request)))

    return [
        Route("/switches", switches),
        Route("/faults", faults),
        Route("/{device}/fault", break_by, methods=["POST"]),
        Route("/wire", wire),
        Route("/phone/messages", messages),
        Route("/phone/messages", message, methods=["POST"]),
    ]


def _replays(bench: Bench) -> list[Route]:
    """`{"trace": "the text of a trace's file"}`: its device says that again; `{"trace": null}`: no more."""

    def route(name: str) -> Route:
        async def replay(request: Request) -> Response:
            text = (await _body(request)).get("trace", "")
            try:
                trace = None if text is None else read(str(text))
            except NoTrace as wrong:
                raise SwitchError("trace", str(wrong), ["the text of a trace", None]) from None
            if trace and trace.line.device != name:
                raise SwitchError("trace", trace.line.device, [name])
            bench.replay(name, trace)
            return JSONResponse({"replays": len(trace.pieces) if trace else 0})

        return Route(f"/{name}/replay", replay, methods=["POST"])

    return [route(name) for name in bench.state()]


async def _body(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.body())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise SwitchError("body", None, ["a JSON object"])
    return body


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, SwitchError)
    told = {"error": str(error), "key": error.key, "value": error.value, "allowed": error.allowed}
    return JSONResponse(told, 400)
