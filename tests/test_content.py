"""Content: every shipped file loads and keeps to its schema, and a broken one is named."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import jsonschema
import pytest

from bot.circle.formats import PromptKind
from bot.circle.model import Prompt
from bot.content import GENERAL, ID_LENGTH, Content, ContentError, Deck, DeckPrompt, load_content
from bot.settings import ROOT
from bot.ui.i18n import Catalogues
from bot.ui.prompt_pages import PromptPages
from cogs.circle.putting import prompt_from

DATA = ROOT / "data"


def test_the_seven_formats_and_the_english_deck_are_there() -> None:
    content = load_content(DATA)
    assert set(content.formats) == {
        *("story-circle", "check-in", "talking-circle", "quick-circle"),
        *("last-meeting", "grief-circle", "newcomers"),
    }
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
        ("prompts/en.toml", 'theme = "general"', 'theme = "other"', "no English deck"),
        ("prompts/en.toml", 'language = "en"', "language = 1", "language"),
        ("prompts/grief.toml", 'theme = "grief"', 'theme = "Grief and loss"', "theme"),
        ("prompts/grief.toml", 'theme = "grief"', 'theme = "courage"', "already"),
        ("prompts/grief.toml", 'theme = "grief"', 'theme = "general"', "grief.toml"),
        ("prompts/grief.toml", 'title = "Grief"', 'title = " "', "title"),
        ("prompts/grief.toml", "about = ", "abuot = ", "about"),
        ("prompts/grief.toml", 'id = "story-02"', 'id = "story-01"', "used twice"),
        ("prompts/grief.toml", 'id = "story-02"', f'id = "story-{"0" * ID_LENGTH}"', "too long"),
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
    assert path.name in str(caught.value) or said == "no English deck"
    assert said in str(caught.value)


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no formats"):
        load_content(tmp_path)


def test_each_theme_has_twenty_questions_for_stories() -> None:
    content = load_content(DATA)
    themed = [deck for deck in content.themes("en") if deck.theme != GENERAL]
    assert {deck.theme for deck in themed} >= {
        "belonging",
        "courage",
        "gratitude",
        "grief",
        "illness",
        "recovery",
    }
    for deck in themed:
        assert len(deck.of(PromptKind.STORY)) >= 20, deck.id
        assert len(deck.of(PromptKind.REFLECTION)) >= 3, deck.id
        assert len(deck.of(PromptKind.CLOSING)) >= 2, deck.id


def test_an_id_is_unique_over_all_decks_and_fits_the_tables() -> None:
    content = load_content(DATA)
    ids = [prompt.id for deck in content.decks.values() for prompt in deck.prompts]
    assert len(set(ids)) == len(ids)
    assert max(map(len, ids)) <= ID_LENGTH
    assert not any(re.search(r"\s", name) for name in ids), (
        "the anonymous record keeps ids with spaces between"
    )
    assert {"open-01", "story-03", "grief/story-03"} <= set(ids)


FRAME = re.compile(
    r"\b(tell (us|me)|take us|think of|describe|show us|about|one|time|moment|story|day|you|your|yours|what|which"
    r"|when|where|who|whom|how|did|do|does|was|were|is|are|had|has|have|would|could|that|this|it|its|the|a|an|and"
    r"|or|of|in|on|at|to|for|with|from|by|if|as|someone|somebody|something|once)\b"
)
"""How questions begin, and small words: what two questions may share without being alike."""


def likeness(one: str, other: str) -> float:
    """How much of what two questions are about is the same, 0 to 1."""
    first, second = (set(re.findall(r"[a-z']+", FRAME.sub(" ", t.casefold()))) for t in (one, other))
    return len(first & second) / len(first | second) if first | second else 1.0


def test_no_two_questions_are_nearly_the_same() -> None:
    content = load_content(DATA)
    for language in {deck.language for deck in content.decks.values()}:
        every = [p for deck in content.decks.values() if deck.language == language for p in deck.prompts]
        for one, other in combinations(every, 2):
            assert likeness(one.text, other.text) <= 0.5, (
                f"{one.id} and {other.id} ask nearly the same: keep one, or ask for another scene\n"
                f"{one.text}\n{other.text}"
            )


def test_likeness_can_tell() -> None:
    asked = "Tell us about a door you stood in front of for a while."
    assert likeness(asked, "What was the door that you stood in front of once, for a while?") > 0.5
    assert likeness(asked, "Tell us about a storm you sat out, in the sky or indoors.") <= 0.5


def test_themes_come_with_the_general_one_first_then_by_title() -> None:
    content = load_content(DATA)
    decks = content.themes("en-GB")
    assert [deck.theme for deck in decks] == [
        GENERAL,
        "courage",
        "gratitude",
        "grief",
        "belonging",
        "illness",
        "recovery",
    ]
    assert all(deck.about.endswith(".") for deck in decks)


def test_a_theme_draws_its_own_and_borrows_what_it_lacks() -> None:
    content = load_content(DATA)
    general, grief = content.deck("en"), content.decks["grief"]
    drawn = content.drawing("en", "grief")
    assert drawn.theme == "grief"
    for kind in PromptKind:
        assert drawn.of(kind) == (grief.of(kind) or general.of(kind))
        assert drawn.of(kind)
    assert drawn.of(PromptKind.OPENING) == general.of(PromptKind.OPENING)
    assert content.drawing("en", GENERAL) is general
    assert content.drawing("en", "a theme that is gone") is general


def german() -> Content:
    """The shipped content with a little German beside it."""
    content = load_content(DATA)

    def deck(name: str, theme: str, *prompts: tuple[str, PromptKind]) -> Deck:
        made = tuple(DeckPrompt(prompt_id, kind, f"{prompt_id}, auf Deutsch") for prompt_id, kind in prompts)
        return Deck(name, "de", theme, name.title(), "Auf Deutsch.", made)

    kinds = zip(("open-01", "story-01", "reflect-01", "close-01"), PromptKind, strict=True)
    decks = [deck("de", GENERAL, *kinds), deck("trauer", "grief", ("trauer/story-03", PromptKind.STORY))]
    return replace(content, decks={**content.decks, **{made.id: made for made in decks}})


def test_a_question_is_found_in_the_readers_language_or_else_in_english() -> None:
    content = german()
    english = load_content(DATA)
    assert content.text("de", "story-01") == "story-01, auf Deutsch"
    assert content.text("de-AT", "grief/story-03") == "trauer/story-03, auf Deutsch"
    assert content.text("de", "story-02") == english.deck("en").text("story-02")
    assert content.text("de", "grief/story-04") == english.decks["grief"].text("grief/story-04")
    assert content.text("en", "trauer/story-03") == english.decks["grief"].text("grief/story-03")
    assert content.text("fr", "gratitude/story-01") == english.decks["gratitude"].text("gratitude/story-01")
    for gone in (None, "", "gone-99", "grief/gone-99", "gone/story-01", "grief/"):
        assert content.text("de", gone) is None, gone


def test_a_language_offers_its_own_themes_and_the_english_ones_it_lacks() -> None:
    content = german()
    offered = {deck.theme: deck.language for deck in content.themes("de")}
    assert offered.pop(GENERAL) == offered.pop("grief") == "de"
    assert set(offered.values()) == {"en"}
    drawn = content.drawing("de", "grief")
    assert [prompt.id for prompt in drawn.prompts] == ["trauer/story-03", "open-01", "reflect-01", "close-01"]


@pytest.mark.parametrize("stage", ["opening", "story", "reflection", "closing"])
def test_the_schema_asks_for_every_stage_in_the_general_deck_only(stage: str) -> None:
    rules = jsonschema.Draft202012Validator(
        json.loads((DATA / "prompts/deck.schema.json").read_text("utf-8"))
    )
    for name in ("en", "grief"):
        table = tomllib.loads((DATA / f"prompts/{name}.toml").read_text("utf-8"))
        table["prompt"] = [row for row in table["prompt"] if row["stage"] != stage]
        assert rules.is_valid(table) == (name == "grief" and stage != "story"), (name, stage)


def test_a_question_of_a_theme_can_be_chosen_by_its_id_or_its_words() -> None:
    content = load_content(DATA)
    text = content.text("en", "grief/story-03")
    assert text is not None
    pages, english = PromptPages(content, "en"), Catalogues.read(DATA / "locales", "en").pick()
    for typed in ("grief/story-03", text, f"  {text} "):
        assert prompt_from(english, pages, typed) == Prompt(id="grief/story-03")
    assert prompt_from(english, pages, "story-03") == Prompt(id="story-03")
    assert prompt_from(english, pages, "grief/story-99") == Prompt(text="grief/story-99")
