"""Opening a session here and now: what is typed is checked before anything changes."""

from __future__ import annotations

from dataclasses import dataclass

from bot.circle.choices import SessionChoices
from bot.services.circle.choices import CircleChoices
from bot.services.circle.opening import Invitation
from bot.ui.prompt_pages import pages_of
from bot.ui.refused import Refused
from bot.ui.request import Request
from bot.ui.rooms.choosing import read_room
from bot.ui.rooms.places import place_of
from bot.ui.server_formats import content_here
from bot.ui.typed import read_choices, read_format, read_name

from .panels import show_panel_after
from .putting import prompt_from


@dataclass(frozen=True, slots=True)
class Typed:
    """What a facilitator typed."""

    name: str
    format: str | None
    prompt: str | None
    capacity: int | None
    minutes: int | None
    room: str | None
    held: bool | None
    practice: bool


async def open_circle(request: Request, typed: Typed) -> None:
    """Open a session. Raises `Refused`: what stands in the way. Nothing is made until everything is right."""
    wanted = await _wanted(request, typed)
    language = str(request.interaction.locale)
    answer = await request.bot.desks.circle.open(wanted, request.member_xid, language)
    request.remember(answer.session.id)
    await show_panel_after(request, answer)


async def _wanted(request: Request, typed: Typed) -> Invitation:
    """What was asked for. Raises `Refused`."""
    bot, t = request.bot, request.t
    if not request.may_facilitate:
        raise Refused(
            t("Only facilitators can open a circle. Ask the people who run this server if you would like to.")
        )
    rules = request.rules
    content = await content_here(request)
    room = read_room(request, typed.room, typed.held)
    circle = CircleChoices(
        name=read_name(t, typed.name),
        language=request.server_language,
        parent_xid=place_of(request, None, room.kind, held=room.held),
        format_id=read_format(t, content, typed.format or rules.format_id(content.formats)),
        session=SessionChoices(
            capacity=typed.capacity,
            story_s=None if typed.minutes is None else 60 * typed.minutes,
            scale=rules.scale,
        ),
        room=room,
    )
    chosen = read_choices(t, content, circle)
    question = None
    if typed.prompt is not None:
        pages = await pages_of(bot, request.guild_xid, circle.language)
        question = prompt_from(t, pages, typed.prompt)
    return Invitation(request.guild_xid, circle, chosen, question, typed.practice)
