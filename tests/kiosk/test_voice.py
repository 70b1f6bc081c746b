"""The real engine in its own process: it speaks, louder and slower as asked, and is gone at once when it is stopped."""

from __future__ import annotations

import array
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk import child_voice
from kiosk.child_voice import COMMAND, ChildVoice
from kiosk.domain.language import Language
from kiosk.domain.speech import GAINS, RATES, Channel, Utterance
from kiosk.lanes import ThreadLane
from kiosk.ports import NoReply, NotConnected
from kiosk.voice import PATIENCE

SENTENCES = {
    Language.ZH_HANT: "請選擇要繳的帳單，應繳 NT$ 1,240。",
    Language.ZH_HANS: "请选择要缴的账单。",
    Language.EN: "Choose the bills you want to pay.",
}
DEVICES = {Channel.PRIVATE: "headphones", Channel.LOUD: "room"}


def utterance(
    text: str = SENTENCES[Language.EN],
    language: Language = Language.EN,
    channel: Channel = Channel.PRIVATE,
    factor: float = 1.0,
    gain: float = 0.0,
) -> Utterance:
    return Utterance((text,) if text else (), language, channel, False, factor, gain, False)


def always() -> bool:
    return True


class Player:
    """What is found under the name of aplay. `device`: the one it was to play at; `samples`: what it was given."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
        self.does('cat > "$folder/heard"')

    def does(self, script: str) -> None:
        file = self._folder / "aplay"
        begin = f'folder="{self._folder}"; echo "$3" > "$folder/device"; echo $$ > "$folder/pid"'
        file.write_text(f"#!/bin/sh\n{begin}\n{script}\n")
        file.chmod(0o755)

    @property
    def device(self) -> str:
        return (self._folder / "device").read_text().strip()

    @property
    def samples(self) -> array.array[int]:
        return array.array("h", (self._folder / "heard").read_bytes())

    @property
    def pid(self) -> int:
        """Waits until it plays."""
        wait(lambda: (self._folder / "begun").exists())
        return int((self._folder / "pid").read_text())


@pytest.fixture
def player(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Player:
    return Player(tmp_path, monkeypatch)


@pytest.fixture
def voice() -> Iterator[ChildVoice]:
    voice = ChildVoice(DEVICES, 170, 0.0)
    yield voice
    voice.close()


def wait(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.01)


def alive(pid: int) -> bool:
    """A zombie has ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def loudness(samples: array.array[int]) -> float:
    """Decibels of the root mean square."""
    return 20 * math.log10(math.sqrt(sum(sample * sample for sample in samples) / len(samples)))


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("SPK-09", "AUD-05")
@pytest.mark.parametrize("language", Language)
def test_every_language_is_spoken(voice: ChildVoice, player: Player, language: Language) -> None:
    """X41: a second or more that can be heard, without clipping; each time, one process after another."""
    for channel in Channel:
        voice.say(utterance(SENTENCES[language], language, channel), always)
        assert player.device == DEVICES[channel]
        assert len(player.samples) > 22_050
        assert 3_000 < max(map(abs, player.samples)) < 32_700


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("AUD-05", "SPK-15")
def test_every_step_of_volume_and_rate_reaches_the_ear(voice: ChildVoice, player: Player) -> None:
    """X41: 24 dB between the lowest and the loudest, 12 dB from the lowest to the middle; and twice as fast is."""
    heard = []
    for gain in GAINS:
        voice.say(utterance(gain=gain), always)
        heard.append(loudness(player.samples))
    assert [level - heard[-1] for level in heard] == pytest.approx(GAINS, abs=0.5)
    lengths = []
    for factor in RATES:
        voice.say(utterance(factor=factor), always)
        lengths.append(len(player.samples))
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[RATES.index(1.0)] / lengths[-1] > 1.5


@pytest.mark.requirement("X41")
def test_a_tone_is_short_and_says_nothing(voice: ChildVoice, player: Player) -> None:
    """X41."""
    voice.say(utterance(""), always)
    assert 0.05 < len(player.samples) / 22_050 < 0.2


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("SPK-06")
def test_it_is_gone_when_it_is_stopped(voice: ChildVoice, player: Player) -> None:
    """X41: the player too, in the middle of a word; `say` comes back, and the next one speaks as ever."""
    player.does('head -c 4000 > /dev/null; touch "$folder/begun"; sleep 1000')
    ended: list[str] = []
    lane = ThreadLane("voice", ended.append)
    lane.start()
    lane.submit(lambda: voice.say(utterance(), always))
    lane.submit(lambda: ended.append("said"))
    try:
        pid = player.pid
        assert alive(pid)
        group = os.getpgid(pid)
        assert group not in (os.getpgrp(), pid)
        voice.stop()
        wait(lambda: not alive(pid) and not alive(group))
        wait(lambda: ended == ["said"])
        player.does('cat > "$folder/heard"')
        lane.submit(lambda: voice.say(utterance(), always))
        lane.submit(lambda: ended.append("said again"))
        wait(lambda: ended == ["said", "said again"])
    finally:
        lane.stop()
    assert len(player.samples) > 22_050


@pytest.mark.requirement("O4")
def test_a_sound_card_that_takes_nothing_is_not_waited_for(
    voice: ChildVoice, player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    """O4: else the visit of whoever listened would never end. The next one speaks as ever."""
    player.does('touch "$folder/begun"; sleep 1000')
    with monkeypatch.context() as impatient:
        impatient.setattr(child_voice, "PATIENCE", 1.0)
        impatient.setattr(child_voice, "LETTER", 0.0)
        with pytest.raises(NoReply, match="takes nothing"):
            voice.say(utterance(), always)
    wait(lambda: not alive(player.pid))
    player.does('cat > "$folder/heard"')
    voice.say(utterance(), always)
    assert len(player.samples) > 22_050


@pytest.mark.requirement("O4")
def test_an_engine_that_does_not_start_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """O4."""
    monkeypatch.setattr(child_voice, "PATIENCE", 0.2)
    with pytest.raises(NoReply, match="does not start"):
        ChildVoice(DEVICES, 170, 0.0, ("sleep", "1000")).warm()


@pytest.mark.requirement("X41")
def test_what_nobody_wants_to_hear_any_more_is_not_begun(voice: ChildVoice, player: Player) -> None:
    """X41: a key came between; the process that stood ready is kept for the next."""
    voice.warm()
    voice.say(utterance(), lambda: False)
    with pytest.raises(FileNotFoundError):
        _ = player.device
    voice.say(utterance(), always)
    assert player.device == "headphones"


LOST_TWICE = """
from kiosk.voice import Engine, Order
truth, lost = Engine._is_set, iter((False, False))
Engine._is_set = lambda engine, order: next(lost, True) and truth(engine, order)
print(len(Engine().render(Order("Yes.", "gmw/en-us", 170, 0.0, ""))))
"""


@pytest.mark.requirement("X41")
def test_a_rate_that_gets_lost_on_its_way_is_set_again_and_silences_nobody() -> None:
    """X41: it does so about once in a thousand texts; the engine's loop never ended then, until the text was given up."""
    done = subprocess.run(
        (sys.executable, "-c", LOST_TWICE), capture_output=True, timeout=PATIENCE, check=True
    )
    assert int(done.stdout.split()[-1]) > 10_000  # bytes of sound; the engine prints too


BUSY_WITH_ITS_RATE = """
from kiosk.voice import Engine, Order, samples_of
engine, cancelled = Engine(), []
engine._library.IsPlaying, engine._library.Cancel = lambda: 1, lambda: cancelled.append(True)
samples = samples_of(engine.render(Order("Yes.", "gmw/en-us", 170, 0.0, "")))[1]
print(len(cancelled), len(samples))
"""


@pytest.mark.requirement("X41")
def test_an_engine_whose_thread_is_busy_says_all_the_same() -> None:
    """X41: pyttsx3 takes whatever that is at for speech and cancels it, the new text too: 6 of 1,800 were silence."""
    done = subprocess.run(
        (sys.executable, "-c", BUSY_WITH_ITS_RATE), capture_output=True, timeout=PATIENCE, check=True
    )
    cancelled, samples = map(int, done.stdout.split()[-2:])
    assert cancelled == 0
    assert samples > 5_000


@pytest.mark.requirement("X41")
def test_nothing_of_it_is_on_the_disk(voice: ChildVoice, player: Player, tmp_path: Path) -> None:
    """X41: no file anywhere it may write; and not in its command line, which everybody can read."""
    player.does('cat > /dev/null; tr "\\0" " " < /proc/$PPID/cmdline > "$folder/command"')
    before = set(Path("/tmp").glob("*"))
    voice.say(utterance("Canary Seven"), always)
    assert "Canary" not in (tmp_path / "command").read_text()
    assert not [
        file for file in set(Path("/tmp").glob("*")) - before if file.suffix in (".wav", ".raw", ".mp3")
    ]


@pytest.mark.requirement("O4")
def test_no_card_no_player_and_no_engine_are_told(
    voice: ChildVoice, player: Player, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """O4."""
    player.does('cat > /dev/null; echo "cannot find card" >&2; exit 1')
    with pytest.raises(NotConnected, match="cannot find card"):
        voice.say(utterance(), always)
    dumb = ChildVoice(DEVICES, 170, 0.0, (*COMMAND[:1], "-c", "import sys; sys.exit('no engine')"))
    with pytest.raises(NoReply, match="no engine"):
        dumb.warm()
    with pytest.raises(NoReply, match="no engine"):
        dumb.say(utterance(), always)
    dumb.close()
    voice.close()
    (tmp_path / "aplay").unlink()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotConnected, match="aplay"):
        voice.say(utterance(), always)
