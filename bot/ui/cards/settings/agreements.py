"""The agreements of a server on its settings: how they are now, and how they would look."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ButtonStyle

from bot.circle.agreed_lines import lines_of
from bot.circle.formats import Format, Stage, StageKind

from ...agreement_lines import listed
from ...i18n import Translator
from ...layout import CALM, Card
from ...press import VerbButton
from .context import SettingsContext
from .words import Step

LINES_PIECE = 7003
"""The id of the list on a preview, by which it is read back from there."""
SAVE, EDIT, BACK = "agreesave", "agreeedit", "setstep"
"""The verbs of the buttons below a preview. Until one is pressed the lines are on that card and nowhere else."""


def usual_format(context: SettingsContext) -> Format:
    """The format whose lines a server starts from: its usual one, or another that asks for agreements."""
    formats = context.content.formats
    usual = formats[context.rules.format_id(formats)]
    return usual if lines_of(usual) else next((one for one in formats.values() if lines_of(one)), usual)


def lines_now(context: SettingsContext) -> tuple[str, ...]:
    """The lines that people of this server agree to now."""
    own = context.server.options.agreements
    return lines_of(usual_format(context)) if own is None else own


def listing(context: SettingsContext) -> str:
    """The lines as everyone reads them here, and below them what always stays."""
    stays = always_there(context.everyone, usual_format(context))
    return f"{listed(context.everyone, lines_now(context))}\n\n**{context.t('This always stays:')}**\n{stays}"


def always_there(t: Translator, chosen: Format) -> str:
    """What stays whatever is changed: the exception to confidentiality, and that this is neither therapy nor a crisis
    service."""
    stage = agreements_of(chosen)
    return "" if stage is None else t.content(stage.exception)


def agreements_of(chosen: Format) -> Stage | None:
    """The stage in which people agree; None when a format has none."""
    return next((stage for stage in chosen.stages if stage.kind is StageKind.AGREEMENTS), None)


def preview(context: SettingsContext, lines: Sequence[str], seen: int, *, meanwhile: bool = False) -> Card:
    """The card of the agreements as people would read it, before it is saved.

    Args:
        context: the settings.
        lines: the lines that were typed.
        seen: the version of the settings that whoever typed them was looking at.
        meanwhile: whether somebody else changed the settings before they were saved.
    """
    t, everyone = context.t, context.everyone
    stage = agreements_of(usual_format(context))
    card = Card(CALM)
    if meanwhile:
        card.say(
            t(
                "Someone else changed these settings meanwhile, so yours were not saved. These are the lines now. "
                "Yours are below, if you would like to save them all the same."
            )
        )
        card.say(listed(everyone, lines_now(context))).line()
    if stage is not None:
        card.say(f"## {everyone.content(stage.title)}").say(everyone.content(stage.text))
    card.say(listed(everyone, lines), LINES_PIECE)
    card.say(always_there(everyone, usual_format(context)))
    card.line().say(
        "-# "
        + t(
            "This is how people would read it. The words below the lines always stay. Nothing is saved yet. Circles "
            "that are announced, and have somebody in a seat, keep the lines they have."
        )
    )
    return card.row(
        VerbButton.new(SAVE, Step.AGREEMENTS, seen, t("Save these lines"), ButtonStyle.success),
        VerbButton.new(EDIT, Step.AGREEMENTS, seen, t("Change the words")),
        VerbButton.new(BACK, Step.AGREEMENTS, seen, t("Discard")),
    )
