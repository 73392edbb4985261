"""Files of a backup: written once, kept for good, read in pieces. Every function here blocks."""

from __future__ import annotations

import hashlib
import os
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from app.infra.storage.drafts import sync_directory

PIECE: Final = 256 * 1024
_GZIP: Final = 31
"""zlib's window bits for a gzip file, as `gunzip` reads it."""


class NewFile:
    """A file that is being written, compressed or not. `byte_size` and `sha256` are the file's."""

    def __init__(self, path: Path, *, compressed: bool = False) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=0o600)
        self._file = os.fdopen(descriptor, "wb")
        self._hash = hashlib.sha256()
        self._packer = zlib.compressobj(6, zlib.DEFLATED, _GZIP) if compressed else None
        self.byte_size = 0

    @property
    def sha256(self) -> str:
        """The SHA-256 so far."""
        return self._hash.hexdigest()

    def write(self, piece: bytes) -> None:
        """Append a piece."""
        self._put(self._packer.compress(piece) if self._packer else piece)

    def finish(self) -> None:
        """Write the rest and keep everything for good."""
        if self._packer:
            self._put(self._packer.flush())
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def close(self) -> None:
        """Give up; after `finish` this does nothing."""
        self._file.close()

    def _put(self, piece: bytes) -> None:
        self._file.write(piece)
        self._hash.update(piece)
        self.byte_size += len(piece)


def is_exactly(path: Path, byte_size: int, sha256: str) -> bool:
    """Whether a file has exactly these bytes; all of them are read. A link leads nowhere."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size != byte_size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def pieces(path: Path) -> Iterator[bytes]:
    """The bytes of a file."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def unpacked(path: Path) -> Iterator[bytes]:
    """The bytes of a compressed file, in pieces that stay small however well it was packed."""
    unpacker = zlib.decompressobj(_GZIP)
    for piece in pieces(path):
        rest = piece
        while rest:
            if plain := unpacker.decompress(rest, PIECE):
                yield plain
            rest = unpacker.unconsumed_tail
    if plain := unpacker.flush():
        yield plain
    if not unpacker.eof:
        raise EOFError(path.name)


def linked(source: Path, target: Path) -> None:
    """The same file under a second name; a copy where the file system cannot do that."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
        with target.open("rb") as file:
            os.fsync(file.fileno())


def sync_directories(root: Path) -> None:
    """Keep for good which files there are below a directory."""
    for directory, _, _ in os.walk(root):
        sync_directory(Path(directory))
