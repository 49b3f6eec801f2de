"""Drawing questions: none that the circle has had until its part of the deck is used up.

A circle draws from its theme's deck and from what its server's admins wrote for that theme.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.circle.formats import PromptKind
from bot.circle.model import Prompt, SessionState
from bot.content import GENERAL, OWN, Content
from bot.store import queries as q
from bot.store.locks import hold_server

from ..circle import choices
from ..circle.sessions import Session
from ..unit_of_work import Work
from ..unreadable import passed_over
from .own_prompts import OwnPrompt, all_own


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn, by stage, and which questions the circle may forget to have had."""

    prompts: tuple[tuple[int, Prompt], ...]
    forgotten: tuple[str, ...] = ()


def draw_prompts(work: Work, session: Session, theme: str | None = None) -> Drawn:
    """A question for each stage that has one and no question yet.

    Args:
        session: the session.
        theme: the circle's theme; None: that of its schedule or of a question that was chosen, or the general one.
    """
    stages = session.state.format.stages
    empty = [i for i, s in enumerate(stages) if s.prompt is not None and i not in dict(session.state.prompts)]
    return draw_for(work, session, empty, theme)


def draw_for(work: Work, session: Session, indexes: Sequence[int], theme: str | None = None) -> Drawn:
    """A question for each of these stages, not one the circle has had until its part is used up.

    Then the part begins anew, and not with the question that came last.
    """
    if work.changes:
        hold_server(work.db, session.guild_xid)
    own = all_own(work, session.guild_xid)
    theme = theme or scheduled_theme(work, session) or theme_of(work.content, own, session.state)
    uses = list(work.db.execute(q.used_prompts, {"circle_id": session.circle_id}).scalars())
    here = {prompt.id for _, prompt in session.state.prompts if prompt.id is not None}
    drawn: list[tuple[int, Prompt]] = []
    forgotten: list[str] = []
    for index in indexes:
        kind = session.state.format.stages[index].prompt
        if kind is None:
            continue
        questions = part(work.content, own, session.language, theme, kind)
        chosen, used_up = _draw(questions, uses, here)
        if used_up:
            forgotten += [prompt.id for prompt in questions if prompt.id is not None]
        assert chosen.id is not None
        here.add(chosen.id)
        drawn.append((index, chosen))
    return Drawn(tuple(drawn), tuple(forgotten))


def part(
    content: Content, own: Sequence[OwnPrompt], language: str, theme: str, kind: PromptKind
) -> tuple[Prompt, ...]:
    """What a circle with that theme draws from, for one part of a session. It is never empty."""
    deck = content.drawing(language, theme).of(kind)
    # Where a theme's deck has nothing, the general one lends; then the server's general questions come with it.
    themes = {theme, GENERAL} if any("/" not in prompt.id for prompt in deck) else {theme}
    mine = [prompt for prompt in own if prompt.theme in themes and prompt.kind is kind]
    near = [prompt for prompt in mine if speaks(prompt.language, language)]
    return (*(Prompt(id=prompt.id) for prompt in deck), *(prompt.prompt for prompt in near or mine))


def speaks(language: str, reader: str) -> bool:
    """Whether these are the same language, whatever the variety."""
    return language.split("-")[0].casefold() == reader.split("-")[0].casefold()


def theme_of(content: Content, own: Sequence[OwnPrompt], state: SessionState) -> str:
    """The theme of a session: that of a question that was chosen or drawn for it, or the general one."""
    for _, prompt in state.prompts:
        name = (prompt.id or "").rpartition("/")[0]
        if name == OWN:
            theme = next((mine.theme for mine in own if mine.prompt_id == prompt.id), GENERAL)
        else:
            theme = content.decks[name].theme if name in content.decks else GENERAL
        if theme != GENERAL:
            return theme
    return GENERAL


def scheduled_theme(work: Work, session: Session) -> str | None:
    """The theme that the schedule of a session names; None when it has none, or when that cannot be read: the session
    itself can go on."""
    if session.schedule_id is None:
        return None
    kept = None
    with passed_over():
        kept = choices.of_schedule(work, session.schedule_id)
    return None if kept is None else kept.theme or None


def draw_ahead(work: Work, session: Session) -> Prompt | None:
    """The question for the stories, drawn before the session begins, so that it can be sent ahead."""
    stages, there = session.state.format.stages, dict(session.state.prompts)
    empty = [i for i, s in enumerate(stages) if s.prompt is PromptKind.STORY and i not in there]
    if not empty:
        return None
    drawn = draw_for(work, session, empty[:1])
    ((_, prompt),) = drawn.prompts
    assert prompt.id is not None
    remember_prompts(work, session, [prompt.id], drawn.forgotten)
    return prompt


def remember_prompts(work: Work, session: Session, ids: Sequence[str], forgotten: Sequence[str] = ()) -> None:
    """Keep that the circle has had these questions, in this order, and forget that it has had the others. Of practice
    nothing is kept."""
    if session.state.practice:
        return
    circle_id = session.circle_id
    last = work.db.execute(q.last_prompt_use, {"circle_id": circle_id}).scalar() or 0
    work.db.execute(q.forget_prompt_uses, {"circle_id": circle_id, "ids": [*ids, *forgotten]})
    rows = [
        {"circle_id": circle_id, "prompt_id": prompt_id, "nth": nth}
        for nth, prompt_id in enumerate(dict.fromkeys(ids), last + 1)
    ]
    if rows:
        work.db.execute(q.add_prompt_uses, rows)


def _draw(questions: Sequence[Prompt], uses: Sequence[str], here: Collection[str]) -> tuple[Prompt, bool]:
    """One question, and whether all of them had been used up."""
    fresh = [prompt for prompt in questions if prompt.id not in uses and prompt.id not in here]
    if fresh:
        return secrets.choice(fresh), False
    ids = {prompt.id for prompt in questions}
    last = next((used for used in reversed(uses) if used in ids), None)
    other = [prompt for prompt in questions if prompt.id not in here]
    again = [prompt for prompt in other if prompt.id != last] or other or list(questions)
    return secrets.choice(again), True
