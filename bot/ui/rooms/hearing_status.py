"""What whoever holds a circle should know of who can be heard in its room."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ids import MemberXid

from ..i18n import Translator


@dataclass(frozen=True, slots=True)
class HearingStatus:
    """Who can be heard in one room, and who should not be. Only ever in memory."""

    waits: bool = False
    """Whether somebody is not heard or not silent yet, because Discord allows no more changes for some seconds."""
    beyond: tuple[MemberXid, ...] = ()
    """Those in the room who can speak at any time: Discord lets nobody mute them, or lets them unmute themselves."""

    cannot_invite: bool = False
    """Whether people have to be invited to speak there, and the bot may not do it."""


NOTHING = HearingStatus()
"""Nothing is held, or there is nothing to say of it."""


def hearing_lines(t: Translator, status: HearingStatus, *, held: bool) -> list[str]:
    """The same in words, for the panel. `held`: whether the piece is held there, so that not everyone may speak."""
    lines = list[str]()
    if status.cannot_invite:
        lines.append(
            t(
                "I lack **Mute Members**, so I can invite nobody to speak. Somebody who moderates the stage can."
            )
        )
    if status.waits:
        lines.append(
            t(
                "Discord lets me change only a few microphones at a time. In a few seconds the right people "
                "are heard again."
            )
        )
    if held and status.beyond:
        people = ", ".join(f"<@{person}>" for person in status.beyond)
        lines.append(t("What they may do in this server lets them speak anyway: {people}", people=people))
    return lines
