"""What each failure means, for every class of failure there is."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from bot.delivery.failures import (
    CLOSING_WAITS,
    FOR,
    MEANS,
    Verdict,
    back_off_s,
    in_short,
    refused_fields,
    verdict,
)
from bot.services.deliveries.policy import ApiCall
from bot.store.store import StoreError


def answer(status: int, code: int = 0) -> discord.HTTPException:
    """What discord.py raises for an answer of Discord's."""
    kind = {403: discord.Forbidden, 404: discord.NotFound}.get(status, discord.HTTPException)
    response: Any = SimpleNamespace(status=status, reason="no")
    return kind(response, {"code": code, "message": "no"})


def kinds_of(base: type[BaseException]) -> Iterator[type[BaseException]]:
    """A class and all below it."""
    yield base
    for below in base.__subclasses__():
        yield from kinds_of(below)


AGAIN = Verdict.AGAIN
TABLE = Path(__file__).parents[1] / "wire" / "error_codes.toml"
ANSWERS = tomllib.loads(TABLE.read_text())["answer"]
MET = [(row["status"], row["code"], ApiCall(call)) for row in ANSWERS for call in row["on"]]
JUDGED = [
    (403, 50001, ApiCall.POST, Verdict.FORBIDDEN),
    (403, 50013, ApiCall.POST, Verdict.FORBIDDEN),
    (403, 50013, ApiCall.ROOM, Verdict.FORBIDDEN),
    (403, 50013, ApiCall.LET_IN, Verdict.KEPT_OUT),
    (403, 50001, ApiCall.LET_IN, Verdict.KEPT_OUT),
    (403, 60003, ApiCall.CLOSE, Verdict.FORBIDDEN),
    (403, 50007, ApiCall.WRITE, Verdict.DEAF),
    (403, 50278, ApiCall.WRITE, Verdict.NO_PERSON),
    (403, 40003, ApiCall.WRITE, Verdict.LATER),
    (403, 40002, ApiCall.POST, Verdict.LATER),
    (404, 10003, ApiCall.POST, Verdict.NO_CHANNEL),
    (404, 10008, ApiCall.EDIT, Verdict.NO_MESSAGE),
    (404, 10007, ApiCall.LET_IN, Verdict.NO_PERSON),
    (404, 10013, ApiCall.LET_IN, Verdict.NO_PERSON),
    (404, 0, ApiCall.POST, Verdict.NO_CHANNEL),
    (429, 0, ApiCall.POST, AGAIN),
    (500, 0, ApiCall.POST, AGAIN),
    (502, 0, ApiCall.POST, AGAIN),
    (503, 0, ApiCall.POST, AGAIN),
    (504, 0, ApiCall.POST, AGAIN),
    (524, 0, ApiCall.POST, AGAIN),
    (400, 50024, ApiCall.ROOM, Verdict.NOT_HERE),
    (400, 50035, ApiCall.POST, Verdict.OURS),
    (400, 50035, ApiCall.ROOM, Verdict.FRESH),
    (429, 30046, ApiCall.EDIT, Verdict.FRESH),
    (400, 50083, ApiCall.POST, Verdict.SHUT),
    (400, 160005, ApiCall.LET_IN, Verdict.SHUT),
    (400, 30013, ApiCall.ROOM, Verdict.FULL),
    (400, 160006, ApiCall.ROOM, Verdict.FULL),
    (413, 0, ApiCall.POST, Verdict.OURS),
    (418, 0, ApiCall.POST, Verdict.REFUSED),
]


@pytest.mark.parametrize(("status", "code", "call", "means"), JUDGED)
def test_an_answer(status: int, code: int, call: ApiCall, means: Verdict) -> None:
    assert verdict(answer(status, code), call) is means


@pytest.mark.parametrize(("status", "code", "call"), MET)
def test_every_answer_we_can_meet_is_known(status: int, code: int, call: ApiCall) -> None:
    """It is in the table, or its status says all there is to say."""
    assert verdict(answer(status, code), call) not in (None, Verdict.REFUSED)


def test_every_code_of_ours_is_walked() -> None:
    """What the bot has an answer to is among what is walked, for each request that it has an answer of its own for."""
    walked = {(code, call) for _, code, call in MET}
    assert set(MEANS) <= {code for code, _ in walked}
    assert {(code, call) for call, codes in FOR.items() for code in codes} <= walked


def test_every_answer_has_a_source() -> None:
    assert all(row["says"] and row["source"] for row in ANSWERS)
    seen = [(row["code"], row["status"]) for row in ANSWERS]
    assert len(seen) == len(set(seen))


def test_what_is_not_valid_is_named_without_its_words() -> None:
    """A field's path is ours; what was in it may be somebody's words."""
    errors = {"components": {"0": {"content": {"_errors": [{"message": "In my.words: so many"}]}}}}
    response: Any = SimpleNamespace(status=400, reason="no")
    error = discord.HTTPException(response, {"code": 50035, "message": "Invalid", "errors": errors})
    assert refused_fields(error) == ["components.0.content"]
    assert "words" not in in_short(error)
    assert refused_fields(OSError()) == []


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


def test_what_somebody_has_to_put_right_is_looked_at_less_and_less_often() -> None:
    """From seconds to ten minutes; word of a change wakes it at once."""
    assert all(3.75 <= back_off_s(OSError(), 0, Verdict.FORBIDDEN) <= 6.25 for _ in range(50))
    assert all(450 <= back_off_s(OSError(), 40, Verdict.FORBIDDEN) <= 750 for _ in range(50))


def test_a_room_that_cannot_be_deleted_is_tried_a_few_times_a_day() -> None:
    waits_s = [back_off_s(OSError(), n, Verdict.FORBIDDEN, CLOSING_WAITS) for n in range(14)]
    assert sum(wait < 3 * 3600 for wait in waits_s) <= 9
    assert all(wait <= 1.25 * 86_400 for wait in waits_s)
