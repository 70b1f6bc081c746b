"""One headless Chromium a process: Playwright's synchronous side can be started only once in a thread."""

from __future__ import annotations

import atexit
from functools import cache

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = "/usr/bin/chromium"
#: Chromium as root needs no sandbox; the rest keeps it from calling home.
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@cache
def chromium() -> Browser:
    """The browser; it goes when the process does. Every user opens a context of their own and closes it."""
    player = sync_playwright().start()
    atexit.register(player.stop)
    browser = player.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    atexit.register(browser.close)
    return browser
