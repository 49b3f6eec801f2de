"""Telling whoever holds a circle what to put right, once for each problem."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import aiohttp
import discord

from bot.ids import SessionId
from bot.services.deliveries.batch import Batch
from bot.services.deliveries.policy import ApiCall
from bot.ui.i18n import Catalogues
from bot.ui.rooms.kinds import words_of
from bot.ui.whispers import Whispers

from .failures import Verdict, in_short, verdict
from .posting import Posting
from .server_problems import ServerProblem, is_in_private_only
from .server_problems import card as about

log = logging.getLogger(__name__)


class ProblemTelling:
    """Tells of what is in the way of a circle, and remembers what was told."""

    def __init__(self, catalogues: Catalogues, posting: Posting, whispers: Whispers) -> None:
        self._catalogues = catalogues
        self._posting = posting
        self._whispers = whispers
        self._told: set[tuple[int, ServerProblem]] = set()

    def forget(self, session_id: SessionId) -> None:
        """Forget everything about a session that is gone."""
        self._told = {key for key in self._told if key[0] != session_id}

    def all_is_well(self, session_id: SessionId) -> None:
        """What was told of a session is over: if it comes again, it is told again."""
        self._told = {key for key in self._told if key[0] != session_id or is_in_private_only(key[1])}

    async def tell(self, batch: Batch, trouble: ServerProblem, *missing: str) -> None:
        """Tell whoever holds the circle, once, what to put right: in private, or else in the channel of the
        invitation, or else whoever in the circle did something last. Whoever cannot be told now is told with the next
        attempt."""
        key = (batch.session.id, trouble)
        if key in self._told:
            return
        self._told.add(key)
        told = False
        try:
            told = await self._tell(batch, trouble, missing)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.warning("Whoever holds a circle could not be told: %s", in_short(error))
        if not told:
            self._told.discard(key)

    async def _tell(self, batch: Batch, trouble: ServerProblem, missing: Sequence[str]) -> bool:
        state, session = batch.session.state, batch.session
        number = state.host if state.host is not None else state.facilitator
        room = words_of(session.room.kind)
        if number in batch.people:
            language = batch.languages.get(number, session.language)
            words = about(self._catalogues.pick(language), trouble, room, missing)
            try:
                if await self._whispers.tell(session.id, batch.people[number], words):
                    return True
            except discord.HTTPException as error:
                if verdict(error, ApiCall.WRITE) in (Verdict.AGAIN, Verdict.LATER):
                    raise
        if is_in_private_only(trouble):
            return True  # nobody waits for that
        words = about(self._catalogues.pick(session.language), trouble, room, missing)
        nonce = f"{trouble}-{session.id}"[:25]
        try:
            await self._posting.post(session, session.parent_xid, words, nonce, ())
        except discord.HTTPException as error:
            log.info("A circle's trouble cannot be told in its channel either: %s", in_short(error))
            return await self._whispers.tell_whoever_acts(session.id, words)
        return True
