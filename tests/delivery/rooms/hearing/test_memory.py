"""What the reconciler remembers of a server between two looks."""

from __future__ import annotations

from bot.delivery.rooms.hearing.memory import Memory
from bot.delivery.rooms.hearing.wants import SEND, mute_of, of_channel, place_of
from bot.services.rooms.marks import Value

ANN, BEN, SERVER, CHANNEL = 11, 12, 1, 50


def test_whom_the_bot_cannot_mute_may_still_be_given_a_permission() -> None:
    memory = Memory()
    memory.beyond.add(ANN)
    writing = of_channel(CHANNEL, ANN, SEND)
    wanted = {
        writing: Value.ALLOW,
        mute_of(SERVER, ANN): Value.MUTED,
        place_of(CHANNEL, ANN): Value.SUPPRESSED,
        mute_of(SERVER, BEN): Value.MUTED,
    }
    assert memory.leave_out(wanted) == {writing: Value.ALLOW, mute_of(SERVER, BEN): Value.MUTED}
    memory.permissions_changed()
    assert memory.leave_out(wanted) == wanted
