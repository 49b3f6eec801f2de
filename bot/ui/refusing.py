"""The sentence for each reason why a use case says no, in the language of whoever asked."""

from __future__ import annotations

from bot.ids import RoleXid
from bot.services.care import places
from bot.services.care.greetings import AnotherAskedFor, GreetsAlready, NoGreeting, OwnGreeting
from bot.services.care.places import PlaceGone, PlacesFull
from bot.services.circle.acting import NeedsRole
from bot.services.circle.opening import TooManyOpen
from bot.services.circle.slips import NoSlip, WhyNoSlip
from bot.services.circle.writing import EveryoneWrites
from bot.services.formats.own_formats import MOST
from bot.services.formats.problems import (
    FormatChanged,
    FormatFileRefused,
    FormatGone,
    FormatRefused,
    FormatsFull,
)
from bot.services.gathering.coming_to_be import GatheringFull, HeldAlready
from bot.services.gathering.gatherings import NoGathering, TooManyGatherings
from bot.services.gathering.on_call import TooManyOnCall
from bot.services.not_possible import NotPossible
from bot.services.prompts import own_prompts
from bot.services.prompts.own_prompts import PromptsFull, TooManyPrompts
from bot.services.prompts.prompt_files import PromptsRefused
from bot.services.schedule.announcing import DateRefused
from bot.services.schedule.problems import ScheduleError
from bot.services.settings.servers import ChangedMeanwhile

from .format_sentences import format_file_sentences, format_sentences
from .i18n import N_
from .prompt_sentences import problem_sentences
from .refused import Refused
from .request import Request
from .sentences import refusal_sentence, schedule_sentence


def refused_by(request: Request, error: Exception) -> Refused | None:
    """What a refusal of a cog or a use case says to whoever asked; None when the error is a fault."""
    if isinstance(error, Refused):
        return error
    sentence = sentence_of(request, error) if isinstance(error, NotPossible) else ""
    return Refused(sentence) if sentence else None


def sentence_of(request: Request, error: NotPossible) -> str:
    """Why a use case says no; empty when no sentence is known for it."""
    t = request.t
    match error:
        case ScheduleError():
            return schedule_sentence(t, error)
        case DateRefused():
            return refusal_sentence(t, error.refusal)
        case NeedsRole():
            return _role_sentence(request, error.role_xid)
        case TooManyOpen():
            return t("This server has as many open circles as it may have. Please end one first.")
        case NoGathering():
            return t("This gathering is over. `/circle upcoming` shows what is open.")
        case TooManyGatherings():
            return t("People gather in several channels here already. Please join them there.")
        case GatheringFull():
            return t("As many people wait as a circle has seats. Please try again a little later.")
        case HeldAlready():
            return t("Somebody has said already that they hold this circle. Thank you.")
        case TooManyOnCall():
            return t("As many people are on call here as can be. Nothing has changed.")
        case NoGreeting():
            return t("That greeting is over. There is nothing left to do.")
        case GreetsAlready():
            return t("Somebody else greets them already. Thank you.")
        case OwnGreeting():
            return t("This wish is your own. Another greeter will see it.")
        case AnotherAskedFor():
            return t("This time they asked for another greeter. Thank you for your help.")
        case EveryoneWrites():
            return t("In this circle everyone writes, so there is nothing to choose.")
        case FormatGone():
            return t("That format, or its draft, is there no more. Nothing has changed.")
        case FormatChanged():
            return t("Someone else changed this format meanwhile. Please begin again with /formats edit.")
        case FormatsFull():
            return t("A server can have {most} formats of its own. Please remove one first.", most=MOST)
        case FormatRefused():
            words = t("Nothing has changed:")
            return f"{words}\n{format_sentences(t, error.problems)}"
        case FormatFileRefused():
            words = t("Nothing has changed. I could not read this in the file:")
            return f"{words}\n{format_file_sentences(t, error.problems)}"
        case PromptsRefused(in_file=True):
            words = t("Nothing was added. I could not read this in the file:")
            return f"{words}\n{problem_sentences(t, error.problems, error.themes)}"
        case PromptsRefused():
            words = t("Nothing was added yet:")
            return f"{words}\n{problem_sentences(t, error.problems, error.themes)}"
        case TooManyPrompts():
            words = t.many(
                "There is room for {count} more, so nothing was added.",
                "There is room for {count} more, so nothing was added.",
                error.room,
            )
            return t(_MOST_PROMPTS, most=own_prompts.MOST) + " " + words
        case PromptsFull():
            words = t("Please remove one first, with /prompts remove.")
            return t(_MOST_PROMPTS, most=own_prompts.MOST) + " " + words
        case NoSlip():
            return t(_NO_SLIP[error.why])
        case PlacesFull():
            return t("A server can have {most} places. Please remove one first.", most=places.MOST)
        case PlaceGone():
            return t("This place was removed meanwhile. Nothing has changed.")
        case ChangedMeanwhile():
            return t(
                "Someone else changed these settings meanwhile, so yours were not saved. "
                "This is how they are now. Please choose again if you like."
            )
        case _:
            return ""


_MOST_PROMPTS = N_("A server can have {most} questions of its own.")

_NO_SLIP = {
    WhyNoSlip.NONE_HERE: N_("This server gives no proof of attendance."),
    WhyNoSlip.PRACTICE: N_("This is practice, so there is no proof of attendance."),
    WhyNoSlip.NOT_YET: N_("There is proof of attendance once the circle is closing."),
    WhyNoSlip.NO_SEAT: N_("Proof of attendance is for people who have a seat when the circle closes."),
    WhyNoSlip.OVER: N_(
        "This circle is over, and I do not know any more who was there. You may ask in the closing next time, or in "
        "the quarter of an hour after it."
    ),
}


def _role_sentence(request: Request, role_xid: RoleXid) -> str:
    """For whom a circle is."""
    t, guild = request.t, request.interaction.guild
    if guild is not None and not guild.unavailable and guild.get_role(role_xid) is None:
        return t(
            "The role for this circle was deleted. The people who run this server can choose "
            "another with /schedule edit."
        )
    return t(
        "This circle is for people with the role {role}. If you belong there, "
        "the people who run this server can give it to you.",
        role=f"<@&{role_xid}>",
    )
