"""A draft of a server's own format: begun, changed piece by piece, saved, or let go."""

from __future__ import annotations

from collections.abc import Callable

from bot.circle.formats import Format
from bot.services.formats.drafts import FormatDraft
from bot.services.formats.editing import Table, changed, moved, without
from bot.services.formats.own_formats import own_number
from bot.services.formats.problems import FormatGone
from bot.services.formats.rules import check_title, names_of
from bot.ui.cards.formats.drafts import DraftAt, closed
from bot.ui.guards import require_admin
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press, Request
from bot.ui.server_formats import content_here
from bot.ui.typed import read_format
from bot.ui.user_text import clean, escaped

from . import rule_forms, stage_forms
from .checking import card_of
from .draft_form import DraftForm

# Beginning


async def copy(request: Request, format: str, name: str) -> None:
    """Show a draft that is like another format. Raises `Refused`, `FormatRefused`."""
    require_admin(request)
    content = await content_here(request)
    await show_copy(request, content.formats[read_format(request.t, content, format)], name)


async def show_copy(request: Request, made: Format, name: str) -> None:
    """Show a draft that is like that format, and is called so. Raises `FormatRefused`: it cannot be called so."""

    def called(table: Table) -> None:
        table["title"] = name

    named = changed(made, called, clean)
    check_title(named, names_of(await content_here(request)))
    kept = await request.bot.desks.formats.draft(request.guild_xid, named)
    await request.show(await card_of(request, kept))


async def edit(request: Request, format: str) -> None:
    """Show a draft that is to change one of the server's own formats. Raises `Refused`."""
    guild_xid = require_admin(request)
    content = await content_here(request)
    number = own_number(read_format(request.t, content, format))
    if not number:
        words = request.t("The formats that come with me stay as they are. /formats copy makes one of yours.")
        raise Refused(words)
    kept = await request.bot.desks.formats.draft_of(guild_xid, number)
    await request.show(await card_of(request, kept))


# Changing


async def _draft(press: Press) -> tuple[FormatDraft, int]:
    """The draft that was pressed as it was seen, and the stage that was chosen. Raises `Refused`, with its card."""
    guild_xid, at = require_admin(press), DraftAt.of(press.seen)
    try:
        kept = await press.bot.desks.formats.get_draft(guild_xid, press.number)
    except FormatGone:
        raise Refused(
            card=closed(press.t("This draft is saved or let go. /formats browse shows all."))
        ) from None
    if kept.version != at.version:
        raise Refused(card=await card_of(press, kept, at.stage))
    return kept, at.stage


async def _choose(press: Press) -> None:
    kept, _ = await _draft(press)
    chosen = press.chosen[0]
    await press.redraw(await card_of(press, kept, int(chosen) if chosen.isdecimal() else 0))


def _rearranging(change: Callable[[Format, int], tuple[Format, int]]) -> Handler:
    """Changes the draft in one step; `change` says how, and which stage is chosen then."""

    async def pressed(press: Press) -> None:
        kept, stage = await _draft(press)
        made, chosen = change(kept.format, stage)
        kept = await press.bot.desks.formats.redraft(kept, made)
        await press.redraw(await card_of(press, kept, chosen))

    return pressed


def _opening(form: Callable[[Request, FormatDraft, int], DraftForm]) -> Handler:
    async def pressed(press: Press) -> None:
        kept, stage = await _draft(press)
        await press.open(form(press, kept, stage))

    return pressed


async def _write(press: Press) -> None:
    kept, stage = await _draft(press)
    if not 0 < stage <= len(kept.format.stages):
        raise Refused(card=await card_of(press, kept))
    await press.open(stage_forms.StageForm(press, kept, stage))


# Ending


async def _save(press: Press) -> None:
    kept, _ = await _draft(press)
    t = press.t
    saved = await press.bot.desks.formats.confirm(kept.guild_xid, kept.id)
    words = t(
        "**{name}** is saved. It can be chosen now for /circle open and /schedule create.",
        name=escaped(saved.format.title),
    )
    if kept.replaces is not None:
        words += " " + t("Circles that are announced or under way go on as they were.")
    await press.redraw(closed(words))


async def _discard(press: Press) -> None:
    kept, _ = await _draft(press)
    await press.bot.desks.formats.discard(kept.guild_xid, kept.id)
    await press.redraw(closed(press.t("Nothing was changed.")))


HANDLERS: dict[str, Handler] = {
    "menu:fmtstage": _choose,
    "fmtup": _rearranging(lambda made, stage: (moved(made, stage, -1), stage - 1)),
    "fmtdown": _rearranging(lambda made, stage: (moved(made, stage, 1), stage + 1)),
    "fmtdrop": _rearranging(lambda made, stage: (without(made, stage), 0)),
    "fmtwrite": _write,
    "fmtadd": _opening(stage_forms.NewStageForm),
    "fmtname": _opening(rule_forms.NameForm),
    "fmtrules": _opening(rule_forms.RulesForm),
    "fmttimes": _opening(rule_forms.TurnTimesForm),
    "fmtother": _opening(rule_forms.OtherTimesForm),
    "fmtsave": _save,
    "fmtdiscard": _discard,
}
