"""What the buttons of members lead to: a seat, the agreements, the piece, a way out for a while."""

from __future__ import annotations

from collections.abc import Callable

from bot.circle import commands as c
from bot.circle.model import Phase
from bot.services.deliveries import table as d
from bot.services.deliveries.policy import Post
from bot.services.sessions import Answer, NeedsRole
from bot.ui.authority import asked_by
from bot.ui.cards import buttons, planned, whispers
from bot.ui.cards.passages import way_out
from bot.ui.host import Handler, Interaction
from bot.ui.press import Press
from bot.ui.replies import say, show

from .answers import card_answered, private_scene, refused, turn_answered
from .coming_back import comes_back
from .joining import guest_of, say_which_role


async def take_seat(interaction: Interaction, session_id: int) -> None:
    """Take a seat: the same for the button and for `/circle join`."""
    bot = interaction.client
    if (guest := await guest_of(interaction, session_id)) is None:
        return
    command = c.Join(may_facilitate=guest.may_facilitate)
    try:
        answer = await bot.circles.act(
            session_id, interaction.user.id, command, language=str(interaction.locale), roles=guest.roles
        )
    except NeedsRole as needed:
        await say_which_role(interaction, needed)
        return
    bot.whispers.remember(session_id, interaction)
    if await comes_back(interaction, answer) or await refused(interaction, answer):
        return
    scene = private_scene(interaction, answer.meeting)
    if answer.meeting.state.appointment is not None and answer.meeting.state.phase is not Phase.LIVE:
        await show(interaction, planned.your_place(scene, answer.seat))
        return
    if answer.meeting.state.phase is Phase.LIVE:
        await show(interaction, whispers.briefing(scene))
        return
    t, room = scene.t, answer.meeting.room_xid
    words = t("You have a seat.")
    if room is not None:
        words += " " + t("The room is {room}; come in whenever you like.", room=f"<#{room}>")
    words += "\n\n" + whispers.what_to_expect(t)
    words += "\n\n" + t("You may give it up at any time, without a reason.")
    await say(interaction, words, [buttons.leave(scene)])


async def give_up_seat(interaction: Interaction, session_id: int) -> None:
    """Give up a seat: the same for the button and for `/circle leave`."""
    answer = await interaction.client.circles.act(session_id, interaction.user.id, c.Leave())
    if await refused(interaction, answer):
        return
    t, meeting = interaction.client.catalogues.pick(interaction.locale), answer.meeting
    words = t("Your seat is free again. Thank you for letting us know; you are welcome any time.")
    if meeting.room_xid is not None and meeting.state.phase in (Phase.GATHERING, Phase.LIVE):
        words += "\n\n" + way_out(t, meeting.room_xid)
    await say(interaction, words)


async def _join(press: Press) -> None:
    await take_seat(press.interaction, press.session_id)


async def _leave(press: Press) -> None:
    await give_up_seat(press.interaction, press.session_id)


async def _act(press: Press, command: c.Command, answering: type[Post] | None = None) -> Answer:
    press.bot.whispers.remember(press.session_id, press.interaction)
    return await press.bot.circles.act(
        press.session_id, press.interaction.user.id, command, answering=answering
    )


def _turn(command: Callable[[int], c.Command]) -> Handler:
    async def pressed(press: Press) -> None:
        await turn_answered(press, await _act(press, command(press.seen), d.Turn))

    return pressed


async def _more(press: Press) -> None:
    meeting = await press.bot.circles.get(press.session_id)
    command = asked_by(
        press.interaction, c.Extend(seconds=meeting.state.format.timing.extra_s, seen=press.seen)
    )
    await turn_answered(press, await _act(press, command, d.Turn))


async def _agree(press: Press) -> None:
    answer = await _act(press, c.Agree())
    if not await refused(press.interaction, answer):
        await say(press.interaction, press.t("Thank you. You are part of this circle."))


async def _listen(press: Press) -> None:
    answer = await _act(press, c.Listen())
    if not await refused(press.interaction, answer):
        scene = private_scene(press.interaction, answer.meeting)
        words = press.t("You are welcome to listen. If you change your mind, agree here at any time.")
        await say(press.interaction, words, [buttons.agree(scene)])


async def _out(press: Press) -> None:
    answer = await _act(press, c.StepOut())
    if not await refused(press.interaction, answer):
        scene = private_scene(press.interaction, answer.meeting)
        words = press.t("Take the time you need. Your place is kept.")
        offered = [buttons.come_back(scene), buttons.support(scene), buttons.rest(scene)]
        await say(
            press.interaction, words, offered if answer.meeting.state.phase is Phase.LIVE else offered[:2]
        )


async def _back(press: Press) -> None:
    answer = await _act(press, c.ComeBack())
    if not await refused(press.interaction, answer):
        await say(press.interaction, press.t("Welcome back. Your place was kept."))


async def _take(press: Press) -> None:
    await card_answered(press, await _act(press, asked_by(press.interaction, c.TakeRole()), d.Role), d.Role)


async def _choose(press: Press) -> None:
    press.bot.whispers.remember(press.session_id, press.interaction)
    asked = asked_by(press.interaction, c.Nominate(to=0))
    answer = await press.bot.circles.act_on(
        press.session_id, press.interaction.user.id, press.picked[0], asked, answering=d.Choose
    )
    await card_answered(press, answer, d.Choose)


HANDLERS: dict[str, Handler] = {
    "join": _join,
    "leave": _leave,
    "agree": _agree,
    "listen": _listen,
    "receive": _turn(lambda seen: c.Receive(seen=seen)),
    "notyet": _turn(lambda seen: c.NotYet(seen=seen)),
    "pass": _turn(lambda seen: c.Pass(seen=seen)),
    "done": _turn(lambda seen: c.Done(seen=seen)),
    "more": _more,
    "out": _out,
    "back": _back,
    "take": _take,
    "pick:choose": _choose,
}
