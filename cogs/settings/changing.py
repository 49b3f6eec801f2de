"""Changing one setting of a server. Wrong input changes nothing, and says what would do."""

from __future__ import annotations

from typing import Any

from bot.services.settings.servers import HORIZON_DAYS, MOST_GROUP, ChangedMeanwhile, Server
from bot.ui.cards.settings.steps import step_card
from bot.ui.cards.settings.words import Step
from bot.ui.guards import require_admin
from bot.ui.i18n import Translator
from bot.ui.modal import SafeModal, text_field
from bot.ui.refused import Refused
from bot.ui.refusing import sentence_of
from bot.ui.request import Request
from bot.ui.typed import read_zone
from bot.ui.user_text import clean

from .reading import settings_of


async def change(request: Request, step: Step, seen: int, **changes: Any) -> None:
    """Change an option, and draw its step anew; or show how it is now when somebody else was quicker.

    Args:
        request: who asks.
        step: the step that the option belongs to.
        seen: the version of the settings that they were looking at.
        changes: the options by name, with their new values, checked already.
    """
    require_admin(request)
    try:
        server = await request.bot.desks.settings.change(request.guild_xid, seen, **changes)
        said = request.t("This is saved.")
    except ChangedMeanwhile as meanwhile:
        server, said = meanwhile.now, sentence_of(request, meanwhile)
    await request.redraw_or_show(step_card(await settings_of(request, server), step, said))


class _Form(SafeModal):
    """One option that is typed. It remembers which version of the settings its reader was looking at."""

    def __init__(self, t: Translator, title: str, verb: str, seen: int) -> None:
        super().__init__(title=title, custom_id=f"sc:{verb}:0:{seen}")
        self.t = t
        self.seen = seen


class ZoneForm(_Form):
    """Sets the time zone."""

    def __init__(self, t: Translator, server: Server, seen: int) -> None:
        super().__init__(t, t("Time zone"), "setzone", seen)
        self.field = text_field("sc:setzone:name", server.options.zone, 60, required=True)
        self.ask(t("Time zone"), self.field, t("Its name, such as Europe/Berlin, America/New_York or UTC."))

    async def submitted(self, request: Request) -> None:
        require_admin(request)
        try:
            zone = read_zone(self.t, self.field.value)
        except Refused as problem:
            raise Refused(f"{problem} " + self.t("Nothing has changed.")) from None
        await change(request, Step.ZONE, self.seen, zone=zone)


class DaysForm(_Form):
    """Sets how far ahead circles are announced."""

    def __init__(self, t: Translator, server: Server, seen: int) -> None:
        super().__init__(t, t("Calendar"), "setdays", seen)
        self.field = text_field("sc:setdays:days", str(server.options.horizon_days), 8, required=True)
        what = t("For how many days ahead circles are announced, {first} to {last}.", **_DAYS)
        self.ask(t("Days"), self.field, what)

    async def submitted(self, request: Request) -> None:
        require_admin(request)
        typed = self.field.value.strip()
        if not (typed.isascii() and typed.isdigit() and int(typed) in HORIZON_DAYS):
            words = self.t("Please give a whole number from {first} to {last}. Nothing has changed.", **_DAYS)
            raise Refused(words)
        await change(request, Step.DAYS, self.seen, horizon_days=int(typed))


class SlipsForm(_Form):
    """Sets what slips for proof of attendance call the group, and so that they are given."""

    def __init__(self, t: Translator, server: Server, seen: int) -> None:
        super().__init__(t, t("Proof of attendance"), "setslips", seen)
        self.field = text_field("sc:setslips:group", server.options.slip_group, MOST_GROUP, required=True)
        self.ask(t("Name of your group"), self.field, t("As a court or a school is to read it on each slip."))

    async def submitted(self, request: Request) -> None:
        require_admin(request)
        # A slip is shown as a block of code, which a backtick would end.
        group = clean(self.field.value).replace("`", "'")
        if not 0 < len(group) <= MOST_GROUP:
            words = self.t(
                "Please give a name of 1 to {most} characters that can be seen. Nothing has changed.",
                most=MOST_GROUP,
            )
            raise Refused(words)
        await change(request, Step.SLIPS, self.seen, slip_group=group)


_DAYS = {"first": HORIZON_DAYS[0], "last": HORIZON_DAYS[-1]}
FORMS: dict[Step, type[ZoneForm | DaysForm | SlipsForm]] = {
    Step.ZONE: ZoneForm,
    Step.DAYS: DaysForm,
    Step.SLIPS: SlipsForm,
}
