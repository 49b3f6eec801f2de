"""What the buttons of whoever holds a circle lead to."""

from __future__ import annotations

from collections.abc import Callable

from bot.circle import commands as c
from bot.services.meetings import Meeting
from bot.services.sessions import Answer
from bot.ui.cards import panel
from bot.ui.host import Handler
from bot.ui.press import Press
from bot.ui.replies import redraw, say, show

from .answers import panel_answered, panel_card, private_scene, refused
from .steering import put_next, steward


async def _act(press: Press, command: c.Command) -> Answer:
    press.bot.whispers.remember(press.session_id, press.interaction)
    return await press.bot.circles.act(press.session_id, press.interaction.user.id, command)


def _panel(command: Callable[[int, bool], c.Command]) -> Handler:
    async def pressed(press: Press) -> None:
        await panel_answered(press, await _act(press, command(press.seen, steward(press.interaction))))

    return pressed


async def _begin(press: Press, *, anyway: bool = False) -> None:
    press.bot.whispers.remember(press.session_id, press.interaction)
    answer = await press.bot.circles.begin(
        press.session_id, press.interaction.user.id, steward=steward(press.interaction), anyway=anyway
    )
    if await refused(press.interaction, answer):
        return
    message = press.interaction.message
    if message is not None and message.flags.ephemeral:
        await panel_answered(press, answer)
    else:
        await show(press.interaction, await panel_card(press.interaction, press.session_id))


async def _begin_with_few(press: Press) -> None:
    await _begin(press, anyway=True)


async def _hand_over(press: Press) -> None:
    await show(press.interaction, panel.hand_over(private_scene(press.interaction, await _meeting(press))))


async def _handed_over(press: Press) -> None:
    answer = await press.bot.circles.act_on(
        press.session_id,
        press.interaction.user.id,
        press.picked[0],
        c.HandOver(to=0, steward=steward(press.interaction)),
    )
    if not await refused(press.interaction, answer):
        await say(press.interaction, press.t("Thank you. The circle is in their hands now."))


async def _order(press: Press) -> None:
    await put_next(press.interaction, press.session_id, press.picked[0], press.seen)


async def _end(press: Press) -> None:
    await show(press.interaction, panel.confirm_end(private_scene(press.interaction, await _meeting(press))))


async def _end_now(press: Press) -> None:
    answer = await _act(press, c.End(steward=steward(press.interaction)))
    if not await refused(press.interaction, answer):
        await redraw(press.interaction, panel.panel(private_scene(press.interaction, answer.meeting)))


async def _meeting(press: Press) -> Meeting:
    return await press.bot.circles.get(press.session_id)


HANDLERS: dict[str, Handler] = {
    "begin": _begin,
    "beginfew": _begin_with_few,
    "pause": _panel(lambda seen, steward: c.Pause(steward=steward)),
    "resume": _panel(lambda seen, steward: c.Resume(steward=steward)),
    "next": _panel(lambda seen, steward: c.Next(seen=seen, steward=steward)),
    "silence": _panel(lambda seen, steward: c.HoldSilence(steward=steward)),
    "handover": _hand_over,
    "end": _end,
    "endnow": _end_now,
    "pick:handover": _handed_over,
    "pick:order": _order,
}
