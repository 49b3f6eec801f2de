"""A search for what must not lie on the disk: every file of every folder that is given, byte by byte.

A secret of chance (a salt, a sealed id) is looked for in pieces, because SQLite moves and cuts what it deletes.
"""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.privacy.encodings import encodings

PIECE = 8
"""How many bytes of a random secret in a row are found."""
_SHARED = 6
"""How many bytes at least are looked for of what ids that follow each other have in common."""


def of_person(xid: int) -> list[bytes]:
    """Everything that tells a person's id."""
    return list(encodings(xid).values())


def of_words(words: str) -> list[bytes]:
    """Something typed: as it is, as JSON writes it, and in the encodings a database might use."""
    return [
        words.encode(),
        json.dumps(words)[1:-1].encode(),
        words.encode("utf-16-le"),
        words.encode("utf-16-be"),
    ]


def of_chance(secret: bytes) -> list[bytes]:
    """A salt, a key or a seal: any piece of it, and the whole in text."""
    pieces = [secret[start : start + PIECE] for start in range(len(secret) - PIECE + 1)]
    return [
        *pieces,
        secret.hex().encode(),
        b64encode(secret).rstrip(b"="),
        urlsafe_b64encode(secret).rstrip(b"="),
    ]


def files(folders: Iterable[Path]) -> Iterator[Path]:
    """Every file in these folders: database, write-ahead log, shared memory, logs, whatever is there."""
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def found(folders: Iterable[Path], wanted: Mapping[str, Iterable[bytes]]) -> list[str]:
    """What lies where: a line for each name and file.

    Args:
        folders: where to look.
        wanted: what to look for, by a name to call it; any of its forms counts.
    """
    lines = []
    for path in files(folders):
        data = path.read_bytes()
        lines += [
            f"{name} in {path.name}" for name, forms in wanted.items() if any(form in data for form in forms)
        ]
    return lines


def of_people(xids: Iterable[int]) -> list[bytes]:
    """What tells that an id of any of many people is there whose ids follow each other: the beginnings, or the ends,
    that their forms have in common. They are found wherever an id is, and hardly anywhere else."""
    forms: dict[str, set[bytes]] = {}
    for xid in xids:
        for name, form in encodings(xid).items():
            forms.setdefault(name.rstrip("0123456789"), set()).add(form)
    shared: set[bytes] = set()
    for name, every in forms.items():
        most = max(_SHARED, min(map(len, every)) * 5 // 8)
        fewest = min(({form[:most] for form in every}, {form[-most:] for form in every}), key=len)
        assert len(fewest) <= 16, f"{name}: these ids have too little in common"
        shared |= fewest
    return sorted(shared)
