"""Scenes of groups that meet again: a circle that opens when enough people are here, and the last meeting of a series.

What the others do is in `scene_scripts`; the scenes within one circle are in `scenes`, and both together are `SCENES`.
"""

from __future__ import annotations

from bot.ui.i18n import N_

from . import scene_scripts as scripts
from .lesson import SAID, WAITED, Choice, Lesson, Step
from .scenes import HARD_MOMENTS, NEXT, PAUSE, SILENCE, WRITE, steps_of

BEGUN, ENOUGH, OPENED = "begun", "enough", "opened"

LAST_MEETING = Lesson(
    "last-meeting",
    N_("The last meeting of a series"),
    N_("Somebody does not want it to end, and asks all of you to go on."),
    steps_of(
        (
            N_("The last meeting of a series"),
            N_("You met for eight weeks, and today you look back. {who} has the piece."),
        ),
        (
            N_("What might help?"),
            N_(
                "An end is hard when something was good. {who} asks for a promise, and the others wait for you."
            ),
            N_(
                "Try a line to everyone. For example: It is hard to stop, and we say goodbye today. "
                "Or do what you think best."
            ),
        ),
    ),
    scripts.would_go_on,
    cue=scripts.WOULD_GO_ON,
    first=0,
    is_set_up=True,
    format="last-meeting",
    choices=(
        Choice(
            N_("A line to everyone"),
            N_("It says aloud that this ends, and that it may hurt. Then people can say goodbye."),
            (SAID,),
        ),
        Choice(
            N_("A silence"),
            N_("Hold silence lets everyone feel the end together. It may be heavy for a moment."),
            SILENCE,
        ),
        Choice(
            N_("A pause"), N_("Every clock stops, and you have time to think. {who} keeps the piece."), PAUSE
        ),
        Choice(
            N_("Waiting"),
            N_("You need not answer now. The others have their turns, and may say how it is for them."),
            (WAITED,),
        ),
        Choice(N_("Moving on"), N_("Next would cut a goodbye short. There is time for it here."), NEXT),
        Choice(
            N_("A word in private"),
            N_("Ask {who} who is there for them on the first evening without a circle."),
            (WRITE,),
        ),
        Choice(
            N_("What you can promise"),
            N_("Only what is decided. Admins may begin a new series, and everyone joins that anew."),
        ),
        Choice(
            N_("A word tomorrow"),
            N_("On the last card everyone may ask me for one. It names places to turn to."),
        ),
    ),
)

ENOUGH_PEOPLE = Lesson(
    "enough-people",
    N_("When enough people are here"),
    N_("No circle is planned. You ask who would like one now."),
    (
        Step(
            N_("Ask who would like a circle"),
            N_("No circle is planned tonight. Perhaps others would like one too, and nobody says so first."),
            N_("In #lobby, write /circle gather, and run it."),
            BEGUN,
            command="circle gather",
        ),
        Step(
            N_("People wait"),
            N_("My card says how many it takes, and not how many wait. Nobody sees who does, you included."),
            N_("Press I would like a circle now, as the others do. Then watch the card."),
            ENOUGH,
            ("I would like a circle now",),
            "You wait now, and nobody sees that.",
        ),
        Step(
            N_("Somebody holds it"),
            N_("Enough people are here. I ask the facilitators who are on call. Each of them may say no."),
            N_("Press I can hold it, on the card or in your direct messages."),
            OPENED,
            ("I can hold it",),
        ),
        Step(
            N_("The circle is open"),
            N_(
                "Everyone who waited has a seat, and I told each of them where. You begin when it feels right."
            ),
            N_("Go to the new room below #lobby and hold it, or close this."),
            None,
        ),
    ),
    scripts.gather,
    sights=(
        (BEGUN, "Would you like a circle now?"),
        (ENOUGH, "Enough people would like one."),
        (OPENED, "a circle has opened in this channel"),
    ),
    choices=(
        Choice(
            N_("Being on call"),
            N_(
                "In /circle upcoming you choose hours in which I may ask you. Nobody is shown who is on call."
            ),
        ),
        Choice(N_("Not this time"), N_("You may say no, without a reason. I ask whoever else is on call.")),
        Choice(
            N_("Letting everyone ask"),
            N_("In /settings setup an admin can let everyone ask people to gather."),
        ),
        Choice(
            N_("When nobody can"),
            N_("When the time is over the card says that no circle came to be. Nobody learns who waited."),
        ),
    ),
)

SCENES = (*HARD_MOMENTS, LAST_MEETING, ENOUGH_PEOPLE)
"""Every scene, in the order in which they are offered."""
