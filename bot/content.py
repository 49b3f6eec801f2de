"""Loads and validates what is in `data/`: formats and decks of prompts. Read once, at start.

Sentences of the bot itself are not content: they are in the gettext catalogues (`bot.ui.i18n`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.circle.format_table import parse_format
from bot.circle.formats import Format, FormatError, PromptKind

PROMPT_LENGTH = 300
"""The longest question, in characters, that a deck or a facilitator can put."""

GENERAL = "general"
"""The theme of the deck that suits every circle. Each language of ours has one, with every kind of question."""

OWN = "own"
"""What the ids of a server's own questions and formats begin with, `own/12`. No deck has that name."""

ID_LENGTH = 64
"""The longest id of a question, in characters: what the tables have room for."""


class ContentError(Exception):
    """A content file that cannot be used. The text names the file and what to write instead."""


@dataclass(frozen=True, slots=True)
class DeckPrompt:
    """One question of a deck."""

    id: str
    """Unique over all decks of a language: `story-03` in the general deck, `grief/story-03` in a themed one."""
    kind: PromptKind
    text: str


@dataclass(frozen=True, slots=True)
class Deck:
    """A set of questions in one language, around one theme."""

    id: str
    language: str
    theme: str
    title: str
    about: str
    """For a facilitator: whom the deck suits, and what to be careful with."""
    prompts: tuple[DeckPrompt, ...]

    def of(self, kind: PromptKind) -> tuple[DeckPrompt, ...]:
        """The questions for one part of a session."""
        return tuple(prompt for prompt in self.prompts if prompt.kind is kind)

    def text(self, prompt_id: str | None) -> str | None:
        """The question with that id; None when the deck does not have it, or no longer."""
        return next((prompt.text for prompt in self.prompts if prompt.id == prompt_id), None)


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that was read from `data/`."""

    formats: Mapping[str, Format]
    decks: Mapping[str, Deck]

    def with_formats(self, own: Iterable[Format]) -> Content:
        """The same with the formats of one server beside the shipped ones."""
        return replace(self, formats={**self.formats, **{one.id: one for one in own}})

    @property
    def exception(self) -> str:
        """The exception that belongs to all agreements, in the words of the usual format."""
        stages = self.formats["story-circle"].stages
        return next(stage.exception for stage in stages if stage.exception)

    def deck(self, language: str) -> Deck:
        """The general deck in that language, or the English one."""
        found = self._find(language, GENERAL)
        assert found is not None, "load_content has made sure of the English one"
        return found

    def themes(self, language: str) -> tuple[Deck, ...]:
        """A deck for each theme, in that language or else in English: the general one, then by title."""
        found = (self._find(language, theme) for theme in {deck.theme for deck in self.decks.values()})
        there = (deck for deck in found if deck is not None)
        return tuple(sorted(there, key=lambda deck: (deck.theme != GENERAL, deck.title.casefold())))

    def drawing(self, language: str, theme: str) -> Deck:
        """What a circle with that theme draws from: its deck, with the general one's for the kinds it lacks.

        A theme that no deck has any more is the general one.
        """
        deck, general = self._find(language, theme), self.deck(language)
        if deck is None or deck.theme == GENERAL:
            return general
        lent = tuple(prompt for prompt in general.prompts if not deck.of(prompt.kind))
        return replace(deck, prompts=deck.prompts + lent)

    def text(self, language: str, prompt_id: str | None) -> str | None:
        """The question with that id in that language, or else in English; None when it is gone."""
        if prompt_id is None:
            return None
        name, _, local = prompt_id.rpartition("/")
        home = self.decks.get(name) if name else self.deck(language)
        if home is None:
            return None
        shelves = (self._find(language, home.theme), self._find("en", home.theme), home)
        found = (deck.text(_full_id(deck.id, deck.theme, local)) for deck in shelves if deck is not None)
        return next((text for text in found if text is not None), None)

    def _find(self, language: str, theme: str) -> Deck | None:
        """The deck of that theme in that language, in what it is a variety of, or in English."""
        for wanted in (language, language.split("-")[0], "en"):
            for deck in self.decks.values():
                if deck.language == wanted and deck.theme == theme:
                    return deck
        return None


def _full_id(deck_id: str, theme: str, local: str) -> str:
    return local if theme == GENERAL else f"{deck_id}/{local}"


def load_content(folder: Path) -> Content:
    """Read every format and deck below `data/`.

    Raises:
        ContentError: a file is malformed, an id or a theme is used twice, an id is not the file's name, or
            none is there.
    """
    formats = {path.stem: _format(path) for path in sorted((folder / "formats").glob("*.toml"))}
    decks = {path.stem: _deck(path) for path in sorted((folder / "prompts").glob("*.toml"))}
    seen: dict[tuple[str, str], str] = {}
    for deck in decks.values():
        other = seen.setdefault((deck.language, deck.theme), deck.id)
        if other != deck.id:
            raise ContentError(
                f"{folder / 'prompts' / deck.id}.toml: {other}.toml has the theme {deck.theme!r} in that language "
                "already; put the prompts into one file, or choose another theme."
            )
    if not formats or ("en", GENERAL) not in seen:
        raise ContentError(
            f"{folder}: there are no formats, or there is no English deck with the theme "
            f"{GENERAL!r}, in this folder."
        )
    return Content(formats, decks)


def _read(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(f"{path}: this is not TOML in UTF-8: {error}") from None
    if table.get("id") != path.stem:
        raise ContentError(f"{path}: the id is the name of the file, {path.stem!r}.")
    return table


def _format(path: Path) -> Format:
    try:
        return parse_format(_read(path))
    except FormatError as error:
        raise ContentError(f"{path}: {error}") from None


def _deck(path: Path) -> Deck:
    table = _read(path)
    language, theme = _word(path, table, "language"), _word(path, table, "theme")
    if path.stem == OWN:
        raise ContentError(
            f"{path}: {OWN!r} is what a server's own questions are called; choose another name."
        )
    if not re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", theme):
        raise ContentError(f"{path}: the theme is a short word in lower case, such as grief.")
    prompts: dict[str, DeckPrompt] = {}
    for row in table.get("prompt", ()):
        prompt_id, text = str(row.get("id", "")), str(row.get("text", "")).strip()
        full_id = _full_id(path.stem, theme, prompt_id)
        if not re.fullmatch(r"[a-z]+(?:-[a-z0-9]+)+", prompt_id) or full_id in prompts:
            raise ContentError(f"{path}: the prompt id {prompt_id!r} is used twice, or is not like open-01.")
        if len(full_id) > ID_LENGTH:
            raise ContentError(f"{path}: {full_id} is too long; {ID_LENGTH} characters are the most.")
        if not 1 <= len(text) <= PROMPT_LENGTH:
            raise ContentError(f"{path}: the prompt {prompt_id} needs 1 to {PROMPT_LENGTH} characters.")
        if row.get("stage") not in set(PromptKind):
            raise ContentError(f"{path}: the stage of {prompt_id} is one of {', '.join(PromptKind)}.")
        prompts[full_id] = DeckPrompt(full_id, PromptKind(row["stage"]), text)
    for kind in PromptKind if theme == GENERAL else (PromptKind.STORY,):
        if not any(prompt.kind is kind for prompt in prompts.values()):
            raise ContentError(f"{path}: there is no prompt for the stage {kind}.")
    title, about = _word(path, table, "title"), _word(path, table, "about")
    return Deck(path.stem, language, theme, title, about, tuple(prompts.values()))


def _word(path: Path, table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ContentError(f"{path}: {key} is missing, or is not words in quotation marks.")
    return value.strip()
