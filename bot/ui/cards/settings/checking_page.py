"""The page that checks slips: one file with the public keys in it, which asks no server for anything."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from html import escape

from bot.settings import ROOT

from ...i18n import Translator
from ...layout import CALM, Card
from ...slip_words import COMPARE, GENUINE, NOT_GENUINE, WHY_NOT

PAGE = "check-slips.html"


def page_card(t: Translator, mark: str) -> Card:
    """The page, for an admin.

    Args:
        t: the language of the admin.
        mark: what tells the key from others.
    """
    card = Card(CALM).say("### " + t("The page that checks slips"))
    card.say(
        t(
            "Give it to whoever asks for proof, or put it on a website of yours. It works without a connection, and "
            "checks the slips of this server alone."
        )
    )
    card.file(PAGE)
    return card.say("-# " + t("It has the public key {mark}. With it nobody can make a slip.", mark=mark))


def page(t: Translator, keys: Mapping[str, str]) -> str:
    """The page.

    Args:
        t: its language.
        keys: the public keys of the slips that it can check, in words, each by what tells it from others.
    """
    said = {
        "keys": [words.replace("\n", "-") for words in keys.values()],
        "names": {"group": t("Group"), "when": t("Circle"), "length": t("Length")},
        "genuine": t(GENUINE),
        "notGenuine": t(NOT_GENUINE),
        "notChecked": t("This browser cannot check slips."),
        "unable": t("Please open the page in a newer browser. It needs signatures of the kind Ed25519."),
        "compare": t(COMPARE),
        "why": {why: t(words, mark="{mark}") for why, words in WHY_NOT.items()},
    }
    words = {
        "language": t.language,
        "title": t("Check a proof of attendance"),
        "about": t(
            "Somebody gave you a slip from a peer support circle. This page says whether it is genuine."
        ),
        "label": t("The slip, or the code on it"),
        "check": t("Check"),
        "offline": t("Nothing that you type leaves this page."),
        "key": t("This page knows these keys: {marks}", marks=", ".join(keys)),
        "noscript": t("Please switch on JavaScript for this page. It does the checking."),
    }
    made = _template()
    for name, text in words.items():
        made = made.replace("{{" + name + "}}", escape(text))
    return made.replace("{{said}}", json.dumps(said, ensure_ascii=False).replace("<", "\\u003c"))


@cache
def _template() -> str:
    return (ROOT / "data" / "slips" / "check.html").read_text("utf-8")
