"""What every way to change a format has in common: the card with what is still lacking, and what is wrong in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.circle.agreed_lines import lines_of
from bot.circle.formats import Format
from bot.services.formats.drafts import FormatDraft
from bot.services.formats.problems import FormatRefused
from bot.services.formats.rules import names_of, title_problems, whole_problems
from bot.ui.agreement_lines import check_length
from bot.ui.cards.formats.drafts import draft
from bot.ui.format_sentences import format_sentences
from bot.ui.layout import Card
from bot.ui.refused import Refused
from bot.ui.request import Request
from bot.ui.server_formats import content_here


@contextmanager
def checked(request: Request) -> Iterator[None]:
    """Let what a format cannot be be said in sentences. Raises `Refused`."""
    try:
        yield
    except FormatRefused as error:
        words = request.t("Nothing has changed:")
        raise Refused(f"{words}\n{format_sentences(request.t, error.problems)}") from None


def require_lines_fit(request: Request, made: Format) -> None:
    """Raises `Refused` when the agreements of a format are longer than a server's own may be, and their card is."""
    check_length(request.t, lines_of(made))


async def card_of(request: Request, kept: FormatDraft, stage: int = 0) -> Card:
    """The draft's card, with what it still lacks, and that stage chosen."""
    taken = names_of(await content_here(request), kept.replaces_id)
    problems = [*title_problems(kept.format, taken), *whole_problems(kept.format)]
    return draft(request.t, kept, problems, stage)
