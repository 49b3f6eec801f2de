"""A search for ids: in the tables, row by row, and in files, byte by byte, as they lie on the disk.

It reads what is there and trusts nothing that the bot says of it, so that "clean" is a check and not a claim.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bot.privacy.encodings import encodings, tells
from bot.store import sqlite

_CHUNK = 4 << 20
"""How many bytes of a file are looked at in one go."""
_MOST = 20
"""How many finds of one form are told of one file."""
_OPENS: tuple[tuple[bytes, Callable[[Path], Any]], ...] = (
    (b"\x1f\x8b", gzip.open),
    (b"BZh", bz2.open),
    (b"\xfd7zXZ\0", lzma.open),
)
_SEALED_OFF = (b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x04\x22\x4d\x18")
"""How files begin that are packed in a way that is not opened here: Zstandard, 7z, RAR, LZ4."""
_ZIP = b"PK\x03\x04"
_DUMP = b"PGDMP"
"""How a dump of PostgreSQL begins in its own format, which is packed in parts."""


@dataclass(frozen=True, slots=True)
class Found:
    """One find, or one file that cannot be looked into."""

    where: str
    """The file, and within it the place, in words."""
    what: str
    """In which form, or why it cannot be looked into."""


def in_rows(db: Connection, xids: Collection[int]) -> list[Found]:
    """Where in the tables of a database one of these ids is."""
    found = []
    there = inspect(db)
    quote = db.dialect.identifier_preparer.quote
    for table in sorted(there.get_table_names()):
        key = there.get_pk_constraint(table)["constrained_columns"]
        # Not by a table that is reflected: its types would read values as something else, or refuse them.
        everything = text(f"SELECT * FROM {quote(table)}")  # noqa: S608 (the name is the database's own)
        rows = db.execute(everything).mappings()
        for number, row in enumerate(rows, 1):
            for column, value in row.items():
                if tells(value, xids):
                    named = ", ".join(f"{name} {row[name]}" for name in key if isinstance(row[name], int))
                    where = f"table {table}, row {number}{f' ({named})' if named else ''}"
                    found.append(Found(where, f"in the column {column}"))
    return found


def in_file(path: Path, xids: Collection[int], *, with_rows: bool = True) -> list[Found]:
    """Where in a file one of these ids is. In one that is gone by then, as a journal may be, there is nothing.

    Args:
        path: the file. It is looked through byte by byte, and unpacked if it is packed.
        xids: the ids.
        with_rows: whether to read it by rows too, if it is a database.
    """
    try:
        with path.open("rb") as file:
            head = file.read(16)
        if head.startswith(_SEALED_OFF):
            return [Found(str(path), "packed in a way that cannot be opened here; unpack it first")]
        if head.startswith(_DUMP):
            return [
                Found(str(path), "a dump in PostgreSQL's own format; unpack it first: pg_restore --file=-")
            ]
        if head.startswith(_ZIP) and zipfile.is_zipfile(path):
            return list(_in_zip(path, xids))
        opened = next((opens for start, opens in _OPENS if head.startswith(start)), None)
        found: list[Found] = []
        if opened is not None:
            with closing(opened(path)) as unpacked:
                found += _in_bytes(f"{path}, unpacked", unpacked, xids)
        with path.open("rb") as file:
            found += _in_bytes(str(path), file, xids)
    except FileNotFoundError:
        return []
    except (OSError, EOFError, lzma.LZMAError, zipfile.BadZipFile, RuntimeError):
        return [Found(str(path), "cannot be read")]
    return found + (_in_database(path, xids) if with_rows and head == sqlite.FILE_BEGINS else [])


def _in_zip(path: Path, xids: Collection[int]) -> Iterator[Found]:
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            with packed.open(name) as file:
                yield from _in_bytes(f"{path}, {name}", file, xids)


def _in_bytes(name: str, file: IO[bytes], xids: Collection[int]) -> Iterator[Found]:
    wanted = [pair for xid in xids for pair in encodings(xid).items()]
    overlap = max((len(form) for _, form in wanted), default=1) - 1
    told: dict[str, int] = {}
    seen: set[tuple[int, int]] = set()
    kept, begins = b"", 0
    while chunk := file.read(_CHUNK):
        data = kept + chunk
        for what, form in wanted:
            at = data.find(form)
            while at >= 0 and told.get(what, 0) < _MOST:
                place = (begins + at, len(form))
                if place not in seen:
                    seen.add(place)
                    told[what] = told.get(what, 0) + 1
                    yield Found(f"{name}, byte {begins + at}", f"as {what}")
                at = data.find(form, at + 1)
        kept = data[-overlap:] if overlap else b""
        begins += len(data) - len(kept)
        seen = {place for place in seen if place[0] >= begins}


def _in_database(path: Path, xids: Collection[int]) -> list[Found]:
    engine: Any = sqlite.still_reader(path)
    try:
        with engine.connect() as db:
            return [Found(f"{path}, {found.where}", found.what) for found in in_rows(db, xids)]
    except SQLAlchemyError:
        return []  # a part of a database, or a broken one: its bytes were looked at
    finally:
        engine.dispose()


def whole_path(path: str | Path) -> Path:
    """The path by which a file is known, however it was named."""
    return Path(path).resolve()


def files_in(path: Path) -> list[Path]:
    """The file itself, or every file in the folder."""
    return sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]


def beside(path: Path) -> list[Path]:
    """A file, and everything that lies beside it under a name that begins alike: journals, locks, copies."""
    return sorted(file for file in path.parent.glob(f"{path.name}*") if file.is_file())
