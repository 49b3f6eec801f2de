"""A facilitator puts another question: chosen, typed, or drawn. Each is one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.prompts import prompt_stage
from bot.ids import MemberXid, SessionId

from ..prompts.drawing import draw_for, remember_prompts
from ..unit_of_work import Work
from .acting import ask
from .answer import Answer
from .sessions import Session, load


def put(work: Work, session_id: SessionId, member_xid: MemberXid, command: c.SetPrompt) -> Answer:
    """Put a question; the circle has had it from now on.

    Raises:
        NoSession: it is gone.
    """
    return _put(work, load(work, session_id), member_xid, command)


def _put(
    work: Work, session: Session, member_xid: MemberXid, command: c.SetPrompt, forgotten: Sequence[str] = ()
) -> Answer:
    answer, prompt = ask(work, session, member_xid, command), command.prompt
    if prompt.id is not None and any(isinstance(event, e.PromptSet) for event in answer.events):
        remember_prompts(work, answer.session, [prompt.id], forgotten)
    return answer


def draw_another(work: Work, session_id: SessionId, member_xid: MemberXid, command: c.SetPrompt) -> Answer:
    """Draw another question for the stage that one would be put for, and put it in place of the command's.

    Raises:
        NoSession: it is gone.
    """
    session = load(work, session_id)
    index = prompt_stage(session.state)
    if index is None:
        # The core says why not.
        return ask(work, session, member_xid, command)
    drawn = draw_for(work, session, [index])
    ((_, prompt),) = drawn.prompts
    return _put(work, session, member_xid, replace(command, prompt=prompt), drawn.forgotten)
