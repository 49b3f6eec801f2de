"""The cards of a gathering: for everyone in the channel, for one person in it, and for facilitators on call.

Nobody's name is on any of them, and no number of those who wait: a low one would discourage, and somebody who looks on
could tell from it who came.
"""

from __future__ import annotations

import base64

from discord import ButtonStyle

from bot.circle.model import Phase
from bot.ids import GuildXid
from bot.services.deliveries import table as d
from bot.services.gathering.coming_to_be import Shown
from bot.services.gathering.gatherings import Gathering
from bot.services.gathering.on_call import EVERY_DAY, Hours, OnCall

from ...card_context import CardContext, timestamp
from ...dates import weekday_name
from ...i18n import Translator
from ...layout import CALM, CLOSED, Card
from ...press import TokenButton, VerbButton
from ...rooms.listeners import way_in
from ...user_text import escaped
from .. import buttons
from ..drawing import draws

WAIT, STOP, HOLD, DECLINE = "gatherin", "gatherout", "gatherhold", "gathernot"
ON_CALL, HOURS, OFF_CALL = "oncall", "oncallhours", "offcall"


def posted(t: Translator, gathering: Gathering, shown: Shown, needed: int) -> Card:
    """The card in the channel.

    Args:
        t: the language of the server.
        gathering: what it is about.
        shown: what it says.
        needed: how many people it takes.
    """
    if shown is Shown.OPENED:
        return Card(CLOSED).say(t("Enough people came together, and a circle has opened in this channel."))
    if shown is Shown.NOTHING:
        return Card(CLOSED).say(t("This time no circle came to be. You are welcome at the next one."))
    card = Card(CALM).say("### " + t("Would you like a circle now?"))
    if shown is Shown.ENOUGH:
        card.say(t("Enough people would like one. It opens as soon as a facilitator can hold it."))
    else:
        card.say(
            t.many(
                "It opens when {count} person would like one and a facilitator can hold it.",
                "It opens when {count} people would like one and a facilitator can hold it.",
                needed,
            )
        )
    card.say(t("You can wait here until {time}.", time=timestamp(gathering.ends_at, "t")))
    card.say("-# " + t("Nobody sees who waits. If no circle comes to be, nobody learns it."))
    return card.row(_wait(t, gathering.id), _hold(t, gathering.id))


def begun(t: Translator, gathering: Gathering, *, is_new: bool, may_hold: bool, is_on_call: bool) -> Card:
    """For whoever asked people to gather.

    Args:
        t: their language.
        gathering: what they began, or what was there already.
        is_new: whether they began it.
        may_hold: whether they may hold circles.
        is_on_call: whether anybody else is on call now.
    """
    until = timestamp(gathering.ends_at, "t")
    if is_new:
        card = Card().say(t("People can gather in this channel until {time}. My card says so.", time=until))
    else:
        card = Card().say(t("People gather in this channel already, until {time}.", time=until))
    if not is_on_call:
        card.say(
            t("Nobody else is on call at this hour. Any facilitator who sees the card can hold the circle.")
        )
    if may_hold:
        card.say(t("If you can hold the circle, say so now, or when I write to you."))
        return card.row(_wait(t, gathering.id), _hold(t, gathering.id))
    return card.row(_wait(t, gathering.id))


def is_open(t: Translator, gathering: Gathering) -> str:
    """That people gather, for whoever looks for what is to come."""
    return t(
        "People gather for a circle in {place}, until {time}.",
        place=f"<#{gathering.channel_xid}>",
        time=timestamp(gathering.ends_at, "t"),
    )


def waits(t: Translator, gathering: Gathering) -> Card:
    """For whoever waits."""
    card = Card().say(t("You wait now, and nobody sees that."))
    until = timestamp(gathering.ends_at, "t")
    card.say(t("If a circle opens by {time}, you have a seat in it, and I write to you.", time=until))
    return card.row(_stop(t, gathering.id))


def holds(t: Translator, gathering: Gathering) -> Card:
    """For whoever holds the circle, once there is one."""
    until = timestamp(gathering.ends_at, "t")
    words = t("Thank you. If enough people wait by {time}, the circle opens and you hold it.", time=until)
    return Card().say(words).say(t("I write to you then.")).row(_stop(t, gathering.id))


def opened(t: Translator) -> str:
    """For whoever was the last one it took."""
    return t("Enough people are here. The circle opens now, and you have a seat. I write to you.")


def holds_now(t: Translator) -> str:
    """For whoever holds the circle that opens now."""
    return t("The circle opens now, and you hold it. I write to you where it is.")


def asked_to_hold(t: Translator, gathering: Gathering, server: str) -> Card:
    """For a facilitator, by direct message."""
    words = t("Enough people would like a circle now in **{server}**.", server=escaped(server))
    card = Card(CALM).say(words + " " + t("Can you hold it?"))
    card.say(t("They wait until {time}.", time=timestamp(gathering.ends_at, "t")))
    not_now = VerbButton.new(DECLINE, gathering.id, 0, t("Not this time"))
    hold = _hold(t, gathering.id, ButtonStyle.success)
    return card.row(hold, not_now, off_call(t, gathering.guild_xid))


@draws(d.Gathered)
def gathered(context: CardContext, what: d.Gathered) -> Card | None:
    """For whoever waited, or holds it: the circle has opened. None once it is over, or they gave up the seat."""
    t, seat = context.t, context.state.seat(what.seat)
    if context.state.phase is Phase.ENDED or seat is None or not seat.is_seated:
        return None
    if context.state.facilitator == what.seat:
        card = Card(CALM).say(t("The circle has opened, and you hold it."))
        card.say(t("In its room, `/circle panel` shows all that you can do."))
    else:
        card = Card(CALM).say(t("The circle you waited for has opened, and you have a seat."))
        card.say(t("You may give it up at any time, without a reason."))
    return card.say(way_in(t, context.session)).row(buttons.leave(context))


# On call


def on_call_card(t: Translator, guild_xid: GuildXid, there: OnCall | None, zone: str) -> Card:
    """For a facilitator: whether they are on call here, and when."""
    card = Card().say("### " + t("On call"))
    card.say(t("When enough people would like a circle now, I ask those who are on call to hold it."))
    if there is None:
        card.say(t("You are not on call here."))
        return card.row(VerbButton.new(HOURS, 0, 0, t("Be on call"), ButtonStyle.primary))
    card.say(t("You are on call: {hours}.", hours=hours_in_words(t, there.hours)))
    card.say("-# " + t("By the clocks of {zone}. Nobody is shown who is on call.", zone=escaped(zone)))
    return card.row(VerbButton.new(HOURS, 0, 0, t("Change the hours")), off_call(t, guild_xid))


def hours_in_words(t: Translator, hours: Hours) -> str:
    """The days and hours of somebody who is on call."""
    days = t("every day")
    if hours.days != EVERY_DAY:
        days = ", ".join(weekday_name(t, day) for day in hours.days)
    if hours.begins == hours.ends:
        return t("{days}, all day", days=days)
    return t(
        "{days}, from {begins} to {ends}",
        days=days,
        begins=f"{hours.begins:%H:%M}",
        ends=f"{hours.ends:%H:%M}",
    )


def on_call_button(t: Translator) -> VerbButton:
    """The way to that card."""
    return VerbButton.new(ON_CALL, 0, 0, t("On call"))


def off_call(t: Translator, guild_xid: GuildXid) -> TokenButton:
    """`I am not on call`: it works in direct messages too, so it says in which server."""
    return TokenButton.new(OFF_CALL, server_token(guild_xid), t("I am not on call"))


def server_token(guild_xid: GuildXid) -> str:
    """A server's id as the button says it; it is longer than the numbers there can be."""
    return base64.urlsafe_b64encode(guild_xid.to_bytes(16)).rstrip(b"=").decode()


def server_of(token: str) -> GuildXid:
    """The server that a button says. What no card of ours says is no server's id, and 0 stands for it."""
    number = int.from_bytes(base64.urlsafe_b64decode(token[:22] + "=="))
    return GuildXid(number if number < 1 << 63 else 0)


def _wait(t: Translator, gathering_id: int) -> VerbButton:
    return VerbButton.new(WAIT, gathering_id, 0, t("I would like a circle now"), ButtonStyle.success)


def _stop(t: Translator, gathering_id: int) -> VerbButton:
    return VerbButton.new(STOP, gathering_id, 0, t("I have changed my mind"))


def _hold(t: Translator, gathering_id: int, style: ButtonStyle = ButtonStyle.secondary) -> VerbButton:
    return VerbButton.new(HOLD, gathering_id, 0, t("I can hold it"), style)
