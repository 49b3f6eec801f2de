"""What Discord says of somebody's authority, in the moment of asking. Nothing here is remembered."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from bot.circle import commands as c
from bot.circle.authority import may_lead
from bot.circle.refusals import Code, Refusal
from bot.services.meetings import Meeting

from .host import Interaction
from .people import is_admin, may_facilitate
from .replies import say
from .sentences import refusal_sentence

Asked = TypeVar("Asked", bound=c.Command)


def asked_by(interaction: Interaction, command: Asked) -> Asked:
    """The command, with what this person may do in the server now. In a direct message nothing is known of that."""
    if interaction.guild_id is None:
        return command
    rules = interaction.client.settings.people
    return replace(
        command, may_facilitate=may_facilitate(interaction, rules), steward=is_admin(interaction, rules)
    )


def may_hold(interaction: Interaction) -> bool:
    """Whether this person may hold circles in this server now, or runs it."""
    asked = asked_by(interaction, c.Command())
    return asked.may_facilitate or asked.steward


async def led_by(interaction: Interaction, session_id: int) -> tuple[Meeting, dict[int, int]] | None:
    """The session and who sits where, for somebody who may lead it now; None for others, and it has been said.

    Raises:
        NoMeeting: it is gone.
    """
    meeting, people = await interaction.client.circles.with_people(session_id)
    seat = next((number for number, xid in people.items() if xid == interaction.user.id), None)
    if may_lead(meeting.state, asked_by(interaction, c.Command(seat=seat))):
        return meeting, people
    t = interaction.client.catalogues.pick(interaction.locale)
    await say(interaction, refusal_sentence(t, Refusal(Code.NOT_FACILITATOR)))
    return None
