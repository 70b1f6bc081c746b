"""A kiosk's store, looked at from outside: by its file and the key beside it, as whoever holds both could."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlcipher3 import dbapi2

KEY_FILE = "store.key"
#: A page of SQLCipher 4 ends with 16 bytes of IV and 64 of HMAC; the first one begins with 16 of salt.
PAGE, IV, TAG, SALT = 4096, 16, 64, 16
LOG_HEAD, FRAME_HEAD = 32, 24


def opened(path: Path, keys: Path | None = None) -> Any:
    """A connection to the store at `path`. `keys`: the folder of its key; else `keys` beside the store's folder."""
    connection = dbapi2.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA key=\"x'{_digits(path, keys)}'\"")
    return connection


def decrypted(path: Path, folder: Path, keys: Path | None = None) -> list[Path]:
    """Database and write-ahead log page by page, free ones too, without their encryption, as files in `folder`."""
    key = bytes.fromhex(_digits(path, keys))
    folder.mkdir(exist_ok=True)
    written = []
    for name, pages in ((path.name, _pages(path)), (f"{path.name}-wal", _frames(path))):
        file = folder / f"{name}.decrypted"
        file.write_bytes(b"".join(_open(key, page) for page in pages))
        written.append(file)
    return written


def _digits(path: Path, keys: Path | None) -> str:
    return ((keys or path.parent.parent / "keys") / KEY_FILE).read_text(encoding="ascii").strip()


def _pages(path: Path) -> Iterator[bytes]:
    data = path.read_bytes()
    for begin in range(0, len(data), PAGE):
        yield bytes(SALT if begin == 0 else 0) + data[begin + (SALT if begin == 0 else 0) : begin + PAGE]


def _frames(path: Path) -> Iterator[bytes]:
    log = path.with_name(f"{path.name}-wal")
    data = log.read_bytes() if log.exists() else b""
    for begin in range(LOG_HEAD, len(data) - FRAME_HEAD - PAGE + 1, FRAME_HEAD + PAGE):
        yield data[begin + FRAME_HEAD :][:PAGE]


def _open(key: bytes, page: bytes) -> bytes:
    """The page's text. The first page is not told from others in the log: its first block is noise there."""
    salt = SALT if page[:SALT] == bytes(SALT) else 0
    body, iv = page[salt : PAGE - IV - TAG], page[PAGE - IV - TAG : PAGE - TAG]
    opener = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return opener.update(body) + opener.finalize() if len(page) == PAGE else b""
