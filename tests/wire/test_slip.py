"""A slip for proof of attendance as Discord gets it: for one person alone, with its file, and after a kill too."""

from __future__ import annotations

from pathlib import Path

from bot.ids import GuildXid
from bot.privacy.slips import check
from tests.strict.faults import Call
from tests.wire.strict_house import StrictHouse, play_in_strict_house

LABEL = "Proof of attendance"
EPHEMERAL = 1 << 6


def test_everyone_has_the_same_file_and_sees_it_alone(tmp_path: Path) -> None:
    async def play(h: StrictHouse) -> list[bytes]:
        server = await h.bot.desks.settings.server(GuildXid(h.guild_id))
        await h.bot.desks.settings.change(GuildXid(h.guild_id), server.version, slip_group="Riverside")
        await h.begin(3, format="quick-circle")
        while "## Closing" not in "\n".join(h.said(h.room)):
            await h.slash(h.fay, "circle next", at=h.room)
            await h.wait(3)
        ann, ben = h.members[:2]
        first = await _taken(h, ann)
        await h.restart(kill=True)
        second = await _taken(h, ben)
        await h.wait(90)
        assert "The circle is closed." in "\n".join(h.said(h.room))
        third = await _taken(h, h.fay)
        said, _ = check(first.decode(), [h.bot.desks.settings.slip_key(GuildXid(h.guild_id))])
        assert said.group == "Riverside"
        return [first, second, third]

    first, second, third = play_in_strict_house(tmp_path, play)
    assert first == second == third


async def _taken(h: StrictHouse, who: object) -> bytes:
    """Somebody takes their slip. Returns the file that Discord was sent."""
    before = len(h.stub.calls)
    assert "Nobody learns that you took it." in await h.press(who, LABEL)  # type: ignore[arg-type]
    sent: list[Call] = [call for call in h.stub.calls[before:] if call.files]
    (call,) = sent
    assert call.body["flags"] & EPHEMERAL
    ((name, content),) = call.files.items()
    assert name == "proof-of-attendance.txt"
    return content
