"""The question of a circle: seeing it, and having another: drawn, chosen from the deck, or typed."""

from __future__ import annotations

from bot.circle.formats import PromptKind
from bot.circle.model import Prompt
from bot.circle.prompts import SetPrompt, prompt_stage
from bot.ids import SessionId
from bot.services.circle.sessions import Session
from bot.services.prompts.drawing import theme_of
from bot.ui.cards import prompts as cards
from bot.ui.guards import require_lead
from bot.ui.layout import Card
from bot.ui.prompt_pages import PageAt, PromptPages, pages_of
from bot.ui.prompt_turning import turning
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press, Request

from .answers import private_context
from .putting import PromptModal, put, put_sentence


async def show_question(request: Request, session_id: SessionId) -> None:
    """Show the question and the ways to another to whoever holds the circle."""
    session, _ = await require_lead(request, session_id)
    await request.show(await _card(request, session))


async def _pages(request: Request, session: Session) -> PromptPages:
    return await pages_of(request.bot, session.guild_xid, session.language)


async def _card(request: Request, session: Session) -> Card:
    pages = await _pages(request, session)
    theme, index = theme_of(pages.content, pages.own, session.state), prompt_stage(session.state)
    kind: PromptKind | None = None if index is None else session.state.format.stages[index].prompt
    spot = pages.spot(theme, kind)
    if not pages.entries(spot):
        # The theme has nothing for this part; the general deck lends.
        spot = PageAt(0, spot.kind)
    return cards.question(private_context(request, session), spot)


async def _draw_another(press: Press) -> None:
    press.remember(press.session_id)
    asked = press.with_authority(SetPrompt(prompt=Prompt()))
    answer = press.granted(
        await press.bot.desks.circle.draw_another(press.session_id, press.member_xid, asked)
    )
    await press.redraw(await _card(press, answer.session))


async def _type_one(press: Press) -> None:
    await require_lead(press, press.session_id)
    await press.open(PromptModal(press, press.session_id))


async def _opened(press: Press) -> tuple[PromptPages, int]:
    session, _ = await require_lead(press, press.session_id)
    return await _pages(press, session), session.id


async def _chosen(press: Press) -> None:
    session, _ = await require_lead(press, press.session_id)
    prompt = (await _pages(press, session)).find(press.chosen[0])
    if prompt is None:
        raise Refused(press.t("That question is not there any more. Please choose another."))
    answer = await put(press, press.session_id, prompt)
    await press.redraw(await _card(press, answer.session))
    await press.say(put_sentence(press.t, answer))


HANDLERS: dict[str, Handler] = {
    "drawanother": _draw_another,
    "typeone": _type_one,
    **turning(cards.CHOOSE, _opened),
    f"menu:{cards.CHOOSE}one": _chosen,
}
