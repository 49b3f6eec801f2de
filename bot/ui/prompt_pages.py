"""All questions as somebody looks through them: by theme, by part of a session, a few at a time.

Where somebody is fits into one number, so that the buttons of an old card still know it after a restart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.circle.formats import PromptKind
from bot.circle.model import Prompt
from bot.content import GENERAL, OWN, Content, Deck
from bot.ids import GuildXid
from bot.services.prompts.own_prompts import OwnPrompt

from .paging import Page, page_of
from .request import Bot

PAGE = 5
"""Questions on one page: five of the longest fit on a card."""

MOST_THEMES = 25
"""What a menu can hold."""

KINDS = tuple(PromptKind)
_PAGES, _KINDS = 1000, len(KINDS) + 1


@dataclass(frozen=True, slots=True)
class PageAt:
    """Where somebody looks: which theme, which part (0: all), which page."""

    theme: int = 0
    kind: int = 0
    page: int = 0

    @property
    def number(self) -> int:
        """The spot as one number."""
        return (self.theme * _KINDS + self.kind) * _PAGES + self.page

    @classmethod
    def of(cls, number: int) -> PageAt:
        """The spot with that number."""
        rest, page = divmod(number, _PAGES)
        theme, kind = divmod(rest, _KINDS)
        return cls(theme, kind, page)


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of a deck, or of the server's own."""

    id: str
    kind: PromptKind
    text: str
    own: OwnPrompt | None = None

    @property
    def prompt(self) -> Prompt:
        """The question as a session has it."""
        return self.own.prompt if self.own is not None else Prompt(id=self.id)


@dataclass(frozen=True, slots=True)
class PromptPages:
    """The decks in one language, and what the server's admins wrote."""

    content: Content
    language: str
    own: Sequence[OwnPrompt] = ()

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes, by their short words: the general one, then by alphabet, whatever the language."""
        there = {deck.theme for deck in self.content.decks.values()} | {prompt.theme for prompt in self.own}
        return tuple(sorted(there, key=lambda theme: (theme != GENERAL, theme)))[:MOST_THEMES]

    def deck(self, theme: str) -> Deck | None:
        """The deck of a theme; None when only the server's own questions are of it."""
        return next((deck for deck in self.content.themes(self.language) if deck.theme == theme), None)

    def title(self, theme: str) -> str:
        """What a theme is called."""
        deck = self.deck(theme)
        return theme if deck is None else deck.title

    def theme_at(self, spot: PageAt) -> str:
        """The theme of a spot; the general one, if there is no such theme any more."""
        return self.themes[spot.theme] if spot.theme < len(self.themes) else GENERAL

    def spot(self, theme: str, kind: PromptKind | None = None) -> PageAt:
        """Where the questions of a theme begin."""
        index = self.themes.index(theme) if theme in self.themes else 0
        return PageAt(index, 0 if kind is None else KINDS.index(kind) + 1)

    def entries(self, spot: PageAt, *, only_own: bool = False) -> list[Entry]:
        """All questions of a theme and a part, in the order of a session."""
        theme = self.theme_at(spot)
        deck = self.deck(theme)
        found = [] if deck is None or only_own else [Entry(p.id, p.kind, p.text) for p in deck.prompts]
        found += [Entry(p.prompt_id, p.kind, p.text, p) for p in self.own if p.theme == theme]
        wanted = KINDS if not 1 <= spot.kind <= len(KINDS) else (KINDS[spot.kind - 1],)
        return sorted((entry for entry in found if entry.kind in wanted), key=lambda e: KINDS.index(e.kind))

    def page(self, spot: PageAt, *, only_own: bool = False) -> Page[Entry]:
        """The questions on a page; on the last there is, if it is gone."""
        return page_of(self.entries(spot, only_own=only_own), spot.page, PAGE)

    def find(self, words: str) -> Prompt | None:
        """The question with that id or with exactly these words."""
        for prompt in self.own:
            if words in (prompt.prompt_id, prompt.text):
                return prompt.prompt
        for deck in self.content.themes(self.language):
            for known in deck.prompts:
                if words in (known.id, known.text):
                    return Prompt(id=known.id)
        return None


def own_number(prompt_id: str) -> int:
    """The number of one of a server's own questions; 0 for anything else."""
    name, _, number = prompt_id.rpartition("/")
    return int(number) if name == OWN and number.isdecimal() and len(number) < 10 else 0


async def pages_of(bot: Bot, guild_xid: GuildXid, language: str) -> PromptPages:
    """The questions of a server: the decks in that language, and its own."""
    return PromptPages(bot.content, language, await bot.desks.prompts.own(guild_xid))
