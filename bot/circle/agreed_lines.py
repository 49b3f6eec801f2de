"""The lines that people agree to, as part of a format: how many there can be, and a format with others.

The exception to confidentiality, and that this is neither therapy nor a crisis service, are no lines: they stay as
they are in the format's own file, whatever a server or a group changes (docs/method.md, "Agreements").
"""

from __future__ import annotations

from .changing import replace
from .formats import Format, StageKind

MOST_LINES = 12
"""How many lines people can be asked to agree to, and read each time."""


def lines_of(chosen: Format) -> tuple[str, ...]:
    """What people agree to in sessions of a format; nothing when it asks for nothing."""
    return next((stage.items for stage in chosen.stages if stage.kind is StageKind.AGREEMENTS), ())


def with_lines(chosen: Format, lines: tuple[str, ...]) -> Format:
    """The format with these lines in place of its own. One that asks for no agreement stays as it is."""
    own = lines_of(chosen)
    if not lines or not own or lines == own:
        return chosen
    stages = tuple(
        replace(stage, items=lines) if stage.kind is StageKind.AGREEMENTS else stage
        for stage in chosen.stages
    )
    return replace(chosen, stages=stages)


def added(lines: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """The lines, and more of them at the end: each once, and no more than there can be."""
    return (*lines, *(line for line in more if line not in lines))[:MOST_LINES]
