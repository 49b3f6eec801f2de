"""Formats as files: the parser and the schema say the same, a file goes both ways, and nonsense is refused in words."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.circle.format_table import parse_format, table_of
from bot.circle.formats import Flaw, Format, FormatError
from bot.content import load_content
from bot.services.formats.format_files import FormatRules, read, write
from bot.services.formats.problems import FormatFileRefused, FormatRefused, Unfit
from bot.settings import ROOT
from bot.ui.cards.formats.words import by_number, number_of
from bot.ui.format_sentences import SENTENCES, format_sentence
from bot.ui.i18n import Catalogues
from bot.ui.user_text import clean

DATA = ROOT / "data"
CONTENT = load_content(DATA)
RULES = FormatRules(CONTENT.exception, clean)
SCHEMA = jsonschema.Draft202012Validator(json.loads((DATA / "formats/format.schema.json").read_text("utf-8")))
ENGLISH = Catalogues.read(DATA / "locales", "en").pick()
SHIPPED = list(CONTENT.formats.values())

# What somebody may put in the place of anything in a file.
JUNK: st.SearchStrategy[Any] = st.one_of(
    st.integers(-10, 100_000),
    st.booleans(),
    st.sampled_from(["", " ", "x", "round", "closing", "Small", "two\nlines", "@everyone", "a\u200bb"]),
    st.sampled_from(["y" * 61, "y" * 101, "y" * 241, "y" * 1001, "y" * 10_001]),
    st.lists(st.sampled_from(["One.", "Two.", "", "y" * 101]), max_size=14),
    st.just({}),
    st.floats(0.5, 3.5).filter(lambda value: value != int(value)),
)
KEYS = (
    "id",
    "title",
    "summary",
    "minimum",
    "capacity",
    "order",
    "pass_policy",
    "content_notes",
    "scale",
    "seats",
)
STAGE_KEYS = ("kind", "title", "text", "seconds", "breath_s", "prompt", "items", "exception", "colour")


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    """A shipped format with some of it put differently, left out, doubled or moved."""
    table = deepcopy(table_of(draw(st.sampled_from(SHIPPED))))
    for _ in range(draw(st.integers(0, 3))):
        stages = table["stage"]
        match draw(st.integers(0, 5)):
            case 0:
                table[draw(st.sampled_from(KEYS))] = draw(JUNK)
            case 1:
                table.pop(draw(st.sampled_from(KEYS)), None)
            case 2 if stages:
                draw(st.sampled_from(stages))[draw(st.sampled_from(STAGE_KEYS))] = draw(JUNK)
            case 3 if stages:
                draw(st.sampled_from(stages)).pop(draw(st.sampled_from(STAGE_KEYS)), None)
            case 4:
                key = draw(st.sampled_from(["offer_s", "breath_s", "role_s", "offer"]))
                table["timing"][key] = draw(st.one_of(st.integers(-5, 90_000), JUNK))
            case _:
                several = draw(st.lists(st.sampled_from(stages), max_size=22)) if stages else []
                table["stage"] = [deepcopy(one) for one in several]
    return table


def parsed(table: dict[str, Any]) -> Format | None:
    """The format, or None when it is refused."""
    try:
        return parse_format(table)
    except FormatError:
        return None


@given(tables())
@settings(max_examples=80, deadline=None)
def test_what_the_schema_allows_the_parser_takes_and_what_it_makes_the_schema_allows(
    table: dict[str, Any],
) -> None:
    made = parsed(table)
    if SCHEMA.is_valid(table):
        assert made is not None
    if made is not None:
        written = table_of(made)
        SCHEMA.validate(written)
        assert parse_format(written) == made


def read_or_refused(data: bytes) -> tuple[Format | None, list[str]]:
    """The format of a file, or what is said of it."""
    try:
        return read(data, "a.json", RULES), []
    except FormatRefused as error:
        return None, [format_sentence(ENGLISH, problem) for problem in error.problems]


@given(tables())
@settings(max_examples=60, deadline=None)
def test_a_file_is_a_format_that_can_be_written_again_or_is_refused_in_words(table: dict[str, Any]) -> None:
    made, said = read_or_refused(json.dumps(table).encode())
    assert (made is None) == bool(said)
    assert not any("{" in sentence for sentence in said)
    if made is None:
        return
    assert all(stage.exception in ("", CONTENT.exception) for stage in made.stages)
    again = read(write(made), "a.toml", RULES)
    assert (again.stages, again.timing, again.title) == (made.stages, made.timing, made.title)
    for words in (made.title, made.summary, *(stage.text for stage in made.stages)):
        assert "@everyone" not in words
        assert "\u200b" not in words


@given(
    st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)),
    st.sampled_from(["toml", "json"]),
)
@settings(max_examples=150, deadline=None)
def test_whatever_is_in_a_file_it_is_read_or_refused(data: bytes, ending: str) -> None:
    with pytest.raises((FormatFileRefused, FormatRefused)):
        read(data, f"a.{ending}", RULES)


@pytest.mark.parametrize("made", SHIPPED, ids=lambda made: made.id)
def test_a_shipped_format_goes_into_a_file_and_comes_back(made: Format) -> None:
    assert read(write(made), f"{made.id}.toml", RULES) == made
    assert by_number(CONTENT, number_of(made.id)) == made, "its buttons find it again"


def test_every_flaw_has_a_sentence() -> None:
    assert set(SENTENCES) == {*Flaw, *Unfit}
