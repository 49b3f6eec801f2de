"""Scenes to practise, each a hard moment in the middle of a circle: what happens, what to try, and, once somebody has
acted, what other choices there were. Nobody is told that they did well or badly.

The choices come from the practice in `docs/method.md`. What the others do is in `scene_scripts`.
"""

from __future__ import annotations

from bot.ui.i18n import N_

from . import scene_scripts as scripts
from .lesson import HANDED, SAID, WAITED, Choice, Lesson, Step

SET, CUE, ACTED = "set", "cue", "acted"
"""What comes about in a scene: the circle is where it begins, the moment is there, the learner has done something."""

ANSWER, WRITE = "Answer in private", "Write to one person"
PAUSE, SILENCE, NEXT = ("Pause", "/circle pause"), ("Hold silence",), ("Next", "/circle next")

AFTERWARDS = N_("What else there was")
NO_SCORE = N_("There is no right answer here. Each of these is a kind thing to do, at its own moment.")
GO_ON = N_("Stay and see how it goes on, try it another way, or close this.")
OF_THE_OTHERS = N_("Listen for a moment. Time waits for you when it is your move.")


def steps_of(moment: tuple[str, str], move: tuple[str, str, str], *press: str) -> tuple[Step, ...]:
    """The steps of a scene: the moment (title and text), the move (title, text, what to try, and
    what is to be pressed for it), and afterwards."""
    return (
        Step(*moment, OF_THE_OTHERS, CUE),
        Step(*move, ACTED, press, holds=True),
        Step(AFTERWARDS, NO_SCORE, GO_ON, None),
    )


TOO_MUCH = Lesson(
    "too-much",
    N_("Somebody says too much"),
    N_("A story grows longer and heavier than the others can carry."),
    steps_of(
        (
            N_("Somebody says too much"),
            N_("{who} has the piece. It is about a hard night, and there is more and more of it."),
        ),
        (
            N_("What might help?"),
            N_(
                "Nobody has done anything wrong. Some stories spill over because nobody ever listened to them."
            ),
            N_(
                "Try one kind line in the room. For example: Thank you, {who}. We can come back to you at the end. "
                "Or do what you think best."
            ),
        ),
    ),
    scripts.says_too_much,
    cue=scripts.SPILLS_OVER,
    first=1,
    is_set_up=True,
    choices=(
        Choice(
            N_("A kind line"), N_("It tells {who} two things: we heard you, and the end is near."), (SAID,)
        ),
        Choice(
            N_("A pause"),
            N_(
                "Every clock stops, and everyone can breathe. {who} keeps the piece and the time that is left."
            ),
            PAUSE,
        ),
        Choice(
            N_("A silence"),
            N_("Hold silence gives the whole room a quiet minute. A heavy story can settle in it."),
            SILENCE,
        ),
        Choice(
            N_("Moving on"),
            N_("Next ends the turn. You may use it. Say a warm word first."),
            NEXT,
        ),
        Choice(
            N_("Waiting"),
            N_("The card tells {who} when the time is over. Nobody is cut off in the middle of a sentence."),
            (WAITED,),
        ),
        Choice(
            N_("A word to the listeners"),
            N_("You may say aloud that anyone can step out for a while. Their place is kept."),
        ),
        Choice(
            N_("A word in private"),
            N_("Ask {who} how they are, now or afterwards. People often feel bare after such a story."),
            (WRITE,),
        ),
    ),
)

TWO_VOICES = Lesson(
    "two-voices",
    N_("Two talk over each other"),
    N_("Somebody gives advice while another person has the piece."),
    steps_of(
        (
            N_("Two talk over each other"),
            N_("{who} has the piece. {other} knows what to do about it, and says so."),
        ),
        (
            N_("What might help?"),
            N_("{other} means well. Advice is often care that comes too early. {who} still has the piece."),
            N_(
                "Try a line to everyone, and to nobody in particular. For example: Let us listen until {who} is done; "
                "there is time to talk afterwards. Or do what you think best."
            ),
        ),
    ),
    scripts.talk_over_each_other,
    cue=scripts.INTERRUPTS,
    first=2,
    is_set_up=True,
    choices=(
        Choice(
            N_("A line to everyone"),
            N_("It protects the turn and shames nobody. The agreement speaks, and you need not."),
            (SAID,),
        ),
        Choice(
            N_("A silence"),
            N_(
                "Hold silence stops the back and forth without a word about anyone. The piece stays with {who}."
            ),
            SILENCE,
        ),
        Choice(
            N_("A pause"),
            N_("It gives both of them a moment, and you time to think. The time is kept."),
            PAUSE,
        ),
        Choice(
            N_("Moving on"),
            N_("Next would end the turn of {who}, who did nothing but tell. It is seldom fair here."),
            NEXT,
        ),
        Choice(
            N_("Waiting"),
            N_("I remind whoever writes out of turn, in private, once a round. Often that is enough."),
            (WAITED,),
        ),
        Choice(
            N_("A word in private"),
            N_("To {other}: thank you for caring. Would you tell us how it was for you, on your turn?"),
            (WRITE,),
        ),
    ),
)

LONG_SILENCE = Lesson(
    "long-silence",
    N_("A long silence"),
    N_("Somebody takes the piece and says nothing."),
    (
        Step(
            N_("A long silence"),
            N_(
                "{who} has the piece, and nothing comes. A minute of silence is long for whoever holds a circle."
            ),
            N_("Try to let it be for a whole minute. Wait, or press +1 minute. Or do what you think best."),
            ACTED,
        ),
        Step(AFTERWARDS, NO_SCORE, GO_ON, None),
    ),
    scripts.is_silent,
    first=3,
    is_set_up=True,
    choices=(
        Choice(
            N_("Waiting"),
            N_(
                "Silence is one way to use a turn. It belongs to {who}. Your quiet says: you are not in the way."
            ),
            (WAITED,),
        ),
        Choice(
            N_("One soft line"),
            N_(
                "For example: take all the time you need, silence is welcome. Once is enough; twice begins to push."
            ),
            (SAID,),
        ),
        Choice(
            N_("A silence of all"),
            N_(
                "Hold silence makes the quiet something that everyone does together. The clock of the turn stops."
            ),
            SILENCE,
        ),
        Choice(
            N_("A pause"), N_("It takes the waiting away from {who}. They keep the piece for later."), PAUSE
        ),
        Choice(
            N_("Moving on"),
            N_(
                "Next is for when you believe that {who} has gone. Somebody who is thinking may feel hurried by it."
            ),
            NEXT,
        ),
        Choice(N_("Trust"), N_("{who} has I'm done on the card, and can let the piece go at any moment.")),
    ),
)

SUPPORT = Lesson(
    "support",
    N_("Somebody asks for support"),
    N_("While one person tells, another asks me in private to let you know."),
    steps_of(
        (
            N_("Somebody asks for support"),
            N_(
                "{who} tells a story. Watch for a word that only you can see, here or in your direct messages."
            ),
        ),
        (
            N_("What might help?"),
            N_(
                "One person in the room is not well, and only you know it. {who} is in the middle of a story."
            ),
            N_(
                "Try a line for them alone: press Answer in private below that word. Or do what you think best."
            ),
        ),
        ANSWER,
    ),
    scripts.asks_for_support,
    cue=scripts.TELLS_IN_PRIVATE,
    first=0,
    is_set_up=True,
    choices=(
        Choice(
            N_("A private line"),
            N_(
                "For example: I am here. Would you like to talk now, or after the circle? Ask, and let them choose."
            ),
            (ANSWER, WRITE),
        ),
        Choice(
            N_("A pause"),
            N_("Nobody learns the reason. It gives you some minutes to write to the person who asked."),
            PAUSE,
        ),
        Choice(
            N_("A line to the room"),
            N_("Speak to everyone: let us slow down for a moment. Say nothing that shows who asked."),
            (SAID,),
        ),
        Choice(
            N_("A silence"), N_("A quiet minute helps the one who asked, and everyone else too."), SILENCE
        ),
        Choice(
            N_("Going on"),
            N_("Sometimes people only want somebody to know. Going on gently is then an answer."),
            (WAITED, *NEXT),
        ),
        Choice(
            N_("Sharing the weight"),
            N_("Hand over, or ask a co-facilitator to sit with them. You need not carry both alone."),
            (HANDED,),
        ),
        Choice(
            N_("Places to turn to"),
            N_("/care support shows the places this server has chosen. You may read one out in private."),
            ("/care support",),
        ),
    ),
)

LEAVING = Lesson(
    "leaving",
    N_("You cannot stay"),
    N_("The circle is in the middle of a story, and you are needed elsewhere."),
    steps_of(
        (
            N_("You cannot stay"),
            N_("Your doorbell rings, and it cannot wait. {who} is just telling a story."),
        ),
        (
            N_("What might help?"),
            N_("You do not owe anybody a reason. The circle only needs to know who holds it now."),
            N_("Try it: press Hand over on your panel, or write /circle panel first, and choose {other}."),
        ),
        "Hand over",
    ),
    scripts.is_there_when_you_leave,
    cue=scripts.IS_IN_THE_MIDDLE,
    first=0,
    is_set_up=True,
    choices=(
        Choice(
            N_("Handing over"),
            N_(
                "{other} holds the circle from here on, and everyone can see that. You may come back as a member."
            ),
            (HANDED,),
        ),
        Choice(
            N_("One line"),
            N_(
                "For example: I am needed elsewhere, and {other} holds the circle now. Thank you all. "
                "No reason is needed."
            ),
            (SAID,),
        ),
        Choice(
            N_("A pause"),
            N_("Good for a short errand. The circle goes on by itself if you are not back."),
            PAUSE,
        ),
        Choice(
            N_("Stepping out"),
            N_("The circle holds still and asks somebody else to hold it. The role comes back when you do."),
            ("Step out",),
        ),
        Choice(
            N_("Just going"),
            N_("If your connection breaks, the same happens by itself. Nothing is lost."),
            (WAITED,),
        ),
        Choice(
            N_("Ending early"),
            N_("End closes the circle for everyone. Let {who} finish, and say goodbye together first."),
            ("End", "/circle end"),
        ),
    ),
)

HARD_MOMENTS = (TOO_MUCH, TWO_VOICES, LONG_SILENCE, SUPPORT, LEAVING)
