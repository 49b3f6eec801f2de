"""What befalls a circle that holds the piece, on the strict Discord, in each kind of room that can.

Sources: Discord's docs, Opcodes and Status Codes (50013, 10065); Voice > Modify User Voice State, Caveats.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.services.rooms.kinds import RoomKind
from tests.journeys.every_room import ANN, BEGINNING, FAY, KINDS, Kind, press, takes
from tests.strict.faults import refused
from tests.strict.shapes import EVERYTHING
from tests.wire.every_room import Strict
from tests.wire.strict_house import StrictHouse, play_in_strict_house

HELD = [
    pytest.param(kind, marks=pytest.mark.exhaustive) if kind.stands else kind for kind in KINDS if kind.held
]


async def _fay_tells(h: StrictHouse, kind: Kind) -> Strict:
    """A circle up to the first story."""
    g = Strict(h, kind)
    await g.prepare()
    for step in BEGINNING:
        await step(g)
    await takes(FAY)(g)
    await h.wait(12)
    assert g.can_tell() == ["fay"]
    return g


@pytest.mark.parametrize("kind", HELD, ids=str)
def test_a_refusal_in_the_middle_of_a_hand_off_lets_the_circle_go_on_with_its_cards(
    tmp_path: Path, kind: Kind
) -> None:
    async def play(h: StrictHouse) -> None:
        g = await _fay_tells(h, kind)
        ann = g.people[ANN]
        met = h.stub.fail(
            refused(403, 50013),
            "PUT|PATCH|DELETE",
            rf"/(channels|guilds)/\d+/(permissions|members|voice-states)/{ann.id}",
        )
        await press(FAY, "I'm done")(g)
        await h.wait(12)
        if kind.room is not RoomKind.STAGE:
            await press(ANN, "Receive")(g)
        await h.wait(30)
        assert met.hits == 1
        assert any("Everyone can" in text for text in h.said(h.room)), h.said(h.room)[-3:]
        await g.accept(ann)
        await h.wait(1)
        assert "ann" in g.can_tell()
        await press(ANN, "Receive")(g)
        await press(ANN, "I'm done")(g)
        await h.wait(12)
        h.newest(g.people[2], "the talking piece comes to you")
        await h.slash(h.fay, "circle end", at=h.room)
        await h.wait(15)
        assert g.as_it_is() == g.kept[-1]

    play_in_strict_house(tmp_path, play)


async def _is_banned(h: StrictHouse, who: Any) -> None:
    await h.world.leave_server(h.guild_id, who.id)


async def _is_timed_out(h: StrictHouse, who: Any) -> None:
    """Discord lets somebody only read for a while, and takes them out of voice."""
    await h.world.time_out(h.guild_id, who.id, timedelta(hours=1))
    if who.id in h.world.servers[h.guild_id].voice:
        await h.world.disconnect(h.guild_id, who.id)


@pytest.mark.parametrize("befalls", [_is_banned, pytest.param(_is_timed_out, marks=pytest.mark.exhaustive)])
@pytest.mark.parametrize("kind", HELD, ids=str)
def test_a_holder_who_is_put_out_leaves_the_piece_to_the_next(
    tmp_path: Path, kind: Kind, befalls: Callable[[StrictHouse, Any], Awaitable[None]]
) -> None:
    async def play(h: StrictHouse) -> None:
        g = await _fay_tells(h, kind)
        await press(FAY, "I'm done")(g)
        await h.wait(12)
        await takes(ANN)(g)
        await h.wait(12)
        assert g.can_tell() == ["ann"]
        ann, ben = g.people[1:3]
        await befalls(h, ann)
        await h.wait(130)  # they are waited for as anybody is who is away
        h.newest(ben, f"{ben.mention}, the talking piece comes to you.")
        await h.slash(h.fay, "circle end", at=h.room)
        await h.wait(15)
        after, before = g.as_it_is(), g.kept[-1]
        for one in (after, before):
            one.permissions.pop(ann.id, None)
        assert after == before

    play_in_strict_house(tmp_path, play)


@pytest.mark.parametrize("kind", HELD, ids=str)
def test_a_bot_that_is_thrown_out_puts_everything_back_when_it_is_invited_again(
    tmp_path: Path, kind: Kind
) -> None:
    async def play(h: StrictHouse) -> None:
        g = await _fay_tells(h, kind)
        await h.world.throw_out(h.guild_id)
        await h.wait(60)
        await h.world.invite_again(h.guild_id, EVERYTHING)
        await h.wait(20)
        assert g.can_tell() == ["fay"], "the circle goes on, and its piece is held"
        await h.slash(h.fay, "circle end", at=h.room)
        await h.wait(15)
        assert g.as_it_is() == g.kept[-1]

    play_in_strict_house(tmp_path, play)


def test_who_has_just_left_the_stage_keeps_nobody_waiting(tmp_path: Path) -> None:
    async def play(h: StrictHouse) -> None:
        g = await _fay_tells(h, Kind(RoomKind.STAGE, held=True))
        ann = g.people[ANN]
        gone = h.world.servers[h.guild_id].voice.pop(ann.id)  # nobody has told the bot yet
        await press(FAY, "I'm done")(g)
        await h.wait(12)
        asked = [call.code for call in h.stub.calls if call.path.endswith(f"/voice-states/{ann.id}")]
        assert 1 <= asked.count(10065) <= 3, "seldom, until there is news of her"
        await h.world.tell("VOICE_STATE_UPDATE", {**gone, "channel_id": None})
        await h.wait(1)
        await press(ANN, "Receive")(g)
        await press(ANN, "I'm done")(g)
        await h.wait(12)
        await press(2, "Receive")(g)
        assert g.can_tell() == [], "he writes"

    play_in_strict_house(tmp_path, play)
