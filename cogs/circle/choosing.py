"""Choosing: which circle is meant, and what is offered while somebody types an option."""

from __future__ import annotations

from collections.abc import Iterable

from bot.circle.formats import PromptKind
from bot.circle.model import Phase
from bot.content import DeckPrompt
from bot.ids import RoleXid, ScheduleId
from bot.services.circle.sessions import Session
from bot.ui.cards import buttons
from bot.ui.cards.circle.gathering_people import on_call_button
from bot.ui.cards.drawing import PRACTICE
from bot.ui.cards.schedule.series import meeting_words
from bot.ui.commands import Choice, choices, completion
from bot.ui.dates import begins_words
from bot.ui.i18n import Translator
from bot.ui.layout import CALM, Card
from bot.ui.paging import page_of
from bot.ui.press import VerbButton
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press, Request
from bot.ui.user_text import escaped
from bot.ui.visibility import known_to

from .answers import private_context
from .coming_back import places_of
from .gathering import gathering_lines
from .left_out import left_out_lines
from .on_call import forget_who_may_no_more
from .session_choices import session_choices

PAGE = 6
"""How many circles are on one page: a card holds 40 pieces, and a circle takes 5."""
UPCOMING = "upcoming"
"""The verb of the buttons to the other pages."""


async def upcoming(request: Request, number: int = 0) -> Card:
    """The sessions of the server that are open or to come, each with a button for a seat, where people gather, and the
    dates that were left out: one page of them. Raises `Refused`: there are none.

    Whoever manages the server sees those of every circle; others those that are for them.
    """
    t = request.t
    await forget_who_may_no_more(request)
    lines = [*await gathering_lines(request), *await left_out_lines(request)]
    found: list[Session | str] = [*await _offered(request), *lines]
    if not found:
        raise _none_open(request)
    page = page_of(found, number, PAGE)
    card = Card(CALM).say("### " + t("Circles that are open or to come"))
    places = await places_of(request, [one for one in page.items if isinstance(one, Session)])
    for session in page.items:
        if isinstance(session, str):
            card.line().say(session)
            continue
        context = private_context(request, session)
        state = session.state
        taken = t.many(
            "{count} of {seats} seats is taken",
            "{count} of {seats} seats are taken",
            len(state.seated),
            seats=state.format.capacity,
        )
        when = _when(t, session)
        mark = f"-# {t(PRACTICE)}\n" if state.practice else ""
        words = f"{mark}**{escaped(session.name)}** · {t.content(state.format.title)}\n{taken} · {when}"
        if meeting := meeting_words(t, state.appointment):
            words += f" · {meeting}"
        if session.id in places:
            words += f"\n{places[session.id]}"
        card.line().say(words)
        card.row(buttons.button(context, "join", t("Save me a seat")), buttons.leave(context))
    card.say(page.words(t))
    if request.may_facilitate:
        card.row(on_call_button(t))
    return card.row(*page.turns(t, lambda to, label: VerbButton.new(UPCOMING, 0, to, label)))


async def _turned(press: Press) -> None:
    await press.redraw(await upcoming(press, press.seen))


HANDLERS: dict[str, Handler] = {UPCOMING: _turned}


def _none_open(request: Request) -> Refused:
    t = request.t
    words = t("No circle is open here at the moment. An invitation appears in the channel when one is.")
    if not request.may_facilitate:
        return Refused(words)
    return Refused(card=Card().say(words).row(on_call_button(t)))


def _when(t: Translator, session: Session) -> str:
    state = session.state
    if state.phase is Phase.LIVE:
        return t("under way")
    if state.appointment is not None:
        return t("begins {time}", time=begins_words(t, state.appointment))
    return t("gathering")


async def _open_here(request: Request) -> list[Session]:
    """The open sessions of the server that this person may know of."""
    return await known_to(request, await request.bot.desks.circle.open_in(request.guild_xid))


async def _offered(request: Request) -> list[Session]:
    """The open sessions that take place, and are for everyone or for a role that this person has."""
    sessions = await _open_here(request)
    kept = await request.bot.desks.schedule.named(request.guild_xid)
    roles: dict[ScheduleId | None, RoleXid | None] = {
        schedule.id: schedule.choices.role_xid for schedule in kept
    }
    mine = {None, *request.role_xids}
    return [
        session
        for session in sessions
        if not session.state.is_off and (request.is_admin or roles.get(session.schedule_id) in mine)
    ]


async def one_to_join(request: Request, session: str | None) -> Session:
    """The session to join. Raises `Refused` when that is not clear."""
    found = await _open_here(request)
    if session is None and len(found) > 1:
        found = [m for m in found if request.channel_xid in (m.parent_xid, m.room_xid)] or found
    return await _one(request, found, session)


async def one_to_leave(request: Request, session: str | None) -> Session:
    """The session to leave. Raises `Refused` when that is not clear."""
    return await _one(request, await _mine(request), session)


async def _mine(request: Request) -> list[Session]:
    return await request.bot.desks.circle.find_for(request.guild_xid, request.channel_xid, request.member_xid)


async def _one(request: Request, found: list[Session], session: str | None) -> Session:
    if session is not None:
        found = [m for m in found if session in (str(m.id), m.name)]
    if len(found) == 1:
        return found[0]
    if found:
        raise Refused(card=await upcoming(request))
    if session is None:
        raise _none_open(request)
    raise Refused(
        request.t("I cannot find that circle. It may be over; /circle upcoming shows what is open.")
    )


@completion
async def joinable(request: Request, current: str) -> list[Choice]:
    """The open sessions of the server that are for this person."""
    return await session_choices(request, await _offered(request), current)


@completion
async def joined(request: Request, current: str) -> list[Choice]:
    """The sessions this person has a seat in."""
    return await session_choices(request, await _mine(request), current)


@completion
async def story_prompts(request: Request, current: str) -> list[Choice]:
    """The questions for stories: the server's own, the general deck's, then those of the themes."""
    return _prompts([p for p in await _there(request) if p.kind is PromptKind.STORY], current)


@completion
async def any_prompts(request: Request, current: str) -> list[Choice]:
    """All questions: the server's own, the general deck's, then those of the themes."""
    return _prompts(await _there(request), current)


async def _there(request: Request) -> list[DeckPrompt]:
    own = await request.bot.desks.prompts.own(request.guild_xid)
    mine = [DeckPrompt(prompt.prompt_id, prompt.kind, prompt.text) for prompt in own]
    decks = request.bot.content.themes(request.server_language)
    return mine + [prompt for deck in decks for prompt in deck.prompts]


def _prompts(prompts: Iterable[DeckPrompt], current: str) -> list[Choice]:
    typed = current.casefold()
    return choices((prompt.text, prompt.id) for prompt in prompts if typed in prompt.text.casefold())
