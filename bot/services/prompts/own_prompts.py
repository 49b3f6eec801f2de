"""A server's own questions: kept, added, removed. Who wrote one into the bot is not kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import RowMapping

from bot.circle.formats import PromptKind
from bot.circle.model import Prompt
from bot.content import OWN, PROMPT_LENGTH, Content
from bot.ids import GuildXid
from bot.store import own_content_queries as q
from bot.store.locks import hold_server

from ..not_possible import NotPossible
from ..unit_of_work import Work
from ..unreadable import QUESTION, Unreadable, readable

MOST = 1000
"""The most questions of its own that a server can have."""

TEXT_LENGTH = range(15, PROMPT_LENGTH + 1)
CONTRIBUTOR_LENGTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPrompt:
    """A question as somebody wrote it, checked."""

    theme: str
    language: str
    kind: PromptKind
    text: str
    contributor: str | None = None

    @property
    def same(self) -> tuple[str, str, PromptKind, str]:
        """What two questions that are the same have in common."""
        return self.theme, self.language, self.kind, self.text.casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPrompt(NewPrompt):
    """A question that a server has."""

    id: int

    @property
    def prompt_id(self) -> str:
        """Its id among all questions."""
        return f"{OWN}/{self.id}"

    @property
    def prompt(self) -> Prompt:
        """It as a session has it: with its words, so that a circle under way keeps it when it is removed."""
        return Prompt(id=self.prompt_id, text=self.text)


@dataclass(frozen=True, slots=True)
class Added:
    """How many questions were added, and how many were there already."""

    added: int
    skipped: int


class TooManyPrompts(NotPossible):
    """A server has no room for that many. `room` says for how many it has."""

    def __init__(self, room: int) -> None:
        super().__init__(f"there is room for {room}")
        self.room = room


class PromptsFull(NotPossible):
    """A server has as many questions of its own as it may have."""


def all_own(work: Work, guild_xid: GuildXid) -> tuple[OwnPrompt, ...]:
    """The server's own questions, oldest first."""
    rows = work.db.execute(q.prompts, {"of_guild": guild_xid}).mappings()
    return tuple(readable(rows, _read))


def _read(row: RowMapping) -> OwnPrompt:
    try:
        kind = PromptKind(row["stage"])
    except ValueError:
        raise Unreadable(QUESTION, row["id"]) from None
    return OwnPrompt(
        id=row["id"],
        theme=row["theme"],
        language=row["language"],
        kind=kind,
        text=row["text"],
        contributor=row["contributor"],
    )


def add(work: Work, guild_xid: GuildXid, new: Sequence[NewPrompt]) -> Added:
    """Add questions, all of them or none. One that is there already, here or in a deck, is skipped.

    Raises:
        TooManyPrompts: there is no room for all of them.
    """
    hold_server(work.db, guild_xid)
    there = all_own(work, guild_xid)
    seen = {prompt.same for prompt in there} | set(_shipped(work.content))
    fresh: dict[tuple[str, str, PromptKind, str], NewPrompt] = {}
    for prompt in new:
        if prompt.same not in seen:
            fresh.setdefault(prompt.same, prompt)
    if len(there) + len(fresh) > MOST:
        raise TooManyPrompts(MOST - len(there))
    if fresh:
        work.db.execute(q.add_prompts, [_row(guild_xid, prompt) for prompt in fresh.values()])
    return Added(len(fresh), len(new) - len(fresh))


def add_one(work: Work, guild_xid: GuildXid, new: NewPrompt) -> Added:
    """Add a question; as `add`. Raises `PromptsFull`."""
    try:
        return add(work, guild_xid, [new])
    except TooManyPrompts:
        raise PromptsFull from None


def remove(work: Work, guild_xid: GuildXid, number: int) -> OwnPrompt | None:
    """Remove a question of the server. Returns it, or None when there is none with that number."""
    found = next((prompt for prompt in all_own(work, guild_xid) if prompt.id == number), None)
    if found is not None:
        work.db.execute(q.drop_prompt, {"of_guild": guild_xid, "of_id": number})
    return found


def _shipped(content: Content) -> Iterable[tuple[str, str, PromptKind, str]]:
    for deck in content.decks.values():
        for prompt in deck.prompts:
            yield deck.theme, deck.language, prompt.kind, prompt.text.casefold()


def _row(guild_xid: GuildXid, prompt: NewPrompt) -> dict[str, object]:
    row = asdict(prompt)
    return {"guild_xid": guild_xid, "stage": row.pop("kind").value, **row}
