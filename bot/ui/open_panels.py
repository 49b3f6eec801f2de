"""The panels that people have open: each is drawn anew when its circle changes, for as long as Discord lets it be.

Only in memory: one a person and session, for the quarter of an hour in which an answer can be changed. Drawing one
anew goes the way of the answer, which Discord's global limit does not count.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp
import discord

from bot.clock import Clock
from bot.ids import MemberXid, MessageXid, SessionId
from bot.services.circle.sessions import NoSession

from .drawn_cards import fingerprint
from .given_answer import GivenAnswer, is_passing
from .i18n import Translator
from .layout import Card
from .remembered import OfSessions

log = logging.getLogger(__name__)

COALESCE_S = 1.0
"""How long a panel may lag, so that a burst of presses costs one edit."""
_MOST = 2_000
"""How many panels are remembered at most, over all sessions."""


class PanelRequest(Protocol):
    """What a panel is an answer to. `bot.ui.request` is it."""

    interaction: discord.Interaction[Any]
    t: Translator

    @property
    def member_xid(self) -> MemberXid:
        """The Discord id of whoever asked."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A panel as it is now."""

    card: Card
    is_last: bool = False
    """Whether nothing will change on it any more."""


@dataclass(slots=True)
class _Open:
    """One panel on somebody's screen."""

    answer: GivenAnswer
    t: Translator
    draw: Callable[[], Awaitable[Drawn]]
    shown: int | None
    """How it looks; None when that is not known."""


class OpenPanels:
    """Runs until it is cancelled; `changed` tells it that a session has changed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: OfSessions[tuple[SessionId, MemberXid], _Open] = OfSessions(
            _MOST, lambda panel: panel.answer.open_until, clock
        )
        self._changed: set[SessionId] = set()
        self._left: list[_Open] = []
        """Those that others have taken the place of, still to be closed."""
        self._news = asyncio.Event()

    def opened(
        self,
        session_id: SessionId,
        request: PanelRequest,
        message_xid: MessageXid | None,
        card: Card,
        draw: Callable[[], Awaitable[Drawn]],
    ) -> None:
        """Somebody has a panel before them. It takes the place of the one they had open before.

        Args:
            session_id: what it is about.
            request: what it is an answer to.
            message_xid: the message; None when Discord did not say, and it is the first answer.
            card: how it looks.
            draw: how to draw it anew; may raise `NoSession`.
        """
        key = session_id, request.member_xid
        before = self._open.pop(key, None)
        if before is not None and before.answer.message_xid not in (None, message_xid):
            self._left.append(before)
            self._news.set()
        answer = GivenAnswer(request.interaction, message_xid)
        self._open.keep(key, _Open(answer, request.t, draw, fingerprint(card)))
        # Something may have changed while it was on its way, before anybody knew that it would be open.
        self.changed(session_id)

    def changed(self, session_id: SessionId) -> None:
        """A session has changed."""
        if self._open.keys_of(session_id):
            self._changed.add(session_id)
            self._news.set()

    def forget_person(self, member_xid: MemberXid) -> None:
        """Forget the panels of somebody: they stay as they are."""
        for key in [key for key in self._open if key[1] == member_xid]:
            self._open.pop(key, None)

    async def run(self) -> None:
        """Draw panels anew, for ever."""
        while True:
            await self._clock.wait(self._news, "a panel that is open")
            self._news.clear()
            while self._left:
                await self._close(self._left.pop())
            about, self._changed = self._changed, set()
            if about:
                await self._clock.sleep(COALESCE_S, "more that changes")
                about |= self._changed
                self._changed = set()
                due = [key for session_id in sorted(about) for key in self._open.keys_of(session_id)]
                await asyncio.gather(*(self._draw_anew(key) for key in due))

    async def _draw_anew(self, key: tuple[SessionId, MemberXid]) -> None:
        panel = self._open.get(key)
        if panel is None:
            return
        try:
            drawn = await panel.draw()
            if fingerprint(drawn.card) != panel.shown and self._open.get(key) is panel:
                await panel.answer.change(drawn.card)
                panel.shown = fingerprint(drawn.card)
                self._look_again(key, panel)
        except NoSession:
            self._forget(key, panel)
        except discord.HTTPException as error:
            # Whoever closed their panel has none; everything else may work with the next change.
            if not is_passing(error):
                self._forget(key, panel)
        except (aiohttp.ClientError, OSError) as error:
            log.info("A panel could not be drawn anew: %s", type(error).__name__)
        except Exception:
            log.exception("A panel could not be drawn anew")
        else:
            if drawn.is_last:
                self._forget(key, panel)

    async def _close(self, panel: _Open) -> None:
        """One panel is enough: another would not be drawn anew, and so not stay true."""
        if self._clock.discord_now() < panel.answer.open_until:
            words = "-# " + panel.t("You have opened your panel anew. It is further down.")
            try:
                await panel.answer.change(Card().say(words))
            except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
                log.info("A panel could not be closed: %s", type(error).__name__)

    def _look_again(self, key: tuple[SessionId, MemberXid], panel: _Open) -> None:
        """A press drew the panel anew while this edit was on its way: nobody knows which of the two came last."""
        newer = self._open.get(key)
        if newer is not None and newer is not panel:
            newer.shown = None
            self.changed(key[0])

    def _forget(self, key: tuple[SessionId, MemberXid], panel: _Open) -> None:
        """Forget a panel, unless another has taken its place meanwhile."""
        if self._open.get(key) is panel:
            self._open.pop(key, None)
