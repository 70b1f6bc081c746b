"""The voice: `python -m kiosk.voice`, one process a text, silenced by ending it. The next one always stands ready.
A sentence that somebody has recorded is a text of its own.

Fulfils `kiosk.ports.Voice`. `say` waits in the voice's lane; `stop` is one signal, and may come from any thread.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.clips import Clips
from kiosk.domain.language import Language
from kiosk.domain.pronouncing import pronounced
from kiosk.domain.speech import Channel, Utterance
from kiosk.ports import DeviceError, NoReply, NotConnected
from kiosk.voice import NO_CLIP, NO_SOUND, READY, Order

#: `cmn` and `zh` would spell Mandarin like English letters; this one is right for both scripts.
VOICES = {
    Language.ZH_HANT: "sit/cmn-latn-pinyin",
    Language.ZH_HANS: "sit/cmn-latn-pinyin",
    Language.EN: "gmw/en-us",
}
COMMAND = (sys.executable, "-m", "kiosk.voice")
#: Seconds for what is not speaking, and for each letter at the usual pace: more than the slowest voice takes. What takes
#: longer hangs, and as long as something is being said a visit does not end.
PATIENCE, LETTER = 10.0, 0.5

Child = subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class _Text:
    """What one process says: sentences for the engine, or one that was recorded."""

    words: str = field(repr=False)
    clip: Path | None = None


class ChildVoice:
    def __init__(
        self,
        devices: Mapping[Channel, str],
        rate: int,
        loudest: float,
        command: tuple[str, ...] = COMMAND,
        clips: Clips | None = None,
    ) -> None:
        """`devices` as ALSA names them; `rate` in words a minute at the usual pace; `loudest` in decibels, at most 0."""
        self._devices = devices
        self._rate = rate
        self._loudest = loudest
        self._command = command
        self._clips = clips or Clips()
        self._ready: Child | None = None
        self._speaking: Child | None = None

    def warm(self) -> None:
        self._clips.look()
        child = self._start()
        assert child.stdout
        if not select.select([child.stdout], [], [], PATIENCE)[0]:
            raise _hung(child, "the speech engine does not start")
        if not child.stdout.readline().startswith(READY.encode()):
            raise _fault(child)
        self._ready = child

    def say(self, utterance: Utterance, still: Callable[[], bool]) -> None:
        for text in self._texts_of(utterance):
            fault = self._say(text, utterance, still)
            if fault and text.clip:
                self._clips.drop(text.clip, fault)
                self._say(_Text(text.words), utterance, still)

    def _texts_of(self, utterance: Utterance) -> Iterator[_Text]:
        """At the usual pace each recorded sentence by itself, and what stands between; a recording has no other pace."""
        between = " " if utterance.language is Language.EN else ""
        rest: list[str] = []
        for sentence in utterance.sentences:
            clip = self._clips.of(sentence, utterance.language) if utterance.factor == 1.0 else None
            if clip is None:
                rest.append(sentence)
                continue
            if rest:
                yield _Text(between.join(rest))
                rest = []
            yield _Text(sentence, clip)
        if rest or not utterance.sentences:
            yield _Text(between.join(rest))

    def _say(self, text: _Text, utterance: Utterance, still: Callable[[], bool]) -> str:
        """Why a recording could not be played; empty: it was said, or is not to be any more. Raises DeviceError."""
        child, self._ready = self._next(), None
        assert child.stdin
        self._speaking = child  # before it is asked whether to: whoever stops in between finds it
        if not still():
            self._speaking, self._ready = None, child
            return ""
        try:
            with suppress(BrokenPipeError):  # it was ended
                child.stdin.write(self._order(text, utterance).line())
                child.stdin.close()
            self._ready = self._start()  # while it speaks
            if not _ends(child, PATIENCE + LETTER * len(text.words) / utterance.factor):
                raise _hung(child, "the sound card takes nothing")
            if child.wait() == NO_CLIP:
                return _last_words(child)
            if child.wait() > 0:
                raise _fault(child)
            return ""
        finally:
            self._speaking = None
            _let_go(child)

    def stop(self) -> None:
        child = self._speaking
        if child is not None:
            _end(child)

    def close(self) -> None:
        self.stop()
        if self._ready is not None:
            _end(self._ready)
            self._ready.wait()
            _let_go(self._ready)
            self._ready = None

    def _next(self) -> Child:
        """The one that stands ready, if it still does."""
        child = self._ready
        if child is not None and child.poll() is not None:
            _let_go(child)
            child = None
        return child or self._start()

    def _start(self) -> Child:
        return subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def _order(self, text: _Text, utterance: Utterance) -> Order:
        return Order(
            text=pronounced(text.words, utterance.language),
            voice=VOICES[utterance.language],
            rate=round(self._rate * utterance.factor),
            gain=self._loudest + utterance.gain,
            device=self._devices[utterance.channel],
            clip=str(text.clip or ""),
        )


def _end(child: Child) -> None:
    """It and its player."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def _ends(child: Child, seconds: float) -> bool:
    """Whether it does by itself within so many."""
    process = os.pidfd_open(child.pid)
    try:
        return bool(select.select([process], [], [], seconds)[0])
    finally:
        os.close(process)


def _hung(child: Child, what: str) -> DeviceError:
    _end(child)
    child.wait()
    _let_go(child)
    return NoReply(what)


def _fault(child: Child) -> DeviceError:
    code, said = child.wait(), _last_words(child)
    _let_go(child)
    return NotConnected(said or "no sound card") if code == NO_SOUND else NoReply(said or "no speech engine")


def _last_words(child: Child) -> str:
    assert child.stderr
    return child.stderr.read().decode(errors="replace").strip()[-200:]


def _let_go(child: Child) -> None:
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
