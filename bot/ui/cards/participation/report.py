"""The report of a server, or of one of its circles: pictures, a table and words, for one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.ids import CircleId
from bot.services.participation.reports import OTHER_CIRCLES, QuarterRow, Report, Series

from ...i18n import Translator
from ...layout import CALM, Card
from ...user_text import escaped
from . import numbers, periods
from .chart import Picture


def too_little(t: Translator, name: str, period: periods.Period) -> Card:
    """There is nothing that may be shown. It says why, and that nothing is lost."""
    words = t(
        "There is too little to show yet. Numbers appear once 3 sessions with 15 seats stand behind them."
    )
    why = t("So nobody can be made out. What there is waits sealed, and is counted once more join it.")
    return _head(t, name, period).say(f"{words} {why}")


def report_card(
    t: Translator,
    shown: Series,
    period: periods.Period,
    others: Sequence[Series],
    pictures: Sequence[Picture],
) -> Card:
    """The report of one circle, or of all.

    Args:
        t: the reader's language.
        shown: what is shown.
        period: the quarters that were asked for.
        others: what else may be asked for.
        pictures: those that are sent with it.
    """
    card = _head(t, title(t, shown), period)
    for picture in pictures:
        card.picture(picture.name, picture.described)
    card.say(_table(t, shown.rows))
    latest = next(row for row in reversed(shown.rows) if not row.figures.is_nothing)
    assert latest.quarter is not None, "servers have no rows of before there were quarters"
    heading = periods.words(t, (latest.quarter,))
    if not latest.is_closed:
        heading = t("{quarter}, so far", quarter=heading)
    card.say("\n".join([f"**{heading}**", *(f"- {line}" for line in numbers.sentences(t, latest.figures))]))
    if names := [title(t, one) for one in others if not one.is_nothing]:
        listed = ", ".join(f"**{escaped(name)}**" for name in names[:10])
        card.say(t("You can also ask for one of these with `circle`: {circles}.", circles=listed))
    return card.say("-# " + rules(t))


def rules(t: Translator) -> str:
    """What is held back and rounded, in short."""
    return " ".join(
        (
            t(
                "Numbers appear from 3 sessions with 15 seats. Counts are rounded down to five, shares to tenths."
            ),
            t(
                "A quarter that is over does not change any more. How time went and how people felt is shown then."
            ),
        )
    )


def title(t: Translator, series: Series) -> str:
    """Whose numbers they are, as it was typed: the name of a circle, all circles, or the other circles."""
    if series.name is not None:
        return series.name
    return t("All circles") if series.circle_id is None else t("Other circles")


def offered(t: Translator, circles: Mapping[CircleId, str]) -> list[tuple[str, str]]:
    """What may be chosen, as names and values: these circles, and the others."""
    named = sorted((name, str(circle_id)) for circle_id, name in circles.items())
    return [*named, (t("Other circles"), str(OTHER_CIRCLES))]


def chosen(t: Translator, report: Report, typed: str | None) -> Series | None:
    """What somebody asks for: the one they name, or else all circles, or the first of theirs that has numbers."""
    if typed is None:
        first = next((one for one in report.series if not one.is_nothing), None)
        return first or next(iter(report.series), None)
    wanted = typed.strip().casefold()
    return next(
        (one for one in report.series if wanted in (str(one.circle_id), title(t, one).casefold())), None
    )


def _head(t: Translator, name: str, period: periods.Period) -> Card:
    card = Card(CALM).say("## " + t("Participation"))
    return card.say(f"**{escaped(name)}** · {periods.words(t, period)}")


def _table(t: Translator, rows: Sequence[QuarterRow]) -> str:
    """The numbers of every quarter below each other, narrow enough for a phone."""
    lines = [("", t("sessions"), t("seats"), t("shared"))]
    for row in rows:
        figures = row.figures
        lines.append(
            (
                periods.short(t, row.quarter),
                _at_least(figures.sessions),
                _at_least(figures.seats_taken),
                "–" if figures.shared_tenths is None else f"{figures.shared_tenths}/10",
            )
        )
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    shown = [
        "  ".join(
            text.ljust(width) if column == 0 else text.rjust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    ]
    return "```\n" + "\n".join(line.rstrip() for line in shown) + "\n```"


def _at_least(count: int | None) -> str:
    if count is None:
        return "–"
    return f"{count}+" if count else "<5"
