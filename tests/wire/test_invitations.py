"""The dates of a circle that are announced together appear in their order, whatever goes wrong in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Connection

from bot.calendar.recurrence import Series
from bot.circle.choices import SessionChoices
from bot.ids import ChannelXid, GuildXid, MemberXid, SessionId
from bot.services.circle.choices import ScheduleChoices
from bot.services.deliveries.batch import PATIENCE, batch_of
from bot.store.tables import delivery
from tests.wire.line import FAY, Line, until
from tests.wire.stub import Fault, limited, refused, words

FAULTS: dict[str, Callable[[], Fault]] = {
    "nothing": lambda: Fault(late_s=0.05),
    "429 for longer than the library waits": lambda: limited(35),
    "reset": lambda: Fault(cut="reset"),
    "done, and then closed": lambda: Fault(cut="close", done=True),
    "forbidden for a while": lambda: refused(403, 50013),
}


async def announce(wire: Line, *, days: int = 28) -> None:
    """A circle that meets every week is saved; its next dates are announced at once."""
    now = wire.clock.utcnow()
    first = (now + timedelta(days=1)).replace(minute=0, second=0, microsecond=0, tzinfo=None)
    wanted = ScheduleChoices(
        name="Weekly circle",
        language="en",
        series=Series(first, "UTC", "FREQ=WEEKLY"),
        parent_xid=ChannelXid(wire.lobby),
        format_id="check-in",
        horizon_days=days,
        session=SessionChoices(has_event=False),
    )
    kept = await wire.bot.desks.schedule.draft(GuildXid(wire.guild), wanted, [MemberXid(FAY)])
    await wire.bot.desks.schedule.confirm(kept.id)


def shown(wire: Line) -> list[str]:
    """When each date begins, in the order of the invitations."""
    found = [words(message) for message in wire.stub.posted(wire.lobby)]
    return [text.split("It begins <t:")[1].split(":")[0] for text in found if "It begins <t:" in text]


@pytest.mark.parametrize("name", FAULTS)
async def test_invitations_appear_in_the_order_of_their_dates(wire: Line, name: str) -> None:
    wire.stub.fail(FAULTS[name](), "POST", f"/channels/{wire.lobby}/messages", times=2)
    await announce(wire)
    await until(lambda: len(shown(wire)) == 4, "all dates are announced", 15)
    await wire.quiet()
    assert len(shown(wire)) == 4, "each once"
    assert all(earlier < later for earlier, later in pairwise(shown(wire))), shown(wire)


async def test_one_that_cannot_appear_does_not_keep_the_others_for_ever(wire: Line) -> None:
    fault = wire.stub.fail(limited(3000), "POST", f"/channels/{wire.lobby}/messages", times=10**6)
    await announce(wire, days=14)
    await until(lambda: fault.hits, "the first one is tried")
    do = wire.bot.desks.transactions

    def tried(times: int) -> Callable[[Connection], int]:
        about = delivery.update().where(delivery.c.session_id == 1).values(attempts=times)
        return lambda db: db.execute(about).rowcount

    await do.store.write(tried(PATIENCE - 1))
    assert (await do.read(batch_of, SessionId(2))).invited_after is not None
    await do.store.write(tried(PATIENCE))
    assert (await do.read(batch_of, SessionId(2))).invited_after is None
