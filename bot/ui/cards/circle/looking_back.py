"""Looking back, for whoever held the circle: three questions, and the anonymous numbers of a whole session."""

from __future__ import annotations

from bot.circle.counts import Summary
from bot.circle.looking_back import summary_of
from bot.circle.model import Phase
from bot.services.circle.sessions import Session
from bot.services.deliveries import table as d

from ...card_context import CardContext
from ...i18n import N_, Translator
from ...layout import CALM, Card
from ...press import VerbButton
from ...user_text import escaped
from ..drawing import draws, practice_marked
from ..schedule.series import last_words

MOST_PEOPLE, MOST_TOLD = 999, 9_999
"""More than there are in any circle."""


@draws(d.Debrief)
def debrief(context: CardContext, what: d.Debrief) -> Card | None:
    """For whoever holds the circle, as it closes; None once it is over."""
    t = context.t
    if context.state.phase is not Phase.LIVE:
        return None
    name = escaped(context.session.name)
    card = Card().say(t("**{name}** is closing. You may look back, now or on another day.", name=name))
    card.say(last_words(t, context.state.appointment))
    card.say("-# " + t("The button works for as long as you keep this message."))
    return card.row(look_back(t, summary_of(context.state)))


def closed(t: Translator, session: Session, summary: Summary) -> Card:
    """For whoever held a circle that was ended before its closing."""
    words = t("**{name}** has closed. You may look back, now or on another day.", name=escaped(session.name))
    card = Card().say(words).say(last_words(t, session.state.appointment))
    card.say("-# " + t("The button works for as long as you keep this message."))
    return practice_marked(t, session, card.row(look_back(t, summary)))


def look_back(t: Translator, summary: Summary) -> VerbButton:
    """`Look back`. The numbers are in the button and nowhere else, so it outlives the session and its room."""
    quarters = 0 if summary.used_quarters is None else 1 + summary.used_quarters
    return VerbButton.new("look", summary.people, 10 * summary.told + quarters, t("Look back"))


def summary_in(people: int, rest: int) -> Summary | None:
    """The numbers in such a button; None when they are none of a circle."""
    told, quarters = divmod(rest, 10)
    if people > MOST_PEOPLE or told > MOST_TOLD or quarters > len(_USED):
        return None
    return Summary(people, told, None if quarters == 0 else quarters - 1)


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
    return card.say("-# " + t("Only you see this. I do not keep what you wrote; copy it if you like."))
