"""Lines that are posted without a name: limits, links, and what is made harmless."""

from __future__ import annotations

import gettext

import pytest

from bot.services.harvest.sparks import Spark
from bot.ui.anonymous_lines import line, spark_from
from bot.ui.i18n import Translator
from bot.ui.refused import Refused

T = Translator("en", gettext.NullTranslations())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  A loaf,\n still   warm. ", "A loaf, still warm."),
        ("Thanks <@123456789012345678> and <@!123456789012345678>", "Thanks someone and someone"),
        ("in <#123456789012345678>", "in somewhere"),
        ("@everyone and @here and @@everyone", "everyone and here and everyone"),
        ("<:heart:123456789012345678> <a:wave:123456789012345678>", ":heart: :wave:"),
        ("</circle join:123456789012345678>", "/circle join"),
        ("write 123456789012345678", "write …"),
        ("I came home.Then it rained.", "I came home.Then it rained."),
        ("3.5 miles, e.g. to the sea...and back", "3.5 miles, e.g. to the sea...and back"),
        ("and/or", "and/or"),
        ("希望がある", "希望がある"),
        ("x\u202ey\u0000z\u200b", "xy z"),
    ],
)
def test_what_was_typed_is_one_harmless_line(typed: str, kept: str) -> None:
    assert line(T, typed, 80) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "https://example.com",
        "HTTP://EXAMPLE.COM",
        "www.example.org",
        "example.org",
        "discord.gg/hope",
        "discordapp.com/invite/x",
        "sub.example.co.uk/page",
        "mailto:a",
        "ann@example.museum",
        "ftp://x",
        "https\u200b://example.com",
    ],
)
def test_links_are_refused_and_the_sentence_says_why(typed: str) -> None:
    with pytest.raises(Refused, match="a link or an invitation"):
        line(T, f"look at {typed} please", 80)


def test_the_limits_are_exact_and_stated() -> None:
    assert len(line(T, "x" * 80, 80)) == 80
    with pytest.raises(Refused, match=r"81 characters\. A spark can have 80 at most"):
        line(T, "x" * 81, 80)
    assert spark_from(T, "x" * 80, "y" * 200) == Spark("x" * 80, "y" * 200)
    with pytest.raises(Refused, match="201 characters"):
        spark_from(T, "", "y" * 201)


def test_nothing_is_nothing() -> None:
    with pytest.raises(Refused, match="Both boxes are empty"):
        spark_from(T, " \n", "\u200b")


def test_markdown_means_nothing() -> None:
    assert spark_from(T, "# big", "- *bold* [a](b)") == Spark("\\# big", "\\- \\*bold\\* \\[a](b)")
