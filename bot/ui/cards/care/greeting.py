"""Greeting somebody who is new: what they are asked, what the greeters see, and what each of them is told."""

from __future__ import annotations

from discord import ButtonStyle

from bot.ids import MemberXid

from ...card_context import CardContext
from ...i18n import Translator
from ...layout import CALM, Card
from ...press import TokenButton
from .. import buttons

WISH, TAKE, PASS_ON, END = "greetme", "greet", "greetpass", "greetend"


def asked(context: CardContext, card: Card) -> Card:
    """The card, with the question to somebody who may be new. It says first what will happen."""
    t = context.t
    card.say(
        t(
            "Are you new here? If you like, somebody greets you in private before the circle. "
            "The greeters of this server then see your name, and one of them writes to you. Nobody else is told."
        )
    )
    return card.row(buttons.button(context, WISH, t("I would like to be greeted")))


def wished(t: Translator, token: str) -> Card:
    """That the greeters are asked, and the way out of it."""
    card = Card().say(t("I ask the greeters now, and tell you who will greet you."))
    card.say("-# " + t("If nobody can within a day, I tell you that too. You may say no more at any time."))
    return card.row(_no_more(t, token))


def for_greeters(t: Translator, token: str, who: MemberXid) -> Card:
    """What the greeters see, in their own channel."""
    card = Card(CALM).say(t("{who} is new, and would like to be greeted.", who=f"<@{who}>"))
    card.say(
        "-# " + t("The first who presses writes to them in private. This goes as soon as somebody does.")
    )
    return card.row(TokenButton.new(TAKE, token, t("I will greet"), ButtonStyle.primary))


def yours_to_greet(t: Translator, token: str, who: MemberXid) -> Card:
    """For the greeter alone."""
    card = Card().say(
        t("You greet {who}. I tell them that you will write. Please do, when you can.", who=f"<@{who}>")
    )
    return card.row(TokenButton.new(PASS_ON, token, t("I cannot after all")))


def who_greets(t: Translator, token: str, greeter: MemberXid) -> Card:
    """For whoever is new: who it will be, and what they can do."""
    card = Card(CALM).say(t("{who} greets you, and will write to you here on Discord.", who=f"<@{greeter}>"))
    card.say("-# " + t("They do so because you asked. You owe them no answer."))
    another = TokenButton.new(PASS_ON, token, t("Ask somebody else"))
    return card.row(_no_more(t, token), another)


def _no_more(t: Translator, token: str) -> TokenButton:
    return TokenButton.new(END, token, t("No more, please"))


def asked_anew(t: Translator, token: str) -> Card:
    """For whoever is new: the greeter cannot after all."""
    card = Card().say(t("Your greeter cannot after all. I ask the others now."))
    return card.row(_no_more(t, token))


def nobody(t: Translator) -> Card:
    """For whoever is new: nobody came."""
    return Card(CALM).say(
        t("Nobody could greet you this time, and I am sorry. You are welcome here all the same.")
    )


def ended(t: Translator) -> Card:
    """For whoever is new: they are not greeted."""
    return Card().say(t("That is fine. If somebody was to greet you, I have told them, and nobody else."))


def no_more(t: Translator, who: MemberXid | None) -> Card:
    """For the greeter: to leave it."""
    if who is None:
        return Card().say(
            t("Somebody whom you were to greet does not wish it any more. Thank you all the same.")
        )
    words = t(
        "{who} does not wish to be greeted any more. Please leave it at that, and thank you.", who=f"<@{who}>"
    )
    return Card().say(words)


def another_asked_for(t: Translator, who: MemberXid | None) -> Card:
    """For the greeter: somebody else is to greet, so leave it."""
    if who is None:
        return no_more(t, who)
    words = t(
        "{who} asked for another greeter this time. Please leave it to them, and thank you.", who=f"<@{who}>"
    )
    return Card().say(words)


def takes_no_words(t: Translator, who: MemberXid) -> Card:
    """For the greeter: whoever is new does not know."""
    words = t(
        "{who} takes no direct messages from me, so they do not know that you greet them.", who=f"<@{who}>"
    )
    return Card().say(words).say(t("If you cannot write to them either, greet them when they come."))
