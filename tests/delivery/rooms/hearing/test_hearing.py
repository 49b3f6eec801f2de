"""The reconciler: after whatever happens, nobody but the holder is heard, and in the end all is as it was."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from bot.delivery.rooms.hearing.wants import SEND, TAKEN, mute_of, of_channel, place_of
from bot.services.rooms.marks import EditKind, MarkProgress, Value

from .hearing import EVERYONE, PEOPLE, PLACE, World, live

SEQUENCES = 200
"""Enough to notice a wrong rule; `make bench` plays ten thousand."""


def calm(kind: EditKind) -> World:
    """A room in which nobody has set anything."""
    world = World(kind, random.Random(0))
    usual = {
        EditKind.OVERWRITE: Value.NEUTRAL,
        EditKind.MUTE: Value.UNMUTED,
        EditKind.SUPPRESS: Value.SUPPRESSED,
    }
    for one in world.fields():
        world.actual[one] = world.truth[one] = usual[kind]
    return world


def test_whatever_happens_only_the_holder_is_heard_and_nobody_is_left_silenced() -> None:
    seen: Counter[EditKind] = Counter()
    for seed in range(SEQUENCES):
        try:
            world = live(seed)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error
        seen[world.kind] += world.edits
    assert all(seen[kind] > SEQUENCES for kind in EditKind), (
        "hardly anything was changed, so nothing is shown"
    )


@pytest.mark.parametrize("kind", list(EditKind))
def test_a_hand_off_takes_and_gives_once(kind: EditKind) -> None:
    world = calm(kind)
    world.heard = frozenset((11,))
    world.run()
    world.heard = frozenset()
    assert world.run() == 1, "one is silent again"
    world.heard = frozenset((12,))
    assert world.run() == 1
    world.heard = frozenset((13,))
    assert world.run() == 2, "at most two, and no more than one for each of the two people"
    world.answer(13)
    assert [person for person in PEOPLE if world.can_be_heard(person)] == [13]


@pytest.mark.parametrize("kind", list(EditKind))
def test_the_new_holder_comes_first(kind: EditKind) -> None:
    """With one edit only, somebody waits to be silent again, and nobody waits to be heard."""
    world = calm(kind)
    world.heard = frozenset((14,))
    world.run()
    world.heard = frozenset((11,))
    world.run(most=1)
    world.answer(11)
    assert world.can_be_heard(11)


def test_a_channel_takes_writing_alone_and_gives_the_holder_only_that() -> None:
    world = calm(EditKind.OVERWRITE)
    world.heard = frozenset((11,))
    assert world.run() == 3, "the bot, the holder, everyone else: a call each"
    changed = {one: value for one, value in world.actual.items() if value is not Value.NEUTRAL}
    assert {one.name: value for one, value in changed.items() if one.target_xid == EVERYONE} == dict.fromkeys(
        TAKEN, Value.DENY
    )
    assert {one for one in changed if one.target_xid == 11} == {of_channel(PLACE, 11, SEND)}


def test_who_was_denied_to_write_by_name_is_not_given_it() -> None:
    world = calm(EditKind.OVERWRITE)
    theirs = of_channel(PLACE, 11, SEND)
    world.foreign(theirs, Value.DENY)
    world.heard = frozenset((11,))
    world.run()
    assert world.actual[theirs] is Value.DENY
    assert theirs not in world.marks


def test_what_a_role_takes_is_not_given_back_by_name_until_the_role_is_free_again() -> None:
    world = calm(EditKind.OVERWRITE)
    role, theirs = of_channel(PLACE, 22, SEND), of_channel(PLACE, 13, SEND)
    world.heard = frozenset((13,))
    world.run()
    assert world.can_be_heard(13)
    world.foreign(role, Value.DENY)
    world.run()
    assert not world.can_be_heard(13), "a permission by name would win over it"
    assert theirs not in world.marks
    world.foreign(role, Value.NEUTRAL)
    world.run()
    assert world.can_be_heard(13)


def test_a_mute_that_was_there_before_stays() -> None:
    world = calm(EditKind.MUTE)
    world.foreign(mute_of(PLACE, 11), Value.MUTED)
    world.heard = frozenset((11,))
    world.run()
    assert not world.can_be_heard(11)
    world.is_over = True
    world.run()
    assert [person for person in PEOPLE if not world.can_be_heard(person)] == [11]


def test_what_somebody_else_takes_back_is_not_fought_over() -> None:
    world = calm(EditKind.MUTE)
    world.heard = frozenset()
    world.run()
    world.foreign(mute_of(PLACE, 12), Value.UNMUTED)
    assert world.run() == 0
    assert world.marks[mute_of(PLACE, 12)].progress is MarkProgress.THEIRS
    world.foreign(mute_of(PLACE, 12), Value.MUTED)
    world.is_over = True
    world.run()
    assert not world.can_be_heard(12), "that mute is theirs"
    assert world.marks == {}


def test_an_invitation_is_neither_a_raised_hand_nor_being_heard() -> None:
    world = calm(EditKind.SUPPRESS)
    world.heard = frozenset((11,))
    assert world.run() == 1
    assert not world.can_be_heard(11)
    assert world.run() == 0, "nobody is invited twice"
    world.answer(11)
    assert world.run() == 0
    assert world.marks[place_of(PLACE, 11)].progress is MarkProgress.MADE, (
        "that they accepted is nobody's claim"
    )


def test_nothing_is_done_while_nothing_is_known_and_who_is_gone_is_freed_at_their_next_coming() -> None:
    world = calm(EditKind.MUTE)
    world.heard = frozenset()
    world.run()
    world.leaves(13)
    world.is_over, world.is_connected = True, False
    assert world.run() == 0
    world.is_connected = True
    world.run()
    assert [one.target_xid for one in world.marks] == [13]
    world.comes(13)
    assert world.run() == 1
    assert world.can_be_heard(13)


def test_whoever_declines_is_not_asked_again_in_that_turn_and_is_in_the_next() -> None:
    world = calm(EditKind.SUPPRESS)
    one = place_of(PLACE, 11)
    world.heard = frozenset((11,))
    world.run()
    world.actual[one] = Value.SUPPRESSED
    assert world.run() == 0
    assert world.actual[one] is Value.SUPPRESSED
    world.heard = frozenset((12,))
    world.run()
    world.heard = frozenset((11,))
    world.run()
    assert world.actual[one] is Value.INVITED


def test_nobody_on_a_stage_is_silenced_by_a_pause_or_an_end() -> None:
    world = calm(EditKind.SUPPRESS)
    world.foreign(place_of(PLACE, 12), Value.HEARD)
    world.heard = frozenset((11,))
    world.run()
    world.answer(11)
    assert [person for person in PEOPLE if world.can_be_heard(person)] == [11]
    world.heard = None
    world.run()
    assert world.can_be_heard(11)
    assert world.actual[place_of(PLACE, 12)] is Value.INVITED, "who was among the speakers is asked back"
    world.heard = frozenset((13,))
    world.run()
    assert not world.can_be_heard(11)
    world.answer(13)
    world.is_over = True
    world.run()
    assert world.can_be_heard(13)
    assert world.marks == {}


def test_of_whoever_accepts_it_is_known_that_they_were_asked() -> None:
    """Also of somebody who was among the speakers before, and when a kill comes right after the call."""
    world = calm(EditKind.SUPPRESS)
    one = place_of(PLACE, 11)
    world.foreign(one, Value.HEARD)
    world.heard = frozenset((11,))
    world.run()
    assert one not in world.marks, "they were heard all along"
    world.heard = frozenset()
    world.run()
    world.heard = frozenset((11,))
    world.run(crash_at=1)
    world.answer(11)
    world.run()
    assert world.marks[one].ours is Value.HEARD
    assert world.marks[one].progress is MarkProgress.MADE
