"""What every use case raises when it says no for a reason that people are told."""

from __future__ import annotations


class NotPossible(Exception):
    """What was asked cannot be done, and nothing has changed. Each kind has its sentence in `bot.ui.refusing`."""
