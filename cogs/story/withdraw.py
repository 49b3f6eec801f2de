"""`/story withdraw`: taking a spark of hope back with its code, for whoever has no message with `Withdraw` on it.

It can be typed anywhere in the server, after any restart, and whether or not direct messages are open. The code is all
that is asked for; it leads to one spark and to nobody.
"""

from __future__ import annotations

from bot.services.harvest.sparks import Withdrawn
from bot.ui.cards.harvest import withdrawn
from bot.ui.i18n import Translator
from bot.ui.refused import Refused
from bot.ui.request import Request
from bot.ui.spark_code import SparkCodeForm


class CodeModal(SparkCodeForm):
    """Asks for the code of a spark."""

    def __init__(self, t: Translator) -> None:
        super().__init__(t, t("Withdraw a spark"), "sc:code", "sc:code:typed")

    async def submitted(self, request: Request) -> None:
        guild_xid = request.guild_xid
        await request.take_time()
        result = await request.bot.hope.withdraw_in(guild_xid, self.code.value)
        if result.what is Withdrawn.NOTHING:
            raise Refused(
                request.t(
                    "No spark here has this code. It may have been withdrawn already, or was never posted."
                )
            )
        await request.say(withdrawn(request.t, result))
