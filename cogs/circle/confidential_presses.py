"""What people press in confidence: a gesture, a content note, how alone one feels, a pause, that one is new.

All else that somebody with a seat presses is in `member_presses`.
"""

from __future__ import annotations

from bot.circle.feelings import Feel, Felt
from bot.circle.first_time import ComeFirst
from bot.circle.holds import AskForPause, pause_timer
from bot.circle.model import ContentNote, Gesture, Moment, Question, TurnPhase
from bot.circle.notes import GiveNotes
from bot.circle.optional_questions import AnswerOptional
from bot.circle.refusals import Code
from bot.circle.resonance import Resonate, TakeBack, made_by, story_of
from bot.ui.card_context import timestamp
from bot.ui.cards.circle import feelings, notes, resonance
from bot.ui.layout import Card
from bot.ui.optional_questions import asked, thanked
from bot.ui.private_notes import Topic
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press

from .answers import ask_of_turn, private_context


def _gesture(gesture: Gesture) -> Handler:
    async def pressed(press: Press) -> None:
        asked = Resonate(gesture=gesture, seen=press.seen)
        answer = await press.act(press.session_id, asked, with_people=True)
        story = story_of(answer.session.state, press.seen)
        assert story is not None
        assert answer.seat is not None
        context = private_context(press, answer.session, answer.people)
        words, take_back = resonance.sent(context, story, made_by(story, answer.seat))
        await press.say(words, [take_back], Topic.GESTURE)

    return pressed


async def _unsend(press: Press) -> None:
    await press.act(press.session_id, TakeBack(seen=press.seen))
    await press.settle(Card().say(press.t("Taken back. Nothing of it reaches the teller.")))


def _feel(level: int, *, leaving: bool) -> Handler:
    async def pressed(press: Press) -> None:
        answer = await press.act(press.session_id, Feel(level=level, leaving=leaving))
        words = press.t("Thank you. Only the group total is kept.")
        if not any(isinstance(event, Felt) for event in answer.events):
            words = press.t(
                "You have answered already. Only the group total is kept, so your answer cannot be changed."
            )
            await press.say(words)
        elif leaving:
            card = await asked(press, press.session_id, Card().say(words), Moment.LEAVING)
            await press.show(card, Topic.WORD)
        else:
            await thanked(press, answer, words, Moment.ARRIVED)

    return pressed


async def _note(press: Press) -> None:
    """Show the menu to the one who speaks."""
    press.remember(press.session_id)
    session, people = await press.bot.desks.circle.with_people(press.session_id)
    turn, context = session.state.turn, private_context(press, session)
    if turn is None or turn.phase is not TurnPhase.SPEAKING or not notes.may_note(context):
        raise press.refusal(Code.NO_NOTE)
    if people.get(turn.seat or 0) != press.member_xid:
        raise Refused(press.t("Only the person who has the piece can add a note."))
    await press.show(notes.choose_notes(context), Topic.MENU)


async def _no_note(press: Press) -> None:
    await ask_of_turn(press, GiveNotes(seen=press.seen))


async def _noted(press: Press) -> None:
    chosen = tuple(note for note in ContentNote if note.value in press.chosen)
    await press.act(press.session_id, GiveNotes(notes=chosen, seen=press.seen))
    if chosen:
        words = press.t("Thank you. Your card says it now. The others have a quiet moment.")
    else:
        words = press.t("Thank you. Your card has no note.")
    await press.redraw(Card().say(words))


async def _new_here(press: Press) -> None:
    answer = await press.act(press.session_id, ComeFirst())
    words = press.t("Thank you, and welcome. I count that somebody is new, and not who.")
    await thanked(press, answer, words, Moment.ARRIVED)


async def _not_new(press: Press) -> None:
    answer = await press.act(press.session_id, AnswerOptional(question=Question.NEW))
    await thanked(press, answer, press.t("Thank you. It is good that you are here again."), Moment.ARRIVED)


async def _rest(press: Press) -> None:
    answer = await press.act(press.session_id, AskForPause())
    until = pause_timer(answer.session.state)
    assert until is not None
    words = press.t("There is a pause for everyone until {time}.", time=timestamp(until.due, "t"))
    await press.say(words + " " + press.t("Nobody is told who asked."))
    await press.put_away(Topic.MENU)


HANDLERS: dict[str, Handler] = {
    "heard": _gesture(Gesture.HEARD),
    "metoo": _gesture(Gesture.ME_TOO),
    "hope": _gesture(Gesture.HOPE),
    "unsend": _unsend,
    "note": _note,
    "nonote": _no_note,
    "menu:note": _noted,
    "rest": _rest,
    "newhere": _new_here,
    "notnew": _not_new,
    **{"arrive" + verb: _feel(level, leaving=False) for level, verb in enumerate(feelings.LEVELS, 1)},
    **{"depart" + verb: _feel(level, leaving=True) for level, verb in enumerate(feelings.LEVELS, 1)},
}
