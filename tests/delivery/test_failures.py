"""What each failure means, for every class of failure there is."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from bot.delivery.failures import Verdict, back_off_s, verdict
from bot.store.store import StoreError


def answer(kind: type[discord.HTTPException], status: int, code: int = 0) -> discord.HTTPException:
    """What discord.py raises for an answer of Discord's."""
    response: Any = SimpleNamespace(status=status, reason="no")
    return kind(response, {"code": code, "message": "no"})


def kinds_of(base: type[BaseException]) -> Iterator[type[BaseException]]:
    """A class and all below it."""
    yield base
    for below in base.__subclasses__():
        yield from kinds_of(below)


AGAIN, REFUSED = Verdict.AGAIN, Verdict.REFUSED
ANSWERS = [
    (discord.Forbidden, 403, 50001, Verdict.FORBIDDEN),
    (discord.Forbidden, 403, 50013, Verdict.FORBIDDEN),
    (discord.Forbidden, 403, 50007, Verdict.FORBIDDEN),
    (discord.NotFound, 404, 10003, Verdict.NO_CHANNEL),
    (discord.NotFound, 404, 10008, Verdict.NO_MESSAGE),
    (discord.NotFound, 404, 10007, Verdict.NO_PERSON),
    (discord.NotFound, 404, 10013, Verdict.NO_PERSON),
    (discord.NotFound, 404, 0, Verdict.NO_CHANNEL),
    (discord.HTTPException, 429, 0, AGAIN),
    (discord.DiscordServerError, 500, 0, AGAIN),
    (discord.DiscordServerError, 502, 0, AGAIN),
    (discord.DiscordServerError, 503, 0, AGAIN),
    (discord.DiscordServerError, 504, 0, AGAIN),
    (discord.HTTPException, 524, 0, AGAIN),
    (discord.HTTPException, 400, 50035, REFUSED),
    (discord.HTTPException, 400, 30046, REFUSED),
    (discord.HTTPException, 400, 50083, REFUSED),
    (discord.HTTPException, 413, 0, REFUSED),
]


@pytest.mark.parametrize(("kind", "status", "code", "means"), ANSWERS)
def test_an_answer(kind: type[discord.HTTPException], status: int, code: int, means: Verdict) -> None:
    assert verdict(answer(kind, status, code)) is means


@pytest.mark.parametrize("kind", sorted(set(kinds_of(aiohttp.ClientError)), key=str))
def test_no_answer_is_tried_again(kind: type[Exception]) -> None:
    """A connection that was refused, closed, reset or cut off, a proxy's nonsense, whatever aiohttp calls it."""
    assert verdict(kind.__new__(kind)) is AGAIN


@pytest.mark.parametrize(
    "error",
    [
        ConnectionResetError(104, "Connection reset by peer"),
        OSError(54, "Connection reset by peer"),
        OSError(10054, "Connection reset by peer"),
        OSError(101, "Network is unreachable"),
        BrokenPipeError(32, "Broken pipe"),
        TimeoutError(),
        aiohttp.ServerDisconnectedError(),
        aiohttp.ServerTimeoutError(),
        discord.RateLimited(42.0),
    ],
    ids=repr,
)
def test_what_the_library_does_not_try_again(error: Exception) -> None:
    assert verdict(error) is AGAIN


def test_every_answer_of_discords_means_something() -> None:
    """A class of discord.py's that appears one day is no fault of ours either."""
    for kind in kinds_of(discord.HTTPException):
        assert issubclass(kind, discord.HTTPException)
        for status in (400, 403, 404, 409, 429, 500, 503, 599):
            error = kind.__new__(kind)
            error.status, error.code = status, 0
            assert verdict(error) is not None


@pytest.mark.parametrize(
    "error",
    [
        ValueError(),
        KeyError(),
        AttributeError(),
        AssertionError(),
        TypeError(),
        StoreError("no"),
        discord.ClientException(),
    ],
    ids=repr,
)
def test_a_fault_of_ours_is_no_failure_of_discords(error: Exception) -> None:
    assert verdict(error) is None


# How long to wait


def waits(attempts: int, error: Exception | None = None) -> list[float]:
    """Many draws of the wait after so many attempts."""
    return [back_off_s(error or OSError(), attempts) for _ in range(200)]


def test_the_wait_doubles_up_to_a_minute() -> None:
    for attempts in range(12):
        middle = min(60.0, 0.5 * 2**attempts)
        assert all(0.75 * middle <= wait <= 1.25 * middle for wait in waits(attempts))


def test_not_everybody_comes_back_at_once() -> None:
    drawn = waits(3)
    assert max(drawn) - min(drawn) > 0.2 * 4


def test_an_outage_of_days_is_waited_out() -> None:
    """A row that was tried a thousand times and more is still only tried again."""
    assert all(45 <= wait <= 75 for wait in waits(100_000))


def test_what_discord_asks_for_is_kept() -> None:
    assert all(wait >= 120 for wait in waits(0, discord.RateLimited(120.0)))
    assert all(wait <= 1 for wait in waits(0, discord.RateLimited(0.1)))
