"""Ids of buttons: ours are recognised, what nearly looks like one is a stranger's; and who pressed is forgotten."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.ids import GuildXid, SessionId
from bot.privacy.sparks import mark, new_token
from bot.ui.cards.circle.gathering_people import server_of, server_token
from bot.ui.press import DYNAMIC_ITEMS, TokenButton, VerbButton, VerbMenu
from bot.ui.room_traffic import RoomTraffic
from bot.ui.whispers import Whispers
from tests.still_clock import NOON, StillClock

ITEMS = DYNAMIC_ITEMS


def _read(custom_id: str) -> list[type[Any]]:
    """What discord.py would hand an id to."""
    return [item for item in ITEMS if item.__discord_ui_compiled_template__.fullmatch(custom_id)]


@pytest.mark.parametrize("numbers", ["0:0", "12:57", f"{10**18 - 1}:{10**18 - 1}"])
def test_ids_as_cards_have_them_are_read(numbers: str) -> None:
    assert _read(f"sc:done:{numbers}") == [VerbButton]
    assert len(_read(f"sc:pick:remove:{numbers}")) == 1
    assert _read(f"sc:menu:theme:{numbers}") == [VerbMenu]


@pytest.mark.parametrize("token", [new_token(), mark(b"k" * 32)], ids=["a token", "a mark"])
def test_tokens_are_read(token: str) -> None:
    assert _read(f"sc:withdraw:{token}") == [TokenButton]
    assert _read(f"sc:share:12:{token}") == [TokenButton]


def test_a_server_that_a_button_says_is_one_there_can_be() -> None:
    for guild_xid in (GuildXid(1), GuildXid((1 << 63) - 1)):
        assert server_of(server_token(guild_xid)) == guild_xid
    for forged in (
        "_" * 22,
        "_" * 43,
        server_token(GuildXid(1 << 63)),
        server_token(GuildXid((1 << 128) - 1)),
    ):
        assert server_of(forged) == 0


@pytest.mark.parametrize(
    "numbers",
    [
        f"{2**63}:1",
        f"1:{2**63}",
        f"{'9' * 90}:1",
        "٣:1",
        "1:٣",
        "１:1",  # full width
        "-1:1",
        "+1:1",
        "1_0:1",
        " 1:1",
        "1:1\n",
        "1.0:1",
        ":1",
    ],
)
def test_numbers_that_are_none_of_ours_are_a_strangers(numbers: str) -> None:
    for custom_id in (f"sc:done:{numbers}", f"sc:pick:remove:{numbers}", f"sc:menu:theme:{numbers}"):
        assert _read(custom_id) == []


@pytest.mark.parametrize("length", [1, 21, 23, 32, 42, 44, 80])
def test_tokens_of_another_length_are_a_strangers(length: int) -> None:
    assert _read(f"sc:withdraw:{'a' * length}") == []


def _pressed(user: int) -> Any:
    return SimpleNamespace(user=SimpleNamespace(id=user), expires_at=NOON + timedelta(minutes=15))


def _whispers(clock: StillClock) -> Whispers:
    return Whispers(SimpleNamespace(), SimpleNamespace(), RoomTraffic(), clock)  # type: ignore[arg-type]


def test_whoever_can_no_longer_be_answered_is_forgotten() -> None:
    clock = StillClock(NOON - timedelta(minutes=1))
    whispers = _whispers(clock)
    old = _pressed(11)
    old.expires_at = NOON
    whispers.remember(SessionId(1), old)
    whispers.remember(SessionId(1), _pressed(12))
    clock.now = NOON
    whispers.remember(SessionId(2), _pressed(13))
    assert list(whispers._last) == [(1, 12), (2, 13)]
    assert len(whispers._last) == 2


def test_no_more_people_are_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ui.whispers._MOST", 3)
    whispers = _whispers(StillClock())
    for user in (1, 2, 1, 3, 4):
        whispers.remember(SessionId(7), _pressed(user))
    assert list(whispers._last) == [(7, 1), (7, 3), (7, 4)], "the longest ago goes first"
