"""Counts what SQLite flushes, Python's own and the kiosk's, and can make every flush as slow as a plain disk's. Linux.

SQLite asks its file system for everything through one table of functions (`sqlite3_vfs`, `sqlite3_io_methods`:
sqlite.org/vfs.html). Here a second table is registered whose files have our own xSync; all else goes through.
"""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Callable
from ctypes import POINTER, Structure, c_char_p, c_int, c_void_p
from pathlib import Path

# Names travel as addresses: behind a name lie more words of SQLite, which a copy would not have.
_Open = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_Delete = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
_Sync = ctypes.CFUNCTYPE(c_int, c_void_p, c_int)


class _Vfs(Structure):
    """sqlite3_vfs, version 3."""

    _fields_ = (
        ("version", c_int),
        ("size_of_file", c_int),
        ("longest_name", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", _Open),
        ("delete", _Delete),
        ("rest", c_void_p * 14),
    )


class _Methods(Structure):
    """sqlite3_io_methods, version 3."""

    _fields_ = (
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", c_void_p),
        ("truncate", c_void_p),
        ("sync", _Sync),
        ("rest", c_void_p * 13),
    )


class _File(Structure):
    _fields_ = (("methods", POINTER(_Methods)),)


class Flushes:
    """From its making on, every connection that this process opens is counted. Lives as long as the process.

    `pause` in seconds is added to every flush: what a disk without a fast cache would take.
    """

    def __init__(self, pause: float = 0.0) -> None:
        self.count = 0
        self.pause = pause
        self._counted = [_Counted(path, self._flushed) for path in (_pythons_own(), _the_kiosks())]

    def flush(self, descriptor: int) -> None:
        """The bare flush under the same conditions."""
        os.fdatasync(descriptor)
        self._flushed()

    def _flushed(self) -> None:
        self.count += 1
        if self.pause:
            time.sleep(self.pause)


class _Counted:
    """One engine's files; `flushed` is called behind each of their flushes."""

    def __init__(self, path: str, flushed: Callable[[], None]) -> None:
        self._flushed = flushed
        self._tables: dict[int, _Methods] = {}
        library = ctypes.CDLL(path)
        library.sqlite3_vfs_find.restype = POINTER(_Vfs)
        self._plain = library.sqlite3_vfs_find(None).contents
        self._ours = _Vfs.from_buffer_copy(self._plain)
        self._ours.name = b"counted"
        self._ours.open = _Open(self._open)
        self._ours.delete = _Delete(self._delete)
        library.sqlite3_vfs_register(ctypes.byref(self._ours), 1)

    def _open(self, vfs: int, name: int, file: int, flags: int, out: int) -> int:
        answer = int(self._plain.open(vfs, name, file, flags, out))
        opened = _File.from_address(file)
        if opened.methods:
            opened.methods = ctypes.pointer(self._table(opened.methods.contents))
        return answer

    def _table(self, plain: _Methods) -> _Methods:
        """One table for each kind of file that SQLite knows; they must outlive the files."""
        address = ctypes.addressof(plain)
        if address not in self._tables:
            ours = _Methods.from_buffer_copy(plain)
            ours.sync = _Sync(self._syncing(plain.sync))
            self._tables[address] = ours
        return self._tables[address]

    def _syncing(self, sync: Callable[[int, int], int]) -> Callable[[int, int], int]:
        def counted(file: int, flags: int) -> int:
            answer = int(sync(file, flags))
            self._flushed()
            return answer

        return counted

    def _delete(self, vfs: int, name: int, folder_too: int) -> int:
        answer = int(self._plain.delete(vfs, name, folder_too))
        if folder_too and answer == 0:  # a rollback journal's end is made durable by its folder
            self._flushed()
        return answer


def _the_kiosks() -> str:
    """SQLCipher, which is part of its Python module."""
    from sqlcipher3 import _sqlite3

    return str(_sqlite3.__file__)


def _pythons_own() -> str:
    """The library that Python's own sqlite3 uses. Raises LookupError where it is linked into Python."""
    import sqlite3

    sqlite3.connect(":memory:").close()
    for line in Path("/proc/self/maps").read_text().splitlines():
        if "/libsqlite3.so" in line:
            return line[line.index("/") :]
    raise LookupError("this Python has its SQLite inside; flushes cannot be counted")
