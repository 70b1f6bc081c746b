"""A customer at the panel: looks at the accessibility tree, taps with real touches, counts the taps."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.e2e.system import Json


class Panel:
    """`taps` counts every touch; digits of keypads are counted apart. `seen` is every text read so far.

    Every request must be answered, and whatever is waited for must come, within `seconds`.
    """

    def __init__(self, address: str, seconds: float = 20.0) -> None:
        self._door = Json(address, seconds)
        self._seconds = seconds
        self.taps = 0
        self.digits = 0
        self.seen: set[str] = set()

    def tree(self) -> dict[str, Any]:
        return dict(self._door.get("/tree"))

    def nodes(self) -> list[dict[str, Any]]:
        """Every node of the tree, flat."""
        found: list[dict[str, Any]] = []
        waiting: list[dict[str, Any]] = [self.tree()]
        while waiting:
            node = waiting.pop(0)
            found.append(node)
            waiting += node.get("children", [])
        self.seen.update(str(node.get("name") or "") for node in found)
        return found

    def node(self, tag: str) -> dict[str, Any]:
        """What is told of `tag`, which must be on the screen."""
        return next(node for node in self.nodes() if node.get("id") == tag)

    def ids(self) -> set[str]:
        return {str(node["id"]) for node in self.nodes() if node.get("id")}

    def texts(self) -> str:
        return "\n".join(str(node.get("name") or "") for node in self.nodes())

    def tap(self, tag: str) -> None:
        self.see(tag)
        self._door.post("/tap", {"id": tag})
        if tag.startswith("keypad."):
            self.digits += 1
        else:
            self.taps += 1

    def tap_words(self, words: str) -> None:
        """Taps what is called `words`; for what has no tag."""
        self._door.post("/tap", {"name": words})

    def type(self, digits: str) -> None:
        for digit in digits:
            self.tap(f"keypad.{digit}")

    def key(self, key: str) -> None:
        self._door.post("/key", {"key": key})

    def touch(self, x: int, y: int) -> None:
        """A touch at a place, whatever is there: window pixels, y from the top."""
        self._door.post("/tap", {"x": x, "y": y})
        self.taps += 1

    def knock(self, brand: str) -> None:
        """The hidden gesture: five taps on the brand within five seconds."""
        for _ in range(5):
            self.tap_words(brand)

    def rest(self, seconds: float = 60.0) -> None:
        """Ends whatever visit there is: waits for what may not be interrupted, then for the resting screen."""
        end = time.monotonic() + seconds
        while "attract.start" not in (there := {str(node["id"]): node for node in self.nodes()}):
            for way in ("overlay.close", "idle.end", "nav.end"):
                if way in there and "disabled" not in there[way]["state"]:
                    with suppress(AssertionError):  # gone since the look: a warning came over it; look again
                        self._door.post("/tap", {"id": way})
                    break
            assert time.monotonic() < end, f"does not come to rest: {sorted(there)}\n{self.texts()}"
            time.sleep(0.05)

    def see(self, tag: str, seconds: float | None = None) -> None:
        """Waits until `tag` is on the screen."""
        end = time.monotonic() + (seconds or self._seconds)
        while tag not in (ids := self.ids()):
            assert time.monotonic() < end, (
                f"{tag!r} did not appear; on the screen: {sorted(ids)}\n{self.texts()}"
            )
            time.sleep(0.05)

    def gone(self, tag: str, seconds: float | None = None) -> None:
        """Waits until `tag` is no more on the screen."""
        end = time.monotonic() + (seconds or self._seconds)
        while tag in self.ids():
            assert time.monotonic() < end, f"{tag!r} did not go"
            time.sleep(0.05)

    def unread(self, text: str, seconds: float | None = None) -> None:
        """Waits until `text` can be read no more."""
        end = time.monotonic() + (seconds or self._seconds)
        while text in self.texts():
            assert time.monotonic() < end, f"{text!r} did not go"
            time.sleep(0.05)

    def see_like(self, prefix: str, least: int, seconds: float | None = None) -> list[str]:
        """Waits for at least `least` tags that begin with `prefix`; in reading order."""
        end = time.monotonic() + (seconds or self._seconds)
        while True:
            found = [str(node["id"]) for node in self.nodes() if str(node.get("id") or "").startswith(prefix)]
            if len(found) >= least:
                return found
            assert time.monotonic() < end, f"fewer than {least} of {prefix!r}: {found}\n{self.texts()}"
            time.sleep(0.05)

    def reference(self) -> str:
        """The reference that stands on the screen."""
        found = re.search(r"K07-[0-9A-Z]{4}-[0-9A-Z]{4}", self.texts().replace(" ", ""))
        assert found, self.texts()
        return found.group()

    def read(self, text: str, seconds: float | None = None) -> None:
        """Waits until `text` can be read on the screen."""
        end = time.monotonic() + (seconds or self._seconds)
        while text not in (seen := self.texts()):
            assert time.monotonic() < end, f"{text!r} did not appear; on the screen:\n{seen}"
            time.sleep(0.05)

    def read_one(self, *texts: str, seconds: float | None = None) -> None:
        """Waits until one of `texts` can be read."""
        end = time.monotonic() + (seconds or self._seconds)
        while not any(text in (seen := self.texts()) for text in texts):
            assert time.monotonic() < end, f"none of {texts} appeared; on the screen:\n{seen}"
            time.sleep(0.05)

    def speak(self, language: str) -> None:
        """Switches the language, as customers do."""
        self.tap("nav.language")
        self.tap(f"language.{language}")
        self.gone(f"language.{language}")

    def picture(self, path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self._door.read("/screen.png"))
        return path
