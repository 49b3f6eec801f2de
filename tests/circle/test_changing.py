"""Replacing fields of frozen data gives what the library gives."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.circle import changing
from bot.circle.appointment import Appointment
from bot.circle.model import Round, Seat, SessionState, Timer, TimerKind, Turn
from tests.circle.planned import SMALL

AT = datetime(2026, 11, 29, 18, tzinfo=UTC)
SEAT = Seat(3)
STATE = SessionState(SMALL, 7, seats=(SEAT, Seat(4)), timer=Timer(next(iter(TimerKind)), AT), version=2)


@dataclasses.dataclass(frozen=True, slots=True)
class One:
    only: int


@dataclasses.dataclass(frozen=True, slots=True)
class Nothing:
    pass


@dataclasses.dataclass(frozen=True, slots=True)
class Careful:
    number: int

    def __post_init__(self) -> None:
        raise AssertionError("it is made only where that is looked at")


@pytest.mark.parametrize(
    ("old", "changes"),
    [
        (STATE, {"version": 3}),
        (STATE, {"timer": None, "seats": (), "stories_told": 5}),
        (STATE, {}),
        (SEAT, {"number": 9}),
        (One(1), {"only": 2}),
        (Nothing(), {}),
    ],
)
def test_it_gives_what_the_library_gives(old: Any, changes: dict[str, Any]) -> None:
    before = dataclasses.astuple(old) if old is not STATE else None
    new = changing.replace(old, **changes)
    assert new == dataclasses.replace(old, **changes)
    assert type(new) is type(old)
    assert hash(new) == hash(dataclasses.replace(old, **changes))
    assert before is None or dataclasses.astuple(old) == before


def test_a_field_that_is_not_there_is_refused() -> None:
    with pytest.raises(TypeError):
        changing.replace(STATE, verson=3)  # type: ignore[call-arg]


def test_data_that_looks_at_its_fields_is_refused() -> None:
    with pytest.raises(TypeError):
        changing.replace(object.__new__(Careful), number=3)


@pytest.mark.parametrize("kind", [SessionState, Seat, Turn, Round, Timer, Appointment])
def test_no_part_of_a_state_does_more_than_to_take_its_fields(kind: type) -> None:
    assert not hasattr(kind, "__post_init__")
    assert hasattr(kind, "__slots__")
