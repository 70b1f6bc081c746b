"""What a disk may hold after the power went: everything that was flushed, and of the rest what chance lets through.

Of the writes that were not flushed any may be lost, in any order; one may be torn between sectors of 512 bytes, and a
lost one may have made the file longer all the same. An unflushed truncation happened or not. Names (new, renamed,
linked, removed) are on the disk when their folder was flushed; of later ones in a folder the first few may be, as on a
file system with a journal. A flushed file without its name is gone.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.kiosk.storage.disk.recorder import TOLD, Operation

SECTOR = 512

Tree = dict[str, "File | Folder"]


@dataclass
class File:
    """`flushed` is safe. `loose`: what came after, data at a place or the new length."""

    flushed: bytearray
    loose: list[tuple[int, bytes | None]] = field(default_factory=list)

    def flush(self) -> None:
        for at, data in self.loose:
            _apply(self.flushed, at, data)
        self.loose.clear()

    def after(self, dice: random.Random) -> bytes:
        found = bytearray(self.flushed)
        luck = dice.choice((0.0, 0.5, 0.9, 1.0))
        for at, data in self.loose:
            if dice.random() < luck:
                _apply(found, at, data)
            elif data is not None:
                _lose(found, at, data, dice)
        return bytes(found)


@dataclass
class Folder:
    names: Tree = field(default_factory=dict)
    flushed: Tree = field(default_factory=dict)
    loose: list[dict[str, File | Folder | None]] = field(default_factory=list)

    def change(self, names: dict[str, File | Folder | None]) -> None:
        self.loose.append(names)
        _rename(self.names, names)

    def flush(self) -> None:
        self.flushed = dict(self.names)
        self.loose.clear()

    def after(self, dice: random.Random) -> Tree:
        found = dict(self.flushed)
        for names in self.loose[: dice.randint(0, len(self.loose))]:
            _rename(found, names)
        return found


class Disk:
    """The files beneath `folder` as they are now, all of it flushed; `run` brings them forward.

    `heeds`: False for a disk that says it flushed and did not.
    """

    def __init__(self, folder: Path, *, heeds: bool = True) -> None:
        self._nodes: dict[int, File | Folder] = {}
        self._heeds = heeds
        self._root = self._read(folder)
        self.told: list[str] = []

    def _read(self, folder: Path) -> Folder:
        names: Tree = {}
        for each in folder.iterdir():
            names[each.name] = self._read(each) if each.is_dir() else File(bytearray(each.read_bytes()))
            self._nodes[each.stat().st_ino] = names[each.name]
        found = Folder(names, dict(names))
        self._nodes[folder.stat().st_ino] = found
        return found

    def cuts(
        self, operations: Sequence[Operation], dice: random.Random, count: int
    ) -> Iterator[tuple[int, dict[str, bytes | None], list[str]]]:
        """Where the power went, the files by path (None: a folder), and what had been told until then."""
        places = sorted(_places(operations, dice, count))
        done = 0
        for place in places:
            for operation in operations[done:place]:
                self._do(operation)
            done = place
            yield place, dict(_files(self._root, "", dice)), list(self.told)

    def after(self, operations: Sequence[Operation], dice: random.Random) -> dict[str, bytes | None]:
        """The files by path (None: a folder) when the power went behind `operations`."""
        for operation in operations:
            self._do(operation)
        return dict(_files(self._root, "", dice))

    def _do(self, operation: Operation) -> None:
        match operation.what:
            case "O" | "M":
                self._make(operation)
            case "W" | "T":
                self._write(operation)
            case "F" if self._heeds:
                self._nodes[operation.inode].flush()
            case "R" | "L" | "U":
                self._name(operation)

    def _make(self, operation: Operation) -> None:
        node = File(bytearray()) if operation.what == "O" else Folder()
        self._nodes[operation.inode] = node
        folder, name = self._find(operation.names[0])
        folder.change({name: node})

    def _write(self, operation: Operation) -> None:
        file = self._nodes[operation.inode]
        assert isinstance(file, File)
        if file is self._root.names.get(TOLD):
            self.told += operation.data.decode().splitlines()
        file.loose.append((operation.at, operation.data if operation.what == "W" else None))

    def _name(self, operation: Operation) -> None:
        folder, old = self._find(operation.names[0])
        if operation.what == "U":
            folder.change({old: None})
            return
        there, new = self._find(operation.names[1])
        assert there is folder, "across folders it is no single change"
        folder.change({new: folder.names[old], **({old: None} if operation.what == "R" else {})})

    def _find(self, path: str) -> tuple[Folder, str]:
        *way, name = path.split("/")
        folder = self._root
        for step in way:
            inner = folder.names[step]
            assert isinstance(inner, Folder)
            folder = inner
        return folder, name


def _places(operations: Sequence[Operation], dice: random.Random, count: int) -> list[int]:
    """Half of them anywhere; half between two flushes, any two: what is written fast has as many as what takes long."""
    flushes = [0, *(n for n, each in enumerate(operations, 1) if each.what == "F"), len(operations)]
    between = [dice.randrange(len(flushes) - 1) for _ in range(count - count // 2)]
    anywhere = [dice.randint(0, len(operations)) for _ in range(count // 2)]
    return anywhere + [dice.randint(flushes[window], flushes[window + 1]) for window in between]


def lay_out(files: dict[str, bytes | None], folder: Path) -> None:
    """`files` beneath `folder`, for this user only, as the kiosk makes its own."""
    folder.mkdir(mode=0o700)
    for name, data in files.items():
        if data is None:
            (folder / name).mkdir(mode=0o700)
        else:
            with open(os.open(folder / name, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
                file.write(data)


def _files(folder: Folder, way: str, dice: random.Random) -> Iterator[tuple[str, bytes | None]]:
    for name, node in folder.after(dice).items():
        if isinstance(node, Folder):
            yield way + name, None
            yield from _files(node, f"{way}{name}/", dice)
        else:
            yield way + name, node.after(dice)


def _apply(found: bytearray, at: int, data: bytes | None) -> None:
    end = at if data is None else at + len(data)
    if data is None:
        del found[at:]
    if len(found) < end:
        found.extend(bytes(end - len(found)))
    if data is not None:
        found[at:end] = data


def _lose(found: bytearray, at: int, data: bytes, dice: random.Random) -> None:
    """Nothing of it, some of its sectors, or only its length."""
    fate = dice.choice(("nothing", "torn", "length"))
    end = at + len(data)
    if fate == "length" and len(found) < end:
        found.extend(bytes(end - len(found)))
    if fate == "torn":
        for begin in range(at - at % SECTOR, end, SECTOR):
            if dice.random() < 0.5:
                part = slice(max(begin, at), min(begin + SECTOR, end))
                _apply(found, part.start, data[part.start - at : part.stop - at])


def _rename(names: Tree, change: dict[str, File | Folder | None]) -> None:
    for name, node in change.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node
