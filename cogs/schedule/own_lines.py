"""What the people of a schedule agree to: the lines as they are, and as the card of a draft shows them."""

from __future__ import annotations

from dataclasses import replace

from bot.circle.agreed_lines import added, lines_of
from bot.content import Content
from bot.services.circle.choices import ScheduleChoices
from bot.ui.agreement_lines import listed
from bot.ui.request import Request


def usual(request: Request, content: Content, wanted: ScheduleChoices) -> tuple[str, ...]:
    """The lines of a schedule that has none of its own: those of its server, or of its format."""
    own = request.rules.options.agreements
    return lines_of(wanted.shown_format(content)) if own is None else own


def lines(request: Request, content: Content, wanted: ScheduleChoices) -> tuple[str, ...]:
    """The lines that a schedule has, those of its group last."""
    own = usual(request, content, wanted) if wanted.agreements is None else wanted.agreements
    return added(own, wanted.group_lines)


def shown(request: Request, content: Content, wanted: ScheduleChoices) -> str:
    """The lines in the language of the circle, with what always stays; nothing where they are the usual ones."""
    if wanted.agreements is None and not wanted.group_lines:
        return ""
    voice = request.bot.catalogues.pick(wanted.language)
    stages = wanted.shown_format(content).stages
    stays = next((voice.content(stage.exception) for stage in stages if stage.exception), "")
    always = request.t("This always stays:")
    return f"{listed(voice, lines(request, content, wanted))}\n\n**{always}**\n{stays}" if stays else ""


def without(wanted: ScheduleChoices) -> ScheduleChoices:
    """The same choices with the usual lines."""
    return replace(wanted, agreements=None, group_lines=())
