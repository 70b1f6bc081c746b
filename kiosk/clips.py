"""Sentences that somebody has recorded: which of the catalogue's there are, and in which file (decision 50).

In the folder, for each language, `LANGUAGE/sentences.csv` with the columns `id` and `text`, and beside it `ID.wav` of 16
bits and one channel. A recording counts only while its text is still the catalogue's, letter by letter: what is said is
what can be seen. `python -m kiosk.clips LANGUAGE` prints such a list of all sentences that can be recorded.
"""

from __future__ import annotations

import argparse
import csv
import logging
import sys
import wave
from collections.abc import Iterator, Mapping
from pathlib import Path

from kiosk.domain.language import Language
from kiosk.texts import Texts, load_texts
from kiosk.voice import recorded

log = logging.getLogger(__name__)

LIST, COLUMNS = "sentences.csv", ("id", "text")
#: What a reading adds, or what the catalogue has already.
STOPS = ".。"
LOCALE = Path(__file__).resolve().parents[1] / "assets" / "locale"


class Clips:
    """Used by the voice's lane. Of each file that is no good the log tells once, by its name; the engine says it then."""

    def __init__(self, folder: Path | None = None, texts: Mapping[Language, Texts] | None = None) -> None:
        """No `folder`: nothing is recorded."""
        self._folder = folder
        self._texts = texts or {}
        self._files: dict[tuple[Language, str], Path] = {}

    def look(self) -> None:
        """Which there are, each read once."""
        if self._folder is not None:
            self._files = dict(self._found(self._folder))
            log.info("%d recorded sentences in %s", len(self._files), self._folder)

    def of(self, sentence: str, language: Language) -> Path | None:
        """None: the engine says it."""
        return self._files.get((language, sentence.rstrip(STOPS)))

    def drop(self, file: Path, why: str) -> None:
        """It was good once, and cannot be played now."""
        self._files = {key: each for key, each in self._files.items() if each != file}
        _tell(file, why)

    def _found(self, folder: Path) -> Iterator[tuple[tuple[Language, str], Path]]:
        if not folder.is_dir():
            _tell(folder, "there is no such folder")
        for language, texts in self._texts.items():
            fixed = dict(sentences(texts))
            for key, text in _rows(folder / language.value / LIST):
                file = folder / language.value / f"{key}.wav"
                if why := "its text is not the catalogue's" if fixed.get(key) != text else _fault(file):
                    _tell(file, why)
                else:
                    yield (language, text.rstrip(STOPS)), file


def sentences(texts: Texts) -> Iterator[tuple[str, str]]:
    """Those that are always the same: nothing is filled in, and it is not only signs."""
    for key, text in texts.catalogue.items():
        if "{" not in text and any(letter.isalpha() for letter in text):
            yield key, text


def _rows(file: Path) -> list[tuple[str, str]]:
    """Nothing where there is no such list; of one that is none the log tells."""
    if not file.exists():
        return []
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            return [(row["id"], row["text"].strip()) for row in csv.DictReader(opened)]
    except (OSError, UnicodeError, csv.Error, KeyError, AttributeError) as fault:
        _tell(file, f"{type(fault).__name__}: {fault}")
        return []


def _fault(file: Path) -> str:
    """Why it cannot be played; empty: it can."""
    try:
        recorded(str(file))
    except (OSError, EOFError, wave.Error) as fault:
        return str(fault) or type(fault).__name__
    return ""


def _tell(file: Path, why: str) -> None:
    log.warning("%s is not played, the engine speaks: %s", file, why)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m kiosk.clips", description="prints what can be recorded, as CSV"
    )
    parser.add_argument("language", choices=[language.value for language in Language])
    language = Language(parser.parse_args(arguments).language)
    csv.writer(sys.stdout).writerows((COLUMNS, *sentences(load_texts(LOCALE)[language])))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
