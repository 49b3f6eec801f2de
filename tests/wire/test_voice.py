"""People in a circle's voice channel, on the strict Discord: what the gateway says of them, and taking them out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.circle.model import Presence
from tests.wire.strict_house import StrictHouse, play_in_strict_house


async def _presence(h: StrictHouse, who: Any) -> Presence | None:
    """Whether somebody is here, as the circle knows it; None when they have no seat any more."""
    (session,) = await h.bot.desks.circle.open_in(h.guild_id)
    session, people = await h.bot.desks.circle.with_people(session.id)
    found = [s.presence for s in session.state.seated if people.get(s.number) == who.id]
    return found[0] if found else None


def test_a_dropped_line_is_heard_of_and_whoever_left_is_taken_out_of_voice(tmp_path: Path) -> None:
    async def play(h: StrictHouse) -> None:
        world, guild = h.stub.world, h.guild_id
        fay, ann, ben, *_ = everyone = await h.begin(4, room="voice", format="check-in")
        room = h.room.id
        asked = h.stub.gateway.intents
        assert asked.voice_states
        assert not any((asked.members, asked.presences, asked.message_content))
        for person in everyone:
            await world.connect(guild, person.id, room)
        await h.press(fay, "Receive")

        # The speaker's line drops and comes back, also with another bot on the same database in between
        await world.disconnect(guild, fay.id)
        await h.wait(2)
        assert await _presence(h, fay) is Presence.ABSENT
        await world.connect(guild, fay.id, room)
        await h.wait(2)
        assert await _presence(h, fay) is Presence.PRESENT
        await world.disconnect(guild, ben.id)
        await h.wait(2)
        assert await _presence(h, ben) is Presence.PRESENT, "a drop is bridged"
        await h.restart(kill=True)
        await world.connect(guild, ben.id, room)
        await h.wait(100)
        assert await _presence(h, ben) is Presence.PRESENT

        # Who leaves the circle is in voice until the next turn begins, and not after that
        await h.slash(ann, "circle leave", at=h.room)
        assert ann.id in world.servers[guild].voice
        await h.press(fay, "I'm done")
        await h.wait(10)
        assert ann.id not in world.servers[guild].voice
        assert fay.id in world.servers[guild].voice

    play_in_strict_house(tmp_path, play)
