"""One utterance, in a process of its own: `python -m kiosk.voice` renders it by pyttsx3, or takes it as it was recorded,
plays it, and ends.

Says `ready` on standard output once the engine stands, then takes one line of JSON (`Order`). Silencing it is ending its
process group: nothing else stops a player at once. The sound is a file in memory only (memfd), whatever was said.

pyttsx3 2.99 over espeak-ng holds one text, plays by a shell, and does not wait for the sound: hence a process for each
text, a file instead of its player, and the wait for its own word that it is done (decision 43).
"""

from __future__ import annotations

import array
import ctypes
import io
import json
import math
import os
import signal
import subprocess
import sys
import time
import wave
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

READY = "ready"
NO_ENGINE, NO_SOUND, NO_CLIP = 3, 4, 5  # exit codes
PATIENCE = 10.0  # seconds for one text, of which 48 seconds of speech take 0.1
LEVEL = 0.8  # of the engine's own; at 1.0 its loudest vowels clip
PIECE = 4096  # samples
TONE_HERTZ, TONE_SECONDS, TONE_RATE = 880, 0.09, 22_050
_PR_SET_PDEATHSIG = 1  # prctl(2)


@dataclass(frozen=True, slots=True)
class Order:
    """`voice` as espeak-ng names it, `rate` in words a minute, `gain` in decibels, never above 0; `device` of ALSA.

    An empty `text` is a short tone. `clip` is the file in which somebody says it; empty: the engine does.
    """

    text: str = field(repr=False)
    voice: str
    rate: int
    gain: float
    device: str
    clip: str = ""

    def line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"


class Engine:
    """espeak-ng by pyttsx3. Raises ImportError, OSError or RuntimeError where it is not installed."""

    def __init__(self) -> None:
        import pyttsx3
        from pyttsx3.drivers import _espeak

        self._library: Any = _espeak
        self._engine: Any = pyttsx3.init("espeak")
        self._done = False
        self._engine.connect("finished-utterance", self._finished)
        # Else what is set waits for the loop, and nobody can tell before it whether it was set.
        self._engine.proxy.setBusy(False)

    def render(self, order: Order) -> bytes:
        """A WAV of 16 bits and one channel. Raises TimeoutError."""
        memory = os.memfd_create("utterance", os.MFD_CLOEXEC)
        until = time.monotonic() + PATIENCE
        self._engine.setProperty("voice", order.voice)
        while not self._is_set(order):  # now and then one gets lost on its way to the engine's own thread
            self._engine.setProperty("rate", order.rate)
            self._engine.setProperty("volume", LEVEL)
            _pause(until)
        self._engine.save_to_file(order.text, f"/proc/self/fd/{memory}")
        # Not `runAndWait`: that stops, before it begins, whatever the engine's own thread is at, were it setting the
        # rate; and takes the text for it. This loop ends with the text.
        self._engine.startLoop()
        while not self._done:  # it returns before its own thread has written
            _pause(until)
        with os.fdopen(memory, "rb") as file:
            file.seek(0)
            return file.read()

    def _is_set(self, order: Order) -> bool:
        """Asked of the library itself: pyttsx3 calls this function without its second argument."""
        current = self._library.dll.espeak_GetParameter
        rate, volume = current(self._library.RATE, 1), current(self._library.VOLUME, 1)
        return bool((rate, volume) == (order.rate, round(100 * LEVEL)))

    def _finished(self, name: str | None, completed: bool) -> None:
        self._done = True


def _pause(until: float) -> None:
    """Raises TimeoutError once `until` is over, in seconds of the steady clock. The engine cannot be waited for in
    another way, and this process has nothing else to do."""
    if time.monotonic() > until:
        raise TimeoutError("the engine renders nothing")
    time.sleep(0.002)


def quieter(samples: array.array[int], gain: float) -> Iterator[bytes]:
    """In pieces, so that the first one sounds before the last is reckoned. `gain` in decibels, at most 0: no clipping."""
    factor = 10 ** (min(gain, 0.0) / 20)
    for begin in range(0, len(samples), PIECE):
        piece = samples[begin : begin + PIECE]
        yield array.array("h", (round(sample * factor) for sample in piece)).tobytes()


def tone() -> bytes:
    """That a key was taken, and not which."""
    length = int(TONE_RATE * TONE_SECONDS)
    swell = (math.sin(math.pi * at / length) for at in range(length))  # without it the tone would click
    wave_of = (math.sin(math.tau * TONE_HERTZ * at / TONE_RATE) for at in range(length))
    return _wav(array.array("h", (round(20_000 * a * b) for a, b in zip(swell, wave_of, strict=True))))


def samples_of(wav: bytes) -> tuple[int, array.array[int]]:
    """The rate, and the samples."""
    with wave.open(io.BytesIO(wav)) as file:
        return file.getframerate(), array.array("h", file.readframes(file.getnframes()))


def recorded(file: str) -> bytes:
    """A WAV as it lies there. Raises OSError, EOFError, or wave.Error for what cannot be played as it is."""
    with open(file, "rb") as opened:
        wav = opened.read()
    with wave.open(io.BytesIO(wav)) as sound:
        channels, width, frames = sound.getnchannels(), sound.getsampwidth(), sound.getnframes()
        if (channels, width) != (1, 2):
            raise wave.Error(f"{channels} channel(s) of {8 * width} bits, instead of one of 16")
        if not frames or len(sound.readframes(frames)) < frames * width:
            raise wave.Error("it is cut off")
    return wav


def play(wav: bytes, order: Order) -> None:
    """By ALSA's player, in this process group. Raises OSError where it is not installed or there is no sound card."""
    rate, samples = samples_of(wav)
    player = subprocess.Popen(
        ("aplay", "-q", "-D", order.device, "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", str(rate), "-"),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert player.stdin
    assert player.stderr
    try:
        for piece in quieter(samples, order.gain):
            player.stdin.write(piece)
        player.stdin.close()
    except BrokenPipeError:
        """It says why on its own."""
    said = player.stderr.read()
    if player.wait():
        raise OSError(said.decode(errors="replace").strip()[-200:] or "no sound card")


def main() -> int:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # nothing is read out behind a kiosk that died
    told, sys.stdout = sys.stdout, sys.stderr  # the engine prints
    try:
        engine = Engine()
    except (ImportError, OSError, RuntimeError) as fault:
        sys.stderr.write(f"{fault}\n")
        return NO_ENGINE
    told.write(f"{READY}\n")
    told.flush()
    line = sys.stdin.readline()
    if not line:
        return 0
    order = Order(**json.loads(line))
    try:
        wav = recorded(order.clip) if order.clip else engine.render(order) if order.text else tone()
    except (OSError, EOFError, ValueError, wave.Error) as fault:
        sys.stderr.write(f"{fault}\n")
        return NO_CLIP if order.clip else NO_ENGINE
    try:
        play(wav, order)
    except OSError as fault:
        sys.stderr.write(f"{fault}\n")
        return NO_SOUND
    return 0


def _wav(samples: array.array[int]) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(TONE_RATE)
        sound.writeframes(samples.tobytes())
    return file.getvalue()


if __name__ == "__main__":
    status = main()
    sys.stderr.flush()
    os._exit(status)  # the engine asserts when it is taken apart
