"""`Proof of attendance`: a slip for whoever presses, and for nobody else to see.

Nothing is written, counted or logged, and the press is not remembered as others are: nobody learns that it was made.
"""

from __future__ import annotations

import io

import discord

from bot.services.circle.slips import OwnSlip
from bot.ui.cards.circle import slips
from bot.ui.request import Handler, Press
from bot.ui.visibility import require_known


async def _slip(press: Press) -> None:
    own = await _own(press)
    written = slips.text(press.bot.catalogues.pick(own.language), own)
    await press.take_time()
    file = discord.File(io.BytesIO(written.encode()), slips.FILE)
    await press.show_with_files(slips.slip(press.t, own, written), [file])


async def _own(press: Press) -> OwnSlip:
    """The slip of whoever asks. Raises `NoSession`, `NoSlip`."""
    known = press.bot.last_slips.find(press.session_id, press.member_xid)
    if known is not None:
        return known
    await require_known(press, press.session_id)
    return await press.bot.desks.circle.slip_for(press.session_id, press.member_xid)


ANYWHERE: dict[str, Handler] = {"slip": _slip}
"""Its session may be gone already; it is looked up, and may be known, where it is not."""
