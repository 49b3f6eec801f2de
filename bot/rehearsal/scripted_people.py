"""Who sits in the rehearsed circle: a facilitator and four members, what they do and what they say.

This is the script, and only that: words, and how long somebody thinks. The words are made up for it and are
nobody's story. How a person acts on it is in `people`.
"""

from __future__ import annotations

from .people import Habit, Person, Press, Say, Type, hears, holds, offered, open_floor, sees, when, whenever

FIRST_WORDS = ("Dev", "Is there a circle tonight?")
CIRCLE = "Thursday circle"
CHECK_IN = "How are you arriving today, in three words or one picture?"
STORY = "Tell us about a moment when you felt a little less alone."

TAKES_PART = (
    whenever(offered(), Press("Receive", after=8)),
    whenever(holds(), Press("I'm done", after=25)),
)
"""What everybody does when nothing more particular comes to mind."""


def _comes(seat_after: float, agrees_after: float) -> tuple[Habit, ...]:
    """Takes a seat, and agrees, so many seconds after each is offered."""
    return (
        when(sees("Save me a seat"), Press("Save me a seat", after=seat_after)),
        when(sees("I agree"), Press("I agree", after=agrees_after)),
    )


def scripted_people() -> tuple[Person, ...]:
    """Everybody, the facilitator first."""
    return (_fay(), _ana(), _ben(), _cleo(), _dev())


def _fay() -> Person:
    """Holds the circle, and sits in it like everybody else."""
    return Person(
        "Fay",
        when(
            hears("circle tonight"),
            Say("There is. I'll open it now, for whoever would like to sit together for a while.", after=8),
            Type("circle open", after=12, options={"name": CIRCLE, "prompt": STORY}),
        ),
        when(
            sees("Begin", words="5 of 8 seats are taken"),
            Say("You are all here. I'm glad. Let us begin.", after=10),
            Press("Begin", after=6),
            Type("circle prompt", after=15, options={"prompt": CHECK_IN}),
        ),
        when(sees("I agree"), Press("I agree", after=30)),
        when(
            holds("Check-in"),
            Say("A kettle that has just boiled: warm, and a bit loud.", after=10),
            Press("I'm done", after=5),
        ),
        when(
            holds("Stories"),
            Say("After my father died I kept his allotment going. Badly.", after=15),
            Say(
                "One dry week I came late, and the beans were wet. The man from the next plot never said so. "
                "He had left the can by the gate, where Dad used to leave it.",
                after=35,
            ),
            Say("I still grow too many beans.", after=15),
            Press("I'm done", after=6),
        ),
        when(
            hears("before every check-up"),
            Press("Heard", after=14, note="Only Ana learns of it, not from whom."),
        ),
        when(
            hears("Could we stop"),
            Press("Pause", after=5),
            Say("Of course. We have time.", after=8),
            Press("Resume", after=80),
        ),
        when(
            open_floor("Reflection"),
            Say("Thank you, all of you. Let us stay with it for a little.", after=12),
            Type("circle panel", after=165),
            Press("Next", after=8),
        ),
        when(open_floor("Harvest"), Say("Beans. Too many, every year.", after=30)),
        *TAKES_PART,
    )


def _ana() -> Person:
    """Passes at first. In the stories she is not ready, and when the piece comes back there is something after all."""
    return Person(
        "Ana",
        *_comes(seat_after=12, agrees_after=44),
        when(
            offered("Check-in"),
            Press("Pass", after=18, note="The others see that the piece has moved on, and no more."),
        ),
        when(offered("Stories"), Press("Not yet", after=18)),
        when(
            offered("Stories"),
            Press("Receive", after=25, note="It came back to her at the end. She could have passed."),
        ),
        when(
            holds("Stories"),
            Say("I thought I had nothing. I have a small one.", after=14),
            Say(
                "At the clinic there was a woman with the same grey folder as mine. "
                "She moved her coat so that I could sit.",
                after=30,
            ),
            Say("We did not talk. I think of her before every check-up.", after=22),
            Press("I'm done", after=8),
        ),
        when(hears("Then the first tulips"), Press("Hope", after=8)),
        when(
            open_floor("Reflection"),
            Say("I thought mine was too small to tell. It did not feel small in here.", after=95),
        ),
        when(open_floor("Harvest"), Say("A coat, moved over.", after=52)),
        *TAKES_PART,
    )


def _ben() -> Person:
    """Is not ready at first, has a child who wakes up, and takes one more minute."""
    return Person(
        "Ben",
        *_comes(seat_after=20, agrees_after=52),
        when(offered("Check-in"), Press("Not yet", after=10, note="It will come back to him.")),
        when(offered("Check-in"), Press("Receive", after=6)),
        when(
            holds("Check-in"),
            Say("Like a coat that is still wet from the rain. It is drying.", after=12),
            Press("I'm done", after=5),
        ),
        when(
            holds("Stories"),
            Say("Day nine without a drink. I sat in the car outside the shop with the engine off.", after=45),
            Say(
                "I rang my sister to ask her anything at all. She said: stay on the line, I am only doing the dishes.",
                after=75,
            ),
            Say("Could we stop for a moment? My little one is awake.", after=10),
            Say("Thank you. She is asleep again.", after=14),
            Say("So I listened to my sister wash every plate she owns. Then I drove home.", after=60),
            Press("One more minute", after=25, note="Everyone may, once a turn."),
            Say(
                "I have four hundred and twelve days now. Some evenings she still rings me, when she does the dishes.",
                after=30,
            ),
            Press("I'm done", after=8),
        ),
        when(hears("before every check-up"), Press("Me too", after=4)),
        when(open_floor("Reflection"), Say("I can see that watering can by the gate.", after=40)),
        when(open_floor("Harvest"), Say('"Stay on the line."', after=70)),
        *TAKES_PART,
    )


def _cleo() -> Person:
    """Needs some air in between, and finds her place kept."""
    return Person(
        "Cleo",
        *_comes(seat_after=27, agrees_after=61),
        when(
            holds("Check-in"),
            Say("My shoes by the door, and me next to them, not sure. Then I came.", after=14),
            Press("I'm done", after=5),
        ),
        when(
            hears("every plate she owns"),
            Press("Step out", after=12, note="Nobody is told."),
            Press("I need support", after=25),
            Press("Come back in", after=150, note="The piece went by meanwhile; it comes to her next."),
        ),
        when(
            holds("Stories"),
            Say("In spring I was on the ward for three weeks, and I had stopped talking.", after=16),
            Say(
                "The woman who cleaned our corridor told me each morning what was out on her way to work. "
                "Magnolia. Then the first tulips.",
                after=32,
            ),
            Say("When they let me go I walked home her way, to see.", after=24),
            Press("I'm done", after=6),
        ),
        when(
            open_floor("Reflection"),
            Say("I went out for a bit, and nobody made anything of it. That was good.", after=125),
        ),
        when(open_floor("Closing"), Say("I'll go home past the tulips.", after=28)),
        *TAKES_PART,
    )


def _dev() -> Person:
    """Takes his time: the piece is held out to him twice, and his story is longer than his turn."""
    return Person(
        "Dev",
        *_comes(seat_after=38, agrees_after=73),
        when(
            holds("Check-in"),
            Say("Slow morning, slow afternoon. Good to be with you.", after=15),
            Press("I'm done", after=5),
        ),
        when(offered("Stories"), Press("Receive", after=82, note="Taking his time has cost him none of it.")),
        when(
            holds("Stories"),
            Say("I type slowly. Bear with me.", after=18),
            Say("On Sundays my husband read out the crossword, and I held the pen.", after=60),
            Say("The first Sunday without him I left the paper in its wrapper. The next one too.", after=75),
            Say(
                "In March Joan from upstairs came down with hers. Six letters, she said: what a bell keeps "
                "after it is struck. She is terrible at crosswords.",
                after=95,
            ),
            Say("We never found it. She has come every Sunday since.", after=48),
            Press("I'm done", after=12),
        ),
        when(
            open_floor("Reflection"),
            Say("The plates, the can, the coat. Somebody did an ordinary thing next to us.", after=68),
        ),
        when(
            open_floor("Closing"), Say("Until Thursday. Or Sunday, if you are bad at crosswords.", after=42)
        ),
        *TAKES_PART,
    )
