"""The kiosk before its customers: the machine of `bootstrap`, a window, and on demand the robot's door."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.bootstrap import TICK, Kiosk
from kiosk.domain.keypad import NavKey
from kiosk.domain.port_name import names
from kiosk.domain.visit import Visit
from kiosk.lanes import Handover, ThreadLane
from kiosk.outside.process import OutsideReader, Wish
from kiosk.services.sweeper import take_over
from kiosk.settings import Settings

log = logging.getLogger(__name__)

LOOK = 0.05  # seconds between two looks at the panel, while somebody listens


class DoorShut(Exception):
    """`--robot` or `--transcript` was asked for where it must not be; the message says why."""


def run(
    settings: Settings,
    data: Path,
    size: tuple[int, int] | None,
    robot: tuple[str, int] | None,
    *,
    fell_back: bool = False,
    config: Path = Path("kiosk.ini"),
    transcript: Path | None = None,
) -> bool:
    """Opens the window and stays until it is closed. `size` in pixels: a plain window instead of the panel.

    `fell_back`: these are the last good settings, because the site's own are broken. `config`: where they came from.
    `transcript`: what is said is written there.
    True: it is to be opened again, in a new process. Raises DoorShut.
    """
    from screens.window import prepare  # before anything else of Kivy: it reads its switches when imported

    prepare(size or settings.kiosk.size, fullscreen=size is None, home=data / "kivy")
    if robot:
        _check_door(robot[0], ports(settings, data))
    if transcript:  # of customers of the demonstration, who never lived
        _check_door("127.0.0.1", ports(settings, data))
    return Panel(settings, data, robot, fell_back, config, transcript).run()


class Panel:
    """Ties machine and window together; lives as long as the process."""

    def __init__(
        self,
        settings: Settings,
        data: Path,
        robot: tuple[str, int] | None,
        fell_back: bool,
        config: Path,
        transcript: Path | None,
    ) -> None:
        from screens.app import KioskWindow
        from screens.mainloop import MainLoop
        from screens.sheet import Area

        self._loop: MainLoop[Callable[[], None]] = MainLoop(lambda call: call())
        self._kiosk = Kiosk(
            settings, data, self._loop.post, self._show, self._restart, fell_back, config, self._press,
            transcript,
        )  # fmt: skip
        self._door = robot
        self._robot_lane = ThreadLane("robot", log.error)
        self._outside = self._make_outside() if settings.access.outside_reader else None
        self._outside_lane = ThreadLane("outside", log.error)
        self._closing = False
        self._again = False
        self._not_begun: Exception | None = None
        panel = settings.panel
        self._window = KioskWindow(
            self._kiosk.controller.tap,
            self._kiosk.texts.__getitem__,
            self._ready,
            Area(panel.width_mm, panel.height_mm, panel.edge_mm),
            changes_only=panel.changes_only,
            motion=panel.motion,
        )
        self._window.show(self._kiosk.controller.visit)

    def run(self) -> bool:
        from screens.net import catch

        catch(self._kiosk.broke)
        try:
            self._window.run()
        finally:
            self._closing = True
            if self._outside:
                self._outside.end()
            self._outside_lane.stop()
            self._robot_lane.stop()
            self._kiosk.stop()
        if self._not_begun:
            raise self._not_begun
        return self._again

    def _restart(self) -> None:
        """Everything ends as ever: each lane finishes its job, what is to be written is written."""
        self._again = True
        self._window.stop()

    def _show(self, visit: Visit) -> None:
        self._window.show(visit)

    def _press(self, key: NavKey) -> None:
        self._window.press(key)

    def _look(self) -> None:
        """Who listens is told what stands on the panel."""
        if self._kiosk.speaker.listened_to and (scene := self._window.scene()):
            self._kiosk.speaker.see(scene)
        if self._outside:
            self._outside.show(self._window.tree() if self._outside.attended else None)

    def _ready(self) -> None:
        """The first picture stands. Only now the lanes begin: Python runs one thread at a time, and what they learn and
        open would come before the picture."""
        take_over()
        try:
            self._kiosk.start()
        except Exception as fault:
            # The net would go on with half a machine, and that is to take nobody's money.
            self._not_begun = fault
            self._window.stop()
            return
        self._loop.every(TICK, self._kiosk.tick)
        self._loop.every(LOOK, self._look)
        if self._outside:
            self._outside_lane.start()
            self._outside_lane.submit(self._outside.serve)
        if self._door:
            self._open_door(*self._door)
        else:
            self._announce()

    def _make_outside(self) -> OutsideReader:
        return OutsideReader(
            lambda wish: self._loop.post(lambda: self._grant(wish)), self._kiosk.outside_reader
        )

    def _grant(self, wish: Wish) -> None:
        """On main."""
        act = self._window.press_at if wish.act == "press" else self._window.focus_at
        act(wish.screen, wish.front, wish.tag)

    def _announce(self) -> None:
        said = {"ready": True, "robot": ":".join(map(str, self._door)) if self._door else None}
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()

    def _open_door(self, host: str, port: int) -> None:
        from screens.robot import Robot, serve
        from screens.robot_touch import Finger, put_in_place

        finger = Finger()
        put_in_place(finger)
        on_main: Callable[[Callable[[], Any]], Any] = Handover(self._loop.post)
        robot = Robot(lambda: self._window.root, finger, on_main)
        self._robot_lane.start()
        self._robot_lane.submit(lambda: serve(robot, host, port, lambda: self._closing, self._announce))


def _check_door(host: str, devices: list[str]) -> None:
    from screens.robot import refuse_reason

    reason = refuse_reason(host, devices)
    if reason:
        raise DoorShut(reason)


def ports(settings: Settings, data: Path) -> list[str]:
    """The ports of every fitted device, as they are opened."""
    devices = (
        settings.receipt_printer,
        settings.receipt_printer_2,
        settings.card_reader,
        settings.code_scanner,
        settings.payment_terminal,
        settings.cabinet,
        settings.keypad,
    )
    fitted = [settings.port(device.port, data) for device in devices if device.port]
    return [name for port in fitted for name in ([port] if "://" in port else names(port))]
