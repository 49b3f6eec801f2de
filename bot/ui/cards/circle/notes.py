"""Content notes: what a story touches on, said before it is told."""

from __future__ import annotations

from discord import ButtonStyle, SelectOption

from bot.circle.formats import NotePolicy
from bot.circle.model import ContentNote

from ...card_context import CardContext, timestamp
from ...i18n import N_
from ...layout import QUIET, WARM, Card
from ...press import VerbButton, VerbMenu
from .. import buttons

NOTES = {
    ContentNote.LOSS: N_("loss and death"),
    ContentNote.ILLNESS: N_("illness"),
    ContentNote.ADDICTION: N_("addiction"),
    ContentNote.VIOLENCE: N_("violence"),
    ContentNote.SELF_HARM: N_("self-harm or suicide"),
    ContentNote.ABUSE: N_("abuse"),
    ContentNote.OTHER: N_("something else that is hard"),
}
NOTHING = "nothing"
"""What a menu sends for "nothing in particular"; the notes are numbered from 1."""


def noted(context: CardContext) -> str:
    """What the story in hand touches on; empty when nothing was said of it."""
    t, turn = context.t, context.state.turn
    if turn is None or not turn.notes:
        return ""
    topics = ", ".join(t(NOTES[note]) for note in turn.notes)
    return t(
        "This story touches on: {topics}. If you would rather not hear it, step out. Your place is kept.",
        topics=topics,
    )


def may_note(context: CardContext) -> bool:
    """Whether a story is in hand that a note could go with."""
    return context.state.in_stories and context.state.format.content_notes is not NotePolicy.OFF


def note_button(context: CardContext, style: ButtonStyle = ButtonStyle.secondary) -> VerbButton:
    """`Content note`."""
    return buttons.button(context, "note", context.t("Content note"), style)


def asked_for_note(context: CardContext) -> Card:
    """The speaker has the piece, and says first what the story touches on; then the time begins."""
    t, state = context.t, context.state
    assert state.timer is not None
    card = Card(WARM)
    card.say(
        "### "
        + t("{who} has the talking piece. Everyone else listens.", who=context.who(state.this_turn.seat))
    )
    card.say(t("Before the time begins, please say what your story touches on, if anything."))
    card.say(
        "-# " + t("If nothing is chosen, the time begins by itself {time}.", time=timestamp(state.timer.due))
    )
    nothing = buttons.button(context, "nonote", t("Nothing in particular"), about=buttons.About.THIS_TURN)
    note = note_button(context, ButtonStyle.primary)
    return card.row(note, nothing, buttons.let_go_by(context), buttons.support(context))


def quiet_moment(context: CardContext) -> Card:
    """Listeners have a moment to step out before the story goes on."""
    t = context.t
    card = Card(QUIET).say("### " + t("A quiet moment before the story goes on. The time is kept."))
    card.say(noted(context))
    return card.row(buttons.step_out(context), buttons.support(context))


def choose_notes(context: CardContext) -> Card:
    """The private menu of the one who speaks."""
    t = context.t
    card = Card().say(t("What does your story touch on? You may choose several."))
    options = [SelectOption(label=_capital(t(words)), value=note.value) for note, words in NOTES.items()]
    options.append(SelectOption(label=t("Nothing in particular"), value=NOTHING))
    words, most = t("What it touches on"), len(options)
    return card.row(
        VerbMenu.new("note", context.session.id, context.state.version, words, options, most=most)
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
