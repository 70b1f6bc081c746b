"""Sentences that somebody has recorded: played as they are, where they still say what stands there; else the engine."""

from __future__ import annotations

import array
import csv
import io
import logging
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.bootstrap.speech import make_voice
from kiosk.child_voice import ChildVoice
from kiosk.clips import COLUMNS, LIST, Clips, main, sentences
from kiosk.domain.language import Language
from kiosk.domain.speech import Channel, Utterance
from kiosk.lanes import ThreadLane
from kiosk.settings import load
from tests.kiosk.services.listener import TEXTS
from tests.kiosk.test_settings import SHIPPED
from tests.kiosk.test_voice import DEVICES, Player, alive, always, wait

EN = TEXTS[Language.EN]
HOME, STAY = EN.get("home.title"), EN.get("idle.stay")
RATE = 16_000
#: A second of somebody's voice, which no engine would say like that.
SPOKEN = array.array("h", [9_000, -9_000] * (RATE // 2))


def record(
    folder: Path, key: str, text: str, *, samples: array.array[int] = SPOKEN, channels: int = 1
) -> Path:
    """As whoever records them puts them there."""
    home = folder / Language.EN.value
    home.mkdir(parents=True, exist_ok=True)
    file = home / f"{key}.wav"
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(samples.tobytes())
    listed = home / LIST
    new = not listed.exists()
    with listed.open("a", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows((*((COLUMNS,) if new else ()), (key, text)))
    return file


def says(*texts: str, factor: float = 1.0, gain: float = 0.0) -> Utterance:
    return Utterance(texts, Language.EN, Channel.PRIVATE, False, factor, gain, False)


@pytest.fixture
def player(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Player:
    """Keeps what it is given, one thing behind another."""
    player = Player(tmp_path, monkeypatch)
    player.does('cat >> "$folder/heard"; echo "$9" >> "$folder/rates"')
    return player


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "clips"


@pytest.fixture
def voices(folder: Path) -> Iterator[Callable[[], ChildVoice]]:
    made: list[ChildVoice] = []

    def voice() -> ChildVoice:
        made.append(ChildVoice(DEVICES, 170, 0.0, clips=Clips(folder, TEXTS)))
        made[-1].warm()
        return made[-1]

    yield voice
    for each in made:
        each.close()


def warned(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.levelno == logging.WARNING]


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("SPK-09")
def test_what_is_recorded_is_played_and_the_rest_is_rendered(
    voices: Callable[[], ChildVoice], folder: Path, player: Player
) -> None:
    """X41: in its order, to the channel and as loud as all else; faster only the engine speaks."""
    record(folder, "home.title", HOME)
    voice = voices()
    voice.say(says("Welcome.", HOME, "Choices: 7."), always)
    heard, one = player.samples, len(SPOKEN)
    begins = next(at for at in range(len(heard)) if heard[at : at + one] == SPOKEN)
    assert begins > RATE / 4
    assert len(heard) - begins - one > RATE / 4
    assert player.device == DEVICES[Channel.PRIVATE]
    voice.say(says(f"{HOME}.", gain=-6.0), always)
    assert player.samples[-one:] == array.array("h", [4511, -4511] * (one // 2))
    before = len(player.samples)
    voice.say(says(HOME, factor=1.5), always)
    assert player.samples[before : before + one] != SPOKEN


@pytest.mark.requirement("O4")
def test_what_is_no_good_is_told_once_and_said_by_the_engine(
    voices: Callable[[], ChildVoice], folder: Path, player: Player, caplog: pytest.LogCaptureFixture
) -> None:
    """O4: two channels, cut off, no sound at all, not there, and one whose words the catalogue has changed since."""
    record(folder, "home.title", HOME, channels=2)
    cut = record(folder, "idle.stay", STAY)
    cut.write_bytes(cut.read_bytes()[:1_001])
    record(folder, "idle.end", EN.get("idle.end")).write_bytes(b"no sound")
    record(folder, "idle.help", EN.get("idle.help")).unlink()
    record(folder, "idle.title", "Do you want more time?")
    voice = voices()
    told = warned(caplog)
    for name in ("home.title", "idle.stay", "idle.end", "idle.help", "idle.title"):
        assert sum(f"{name}.wav" in each for each in told) == 1
    assert len(told) == 5
    voice.say(says(HOME, STAY), always)
    assert len(player.samples) > RATE
    assert SPOKEN[:50] not in [player.samples[at : at + 50] for at in range(0, len(player.samples), 50)]
    assert len(warned(caplog)) == 5


@pytest.mark.requirement("O4")
def test_what_is_gone_since_is_said_by_the_engine(
    voices: Callable[[], ChildVoice], folder: Path, player: Player, caplog: pytest.LogCaptureFixture
) -> None:
    """O4: told once by its name; then nobody asks for it any more."""
    file = record(folder, "home.title", HOME)
    voice = voices()
    file.unlink()
    for times in (1, 2):
        voice.say(says(HOME), always)
        assert len(player.samples) > times * RATE / 2
    (told,) = warned(caplog)
    assert str(file) in told


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("SPK-06")
def test_a_recording_is_stopped_like_all_else_and_nothing_follows(
    voices: Callable[[], ChildVoice], folder: Path, player: Player
) -> None:
    """X41: in its middle; what stands behind it in the same utterance is not begun."""
    record(folder, "home.title", HOME)
    player.does('head -c 4000 > /dev/null; touch "$folder/begun"; sleep 1000')
    voice, wanted, ended = voices(), [True], list[str]()
    lane = ThreadLane("voice", ended.append)
    lane.start()
    lane.submit(lambda: voice.say(says(HOME, "And more."), lambda: bool(wanted)))
    lane.submit(lambda: ended.append("said"))
    try:
        pid = player.pid
        player.does('touch "$folder/followed"')
        wanted.clear()
        voice.stop()
        wait(lambda: ended == ["said"] and not alive(pid))
    finally:
        lane.stop()
    assert not (folder.parent / "followed").exists()


@pytest.mark.requirement("X41")
def test_the_list_to_be_read_is_printed_and_understood(
    folder: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """X41: everything that is always the same, and nothing into which something is filled."""
    assert main([Language.ZH_HANT.value]) == 0
    columns, *rows = csv.reader(io.StringIO(capsys.readouterr().out, newline=""))
    assert columns == list(COLUMNS)
    assert dict(rows) == dict(sentences(TEXTS[Language.ZH_HANT]))
    assert not [text for _, text in rows if "{" in text]
    file = record(folder, "home.title", HOME)
    clips = Clips(folder, TEXTS)
    clips.look()
    assert clips.of(f"{HOME}.", Language.EN) == file
    assert clips.of(HOME, Language.ZH_HANT) is None
    assert warned(caplog) == []


@pytest.mark.requirement("X41")
def test_as_shipped_nothing_is_recorded(
    folder: Path, player: Player, caplog: pytest.LogCaptureFixture
) -> None:
    """X41: a relative folder lies among the data; one that is not there is told."""
    settings = load(SHIPPED)
    assert settings.voice.clips == ""
    site = folder.parent / "site.ini"
    site.write_text("[voice]\nclips = clips\n")
    for given, warnings in ((settings, 0), (load(SHIPPED, site), 1)):
        caplog.clear()
        voice = make_voice(given, folder.parent, TEXTS, None)
        voice.warm()
        voice.close()
        assert len(warned(caplog)) == warnings
