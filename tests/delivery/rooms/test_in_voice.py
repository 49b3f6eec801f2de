"""What voice states mean for a circle: only who is connected to its channel counts, and a dropped line is bridged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.delivery.rooms.in_voice import Connections, look, not_known

NOW = datetime(2027, 3, 1, 19, tzinfo=UTC)
BRIDGE = timedelta(seconds=90)
ANN, BEN, CAT = 1, 2, 3
LATER = NOW + timedelta(seconds=30)


def test_at_first_sight_whoever_is_connected_is_here_and_nobody_is_away() -> None:
    found = look(None, {ANN}, NOW, BRIDGE, BEN)
    assert (found.arrived, found.gone) == ((ANN,), ())
    assert found.connections.next_due is None


def test_a_line_that_drops_is_bridged_and_one_that_comes_back_in_time_moves_nothing() -> None:
    before = look(None, {ANN, BEN}, NOW, BRIDGE, None).connections
    dropped = look(before, {BEN}, NOW, BRIDGE, None)
    assert (dropped.arrived, dropped.gone) == ((), ())
    assert dropped.connections.next_due == NOW + BRIDGE
    again = look(dropped.connections, {ANN, BEN}, LATER, BRIDGE, None)
    assert (again.arrived, again.gone, again.connections.next_due) == ((ANN,), (), None)


def test_whoever_does_not_come_back_in_time_is_away_once() -> None:
    before = Connections(frozenset({BEN}), {ANN: NOW + BRIDGE})
    assert look(before, {BEN}, NOW + BRIDGE - timedelta(seconds=1), BRIDGE, None).gone == ()
    late = look(before, {BEN}, NOW + BRIDGE, BRIDGE, None)
    assert late.gone == (ANN,)
    assert look(late.connections, {BEN}, NOW + 3 * BRIDGE, BRIDGE, None).gone == ()


def test_for_the_speaker_the_circle_itself_waits_and_whoever_has_taken_the_piece_since_is_here() -> None:
    before = Connections(frozenset({ANN, BEN}))
    found = look(before, {BEN}, NOW, BRIDGE, ANN)
    assert (found.gone, found.connections.next_due) == ((ANN,), None)
    waited_for = Connections(frozenset({BEN}), {ANN: NOW})
    assert look(waited_for, {BEN}, NOW, BRIDGE, ANN).gone == ()


def test_after_a_time_in_which_nothing_was_heard_people_are_waited_for_anew() -> None:
    before = Connections(frozenset({BEN}), {ANN: NOW})
    connections = not_known(before, NOW + BRIDGE, BRIDGE)
    assert look(connections, {BEN}, NOW + BRIDGE, BRIDGE, None).gone == ()
    assert connections.next_due == NOW + 2 * BRIDGE


people = st.frozensets(st.integers(1, 4), max_size=4)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(people, st.integers(0, 120), st.none() | st.integers(1, 4)), max_size=30),
    st.booleans(),
)
def test_nobody_who_is_connected_is_away_and_nobody_is_away_before_the_time(
    looks: list[tuple[frozenset[int], int, int | None]], is_known: bool
) -> None:
    connections, now = Connections() if is_known else None, NOW
    last_seen: dict[int, datetime] = {}
    for inside, seconds, speaker in looks:
        # Discord tells of each change at once, so whoever was there was there until now.
        now += timedelta(seconds=seconds)
        last_seen |= dict.fromkeys(connections.inside if connections else (), now)
        found = look(connections, inside, now, BRIDGE, speaker)
        assert not set(found.gone) & inside
        assert set(found.arrived) <= inside
        for person in found.gone:
            was_there = last_seen[person]
            assert now - was_there >= BRIDGE or (person == speaker and was_there == now)
        assert set(found.connections.dropped).isdisjoint(inside)
        assert all(until > now for until in found.connections.dropped.values())
        connections = found.connections


def test_whoever_writes_needs_no_line_so_none_of_theirs_drops() -> None:
    before = look(None, {ANN, BEN}, NOW, BRIDGE, BEN).connections
    for writers in ({ANN, BEN}, {BEN}):
        found = look(before, set(), NOW, BRIDGE, BEN, writers)
        assert found.gone == ()
        assert set(found.connections.dropped) == {ANN, BEN} - writers
    # Whoever chooses to write while they are waited for is not waited for any more.
    dropped = look(before, {BEN}, NOW, BRIDGE, None).connections
    assert look(dropped, {BEN}, NOW + BRIDGE, BRIDGE, None, {ANN}).gone == ()
