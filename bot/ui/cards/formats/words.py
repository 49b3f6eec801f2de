"""The words for what a format is made of, and what every card of formats says alike."""

from __future__ import annotations

import zlib

from bot.circle.formats import (
    Format,
    LateComers,
    NotePolicy,
    PassPolicy,
    PromptKind,
    SpeakingOrder,
    Stage,
    StageKind,
)
from bot.content import Content
from bot.services.formats.own_formats import own_number

from ...durations import clock_words
from ...i18n import N_, Translator
from ...lengths import usual_minutes
from ...unicode_text import cut
from ...user_text import escaped
from ..prompts import KIND_NAMES

KINDS = {
    StageKind.ANNOUNCE: N_("words for everyone"),
    StageKind.AGREEMENTS: N_("agreements"),
    StageKind.ROUND: N_("a round, with a turn for everyone"),
    StageKind.OPEN: N_("free conversation"),
    StageKind.HARVEST: N_("sparks of hope"),
    StageKind.CLOSING: N_("closing"),
}
ORDERS = {
    SpeakingOrder.ROUND: N_("Around the circle"),
    SpeakingOrder.SHUFFLED: N_("In an order that is drawn"),
    SpeakingOrder.VOLUNTEER: N_("Whoever would like to"),
    SpeakingOrder.NOMINATE: N_("Whom the last teller names"),
}
PASSES = {
    PassPolicy.FREE: N_('A pass ends the turn; "Not yet" comes back'),
    PassPolicy.COME_BACK: N_("A pass is offered once more at the end"),
    PassPolicy.EVERYONE_EVENTUALLY: N_("A pass is offered twice more at the end"),
}
NOTES = {
    NotePolicy.OFF: N_("No content notes"),
    NotePolicy.ASK: N_("Tellers may give a content note"),
    NotePolicy.REQUIRED: N_("Every teller is asked for a content note"),
}
LATE = {
    LateComers.AGREE_FIRST: N_("Late-comers agree first"),
    LateComers.AT_ONCE: N_("Late-comers come in at once"),
}
QUESTIONS: dict[PromptKind, str] = KIND_NAMES
TIMES = {
    "offer_s": N_("How long the offered piece waits"),
    "warn_s": N_("How long before the end a speaker is told"),
    "grace_s": N_("How much longer they may take"),
    "breath_s": N_("The quiet between two turns"),
    "long_breath_s": N_("A rest before the last in line comes again"),
    "silence_s": N_("A held silence"),
    "pause_s": N_("A pause of the facilitator"),
    "rest_s": N_("A pause that a member asks for"),
    "answer_s": N_("How long a late-comer may take to agree"),
    "gathering_s": N_("How long a circle waits to begin"),
}
"""The times that are changed in a form; a file has the others too."""
FEW, MANY = 4, 8
LONG_MINUTES = 120


CARD_LENGTH = 3900
"""How many characters of words a card of a format has at most. Discord takes 4,000."""
_BRIEF_TITLE = 16


def fits(*blocks: str) -> bool:
    """Whether a card has room for these."""
    return sum(map(len, blocks)) <= CARD_LENGTH


def title_of(t: Translator, made: Format) -> str:
    """What a format is called, safe to show."""
    return escaped(t.content(made.title))


def stage_lines(t: Translator, made: Format, *, is_brief: bool = False) -> str:
    """A line about each stage; with as much of their names as twenty stages leave room for, if that is wished."""
    return "\n".join(_stage_line(t, n, one, is_brief=is_brief) for n, one in enumerate(made.stages, 1))


def _stage_line(t: Translator, number: int, stage: Stage, *, is_brief: bool) -> str:
    time = clock_words(stage.seconds)
    if stage.kind is StageKind.ROUND:
        time = t("{time} a turn", time=time)
        if stage.breath_s is not None:
            time = t("{time}, then {quiet} of quiet", time=time, quiet=clock_words(stage.breath_s))
    title = t.content(stage.title)
    title = escaped(cut(title, _BRIEF_TITLE) if is_brief else title)
    return f"{number}. **{title}** · {t(KINDS[stage.kind])} · {time}"


def length_lines(t: Translator, made: Format) -> list[str]:
    """About how long it takes with few people and with many, spoken and in writing."""
    few = min(max(FEW, made.minimum), made.capacity)
    many = min(MANY, made.capacity)
    spoken, written = made, made.adjusted(in_writing=True)
    lines = [
        t(
            "Spoken: about {short} minutes with {few} people, {long} with {many}.",
            short=usual_minutes(spoken, few),
            few=few,
            long=usual_minutes(spoken, many),
            many=many,
        ),
        t(
            "In writing: about {short} minutes with {few} people, {long} with {many}.",
            short=usual_minutes(written, few),
            few=few,
            long=usual_minutes(written, many),
            many=many,
        ),
    ]
    if usual_minutes(spoken, many) > LONG_MINUTES:
        lines.append(t("That is longer than two hours. People may need a break, or fewer rounds."))
    return lines


def rule_lines(t: Translator, made: Format) -> list[str]:
    """What holds in the whole of it."""
    scale = [t("How alone people feel is asked")] if made.scale else []
    return [
        t("Seats: {seats}, and at least {least} people", seats=made.capacity, least=made.minimum),
        " · ".join(
            [
                t(ORDERS[made.order]),
                t(PASSES[made.pass_policy]),
                t(NOTES[made.content_notes]),
                t(LATE[made.late_comers]),
                *scale,
            ]
        ),
    ]


def number_of(format_id: str) -> int:
    """A format as one number, for a button: even for a server's own, odd for a shipped one."""
    own = own_number(format_id)
    return 2 * own if own else 2 * zlib.crc32(format_id.encode()) + 1


def by_number(content: Content, number: int) -> Format | None:
    """The format with that number; None when it is gone."""
    return next((one for one in content.formats.values() if number_of(one.id) == number), None)
