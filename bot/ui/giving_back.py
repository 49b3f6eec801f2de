"""Words that were typed into a form and went nowhere: they go back to whoever typed them, and are not kept."""

from __future__ import annotations

from typing import Any, cast

import discord

from bot.services.circle.sessions import NoSession

from .errors import answer_error, error_sentence
from .layout import Card
from .refused import Refused
from .refusing import refused_by
from .request import Request
from .user_text import quoted


def sent_words(request: Request) -> dict[str, str]:
    """What was typed into the fields for words of a form that the bot does not know any more, by their ids."""
    sent: dict[str, str] = {}

    def walk(part: Any) -> None:
        for inner in part if isinstance(part, list) else [part]:
            if inner.get("type") == discord.ComponentType.text_input.value:
                sent[inner["custom_id"]] = str(inner["value"])
            walk(inner.get("components", []))
            walk(inner.get("component", []))

    data = cast("dict[str, Any]", request.interaction.data or {})
    walk(data.get("components", []))
    return sent


SHOWN = 3500
"""How many characters of lost words fit on one card, with the sentence above them."""


def lost_words(request: Request) -> str:
    """What is said to somebody who sends a form of before a restart: their words, to copy them from there."""
    t = request.t
    said = t("I was restarted and did not get that. Please do it once more.")
    return "\n".join([said, *_typed(request)])


async def give_back(request: Request, error: Exception) -> None:
    """Say why the form could not be taken, and show its words once more, to copy them from there."""
    typed, refused = "\n".join(_typed(request)), refused_by(request, error)
    if not typed:
        await answer_error(request, error)
    elif refused is not None:
        await answer_error(request, Refused(f"{refused.sentence}\n{typed}", refused.card))
    elif isinstance(error, NoSession):
        await request.say(f"{error_sentence(request.t, error)}\n{typed}")
    else:
        await answer_error(request, error)
        await request.show(Card().say(typed))


def _typed(request: Request) -> list[str]:
    """What was typed, as it is shown; nothing when it was nothing, or is more than a card holds."""
    typed = [words for words in map(quoted, sent_words(request).values()) if words]
    if not typed or sum(map(len, typed)) > SHOWN:
        return []
    return [request.t("This is what you typed:"), *typed]
