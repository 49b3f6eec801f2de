"""What the buttons of whoever holds a circle lead to."""

from __future__ import annotations

from collections.abc import Callable

from bot.circle.agreements import Recall
from bot.circle.holds import HoldSilence, Pause, Resume
from bot.circle.moving_on import Next
from bot.circle.refusals import Code
from bot.circle.slices import Command
from bot.ui.cards.circle import panel
from bot.ui.guards import require_lead
from bot.ui.layout import Card
from bot.ui.request import Handler, Press

from .answers import private_context
from .beginning import begin
from .ending import end
from .panels import on_panel, panel_answered, redraw_panel, show_panel
from .passing_on import choose_first, choose_holder, hand_over, put_first, put_next, show_order


def _panel(command: Callable[[int], Command]) -> Handler:
    async def pressed(press: Press) -> None:
        asked = press.with_authority(command(press.seen))
        await panel_answered(press, await press.ask(press.session_id, asked))

    return pressed


async def _begin(press: Press) -> None:
    await begin(press)


async def _begin_all_the_same(press: Press) -> None:
    # The button says how many were here when it was asked, in the place of a version.
    await begin(press, knowing=press.seen)


async def _panel_again(press: Press) -> None:
    if press.is_private:
        await redraw_panel(press, press.session_id)
    else:
        await show_panel(press, press.session_id)


async def _hand_over(press: Press) -> None:
    await choose_holder(press, press.session_id)


async def _handed_over(press: Press) -> None:
    await hand_over(press, press.session_id, int(press.chosen[0]))


async def _order(press: Press) -> None:
    await show_order(press, press.session_id)


async def _first(press: Press) -> None:
    await choose_first(press, press.session_id)


async def _put_first(press: Press) -> None:
    await put_first(press, press.session_id, int(press.chosen[0]))


async def _remind(press: Press) -> None:
    led = await require_lead(press, press.session_id)
    await press.show(panel.remind(private_context(press, *led)))


async def _reminded(press: Press) -> None:
    await press.act(press.session_id, press.with_authority(Recall(item=int(press.chosen[0]))))
    await press.redraw(Card().say(press.t("Thank you. Everyone can read it in the room now.")))


async def _put_next(press: Press) -> None:
    await put_next(press, press.session_id, int(press.chosen[0]), press.seen)


async def _end(press: Press) -> None:
    led = await require_lead(press, press.session_id)
    await press.show(panel.confirm_end(private_context(press, *led)))


async def _end_now(press: Press) -> None:
    answer, tell = await end(press, press.session_id)
    if not answer.events and not press.may_facilitate:
        # It was over already, and nobody knows any more who held it: the panel is not for everyone.
        raise press.refusal(Code.OVER)
    await press.redraw(panel.panel(private_context(press, answer.session)))
    await tell()


HANDLERS: dict[str, Handler] = {
    verb: on_panel(handler)
    for verb, handler in {
        "panel": _panel_again,
        "begin": _begin,
        "beginfew": _begin_all_the_same,
        "pause": _panel(lambda seen: Pause()),
        "resume": _panel(lambda seen: Resume()),
        "next": _panel(lambda seen: Next(seen=seen)),
        "silence": _panel(lambda seen: HoldSilence()),
        "handover": _hand_over,
        "order": _order,
        "first": _first,
        "remind": _remind,
        "end": _end,
        "endnow": _end_now,
        "menu:handover": _handed_over,
        "menu:order": _put_next,
        "menu:first": _put_first,
        "menu:remind": _reminded,
    }.items()
}
