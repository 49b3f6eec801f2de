"""Every sentence goes through gettext. Catalogues are PO files, read at start, so none needs compiling.

`t("...")` translates and fills in, `t.many(...)` chooses a plural, `t.content(...)` translates a text of a
format. A language that is missing falls back to its base language, then to the bot's default.
"""

from __future__ import annotations

import gettext
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

DOMAIN = "story_circle"


def N_(message: str) -> str:
    """Mark a sentence for the catalogue; it is translated where it is used."""
    return message


@dataclass(frozen=True, slots=True)
class Translator:
    """The bot's voice in one language."""

    language: str
    catalogue: gettext.NullTranslations

    def __call__(self, message: str, **values: object) -> str:
        """The sentence in this language, with the values filled in."""
        return self.catalogue.gettext(message).format(**values)

    def many(self, one: str, more: str, count: int, **values: object) -> str:
        """The sentence for that number, with `count` and the values filled in."""
        return self.catalogue.ngettext(one, more, count).format(count=count, **values)

    def content(self, text: str) -> str:
        """A text of a format in this language, as it is: braces in it mean nothing."""
        return self.catalogue.gettext(text) if text else ""


class Catalogues:
    """All languages there are."""

    def __init__(self, default: str, catalogues: Mapping[str, gettext.NullTranslations]) -> None:
        self._default = default
        self._catalogues = dict(catalogues)

    @classmethod
    def read(cls, folder: Path, default: str) -> Catalogues:
        """Read `<folder>/<language>/LC_MESSAGES/story_circle.po` for every language."""
        found: dict[str, gettext.NullTranslations] = {"en": gettext.NullTranslations()}
        for path in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
            compiled = BytesIO()
            with path.open("rb") as file:
                write_mo(compiled, read_po(file))
            compiled.seek(0)
            found[path.parent.parent.name] = gettext.GNUTranslations(compiled)
        return cls(default, found)

    def add(self, language: str, catalogue: gettext.NullTranslations) -> None:
        """Add a language, or put another catalogue in the place of one."""
        self._catalogues[language] = catalogue

    def pick(self, locale: object = None) -> Translator:
        """The voice for a Discord locale such as `pt-BR`, or the nearest there is."""
        wanted = str(locale) if locale is not None else self._default
        for language in (wanted, wanted.split("-")[0], self._default):
            if language in self._catalogues:
                return Translator(language, self._catalogues[language])
        return Translator("en", self._catalogues["en"])

    def __iter__(self) -> Iterator[str]:
        return iter(self._catalogues)


def extract_format(
    file: BinaryIO, keywords: object, comment_tags: object, options: object
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Babel's extractor for `data/formats/*.toml`: titles, texts, agreements and their exception."""
    table: dict[str, Any] = tomllib.loads(file.read().decode("utf-8"))
    texts = [table["title"], table["summary"]]
    for stage in table["stage"]:
        texts += [stage["title"], stage["text"], *stage.get("items", ()), stage.get("exception", "")]
    for text in dict.fromkeys(texts):
        if text:
            yield 1, "N_", text.strip(), []
