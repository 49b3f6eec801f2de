"""Writing a file whole or not at all, for its owner only."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def make_folder(folder: Path) -> None:
    """Make a folder for its owner only. One that is there belongs to whoever made it, and stays as it is."""
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o700)


def write_whole(path: Path, data: bytes) -> None:
    """Give a file this content. Whatever happens meanwhile, the file has the old content or the new one.

    Raises:
        OSError: it cannot be written; the old content is there.
    """
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            new.chmod(0o600)  # whatever the umask takes
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync(path: Path) -> None:
    """Let the disk have what is in a file. Raises `OSError`."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def sync_folder(folder: Path) -> None:
    """Let the disk have the names in a folder too. Raises `OSError`."""
    if os.name == "posix":
        sync(folder)
