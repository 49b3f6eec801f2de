"""Why a circle cannot meet in a channel that stays."""

from __future__ import annotations

from enum import StrEnum


class Unfit(StrEnum):
    """Why a circle cannot meet in a channel that stays."""

    GONE = "gone"
    """It was deleted, or is no text channel any more."""
    LACKING = "lacking"
    """The bot lacks a permission there."""
    READABLE = "readable"
    """People could read there what was written before."""
    TAKEN = "taken"
    """Another circle is in it."""
