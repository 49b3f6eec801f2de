"""A channel, a voice channel and a stage in which anything happens, to hold the reconciler against.

The model remembers what every field would be if the bot had never been there (`truth`): that is what has to stand
there in the end. Left out is only what Discord does not let anybody tell: somebody else who sets, while nobody looks,
exactly the value that we had set.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.delivery.rooms.hearing.plan import becomes, done, plan
from bot.delivery.rooms.hearing.wants import (
    SEND,
    TAKEN,
    Wanted,
    in_channel,
    in_voice,
    mute_of,
    of_channel,
    on_stage,
    place_of,
)
from bot.services.rooms.marks import EditKind, Field, Mark, MarkProgress, Value

PLACE, EVERYONE, ME = 1, 2, 3
PEOPLE = (11, 12, 13, 14, 15)
ROLES = {21: (11, 12), 22: (13,)}
EVENTS = 40


@dataclass
class World:
    """One room of one kind, and the bot that holds it."""

    kind: EditKind
    chance: random.Random
    actual: dict[Field, Value] = field(default_factory=dict)
    truth: dict[Field, Value] = field(default_factory=dict)
    marks: dict[Field, Mark] = field(default_factory=dict)
    present: set[int] = field(default_factory=lambda: set(PEOPLE))
    elsewhere: set[int] = field(default_factory=set)
    """Who is in another voice channel of the server."""
    heard: frozenset[int] | None = None
    quiet: frozenset[int] = frozenset()
    """Who is muted although everyone may be heard."""
    is_over: bool = False
    is_connected: bool = True
    left_unseen: set[int] = field(default_factory=set)
    touched: set[Field] = field(default_factory=set)
    """What somebody else has changed since the session began."""
    edits: int = 0
    asked: set[Field] = field(default_factory=set)
    """Whom the bot has asked to speak on a stage: that they accept is their own doing, and stays."""

    def __post_init__(self) -> None:
        usual, other = {
            EditKind.OVERWRITE: (Value.NEUTRAL, (Value.ALLOW, Value.DENY)),
            EditKind.MUTE: (Value.UNMUTED, (Value.MUTED,)),
            EditKind.SUPPRESS: (Value.SUPPRESSED, (Value.HEARD,)),
        }[self.kind]
        for one in self.fields():
            value = self.chance.choice(other) if self.chance.random() < 0.25 else usual
            self.actual[one] = self.truth[one] = value

    def fields(self) -> list[Field]:
        match self.kind:
            case EditKind.OVERWRITE:
                targets = (EVERYONE, ME, *ROLES, *PEOPLE)
                # What denies the bot to write keeps it from holding, which is told and is no matter of planning.
                return [of_channel(PLACE, target, name) for target in targets for name in TAKEN]
            case EditKind.MUTE:
                return [mute_of(PLACE, person) for person in PEOPLE]
            case EditKind.SUPPRESS:
                return [place_of(PLACE, person) for person in PEOPLE]

    # The bot

    def seen(self) -> Mapping[Field, Value]:
        """What the bot knows: nothing without a connection, and of a mute nothing while somebody is not in voice."""
        if not self.is_connected:
            return {}
        return {one: self._seen(one) for one in self.fields() if self._is_known(one)}

    def _is_known(self, one: Field) -> bool:
        return self.kind is not EditKind.MUTE or one.target_xid in self.present | self.elsewhere

    def _seen(self, one: Field) -> Value:
        is_away = self.kind is EditKind.SUPPRESS and one.target_xid not in self.present
        return Value.GONE if is_away else self.actual[one]

    def wanted(self) -> Wanted:
        heard = None if self.is_over else self.heard
        match self.kind:
            case EditKind.OVERWRITE:
                return in_channel(PLACE, EVERYONE, ME, heard, self.seen(), self.marks, self.denied())
            case EditKind.MUTE:
                quiet = frozenset() if self.is_over else self.quiet
                return in_voice(PLACE, self.present, heard, self.marks, quiet)
            case EditKind.SUPPRESS:
                return on_stage(PLACE, self.present, heard)

    def denied(self) -> set[int]:
        """Of whom a role takes writing."""
        denying = [role for role in ROLES if self.actual[of_channel(PLACE, role, SEND)] is Value.DENY]
        return {person for role in denying for person in ROLES[role]}

    def run(self, most: int = 1000, crash_at: int | None = None) -> int:
        """Let the bot work, with so many edits, or until it is killed: an even number is before an edit, an odd one
        after it, when nothing of it has been kept yet. Returns how many edits it made."""
        made = 0
        for _ in range(30):
            found = plan(self.wanted(), self.seen(), self.marks, () if self.is_over else (PLACE,))
            self.left_unseen = self.left_unseen if not self.is_connected else set()
            self.marks |= {mark.field: mark for mark in found.found}
            for one in found.over:
                self.marks.pop(one, None)
            now = found.edits[: most - made]
            self.marks |= {mark.field: mark for edit in now for mark in edit.marks}
            for edit in now:
                if crash_at == 2 * made:
                    return made
                for mark in edit.marks:
                    value = becomes(mark)
                    if value in (Value.HEARD, Value.INVITED):
                        self.asked.add(mark.field)
                    self.actual[mark.field] = Value.INVITED if value is Value.HEARD else value
                made += 1
                self.edits += 1
                if crash_at == 2 * made - 1:
                    return made
            for mark in (mark for edit in now for mark in edit.marks):
                after = done(mark)
                if after is None:
                    del self.marks[mark.field]
                else:
                    self.marks[mark.field] = after
            if not now:
                return made
        raise AssertionError("it never comes to rest")

    # What others do

    def foreign(self, one: Field, value: Value) -> None:
        """Somebody else changes a field, if they can, and if it can be told from what we did."""
        mark = self.marks.get(one)
        ours = mark is not None and mark.progress is not MarkProgress.THEIRS and value.meets(mark.ours)
        there = self.kind is EditKind.OVERWRITE or one.target_xid in self.present | self.elsewhere
        if there and not ours and self.actual[one] is not value:
            self.actual[one] = self.truth[one] = value
            self.touched.add(one)

    def answer(self, person: int) -> None:
        """Whoever was invited accepts. If the invitation was ours, so is that."""
        one = place_of(PLACE, person)
        if self.kind is EditKind.SUPPRESS and self.actual[one] is Value.INVITED:
            self.actual[one] = Value.HEARD

    def moves(self, person: int) -> None:
        """Somebody goes to another voice channel, or is moved there. From a stage they are gone then."""
        self.leaves(person)
        if self.kind is EditKind.MUTE:
            self.elsewhere.add(person)

    def leaves(self, person: int) -> None:
        self.present.discard(person)
        self.elsewhere.discard(person)
        self.left_unseen.add(person)

    def comes(self, person: int) -> None:
        """Whoever comes to a stage is in its audience; a mute has waited for them."""
        if person in self.present or (self.kind is EditKind.SUPPRESS and person in self.left_unseen):
            return
        self.present.add(person)
        self.elsewhere.discard(person)
        if self.kind is EditKind.SUPPRESS:
            one = place_of(PLACE, person)
            self.actual[one] = self.truth[one] = Value.SUPPRESSED

    # What must hold

    def can_be_heard(self, person: int) -> bool:
        if self.kind is EditKind.MUTE:
            return person in self.present and self.actual[mute_of(PLACE, person)] is Value.UNMUTED
        if self.kind is EditKind.SUPPRESS:
            return person in self.present and self.actual[place_of(PLACE, person)] is Value.HEARD
        may = self.actual[of_channel(PLACE, EVERYONE, SEND)] is not Value.DENY
        roles = [self.actual[of_channel(PLACE, r, SEND)] for r, people in ROLES.items() if person in people]
        may = Value.ALLOW in roles or (may and Value.DENY not in roles)
        own = self.actual[of_channel(PLACE, person, SEND)]
        return own is Value.ALLOW or (may and own is not Value.DENY)

    def taken_by_others(self) -> set[int]:
        """Of whom somebody else has changed something since: what they can do is told, and not fought over."""
        targets = {one.target_xid for one, mark in self.marks.items() if mark.progress is MarkProgress.THEIRS}
        people = {person for target in targets for person in ROLES.get(target, (target,))}
        return people | (set(PEOPLE) if EVERYONE in targets else set())

    def check(self) -> None:
        """After settling: nobody but the holder is heard, and the holder is, save by what others did."""
        assert self.run() == 0, "it is not at rest"
        for one, mark in self.marks.items():
            assert mark.progress is not MarkProgress.THEIRS or one in self.touched, (
                "nobody else has been there"
            )
            was_asked = mark.ours is Value.HEARD and self.heard is not None and one.target_xid in self.heard
            is_theirs = mark.progress is MarkProgress.THEIRS
            assert is_theirs or was_asked or not mark.ours.meets(mark.before), (
                "a mark is kept of what was undone"
            )
        for one, mark in self.marks.items() if self.kind is EditKind.OVERWRITE else ():
            is_given = mark.progress is not MarkProgress.THEIRS and mark.ours is Value.ALLOW
            assert not is_given or one.target_xid not in self.denied(), "a role takes it from them"
        excused = self.taken_by_others()
        for person in self.elsewhere - excused:
            one = mute_of(PLACE, person)
            assert self.actual[one] is self.truth[one], f"{person} is not as they were in another channel"
        if self.is_over:
            return
        if self.kind is EditKind.MUTE:
            for person in self.quiet & self.present - excused:
                assert not self.can_be_heard(person), f"{person} is heard and is to be quiet"
        if self.heard is None:
            return
        for person in set(PEOPLE) - excused:
            if person not in self.heard:
                assert not self.can_be_heard(person), f"{person} is heard and does not hold the piece"
            elif person in self.present - self.quiet:
                assert self.can_be_heard(person) or self._is_kept_from_it(person), f"{person} is not heard"

    def _is_kept_from_it(self, person: int) -> bool:
        if self.kind is EditKind.SUPPRESS:
            return self.actual[place_of(PLACE, person)] is Value.INVITED
        if self.kind is EditKind.MUTE:
            return self.truth[mute_of(PLACE, person)] is Value.MUTED
        return self.truth[of_channel(PLACE, person, SEND)] is Value.DENY or person in self.denied()

    def check_as_if_never(self) -> None:
        """The session is over and everyone has been there since: everything is as if the bot had never been."""
        assert self.marks == {}, f"something is left to undo: {self.marks}"
        for one, value in self.truth.items():
            if self.kind is EditKind.SUPPRESS and (one.target_xid not in self.present or one in self.asked):
                assert one.target_xid not in self.present or not self._is_silenced(one)
                continue
            assert self.actual[one].meets(value), f"{one} is {self.actual[one]}, and was {value}"

    def _is_silenced(self, one: Field) -> bool:
        """Whether somebody who was heard is in the audience now, and nobody has asked them back."""
        return self.actual[one] is Value.SUPPRESSED and self.truth[one] is Value.HEARD


def live(seed: int) -> World:
    """One random evening, checked as it goes."""
    chance = random.Random(seed)
    world = World(chance.choice(list(EditKind)), chance)
    for _ in range(EVENTS):
        _happen(world)
        match chance.randrange(6):
            case 0:
                world.run(crash_at=chance.randrange(8))
            case 1:
                world.run(most=chance.randrange(3))
            case 2 | 3:
                world.run()
            case 4:
                world.is_connected = True
                world.run()
                world.check()
    world.is_connected, world.is_over = True, True
    world.run()
    for person in PEOPLE:
        if world.kind is EditKind.MUTE:
            (world.moves if world.chance.random() < 0.5 else world.comes)(person)
    world.run()
    world.check()
    world.check_as_if_never()
    return world


def _happen(world: World) -> None:
    chance = world.chance
    person = chance.choice(PEOPLE)
    match chance.randrange(14):
        case 0 | 1:
            world.heard = frozenset((person,))
        case 2:
            world.heard = frozenset()
        case 3:
            world.heard = None
        case 4 | 5:
            values = {
                EditKind.OVERWRITE: (Value.ALLOW, Value.DENY, Value.NEUTRAL),
                EditKind.MUTE: (Value.MUTED, Value.UNMUTED),
                EditKind.SUPPRESS: (Value.SUPPRESSED, Value.INVITED, Value.HEARD),
            }[world.kind]
            world.foreign(chance.choice(world.fields()), chance.choice(values))
        case 6:
            world.answer(person)
        case 7:
            world.leaves(person)
        case 8:
            world.comes(person)
        case 9:
            world.is_connected = not world.is_connected
        case 10:
            world.is_over = not world.is_over
        case 11:
            world.moves(person)
        case 12:
            world.quiet = frozenset((person,)) if chance.random() < 0.5 else frozenset()
