"""Drawing questions: none that the circle has had until its part of the deck is used up."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from sqlalchemy import Connection

from bot.circle.model import Prompt
from bot.content import Deck
from bot.store import queries as q

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


def remember_prompts(db: Connection, circle_id: int, ids: Sequence[str]) -> None:
    """Keep that the circle has had these questions."""
    db.execute(q.forget_prompt_uses, {"circle_id": circle_id, "ids": list(ids)})
    if ids:
        db.execute(q.add_prompt_uses, [{"circle_id": circle_id, "prompt_id": i} for i in dict.fromkeys(ids)])
