"""A ZIP reader that believes nothing: every range is measured before a byte of content is read.

Only what a project needs: one disk, no ZIP64, no encryption, stored or deflated entries that lie one
after the other without gap or overlap (APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16).
"""

from __future__ import annotations

import stat
import struct
import zlib
from typing import BinaryIO

from workbench.dataclass import dataclass
from workbench.project.file.limits import (
    ENTRY_NAME,
    MAX_ENTRIES,
    MAX_ENTRY,
    MAX_FILE,
    MAX_RATIO,
    MAX_TOTAL,
    MEGABYTE,
    Refused,
)

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_HARMLESS_FLAGS = 0x0806  # deflate's level, and names in UTF-8
_UNIX = 3
_CHUNK = MEGABYTE


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the central directory states it; `start` is the offset of its local header."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    start: int


class Archive:
    """The entries of a ZIP file of an open, seekable `file`; raises `Refused` for anything out of bounds."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        size = file.seek(0, 2)
        if size > MAX_FILE:
            raise Refused("it is larger than any project")
        self.entries = {entry.name: entry for entry in self._directory(size)}

    def read(self, name: str) -> bytes:
        """The content of an entry, counted while it is unpacked and checked against its CRC."""
        entry = self.entries[name]
        self._file.seek(entry.start + _LOCAL.size + len(name.encode()) + self._extra[name])
        content = self._unpack(entry)
        if len(content) != entry.size:
            raise Refused(f"{name} is not as long as it says")
        if zlib.crc32(content) != entry.crc:
            raise Refused(f"{name} is damaged")
        return content

    def _directory(self, file_size: int) -> list[Entry]:
        count, length, offset = self._end(file_size)
        self._file.seek(offset)
        directory = self._file.read(length)
        entries: list[Entry] = []
        place = 0
        for _ in range(count):
            entry, place = _central(directory, place)
            entries.append(entry)
        if place != length:
            raise Refused("its directory is longer than its entries")
        self._extra: dict[str, int] = {}
        _check_names(entries)
        self._check_ranges(entries, offset)
        return entries

    def _end(self, file_size: int) -> tuple[int, int, int]:
        """(entries, length, offset) of the central directory, from the record that must end the file."""
        if file_size < _END.size:
            raise Refused("it is empty or cut off" if file_size else "it is empty")
        self._file.seek(file_size - _END.size)
        mark, disk, first_disk, here, count, length, offset, comment = _END.unpack(self._file.read(_END.size))
        if mark != b"PK\x05\x06" or comment:
            self._file.seek(0)
            started = self._file.read(4) == b"PK\x03\x04"
            raise Refused("its end is missing" if started else "it is not a Stock Workbench project")
        if disk or first_disk or here != count:
            raise Refused("it is only one part of several")
        if count > MAX_ENTRIES:
            raise Refused("it holds too many entries")
        if offset + length != file_size - _END.size:
            raise Refused("its directory does not lie where it says")
        return count, length, offset

    def _check_ranges(self, entries: list[Entry], end: int) -> None:
        """Entries must follow each other from the first byte to the directory: no overlap, no gap."""
        place = 0
        for entry in sorted(entries, key=lambda one: one.start):
            if entry.start < place:
                raise Refused(f"{entry.name} overlaps another entry")
            if entry.start > place:
                raise Refused(f"bytes before {entry.name} belong to no entry")
            place = self._end_of(entry)
        if place > end:
            raise Refused("an entry overlaps the directory")
        if place < end:
            raise Refused("bytes before the directory belong to no entry")

    def _end_of(self, entry: Entry) -> int:
        self._file.seek(entry.start)
        header = self._file.read(_LOCAL.size)
        if len(header) < _LOCAL.size:
            raise Refused(f"{entry.name} lies outside the file")
        mark, _, flags, method, _, _, crc, packed, size, name_length, extra = _LOCAL.unpack(header)
        name = self._file.read(name_length)
        told = (method, crc, packed, size)
        if mark != b"PK\x03\x04" or name != entry.name.encode() or flags & ~_HARMLESS_FLAGS \
                or told != (entry.method, entry.crc, entry.packed, entry.size):
            raise Refused(f"{entry.name} contradicts the directory")
        self._extra[entry.name] = int(extra)
        return entry.start + _LOCAL.size + len(name) + int(extra) + entry.packed

    def _unpack(self, entry: Entry) -> bytes:
        if entry.method == _STORED:
            return self._file.read(entry.packed)
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        parts: list[bytes] = []
        produced, left = 0, entry.packed
        pending = b""
        while not unpacker.eof and produced <= entry.size:
            if not pending:
                pending = self._file.read(min(left, _CHUNK))
                left -= len(pending)
                if not pending:
                    break
            try:
                part = unpacker.decompress(pending, _CHUNK)
            except zlib.error as error:
                raise Refused(f"{entry.name} is damaged") from error
            pending = unpacker.unconsumed_tail
            produced += len(part)
            parts.append(part)
        return b"".join(parts)


def _central(directory: bytes, place: int) -> tuple[Entry, int]:
    """The entry at `place` of the central directory, and where the next one begins."""
    if place + _CENTRAL.size > len(directory):
        raise Refused("its directory is cut off")
    (mark, made_by, _, flags, method, _, _, crc, packed, size, name_length, extra, comment, disk, _,
     attributes, start) = _CENTRAL.unpack_from(directory, place)
    if mark != b"PK\x01\x02":
        raise Refused("its directory is damaged")
    name_at = place + _CENTRAL.size
    name = directory[name_at : name_at + name_length].decode("latin-1")
    if not ENTRY_NAME.fullmatch(name) or name.startswith("/") or ".." in name:
        raise Refused(f"an entry has the forbidden name {name[:60]!r}")
    if flags & 1:
        raise Refused(f"{name} is encrypted")
    if flags & ~_HARMLESS_FLAGS:
        raise Refused(f"{name} uses a feature no project uses")
    if method not in (_STORED, _DEFLATED):
        raise Refused(f"{name} is packed in an unknown way")
    kind = stat.S_IFMT(attributes >> 16)
    if name.endswith("/") or attributes & 0x10 or (made_by >> 8 == _UNIX and kind not in (0, stat.S_IFREG)):
        raise Refused(f"{name} is a link or a folder, not a file")
    if disk or (method == _STORED and packed != size):
        raise Refused(f"{name} is not as long as it says")
    if size > MAX_ENTRY:
        raise Refused(f"{name} is too large")
    if size > packed * MAX_RATIO:
        raise Refused(f"{name} unpacks to far more than it holds")
    entry = Entry(name, method, crc, packed, size, start)
    return entry, name_at + name_length + extra + comment


def _check_names(entries: list[Entry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.name.casefold() in seen:
            raise Refused(f"{entry.name} is there twice")
        seen.add(entry.name.casefold())
    if sum(entry.size for entry in entries) > MAX_TOTAL:
        raise Refused("it unpacks to more than any project")
