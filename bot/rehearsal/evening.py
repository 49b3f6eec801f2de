"""The evening that is played in the terminal: a simulated server, its people, and time going by.

It tells what happens and shows nothing itself.
People act only by pressing a button they see, writing a message or typing a command.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import discord
from simcord import ChannelHandle, InteractionResult
from simcord.actors import MemberActor

from bot.ids import GuildXid

from .observer import Change, Observer, RoomGone
from .people import CardMove, Move, Person, Say, Type, View
from .simulation import Simulation

LOOK_EVERY_S = 1.0
LONGEST_S = 3 * 3600
"""A circle that is not over by then never will be."""


class NotOver(Exception):
    """The circle did not come to its end."""


@dataclass(frozen=True)
class Did:
    """Somebody did something."""

    name: str
    move: Move
    answered: bool = True


Moment: TypeAlias = Did | Change


class Evening:
    """One server with a lobby and a hope channel, and everybody in it."""

    def __init__(self, sim: Simulation, people: tuple[Person, ...]) -> None:
        self._sim = sim
        self.observer = Observer(sim.env)
        guild = sim.env.create_guild("The Kitchen Table", preferred_locale="en-US")
        self.lobby = guild.create_text_channel("lobby")
        self._hope = guild.create_text_channel("hope")
        leads = guild.create_role("Facilitators", permissions=discord.Permissions(manage_events=True))
        self._guild = guild
        self._actors: dict[Person, MemberActor] = {}
        for person in people:
            user = sim.env.create_user(person.name.lower(), global_name=person.name)
            roles = [leads] if person is people[0] else []
            self._actors[person] = guild.add_member(user, roles=roles)

    @property
    def now(self) -> datetime:
        """The simulated time."""
        return self._sim.env.now()

    @property
    def everybody(self) -> dict[int, str]:
        """The people's ids and names."""
        return {actor.id: person.name for person, actor in self._actors.items()}

    async def moments(self, first: tuple[str, str]) -> AsyncGenerator[list[Moment], None]:
        """Let the evening go by, a second at a time: what happened in each. Ends when the room is gone.

        Args:
            first: who says something in the channel to begin with, and what.

        Raises:
            NotOver: it went on for hours.
        """
        await self._sim.env.settle()
        await self._sim.bot.desks.settings.change(GuildXid(self._guild.id), 0, hope_xid=self._hope.id)
        speaker = next(actor for person, actor in self._actors.items() if person.name == first[0])
        await speaker.send(self.lobby, first[1])
        for _ in range(int(LONGEST_S / LOOK_EVERY_S)):
            await self._sim.advance(LOOK_EVERY_S)
            moments: list[Moment] = [*self.observer.look()]
            for person, actor in self._actors.items():
                view = View(actor.id, self.now, self.observer.view_of(actor.id))
                move = person.live(view)
                if move is not None:
                    answered = await self._do(actor, move)
                    moments += [Did(person.name, move, answered), *self.observer.look()]
            yield moments
            if any(isinstance(moment, RoomGone) for moment in moments):
                return
        raise NotOver

    async def _do(self, actor: MemberActor, move: Move) -> bool:
        """Do it. Returns whether the bot answered, if it was asked anything."""
        channel = self._channel(move.channel)
        if isinstance(move, CardMove):
            message = next(m for m in channel.history(viewer=actor) if m.id == move.card.id)
            return _answered(await actor.click(message, label=move.deed.label))
        match move.deed:
            case Say(words=words):
                await actor.send(channel, words)
                return True
            case Type(command=command, options=options):
                return _answered(await actor.slash(channel, command, **options))

    def _channel(self, number: int) -> ChannelHandle:
        return ChannelHandle(self._sim.env, self._guild, self._sim.env.backend.get_channel(number))


def _answered(result: InteractionResult) -> bool:
    return result.acknowledged
