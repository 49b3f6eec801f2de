"""Answering: from what came of a use case to what the person sees."""

from __future__ import annotations

import asyncio

import discord

from bot.circle.model import Phase, SessionState
from bot.circle.refusals import Code
from bot.services import passages
from bot.services.harvest import Chance
from bot.services.meetings import Meeting
from bot.services.outbox import Kind, Slot, card_slot
from bot.services.sessions import Answer
from bot.ui.authority import led_by
from bot.ui.cards import draw
from bot.ui.cards.panel import panel
from bot.ui.host import Interaction
from bot.ui.layout import Card
from bot.ui.press import Press
from bot.ui.replies import redraw, say, show
from bot.ui.scene import Scene
from bot.ui.sentences import refusal_sentence

COUNTING_S = 1.0
"""How long the panel waits, in real seconds, to hear how many people are in the room."""


def public_scene(interaction: Interaction, meeting: Meeting, people: dict[int, int]) -> Scene:
    """The session as a public card draws it: in the session's own language."""
    bot = interaction.client
    return Scene(meeting, bot.catalogues.pick(meeting.language), bot.content, people)


def private_scene(interaction: Interaction, meeting: Meeting, people: dict[int, int] | None = None) -> Scene:
    """The session as one person sees it: in their language."""
    bot = interaction.client
    return Scene(meeting, bot.catalogues.pick(interaction.locale), bot.content, people or {})


async def refused(interaction: Interaction, answer: Answer | Chance) -> bool:
    """Say why not, in private. Returns whether it was refused."""
    if answer.refusal is None:
        return False
    await say(
        interaction, refusal_sentence(interaction.client.catalogues.pick(interaction.locale), answer.refusal)
    )
    return True


async def turn_answered(press: Press, answer: Answer) -> None:
    """After a press on a turn's card: draw that card anew, and say why not if it was refused."""
    interaction, state = press.interaction, answer.meeting.state
    if answer.refusal is None or answer.refusal.code is Code.STALE:
        subject = _pressed_turn(state, press.seen)
        people = {} if answer.seat is None else {answer.seat: interaction.user.id}
        current = state.turn
        if current is not None and current.number == subject and current.seat not in (None, answer.seat):
            # Somebody else's turn is drawn with their name; a turn that is over names nobody.
            people = (await press.bot.circles.with_people(press.session_id))[1]
        card = draw(Kind.TURN, public_scene(interaction, answer.meeting, people), subject)
        assert card is not None
        await redraw(interaction, card)
        press.bot.shown.note(press.session_id, str(Slot(Kind.TURN, subject)), card)
    await refused(interaction, answer)


def _pressed_turn(state: SessionState, seen: int) -> int:
    """The number of the turn whose card was pressed: this one, or one that is over. 0 stands for a turn that is
    over and was not told, when it cannot be said which: the cards of all of those are alike."""
    current = state.turn
    if current is not None and seen >= current.opened:
        return current.number
    told = next((s for s in state.stories if s.opened <= seen <= (s.closed or seen)), None)
    if told is not None:
        return told.turn
    last = state.turns - 1 if current is not None else state.turns
    return 0 if any(story.turn == last for story in state.stories) else last


async def card_answered(press: Press, answer: Answer, kind: Kind) -> None:
    """After a press on another public card: draw it anew, or say why not."""
    if await refused(press.interaction, answer):
        return
    meeting, people = await press.bot.circles.with_people(press.session_id)
    slot = card_slot(meeting.state, kind)
    card = draw(kind, public_scene(press.interaction, meeting, people), slot.subject)
    if card is None:
        await say(press.interaction, press.t("Done. The circle has moved on."))
        return
    await redraw(press.interaction, card)
    press.bot.shown.note(press.session_id, str(slot), card)


NOT_LEADING = (Code.NOT_FACILITATOR, Code.NOT_SEATED, Code.REMOVED)


async def panel_answered(press: Press, answer: Answer) -> None:
    """After a press on the panel: draw the panel anew, and say why not if it was refused.

    To somebody who leads no more it stays as it was: it would tell them what is going on.
    """
    if answer.refusal is not None and answer.refusal.code in NOT_LEADING:
        await refused(press.interaction, answer)
        return
    await redraw(press.interaction, await panel_card(press.interaction, press.session_id))
    if answer.refusal is not None and answer.refusal.code is Code.STALE:
        words = press.t(
            "The circle had moved on since this panel was drawn. It is up to date now; press again if you like."
        )
        await say(press.interaction, words)
    else:
        await refused(press.interaction, answer)


async def show_panel(interaction: Interaction, session_id: int) -> None:
    """Show the panel to whoever may lead; to others it is said that they do not."""
    if await led_by(interaction, session_id) is not None:
        await show(interaction, await panel_card(interaction, session_id))


async def panel_card(interaction: Interaction, session_id: int) -> Card:
    """The panel in this person's language."""
    circles = interaction.client.circles
    meeting, people = await circles.with_people(session_id)
    shut_out = await circles.store.read(passages.shut_out, session_id)
    without_seat = await _without_seat(interaction, meeting, len(shut_out))
    return panel(private_scene(interaction, meeting, people), shut_out, without_seat)


async def _without_seat(interaction: Interaction, meeting: Meeting, shut_out: int) -> int | None:
    """How many people are in the room and have no seat; None when Discord does not say so in time.

    Without the privileged intent it tells how many are in a thread, the bot among them, and not who.
    """
    if meeting.room_xid is None or meeting.state.phase not in (Phase.GATHERING, Phase.LIVE):
        return None
    if not interaction.client.pace.turn_now():
        return None
    try:
        async with asyncio.timeout(COUNTING_S):
            room = await interaction.client.fetch_channel(meeting.room_xid)
    except (discord.HTTPException, OSError):
        return None
    if not isinstance(room, discord.Thread):
        return None
    return max(0, room.member_count - 1 - (len(meeting.state.seated) - shut_out))
