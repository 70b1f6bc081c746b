"""Speech: how soon the first sound of it is handed over, and how soon it is gone.

The player is a small program under the name of aplay that notes when its first byte came. The limit of the first sound is
espeak-ng's own command line on the same sentence, whose process begins when it is asked; ours stands ready.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.report import Measure, interleaved, middle, publish, spread
from kiosk.child_voice import ChildVoice
from kiosk.domain.language import Language
from kiosk.domain.pronouncing import pronounced
from kiosk.domain.speech import Channel, Utterance
from kiosk.lanes import ThreadLane

ROUNDS = 25
SENTENCE = "電費，應繳 NT$ 1,240，勾選項，未選。第 6 項，共 15 項。"
PLAYER = """#!/bin/sh
head -c 2 > /dev/null
date +%s%N > "$SPOKEN.new" && mv "$SPOKEN.new" "$SPOKEN"
exec sleep 60
"""


class Speech:
    """A voice in its lane, heard by the player."""

    def __init__(self, folder: Path) -> None:
        self._spoken = folder / "spoken"
        player = folder / "aplay"
        player.write_text(PLAYER)
        player.chmod(0o755)
        os.environ.update(PATH=f"{folder}:{os.environ['PATH']}", SPOKEN=str(self._spoken))
        self._voice = ChildVoice(dict.fromkeys(Channel, "none"), 170, 0.0)
        self._lane = ThreadLane("voice", lambda lane: None)
        self._lane.start()
        self._ended = 0

    def close(self) -> None:
        self._lane.stop(self._voice.close)

    def sound(self) -> float:
        """Milliseconds from the order to the first byte at the player; afterwards it speaks."""
        self._spoken.unlink(missing_ok=True)
        said = Utterance((SENTENCE,), Language.ZH_HANT, Channel.PRIVATE, True, 1.0, 0.0, False)
        began = time.time_ns()
        self._lane.submit(lambda: self._voice.say(said, lambda: True))
        self._lane.submit(self._end)
        _until(self._spoken.exists)
        return (int(self._spoken.read_text()) - began) / 1e6

    def silence(self) -> float:
        """Milliseconds from the order to the end of both processes."""
        ended, began = self._ended, time.perf_counter()
        self._voice.stop()
        _until(lambda: self._ended > ended)
        return (time.perf_counter() - began) * 1000

    def _end(self) -> None:
        self._ended += 1


def start() -> float:
    """Milliseconds from nothing to a process with its engine warm."""
    voice = ChildVoice(dict.fromkeys(Channel, "none"), 170, 0.0)
    began = time.perf_counter()
    voice.warm()
    taken = (time.perf_counter() - began) * 1000
    voice.close()
    return taken


def command_line() -> float:
    """The same sentence by espeak-ng itself: milliseconds to its first byte."""
    text = pronounced(SENTENCE, Language.ZH_HANT)
    began = time.perf_counter()
    with subprocess.Popen(
        ("espeak-ng", "-v", "cmn-latn-pinyin", "--stdout", text), stdout=subprocess.PIPE
    ) as engine:
        assert engine.stdout
        engine.stdout.read(2)
        taken = (time.perf_counter() - began) * 1000
        engine.stdout.read()
    return taken


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.0005)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        speech = Speech(Path(folder))
        try:
            found = interleaved(
                {"sound": speech.sound, "silence": speech.silence, "start": start, "peer": command_line},
                ROUNDS,
            )
        finally:
            speech.close()
    limit = middle(found["peer"])
    sound = middle(found["sound"])
    publish(
        "speaking",
        [
            Measure(
                "order to the first sound at the player", "ms", sound, limit, sound / limit,
                "1 s after the plug (own)", {"espeak-ng": limit}, spread(found["sound"]),
            ),
            Measure(
                "order to silence: both processes gone", "ms", middle(found["silence"]), 100.0,
                middle(found["silence"]) / 100, "100 ms after a key (own)", {}, spread(found["silence"]),
            ),
            Measure(
                "start of a process, engine warm", "ms", middle(found["start"]), None, None,
                "hidden: the next one stands ready", {}, spread(found["start"]),
            ),
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main()
