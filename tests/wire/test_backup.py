"""A backup of a month ago is put back: what is over is closed, and Discord is asked for nothing new."""

from __future__ import annotations

import asyncio
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.ids import SessionId
from bot.services.circle.sessions import NoSession
from bot.store.backup import make_backup, put_in_place
from tests.strict.shapes import THREADS
from tests.wire.line import ANN, BEN, CAT, FAY, Line, QuickClock, until
from tests.wire.stub import words


class LaterClock(QuickClock):
    """The same clock, a while later."""

    def __init__(self, later: timedelta) -> None:
        super().__init__()
        self.later = later

    def utcnow(self) -> datetime:
        return super().utcnow() + self.later


async def put_back(wire: Line, home: Path, **away: float) -> int:
    """Copy the database of a live circle, let the circle end and its room go, and put the copy back. Returns how many
    requests there were before."""
    await wire.quiet()
    await wire.kill()
    # The keys of sessions are in no backup. The circle did not end, so its key is still there.
    shutil.copytree(home, home / "backup", ignore=shutil.ignore_patterns("backup", "session-keys"))
    for path in (home / "backup").iterdir():
        shutil.copy(path, home / path.name)
    wire.clock = LaterClock(timedelta(**away))
    before = len(wire.stub.calls)
    await wire.start()
    return before


@pytest.mark.parametrize("room_is_there", [True, False])
async def test_a_dead_circle_is_closed_once_and_nobody_is_let_in(
    wire: Line, tmp_path: Path, room_is_there: bool
) -> None:
    room = await wire.begin()
    await wire.reach_round(room)
    await wire.press(CAT, wire.stub.posted(wire.lobby)[0], "Save me a seat")
    await wire.press(CAT, wire.stub.interactions.seen_by(CAT)[-1], "Just listen")
    await until(lambda: CAT in wire.stub.inside[room], "Cat is in")
    inside = set(wire.stub.inside[room])
    if not room_is_there:
        await wire.stub.delete_channel(room, announced=False)
    before = await put_back(wire, tmp_path, days=31)
    await until(
        lambda: "This circle has closed." in words(wire.stub.posted(wire.lobby)[0]), "the invitation says so"
    )
    if room_is_there:
        said = "I was away longer than this circle lasts"
        await until(
            lambda: any(e[0] == "post" and e[1] == room and said in e[2] for e in wire.stub.effects),
            "the room is told, before it goes",
        )
    await wire.quiet()
    asked = wire.stub.calls[before:]
    assert not [call for call in asked if call.path.endswith("/threads") or "thread-members" in call.path]
    assert not [call for call in asked if call.path == "/users/@me/channels"], "nobody is written to"
    posts = [call for call in asked if call.method == "POST" and call.path.endswith("/messages")]
    assert len(posts) <= 1, "told once"
    assert not [c for c in wire.stub.channels.values() if c["type"] in THREADS and int(c["id"]) != room]
    if room in wire.stub.inside and room in wire.stub.channels:
        assert wire.stub.inside[room] == inside
    with pytest.raises(NoSession):
        await wire.bot.desks.circle.get(SessionId(1))


async def holder(wire: Line) -> int | None:
    """Who has the piece, or is offered it."""
    session, people = await wire.bot.desks.circle.with_people(SessionId(1))
    turn = session.state.turn
    return None if turn is None or turn.seat is None else people.get(turn.seat)


async def test_what_is_saved_while_the_piece_moves_goes_on_beside_its_keys_and_is_closed_without(
    wire: Line, tmp_path: Path
) -> None:
    room = await wire.begin()
    await wire.reach_round(room)
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    database, now = tmp_path / "circle.db", wire.clock.utcnow()
    saving = asyncio.create_task(make_backup(database, tmp_path / "backups", now))
    await wire.press(FAY, wire.newest(room, "I'm done"), "I'm done")
    made = await saving
    await wire.eventually(holder, lambda person: person == ANN, "Ann is offered the piece")
    for keys_are_there in (True, False):
        await wire.stop()
        assert put_in_place(made, database, wire.clock.utcnow()) is not None
        if not keys_are_there:
            shutil.rmtree(tmp_path / "session-keys")
        await wire.start()
        if keys_are_there:
            person = await wire.eventually(holder, bool, "somebody has the piece")
            assert person in (FAY, ANN)
            await wire.slash(person, "pass", room)
            after = await wire.eventually(holder, lambda one: one not in (None, person), "it moves on")  # noqa: B023
            assert after == (ANN if person == FAY else BEN)
    said = "I could not keep this circle, so I closed it."
    await until(
        lambda: any(e[0] == "post" and e[1] == room and said in e[2] for e in wire.stub.effects),
        "the room is told, before it goes",
    )


async def test_a_circle_of_an_hour_ago_goes_on(wire: Line, tmp_path: Path) -> None:
    room = await wire.begin()
    await wire.reach_round(room)
    await put_back(wire, tmp_path, hours=1)
    await wire.press(FAY, wire.newest(room, "Receive"), "Receive")
    await wire.card(room, f"<@{FAY}> has the talking piece.")
    _, people = await wire.bot.desks.circle.with_people(SessionId(1))
    assert sorted(people.values()) == [FAY, ANN, BEN]
