"""A serial line whose port is found anew each time it is opened: by what the device there answers, not by a name.

It must not know any protocol: `Introduced` asks. A port that another program or device of ours holds is passed over.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from devices.link import Link
from devices.ports import candidates
from kiosk.ports import DeviceError

log = logging.getLogger(__name__)

#: Asks at a line, harmlessly, whether the wanted device is there: what it calls itself, "" without a name of its own,
#: None: it is not. May raise DeviceError: it is not either.
Introduced = Callable[[Link], str | None]


class SoughtLink(Link):
    """Stands where a `Link` stands. `wanted`: words of `kiosk.domain.port_name`; `how`: as for a `Link`.

    `introduced` None: the device cannot be asked, so exactly one port must be left for it. The same device as before is
    taken before another of its kind. `port` is where it was found last, before that what was wanted.
    """

    def __init__(
        self,
        wanted: str,
        baud: int,
        introduced: Introduced | None,
        *,
        others: tuple[str, ...] = (),
        found: Callable[[str, tuple[str, ...]], list[str]] = candidates,
        **how: Any,
    ) -> None:
        super().__init__(wanted, baud, **how)
        self._wanted = wanted
        self._how_else = how
        self._introduced = introduced
        self._others = others
        self._candidates = found
        self._name = ""  # what the device called itself

    def _made(self) -> Any:
        line, name = self._only() if self._introduced is None else self._asked_for(self._introduced)
        if line.port != self.port or name != self._name:
            log.info("%s: found at %s, %s", self._wanted, line.port, name or "without a name")
        self.port, self._name = line.port, name or self._name
        line.drop_input()  # what else was said to our questions
        return line.handed_over()

    def _plain(self, path: str) -> Link:
        return Link(path, self.baud, **self._how_else)

    def _only(self) -> tuple[Link, str]:
        paths = self._candidates(self._wanted, self._others)
        if len(paths) != 1:
            raise OSError(f"{len(paths)} ports for {self._wanted}, which cannot be asked who it is")
        line = self._plain(paths[0])
        line.open()
        return line, ""

    def _asked_for(self, introduced: Introduced) -> tuple[Link, str]:
        stranger: tuple[Link, str] | None = None
        paths = self._candidates(self._wanted, self._others)
        for path in sorted(paths, key=lambda path: path != self.port):  # where it was comes first
            line = self._plain(path)
            name = _name_of(line, introduced)
            if name is not None and name in ("", self._name or name):
                if stranger:
                    stranger[0].close()
                return line, name
            if name is not None and stranger is None:
                stranger = line, name
            else:
                line.close()
        if stranger is None:
            raise OSError(f"found at none of {len(paths)} ports for {self._wanted}")
        return stranger


def _name_of(line: Link, introduced: Introduced) -> str | None:
    try:
        return introduced(line)
    except DeviceError:
        return None
