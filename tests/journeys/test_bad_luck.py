"""Bad luck: people who vanish, rooms and cards that are deleted, a database that cannot be used, restarts.

Each leaves a session that can go on.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.ids import GuildXid
from bot.store.tables import metadata
from tests.journeys.house import House, house, words
from tests.recorded import waiting


async def _state(h: House) -> Any:
    (session,) = await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id))
    return session.state


async def _begin_with_cole(h: House) -> list[Any]:
    await h.slash(h.fay, "circle open", name="Evening")
    everyone = [h.fay, h.co, *h.members[:2]]
    for person in everyone[1:]:
        await h.press(person, "Save me a seat")
    await h.wait(2)
    await h.slash(h.fay, "circle start")
    await h.wait(60)
    for person in everyone:
        await h.press(person, "I agree")
    await h.wait(2)
    return everyone


async def test_when_the_facilitator_vanishes_the_co_facilitator_is_asked_and_the_role_returns() -> None:
    async with house() as h:
        _, cole, ann, _ = await _begin_with_cole(h)
        await h.press(h.fay, "Step out")
        await h.wait(1)
        card = h.newest(cole, "[I'll hold the circle]")
        assert cole.mention in words(card)
        assert ann.mention not in words(card)
        assert "has a facilitator just now" in await h.press(ann, "I'll hold the circle", card)
        assert h.holder() == ""
        await h.press(cole, "I'll hold the circle", card)
        await h.wait(1)
        assert f"{cole.mention} holds the circle now." in h.read()
        assert h.holder() == "Cole"
        await h.press(h.fay, "Come back in")
        await h.wait(1)
        assert f"{h.fay.mention} holds the circle now." in h.read()
        assert "[Receive]" in h.read()


async def test_without_a_co_facilitator_everyone_is_asked_and_then_the_circle_holds_itself() -> None:
    async with house() as h:
        await h.begin(4)
        await h.press(h.fay, "Step out")
        await h.wait(1)
        card = words(h.newest(h.members[0], "[I'll hold the circle]"))
        assert h.members[0].mention in card
        await h.wait(61)
        assert "We go on together." in h.read()
        assert h.holder() == "Ann"


async def test_a_member_who_leaves_the_server_with_the_piece_costs_the_circle_nothing() -> None:
    async with house() as h:
        await h.begin(4)
        await h.press(h.fay, "Pass")
        assert h.holder() == "Ann"
        await h.press(h.members[0], "Receive")
        h.guild.remove_member(h.members[0])
        await h.wait(60 + 60 + 6)
        assert h.holder() == "Ben"


async def test_a_room_deleted_by_hand_is_made_again_with_what_is_going_on() -> None:
    async with house() as h:
        await h.begin(3)
        first = h.room
        h.env.backend.delete_channel(first.id)
        await h.env.settle(idle=0.001)
        await h.wait(2)
        assert h.room.id != first.id
        assert {p.id for p in (h.fay, *h.members[:2])} <= h.room._channel.thread_members.keys()
        assert "## Check-in" in h.read()
        await h.press(h.fay, "Receive")
        assert f"{h.fay.mention} has the talking piece." in h.read()


async def test_a_card_deleted_by_hand_is_shown_again() -> None:
    async with house() as h:
        await h.begin(3)
        card = h.newest(h.fay, "[Receive]")
        h.env.backend.delete_message(card.channel.id, card.id)
        await h.slash(h.fay, "circle pause", at=h.room)
        await h.slash(h.fay, "circle resume", at=h.room)
        await h.wait(2)
        assert "[Receive]" in h.read()
        await h.share(h.fay)
        assert h.holder() == "Ann"


async def test_a_deleted_channel_pauses_the_circle_and_it_goes_on_elsewhere() -> None:
    async with house() as h:
        await h.begin(3)
        old, h.lobby = h.lobby, h.guild.create_text_channel("garden")
        for thread in old.threads:
            h.env.backend.delete_channel(thread.id)
        h.env.backend.delete_channel(old.id)
        await h.env.settle(idle=0.001)
        await h.wait(5)
        told = h.private(h.fay)
        assert "The channel of your circle was deleted." in told
        await h.slash(h.fay, "circle resume")
        await h.wait(2)
        assert "[Receive]" in h.read()
        await h.share(h.fay)
        assert h.holder() == "Ann"


async def test_a_permission_lost_in_the_middle_is_told_once_and_mends_by_itself() -> None:
    async with house() as h:
        await h.begin(3)
        h.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=2)
        await h.press(h.fay, "Pass")
        await h.wait(1)
        assert h.holder() == ""
        seen = h.private(h.fay) + h.read(h.fay)
        assert "The circle is kept" in seen
        await h.wait(70)
        assert h.holder() == "Ann"


async def test_discord_failing_for_a_while_loses_nothing() -> None:
    async with house() as h:
        await h.begin(3)
        h.env.inject_error("POST", "/channels/*/messages", status=503, times=4)
        await h.press(h.fay, "Pass")
        await h.wait(30)
        assert h.holder() == "Ann"
        assert h.read().count(f"{h.members[0].mention}, the talking piece comes to you.") == 1


async def test_closed_direct_messages_silence_nothing_else() -> None:
    async with house() as h:
        await h.begin(3)
        await h.press(h.fay, "Receive")
        await h.wait(16 * 60)
        h.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=None)
        await h.wait(300)
        assert "## " in h.read()
        assert (await _state(h)).timer is not None


@pytest.mark.sqlite
async def test_a_locked_database_is_said_and_nothing_changes(tmp_path: Path) -> None:
    database = tmp_path / "circle.db"
    async with house(database) as h:
        await h.begin(3)
        h.expected_faults = ["could not be used"]
        before = await _state(h)
        await h.sim.bot.desks.transactions.store.write(_pragma, "busy_timeout=20")
        other = sqlite3.connect(database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        answer = await h.press(h.fay, "Receive")
        assert "I could not save that just now" in answer
        assert await _state(h) == before
        other.execute("ROLLBACK")
        other.close()
        await h.press(h.fay, "Receive")
        assert (await _state(h)).turn.phase == "speaking"


@pytest.mark.sqlite
async def test_a_full_disk_is_said_and_nothing_changes(tmp_path: Path) -> None:
    database = tmp_path / "circle.db"
    async with house(database) as h:
        await h.begin(3)
        h.expected_faults = ["could not be used"]
        before = await _state(h)
        await h.sim.bot.desks.transactions.store.write(_pragma, "max_page_count=1")
        answers = [await h.slash(h.fay, "circle open", name=f"Full {n}" + "x" * 40) for n in range(15)]
        full = [answer for answer in answers if "I could not save that: my disk is full" in answer]
        assert full
        (session, *_) = await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id))
        assert session.state == before
        await h.sim.bot.desks.transactions.store.write(_pragma, "max_page_count=1000000")
        await h.wait(10)
        await h.press(h.fay, "Receive")
        (session, *_) = await h.sim.bot.desks.circle.open_in(GuildXid(h.guild.id))
        assert session.state.turn is not None
        assert session.state.turn.phase == "speaking"


def _pragma(db: Connection, text: str) -> None:
    db.exec_driver_sql(f"PRAGMA {text}")


async def test_a_restart_in_the_middle_of_a_turn_keeps_the_turn_and_its_buttons() -> None:
    async with house() as h:
        await h.begin(3)
        await h.press(h.fay, "Receive")
        card = h.newest(h.fay, "[I'm done]")
        before = await _state(h)
        await h.wait(10)
        await h.sim.restart()
        assert await _state(h) == before
        await h.press(h.fay, "I'm done", card)
        await h.wait(6)
        assert h.holder() == "Ann"


async def test_time_the_bot_was_down_is_given_back() -> None:
    async with house() as h:
        await h.begin(3)
        await h.press(h.fay, "Receive")
        before = await _state(h)
        await h.sim.bot.close()
        await h.wait(500)
        await h.sim.start_again()
        after = await _state(h)
        assert (after.turn.ends_at - before.turn.ends_at).total_seconds() == 500
        await h.wait(2)
        ends = int(after.turn.ends_at.timestamp())
        assert f"Ends <t:{ends}:R>" in h.read()


async def test_after_the_end_no_member_id_is_in_any_column_of_any_table(tmp_path: Path) -> None:
    async with house(tmp_path / "circle.db") as h:
        everyone = await h.begin(4)
        await h.press(h.members[5], "Save me a seat")
        await h.press(h.members[5], "Give up my seat")
        assert _people_in(await h.sim.bot.desks.transactions.store.read(_everything), everyone, sealed=True)
        await h.slash(h.fay, "circle end", at=h.room)
        rows = await h.sim.bot.desks.transactions.store.read(_everything)
        assert not _people_in(rows, [*everyone, h.members[5]])
        assert not any(table in ("seat", "deadline") for table, _ in rows)
        assert len(await waiting(h.sim.bot.desks.transactions)) == 1


async def test_while_a_circle_is_live_its_people_are_only_there_sealed(tmp_path: Path) -> None:
    async with house(tmp_path / "circle.db") as h:
        everyone = await h.begin(4)
        assert not _people_in(await h.sim.bot.desks.transactions.store.read(_everything), everyone)


def _everything(db: Connection) -> list[tuple[str, Any]]:
    return [
        (table.name, value)
        for table in metadata.sorted_tables
        for row in db.execute(table.select())
        for value in row
    ]


def _people_in(rows: list[tuple[str, Any]], people: list[Any], *, sealed: bool = False) -> bool:
    """Whether any value names one of these people, in any shape an id can have."""
    if sealed:
        return any(table == "seat" for table, _ in rows)
    for person in people:
        shapes = (
            str(person.id),
            f"{person.id:x}",
            person.id.to_bytes(8).hex(),
            person.id.to_bytes(8, "little").hex(),
        )
        for _, value in rows:
            text = value.hex() if isinstance(value, bytes) else str(value)
            if any(shape in text for shape in shapes):
                return True
    return False


async def test_a_card_that_cannot_be_redrawn_is_not_tried_without_pause_and_holds_up_nobody() -> None:
    async with house() as h:
        await h.open(3)
        await h.wait(20)
        h.env.inject_error("PATCH", f"/channels/{h.lobby.id}/messages/*", status=503, times=None)
        await h.press(h.members[2], "Save me a seat")
        await h.wait(5)
        await h.press(h.members[3], "Save me a seat")
        before = len(h.env.http_requests)
        await h.wait(20)
        assert len(h.env.http_requests) - before < 20
        assert h.members[3].id in h.room._channel.thread_members
