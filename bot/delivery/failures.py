"""What a failed call to Discord means: try again, mend something, tell somebody, or let it be.

One table says it for every code of Discord's that can be met here, by what was asked. A code that is not in it
is judged by its status. What is done about each meaning is in the sender.

discord.py retries 500, 502 and 504 by itself, but neither 503 nor a connection that was reset (on Linux that
is errno 104, which it does not know) or closed while waiting. So whatever is not an answer is tried again.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import aiohttp
import discord

from bot.services.deliveries.policy import ApiCall

ARCHIVED, LOCKED, TWO_FACTOR = 50083, 160005, 60003


class Verdict(StrEnum):
    """What a failure means, and so what is done about it."""

    AGAIN = "again"
    """Discord, or the way to it, is in trouble: soon again, and more slowly the longer it lasts."""
    LATER = "later"
    """Discord asks for time: again after minutes, not all at once."""
    FORBIDDEN = "forbidden"
    """A permission is missing: its name is told, the circle stands still, it is tried again."""
    FULL = "full"
    """The server has as many as Discord allows: told, stands still, tried again."""
    NOT_HERE = "not_here"
    """The channel is of a kind that cannot hold this: told, stands still, tried again."""
    SHUT = "shut"
    """The room is closed or slow: it is opened, then tried again."""
    NO_CHANNEL = "no_channel"
    """The room or the channel is gone: a room is made anew."""
    NO_MESSAGE = "no_message"
    """The card is gone: posted once more."""
    FRESH = "fresh"
    """The old one cannot be changed any more: a fresh one takes its place (another card, or another name)."""
    NO_PERSON = "no_person"
    """That person is not in the server any more."""
    KEPT_OUT = "kept_out"
    """That one person cannot be let in or out; the others are not held up."""
    DEAF = "deaf"
    """That person takes no private words, or no more of this kind."""
    OURS = "ours"
    """What was sent is not valid, which is ours to mend: a simpler card is tried, or told and stands still."""
    REFUSED = "refused"
    """A refusal that nobody has met yet: told, stands still, tried again."""


_V = Verdict

MEANS: dict[int, Verdict] = {
    10003: _V.NO_CHANNEL,
    10004: _V.LATER,
    10007: _V.NO_PERSON,
    10008: _V.NO_MESSAGE,
    10013: _V.NO_PERSON,
    20016: _V.SHUT,
    20022: _V.LATER,
    20028: _V.LATER,
    20029: _V.LATER,
    20031: _V.FRESH,
    30013: _V.FULL,
    30033: _V.KEPT_OUT,
    30038: _V.FULL,
    30046: _V.FRESH,
    30060: _V.KEPT_OUT,
    30061: _V.FULL,
    40001: _V.AGAIN,
    40002: _V.LATER,
    40003: _V.LATER,
    40004: _V.LATER,
    40005: _V.OURS,
    40006: _V.LATER,
    40007: _V.NO_PERSON,
    40058: _V.NOT_HERE,
    40062: _V.LATER,
    40333: _V.LATER,
    50001: _V.FORBIDDEN,
    50005: _V.FRESH,
    50006: _V.OURS,
    50008: _V.NOT_HERE,
    50009: _V.FORBIDDEN,
    50013: _V.FORBIDDEN,
    50014: _V.AGAIN,
    50024: _V.NOT_HERE,
    50035: _V.OURS,
    50055: _V.LATER,
    50068: _V.FRESH,
    ARCHIVED: _V.SHUT,
    50095: _V.LATER,
    50109: _V.OURS,
    50178: _V.LATER,
    TWO_FACTOR: _V.FORBIDDEN,
    110001: _V.LATER,
    130000: _V.LATER,
    LOCKED: _V.SHUT,
    160006: _V.FULL,
    200000: _V.OURS,
    200001: _V.FRESH,
    240000: _V.OURS,
}
"""What a code means, whatever was asked."""

FOR: dict[ApiCall, dict[int, Verdict]] = {
    ApiCall.ROOM: {50035: _V.FRESH},
    ApiCall.LET_IN: {10009: _V.KEPT_OUT, 50001: _V.KEPT_OUT, 50009: _V.KEPT_OUT, 50013: _V.KEPT_OUT},
    ApiCall.LET_OUT: {10009: _V.NO_PERSON, 50001: _V.KEPT_OUT, 50013: _V.KEPT_OUT},
    ApiCall.WRITE: {
        10015: _V.DEAF,
        10062: _V.DEAF,
        40094: _V.DEAF,
        50001: _V.DEAF,
        50007: _V.DEAF,
        50013: _V.DEAF,
        50027: _V.DEAF,
        50033: _V.DEAF,
        50278: _V.NO_PERSON,
    },
}
"""Where a code means another thing for one kind of request."""


def verdict(error: Exception, call: ApiCall = ApiCall.POST) -> Verdict | None:
    """What a failure means; None when it is no failure of Discord's but a fault of ours.

    Args:
        error: what was raised.
        call: what was asked of Discord.
    """
    match error:
        case discord.RateLimited() | aiohttp.ClientError() | OSError() | TimeoutError():
            return Verdict.AGAIN
        case discord.HTTPException(status=status, code=code):
            known = FOR.get(call, {}).get(code) or MEANS.get(code)
            return known or _by_status(status, call)
    return None


def _by_status(status: int, call: ApiCall) -> Verdict:
    # 401: the token is being changed; what waits is sent with the new one.
    if status in (401, 429) or status >= 500:
        return Verdict.AGAIN
    match status:
        case 403:
            return {ApiCall.LET_IN: Verdict.KEPT_OUT, ApiCall.LET_OUT: Verdict.KEPT_OUT}.get(
                call, Verdict.FORBIDDEN
            )
        case 404:
            return Verdict.NO_CHANNEL
        case 413:
            return Verdict.OURS
    return Verdict.REFUSED


_WAITS: dict[Verdict, tuple[float, float]] = {Verdict.AGAIN: (0.5, 60.0), Verdict.SHUT: (0.5, 60.0)}
"""The first wait and the longest, in seconds. What somebody in the server has to put right is looked at less and
less often: word of the change wakes it at once."""
_PATIENT = (5.0, 600.0)
CLOSING_WAITS = (60.0, 86_400.0)
"""The same for a room that cannot be deleted: nobody sits in it any more."""


def back_off_s(
    error: Exception,
    attempts: int,
    what: Verdict = Verdict.AGAIN,
    waits: tuple[float, float] | None = None,
) -> float:
    """How many seconds to wait before the next attempt: as long as Discord says where it does say, otherwise
    doubling, never all at once.

    Args:
        error: what was raised.
        attempts: how often it was tried before.
        what: what the failure means.
        waits: the first wait and the longest; None: those of that meaning.
    """
    first, most = waits or _WAITS.get(what, _PATIENT)
    longest: float = min(most, first * 2 ** min(attempts, 20))
    asked: float = error.retry_after if isinstance(error, discord.RateLimited) else 0.0
    return max(asked, longest * random.uniform(0.75, 1.25))  # noqa: S311


def refused_fields(error: Exception) -> list[str]:
    """Where in the request Discord found what it does not take, as paths. Never what was there: it may be words
    that somebody typed."""
    found: dict[str, Any] = getattr(error, "_errors", None) or {}
    return sorted(_paths(found))


def _paths(node: dict[str, Any], above: str = "") -> Iterator[str]:
    for key, below in node.items():
        if key == "_errors":
            yield above.removesuffix(".")
        elif isinstance(below, dict):
            yield from _paths(below, f"{above}{key}.")


def in_short(error: Exception) -> str:
    """A failure for the log: its status and its code, or its class. Discord's own words may repeat what was sent."""
    if isinstance(error, discord.HTTPException):
        return f"{error.status} (code {_code(error)})"
    return type(error).__name__


def _code(error: Any) -> int:
    return int(getattr(error, "code", 0) or 0)
