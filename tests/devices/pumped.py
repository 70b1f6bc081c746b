"""A pretend device on a real pseudo-terminal, driven by a thread as the workbench drives it by its loop."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from devices.emulator import OWN, Emulator
from devices.workbench.wire import AnyWire, Wire

Device = TypeVar("Device", bound=Emulator)


@contextmanager
def pumped(
    name: Path | AnyWire, make: Callable[[Callable[[bytes], None]], Device]
) -> Iterator[tuple[Device, threading.Lock]]:
    """The device, and the lock under which to touch it. `unplugged` takes the port away. `name`: or a wire."""
    wire, lock, over = Wire(name) if isinstance(name, Path) else name, threading.Lock(), threading.Event()
    device = make(wire.send)
    wire.plug()

    def pump() -> None:
        while not over.wait(0.005):
            with lock:
                if device.switches["unplugged"]:
                    wire.unplug()
                else:
                    if isinstance(name, Path) and device.switches["socket"] != OWN:
                        wire.move(name.with_name(f"usb-{device.switches['socket']}"))
                    wire.plug()
                data = wire.read()
                if data:
                    device.take(data)
                device.ticked(time.monotonic())

    thread = threading.Thread(target=pump)
    thread.start()
    try:
        yield device, lock
    finally:
        over.set()
        thread.join()
        wire.unplug()
