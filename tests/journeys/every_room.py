"""One short circle as a list of steps, for every room of the table, gentle and held, and what has to be so in each.

Four people: Fay tells as one does in that room, Ann passes, Ben writes also where others speak, and Cat steps out and
comes back before her turn. It is played in simulated Discord (`Simulated`) and on the strict one
(`tests.wire.every_room`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.ids import ChannelXid, GuildXid
from bot.services.circle.choices import CircleChoices
from bot.services.circle.opening import Invitation
from bot.services.rooms.choices import RoomChoices
from bot.services.rooms.kinds import RoomKind
from bot.services.rooms.marks import Value
from tests.journeys import crash, on_stages, script
from tests.journeys.house import House
from tests.journeys.playing import Playing
from tests.recorded import waiting

STANDING = "circle-stay"
"""What the channel that stays is called. A room's name is like that, so people look for their cards there."""
SEE = discord.Permissions(view_channel=True)
EARLIER = discord.Permissions(read_message_history=True)
FAY, ANN, BEN, CAT = range(4)
EVERYONE = (FAY, ANN, BEN, CAT)
NAMES = ("fay", "ann", "ben", "cat")


@dataclass(frozen=True)
class Kind:
    """A row of the table."""

    room: RoomKind
    held: bool = False
    stands: bool = False

    def __str__(self) -> str:
        return f"{'standing ' * self.stands}{self.name} {'held' if self.held else 'gentle'}"

    @property
    def name(self) -> str:
        """What the room is called in commands."""
        return "thread" if self.room is RoomKind.PRIVATE else str(self.room)

    @property
    def is_spoken(self) -> bool:
        """Whether people are in voice there."""
        return self.room in (RoomKind.VOICE, RoomKind.STAGE)


KINDS = (
    Kind(RoomKind.PRIVATE),
    *(Kind(RoomKind.CHANNEL, held, stands) for stands in (False, True) for held in (False, True)),
    *(Kind(room, held) for room in (RoomKind.VOICE, RoomKind.STAGE) for held in (False, True)),
)


@dataclass(frozen=True)
class AsBefore:
    """What may be taken from people in a room."""

    permissions: dict[int, tuple[int, int]]
    """Every permission that was set in the room, by whom it is for. Those that say nothing are as none."""
    muted: list[str]
    """Whom the server mutes."""


class Ground(ABC):
    """Where it is played: what people do in voice there, and what can be seen of their microphones."""

    def __init__(self, h: Playing, kind: Kind) -> None:
        self.h, self.kind = h, kind
        self.away: set[int] = set()
        """Who has left voice, of those in the circle."""
        self.kept: list[AsBefore] = []
        """What was there before somebody changed it, the newest last."""

    @property
    def people(self) -> list[Any]:
        """Those in the circle."""
        return [self.h.fay, *self.h.members[:3]]

    @abstractmethod
    async def prepare(self) -> None:
        """Fay may open circles that are held in voice. There is a channel that stays, if one is met in; and somebody
        in it who is let in by name, and has no seat."""

    @abstractmethod
    async def connect(self, who: Any) -> None:
        """Somebody comes to the room."""

    @abstractmethod
    async def disconnect(self, who: Any) -> None:
        """Somebody leaves voice."""

    @abstractmethod
    async def accept(self, who: Any) -> None:
        """Somebody on a stage accepts Discord's invitation to speak, if there is one."""

    @abstractmethod
    def is_heard(self, who: Any) -> bool:
        """Whether somebody can be heard in the room."""

    @abstractmethod
    def may_write(self, who: Any) -> bool:
        """Whether somebody may write in the room."""

    @abstractmethod
    def as_it_is(self) -> AsBefore:
        """Everything that may be taken from people."""

    def can_tell(self) -> list[str]:
        """Who can tell a story now, by name."""
        can = self.is_heard if self.kind.is_spoken else self.may_write
        return [name for name, who in zip(NAMES, self.people, strict=True) if can(who)]

    async def marks(self) -> int:
        """How much the bot has still to undo."""
        return len((await self.h.bot.desks.rooms.held_in(self.h.guild_id)).marks)


class Simulated(Ground):
    """In simulated Discord."""

    h: House

    async def prepare(self) -> None:
        h, backend = self.h, self.h.env.backend
        guild = backend.get_guild(h.guild_id)
        guild.members[h.fay.id].role_ids += guild.members[h.admin.id].role_ids
        if not self.kind.stands:
            return
        stays = h.guild.create_text_channel(STANDING)
        h.stays = stays.id
        for whom, kind, allow, deny in (
            (h.guild_id, OverwriteType.ROLE, 0, EARLIER.value),
            (h.members[5].id, OverwriteType.MEMBER, SEE.value, 0),
        ):
            backend.set_overwrite(stays.id, Overwrite(whom, kind, allow=allow, deny=deny))

    def _state(self, who: Any) -> Any:
        state = self.h.env.backend.get_guild(self.h.guild_id).voice_states.get(who.id)
        return state if state is not None and state.channel_id == self.h.room.id else None

    async def connect(self, who: Any) -> None:
        backend, guild = self.h.env.backend, self.h.guild_id
        if self.kind.room is RoomKind.STAGE:
            await who.join_voice(self.h.room)
            return
        # A mute has waited for them, which SimCord does not know.
        mute = backend.get_guild(guild).members[who.id].mute
        backend.set_voice_state(guild, who.id, self.h.room.id, mute=mute, suppress=False)
        await self.h.env.settle()

    async def disconnect(self, who: Any) -> None:
        await who.leave_voice()

    async def accept(self, who: Any) -> None:
        if on_stages.place(self.h, who) is Value.INVITED:
            await on_stages.accept(self.h, who)

    def is_heard(self, who: Any) -> bool:
        state = self._state(who)
        is_there = state is not None and not state.mute
        on_stage = self.kind.room is RoomKind.STAGE
        return is_there and not (on_stage and on_stages.place(self.h, who) is not Value.HEARD)

    def may_write(self, who: Any) -> bool:
        room = self.h.room
        place = room._channel.parent_id if room.is_thread else room.id
        value = self.h.env.backend.compute_permissions(self.h.guild_id, who.id, place)
        return discord.Permissions(value).send_messages

    def as_it_is(self) -> AsBefore:
        members = self.h.env.backend.get_guild(self.h.guild_id).members
        muted = [name for name, who in zip(NAMES, self.people, strict=True) if members[who.id].mute]
        room = self.h.room
        if room.is_thread:
            return AsBefore({}, muted)
        set_there = {one.target_id: (int(one.allow), int(one.deny)) for one in room._channel.overwrites}
        return AsBefore({whom: values for whom, values in set_there.items() if values != (0, 0)}, muted)


Step = Callable[[Ground], Awaitable[object]]


def _on(step: crash.Step) -> Step:
    """A step that is the same in every room."""

    async def done(g: Ground) -> None:
        await step(g.h)

    return done


def press(person: int, label: str) -> Step:
    """Somebody presses a button."""
    return _on(crash.press(person, label))


def wait(seconds: float) -> Step:
    """Time passes."""
    return _on(script.wait(seconds))


def slash(person: int, command: str) -> Step:
    """Somebody types a command."""
    return _on(script.slash(person, command))


async def _opened(g: Ground) -> None:
    """The circle is opened in a room of that kind; in a channel that stays, as the date of a schedule is."""
    h, kind = g.h, g.kind
    if not kind.stands:
        opened = script.opened(kind.name, format="check-in", **({"held": True} if kind.held else {}))
        await opened(h)
        return
    circle = CircleChoices(
        "Evening circle",
        "en",
        ChannelXid(h.lobby.id),
        "check-in",
        room=RoomChoices(kind.room, kind.held, ChannelXid(h.room.id)),
    )
    format = circle.session.fit(circle.format(h.bot.content), in_writing=True)
    await h.bot.desks.circle.open(Invitation(GuildXid(h.guild_id), circle, format), h.fay.id)


def _comes(person: int) -> Step:
    """Somebody comes into voice, where there is one, and says yes if they are asked to speak."""

    async def step(g: Ground) -> None:
        if g.kind.is_spoken:
            g.away.discard(person)
            await g.connect(g.people[person])
            # After a start nobody is invited for ten seconds.
            await g.h.wait(12 if g.kind.room is RoomKind.STAGE else 1)
            await g.accept(g.people[person])

    return step


def _goes(person: int) -> Step:
    async def step(g: Ground) -> None:
        if g.kind.is_spoken:
            g.away.add(person)
            await g.disconnect(g.people[person])

    return step


def takes(person: int) -> Step:
    """Somebody takes the piece: on a held stage by accepting Discord's invitation, else by `Receive`."""

    async def step(g: Ground) -> None:
        await g.accept(g.people[person])
        await g.h.wait(1)
        await crash.press(person, "Receive")(g.h)

    return step


def _can_tell(*people: int) -> Step:
    """Where the piece is held, only these can tell; everywhere else all can."""

    async def step(g: Ground) -> None:
        told = people if g.kind.held else [person for person in EVERYONE if person not in g.away]
        silent = {BEN} if g.kind.is_spoken and g.kind.held else set()  # whoever writes is not heard
        may = [NAMES[person] for person in told if person not in silent]
        assert g.can_tell() == may, f"in the turn of {NAMES[people[0]]}"

    return step


async def _keeps(g: Ground) -> None:
    """How it was is kept."""
    g.kept.append(g.as_it_is())


async def _is_as_before(g: Ground) -> None:
    """Everything is as it was when it was kept last."""
    assert g.as_it_is() == g.kept.pop()


async def _stays_as_it_was(g: Ground) -> None:
    """The channel that stays is as it was before the circle; nothing is left to undo anywhere."""
    if g.kind.stands:
        await _is_as_before(g)
    assert await g.marks() == 0


async def _found(g: Ground) -> None:
    if g.kind.stands:
        await _keeps(g)


def _tells(person: int, *can: int) -> list[Step]:
    return [takes(person), wait(12), _can_tell(*can), wait(20), press(person, "I'm done"), wait(12)]


BEGINNING: Sequence[Step] = [
    _found,
    _opened,
    wait(3),
    *(press(person, "Save me a seat") for person in (ANN, BEN, CAT)),
    wait(3),
    *(_comes(person) for person in EVERYONE),
    wait(3),
    _keeps,
    slash(FAY, "circle start"),
    wait(80),
    *(press(person, "I agree") for person in EVERYONE),
    press(BEN, "I write"),
    wait(12),
]
"""Up to the first offer of the piece."""
STEPS: Sequence[Step] = [
    *BEGINNING,
    *_tells(FAY, FAY),
    press(ANN, "Pass"),
    wait(12),
    _goes(CAT),
    press(CAT, "Step out"),
    wait(2),
    *_tells(BEN, BEN),
    _comes(CAT),
    press(CAT, "Come back in"),
    wait(12),
    *_tells(CAT, CAT),
    wait(200),
    slash(FAY, "circle end"),
    wait(15),
    _is_as_before,
    wait(700),
    _stays_as_it_was,
]


async def play(
    g: Ground, between: Callable[[int], Awaitable[object]] | None = None
) -> list[tuple[object, ...]]:
    """Play it. Returns the anonymous record that remains.

    Args:
        between: what happens after each step, of which it is told the number.
    """
    await g.prepare()
    for number, step in enumerate(STEPS, 1):
        await step(g)
        if between is not None:
            await between(number)
    return await _record(g)


async def _record(g: Ground) -> list[tuple[object, ...]]:
    added = await waiting(g.h.bot.desks.transactions)
    return [(cell.format, sums.seats_taken, sums.seats_shared, sums.sessions) for cell, sums in added]
