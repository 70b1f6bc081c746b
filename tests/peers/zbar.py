"""A second reader of printed codes: Debian's zbarimg. It shares nothing with the first, zxing-cpp."""

from __future__ import annotations

import subprocess
from pathlib import Path
from xml.etree import ElementTree

from tests.peers.brought import installed

SOME, NONE = 0, 4  # exit codes
SYMBOL = "{http://zbar.sourceforge.net/2008/barcode}symbol"
SOURCE = "{http://zbar.sourceforge.net/2008/barcode}source"


def codes_in(*pictures: Path) -> list[list[str]]:
    """Of each picture the texts that are coded in it, sorted."""
    command = [installed("zbarimg", "zbar-tools"), "--quiet", "--nodbus", "--xml", *map(str, pictures)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode in (SOME, NONE), said.stderr
    found = {
        source.get("href"): sorted("".join(symbol.itertext()).strip() for symbol in source.iter(SYMBOL))
        for source in ElementTree.fromstring(said.stdout).iter(SOURCE)
    }
    return [found.get(str(picture), []) for picture in pictures]
