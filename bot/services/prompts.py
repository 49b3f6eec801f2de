"""Drawing questions: none that the circle has had until its part of the deck is used up."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from sqlalchemy import Connection

from bot.circle.formats import PromptKind
from bot.circle.model import Prompt
from bot.content import GENERAL, Content, Deck
from bot.store import queries as q
from bot.store import schedule_queries as sq

from . import terms
from .meetings import Meeting


def draw_prompts(db: Connection, meeting: Meeting, deck: Deck) -> tuple[tuple[int, Prompt], ...]:
    """A question for each stage that has one, not one the circle has had until its part of the deck is used up."""
    rows = db.execute(q.used_prompts, {"circle_id": meeting.circle_id}).scalars()
    used = set(rows) | {prompt.id for _, prompt in meeting.state.prompts}
    drawn: list[tuple[int, Prompt]] = []
    for index, stage in enumerate(meeting.state.format.stages):
        if stage.prompt is None or index in dict(meeting.state.prompts):
            continue
        part = deck.of(stage.prompt)
        fresh = [prompt.id for prompt in part if prompt.id not in used] or [prompt.id for prompt in part]
        chosen = secrets.choice(fresh)
        used.add(chosen)
        drawn.append((index, Prompt(id=chosen)))
    return tuple(drawn)


def theme_of(db: Connection, meeting: Meeting) -> str:
    """The theme a session draws its questions from: the one of its schedule, else the general one."""
    if meeting.schedule_id is None:
        return GENERAL
    kept = db.execute(sq.by_id, {"of_schedule": meeting.schedule_id}).first()
    return GENERAL if kept is None else terms.load(kept.terms).theme or GENERAL


def draw_ahead(db: Connection, meeting: Meeting, content: Content) -> Prompt | None:
    """The question for the stories, drawn before the session begins, so that it can be sent ahead."""
    deck = content.drawing(meeting.language, theme_of(db, meeting))
    stages = meeting.state.format.stages
    drawn = [
        put for index, put in draw_prompts(db, meeting, deck) if stages[index].prompt is PromptKind.STORY
    ]
    if not drawn or drawn[0].id is None:
        return None
    remember_prompts(db, meeting.circle_id, [drawn[0].id])
    return drawn[0]


def remember_prompts(db: Connection, circle_id: int, ids: Sequence[str]) -> None:
    """Keep that the circle has had these questions."""
    db.execute(q.forget_prompt_uses, {"circle_id": circle_id, "ids": list(ids)})
    if ids:
        db.execute(q.add_prompt_uses, [{"circle_id": circle_id, "prompt_id": i} for i in dict.fromkeys(ids)])
