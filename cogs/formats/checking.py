"""What every way to change a format has in common: the card of its draft, and how long its agreements may be."""

from __future__ import annotations

from bot.circle.agreed_lines import lines_of
from bot.circle.formats import Format
from bot.services.formats.drafts import FormatDraft
from bot.services.formats.rules import names_of, title_problems, whole_problems
from bot.ui.agreement_lines import check_length
from bot.ui.cards.formats.drafts import draft
from bot.ui.layout import Card
from bot.ui.request import Request
from bot.ui.server_formats import content_here


def require_lines_fit(request: Request, made: Format) -> None:
    """Raises `Refused` when the agreements of a format are longer than a server's own may be, and their card is."""
    check_length(request.t, lines_of(made))


async def card_of(request: Request, kept: FormatDraft, stage: int = 0) -> Card:
    """The draft's card, with what it still lacks, and that stage chosen."""
    taken = names_of(await content_here(request), kept.replaces_id)
    problems = [*title_problems(kept.format, taken), *whole_problems(kept.format)]
    return draft(request.t, kept, problems, stage)
