"""Trying a format: a circle for practice that goes by it, opened where somebody looks at it."""

from __future__ import annotations

from bot.circle.choices import SessionChoices
from bot.circle.formats import Format
from bot.services.circle.choices import CircleChoices
from bot.services.circle.opening import Invitation
from bot.services.formats.rules import whole_problems, with_exception
from bot.ui.cards.formats.words import by_number
from bot.ui.format_sentences import format_sentences
from bot.ui.guards import require_admin
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press
from bot.ui.rooms.choosing import read_room
from bot.ui.rooms.places import place_of
from bot.ui.server_formats import content_here

from .panels import show_panel_after


async def _try_draft(press: Press) -> None:
    """A draft as it is now; what it is to change stays as it was."""
    kept = await press.bot.desks.formats.get_draft(require_admin(press), press.number)
    if problems := whole_problems(kept.format):
        words = press.t("It cannot be tried yet:")
        raise Refused(f"{words}\n{format_sentences(press.t, problems)}")
    await _open(press, with_exception(kept.format, press.bot.content.exception))


async def _try_kept(press: Press) -> None:
    require_admin(press)
    found = by_number(await content_here(press), press.number)
    if found is None:
        raise Refused(press.t("That format is there no more. Nothing has changed."))
    await _open(press, found)


async def _open(press: Press, made: Format) -> None:
    room = read_room(press, None, None)
    circle = CircleChoices(
        name=press.t.content(made.title),
        language=press.server_language,
        parent_xid=place_of(press, None, room.kind, held=room.held),
        format_id=made.id,
        session=SessionChoices(scale=press.rules.scale),
        room=room,
    )
    fitted = circle.session.fit(made, in_writing=room.kind.is_written)
    wanted = Invitation(press.guild_xid, circle, fitted, practice=True)
    answer = await press.bot.desks.circle.open(wanted, press.member_xid, str(press.interaction.locale))
    press.remember(answer.session.id)
    await show_panel_after(press, answer)


HANDLERS: dict[str, Handler] = {"fmttry": _try_draft, "fmttrykept": _try_kept}
