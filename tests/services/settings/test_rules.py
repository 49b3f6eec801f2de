"""What holds in a server: its own choice wins over the settings of the bot, and what is gone falls back."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bot.ids import RoleXid
from bot.services.settings.rules import ServerRules
from bot.services.settings.servers import AtEnd, ServerOptions
from bot.settings import Circles, People, Rooms, Settings
from bot.ui.permission_checks import admin_roles, facilitator_roles, gone_among

USUAL = Settings(
    people=People(facilitator_roles=(7,), admin_roles=(8,)),
    circles=Circles(format="check-in", scale=True),
    rooms=Rooms(at_end="archive", linger_minutes=45),
)
FORMATS = ("story-circle", "check-in")


def guild(*roles: int, unavailable: bool = False) -> Any:
    """A server with these roles."""
    return SimpleNamespace(unavailable=unavailable, get_role=lambda xid: xid if xid in roles else None)


def test_where_nothing_is_chosen_the_settings_of_the_bot_hold() -> None:
    rules = ServerRules(ServerOptions(), USUAL)
    assert rules.format_id(FORMATS) == "check-in"
    assert rules.scale
    assert (rules.at_end, rules.linger_s) == (AtEnd.ARCHIVE, 2700)
    assert facilitator_roles(rules, guild(7, 8)) == (7,)
    assert admin_roles(rules, guild(7, 8)) == (8,)


def test_what_a_server_chose_wins_also_when_it_chose_less() -> None:
    options = ServerOptions(
        facilitator_role_xids=(),
        admin_role_xids=(RoleXid(9),),
        format_id="story-circle",
        scale=False,
        at_end=AtEnd.DELETE,
        linger_minutes=0,
    )
    rules = ServerRules(options, USUAL)
    assert rules.format_id(FORMATS) == "story-circle"
    assert not rules.scale
    assert (rules.at_end, rules.linger_s) == (AtEnd.DELETE, 0)
    assert facilitator_roles(rules, guild(7)) == ()
    assert admin_roles(rules, guild(9)) == (9,)


@pytest.mark.parametrize(
    ("there", "gone", "counts"),
    [((1, 2), (), (1, 2)), ((1,), (2,), (1, 2)), ((), (1, 2), (7,))],
    ids=["all are there", "one is gone", "all are gone"],
)
def test_deleted_roles_fall_back_once_none_is_left(
    there: tuple[int, ...], gone: tuple[int, ...], counts: tuple[int, ...]
) -> None:
    rules = ServerRules(ServerOptions(facilitator_role_xids=(RoleXid(1), RoleXid(2))), USUAL)
    server = guild(*there)
    assert facilitator_roles(rules, server) == counts
    assert gone_among(rules.options.facilitator_role_xids, server) == gone


def test_while_discord_is_out_no_role_counts_as_deleted() -> None:
    rules = ServerRules(ServerOptions(facilitator_role_xids=(RoleXid(1),)), USUAL)
    for server in (guild(unavailable=True), None):
        assert facilitator_roles(rules, server) == (1,)
        assert gone_among((1,), server) == ()


def test_a_format_that_is_gone_falls_back() -> None:
    rules = ServerRules(ServerOptions(format_id="no-such"), USUAL)
    assert rules.format_id(FORMATS) == "check-in"
