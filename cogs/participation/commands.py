"""`/participation`: reports and exports. Whoever runs the server sees all circles, a facilitator sees their own."""

from __future__ import annotations

import asyncio

from discord import app_commands
from discord.ext import commands

from bot.ui.cards.participation import periods, report
from bot.ui.commands import Choice, S, choices, command, completion
from bot.ui.i18n import N_
from bot.ui.request import Request

from . import exporting, reporting
from .asking import asker_of, now_of


@completion
async def asked_period(request: Request, current: str) -> list[Choice]:
    """The quarters and years of which there are numbers."""
    asker_of(request)
    quarters = await request.bot.desks.participation.quarters(request.guild_xid)
    typed = current.casefold()
    named = periods.offered(request.t, quarters or [now_of(request)])
    return choices(one for one in named if typed in one[0].casefold() or typed in one[1].casefold())


@completion
async def asked_circle(request: Request, current: str) -> list[Choice]:
    """The circles whose numbers they may see."""
    found = await request.bot.desks.participation.circles(request.guild_xid, asker_of(request))
    typed = current.casefold()
    named = report.offered(request.t, found)
    return choices(one for one in named if typed in one[0].casefold())


@app_commands.guild_only()
class ParticipationCommands(
    commands.GroupCog,
    group_name="participation",
    group_description=S(N_("What circles have come to, in numbers that name nobody")),
):
    """What may be shown of the anonymous record."""

    def __init__(self) -> None:
        # Pictures are drawn one after the other: matplotlib is not made for threads, and each takes some memory.
        self._drawing = asyncio.Lock()

    @command(N_("A picture and numbers of your circles; only you see them"))
    @app_commands.describe(
        period=S(N_("A quarter or a year, such as 2026-Q4 or 2026; the last year unless you choose")),
        circle=S(N_("One circle; all that you may see unless you choose")),
    )
    @app_commands.autocomplete(period=asked_period, circle=asked_circle)
    async def report(self, request: Request, period: str | None = None, circle: str | None = None) -> None:
        """Show a report."""
        await reporting.report(request, period, circle, self._drawing)

    @command(N_("The same numbers as files, and a page for those who fund you"))
    @app_commands.describe(
        period=S(N_("A quarter or a year, such as 2026-Q4 or 2026; the last year unless you choose"))
    )
    @app_commands.autocomplete(period=asked_period)
    async def export(self, request: Request, period: str | None = None) -> None:
        """Give files."""
        await exporting.export(request, period)
