"""The setup and `Try again` on the strict Discord: menus of roles and channels, what the bot lacks, and private cards
that take the place of others.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import discord

from bot.ids import GuildXid
from tests.journeys.house import words
from tests.strict.shapes import EVERYTHING
from tests.wire.strict_house import StrictHouse, play_in_strict_house

PLACE = {"title": "Night line", "text": "", "phone": "12", "link": "", "review_on": "2026-06-01"}


def _screen(h: StrictHouse) -> list[str]:
    return [words(message) for message in h.stub.interactions.seen_by(h.admin.id, h.lobby.id)]


def test_roles_and_channels_are_chosen_and_missing_permissions_named(tmp_path: Path) -> None:
    async def story(h: StrictHouse) -> None:
        role = h.world.add_role(h.guild_id, EVERYTHING, h.members[0].id)
        h.world.require_two_factor(h.guild_id)
        await h.restart()
        await h.slash(h.admin, "settings setup")
        shown = await h.choose(h.admin, "Choose roles", [SimpleNamespace(id=role)])
        assert f"one of these roles: <@&{role}>." in shown
        # The same card again, with what is chosen in its menu; then with nothing in it.
        await h.choose(h.admin, "Choose roles", [])
        assert (await h.bot.desks.settings.server(GuildXid(h.guild_id))).options.facilitator_role_xids == ()
        await h.slash(h.admin, "settings show")
        await h.choose(h.admin, "Change one of these", ["9"])
        assert f"posted in {h.lobby.mention}" in await h.choose(h.admin, "Choose a text channel", [h.lobby])
        lacking = discord.Permissions(EVERYTHING.value)
        lacking.update(create_events=False)
        await h.world.grant(h.guild_id, lacking)
        await h.settle()
        shown = await h.slash(h.admin, "settings show")
        assert "I lack these permissions in this server: **Create Events**." in shown
        assert "two-factor authentication. The owner of this bot's account needs it too." in shown
        h.world.require_two_factor(h.guild_id, owner_has_it=True)
        await h.restart()
        assert "two-factor" not in await h.slash(h.admin, "settings show")

    play_in_strict_house(tmp_path, story)


def test_a_refused_form_is_tried_again_in_place_and_an_old_refusal_goes(tmp_path: Path) -> None:
    async def story(h: StrictHouse) -> None:
        await h.slash(h.admin, "care resources")
        for phone in ("12", "13"):
            await h.press(h.admin, "Add a place")
            await h.submit(h.admin, {**PLACE, "phone": phone})
        assert sum("[Try again]" in text for text in _screen(h)) == 1
        await h.press(h.admin, "Try again")
        await h.submit(h.admin, {**PLACE, "phone": "14"})
        await h.press(h.admin, "Try again")
        await h.submit(h.admin, {"phone": "1234"})
        assert "Night line" in _screen(h)[-1]
        assert not any("[Try again]" in text for text in _screen(h))

    play_in_strict_house(tmp_path, story)


def test_a_check_names_what_each_channel_lacks(tmp_path: Path) -> None:
    async def story(h: StrictHouse) -> None:
        await h.open()
        assert "I lack" not in await h.slash(h.admin, "settings check")
        await h.world.forbid(h.lobby.id, manage_threads=True)
        shown = await h.slash(h.admin, "settings check")
        assert f"In {h.lobby.mention} I lack: **Manage Threads**. The open circle there needs it." in shown
        assert "Only" in await h.slash(h.members[0], "settings check")
        await h.world.forbid(h.lobby.id)
        assert "I lack" not in await h.slash(h.admin, "settings check")
        assert _screen(h), "only the admin sees it"
        assert not h.stub.posted(h.lobby.id)[1:], "nothing but the invitation is there for everyone"

    play_in_strict_house(tmp_path, story)
