"""Whom the bot asks to speak on a stage on which everybody may."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.delivery.rooms.on_stage import Audience, place_of, to_invite
from bot.services.rooms.marks import Value

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANN, BEN, CAT, DEV = 11, 12, 13, 14


def audience(hands: dict[int, int] | None = None, **places: Value) -> Audience:
    """Everyone listens, save those who are named; hands were raised so many seconds after noon."""
    where = dict.fromkeys((ANN, BEN, CAT, DEV), Value.SUPPRESSED)
    where |= {{"ann": ANN, "ben": BEN, "cat": CAT, "dev": DEV}[name]: place for name, place in places.items()}
    raised = {person: NOON + timedelta(seconds=after) for person, after in (hands or {}).items()}
    return Audience(where, raised)


def test_the_holder_comes_first_then_hands_in_turn_then_those_who_have_come() -> None:
    there = audience({CAT: 5, BEN: 9})
    assert to_invite(there, {ANN, BEN, CAT, DEV}, {ANN, CAT}, DEV) == [DEV, CAT, BEN, ANN]


def test_nobody_is_asked_who_has_no_seat_or_is_asked_or_heard_already_or_has_left() -> None:
    there = audience({ANN: 1}, ben=Value.INVITED, cat=Value.HEARD)
    assert to_invite(there, {BEN, CAT, DEV}, {BEN, CAT, 99}, BEN) == []
    assert to_invite(there, {ANN, 99}, {99}, 99) == [ANN]


@pytest.mark.parametrize(
    ("suppress", "asked", "place"),
    [
        (True, None, Value.SUPPRESSED),
        (True, NOON, Value.SUPPRESSED),
        (False, NOON, Value.INVITED),
        (False, None, Value.HEARD),
    ],
)
def test_an_invitation_is_not_a_raised_hand(suppress: bool, asked: datetime | None, place: Value) -> None:
    state: Any = SimpleNamespace(suppress=suppress, requested_to_speak_at=asked)
    assert place_of(state) is place
