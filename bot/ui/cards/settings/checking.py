"""The card of `/settings check`: whether everything that circles here need is there, and what to do where it is not."""

from __future__ import annotations

from collections.abc import Sequence

from ...layout import CALM, Card
from .context import SettingsContext
from .missing import missing

SHOWN = 20
"""How many sentences a card has at most: Discord shows no card of more than 4,000 characters."""


def check_card(context: SettingsContext, problems: Sequence[str] | None) -> Card:
    """What is wrong, a line each, or that nothing is.

    Args:
        context: the settings of the server.
        problems: what is wrong with the channels that are used; None where Discord does not tell now.
    """
    t = context.t
    found = list(dict.fromkeys([*(problems or ()), *missing(context)]))
    lines = [f"- {sentence}" for sentence in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(t("There is more. Look again once these are mended."))
    if problems is None:
        lines.insert(
            0, t("Discord does not reach this server just now, so I could not look at its channels.")
        )
    if not lines:
        lines = [t("All is well: every channel that circles here use has what they need.")]
    return Card(CALM).say("### " + t("Check of this server")).say("\n".join(lines))
