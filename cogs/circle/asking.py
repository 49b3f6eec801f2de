"""The question of a circle: seeing it, and having another: drawn, chosen from the deck, or typed."""

from __future__ import annotations

from collections.abc import Callable

from bot.circle import commands as c
from bot.circle.formats import PromptKind
from bot.circle.model import Prompt
from bot.circle.prompts import prompt_stage
from bot.services.meetings import Meeting
from bot.services.prompts import theme_of
from bot.ui.authority import asked_by, led_by
from bot.ui.cards import shelf
from bot.ui.host import Handler, Interaction
from bot.ui.layout import Card
from bot.ui.menus import chosen
from bot.ui.press import Press
from bot.ui.replies import redraw, say, show
from bot.ui.shelf import Shelf, Spot

from .answers import private_scene, refused
from .opening import PromptModal, put_sentence


async def show_question(interaction: Interaction, session_id: int) -> None:
    """Show the question and the ways to another to whoever holds the circle."""
    if (meeting := await _held(interaction, session_id)) is not None:
        await show(interaction, await _card(interaction, meeting))


async def _held(interaction: Interaction, session_id: int) -> Meeting | None:
    """The session, for those who may put its question. For others it has been said."""
    led = await led_by(interaction, session_id)
    return None if led is None else led[0]


async def _books(interaction: Interaction, meeting: Meeting) -> Shelf:
    bot = interaction.client
    return Shelf(bot.content, meeting.language, await bot.library.own(meeting.guild_xid))


async def _card(interaction: Interaction, meeting: Meeting) -> Card:
    books = await _books(interaction, meeting)
    theme, index = theme_of(books.content, books.own, meeting.state), prompt_stage(meeting.state)
    kind: PromptKind | None = None if index is None else meeting.state.format.stages[index].prompt
    spot = books.spot(theme, kind)
    if not books.entries(spot):
        # The theme has nothing for this part; the general deck lends.
        spot = Spot(0, spot.kind)
    return shelf.question(private_scene(interaction, meeting), spot)


async def _draw_another(press: Press) -> None:
    interaction = press.interaction
    press.bot.whispers.remember(press.session_id, interaction)
    asked = asked_by(interaction, c.SetPrompt(prompt=Prompt()))
    answer = await press.bot.circles.draw_another(press.session_id, interaction.user.id, asked)
    if not await refused(interaction, answer):
        await redraw(interaction, await _card(interaction, answer.meeting))


async def _type_one(press: Press) -> None:
    if await _held(press.interaction, press.session_id) is not None:
        await press.interaction.response.send_modal(PromptModal(press.interaction, press.session_id))


def _to(spot_of: Callable[[Press], int]) -> Handler:
    async def pressed(press: Press) -> None:
        meeting = await _held(press.interaction, press.session_id)
        if meeting is not None:
            books, spot = await _books(press.interaction, meeting), Spot.of(spot_of(press))
            card = shelf.shelf(press.t, books, spot, shelf.CHOOSE, meeting.id)
            await redraw(press.interaction, card)

    return pressed


async def _chosen(press: Press) -> None:
    interaction = press.interaction
    meeting = await _held(interaction, press.session_id)
    if meeting is None:
        return
    prompt = (await _books(interaction, meeting)).find(chosen(press))
    if prompt is None:
        await say(interaction, press.t("That question is not there any more. Please choose another."))
        return
    asked = asked_by(interaction, c.SetPrompt(prompt=prompt))
    answer = await press.bot.circles.put_question(press.session_id, interaction.user.id, asked)
    if not await refused(interaction, answer):
        await redraw(interaction, await _card(interaction, answer.meeting))
        await say(interaction, put_sentence(interaction, answer))


HANDLERS: dict[str, Handler] = {
    "drawanother": _draw_another,
    "typeone": _type_one,
    shelf.CHOOSE: _to(lambda press: press.seen),
    f"menu:{shelf.CHOOSE}theme": _to(lambda press: int(chosen(press))),
    f"menu:{shelf.CHOOSE}part": _to(lambda press: int(chosen(press))),
    f"menu:{shelf.CHOOSE}one": _chosen,
}
