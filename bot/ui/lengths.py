"""How long something takes, in words: a turn to the half minute, a whole circle to five minutes."""

from __future__ import annotations

from bot.circle.formats import Format, PromptKind, StageKind

from .i18n import Translator


def turn_words(t: Translator, seconds: float) -> str:
    """The length of a turn, such as "4½ minutes"."""
    halves = max(1, int(seconds / 30 + 0.5))
    whole, half = divmod(halves, 2)
    if not half:
        return t.many("{count} minute", "{count} minutes", whole)
    return t.many("{number}½ minute", "{number}½ minutes", whole + 1, number=whole or "")


def usual_length_s(format_: Format, people: int | None = None) -> int:
    """About how long a session takes: its stages, and in a round a turn for everyone with a breath between.

    Args:
        format_: the format, fitted to its room.
        people: how many people are in it; None: every seat is taken.
    """
    turns = sum(
        (stage.seconds + format_.breath_s(stage)) * (people or format_.capacity)
        for stage in format_.stages
        if stage.kind is StageKind.ROUND
    )
    return turns + sum(stage.seconds for stage in format_.stages if stage.kind is not StageKind.ROUND)


def how_long(t: Translator, format_: Format) -> str:
    """How long a turn lasts, and a whole circle with every seat taken, of a format that is fitted to its room."""
    stories = [stage for stage in format_.stages if stage.prompt is PromptKind.STORY]
    rounds = [stage for stage in stories or format_.stages if stage.kind is StageKind.ROUND]
    lines = []
    if rounds:
        time = turn_words(t, max(stage.seconds for stage in rounds))
        lines.append(
            t("About {time} for each story.", time=time)
            if stories
            else t("About {time} for each turn.", time=time)
        )
    lines.append(t("About {minutes} minutes in all.", minutes=usual_minutes(format_)))
    return " ".join(lines)


def usual_minutes(format_: Format, people: int | None = None) -> int:
    """About how long a session takes, in minutes, to five of them."""
    return max(5, 5 * round(usual_length_s(format_, people) / 300))
