"""The engines themselves, as they are installed: what they make of sounds, and that nothing of it stays."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.writing import TONES, ZHUYIN, Layout, Word
from kiosk.writing.engines import MAKERS, installed
from kiosk.writing.phrases import Phrases
from kiosk.writing.process import COMMAND, WritingProcess
from screens.widgets.keyboard import ZHUYIN_ROWS


@pytest.fixture
def engines() -> Iterator[WritingProcess]:
    process = WritingProcess()
    yield process
    process.close()


def texts(words: tuple[Word, ...]) -> list[str]:
    return [word.text for word in words]


@pytest.mark.requirement("O6")
def test_zhuyin_becomes_words_phrases_first(engines: WritingProcess) -> None:
    """O6: the whole, then what the first sounds may be, each with how many of them it takes."""
    assert engines.layouts() == (Layout.ZHUYIN, Layout.PINYIN)
    words = engines.words(Layout.ZHUYIN, "ㄊㄞˊㄅㄟˇㄕˋ")
    assert texts(words)[:2] == ["台北市", "臺北市"]
    assert {word.text: word.takes for word in words if word.text in ("台北市", "台北", "台")} == {
        "台北市": 8,
        "台北": 6,
        "台": 3,
    }
    lengths = [len(text) for text in texts(words)]
    assert lengths == sorted(lengths, reverse=True)


def test_the_first_tone_and_sounds_that_are_not_whole(engines: WritingProcess) -> None:
    assert "掰" in texts(engines.words(Layout.ZHUYIN, "ㄅㄞˉ"))
    assert engines.words(Layout.ZHUYIN, "ㄅㄞ") == ()
    begun = engines.words(Layout.ZHUYIN, "ㄊㄞˊㄅ")
    assert {word.takes for word in begun} == {3}
    after_nonsense = engines.words(Layout.ZHUYIN, "ㄅㄆˊㄊㄞˊ")
    assert {word.takes for word in after_nonsense} == {6}


def test_pinyin_needs_no_tones_and_writes_simplified(engines: WritingProcess) -> None:
    words = engines.words(Layout.PINYIN, "wodezhangdan")
    assert (words[0].text, words[0].takes) == ("我的账单", 12)
    assert {word.text: word.takes for word in words}["我"] == 2


@pytest.mark.requirement("O6")
def test_who_hears_a_character_is_told_which_one_it_is(engines: WritingProcess) -> None:
    """O6: by a common word that holds it."""
    same = engines.words(Layout.ZHUYIN, "ㄕˋ")[:20]
    assert all(
        character in like for word in same for character, like in zip(word.text, word.like, strict=True)
    )
    assert len({word.like for word in same}) > 15
    assert engines.words(Layout.ZHUYIN, "ㄕˋㄕˊ")[0].like == ("事業", "實業")
    assert all(
        like[0] == word.text for word in engines.words(Layout.PINYIN, "zhang")[:5] for like in word.like
    )


def test_every_sound_has_a_key_and_every_key_a_sound() -> None:
    assert sorted("".join(ZHUYIN_ROWS)) == sorted(ZHUYIN + TONES[1:])


@pytest.mark.requirement("A4")
def test_nothing_of_what_was_written_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A4: no file in the home folder, nor where one is at work; and nothing is learned."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "TMPDIR", "CHEWING_USER_PATH"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.delenv("CHEWING_PATH", raising=False)
    process = WritingProcess()
    first = process.words(Layout.ZHUYIN, "ㄊㄞˊㄅㄟˇ")
    for _ in range(30):
        process.words(Layout.ZHUYIN, "ㄊㄞˊㄅㄟˇ")
        process.words(Layout.PINYIN, "taibei")
    assert process.words(Layout.ZHUYIN, "ㄊㄞˊㄅㄟˇ") == first
    opened = _files_open(process)
    process.close()
    assert list(tmp_path.iterdir()) == []
    assert [name for name in opened if name.startswith(("/home", "/tmp", "/root"))] == []


def _files_open(process: WritingProcess) -> list[str]:
    """Besides what it was given to read from and to write to."""
    assert process._process is not None
    folder = Path(f"/proc/{process._process.pid}/fd")
    return [os.readlink(file) for file in folder.iterdir() if int(file.name) > 2]


@pytest.mark.requirement("A4")
def test_what_was_written_is_in_no_memory_either(engines: WritingProcess) -> None:
    """A4: the process that was asked is gone, and another one answers as well."""
    engines.words(Layout.ZHUYIN, "ㄊㄞˊㄅㄟˇ")
    assert engines._process is not None
    asked = engines._process
    engines.forget()
    assert asked.poll() is not None
    assert engines.words(Layout.ZHUYIN, "ㄊㄞˊㄅㄟˇ")[0].text == "台北"


def test_what_breaks_an_engine_takes_nothing_with_it(engines: WritingProcess) -> None:
    """libgooglepinyin 0.1.2 gives up on long nonsense, and the process with it."""
    assert engines.words(Layout.PINYIN, "x" * 40) == ()
    assert engines.words(Layout.PINYIN, "taibei")[0].text == "台北"


def test_what_hangs_is_ended() -> None:
    program = "import time; print('[\"zhuyin\"]', flush=True); time.sleep(60)"
    process = WritingProcess((sys.executable, "-c", program), seconds=0.3)
    assert process.layouts() == (Layout.ZHUYIN,)
    assert process.words(Layout.ZHUYIN, "ㄊ") == ()
    assert process._process is None


def test_what_cannot_be_started_offers_nothing() -> None:
    process = WritingProcess(("/nowhere/python",))
    assert (process.layouts(), process.words(Layout.ZHUYIN, "ㄊ")) == ((), ())


def test_an_engine_that_is_not_installed_is_left_out() -> None:
    def missing() -> object:
        raise OSError("libchewing.so.3: cannot open shared object file")

    makers = {**MAKERS, Layout.ZHUYIN: missing}
    assert list(installed(makers)) == [Layout.PINYIN]  # type: ignore[arg-type]


def test_without_its_dictionary_characters_have_no_example(tmp_path: Path) -> None:
    assert Phrases(tmp_path).like("台") == ()
    assert COMMAND[1:] == ("-m", "kiosk.writing")
