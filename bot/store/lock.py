"""One bot at a time on a SQLite file: a lock of the operating system on a file beside it.

The system lets go of it when the process ends, however it ends, so there is nothing to clean up after a crash.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform != "win32":  # there, the database itself has to do
    import fcntl


class Locked(Exception):
    """Another process has it."""


class FileLock:
    """A lock on `<file>.lock`, from when it is made until it is let go of."""

    def __init__(self, file: Path) -> None:
        """Take the lock.

        Raises:
            Locked: another process has it.
            OSError: the file of the lock cannot be made.
        """
        self._held = os.open(
            file.with_name(file.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
        )
        if sys.platform != "win32":
            try:
                fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(self._held)
                raise Locked from None

    def let_go(self) -> None:
        """Let another process have it; nothing the second time."""
        if self._held >= 0:
            if sys.platform != "win32":
                fcntl.flock(self._held, fcntl.LOCK_UN)  # a forked process may still have the file open
            os.close(self._held)
            self._held = -1


def is_held(file: Path) -> bool:
    """Whether a process has the lock of a file. Nothing is made or changed."""
    try:
        opened = os.open(file.with_name(file.name + ".lock"), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        if sys.platform != "win32":
            fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(opened)
    return False
