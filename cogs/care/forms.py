"""The two forms for a place to turn to: its words, and where it is for. Wrong input changes nothing."""

from __future__ import annotations

import discord

from bot.services.care.places import SupportPlace
from bot.services.prompts.prompt_files import LANGUAGE_LENGTH
from bot.ui.cards.care import places as cards
from bot.ui.guards import require_admin
from bot.ui.modal import SafeModal, text_field
from bot.ui.refused import Refused
from bot.ui.request import Request

from . import checking


def new_place(request: Request) -> SupportPlace:
    """An empty place in the server's language, to be looked at again in half a year."""
    return SupportPlace(title="", language=request.server_language, review_on=request.today + checking.AHEAD)


async def keep(request: Request, place: SupportPlace, wrong: list[str]) -> None:
    """Keep a place that is right and show it.

    Raises:
        Refused: what to change.
        PlacesFull: the server has as many places as it can have.
        PlaceGone: it was removed meanwhile.
    """
    t, desk, guild_xid = request.t, request.bot.desks.care, request.guild_xid
    if wrong:
        lines = [t("Nothing has changed yet:"), *(f"- {sentence}" for sentence in wrong)]
        raise Refused("\n".join(lines))
    await (desk.change_place if place.id else desk.add_place)(guild_xid, place)
    await request.redraw(cards.places(t, await desk.places(guild_xid), request.today))


class WordsForm(SafeModal):
    """What a place is called, what it is, how to reach it, and when somebody looks again."""

    def __init__(self, request: Request, place: SupportPlace) -> None:
        t, today = request.t, request.today
        super().__init__(title=t("A place to turn to"), custom_id="sc:place")
        self.place = place
        review_on = today + checking.AHEAD if place.is_due(today) else place.review_on
        paragraph = discord.TextStyle.paragraph
        self.fields = {
            "title": text_field("title", place.title, checking.TITLE_LENGTH, required=True),
            "text": text_field("text", place.text, checking.TEXT_LENGTH, style=paragraph),
            "phone": text_field("phone", place.phone, checking.PHONE_LENGTH),
            "link": text_field("link", place.link, checking.LINK_LENGTH),
            "review_on": text_field("review_on", review_on.isoformat(), 10, required=True),
        }
        labels = {
            "title": (t("What it is called"), t("The name people there use")),
            "text": (t("What it is"), t("Who it is for, when someone answers, what it costs")),
            "phone": (t("Phone number"), t("As members would dial it")),
            "link": (t("Link"), t("It begins with https://")),
            "review_on": (t("Check it again on"), t("Year, month and day; admins are reminded then")),
        }
        for key, (label, hint) in labels.items():
            self.ask(label, self.fields[key], hint)

    async def submitted(self, request: Request) -> None:
        require_admin(request)
        typed = {key: field.value for key, field in self.fields.items()}
        await keep(request, *checking.with_words(request.t, self.place, typed, request.today))


class WhereForm(SafeModal):
    """Which language a place answers in, and where it is for."""

    def __init__(self, request: Request, place: SupportPlace) -> None:
        t = request.t
        super().__init__(title=t("A place to turn to"), custom_id="sc:where")
        self.place = place
        self.language = text_field("language", place.language, LANGUAGE_LENGTH, required=True)
        self.region = text_field("region", place.region, checking.REGION_LENGTH)
        self.ask(t("Its language, such as en or de"), self.language)
        self.ask(t("Its region"), self.region, t("A country, a town, or everywhere"))

    async def submitted(self, request: Request) -> None:
        require_admin(request)
        place, wrong = checking.with_where(request.t, self.place, self.language.value, self.region.value)
        await keep(request, place, wrong)
