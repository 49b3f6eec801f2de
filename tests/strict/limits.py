"""Rate limits: 429 with `Via` and exactly `application/json`, as Discord's own answer is told from a proxy's.

Source: Discord's docs, Rate Limits. Discord writes no numbers for routes down; these are what people who run bots
have measured, each with who says so.
"""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from .errors import Refused
from .faults import Call


@dataclass(frozen=True)
class Limit:
    """At most `most` requests in `seconds` to what the groups of `path` name."""

    name: str
    method: str
    path: str
    most: int
    seconds: float
    of: Callable[[Call], bool] = lambda call: True


LIMITS = (
    # discord-api-docs, Rate Limits: the example bucket, and every library's measured default.
    Limit("posts", "POST", r"/channels/(\d+)/messages", 5, 5),
    Limit("edits", "PATCH", r"/channels/(\d+)/messages/\d+", 5, 5),
    Limit("deletions", "DELETE", r"/channels/(\d+)/messages/\d+", 5, 1),
    # discord-api-docs #2190: names and topics, twice in ten minutes for a channel.
    Limit(
        "renames",
        "PATCH",
        r"/channels/(\d+)",
        2,
        600,
        lambda call: bool({"name", "topic"} & set(call.body or {})),
    ),
    # automuteus #126, discord-api-docs #2204: about ten changes of members in ten seconds for a server.
    Limit("member edits", "PATCH", r"/guilds/(\d+)/members/\d+", 10, 10),
)
EVERYWHERE = Limit("global", ".*", ".*", 50, 1)
"""Discord's docs, Rate Limits > Global Rate Limit. Interactions and their webhooks are not counted."""


class Limits:
    """Counts requests and says when one comes too soon."""

    def __init__(self) -> None:
        self.on = True
        self.times = 1.0
        """How much faster time runs for whoever waits than it does here."""
        self.clock: Callable[[], float] = time.monotonic
        self.refused: list[str] = []
        """The names of the limits that were met, in order."""
        self._gone: dict[tuple[str, ...], deque[float]] = {}

    def check(self, call: Call) -> dict[str, str]:
        """Count a request. Returns the headers that tell of its bucket.

        Raises:
            Refused: 429, it comes too soon.
        """
        if not self.on:
            return {}
        if call.is_global:
            self._count(EVERYWHERE, ("global",), everywhere=True)
        for limit in LIMITS:
            found = re.fullmatch(limit.path, call.path)
            if found and re.fullmatch(limit.method, call.method) and limit.of(call):
                return self._count(limit, (limit.name, *found.groups()))
        return {}

    def _count(self, limit: Limit, key: tuple[str, ...], *, everywhere: bool = False) -> dict[str, str]:
        now = self.clock() * self.times
        gone = self._gone.setdefault(key, deque())
        while gone and now - gone[0] >= limit.seconds:
            gone.popleft()
        if len(gone) >= limit.most:
            wait_s = round(limit.seconds - (now - gone[0]) + 0.001, 3)
            self.refused.append(limit.name)
            headers = {"Via": "1.1 google", "Retry-After": str(wait_s)}
            message = "You are being rate limited."
            raise Refused(0, 429, headers, message=message, retry_after=wait_s, **{"global": everywhere})
        gone.append(now)
        if self.times != 1 or everywhere:
            return {}  # whoever waits faster than time runs here would misread them
        return {
            "X-RateLimit-Limit": str(limit.most),
            "X-RateLimit-Remaining": str(limit.most - len(gone)),
            "X-RateLimit-Reset-After": str(round(limit.seconds - (now - gone[0]), 3)),
            "X-RateLimit-Bucket": limit.name.replace(" ", "-"),
        }
