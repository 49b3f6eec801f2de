"""Loads and validates what is in `data/`: formats and decks of prompts. Read once, at start.

Sentences of the bot itself are not content: they are in the gettext catalogues (`bot.ui.i18n`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.circle.formats import Format, FormatError, PromptKind, parse_format

PROMPT_LENGTH = 300
"""The longest question, in characters, that a deck or a facilitator can put."""


class ContentError(Exception):
    """A content file that cannot be used. The text names the file and what to write instead."""


@dataclass(frozen=True, slots=True)
class DeckPrompt:
    """One question of a deck."""

    id: str
    kind: PromptKind
    text: str


@dataclass(frozen=True, slots=True)
class Deck:
    """A set of questions in one language."""

    id: str
    language: str
    title: str
    prompts: tuple[DeckPrompt, ...]

    def of(self, kind: PromptKind) -> tuple[DeckPrompt, ...]:
        """The questions for one part of a session."""
        return tuple(prompt for prompt in self.prompts if prompt.kind is kind)

    def text(self, prompt_id: str | None) -> str | None:
        """The question with that id; None when the deck no longer has it."""
        return next((prompt.text for prompt in self.prompts if prompt.id == prompt_id), None)


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that was read from `data/`."""

    formats: Mapping[str, Format]
    decks: Mapping[str, Deck]

    def deck(self, language: str) -> Deck:
        """The deck in that language, or the English one."""
        return self.decks.get(language) or self.decks.get(language.split("-")[0]) or self.decks["en"]


def load_content(folder: Path) -> Content:
    """Read every format and deck below `data/`.

    Raises:
        ContentError: a file is malformed, an id is used twice or is not the file's name, or none is there.
    """
    formats = {path.stem: _format(path) for path in sorted((folder / "formats").glob("*.toml"))}
    decks = {path.stem: _deck(path) for path in sorted((folder / "prompts").glob("*.toml"))}
    if not formats or "en" not in decks:
        raise ContentError(f"{folder}: there are no formats, or there is no English deck, in this folder.")
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
    prompts: dict[str, DeckPrompt] = {}
    for row in table.get("prompt", ()):
        prompt_id, text = str(row.get("id", "")), str(row.get("text", "")).strip()
        if not re.fullmatch(r"[a-z]+(?:-[a-z0-9]+)+", prompt_id) or prompt_id in prompts:
            raise ContentError(f"{path}: the prompt id {prompt_id!r} is used twice, or is not like open-01.")
        if not 1 <= len(text) <= PROMPT_LENGTH:
            raise ContentError(f"{path}: the prompt {prompt_id} needs 1 to {PROMPT_LENGTH} characters.")
        if row.get("stage") not in set(PromptKind):
            raise ContentError(f"{path}: the stage of {prompt_id} is one of {', '.join(PromptKind)}.")
        prompts[prompt_id] = DeckPrompt(prompt_id, PromptKind(row["stage"]), text)
    for kind in PromptKind:
        if not any(prompt.kind is kind for prompt in prompts.values()):
            raise ContentError(f"{path}: there is no prompt for the stage {kind}.")
    return Deck(path.stem, str(table["language"]), str(table["title"]), tuple(prompts.values()))
