"""Handing words through: whoever holds the circle writes to one person in it, and the bot passes the words on at once.

This is the one thing that the bot relays. The words are in this request and in what it sends, and nowhere else: in no
table, no outbox, no log, and in no request that is remembered (`Request.remember` would keep what was typed).
"""

from __future__ import annotations

from dataclasses import dataclass

import discord
from discord import ui

from bot.circle.model import Phase
from bot.circle.refusals import Code
from bot.ids import MemberXid, SessionId
from bot.services.circle.sessions import Session
from bot.ui.cards.care import handing as cards
from bot.ui.giving_back import give_back, sent_words
from bot.ui.modal import SafeModal, text_field
from bot.ui.permission_checks import member_may_facilitate
from bot.ui.refused import Refused
from bot.ui.request import Handler, Press, Request
from bot.ui.user_text import lines
from bot.ui.visibility import require_known

from .cofacilitators import cofacilitators
from .one_person import names_of_others, person_in

ANSWER, ANSWER_TOO = "answer", "answertoo"
"""The verbs of whoever holds the circle, who may also write unasked, and of a co-facilitator who was told in their
place. The number behind the session is the seat of the person they write to."""
FORM, FIELD = "through", "sc:through:words"
LONGEST = 1000
"""The longest note, in characters."""


@dataclass(frozen=True, slots=True)
class Between:
    """Who writes to whom, as it is in this moment."""

    session: Session
    to: MemberXid
    is_host: bool

    @property
    def mention(self) -> str:
        """Whom it is for."""
        return f"<@{self.to}>"


async def between(request: Request, verb: str, session_id: SessionId, seat: int) -> Between:
    """Go on only for whoever may write to that seat now.

    Raises:
        NoSession: the session is gone.
        Refused: they may not, or nobody has that seat any more.
    """
    session, people = await request.bot.desks.circle.with_people(session_id)
    state, me = session.state, request.seat_among(people)
    if state.phase not in (Phase.GATHERING, Phase.LIVE):
        raise request.refusal(Code.OVER if state.phase is Phase.ENDED else Code.NOT_STARTED)
    is_host = me is not None and me == state.host
    if not is_host and not (verb == ANSWER_TOO and await _is_cofacilitator(request, session, me)):
        raise _not_theirs(request)
    return Between(session, person_in(request, session, people, seat), is_host)


def _not_theirs(request: Request) -> Refused:
    return Refused(request.t("Only the facilitator can write through me. Nothing was sent."))


async def _is_cofacilitator(request: Request, session: Session, me: int | None) -> bool:
    """Whether they have a seat, and may hold circles still; a direct message does not say."""
    if me not in cofacilitators(session.state, None):
        return False
    member = await request.member_of(session.guild_xid)
    return member is not None and member_may_facilitate(
        member, request.bot.desks.settings.rules(session.guild_xid)
    )


class NoteForm(SafeModal):
    """One field for what is handed through. Its id says to which seat, so that it works after a restart too."""

    keeps_words = False

    def __init__(self, request: Request, verb: str, session_id: SessionId, seat: int, whom: Between) -> None:
        t = request.t
        super().__init__(title=t("A note in private"), custom_id=f"sc:{FORM}:{verb}:{session_id}:{seat}")
        self.about_session = self.session_id = session_id
        self.verb, self.seat = verb, seat
        self.field = text_field(FIELD, "", LONGEST, required=True, style=discord.TextStyle.paragraph)
        self.add_item(
            ui.TextDisplay(
                t("To {who}. I hand it on at once, with your name. Nothing is stored.", who=whom.mention)
            )
        )
        self.ask(t("Your words"), self.field)

    async def submitted(self, request: Request) -> None:
        await hand_through(request, self.verb, self.session_id, self.seat, self.field.value)


async def sent_after_restart(request: Request) -> None:
    """The same for a form that was open while the bot restarted: nobody has to write it twice."""
    data: dict[str, object] = dict(request.interaction.data or {})
    _, _, verb, number, seat, *_ = str(data["custom_id"]).split(":")
    try:
        await require_known(request, SessionId(int(number)))
        written = sent_words(request).get(FIELD, "")
        await hand_through(request, verb, SessionId(int(number)), int(seat), written)
    except Exception as error:
        await give_back(request, error)


async def hand_through(request: Request, verb: str, session_id: SessionId, seat: int, written: str) -> None:
    """Hand what was written to whoever has that seat now, and say whether it arrived. It is not tried again, and what
    is refused goes back to whoever wrote it (`giving_back`)."""
    t = request.t
    whom = await between(request, verb, session_id, seat)
    if not lines(written):
        raise Refused(t("The box is empty, so nothing was sent."))
    if len(written) > LONGEST:
        raise Refused(t("It can have at most {most} characters. Nothing was sent.", most=LONGEST))
    await request.take_time()
    voice, session = request.bot.catalogues.pick(whom.session.language), whom.session
    mention = request.interaction.user.mention
    card = cards.handed_through(voice, mention, session, written, is_host=whom.is_host)
    direct = await may_be_written_to(request, whom.to)
    if await request.bot.whispers.hand_through(session_id, whom.to, card, direct=direct):
        await request.say(t("Your words are with {who} now. I keep nothing of them.", who=whom.mention))
    else:
        await request.show(cards.not_handed_through(t, whom.mention, written))


async def may_be_written_to(request: Request, member_xid: MemberXid) -> bool:
    """Whether somebody takes direct messages about circles, and takes them now."""
    wish = await request.bot.desks.schedule.reminding(member_xid)
    is_quiet = wish.quiet is not None and wish.quiet.until(request.bot.clock.utcnow()) is not None
    return wish.wanted and not is_quiet


async def _choose(press: Press) -> None:
    """Let whoever holds the circle choose to whom they write."""
    session, people = await press.bot.desks.circle.with_people(press.session_id)
    me = press.seat_among(people)
    if me is None or me != session.state.host:
        raise _not_theirs(press)
    names = await names_of_others(press, session, people)
    await press.show(cards.whom_to_write_to(press.t, session.id, names))


async def _chosen(press: Press) -> None:
    """Open the form for the person who was chosen."""
    seat = int(press.chosen[0])
    whom = await between(press, ANSWER, press.session_id, seat)
    await press.open(NoteForm(press, ANSWER, press.session_id, seat, whom))


async def _answer(press: Press) -> None:
    """Open the form for somebody who asked for support."""
    whom = await between(press, press.verb, press.session_id, press.seen)
    await press.open(NoteForm(press, press.verb, press.session_id, press.seen, whom))


HANDLERS: dict[str, Handler] = {
    ANSWER: _answer,
    ANSWER_TOO: _answer,
    cards.WRITE: _choose,
    f"menu:{cards.WRITE}": _chosen,
}
