"""A facilitator puts another question: chosen, typed, or drawn. Each is one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.prompts import prompt_stage
from bot.content import Content
from bot.privacy.sealing import Vault

from .meetings import load
from .prompts import draw_for, remember_prompts
from .sessions import Answer, act


def put(
    db: Connection,
    vault: Vault,
    session_id: int,
    member_xid: int,
    command: c.SetPrompt,
    now: datetime,
    *,
    forgotten: tuple[str, ...] = (),
) -> Answer:
    """Put a question; the circle has had it from now on.

    Raises:
        NoMeeting: it is gone.
    """
    answer, prompt = act(db, vault, session_id, member_xid, command, now), command.prompt
    if prompt.id is not None and any(isinstance(event, e.PromptSet) for event in answer.events):
        remember_prompts(db, answer.meeting.circle_id, [prompt.id], forgotten)
    return answer


def draw_another(
    db: Connection,
    vault: Vault,
    session_id: int,
    member_xid: int,
    command: c.SetPrompt,
    content: Content,
    now: datetime,
) -> Answer:
    """Draw another question for the stage that one would be put for, and put it in place of the command's.

    Raises:
        NoMeeting: it is gone.
    """
    meeting = load(db, vault, session_id)
    index = prompt_stage(meeting.state)
    if index is None:
        # The core says why not.
        return act(db, vault, session_id, member_xid, command, now)
    drawn = draw_for(db, meeting, content, [index])
    ((_, prompt),) = drawn.prompts
    asked = replace(command, prompt=prompt)
    return put(db, vault, session_id, member_xid, asked, now, forgotten=drawn.forgotten)
