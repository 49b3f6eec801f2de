"""Choosing: which circle is meant, and what is offered while somebody types an option."""

from __future__ import annotations

from collections.abc import Iterable

import discord
from discord import app_commands

from bot.circle.formats import PromptKind
from bot.circle.model import Phase
from bot.content import DeckPrompt
from bot.services.meetings import Meeting
from bot.ui.cards import buttons
from bot.ui.dates import begins_words
from bot.ui.host import Interaction
from bot.ui.i18n import Translator
from bot.ui.layout import CALM, Card
from bot.ui.people import is_admin
from bot.ui.replies import say, show
from bot.ui.visibility import known_to
from bot.ui.visible import cut
from bot.ui.words import shown

from .answers import private_scene
from .coming_back import rooms_of
from .left_out import left_out_lines
from .session_choices import session_choices

Choice = app_commands.Choice[str]
MOST_CHOICES, MOST_SHOWN, CHOICE_LENGTH = 25, 7, 100  # a card holds 40 pieces; a circle takes 5


async def upcoming(interaction: Interaction) -> None:
    """Show the sessions of the server that are open or to come, each with a button for a seat.

    Whoever manages the server sees those of every circle; others those that are for them.
    """
    assert interaction.guild_id is not None
    t = interaction.client.catalogues.pick(interaction.locale)
    meetings = await _offered(interaction)
    skipped = await left_out_lines(interaction)
    if not meetings and not skipped:
        await say(
            interaction,
            t("No circle is open here at the moment. An invitation appears in the channel when one is."),
        )
        return
    card = Card(CALM).say("### " + t("Circles that are open or to come"))
    rooms = await rooms_of(interaction, meetings[:MOST_SHOWN])
    for meeting in meetings[:MOST_SHOWN]:
        scene = private_scene(interaction, meeting)
        state = meeting.state
        taken = t.many(
            "{count} of {seats} seats is taken",
            "{count} of {seats} seats are taken",
            len(state.seated),
            seats=state.format.capacity,
        )
        when = _when(t, meeting)
        words = f"**{shown(meeting.name)}** · {t.content(state.format.title)}\n{taken} · {when}"
        if meeting.id in rooms:
            words += "\n" + t("You have a seat. The room is {room}.", room=f"<#{rooms[meeting.id]}>")
        card.line().say(words)
        card.row(buttons.button(scene, "join", t("Save me a seat")), buttons.leave(scene))
    if skipped:
        card.line().say("\n".join(skipped))
    await show(interaction, card)


def _when(t: Translator, meeting: Meeting) -> str:
    state = meeting.state
    if state.phase is Phase.LIVE:
        return t("under way")
    if state.appointment is not None:
        return t("begins {time}", time=begins_words(t, state.appointment))
    return t("gathering")


async def _open_here(interaction: Interaction) -> list[Meeting]:
    """The open sessions of the server that this person may know of."""
    assert interaction.guild_id is not None
    return await known_to(interaction, await interaction.client.circles.open_meetings(interaction.guild_id))


async def _offered(interaction: Interaction) -> list[Meeting]:
    """Of those, the ones that take place, and are for everyone or for a role that this person has."""
    assert interaction.guild_id is not None
    meetings = await _open_here(interaction)
    kept = await interaction.client.timetable.named(interaction.guild_id)
    roles = {schedule.id: schedule.choices.role_xid for schedule in kept}
    sees_all = is_admin(interaction, interaction.client.settings.people)
    mine = (
        {role.id for role in interaction.user.roles}
        if isinstance(interaction.user, discord.Member)
        else set()
    )
    return [
        meeting
        for meeting in meetings
        if not meeting.state.is_off and (sees_all or roles.get(meeting.schedule_id or 0) in {None, *mine})
    ]


async def one_to_join(interaction: Interaction, session: str | None) -> Meeting | None:
    """The session to join; None when that is not clear, and has been said."""
    found = await _open_here(interaction)
    if session is None and len(found) > 1:
        found = [m for m in found if interaction.channel_id in (m.parent_xid, m.room_xid)] or found
    return await _one(interaction, found, session)


async def one_to_leave(interaction: Interaction, session: str | None) -> Meeting | None:
    """The session to leave; None when that is not clear, and has been said."""
    assert interaction.guild_id is not None
    assert interaction.channel_id is not None
    found = await interaction.client.circles.find_for(
        interaction.guild_id, interaction.channel_id, interaction.user.id
    )
    return await _one(interaction, found, session)


async def _one(interaction: Interaction, found: list[Meeting], session: str | None) -> Meeting | None:
    t = interaction.client.catalogues.pick(interaction.locale)
    if session is not None:
        found = [m for m in found if session in (str(m.id), m.name)]
    if len(found) == 1:
        return found[0]
    if found:
        await upcoming(interaction)
    elif session is not None:
        await say(
            interaction, t("I do not find that circle. It may be over; /circle upcoming shows what is open.")
        )
    else:
        await say(
            interaction,
            t("No circle is open here at the moment. An invitation appears in the channel when one is."),
        )
    return None


async def joinable(interaction: Interaction, current: str) -> list[Choice]:
    """The open sessions of the server that are for this person."""
    if interaction.guild_id is None:
        return []
    return await session_choices(interaction, await _offered(interaction), current)


async def joined(interaction: Interaction, current: str) -> list[Choice]:
    """The sessions this person has a seat in."""
    if interaction.guild_id is None or interaction.channel_id is None:
        return []
    found = await interaction.client.circles.find_for(
        interaction.guild_id, interaction.channel_id, interaction.user.id
    )
    return await session_choices(interaction, found, current)


async def story_prompts(interaction: Interaction, current: str) -> list[Choice]:
    """The questions for stories: the server's own, the general deck's, then those of the themes."""
    return _prompts([p for p in await _there(interaction) if p.kind is PromptKind.STORY], current)


async def any_prompts(interaction: Interaction, current: str) -> list[Choice]:
    """All questions: the server's own, the general deck's, then those of the themes."""
    return _prompts(await _there(interaction), current)


async def _there(interaction: Interaction) -> list[DeckPrompt]:
    client = interaction.client
    own = await client.library.own(interaction.guild_id) if interaction.guild_id is not None else ()
    mine = [DeckPrompt(prompt.prompt_id, prompt.kind, prompt.text) for prompt in own]
    decks = client.content.themes(client.catalogues.pick(interaction.guild_locale).language)
    return mine + [prompt for deck in decks for prompt in deck.prompts]


def _prompts(prompts: Iterable[DeckPrompt], current: str) -> list[Choice]:
    typed = current.casefold()
    found = [prompt for prompt in prompts if typed in prompt.text.casefold()]
    return [app_commands.Choice(name=cut(p.text, CHOICE_LENGTH), value=p.id) for p in found[:MOST_CHOICES]]
