"""A circle in a hidden channel: whoever cannot see that channel does not learn of it, by any way.

What an outsider is answered is compared, for every command and every button there is, with what they are answered
where there is no circle at all.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import discord
from discord import app_commands
from simcord.actors import MemberActor
from simcord.backend import serializers
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.ids import GuildXid, SessionId
from tests.journeys.forging import forge
from tests.journeys.house import House, house, words
from tests.journeys.weekly import draft, events

NAME = "Garden circle"
NOT_THERE = 999
TOKEN = "t" * 22


class Grounds:
    """A house with a hidden garden: insiders see it; Ben does not, nor do Cat, who has a seat, and Ada, the admin."""

    def __init__(self, h: House) -> None:
        self.h = h
        self.insiders = h.guild.create_role("Insiders")
        sees, hidden = (discord.PermissionOverwrite(view_channel=may) for may in (True, False))
        me = h.guild.me
        assert me is not None
        self.garden = h.guild.create_text_channel(
            "garden", overwrites={h.guild.default_role: hidden, self.insiders: sees, me: sees}
        )
        self.ann, self.ben, self.cat = h.members[:3]
        for who in (h.fay, self.ann, self.cat):
            self.roles(who).append(self.insiders.id)

    def roles(self, who: MemberActor) -> list[int]:
        """The roles of somebody, to change."""
        return self.h.env.backend.get_guild(self.h.guild.id).members[who.id].role_ids

    async def open(self) -> None:
        """Fay opens a circle in the garden; Ann and Cat take seats; Cat sees the garden no more."""
        await self.h.slash(self.h.fay, "circle open", at=self.garden, name=NAME)
        (invitation,) = self.garden.history(viewer=self.ann)[-1:]
        for who in (self.ann, self.cat):
            await self.h.press(who, "Save me a seat", invitation)
        await self.h.wait(3)
        self.roles(self.cat).remove(self.insiders.id)


@asynccontextmanager
async def grounds(*, with_circle: bool = True) -> AsyncIterator[Grounds]:
    async with house() as h:
        made = Grounds(h)
        await h.env.settle()
        if with_circle:
            await made.open()
        yield made


def commands(h: House) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every command there is, with as little as may be typed, and with everything: a session's number and its name."""
    for command in h.sim.bot.tree.walk_commands():
        if not isinstance(command, app_commands.Command):
            continue
        if any(p.type is discord.AppCommandOptionType.attachment for p in command.parameters):
            continue
        least = {p.name: _typed(h, p) for p in command.parameters if p.required}
        most = {p.name: _typed(h, p) for p in command.parameters}
        yield command.qualified_name, least
        if most != least:
            yield command.qualified_name, most
        for name in sorted({"session", "name", "date"} & most.keys()):
            for guess in ("1", "2", NAME):
                yield command.qualified_name, {**least, name: guess}


def _typed(h: House, parameter: app_commands.Parameter) -> Any:
    kind = discord.AppCommandOptionType
    if parameter.choices:
        return parameter.choices[0].value
    given = {
        kind.string: "1",
        kind.integer: 3,
        kind.boolean: True,
        kind.user: h.members[0],
        kind.channel: h.lobby,
    }
    return given[parameter.type]


async def answers_to_everything(g: Grounds, who: MemberActor) -> list[tuple[str, str]]:
    """What somebody is answered to every command."""
    return [
        (
            f"{command} {sorted(options)} {options.get('session', '')}",
            await g.h.slash(who, command, **options),
        )
        for command, options in commands(g.h)
    ]


async def test_an_outsider_is_answered_as_if_there_were_no_circle() -> None:
    async with grounds(with_circle=False) as g:
        without = await answers_to_everything(g, g.ben)
    async with grounds() as g:
        hidden = await answers_to_everything(g, g.ben)
        assert {command.split(" [")[0] for command, _ in hidden} >= {
            *(
                "circle upcoming",
                "circle join",
                "circle leave",
                "circle resume",
                "circle panel",
                "circle order",
            ),
            *("schedule list", "schedule calendar", "prompts browse"),
        }
        assert hidden == without
        assert not any("Garden" in answer for _, answer in hidden)
        assert len(await g.h.sim.bot.desks.circle.open_in(GuildXid(g.h.guild.id))) == 1
        state = (await g.h.sim.bot.desks.circle.get(SessionId(1))).state
        assert len(state.seated) == 3, "and nobody has taken a seat"
        for command in ("circle join", "circle leave"):
            for typed in ("", "Gar", "1"):
                assert await g.ben.autocomplete(g.h.lobby, command, "session", typed) == []
        assert not g.h.private(g.ben)


async def test_an_outsiders_press_is_answered_as_if_there_were_no_circle() -> None:
    """Every verb that is about a session, guessed by hand: in the lobby and in a direct message."""
    async with grounds() as g:
        before = await g.h.sim.bot.desks.circle.get(SessionId(1))
        verbs = [*g.h.sim.bot.presses, "slip"]
        assert {"join", "leave", "agree", "begin", "endnow", "spark", "menu:note", "pick:choose"} <= set(
            verbs
        )
        for verb in verbs:
            kind = verb.split(":")[0]
            values = {"menu": ("1",), "pick": (str(g.ann.id),)}.get(kind, ())
            shape = f"sc:{verb}:{{}}:{TOKEN}" if verb.startswith("share") else f"sc:{verb}:{{}}:0"
            for direct in (False, True):
                said = [
                    await forge(g.h, g.ben, shape.format(number), values=values, direct=direct)
                    for number in (1, NOT_THERE)
                ]
                assert said[0] == said[1], f"{verb} tells of the circle"
                await g.h.wait(0.1)  # whoever asks Discord who somebody is waits for the common pace
                assert "Garden" not in said[0]
        assert await g.h.sim.bot.desks.circle.get(SessionId(1)) == before


async def test_those_with_a_seat_still_see_their_circle_and_may_leave_it() -> None:
    async with grounds() as g:
        assert NAME in await g.h.slash(g.cat, "circle upcoming")
        assert [c["name"] for c in await g.cat.autocomplete(g.h.lobby, "circle leave", "session", "")] == [
            NAME
        ]
        assert "Your seat is free again." in await g.h.slash(g.cat, "circle leave", session="1")
        await g.h.wait(3)
        assert "I cannot find that circle." in await g.h.slash(g.cat, "circle join", session="1")
        assert "No circle is open here" in await g.h.slash(g.cat, "circle upcoming")


async def test_those_with_a_seat_press_in_a_direct_message_too() -> None:
    async with grounds() as g:
        assert "Your seat is free again." in await forge(g.h, g.cat, "sc:leave:1:0", direct=True)


async def test_insiders_and_admins_see_it_and_may_take_a_seat() -> None:
    async with grounds() as g:
        dev = g.h.members[3]
        g.roles(dev).append(g.insiders.id)
        for who in (dev, g.h.admin):
            assert NAME in await g.h.slash(who, "circle upcoming")
            assert len(await who.autocomplete(g.h.lobby, "circle join", "session", "")) == 1
        assert "You have a seat." in await g.h.slash(dev, "circle join", session=NAME)


async def test_whoever_sees_the_channel_may_take_a_seat_from_a_direct_message() -> None:
    async with grounds() as g:
        dev = g.h.members[3]
        assert "This circle is over" in await forge(g.h, dev, "sc:join:1:0", direct=True)
        g.roles(dev).append(g.insiders.id)
        assert "You have a seat." in await forge(g.h, dev, "sc:join:1:0", direct=True)


async def test_a_press_from_another_server_finds_nothing() -> None:
    async with house() as h:
        await h.open(3)
        elsewhere = h.env.create_guild("Another house")
        abroad = elsewhere.create_text_channel("lobby")
        runs = elsewhere.create_role("Admins", permissions=discord.Permissions(administrator=True))
        ann = h.members[0]
        other = elsewhere.add_member(h.env.create_user("max", global_name="Max"), roles=[runs])
        seated = elsewhere.add_member(ann.user)
        await h.env.settle()
        for verb in h.sim.bot.presses:
            if verb.startswith(("menu:", "pick:", "share")):
                continue
            for who in (other, seated):
                answer = await forge(h, who, f"sc:{verb}:1:0", at=abroad, guild_xid=elsewhere.id)
                assert "This circle is over. Thank you" in answer, verb
        assert len((await h.sim.bot.desks.circle.get(SessionId(1))).state.seated) == 3


async def test_a_schedule_in_a_hidden_channel_makes_no_event_and_its_draft_says_so() -> None:
    async with grounds(with_circle=False) as g:
        g.roles(g.h.admin).append(g.insiders.id)
        card = await draft(g.h, name=NAME, place=g.garden)
        assert "Not everyone sees" in words(card)
        await g.h.press(g.h.admin, "Create it", card)
        await g.h.wait(3)
        assert NAME in g.h.read(place=g.garden)
        assert not events(g.h)
        for command in ("circle join", "circle leave"):
            assert await g.ben.autocomplete(g.h.lobby, command, "session", "") == []
        assert "No circle is open here" in await g.h.slash(g.ben, "circle upcoming")


async def test_an_event_goes_when_its_channel_is_hidden_and_comes_back_with_it() -> None:
    async with house() as h:
        await h.press(h.admin, "Create it", await draft(h))
        await h.wait(3)
        assert len(events(h)) == 1
        before = list(h.lobby._channel.overwrites)
        deny = discord.Permissions(view_channel=True).value
        me = h.guild.me
        assert me is not None
        own = Overwrite(me.id, OverwriteType.MEMBER, deny, 0)
        await change(h, [*before, own, Overwrite(h.guild.id, OverwriteType.ROLE, 0, deny)])
        assert not events(h)
        await change(h, before)
        assert len(events(h)) == 1


async def change(h: House, overwrites: list[Overwrite]) -> None:
    """Somebody changes who sees the lobby."""
    h.lobby._channel.overwrites[:] = overwrites
    backend = h.env.backend
    backend.emit("CHANNEL_UPDATE", dict(serializers.channel_payload(backend, h.lobby._channel)))
    await h.wait(3)
