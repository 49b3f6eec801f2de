"""What the bot is to be invited with: one list, wherever it is written."""

from __future__ import annotations

import discord

from bot.ui.rooms.kinds import OFFERED, missing_in_server
from tests.strict.shapes import EVERYTHING

NONE = discord.Permissions.none()
ASKED_FOR = missing_in_server(NONE)
BESIDES = {name for kind in OFFERED for name in missing_in_server(NONE, kind)} - set(ASKED_FOR)
"""What rooms of another kind need."""


def test_the_bot_is_tried_with_these_and_no_others() -> None:
    assert discord.Permissions(**dict.fromkeys([*ASKED_FOR, *BESIDES], True)) == EVERYTHING


def test_whoever_may_do_everything_lacks_nothing() -> None:
    for kind in OFFERED:
        assert missing_in_server(discord.Permissions.all(), kind) == []
