"""When the piece comes to one person: said to them alone, and true in the moment they ask."""

from __future__ import annotations

from bot.circle.model import Phase
from bot.circle.refusals import Code
from bot.ui.cards import buttons
from bot.ui.cards.circle import coming, writing
from bot.ui.private_notes import Topic
from bot.ui.request import Handler, Press

from .answers import private_context


async def _my_turn(press: Press) -> None:
    """Say when it is the turn of whoever asks. Raises `Refused` once the circle is over, and without a seat."""
    session, people = await press.bot.desks.circle.with_people(press.session_id)
    if session.state.phase is Phase.ENDED:
        raise press.refusal(Code.OVER)
    seat = press.seat_among(people)
    if seat is None:
        raise press.refusal(Code.NOT_SEATED)
    context = private_context(press, session, people)
    words = coming.your_turn(context, seat)
    listens = coming.only_listens(context, seat)
    await press.say(
        words or press.t("The talking piece is not going round at the moment."),
        [buttons.agree(context)] if words and listens else writing.other_way(context, seat),
        Topic.WORD,
    )


HANDLERS: dict[str, Handler] = {"myturn": _my_turn}
