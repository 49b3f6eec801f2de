"""The quiet things: gestures towards a story, content notes, how alone one feels, and looking back.

Nothing here ever shows a count, save the sums for the teller alone and the anonymous numbers of a whole session.
"""

from __future__ import annotations

from discord import ButtonStyle, SelectOption

from bot.circle.formats import ContentNotes, StageKind
from bot.circle.looking_back import looking_mark
from bot.circle.model import Note, Phase, Story, Summary
from bot.services.deliveries import table as d

from ...i18n import N_, Translator
from ...layout import CALM, QUIET, WARM, Card
from ...press import VerbButton, VerbMenu
from ...scene import Scene, moment
from .. import buttons
from ..drawing import draws

NOTES = {
    Note.LOSS: N_("loss and death"),
    Note.ILLNESS: N_("illness"),
    Note.ADDICTION: N_("addiction"),
    Note.VIOLENCE: N_("violence"),
    Note.SELF_HARM: N_("self-harm or suicide"),
    Note.ABUSE: N_("abuse"),
    Note.OTHER: N_("something else that is hard"),
}
NOTHING = "nothing"
"""What a menu sends for "nothing in particular"; the notes are numbered from 1."""
LEVELS = "abcde"
"""How the answers 1 to 5 are written in a verb, which has letters only."""


# Gestures


def gestures(scene: Scene, story: Story) -> list[VerbButton]:
    """`Heard`, `Me too`, `Hope`. They carry the version at which the story's turn was offered: it says which."""
    t, session_id = scene.t, scene.meeting.id
    return [
        VerbButton.new("heard", session_id, story.opened, t("Heard")),
        VerbButton.new("metoo", session_id, story.opened, t("Me too")),
        VerbButton.new("hope", session_id, story.opened, t("Hope")),
    ]


def story_of(scene: Scene, turn: int) -> Story | None:
    """The story told in that turn, while its round goes on."""
    return next((story for story in scene.state.stories if story.turn == turn), None)


@draws(d.Resonance)
def resonance(scene: Scene, what: d.Resonance) -> Card | None:
    """For the teller of that turn alone, after the round. None when nobody made a gesture."""
    t = scene.t
    echo = next(
        (echo for echo in scene.state.echoes if echo.turn == what.turn and echo.seat == what.seat), None
    )
    if echo is None or not (echo.heard or echo.me_too or echo.hope):
        return None
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


# Content notes


def noted(scene: Scene) -> str:
    """What the story in hand touches on; empty when nothing was said of it."""
    t, turn = scene.t, scene.state.turn
    if turn is None or not turn.notes:
        return ""
    topics = ", ".join(t(NOTES[note]) for note in turn.notes)
    return t(
        "This story touches on: {topics}. Whoever would rather not hear it may step out; their place is kept.",
        topics=topics,
    )


def may_note(scene: Scene) -> bool:
    """Whether a story is in hand that a note could go with."""
    return scene.state.in_stories and scene.state.format.content_notes is not ContentNotes.OFF


def note_button(scene: Scene, style: ButtonStyle = ButtonStyle.secondary) -> VerbButton:
    """`Content note`."""
    return buttons.button(scene, "note", scene.t("Content note"), style)


def asked_for_note(scene: Scene) -> Card:
    """The speaker has the piece, and says first what the story touches on; then the time begins."""
    t, state = scene.t, scene.state
    assert state.turn is not None
    assert state.timer is not None
    card = Card(WARM)
    card.say(
        "### " + t("{who} has the talking piece. Everyone else listens.", who=scene.who(state.turn.seat))
    )
    card.say(t("Before the time begins, please say what your story touches on, if anything."))
    card.say(
        "-# " + t("If nothing is chosen, the time begins by itself {time}.", time=moment(state.timer.due))
    )
    nothing = buttons.button(scene, "nonote", t("Nothing in particular"))
    pass_by = buttons.button(scene, "pass", t("Pass"))
    return card.row(note_button(scene, ButtonStyle.primary), nothing, pass_by).row(*buttons.care_row(scene))


def quiet_moment(scene: Scene) -> Card:
    """Listeners have a moment to step out before the story goes on."""
    t = scene.t
    card = Card(QUIET).say("### " + t("A quiet moment before the story goes on. The time is kept."))
    card.say(noted(scene))
    return card.row(*buttons.care_row(scene))


def choose_notes(scene: Scene) -> Card:
    """The private menu of the one who speaks."""
    t = scene.t
    card = Card().say(t("What does your story touch on? You may choose several."))
    options = [SelectOption(label=_capital(t(words)), value=note.value) for note, words in NOTES.items()]
    options.append(SelectOption(label=t("Nothing in particular"), value=NOTHING))
    words, most = t("What it touches on"), len(options)
    return card.row(VerbMenu.new("note", scene.meeting.id, scene.state.version, words, options, most=most))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


# How alone one feels


def scale(scene: Scene) -> tuple[str, list[VerbButton]]:
    """The question and its five buttons, on the opening's card and on the closing's; nothing elsewhere."""
    t, stage = scene.t, scene.state.stage
    if not scene.state.format.scale or stage is None:
        return "", []
    if stage.kind not in (StageKind.ANNOUNCE, StageKind.CLOSING):
        return "", []
    verb = "depart" if stage.kind is StageKind.CLOSING else "arrive"
    labels = (t("1 not alone"), "2", "3", "4", t("5 very alone"))
    row = [buttons.button(scene, verb + level, label) for level, label in zip(LEVELS, labels, strict=True)]
    question = t(
        "If you like: how alone do you feel right now, from 1, not at all, to 5, very much? "
        "Nobody sees your answer; only sums are kept."
    )
    return question, row


# Looking back


@draws(d.Debrief)
def debrief(scene: Scene, what: d.Debrief) -> Card | None:
    """For whoever holds the circle, as it closes; None once it is over."""
    t = scene.t
    if scene.state.phase is not Phase.LIVE:
        return None
    card = Card().say(
        t("Your circle is closing. If you like, take a moment for yourself now or afterwards, and look back.")
    )
    return card.row(look_back(scene))


def look_back(scene: Scene) -> VerbButton:
    """`Look back`."""
    return VerbButton.new("look", scene.meeting.id, looking_mark(scene.state), scene.t("Look back"))


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
