"""Prepares the panel's window. Call `prepare` before anything imports Kivy's Window: afterwards nobody listens.

Knows Kivy's switches; must not know what is going to be drawn.
"""

from __future__ import annotations

import os
from pathlib import Path

#: The panel that the screens are drawn for, in pixels: 21.5 inch, portrait.
PANEL = (1080, 1920)


def prepare(size: tuple[int, int] = PANEL, *, fullscreen: bool = True, home: Path | None = None) -> None:
    """Set every switch of Kivy. `fullscreen` False: a plain window of `size`, with a pointer, for a desk.

    `home` is where Kivy keeps its own small files; without it, where KIVY_HOME says.
    """
    os.environ["KIVY_NO_ARGS"] = "1"
    os.environ["KIVY_LOG_MODE"] = "PYTHON"  # Kivy's own console log would swallow stderr, tracebacks and all
    if home is not None:
        home.mkdir(parents=True, exist_ok=True)
        os.environ["KIVY_HOME"] = str(home)
    from kivy.config import Config  # reads the environment when it is imported

    for section, options in _switches(size, fullscreen).items():
        for option, value in options.items():
            Config.set(section, option, str(value))
    for provider, _ in list(Config.items("input")):
        if provider != "mouse":
            # probesysfs opens the panel's device a second time: every touch would come twice
            Config.remove_option("input", provider)
    for module, _ in list(Config.items("modules")):
        Config.remove_option("modules", module)


def _switches(size: tuple[int, int], fullscreen: bool) -> dict[str, dict[str, object]]:
    width, height = size
    return {
        "graphics": {
            # Without a window manager "auto" alone leaves 800x600: the size has to be said too.
            "fullscreen": "auto" if fullscreen else 0,
            "width": width,
            "height": height,
            "borderless": int(fullscreen),
            "resizable": 0,
            "position": "custom" if fullscreen else "auto",
            "left": 0,
            "top": 0,
            "show_cursor": int(not fullscreen),
            "multisamples": 0,  # shapes smooth their own edges
            "maxfps": 60,  # 0 would be a busy loop
            "allow_screensaver": 0,
        },
        "kivy": {
            "exit_on_escape": 0,
            "keyboard_mode": "",
            "log_enable": 0,
            "desktop": 0,
            "pause_on_minimize": 0,
        },
        "input": {"mouse": "mouse,disable_multitouch"},
    }
