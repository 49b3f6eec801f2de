"""The one person whom somebody means who holds the circle: offered by name, and found again when they were chosen."""

from __future__ import annotations

from collections.abc import Mapping

from bot.ids import MemberXid
from bot.services.circle.sessions import Session
from bot.ui.refused import Refused
from bot.ui.request import Press, Request
from bot.ui.seat_names import names_of


async def names_of_others(press: Press, session: Session, people: dict[int, MemberXid]) -> dict[int, str]:
    """The names of everyone else who has a seat, by seat. Raises `Refused`: nobody else has."""
    me = press.seat_among(people)
    seats = [seat.number for seat in session.state.seated if seat.number != me]
    if not seats:
        raise Refused(press.t("Nobody else has a seat just now. Nothing was sent."))
    return await names_of(press, session, people, seats)


def person_in(request: Request, session: Session, people: Mapping[int, MemberXid], seat: int) -> MemberXid:
    """Who has that seat now. Raises `Refused`: nobody has it any more, or it is their own."""
    taken = session.state.seat(seat)
    if taken is None or not taken.is_seated or seat not in people or people[seat] == request.member_xid:
        raise Refused(request.t("This person has no seat in the circle now. Nothing was sent."))
    return people[seat]
