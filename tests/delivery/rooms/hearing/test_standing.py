"""Who sees a channel that stays, while a circle meets there and afterwards, whoever comes, goes or changes it."""

from __future__ import annotations

from collections.abc import Collection

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.rooms.hearing.plan import becomes, done, plan
from bot.delivery.rooms.hearing.wants import SEND, VIEW, Wanted, let_in, of_channel
from bot.services.rooms.marks import Field, Mark, Value

CHANNEL, EVERYONE, ME, ROLE = 10, 1, 2, 3
PEOPLE = (4, 5, 6, 7)
TARGETS = (EVERYONE, ME, ROLE, *PEOPLE)
VALUES = (Value.ALLOW, Value.DENY, Value.NEUTRAL)


def _field(target: int, name: str = VIEW) -> Field:
    return of_channel(CHANNEL, target, name)


class Channel:
    """A channel's permissions, and the marks of what was done to them."""

    def __init__(self, values: dict[Field, Value]) -> None:
        self.now = {
            _field(target, name): Value.NEUTRAL for target in TARGETS for name in (VIEW, SEND)
        } | values
        self.marks: dict[Field, Mark] = {}

    def settle(self, inside: Collection[int] | None, *, writes: bool = True) -> None:
        """Make every edit that is due, until there is none."""
        for _ in range(20):
            wanted = let_in(CHANNEL, EVERYONE, ME, inside, self.now, self.marks, writes=writes)
            if not self._one_look(wanted, {CHANNEL}):
                return
        raise AssertionError("it never ends")

    def leave(self) -> None:
        """The circle is over and its room is closed."""
        for _ in range(20):
            if not self._one_look({}, set()):
                return
        raise AssertionError("it never ends")

    def _one_look(self, wanted: Wanted, held: set[int]) -> bool:
        found = plan(wanted, self.now, self.marks, held)
        self.marks |= {mark.field: mark for mark in found.found}
        for field in found.over:
            self.marks.pop(field, None)
        for edit in found.edits:
            for mark in edit.marks:
                self.now[mark.field] = becomes(mark)
                after = done(mark)
                if after is None:
                    self.marks.pop(mark.field, None)
                else:
                    self.marks[mark.field] = after
        return bool(found.edits)

    def seen_by_others(self, inside: Collection[int]) -> list[int]:
        """Who sees it by a permission of their own, or that of a role, and is not inside."""
        others = [target for target in TARGETS if target != ME and target not in inside]
        return [target for target in others if self.now[_field(target)] is Value.ALLOW]


_CHANNELS = st.fixed_dictionaries({_field(target): st.sampled_from(VALUES) for target in TARGETS})
_INSIDE = st.sets(st.sampled_from(PEOPLE))


@settings(max_examples=150, derandomize=True, database=None)
@given(_CHANNELS, st.lists(st.tuples(_INSIDE, st.booleans()), min_size=1, max_size=6))
def test_only_those_inside_see_it_and_afterwards_it_is_as_it_was(
    values: dict[Field, Value], looks: list[tuple[set[int], bool]]
) -> None:
    channel = Channel(values)
    before = dict(channel.now)
    for inside, writes in looks:
        channel.settle(inside, writes=writes)
        assert channel.now[_field(EVERYONE)] is Value.DENY
        assert channel.now[_field(ME)] is Value.ALLOW or before[_field(ME)] is Value.DENY
        assert not channel.seen_by_others(inside)
        for person in inside:
            was_denied = before[_field(person)] is Value.DENY
            assert channel.now[_field(person)] is (Value.DENY if was_denied else Value.ALLOW)
    over = dict(channel.now)
    channel.settle(None)
    for person in inside:
        may_give = before[_field(person)] is Value.NEUTRAL
        assert not may_give or channel.now[_field(person, SEND)] is Value.ALLOW, "also to write"
    assert {field: value for field, value in channel.now.items() if field.name == VIEW} == {
        field: value for field, value in over.items() if field.name == VIEW
    }, "whoever is in it may take leave"
    channel.leave()
    assert channel.now == before
    assert not channel.marks


@settings(max_examples=150, derandomize=True, database=None)
@given(_CHANNELS, _INSIDE, st.sampled_from(TARGETS), st.sampled_from(VALUES))
def test_what_others_change_meanwhile_stays(
    values: dict[Field, Value], inside: set[int], target: int, value: Value
) -> None:
    channel = Channel(values)
    channel.settle(inside)
    before, ours = dict(channel.now), channel.marks.get(_field(target))
    channel.now[_field(target)] = value
    channel.settle(inside)
    channel.leave()
    if ours is not None and value is not before[_field(target)]:
        assert channel.now[_field(target)] is value, "somebody else's decision was undone"


def test_whoever_a_role_keeps_from_writing_sees_it_and_is_not_let_write() -> None:
    channel = Channel({})
    wanted = let_in(CHANNEL, EVERYONE, ME, PEOPLE[:2], channel.now, {}, writes=True, denied=PEOPLE[:1])
    first, second = PEOPLE[:2]
    assert wanted[_field(first)] is wanted[_field(second)] is wanted[_field(second, SEND)] is Value.ALLOW
    assert _field(first, SEND) not in wanted
