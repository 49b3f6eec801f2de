"""A question that nobody has to answer never takes the place of an answer that somebody waits for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from bot.circle.model import Moment
from bot.ids import MemberXid, SessionId
from bot.services.circle.optional_questions import OpenQuestion
from bot.services.circle.sessions import NoSession
from bot.services.unit_of_work import NotSaved
from bot.ui.layout import Card
from bot.ui.optional_questions import asked
from bot.ui.request import Request


@pytest.mark.parametrize(
    "error", [NoSession(), NotSaved("the database is locked")], ids=["gone", "not saved"]
)
async def test_a_question_that_cannot_be_asked_is_left_out(error: Exception) -> None:
    async def ask_optional(session_id: SessionId, member_xid: MemberXid, moment: Moment) -> OpenQuestion:
        raise error

    desks = SimpleNamespace(circle=SimpleNamespace(ask_optional=ask_optional))
    request = SimpleNamespace(bot=SimpleNamespace(desks=desks), member_xid=MemberXid(1))
    card = Card().say("Thank you. You are part of this circle.")
    assert await asked(cast(Request, request), SessionId(1), card, Moment.ARRIVED) is card
