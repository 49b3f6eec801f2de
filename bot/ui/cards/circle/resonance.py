"""Gestures towards a story, and what its teller alone is told of them. No count is shown to anybody else."""

from __future__ import annotations

from bot.circle.counts import Echo
from bot.circle.resonance import answerable
from bot.services.deliveries import table as d

from ...card_context import CardContext
from ...i18n import Translator
from ...layout import CALM, WARM, Card
from ...press import VerbButton
from ..drawing import draws


@draws(d.Gestures)
def gestures(context: CardContext, what: d.Gestures) -> Card | None:
    """`Heard`, `Me too`, `Hope`, below the story. None when it cannot be answered, now or any more.

    The buttons carry the version at which the story's turn was offered: it says which story is meant.
    """
    t, session_id = context.t, context.session.id
    if (story := answerable(context.state, what.turn)) is None:
        return None
    card = Card(CALM).say(t("For {who}'s story, seen by {who} only:", who=context.who(story.seat)))
    return card.row(
        VerbButton.new("heard", session_id, story.opened, t("Heard")),
        VerbButton.new("metoo", session_id, story.opened, t("Me too")),
        VerbButton.new("hope", session_id, story.opened, t("Hope")),
    )


@draws(d.Resonance)
def resonance(context: CardContext, what: d.Resonance) -> Card | None:
    """For the teller of that turn alone, when it cannot be answered any more. None when nobody made a gesture."""
    found = (e for e in context.state.echoes if e.turn == what.turn and e.seat == what.seat)
    echo = next(found, None)
    return None if echo is None or not echo.says_something else quiet_word(context.t, echo)


def quiet_word(t: Translator, echo: Echo) -> Card:
    """What somebody's story met with."""
    heard, me_too, hope = echo.heard, echo.me_too, echo.hope
    card = Card(WARM).say("### " + t("A quiet word about your story"))
    lines = []
    if heard:
        lines.append(
            t.many(
                "{count} person let you know, without a name: your story was heard.",
                "{count} people let you know, without their names: your story was heard.",
                heard,
            )
        )
    if me_too:
        lines.append(
            t.many(
                "{count} person knows something like it from their own life.",
                "{count} people know something like it from their own lives.",
                me_too,
            )
        )
    if hope:
        lines.append(t.many("It gave hope to {count} person.", "It gave hope to {count} people.", hope))
    card.say("\n".join(lines))
    return card.say("-# " + t("Only you are told, and it is not kept anywhere."))
