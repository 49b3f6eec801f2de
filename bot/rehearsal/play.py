"""A whole circle, played in the terminal."""

from __future__ import annotations


async def play(speed: float) -> None:
    """Play."""
