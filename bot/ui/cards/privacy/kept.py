"""All that is kept of one person, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.circle.model import Consent, Presence, SeatPlace, TurnOutcome
from bot.circle.one_seat import OneSeat
from bot.services.gathering.on_call import OnCall
from bot.services.rights.kept import Kept, KeptGathering, KeptPlace, KeptSeat, KeptSeriesSeat
from bot.services.schedule.reminders import Reminding

from ...card_context import timestamp
from ...i18n import Translator
from ...languages import language_name
from ...layout import CALM, Card
from ...user_text import escaped
from ..circle.gathering_people import hours_in_words

MOST_WORDS = 3000
"""Characters of paragraphs on one card; Discord takes 4000 with everything around them."""


def kept_cards(t: Translator, kept: Kept) -> list[Card]:
    """Everything, on as many cards as it takes."""
    if kept.is_nothing:
        words = t("I keep nothing about you now. No table of mine leads to you.")
        return [Card(CALM).say("### " + t("What I keep about you")).say(words).say(_beside(t))]
    cards, room = [Card(CALM).say("### " + t("What I keep about you"))], MOST_WORDS
    for paragraph in [*paragraphs(t, kept), _beside(t)]:
        if len(paragraph) > room:
            cards.append(Card(CALM))
            room = MOST_WORDS
        cards[-1].say(paragraph)
        room -= len(paragraph)
    return cards


def paragraphs(t: Translator, kept: Kept) -> list[str]:
    """What is kept, a paragraph for each thing."""
    found = [_seat(t, seat) for seat in kept.seats]
    found += [_place(t, place) for place in kept.places]
    found += [_series(t, seat) for seat in kept.series]
    if kept.wish is not None:
        found.append(_wish(t, kept.wish, kept.wish_ends))
    found += [_gathering(t, one) for one in kept.gatherings]
    found += [_on_call(t, one) for one in kept.on_call]
    if kept.resting:
        found.append(
            t.many(
                "I asked you {count} question lately. For some weeks I do not ask it again. It is sealed.",
                "I asked you {count} questions lately. For some weeks I do not ask them again. It is sealed.",
                len(kept.resting),
            )
        )
    if kept.greetings[0]:
        found.append(t("**Greeting**: you would like to be greeted. I keep it sealed for a day."))
    if kept.greetings[1]:
        found.append(
            t("**Greeting**: you greet somebody who is new, or were to. I keep it sealed for a day.")
        )
    for word in kept.words:
        found.append(
            t(
                "**{name}**: I write to you once more, {time}, because you asked for it. It is sealed.",
                name=escaped(word.circle),
                time=timestamp(word.send_at, "f"),
            )
        )
    if kept.marks:
        found.append(marks(t, kept.marks))
    return found


def marks(t: Translator, count: int) -> str:
    """What was changed for somebody in Discord."""
    return t.many(
        "I changed {count} permission or mute of yours in Discord. I keep what was there before, sealed, "
        "until I have put it back.",
        "I changed {count} permissions or mutes of yours in Discord. I keep what was there before, sealed, "
        "until I have put them back.",
        count,
    )


def _beside(t: Translator) -> str:
    """What nobody can find by a person, and what is only in memory."""
    sparks_and_presses = t(
        "Your sparks of hope have no name on them, so I cannot list them. What you pressed last in a circle is "
        "in memory for a quarter of an hour. I need it to answer you in private, and never store it."
    )
    last_seats = t(
        "If this server gives proof of attendance, I also remember as long who had a seat at the end. "
        "I never store that."
    )
    return f"-# {sparks_and_presses} {last_seats}"


def _seat(t: Translator, kept: KeptSeat) -> str:
    lines = [_state_of(t, kept)]
    if kept.language is not None:
        lines.append(t("Your language in Discord is {language}.", language=language_name(t, kept.language)))
    if kept.about is not None:
        lines += _noted(t, kept.about)
    if kept.is_only_let_out:
        ends = t("All of this is sealed. It is destroyed then, or when the circle ends.")
    elif kept.language is None:
        ends = t("All of this is sealed, and destroyed when the circle ends.")
    else:
        ends = t("All of this but the language is sealed. It is destroyed when the circle ends.")
    return "\n".join([lines[0], *("- " + line for line in [*lines[1:], ends])])


def _state_of(t: Translator, kept: KeptSeat) -> str:
    name = escaped(kept.name)
    if not kept.is_readable:
        return t("**{name}**: you have a sealed place. I cannot read this circle now.", name=name)
    if kept.about is None:
        return t(
            "**{name}**: you gave up your seat. A seal stays until I have let you out of its room.", name=name
        )
    match kept.about.seat.place:
        case SeatPlace.SEATED:
            return t("**{name}**: you have a seat.", name=name)
        case SeatPlace.WAITING:
            return t("**{name}**: you wait for a seat.", name=name)
        case SeatPlace.KEPT:
            until = timestamp(kept.about.seat.kept_until, "F")
            return t("**{name}**: a seat is kept for you until {time}.", name=name, time=until)
        case SeatPlace.LEFT:
            return t(
                "**{name}**: you gave up your seat. A mark stays, so that nobody gets two turns.", name=name
            )
        case SeatPlace.REMOVED:
            return t("**{name}**: you were taken out. A mark stays, so that it holds.", name=name)


def _noted(t: Translator, about: OneSeat) -> Iterator[str]:
    """What the circle knows of a seat, a line for each thing."""
    seat = about.seat
    if about.holds_circle:
        yield t("You hold this circle.")
    if seat.may_facilitate:
        yield t("You may be asked to hold it, if nobody does.")
    yield _consent(t, seat.consent)
    if seat.is_seated:
        yield _presence(t, seat.presence)
    if seat.waits_outside:
        yield t("You wait outside, until you have answered the agreements.")
    if seat.writes:
        yield t("You take your turns in writing.")
    if seat.asked_in:
        yield t("You were told the way to the others once.")
    if about.goes_first:
        yield t("You were asked to go first, or to choose who is next.")
    if about.has_piece:
        yield t("The talking piece is with you.")
    if about.notes:
        yield t.many(
            "You gave {count} content note for your story.",
            "You gave {count} content notes for your story.",
            about.notes,
        )
    if about.outcomes:
        came_to = ", ".join(_outcome(t, outcome) for outcome in about.outcomes)
        yield t("In this round, for you: {outcomes}.", outcomes=came_to)
    if about.has_shared:
        yield t("You have shared at least once.")
    if about.stories:
        yield t.many(
            "{count} story of yours is noted, without its words, until its gestures are counted.",
            "{count} stories of yours are noted, without their words, until their gestures are counted.",
            about.stories,
        )
    if about.gestures:
        yield t.many("You sent {count} gesture.", "You sent {count} gestures.", len(about.gestures))
    if about.answers:
        yield t("You said how alone you feel. I know that you answered, and not what.")
    if about.has_offered_spark:
        yield t("You have offered a spark of hope. Which one is yours I do not know.")
    if about.is_first_timer:
        yield t("You said that it is your first circle here this year.")
    if about.questions:
        yield t.many(
            "I asked you {count} optional question.",
            "I asked you {count} optional questions.",
            about.questions,
        )
    if about.was_quieted:
        yield t("Whoever leads this circle muted you until a turn ended.")


def _consent(t: Translator, consent: Consent) -> str:
    match consent:
        case Consent.AGREED:
            return t("You have agreed to the agreements, or there are none.")
        case Consent.LISTENING:
            return t("You only listen.")
        case Consent.OPEN | Consent.ASKED:
            return t("Your answer to the agreements is still open.")


def _presence(t: Translator, presence: Presence) -> str:
    match presence:
        case Presence.PRESENT:
            return t("You are here.")
        case Presence.ABSENT:
            return t("You are away for a while.")
        case Presence.UNKNOWN:
            return t("Whether you are here is not known.")


def _outcome(t: Translator, outcome: TurnOutcome) -> str:
    words = {
        TurnOutcome.SHARED: t("you shared"),
        TurnOutcome.PASSED: t("you passed"),
        TurnOutcome.DEFERRED: t("you said not yet"),
        TurnOutcome.ABSENT: t("there was no answer"),
        TurnOutcome.SKIPPED: t("the piece moved on"),
    }
    return words[outcome]


def _place(t: Translator, place: KeptPlace) -> str:
    if place.name is None:
        return t(
            "You are among those who hold the circles of a schedule that I cannot read now. It is sealed."
        )
    name = escaped(place.name)
    return t("**{name}**: you are among those who hold its circles in turn. It is sealed.", name=name)


def _series(t: Translator, kept: KeptSeriesSeat) -> str:
    if kept.name is None:
        return t("You have a seat in a closed series that I cannot read now. It is sealed.")
    name = escaped(kept.name)
    if kept.waits:
        words = t("**{name}**: you wait for a seat in a closed series. It is sealed.", name=name)
    else:
        words = t("**{name}**: you have a seat in all meetings of a closed series. It is sealed.", name=name)
    if kept.ends is None:
        return words + " " + t("I forget it when the series is over.")
    day = timestamp(kept.ends, "D")
    return words + " " + t("I forget it after the last meeting, on {day} as planned now.", day=day)


def _gathering(t: Translator, kept: KeptGathering) -> str:
    name, about = escaped(kept.name), kept.about
    if about.waits:
        words = t("**{name}**: you wait until enough people would like a circle.", name=name)
    elif about.holds:
        words = t("**{name}**: you hold it, if enough people would like one.", name=name)
    else:
        words = t("**{name}**: you were asked to hold it, or will be.", name=name)
    return words + " " + t("This is sealed, and destroyed when they gather no more.")


def _on_call(t: Translator, there: OnCall | None) -> str:
    if there is None:
        return t("**On call**: I cannot read when you are on call. It is sealed.")
    words = t("**On call**: {hours}. It is sealed.", hours=hours_in_words(t, there.hours))
    return words + " " + t("I forget it on {day}, unless you say it again.", day=timestamp(there.until, "D"))


def _wish(t: Translator, wish: Reminding, ends: datetime | None) -> str:
    words = _wished(t, wish)
    if ends is None:
        return words
    return words + " " + t("I forget it on {day}, unless you say it again.", day=timestamp(ends, "D"))


def _wished(t: Translator, wish: Reminding) -> str:
    if wish.quiet is None:
        return t("**Reminders**: you want none. It is sealed.")
    words = t(
        "**Reminders**: never from {begins} to {ends} by the clocks of {zone}. It is sealed.",
        begins=f"{wish.quiet.begins:%H:%M}",
        ends=f"{wish.quiet.ends:%H:%M}",
        zone=wish.quiet.zone,
    )
    return words if wish.wanted else words + " " + t("And you want none at all.")


def names(seats: Sequence[KeptSeat]) -> str:
    """The names of circles, each once."""
    return ", ".join(dict.fromkeys(f"**{escaped(seat.name)}**" for seat in seats))
