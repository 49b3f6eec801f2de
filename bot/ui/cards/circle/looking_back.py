"""Looking back, for whoever held the circle: three questions, and the anonymous numbers of a whole session."""

from __future__ import annotations

from bot.circle.counts import Summary
from bot.circle.looking_back import looking_mark
from bot.circle.model import Phase
from bot.services.deliveries import table as d

from ...card_context import CardContext
from ...i18n import N_, Translator
from ...layout import CALM, Card
from ...press import VerbButton
from ..drawing import draws


@draws(d.Debrief)
def debrief(context: CardContext, what: d.Debrief) -> Card | None:
    """For whoever holds the circle, as it closes; None once it is over."""
    t = context.t
    if context.state.phase is not Phase.LIVE:
        return None
    card = Card().say(
        t("Your circle is closing. If you like, take a moment for yourself now or afterwards, and look back.")
    )
    return card.row(look_back(context))


def look_back(context: CardContext) -> VerbButton:
    """`Look back`."""
    return VerbButton.new("look", context.session.id, looking_mark(context.state), context.t("Look back"))


QUESTIONS = (
    N_("What went well?"),
    N_("What would you do differently?"),
    N_("What do you need for yourself now?"),
)
_USED = (
    N_("Little of the time for stories was used."),
    N_("About a quarter of the time for stories was used."),
    N_("About half of the time for stories was used."),
    N_("About three quarters of the time for stories was used."),
    N_("Nearly all of the time for stories was used."),
)


def looked_back(t: Translator, summary: Summary, answers: list[str]) -> Card:
    """The session's anonymous numbers, and one's own words once more. None of it is kept."""
    card = Card(CALM).say("### " + t("Looking back"))
    lines = [
        t.many("{count} person had a seat.", "{count} people had a seat.", summary.people),
        t.many("{count} turn was shared.", "{count} turns were shared.", summary.told),
    ]
    if summary.used_quarters is not None:
        lines.append(t(_USED[summary.used_quarters]))
    card.say("\n".join(lines))
    own = [
        f"**{t(question)}**\n{answer}" for question, answer in zip(QUESTIONS, answers, strict=True) if answer
    ]
    if own:
        card.line().say("\n\n".join(own))
    return card.say("-# " + t("Only you see this. What you wrote is not kept anywhere; copy it if you like."))
