"""What was said, line by line, for demonstrations and tests: it is personal, so a kiosk with customers has none.

Fulfils `kiosk.ports.Voice` around another one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from kiosk.domain.speech import Utterance
from kiosk.ports import Voice


class Transcript:
    """One JSON object a line: channel, language, private, text, cut."""

    def __init__(self, voice: Voice, file: Path) -> None:
        self._voice = voice
        self._file = file

    def warm(self) -> None:
        self._voice.warm()

    def say(self, utterance: Utterance, still: Callable[[], bool]) -> None:
        if still():
            self._write(utterance)
        self._voice.say(utterance, still)

    def stop(self) -> None:
        self._voice.stop()

    def close(self) -> None:
        self._voice.close()

    def _write(self, utterance: Utterance) -> None:
        said = {
            "channel": utterance.channel.value,
            "language": utterance.language.value,
            "private": utterance.private,
            "text": utterance.text,
            "cut": utterance.cuts,
        }
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(said, ensure_ascii=False) + "\n")
