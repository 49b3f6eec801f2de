"""What a setting can be: a token, the address of a database, a file, a permission. Each says what is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import discord
from pydantic import AfterValidator, Field, SecretStr
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError


def _permission(name: str) -> str:
    if name not in discord.Permissions.VALID_FLAGS:
        raise ValueError("is not the name of a Discord permission, such as manage_events")
    return name


def _token(token: SecretStr) -> SecretStr:
    bare = token.get_secret_value().strip()
    if not all("!" <= char <= "~" for char in bare):
        raise ValueError("is not a token; copy it once more from Discord's developer portal")
    return SecretStr(bare)


def _database(text: str) -> str:
    try:
        url = make_url(text)
        kind = url.get_backend_name()
    except (ArgumentError, ValueError):
        raise ValueError(
            "is not the address of a database, such as sqlite:///data/var/story-circle.db"
        ) from None
    if kind not in ("sqlite", "postgresql"):
        raise ValueError("is of a kind that is not supported; use sqlite or postgresql")
    if kind == "sqlite":
        _is_kept(url.database, url.query)
        if url.query or url.host or url.username or str(url.database).startswith("file:"):
            raise ValueError(
                "has more in it than the name of a file; write it like sqlite:///data/story-circle.db"
            )
        assert url.database is not None
        _path(Path(url.database))
    elif url.port is not None and not 1 <= url.port <= 65535:
        raise ValueError("has a port that cannot be; ports are from 1 to 65535")
    return text


def _is_kept(file: str | None, query: Mapping[str, object]) -> None:
    """A database in memory would be gone with the bot, and with it every circle."""
    if not file or ":memory:" in file or query.get("mode") == "memory":
        raise ValueError("has no file to keep circles in; write it like sqlite:///data/var/story-circle.db")


def _path(path: Path) -> Path:
    try:
        parts = [os.fsencode(part) for part in path.parts]
    except UnicodeEncodeError:
        parts = [b"\0"]
    if any(b"\0" in part for part in parts):
        raise ValueError("has a character in it that no name of a file can have")
    if any(len(part) > 255 for part in parts):
        raise ValueError("is longer than the name of a file can be")
    if path == Path() or not path.name.strip():
        raise ValueError("is empty; leave the line out for the usual place")
    return path


def _path_if_any(text: str) -> str:
    if text:
        _path(Path(text))
    return text


def _key_place_if_any(text: str) -> str:
    if "://" not in text:
        return _path_if_any(text)
    if make_url(_database(text)).get_backend_name() != "postgresql":
        raise ValueError(
            "is no place for keys; write the name of a file, or postgresql://user:password@host/name"
        )
    return text


RoleId = Annotated[int, Field(ge=1, lt=2**63)]
Permission = Annotated[str, AfterValidator(_permission)]
Token = Annotated[SecretStr, AfterValidator(_token)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]
FilePath = Annotated[Path, AfterValidator(_path)]
FilePathIfAny = Annotated[str, AfterValidator(_path_if_any)]
"""A file, or empty for the usual one."""
KeyPlaceIfAny = Annotated[str, AfterValidator(_key_place_if_any)]
"""A file, the address of a PostgreSQL database, or empty for the usual file."""
