"""Saying how far something is that takes long, where somebody watches."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from .console import words

T = TypeVar("T")
SOON_S = 2.0
"""What is done within that many seconds needs no progress."""
EVERY_S = 0.2


def size_of(file: Path) -> int:
    """How many bytes a file has; 0 if it is not there, or has gone while a bot runs."""
    try:
        return file.stat().st_size
    except OSError:
        return 0


async def with_progress(
    text: str, work: Coroutine[Any, Any, T], done: Callable[[], float] | None = None
) -> T:
    """Wait for something; after two seconds show that it goes on.

    Args:
        text: what is being done.
        work: does it.
        done: how much of it is done, from 0 to 1; None: nobody can say.
    """
    task = asyncio.create_task(work)
    try:
        finished, _ = await asyncio.wait([task], timeout=SOON_S)
        if finished:
            return await task
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        with Progress(*columns, console=words, transient=words.is_terminal) as progress:
            bar = progress.add_task(text, total=None if done is None else 1.0)
            while not finished:
                finished, _ = await asyncio.wait([task], timeout=EVERY_S)
                if done is not None:
                    progress.update(bar, completed=1.0 if finished else min(done(), 1.0))
        return await task
    finally:
        task.cancel()
