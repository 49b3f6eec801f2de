"""What a schedule is doing, as its row says."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Whether a schedule is being thought of, runs, or rests: by choice, or since the bot was taken out (away)."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    AWAY = "away"
