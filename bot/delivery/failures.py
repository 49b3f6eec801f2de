"""What a failed call to Discord means: try again, mend something, or let it be.

discord.py retries 500, 502 and 504 by itself, but neither 503 nor a connection that was reset (on Linux that
is errno 104, which it does not know) or closed while waiting. So whatever is not an answer is tried again.
"""

from __future__ import annotations

import random
from enum import StrEnum

import aiohttp
import discord

UNKNOWN_CHANNEL, UNKNOWN_MESSAGE = 10003, 10008
UNKNOWN_PEOPLE = (10007, 10013)


class Verdict(StrEnum):
    """What to do after a failure."""

    AGAIN = "again"
    NO_CHANNEL = "no_channel"
    NO_MESSAGE = "no_message"
    NO_PERSON = "no_person"
    FORBIDDEN = "forbidden"
    REFUSED = "refused"


def verdict(error: Exception) -> Verdict | None:
    """What a failure means; None when it is no failure of Discord's but a fault of ours."""
    match error:
        case discord.Forbidden():
            return Verdict.FORBIDDEN
        case discord.NotFound(code=code):
            if code == UNKNOWN_MESSAGE:
                return Verdict.NO_MESSAGE
            return Verdict.NO_PERSON if code in UNKNOWN_PEOPLE else Verdict.NO_CHANNEL
        case discord.RateLimited() | aiohttp.ClientError() | OSError() | TimeoutError():
            return Verdict.AGAIN
        case discord.HTTPException(status=status):
            # 401: the token is being changed; what waits is sent with the new one.
            return Verdict.AGAIN if status in (401, 429) or status >= 500 else Verdict.REFUSED
    return None


def back_off_s(error: Exception, attempts: int) -> float:
    """How many seconds to wait before the next attempt: as long as Discord says where it does say, otherwise
    doubling up to a minute, never all at once."""
    longest: float = min(60.0, 0.5 * 2 ** min(attempts, 10))
    asked: float = error.retry_after if isinstance(error, discord.RateLimited) else 0.0
    return max(asked, longest * random.uniform(0.75, 1.25))  # noqa: S311
