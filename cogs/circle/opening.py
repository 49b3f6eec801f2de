"""Opening a session here and now, and putting a question: what is typed is checked before anything changes."""

from __future__ import annotations

import discord
from discord import ui

from bot.circle import commands as c
from bot.circle.choices import SessionChoices
from bot.circle.events import PromptSet
from bot.content import PROMPT_LENGTH
from bot.services.choices import CircleChoices
from bot.services.opening import Invitation, TooManyOpen
from bot.services.sessions import Answer
from bot.ui.authority import asked_by
from bot.ui.host import Interaction
from bot.ui.modal import SafeModal
from bot.ui.people import may_facilitate
from bot.ui.permissions import is_text, missing_from, permission_names
from bot.ui.replies import say, show
from bot.ui.shelf import Shelf
from bot.ui.typed import Unreadable, read_choices, read_name

from .answers import panel_card, refused
from .steering import prompt_from


async def open_circle(
    interaction: Interaction,
    name: str,
    format_id: str | None,
    prompt: str | None,
    capacity: int | None,
    minutes: int | None,
) -> None:
    """Open a session, or say what stands in the way. Nothing is made until everything is right."""
    bot = interaction.client
    try:
        wanted = await _wanted(interaction, name, format_id, prompt, capacity, minutes)
        answer = await bot.circles.open(wanted, interaction.user.id, str(interaction.locale))
    except Unreadable as problem:
        await say(interaction, str(problem))
        return
    except TooManyOpen:
        t = bot.catalogues.pick(interaction.locale)
        await say(
            interaction, t("This server has as many open circles as it may have. Please end one first.")
        )
        return
    bot.whispers.remember(answer.meeting.id, interaction)
    await show(interaction, await panel_card(interaction, answer.meeting.id))


async def _wanted(
    interaction: Interaction,
    name: str,
    format_id: str | None,
    prompt: str | None,
    capacity: int | None,
    minutes: int | None,
) -> Invitation:
    """What was asked for. Raises `Unreadable`, with the sentence that says what to change."""
    bot = interaction.client
    t, settings = bot.catalogues.pick(interaction.locale), bot.settings
    if not may_facilitate(interaction, settings.people):
        raise Unreadable(
            t("Only facilitators can open a circle. Ask the people who run this server if you would like to.")
        )
    if not is_text(interaction.channel):
        raise Unreadable(t("A circle is opened in a text channel of the server. Please use this there."))
    missing = missing_from(interaction.app_permissions)
    if missing:
        raise Unreadable(
            t(
                "I cannot hold a circle here yet, because I lack this permission in this channel: {names}. "
                "Someone who manages the server can give it to me.",
                names=permission_names(t, missing),
            )
        )
    circle = CircleChoices(
        name=read_name(t, name),
        language=bot.catalogues.pick(interaction.guild_locale).language,
        parent_xid=interaction.channel.id,
        format_id=format_id or settings.circles.format,
        session=SessionChoices(
            capacity=capacity,
            story_s=None if minutes is None else 60 * minutes,
            scale=settings.circles.scale,
        ),
    )
    chosen = read_choices(t, bot.content, circle)
    question = None
    if prompt is not None:
        assert interaction.guild_id is not None
        own = await bot.library.own(interaction.guild_id)
        question = prompt_from(Shelf(bot.content, circle.language, own), prompt)
        if question is None:
            raise Unreadable(t("A question has from 1 to {most} characters.", most=PROMPT_LENGTH))
    assert interaction.guild_id is not None
    return Invitation(interaction.guild_id, circle, chosen, question)


async def set_prompt(interaction: Interaction, session_id: int, typed: str) -> None:
    """Put another question, from a deck or typed."""
    bot = interaction.client
    t = bot.catalogues.pick(interaction.locale)
    meeting = await bot.circles.get(session_id)
    own = await bot.library.own(meeting.guild_xid)
    question = prompt_from(Shelf(bot.content, meeting.language, own), typed)
    if question is None:
        await say(interaction, t("A question has from 1 to {most} characters.", most=PROMPT_LENGTH))
        return
    asked = asked_by(interaction, c.SetPrompt(prompt=question))
    answer = await bot.circles.put_question(session_id, interaction.user.id, asked)
    if not await refused(interaction, answer):
        await say(interaction, put_sentence(interaction, answer))


def put_sentence(interaction: Interaction, answer: Answer) -> str:
    """What is said once a question is put."""
    t = interaction.client.catalogues.pick(interaction.locale)
    put = next((event for event in answer.events if isinstance(event, PromptSet)), None)
    if put is None:
        return t("That question is put already.")
    title = t.content(answer.meeting.state.format.stages[put.stage].title)
    return t("The question is put, for the stage {title}.", title=title)


class PromptModal(SafeModal):
    """A larger field for a question in one's own words."""

    def __init__(self, interaction: Interaction, session_id: int) -> None:
        t = interaction.client.catalogues.pick(interaction.locale)
        super().__init__(title=t("A question for the circle"), custom_id=f"sc:prompt:{session_id}")
        self.session_id = self.about_session = session_id
        self.field: ui.TextInput[PromptModal] = ui.TextInput(
            style=discord.TextStyle.paragraph, max_length=PROMPT_LENGTH, custom_id="sc:prompt:words"
        )
        self.add_item(
            ui.Label(
                text=t("Your question"),
                description=t("One that everyone can answer, or pass on."),
                component=self.field,
            )
        )

    async def submitted(self, interaction: Interaction) -> None:
        await set_prompt(interaction, self.session_id, self.field.value)
