"""What the quiet buttons lead to: a gesture towards a story, a content note, how alone one feels, a pause."""

from __future__ import annotations

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.model import Gesture, Note, TurnPhase
from bot.circle.refusals import Code, Refusal
from bot.services.outbox import Kind
from bot.services.sessions import Answer
from bot.ui.cards import quiet
from bot.ui.host import Handler
from bot.ui.layout import Card
from bot.ui.menus import all_chosen
from bot.ui.press import Press
from bot.ui.replies import redraw, say, show
from bot.ui.sentences import refusal_sentence

from .answers import private_scene, refused, turn_answered


async def _act(press: Press, command: c.Command, answering: Kind | None = None) -> Answer:
    press.bot.whispers.remember(press.session_id, press.interaction)
    return await press.bot.circles.act(
        press.session_id, press.interaction.user.id, command, answering=answering
    )


def _gesture(gesture: Gesture) -> Handler:
    async def pressed(press: Press) -> None:
        answer = await _act(press, c.Resonate(gesture=gesture, seen=press.seen))
        if not await refused(press.interaction, answer):
            words = press.t("Only the teller will know that someone felt this, and not who.")
            await say(press.interaction, words)

    return pressed


def _feel(level: int, *, leaving: bool) -> Handler:
    async def pressed(press: Press) -> None:
        answer = await _act(press, c.Feel(level=level, leaving=leaving))
        if await refused(press.interaction, answer):
            return
        if any(isinstance(event, e.Felt) for event in answer.events):
            await say(press.interaction, press.t("Thank you. Your answer has become part of a sum."))
        else:
            words = press.t(
                "You have answered already; it is part of a sum and cannot be told apart any more."
            )
            await say(press.interaction, words)

    return pressed


async def _note(press: Press) -> None:
    """Show the menu to the one who speaks."""
    press.bot.whispers.remember(press.session_id, press.interaction)
    meeting, people = await press.bot.circles.with_people(press.session_id)
    turn, scene = meeting.state.turn, private_scene(press.interaction, meeting)
    if turn is None or turn.phase is not TurnPhase.SPEAKING or not quiet.may_note(scene):
        await say(press.interaction, refusal_sentence(press.t, Refusal(Code.NO_NOTE)))
    elif people.get(turn.seat or 0) != press.interaction.user.id:
        await say(press.interaction, press.t("Only whoever has the piece can add a note to their story."))
    else:
        await show(press.interaction, quiet.choose_notes(scene))


async def _no_note(press: Press) -> None:
    await turn_answered(press, await _act(press, c.GiveNotes(seen=press.seen), Kind.TURN))


async def _noted(press: Press) -> None:
    values = all_chosen(press)
    chosen = tuple(note for note in Note if note.value in values)
    answer = await _act(press, c.GiveNotes(notes=chosen, seen=press.seen))
    if await refused(press.interaction, answer):
        return
    if chosen:
        words = press.t("Thank you. Your card says it now, and those who listen have a quiet moment.")
    else:
        words = press.t("Thank you. Your card says nothing of it.")
    await redraw(press.interaction, Card().say(words))


async def _rest(press: Press) -> None:
    answer = await _act(press, c.AskForPause())
    if not await refused(press.interaction, answer):
        await say(
            press.interaction, press.t("There is a quiet moment for everyone now. Nobody is told who asked.")
        )


HANDLERS: dict[str, Handler] = {
    "heard": _gesture(Gesture.HEARD),
    "metoo": _gesture(Gesture.ME_TOO),
    "hope": _gesture(Gesture.HOPE),
    "note": _note,
    "nonote": _no_note,
    "menu:note": _noted,
    "rest": _rest,
    **{"arrive" + verb: _feel(level, leaving=False) for level, verb in enumerate(quiet.LEVELS, 1)},
    **{"depart" + verb: _feel(level, leaving=True) for level, verb in enumerate(quiet.LEVELS, 1)},
}
