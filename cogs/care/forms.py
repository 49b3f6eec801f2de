"""The two forms for a place to turn to: its words, and where it is for. Wrong input changes nothing."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.services.places import MOST, NoPlace, NoRoom, Place
from bot.services.prompt_files import LANGUAGE_LENGTH
from bot.ui.cards import care
from bot.ui.gates import admins_only
from bot.ui.host import Interaction
from bot.ui.modal import SafeModal
from bot.ui.replies import redraw, say

from . import checking


def new_place(interaction: Interaction) -> Place:
    """An empty place in the server's language, to be looked at again in half a year."""
    bot = interaction.client
    language = bot.catalogues.pick(interaction.guild_locale).language
    today = bot.circles.clock.utcnow().date()
    return Place(title="", language=language, review_on=today + checking.AHEAD)


async def keep(interaction: Interaction, place: Place, wrong: list[str]) -> None:
    """Keep a place that is right and show it; or say what to change, with what was typed."""
    bot = interaction.client
    t, today = bot.catalogues.pick(interaction.locale), bot.circles.clock.utcnow().date()
    assert interaction.guild_id is not None
    if wrong:
        lines = [t("Nothing has changed yet:"), *(f"- {sentence}" for sentence in wrong)]
        await say(interaction, "\n".join([*lines, "", care.of_place(t, place)]))
        return
    try:
        if place.id:
            await bot.library.change_place(interaction.guild_id, place)
        else:
            await bot.library.add_place(interaction.guild_id, place)
    except NoRoom:
        await say(interaction, t("A server can have {most} places. Please remove one first.", most=MOST))
    except NoPlace:
        await say(interaction, t("This place was removed meanwhile. Nothing has changed."))
    else:
        there = await bot.library.places(interaction.guild_id)
        await redraw(interaction, care.places(t, there, today))


class WordsForm(SafeModal):
    """What a place is called, what it is, how to reach it, and when somebody looks again."""

    def __init__(self, interaction: Interaction, place: Place) -> None:
        bot = interaction.client
        t, today = bot.catalogues.pick(interaction.locale), bot.circles.clock.utcnow().date()
        super().__init__(title=t("A place to turn to"), custom_id="sc:place")
        self.place = place
        review_on = today + checking.AHEAD if place.is_due(today) else place.review_on
        self.fields: dict[str, ui.TextInput[Any]] = {
            "title": _field("title", place.title, checking.TITLE_LENGTH, required=True),
            "text": _field("text", place.text, checking.TEXT_LENGTH, style=discord.TextStyle.paragraph),
            "phone": _field("phone", place.phone, checking.PHONE_LENGTH),
            "link": _field("link", place.link, checking.LINK_LENGTH),
            "review_on": _field("review_on", review_on.isoformat(), 10, required=True),
        }
        labels = {
            "title": (t("What it is called"), t("As people there call it")),
            "text": (t("What it is"), t("Whom it is for, when somebody answers, what it costs")),
            "phone": (t("Phone number"), t("As one dials it from where your people are")),
            "link": (t("Link"), t("It begins with https://")),
            "review_on": (t("Look at it again on"), t("Year, month and day; admins are reminded then")),
        }
        for key, (label, hint) in labels.items():
            self.add_item(ui.Label(text=label, description=hint, component=self.fields[key]))

    async def submitted(self, interaction: Interaction) -> None:
        if await admins_only(interaction):
            bot = interaction.client
            t, today = bot.catalogues.pick(interaction.locale), bot.circles.clock.utcnow().date()
            typed = {key: field.value for key, field in self.fields.items()}
            await keep(interaction, *checking.with_words(t, self.place, typed, today))


class WhereForm(SafeModal):
    """Which language a place answers in, and where it is for."""

    def __init__(self, interaction: Interaction, place: Place) -> None:
        t = interaction.client.catalogues.pick(interaction.locale)
        super().__init__(title=t("A place to turn to"), custom_id="sc:where")
        self.place = place
        self.language = _field("language", place.language, LANGUAGE_LENGTH, required=True)
        self.region = _field("region", place.region, checking.REGION_LENGTH)
        self.add_item(ui.Label(text=t("Its language, such as en or de"), component=self.language))
        words = t("A country, a town, or everywhere")
        self.add_item(ui.Label(text=t("Where it is for"), description=words, component=self.region))

    async def submitted(self, interaction: Interaction) -> None:
        if await admins_only(interaction):
            t = interaction.client.catalogues.pick(interaction.locale)
            place, wrong = checking.with_where(t, self.place, self.language.value, self.region.value)
            await keep(interaction, place, wrong)


def _field(
    name: str,
    value: str,
    most: int,
    *,
    required: bool = False,
    style: discord.TextStyle = discord.TextStyle.short,
) -> ui.TextInput[Any]:
    return ui.TextInput(
        style=style, default=value or None, max_length=most, required=required, custom_id=name
    )
