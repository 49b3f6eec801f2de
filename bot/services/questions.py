"""A facilitator puts another question: chosen, typed, or drawn. Each is one transaction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.model import Prompt
from bot.circle.rules.facilitating import prompt_stage
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
    prompt: Prompt,
    now: datetime,
    *,
    steward: bool,
    forgotten: tuple[str, ...] = (),
) -> Answer:
    """Put a question; the circle has had it from now on.

    Raises:
        NoMeeting: it is gone.
    """
    answer = act(db, vault, session_id, member_xid, c.SetPrompt(prompt=prompt, steward=steward), now)
    if prompt.id is not None and any(isinstance(event, e.PromptSet) for event in answer.events):
        remember_prompts(db, answer.meeting.circle_id, [prompt.id], forgotten)
    return answer


def draw_another(
    db: Connection,
    vault: Vault,
    session_id: int,
    member_xid: int,
    content: Content,
    now: datetime,
    *,
    steward: bool,
) -> Answer:
    """Draw another question for the stage that one would be put for, and put it.

    Raises:
        NoMeeting: it is gone.
    """
    meeting = load(db, vault, session_id)
    index = prompt_stage(meeting.state)
    if index is None:
        # The core says why not.
        command = c.SetPrompt(prompt=Prompt(), steward=steward)
        return act(db, vault, session_id, member_xid, command, now)
    drawn = draw_for(db, meeting, content, [index])
    ((_, prompt),) = drawn.prompts
    return put(db, vault, session_id, member_xid, prompt, now, steward=steward, forgotten=drawn.forgotten)
