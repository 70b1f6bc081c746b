"""The one net for bugs on the main thread: logged, told to the machine, and the window goes on.

Knows Kivy's exception handling; must not know what the machine does about it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from kivy.base import ExceptionHandler, ExceptionManager

log = logging.getLogger(__name__)


class _Net(ExceptionHandler):
    def __init__(self, broke: Callable[[str], None]) -> None:
        super().__init__()
        self._broke = broke

    def handle_exception(self, fault: Exception) -> int:
        log.error("a bug on the main thread", exc_info=fault)
        self._broke("main")
        return int(ExceptionManager.PASS)


def catch(broke: Callable[[str], None]) -> None:
    """From now on no exception of a widget, a clock or an input ends the window."""
    ExceptionManager.add_handler(_Net(broke))
