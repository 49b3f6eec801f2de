"""`/privacy`: for everyone, in a server, in direct messages, and without any server in common with the bot.

Whoever asks is shown, and erases, only what is theirs: nobody is named, and nothing of a server is looked at.
"""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.services.rights.kept import Kept
from bot.ui.cards.privacy import erasing, policy
from bot.ui.cards.privacy.kept import kept_cards
from bot.ui.commands import S, command
from bot.ui.i18n import N_
from bot.ui.request import Handler, Press, Request


@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
class PrivacyCommands(
    commands.GroupCog, group_name="privacy", group_description=S(N_("What I keep about you, and erasing it"))
):
    """What each person may ask for about themselves."""

    @command(N_("What is kept, for how long, and who runs this bot"))
    async def policy(self, request: Request) -> None:
        """The short form."""
        await request.show(policy.policy(request.t, request.bot.settings))

    @command(N_("See everything I keep about you now"))
    async def show(self, request: Request) -> None:
        """All that is kept of whoever asks, in words."""
        for card in kept_cards(request.t, await _kept(request)):
            await request.show(card)

    @command(N_("Erase everything I keep about you"))
    async def erase(self, request: Request) -> None:
        """Ask once."""
        await request.show(erasing.ask(request.t, await _kept(request)))


async def _kept(request: Request) -> Kept:
    await request.take_time()
    return await request.bot.desks.rights.kept_of(request.member_xid)


async def _erase(press: Press) -> None:
    press.takes_place = True  # of the question
    await press.take_time()
    remains = await press.bot.desks.rights.erase(press.member_xid)
    press.bot.greetings.wake()  # a card that names them goes at once
    for memory in (press.bot.whispers, press.bot.pressed, press.bot.panels, press.bot.last_slips):
        memory.forget_person(press.member_xid)
    press.bot.refused_forms.forget(press.member_xid)
    await press.show(erasing.erased(press.t, remains, press.bot.settings.backup))


async def _keep(press: Press) -> None:
    await press.redraw(erasing.kept(press.t))


HANDLERS: dict[str, Handler] = {erasing.ERASE: _erase, erasing.KEEP: _keep}
