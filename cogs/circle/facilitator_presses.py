"""What the buttons of whoever holds a circle lead to."""

from __future__ import annotations

from collections.abc import Callable

from bot.circle import commands as c
from bot.circle.refusals import Code, Refusal
from bot.services.sessions import Answer
from bot.ui.authority import asked_by, led_by, may_hold
from bot.ui.cards import panel
from bot.ui.host import Handler
from bot.ui.press import Press
from bot.ui.replies import redraw, say, show
from bot.ui.sentences import refusal_sentence

from .answers import panel_answered, private_scene, refused, show_panel
from .steering import put_next


async def _act(press: Press, command: c.Command) -> Answer:
    press.bot.whispers.remember(press.session_id, press.interaction)
    asked = asked_by(press.interaction, command)
    return await press.bot.circles.act(press.session_id, press.interaction.user.id, asked)


def _panel(command: Callable[[int], c.Command]) -> Handler:
    async def pressed(press: Press) -> None:
        await panel_answered(press, await _act(press, command(press.seen)))

    return pressed


async def _begin(press: Press, *, anyway: bool = False) -> None:
    press.bot.whispers.remember(press.session_id, press.interaction)
    asked = asked_by(press.interaction, c.Begin(anyway=anyway))
    answer = await press.bot.circles.begin(press.session_id, press.interaction.user.id, asked)
    if await refused(press.interaction, answer):
        return
    message = press.interaction.message
    if message is not None and message.flags.ephemeral:
        await panel_answered(press, answer)
    else:
        await show_panel(press.interaction, press.session_id)


async def _begin_with_few(press: Press) -> None:
    await _begin(press, anyway=True)


async def _hand_over(press: Press) -> None:
    if (led := await led_by(press.interaction, press.session_id)) is not None:
        await show(press.interaction, panel.hand_over(private_scene(press.interaction, *led)))


async def _handed_over(press: Press) -> None:
    answer = await press.bot.circles.act_on(
        press.session_id,
        press.interaction.user.id,
        press.picked[0],
        asked_by(press.interaction, c.HandOver(to=0)),
    )
    if not await refused(press.interaction, answer):
        await say(press.interaction, press.t("Thank you. The circle is in their hands now."))


async def _order(press: Press) -> None:
    await put_next(press.interaction, press.session_id, press.picked[0], press.seen)


async def _end(press: Press) -> None:
    if (led := await led_by(press.interaction, press.session_id)) is not None:
        await show(press.interaction, panel.confirm_end(private_scene(press.interaction, *led)))


async def _end_now(press: Press) -> None:
    answer = await _act(press, c.End())
    if await refused(press.interaction, answer):
        return
    if not answer.events and not may_hold(press.interaction):
        # It was over already, and nobody knows any more who held it: the panel is not for everyone.
        await say(press.interaction, refusal_sentence(press.t, Refusal(Code.OVER)))
        return
    await redraw(press.interaction, panel.panel(private_scene(press.interaction, answer.meeting)))


HANDLERS: dict[str, Handler] = {
    "begin": _begin,
    "beginfew": _begin_with_few,
    "pause": _panel(lambda seen: c.Pause()),
    "resume": _panel(lambda seen: c.Resume()),
    "next": _panel(lambda seen: c.Next(seen=seen)),
    "silence": _panel(lambda seen: c.HoldSilence()),
    "handover": _hand_over,
    "end": _end,
    "endnow": _end_now,
    "pick:handover": _handed_over,
    "pick:order": _order,
}
