"""Telling the bot's own changes of a channel's permissions from those made by hand: Discord says neither."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class OwnChanges:
    """Counts, for each channel, how many changes Discord is still to tell of that the bot itself made."""

    def __init__(self) -> None:
        self._expected: dict[int, int] = {}

    @contextmanager
    def of(self, channel_xid: int) -> Iterator[None]:
        """Around a call that changes permissions: word of that is to come, unless Discord says no."""
        self._expected[channel_xid] = self._expected.get(channel_xid, 0) + 1
        try:
            yield
        except BaseException:
            self.heard(channel_xid)
            raise

    def heard(self, channel_xid: int) -> bool:
        """Word of a change has come. Returns whether it is one that the bot made."""
        left = self._expected.pop(channel_xid, 0)
        if left > 1:
            self._expected[channel_xid] = left - 1
        return left > 0

    def forget(self, channel_xid: int) -> None:
        """The channel is gone."""
        self._expected.pop(channel_xid, None)
