"""The file with the master key, outside the database. Whatever is wrong with it is said in one sentence."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from bot.whole_files import make_folder, write_whole

from .sealing import KEY_BYTES, SealError

_ADVICE = (
    "Restore the right one from your backup. If there is none, story-circle let-go says what can be done."
)


class NoKey(SealError):
    """What is there is no key, and never was one, or no more."""


def read(path: Path) -> bytes | None:
    """The master key; None when there is no such file.

    Raises:
        SealError: there is one, and it cannot be used.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise NoKey(f"{path}: this is not a file that a key can be kept in. {_ADVICE}")
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            if os.name == "posix" and stat.S_IMODE(found.st_mode) & 0o077:
                raise SealError(
                    f"{path}: others on this machine can read the key file. Run: chmod 600 '{path}'"
                )
            master = file.read(KEY_BYTES + 1)
    except FileNotFoundError:
        return None
    except IsADirectoryError:
        raise NoKey(f"{path}: this is a folder, and not a key file. {_ADVICE}") from None
    except OSError as error:
        if path.is_dir():
            raise NoKey(f"{path}: this is a folder, and not a key file. {_ADVICE}") from None
        raise SealError(f"{path}: the key file cannot be read: {error.strerror}.") from None
    if not master:
        raise NoKey(f"{path}: the key file is empty. {_ADVICE}")
    if len(master) != KEY_BYTES:
        raise NoKey(f"{path}: this is not a key file; one has {KEY_BYTES} bytes. {_ADVICE}")
    return master


def make(path: Path) -> bytes:
    """Make a key that nobody has, and keep it, readable by its owner only.

    Raises:
        SealError: it cannot be written.
    """
    master = secrets.token_bytes(KEY_BYTES)
    try:
        make_folder(path.parent)
        write_whole(path, master)
    except OSError as error:
        raise SealError(f"{path}: the key file cannot be made: {error.strerror}.") from None
    return master


def put_away(path: Path) -> None:
    """Give a file that is no key another name, so that whatever it is can still be looked at.

    Raises:
        SealError: it is a folder, or cannot be renamed.
    """
    names = (path.with_name(f"{path.name}.not-a-key-{number}") for number in range(1, 1000))
    try:
        if path.is_dir():
            raise SealError(f"{path}: this is a folder. Move it away first.")
        path.rename(next(name for name in names if not name.exists()))
    except OSError as error:
        raise SealError(f"{path}: this file cannot be renamed: {error.strerror}.") from None
