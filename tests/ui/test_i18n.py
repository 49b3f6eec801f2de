"""Languages: every sentence is in the catalogue, plurals and fallbacks work, and values are filled in."""

from __future__ import annotations

import gettext
import re
from functools import cache
from pathlib import Path

import discord
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from discord import app_commands

from bot.circle.refusals import Code, Refusal
from bot.settings import ROOT
from bot.ui.i18n import Catalogues, Translator
from bot.ui.sentences import REFUSALS, refusal_sentence
from cogs.care.support import CareCommands
from cogs.circle.commands import CircleCommands
from cogs.settings.commands import SettingsCommands

LOCALES = ROOT / "data" / "locales"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"t": None, "N_": None, "many": (1, 2)}


def _ids(catalogue: Catalog) -> set[str]:
    return {
        message.id if isinstance(message.id, str) else message.id[0] for message in catalogue if message.id
    }


@cache
def _written() -> frozenset[str]:
    """Every sentence in the code and the formats."""
    found: set[str] = set()
    sources = [("bot", [("**.py", "python")]), ("cogs", [("**.py", "python")])]
    formats = [("data/formats", [("*.toml", "bot.ui.i18n:extract_format")])]
    for folder, methods in [*sources, *formats]:
        for _, _, message, _, _ in extract_from_dir(ROOT / folder, methods, keywords=KEYWORDS):
            found.add(message if isinstance(message, str) else message[0])
    return frozenset(found)


def test_the_template_has_every_sentence_and_no_other() -> None:
    with (LOCALES / "story_circle.pot").open("rb") as file:
        template = _ids(read_po(file))
    assert template == _written(), "run `make messages`"


@pytest.mark.parametrize("path", sorted(LOCALES.glob("*/LC_MESSAGES/*.po")), ids=str)
def test_every_catalogue_has_every_sentence(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file)
    assert _ids(catalogue) == _written(), "run `make messages`"
    for message in catalogue:
        assert not list(message.check(catalogue)), message.id


def test_every_refusal_has_a_sentence() -> None:
    t = Translator("en", gettext.NullTranslations())
    for code in Code:
        assert refusal_sentence(t, Refusal(code, 3)).endswith(".")
    assert set(REFUSALS) | {Code.FULL, Code.TOO_FEW, Code.FEWER, Code.MANY_LINES} == set(Code)


@pytest.mark.parametrize(
    "cog", [CircleCommands, CareCommands, SettingsCommands], ids=lambda cog: cog.__name__
)
def test_every_description_of_a_command_can_be_translated(cog: type) -> None:
    written = _written()
    for command in cog.__cog_app_commands__:  # type: ignore[attr-defined]
        texts = [command._locale_description]
        if isinstance(command, app_commands.Command):
            texts += [
                parameter._locale_description
                if hasattr(parameter, "_locale_description")
                else parameter.description
                for parameter in command._params.values()
            ]
        for text in texts:
            assert isinstance(text, app_commands.locale_str), (command.name, text)
            assert text.message in written


def test_a_language_falls_back_to_its_base_and_then_to_the_default(tmp_path: Path) -> None:
    _language(tmp_path, "de", {"I agree": "Ich stimme zu"})
    catalogues = Catalogues.read(tmp_path, "en")
    assert catalogues.pick("de-AT")("I agree") == "Ich stimme zu"
    assert catalogues.pick(discord.Locale.german)("I agree") == "Ich stimme zu"
    assert catalogues.pick("fi")("I agree") == "I agree"
    assert catalogues.pick(None)("I agree") == "I agree"
    assert Catalogues.read(tmp_path, "de").pick("fi")("I agree") == "Ich stimme zu"
    assert Catalogues.read(tmp_path, "xx").pick("fi").language == "en"


def test_plurals_and_values_are_filled_in() -> None:
    t = Translator("en", gettext.NullTranslations())
    assert t.many(
        "{count} of {seats} seats is taken.", "{count} of {seats} seats are taken.", 1, seats=8
    ).startswith("1 of 8")
    assert "are" in t.many(
        "{count} of {seats} seats is taken.", "{count} of {seats} seats are taken.", 2, seats=8
    )
    assert t("{who} is next.", who="Ann") == "Ann is next."
    assert t.content("A text with {braces}") == "A text with {braces}"
    assert t.content("") == ""


def _language(folder: Path, language: str, sentences: dict[str, str]) -> None:
    """A small catalogue, as a translator would write it."""
    path = folder / language / "LC_MESSAGES" / "story_circle.po"
    path.parent.mkdir(parents=True)
    lines = ['msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n']
    lines += [f'msgid "{one}"\nmsgstr "{other}"\n' for one, other in sentences.items()]
    path.write_text("\n".join(lines), "utf-8")


def test_sentences_keep_to_the_voice() -> None:
    """How it speaks: no exclamation marks, no "must", nothing in capitals."""
    for sentence in _written():
        assert "!" not in sentence, sentence
        assert not re.search(r"\bmust\b|\bfailed\b|\berror\b|\binvalid\b", sentence, re.I), sentence
