"""`I need support` and `/care support`: grounding words, the server's own resources, and a choice of whether
anyone is told. Nothing of it is recorded, and the bot never claims to know how somebody is.
"""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.settings import Resource
from bot.ui.host import Handler, Host, Interaction
from bot.ui.i18n import N_, Translator
from bot.ui.layout import CALM, Card
from bot.ui.press import Press, VerbButton
from bot.ui.replies import say, show
from bot.ui.words import shown

S = app_commands.locale_str


def support_card(t: Translator, resources: tuple[Resource, ...]) -> Card:
    """Words to come back to the moment, and the places this server knows."""
    card = Card(CALM).say("### " + t("You are not alone with this."))
    card.say(
        t(
            "If you like, put both feet on the floor and breathe out slowly. "
            "Look around and name five things you can see. There is no hurry."
        )
    )
    if resources:
        card.line().say("\n\n".join(_resource(resource) for resource in resources))
    else:
        card.line().say(
            t(
                "This server has not set any places to turn to. If you or someone else is in danger, "
                "please call the emergency number of the country you are in."
            )
        )
    card.say("-# " + t("I am a program and not a crisis service. Nobody is told that you asked."))
    return card


def _resource(resource: Resource) -> str:
    lines = [f"**{shown(resource.title)}**", shown(resource.text), shown(resource.phone), resource.link]
    return "\n".join(line for line in lines if line)


async def _support(press: Press) -> None:
    card = support_card(press.t, press.bot.settings.care.resources)
    label = press.t("Let the facilitator know")
    rest = VerbButton.new("rest", press.session_id, press.seen, press.t("Ask for a pause"))
    card.row(VerbButton.new("tell", press.session_id, press.seen, label), rest)
    press.bot.whispers.remember(press.session_id, press.interaction)
    await show(press.interaction, card)


async def _tell(press: Press) -> None:
    """Tell whoever holds the circle, because the person chose to."""
    meeting, people = await press.bot.circles.with_people(press.session_id)
    host = people.get(meeting.state.host or 0)
    t = press.bot.catalogues.pick(meeting.language)
    words = t(
        "{who} has asked that you be told they could use some support. Nobody else knows.",
        who=press.interaction.user.mention,
    )
    await press.interaction.response.defer(ephemeral=True, thinking=True)
    told = host is not None and await press.bot.whispers.tell(press.session_id, host, Card().say(words))
    if told:
        await say(press.interaction, press.t("The person who holds the circle knows now, and nobody else."))
    else:
        await say(
            press.interaction,
            press.t("I could not reach the person who holds the circle. You may write to them yourself."),
        )


HANDLERS: dict[str, Handler] = {"support": _support, "tell": _tell}


class CareCommands(commands.GroupCog, group_name="care", group_description=S(N_("Support for yourself"))):
    """Care that can be asked for anywhere."""

    def __init__(self, bot: Host) -> None:
        self.bot = bot
        super().__init__()

    @app_commands.command(description=S(N_("Words and places for when it is hard; only you see them")))
    async def support(self, interaction: Interaction) -> None:
        """Grounding words and the server's resources."""
        t = self.bot.catalogues.pick(interaction.locale)
        await show(interaction, support_card(t, self.bot.settings.care.resources))
