"""What becomes of a room when its circle is over, and which of the bot's messages in it stay."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ids import MessageXid, SessionId
from bot.store import afterwards_queries as aq

from ..circle.sessions import NoSession, Session, load
from ..deliveries.rows import stands_in_room
from ..settings.rules import ServerRules
from ..settings.servers import AtEnd
from ..unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What becomes of a room."""

    at_end: AtEnd
    clears: bool
    """Whether the bot's own messages in it are deleted."""


def afterwards(session: Session, rules: ServerRules) -> Afterwards:
    """What becomes of a session's room: as people were told, whatever the server has chosen since."""
    room = session.room.settled(rules.room_choices)
    at_end = AtEnd.KEEP if session.stands else room.at_end or rules.at_end
    return Afterwards(at_end, bool(room.clears) and at_end is not AtEnd.DELETE)


@dataclass(frozen=True, slots=True)
class Own:
    """The bot's messages of one session in its room."""

    since: MessageXid | None
    """The first of them; None in a room that was made for it, where all are its own."""
    cards: frozenset[MessageXid]
    """Those it knows of, where the bot may not read what was written before."""
    stay: frozenset[MessageXid]
    """Those that stay: sparks of hope, invitations, and the cards of other sessions."""


def own_messages(work: Work, session_id: SessionId) -> Own | None:
    """What is known of the bot's messages in a session's room; None when it has no room, or none of them."""
    try:
        session = load(work, session_id)
    except NoSession:
        return None
    if session.room_xid is None:
        return None
    here = {"of_guild": session.guild_xid, "of_channel": session.room_xid}
    cards = work.db.execute(aq.cards_in_channel, here).all()
    its_own = {row.message_xid for row in cards if row.session_id == session_id and stands_in_room(row.slot)}
    others = {row.message_xid for row in cards} - its_own
    sparks = work.db.execute(aq.sparks_in_channel, {"of_channel": session.room_xid}).scalars()
    if session.stands and not its_own:
        return None
    since = MessageXid(min(its_own)) if session.stands else None
    return Own(since, frozenset(its_own), frozenset(others.union(sparks)))
