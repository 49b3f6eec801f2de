"""What is chosen for the room of a circle: settled by the rules of the server, and kept in a row and as JSON."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, cast

import pytest
from sqlalchemy import RowMapping

from bot.calendar.recurrence import Series
from bot.ids import ChannelXid
from bot.services.circle import choices
from bot.services.circle.choices import ScheduleChoices
from bot.services.rooms.choices import RoomChoices, columns_of, room_of
from bot.services.rooms.kinds import RoomKind
from bot.services.settings.servers import AtEnd
from bot.store.tables import room_columns

EVERYTHING = RoomChoices(RoomKind.VOICE, True, ChannelXid(9), True, AtEnd.ARCHIVE, True)
WEEKLY = Series(datetime(2026, 3, 24, 19), "UTC", "FREQ=WEEKLY")  # noqa: DTZ001


def _row(room: RoomChoices) -> RowMapping:
    values: Any = columns_of(room)
    return cast("RowMapping", values)


def test_every_column_about_the_room_is_written_and_read() -> None:
    assert list(_row(EVERYTHING)) == [column.name for column in room_columns]
    assert room_of(_row(EVERYTHING)) == EVERYTHING


def test_what_is_left_open_is_as_the_server_has_it_and_nothing_else_is() -> None:
    chosen = RoomChoices(RoomKind.CHANNEL, clears=False)
    assert chosen.settled(EVERYTHING) == RoomChoices(
        RoomKind.CHANNEL, audience=True, at_end=AtEnd.ARCHIVE, clears=False
    )


def test_what_an_earlier_version_did_not_tell_stays_left_open() -> None:
    room = room_of(_row(RoomChoices(audience=False)))
    assert (room.at_end, room.clears) == (None, None)


@pytest.mark.parametrize("room", [RoomChoices(RoomKind.STAGE, True), EVERYTHING], ids=["open", "all"])
def test_in_the_choices_of_a_schedule_it_lies_among_the_others(room: RoomChoices) -> None:
    wanted = ScheduleChoices("Evenings", "en", ChannelXid(2), "check-in", room=room, series=WEEKLY)
    text = choices.dump(wanted)
    kept = json.loads(text)
    assert (kept["room"], kept["held"], kept["standing_xid"]) == (room.kind, True, room.standing_xid)
    assert ("at_end" in kept) == (room.at_end is not None)
    assert choices.load(text) == wanted
