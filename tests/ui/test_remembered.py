"""What is remembered of sessions for a while, by keys that name people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from bot.ids import MemberXid, SessionId
from bot.ui.remembered import OfSessions

ANN, BEN = MemberXid(4711), MemberXid(4712)
ONE, OTHER = SessionId(1), SessionId(2)


def _remembered() -> tuple[OfSessions[tuple[SessionId, MemberXid], datetime], Any]:
    clock: Any = SimpleNamespace(now=datetime(2026, 1, 1, tzinfo=UTC))
    clock.discord_now = lambda: clock.now
    return OfSessions(100, lambda until: until, clock), clock


def test_what_is_asked_of_a_session_is_of_that_session() -> None:
    remembered, clock = _remembered()
    until = clock.now + timedelta(minutes=15)
    for key in ((ONE, BEN), (OTHER, ANN), (ONE, ANN)):
        remembered.keep(key, until)
    assert remembered.keys_of(ONE) == [(ONE, BEN), (ONE, ANN)]
    remembered.forget(ONE)
    assert remembered.keys_of(ONE) == []
    assert list(remembered) == [(OTHER, ANN)]


def test_nobody_is_named_any_more_once_nothing_is_remembered_of_them() -> None:
    remembered, clock = _remembered()
    remembered.keep((ONE, ANN), clock.now + timedelta(minutes=15))
    remembered.pop((ONE, ANN), None)
    assert not remembered._keys, "forgotten"
    remembered.keep((ONE, ANN), clock.now + timedelta(minutes=15))
    clock.now += timedelta(days=3)
    assert remembered.keys_of(ONE) == []
    remembered.keep((OTHER, BEN), clock.now + timedelta(minutes=15))
    assert remembered._keys.keys() == {OTHER}, "of no more use"
