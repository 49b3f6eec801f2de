"""Content: every shipped file loads and keeps to its schema, and a broken one is named."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import jsonschema
import pytest

from bot.circle.formats import PromptKind
from bot.content import ContentError, load_content
from bot.settings import ROOT

DATA = ROOT / "data"


def test_the_four_formats_and_the_english_deck_are_there() -> None:
    content = load_content(DATA)
    assert set(content.formats) == {"story-circle", "check-in", "talking-circle", "quick-circle"}
    assert len(content.decks["en"].prompts) >= 40
    for kind in PromptKind:
        assert len(content.decks["en"].of(kind)) >= 8


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        *(("formats/format.schema.json", path) for path in sorted(DATA.glob("formats/*.toml"))),
        *(("prompts/deck.schema.json", path) for path in sorted(DATA.glob("prompts/*.toml"))),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_every_file_keeps_to_its_schema(schema: str, path: Path) -> None:
    rules = json.loads((DATA / schema).read_text("utf-8"))
    jsonschema.Draft202012Validator(rules).validate(tomllib.loads(path.read_text("utf-8")))


def test_a_deck_that_is_missing_is_the_english_one() -> None:
    content = load_content(DATA)
    assert content.deck("pt-BR") is content.decks["en"]
    assert content.deck("en-GB") is content.decks["en"]
    assert content.deck("en").text("open-01")
    assert content.deck("en").text("gone-99") is None


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("formats/check-in.toml", 'kind = "round"', 'kind = "rond"', "kind"),
        ("formats/check-in.toml", 'id = "check-in"', 'id = "other"', "the name of the file"),
        ("formats/check-in.toml", "minimum = 3", "minimum = 1", "minimum"),
        ("formats/check-in.toml", "minimum = 3", "minimun = 3", "minimun"),
        ("prompts/en.toml", 'id = "open-02"', 'id = "open-01"', "used twice"),
        ("prompts/en.toml", 'stage = "opening"', 'stage = "opneing"', "stage"),
        ("prompts/en.toml", 'id = "en"', "id = ", "not TOML"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    shutil.copytree(DATA / "formats", tmp_path / "formats")
    shutil.copytree(DATA / "prompts", tmp_path / "prompts")
    path = tmp_path / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentError) as caught:
        load_content(tmp_path)
    assert path.name in str(caught.value)
    assert said in str(caught.value)


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no formats"):
        load_content(tmp_path)
