"""The reconciler at work in a server's voice channels: within its edits of members, whatever happens."""

from __future__ import annotations

import random
from datetime import timedelta

from bot.pace import MEMBER_WINDOW
from bot.services.rooms.marks import MarkProgress

from .voice_server import ELSEWHERE, Server, evening, storm

LONGEST_S = MEMBER_WINDOW.total_seconds() + 1


async def test_three_circles_of_eight_never_make_more_than_ten_edits_in_ten_seconds() -> None:
    for seed in range(2):
        waits = await evening(seed)
        assert len(waits) > 60, "hardly anybody spoke"
        assert max(waits) < LONGEST_S, max(waits)
        assert sorted(waits)[len(waits) // 2] < 1, "as a rule nobody waits"


async def _began(circles: int = 1) -> Server:
    server = Server(random.Random(0), circles)
    await _pass(server, 1)
    return server


async def _pass(server: Server, seconds: float) -> None:
    await server.clock.until(server.clock.now + timedelta(seconds=seconds))


async def test_who_is_to_be_heard_does_not_wait_for_those_who_are_to_be_silent() -> None:
    server = await _began(circles=3)
    for room in server.rooms:
        server.hold(room, [])
    await _pass(server, 2)
    assert len(server.muted) == 8, "two of ten are kept"
    room = next(iter(server.rooms))
    holder = server.rooms[room][0]
    assert not server.can_be_heard(holder)
    server.hold(room, [holder])
    await _pass(server, 1)
    assert server.can_be_heard(holder)
    await _pass(server, 60)
    server.check()
    server.check_edits()
    await server.stop()


async def test_a_circle_of_more_than_the_edits_at_once_is_silent_soon_and_heard_again() -> None:
    server = Server(random.Random(0), 1, seats=12)
    await _pass(server, 1)
    (room,) = server.rooms
    holder, *others = server.rooms[room]
    server.hold(room, [holder])
    await _pass(server, 2)
    assert len(server.muted) == 8, "two of ten are kept"
    await _pass(server, 12)
    assert server.muted == set(others)
    server.over(room)
    await _pass(server, 20)
    assert not server.muted
    assert not server.marks
    server.check_edits()
    await server.stop()


async def test_who_leaves_while_muted_is_freed_where_they_come_next() -> None:
    server = await _began()
    (room,) = server.rooms
    first, second = server.rooms[room][:2]
    server.hold(room, [])
    await _pass(server, 12)
    server.moves(first, None)
    server.moves(second, ELSEWHERE)
    await _pass(server, 12)
    assert server.can_be_heard(second)
    server.over(room)
    await _pass(server, 30)
    assert server.muted == {first}
    await _pass(server, 7200)
    await server.stop()
    server.start()
    await _pass(server, 30)
    assert server.muted == {first}
    server.moves(first, ELSEWHERE)
    await _pass(server, 2)
    server.check_as_if_never()
    await server.stop()


async def test_who_is_gone_a_moment_before_is_asked_for_once_and_the_others_are_not_kept_waiting() -> None:
    server = await _began()
    (room,) = server.rooms
    server.is_connected = False  # that they leave is not told in time
    gone = server.rooms[room][0]
    server.moves(gone, None)
    server.is_connected = True
    server.hold(room, [])
    await _pass(server, 2)
    assert len(server.muted) == 7
    assert len(server.edits) <= 8
    await server.stop()


async def test_a_refusal_for_the_pace_spends_what_is_left() -> None:
    server = await _began()
    (room,) = server.rooms
    server.refusals.append(429)
    server.hold(room, [])
    await _pass(server, 5)
    assert len(server.edits) == 1
    await _pass(server, 25)
    server.check()
    server.check_edits()
    await server.stop()


async def test_a_stop_in_the_middle_leaves_marks_that_the_next_start_undoes() -> None:
    for stop_after_s in (0.05, 0.15, 0.3, 0.6):
        server = await _began()
        (room,) = server.rooms
        server.hold(room, [])
        await _pass(server, stop_after_s)
        await server.stop()
        assert all(mark.progress is not MarkProgress.THEIRS for mark in server.marks.values())
        server.start()
        server.over(room)
        await _pass(server, 30)
        server.check_as_if_never()
        await server.stop()


async def test_what_is_not_told_moves_nothing() -> None:
    server = await _began()
    (room,) = server.rooms
    server.hold(room, [])
    await _pass(server, 12)
    made = len(server.edits)
    server.line_lost()
    server.over(room)
    await _pass(server, 60)
    assert len(server.edits) == made
    server.line_back()
    await _pass(server, 12)
    server.check_as_if_never()
    await server.stop()


async def test_whatever_happens_in_voice_nobody_is_left_muted() -> None:
    """A few; `make bench` plays more."""
    edits = 0
    for seed in range(8):
        try:
            edits += await storm(seed)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error
    assert edits > 100, "hardly anything was changed, so nothing is shown"
