"""Gestures towards a story, and what its teller alone is told of them. No count is shown to anybody else."""

from __future__ import annotations

from collections.abc import Sequence

from bot.circle.counts import Echo
from bot.circle.model import Gesture
from bot.circle.parts import Story
from bot.circle.resonance import answerable
from bot.services.deliveries import table as d

from ...card_context import CardContext
from ...i18n import N_, Translator
from ...layout import CALM, WARM, Card
from ...press import VerbButton
from ..drawing import draws

LABELS = {Gesture.HEARD: N_("Heard"), Gesture.ME_TOO: N_("Me too"), Gesture.HOPE: N_("Hope")}
_VERBS = {Gesture.HEARD: "heard", Gesture.ME_TOO: "metoo", Gesture.HOPE: "hope"}


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
        *(VerbButton.new(_VERBS[one], session_id, story.opened, t(LABELS[one])) for one in Gesture)
    )


def sent(context: CardContext, story: Story, made: Sequence[Gesture]) -> tuple[str, VerbButton]:
    """What somebody has sent towards a story, for them alone, and a way to take it back."""
    t, who = context.t, context.who(story.seat)
    if len(made) > 1:
        names = ", ".join(t(LABELS[one]) for one in made)
        words = t("Sent to {who}, without your name: {gestures}.", who=who, gestures=names)
    else:
        words = t("Sent to {who}, without your name.", who=who)
    return words, VerbButton.new("unsend", context.session.id, story.opened, t("Take it back"))


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
    return card.say("-# " + t("Only you read this, and I do not keep it."))
