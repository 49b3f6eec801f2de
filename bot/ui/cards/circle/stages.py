"""The card of a stage: what it is for, its question, and, in the agreements, what is agreed to."""

from __future__ import annotations

from discord import ButtonStyle

from bot.circle.feelings import is_leaving
from bot.circle.formats import SpeakingOrder, Stage, StageKind
from bot.circle.model import Consent, Phase, TimerKind
from bot.circle.order import going_round, names_who_is_next
from bot.services.deliveries import table as d

from ...agreement_lines import changed_words, listed
from ...card_context import CardContext
from ...layout import CALM, CLOSED, QUIET, Card
from ...lengths import turn_words
from ...rooms.afterwards import afterwards_words
from ...rooms.holding import held_words
from ...rooms.kinds import words_of
from ...rooms.listeners import seen_by
from .. import buttons
from ..care import next_day
from ..drawing import draws
from ..schedule.series import meeting_words
from . import coming, feelings, slips
from .coming import small


@draws(d.Stage)
def stage(context: CardContext, what: d.Stage) -> Card | None:
    """The card of the stage that is asked for. Once the circle has gone on, it has no buttons and no time."""
    t, state = context.t, context.state
    if not 0 <= what.index <= state.stage_index:
        return None
    if state.phase is not Phase.LIVE or state.stage is None or state.stage_index != what.index:
        return _past(context, state.format.stages[what.index])
    card = Card(CALM if state.stage.kind is not StageKind.ROUND else QUIET)
    card.say(f"## {t.content(state.stage.title)}")
    if state.stage.kind is StageKind.AGREEMENTS:
        return _agreements(context, card, state.stage)
    card.say(t.content(state.stage.text))
    if what.index == 0:
        card.say(small(meeting_words(t, state.appointment)))
    if question := context.question(state.prompt):
        card.say(f"> **{question}**")
    if state.stage.kind is StageKind.ROUND:
        return _round(context, card, state.stage)
    card.say(small(coming.stage_time(context)))
    if state.stage.kind is StageKind.HARVEST:
        return _harvest(context, card)
    question, answers = feelings.on_leaving(context)
    card.say(question).row(*answers)
    after = next_day.offered(context) if is_leaving(state) else []
    return card.row(*buttons.care_row(context), buttons.rest(context), *slips.offered(context), *after)


def _harvest(context: CardContext, card: Card) -> Card:
    """The way to the hope channel, where there is one. Elsewhere nothing is posted, and nothing is offered."""
    t = context.t
    if context.state.practice:
        card.say(t("This is practice, so no spark is posted. You may say yours aloud."))
        return card.row(*buttons.care_row(context), buttons.rest(context))
    if context.hope_xid is None:
        return card.row(*buttons.care_row(context), buttons.rest(context))
    card.say(
        t(
            "If you like, share one in {channel}. It appears there later, without a name, if at "
            "least three people share one.",
            channel=f"<#{context.hope_xid}>",
        )
    )
    offer = buttons.button(context, "spark", t("Offer a spark"), ButtonStyle.primary)
    return card.row(offer).row(*buttons.care_row(context), buttons.rest(context))


def _past(context: CardContext, gone: Stage) -> Card:
    card = Card(CLOSED).say(f"## {context.t.content(gone.title)}")
    if gone.kind is not StageKind.AGREEMENTS:
        return card.say(context.t.content(gone.text))
    card.say(agreements_text(context, gone))
    if context.state.phase is Phase.LIVE:
        # Whoever comes late, or has not answered yet, finds here what the others have agreed to.
        card.row(buttons.agree(context), buttons.listen(context))
    return card


def agreements_text(context: CardContext, agreements: Stage) -> str:
    """The agreements as a list, with their exception below."""
    t = context.t
    since = context.state.since_last
    kind = context.session.room.kind
    words, held = words_of(kind), context.session.room.held
    said = (
        seen_by(t, context.session),
        held_words(t, kind, held=held),
        words.to_be_heard(t, held=held),
        # Once it is over, the last card says it: a room may be one that cannot be deleted.
        "" if context.state.phase is Phase.ENDED else afterwards_words(t, context.session),
    )
    room = " ".join(sentence for sentence in said if sentence)
    before = [words for words in (changed_words(t, since), t.content(agreements.text)) if words]
    lines = [*before, listed(t, agreements.items, since)]
    return "\n".join(lines) + f"\n\n{t.content(agreements.exception)}\n-# {room}"


def _agreements(context: CardContext, card: Card, agreements: Stage) -> Card:
    card.say(agreements_text(context, agreements))
    card.say(small(agreed_so_far(context)))
    card.say(small(coming.stage_time(context)))
    card.row(buttons.agree(context), buttons.listen(context))
    return card.row(*buttons.care_row(context), buttons.rest(context))


def agreed_so_far(context: CardContext) -> str:
    """How many of those who are here have agreed."""
    here = context.state.here
    agreed = sum(seat.consent is Consent.AGREED for seat in here)
    return context.t.many(
        "{count} of {all} has agreed.", "{count} of {all} have agreed.", agreed, all=len(here)
    )


def _round(context: CardContext, card: Card, stage: Stage) -> Card:
    t, state = context.t, context.state
    time = turn_words(t, stage.seconds)
    if state.format.order is SpeakingOrder.VOLUNTEER:
        card.say(
            t(
                "The talking piece lies in the middle for anyone who would like it, about {time} each.",
                time=time,
            )
        )
    elif state.round is not None:
        people = " · ".join(context.who(number) for number in going_round(state))
        card.say(t("About {time} each: {people}", time=time, people=people))
    if state.shown_timer is not None and state.shown_timer.kind is TimerKind.NOBODY:
        card.say(small(coming.stage_time(context)))
    asking = [buttons.my_turn(context)] if names_who_is_next(state) else []
    return card.row(*asking, *buttons.care_row(context), buttons.rest(context))
