"""Runs under the system's own Python, away from all of ours: a screen reader by libatspi, the library under Orca.

Reads a command a line and answers with a line: `["tree"]` everything told of the kiosk, flat; `["press", ID]` and
`["focus", ID]` whether it was done; `["heard"]` what was announced so far; `["gone"]` whether no kiosk is there.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402  (after its version is said)

HEARD: list[str] = []


def switch_on() -> None:
    """As every screen reader does: whoever is on the bus may begin to tell."""
    value = GLib.Variant("(ssv)", ("org.a11y.Status", "IsEnabled", GLib.Variant("b", True)))
    bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    place = "org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set"
    bus.call_sync(*place, value, None, Gio.DBusCallFlags.NONE, -1, None)


def nodes() -> list[Any]:
    """Of the kiosk's window, in order; none while there is none."""
    desktop = Atspi.get_desktop(0)
    found: list[Any] = []
    for place in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(place)
        if application:
            application.set_cache_mask(Atspi.Cache.NONE)
            window = application.get_child_at_index(0)
            if window and window.get_name() == "Kiosk":
                collect(application, found)
    return found


def collect(parent: Any, found: list[Any]) -> None:
    for place in range(parent.get_child_count()):
        child = parent.get_child_at_index(place)
        if child:
            found.append(child)
            collect(child, found)


def told(node: Any) -> dict[str, Any]:
    at = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
    return {
        "id": node.get_accessible_id(),
        "role": node.get_role_name(),
        "name": node.get_name(),
        "states": [state.value_nick for state in node.get_state_set().get_states()],
        "rect": [at.x, at.y, at.width, at.height],
    }


def act(what: str, tag: str) -> bool:
    for node in nodes():
        if node.get_accessible_id() == tag:
            if what == "focus":
                return bool(node.get_component_iface().grab_focus())
            return bool(node.get_action_iface().do_action(0))
    return False


def answer(command: list[str]) -> Any:
    match command:
        case ["tree"]:
            return [told(node) for node in nodes()]
        case ["heard"]:
            return HEARD
        case [what, tag]:
            return act(what, tag)
    return None


def asked(_source: Any, _condition: Any) -> bool:
    line = sys.stdin.readline()
    if not line:
        Atspi.event_quit()
        return False
    try:
        said = answer(json.loads(line))
    except (
        GLib.Error,
        AttributeError,
    ):  # it went while it was looked at; libatspi gives None for what is not there
        said = None
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()
    return True


switch_on()
Atspi.init()
listener = Atspi.EventListener.new(lambda event: HEARD.append(str(event.any_data)))
listener.register("object:announcement")
GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_IN | GLib.IO_HUP, asked)
Atspi.event_main()
