"""The pictures of a report: seats, shares, and how alone people felt, quarter by quarter.

Each is one panel, wider than high, because Discord shows a high picture small. It has a ground of its own, calm in
Discord's dark look and readable in the light one. No meaning is in a colour alone: marks differ in shape and are
labelled where they stand. The colours are those of Okabe and Ito, told apart with any kind of colour blindness. They
are drawn with the object interface, on a thread, and matplotlib is imported only then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from bot.services.participation.reports import Figures, QuarterRow

from ...i18n import Translator
from . import periods
from .numbers import count, in_ten, level

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GROUND, INK, FAINT, GRID = "#23272E", "#F2F0EA", "#B9BDC6", "#3C424C"
BLUE, ORANGE, GREEN, PURPLE, YELLOW = "#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#F0E442"
WIDTH_IN, HEIGHT_IN, CORNER_IN, DPI = 7.2, 3.2, 0.16, 125
"""900 points wide: on a phone half a letter's height is still a letter."""
TITLE_PT, LABEL_PT, SMALL_PT, TITLE_PAD_PT, LEGEND_PT = 17, 15, 13, 8, 34
MOST_DESCRIBED = 1024
"""How many characters of words Discord takes with a picture."""
MOST_QUARTERS = 4
"""As many as a year has, and as many as can be read on a phone."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture."""

    name: str
    """The name of its file."""
    described: str
    """What is on it, for those who do not see it."""
    png: bytes


@dataclass(frozen=True, slots=True)
class _Panel:
    name: str
    title: str
    legend: bool
    has: Callable[[Figures], bool]
    draw: Callable[[Translator, Axes, Sequence[QuarterRow]], None]
    say: Callable[[Translator, Figures], str]


def pictures(t: Translator, rows: Sequence[QuarterRow]) -> list[Picture]:
    """The pictures that there is something on. It takes a while, so it belongs on a thread."""
    rows = rows[-MOST_QUARTERS:]
    panels = [panel for panel in _panels(t) if any(panel.has(row.figures) for row in rows)]
    return [
        Picture(f"participation-{panel.name}.png", _described(t, panel, rows), _drawn(t, panel, rows))
        for panel in panels
    ]


def _drawn(t: Translator, panel: _Panel, rows: Sequence[QuarterRow]) -> bytes:
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine
    from matplotlib.patches import FancyBboxPatch

    layout = ConstrainedLayoutEngine(w_pad=0.24, h_pad=0.18)
    figure = Figure(figsize=(WIDTH_IN, HEIGHT_IN), dpi=DPI, facecolor="none", layout=layout)
    ground = FancyBboxPatch(
        (0, 0),
        WIDTH_IN,
        HEIGHT_IN,
        boxstyle=f"round,pad=0,rounding_size={CORNER_IN}",
        transform=figure.dpi_scale_trans,
        facecolor=GROUND,
        edgecolor="none",
        zorder=-1,
    )
    figure.add_artist(ground)
    area = figure.subplots()
    _frame(t, area, panel.title, rows, LEGEND_PT if panel.legend else TITLE_PAD_PT)
    panel.draw(t, area, rows)
    written = BytesIO()
    figure.savefig(written, format="png")
    return written.getvalue()


def _panels(t: Translator) -> tuple[_Panel, ...]:
    return (
        _Panel(
            *("seats", t("Seats taken and sessions held"), False),
            lambda figures: figures.sessions is not None,
            _seats,
            lambda t, figures: t(
                "{seats} seats, {sessions} sessions",
                seats=count(t, figures.seats_taken),
                sessions=count(t, figures.sessions),
            ),
        ),
        _Panel(
            *("shares", t("How many out of 10"), True),
            lambda figures: figures.shared_tenths is not None,
            _shares,
            _shares_in_words,
        ),
        _Panel(
            *("alone", t("How alone people felt"), True),
            lambda figures: figures.arriving_tenths is not None,
            _alone,
            lambda t, figures: t(
                "{before} on arriving, {after} on leaving",
                before=level(t, figures.arriving_tenths),
                after=level(t, figures.leaving_tenths),
            ),
        ),
    )


def _shares_in_words(t: Translator, figures: Figures) -> str:
    people = in_ten(t, figures.shared_tenths)
    if figures.even_tenths is None:
        return t("{people} people shared", people=people)
    sessions = in_ten(t, figures.even_tenths)
    return t("{people} people shared, {sessions} sessions had even time", people=people, sessions=sessions)


def _described(t: Translator, panel: _Panel, rows: Sequence[QuarterRow]) -> str:
    said = [
        f"{periods.short(t, row.quarter)}: "
        + (panel.say(t, row.figures) if panel.has(row.figures) else t("too few to show"))
        for row in rows
    ]
    return f"{panel.title}. {'; '.join(said)}."[:MOST_DESCRIBED]


def _frame(t: Translator, area: Axes, title: str, rows: Sequence[QuarterRow], pad: int) -> None:
    area.set_title(title, loc="left", x=0, color=INK, fontsize=TITLE_PT, fontweight="bold", pad=pad)
    area.set_facecolor("none")
    for spine in area.spines.values():
        spine.set_visible(False)
    area.tick_params(colors=FAINT, labelsize=SMALL_PT, length=0)
    area.grid(axis="y", color=GRID, linewidth=1)
    area.set_axisbelow(True)
    area.set_xticks(range(len(rows)), [_label(t, row) for row in rows], color=INK, fontsize=SMALL_PT)
    area.set_xlim(-0.55, len(rows) - 0.45)


def _label(t: Translator, row: QuarterRow) -> str:
    label = periods.short(t, row.quarter)
    return label if row.is_closed else f"{label}\n{t('so far')}"


def _none(t: Translator, area: Axes, place: int, height: float, *, is_later: bool = False) -> None:
    area.text(
        *(place, height, t("when it\nis over") if is_later else t("too few\nto show")),
        color=FAINT,
        fontsize=SMALL_PT,
        ha="center",
        va="center",
        bbox={"facecolor": GROUND, "edgecolor": "none", "pad": 3},
    )


def _seats(t: Translator, area: Axes, rows: Sequence[QuarterRow]) -> None:
    most = max(row.figures.seats_taken or 0 for row in rows)
    labels = []
    for place, row in enumerate(rows):
        label, sessions, seats = _label(t, row), row.figures.sessions, row.figures.seats_taken
        if sessions is None or seats is None:
            _none(t, area, place, most * 0.2)
        else:
            area.bar(place, seats, width=0.6, color=BLUE)
            area.text(place, seats + most * 0.04, f"{seats}+", color=INK, fontsize=LABEL_PT, ha="center")
            held = t("{count}+ sessions", count=sessions) if sessions else t("under 5 sessions")
            label = f"{label}\n{held}"
        labels.append(label)
    area.axhline(0, color=GRID, linewidth=1)
    area.set_xticks(range(len(rows)), labels, color=INK, fontsize=SMALL_PT)
    area.set_ylim(0, most * 1.25)
    area.set_yticks([])


def _shares(t: Translator, area: Axes, rows: Sequence[QuarterRow]) -> None:
    shared = [row.figures.shared_tenths for row in rows]
    even = [row.figures.even_tenths for row in rows]
    # Beside each other, so that neither hides the other where both are the same.
    for values, name, colour, mark, aside in (
        (shared, t("people who shared"), ORANGE, "o", -0.1),
        (even, t("sessions with even time"), GREEN, "s", 0.1),
    ):
        if not any(values):
            continue
        heights = [float("nan") if value is None else value for value in values]
        places = [place + aside for place in range(len(rows))]
        area.plot(places, heights, color=colour, marker=mark, markersize=12, linewidth=2.5, label=name)
        for place, value in zip(places, values, strict=True):
            if value is not None:
                # Above the one and below the other, clear of the lines.
                up = 1 if aside < 0 else -1
                area.text(
                    *(place, value + 0.75 * up, _TENTHS.get(value, str(value))),
                    color=INK,
                    fontsize=LABEL_PT,
                    ha="center",
                    va="bottom" if up > 0 else "top",
                )
    for place, row in enumerate(rows):
        if row.figures.shared_tenths is None:
            _none(t, area, place, 5)
    area.set_ylim(-0.6, 11.8)
    area.set_yticks([0, 5, 10], ["0", "5", "10"])
    _legend(area)


_TENTHS = {1: "≤1", 9: "9+"}
"""One tenth and nine stand for less and more too."""


def _alone(t: Translator, area: Axes, rows: Sequence[QuarterRow]) -> None:
    for place, row in enumerate(rows):
        before, after = row.figures.arriving_tenths, row.figures.leaving_tenths
        if before is None or after is None:
            _none(t, area, place, 3, is_later=not row.is_closed)
            continue
        for value, colour, mark, aside, side in (
            (before, PURPLE, "o", -0.1, "right"),
            (after, YELLOW, "D", 0.1, "left"),
        ):
            at = place + aside
            area.plot(
                [at], [value / 10], color=colour, marker=mark, markersize=12, linestyle="none", zorder=3
            )
            area.text(
                *(at + aside, value / 10, f"{value / 10:.1f}"),
                color=INK,
                fontsize=LABEL_PT,
                ha=side,
                va="center",
            )
        area.plot([place - 0.1, place + 0.1], [before / 10, after / 10], color=FAINT, linewidth=2, zorder=2)
    area.plot([], [], color=PURPLE, marker="o", markersize=12, linestyle="none", label=t("on arriving"))
    area.plot([], [], color=YELLOW, marker="D", markersize=11, linestyle="none", label=t("on leaving"))
    area.set_ylim(0.8, 5.2)
    area.set_yticks([1, 3, 5], [t("1 not\nalone"), "3", t("5 very\nalone")])
    _legend(area)


def _legend(area: Axes) -> None:
    area.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        borderaxespad=0.2,
        borderpad=0,
        ncols=2,
        frameon=False,
        labelcolor=INK,
        fontsize=SMALL_PT,
        handletextpad=0.4,
        columnspacing=1.5,
    )
