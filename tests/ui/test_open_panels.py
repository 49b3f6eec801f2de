"""A panel that is open, when what is drawn anew and what is pressed meet on the way to Discord."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import discord

from bot.clock import Clock
from bot.ids import MemberXid, MessageXid, SessionId
from bot.ui.layout import Card
from bot.ui.open_panels import Drawn, OpenPanels

SESSION, FAY, MESSAGE = SessionId(1), MemberXid(2), MessageXid(3)


def _words(card: Card) -> str:
    return "".join(item.content for item in card.walk_children() if isinstance(item, discord.ui.TextDisplay))


class _Fay:
    """What Fay sees, and how the circle is."""

    def __init__(self) -> None:
        self.now, self.sees, self.edits = "one", "one", 0
        self.saw: list[str] = []
        self.slow: asyncio.Event | None = None
        followup: Any = SimpleNamespace(edit_message=self._edit)
        until = datetime.now(UTC) + timedelta(minutes=15)
        self.interaction: Any = SimpleNamespace(expires_at=until, channel_id=1, followup=followup)
        self.member_xid = FAY
        self.t: Any = str

    async def _edit(self, message_xid: int, *, view: Card, allowed_mentions: object) -> None:
        self.edits += 1
        if (slow := self.slow) is not None:
            self.slow = None
            await slow.wait()
        self.sees = _words(view)
        self.saw.append(self.sees)

    async def draw(self) -> Drawn:
        return Drawn(Card().say(self.now))


async def _until(what: Any) -> None:
    async with asyncio.timeout(5):
        while not what():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_a_press_that_overtakes_a_redraw_is_what_is_seen_in_the_end(monkeypatch: Any) -> None:
    monkeypatch.setattr("bot.ui.open_panels.COALESCE_S", 0)
    fay, panels = _Fay(), OpenPanels(Clock())
    panels.opened(SESSION, fay, MESSAGE, Card().say("one"), fay.draw)
    async with asyncio.TaskGroup() as group:
        worker = group.create_task(panels.run())
        on_its_way = fay.slow = asyncio.Event()
        fay.now = "two"
        panels.changed(SESSION)
        await _until(lambda: fay.edits == 1)

        # She presses: the answer shows "three" at once, and the edit on its way arrives after it
        fay.now = fay.sees = "three"
        panels.opened(SESSION, fay, MESSAGE, Card().say("three"), fay.draw)
        panels.changed(SESSION)
        on_its_way.set()
        await _until(lambda: fay.saw == ["two", "three"])
        edits = fay.edits
        panels.changed(SESSION)
        await asyncio.sleep(0.05)
        assert fay.edits == edits, "it is known again how it looks"
        worker.cancel()


async def test_what_changed_while_a_panel_was_on_its_way_is_on_it(monkeypatch: Any) -> None:
    monkeypatch.setattr("bot.ui.open_panels.COALESCE_S", 0)
    fay, panels = _Fay(), OpenPanels(Clock())
    async with asyncio.TaskGroup() as group:
        worker = group.create_task(panels.run())
        # Drawn, and not answered yet, when somebody takes a seat
        fay.now = "two"
        panels.changed(SESSION)
        await asyncio.sleep(0.02)
        panels.opened(SESSION, fay, MESSAGE, Card().say("one"), fay.draw)
        await _until(lambda: fay.sees == "two")
        assert fay.edits == 1
        worker.cancel()
