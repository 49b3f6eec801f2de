"""The tour: the first circle, its steps in plain words, and what the others do in it.

How the guide goes from step to step is in `guide`. The words people say are made up and are nobody's story.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.ui.i18n import N_

from ..people import Habit, Occasion, Person, Press, Say, View, holds, offered, sees, when, whenever
from .community import Guest
from .helper_scripts import HERE
from .lesson import Cast, Lesson, Step

OPEN, SEATED, LIVE, MINE, PASSED, HARD = "open", "seated", "live", "mine", "passed", "hard"
PAUSED, RESUMED, CLOSING, CLOSED = "paused", "resumed", "closing", "closed"
"""What can be seen to have happened. Once it has, it stays so."""

_SAID = {
    PAUSED: "The circle is paused. Your place",
    RESUMED: "The circle goes on where it was.",
    CLOSING: "## Closing",
    CLOSED: "The circle is closed",
}
_ORDER = (OPEN, SEATED, LIVE, MINE, PASSED, HARD, PAUSED, RESUMED, CLOSING, CLOSED)
_LATER = (*_ORDER[:6], CLOSING, CLOSED)
"""What implies everything before it. A pause may be made at any time and implies nothing."""

_ASKS = "Could we stop for a moment?"
_TOLD = "asked me to tell you"

STEPS = (
    Step(
        N_("Open a circle"),
        N_(
            "You are Fay, and you hold the circle tonight. The others are here already and play themselves. "
            "A circle begins with an invitation. It names nobody."
        ),
        N_("In #lobby, write /circle open. Give it a name, choose the format Quick circle, and run it."),
        OPEN,
        command="circle open",
    ),
    Step(
        N_("People take their seats"),
        N_(
            "The invitation counts the seats and names nobody. Everyone with a seat comes into a private "
            "room. The rest of the server cannot see it. You have a seat too: the facilitator sits in the "
            "circle."
        ),
        N_("Watch the seats fill. Then go to the new room, below #lobby in the list of channels."),
        SEATED,
        watch=True,
        place=True,
    ),
    Step(
        N_("Begin"),
        N_("The welcome says how many are here. You begin when it feels right. Nothing begins without you."),
        N_("In the room, press Begin."),
        LIVE,
        ("Begin",),
    ),
    Step(
        N_("Agree on how to be together"),
        N_(
            "First comes a short opening, half a minute long. Then everyone reads the agreements, every time. "
            "Each person agrees for themselves, or only listens."
        ),
        N_("Wait for the agreements, or press Next thing. Read them, and press I agree."),
        MINE,
        ("I agree",),
        "You are part of this circle.",
    ),
    Step(
        N_("The piece comes to you"),
        N_(
            "Whoever has the talking piece speaks. Everyone else listens. You have the same time as all the others. "
            "One sentence is enough, and so is silence."
        ),
        N_("Press Receive. Write a line or two, and press I'm done."),
        PASSED,
        ("Receive", "I'm done"),
    ),
    Step(
        N_("Somebody passes"),
        N_(
            "The piece comes to the next person, and they let it go by. The others see only that it has moved on. "
            "Nobody asks for a reason and nothing is counted. It comes to them once more at the end."
        ),
        N_("There is nothing to do. Watch the piece go on."),
        HARD,
        watch=True,
    ),
    Step(
        N_("A difficult moment"),
        N_(
            "Somebody has begun, and it is a lot. You need no clever words. A pause stops every clock. "
            "They keep their place, their time and the piece."
        ),
        N_("When they ask for it, press Pause on your panel. If you do not see it, write /circle panel."),
        PAUSED,
        ("Pause",),
        after=_ASKS,
    ),
    Step(
        N_("Support, in private"),
        N_(
            "I need support is on every card. Only the person who presses it sees what it opens. "
            "They alone choose whether you hear of it. If they do, you read it in private, here or in your messages."
        ),
        N_("Give it a moment. You may write a kind line in the room. Then press Resume on your panel."),
        RESUMED,
        ("Resume",),
        after=_TOLD,
    ),
    Step(
        N_("The round goes on"),
        N_(
            "The piece goes to everyone once. It comes again to those who let it pass. Below a story, listeners can "
            "press Heard, Me too or Hope. Only its teller learns of it, later, and never from whom."
        ),
        N_("Listen, or let time pass faster. Next on your panel moves things on if you ever need to."),
        CLOSING,
        watch=True,
    ),
    Step(
        N_("Closing"),
        N_(
            "A circle always ends, so nobody is left holding it open. It ends by itself when its time is up. "
            "Longer formats have a harvest first. There you may offer a spark of hope, without your name."
        ),
        N_("Press Next thing, or wait for the last card."),
        CLOSED,
        watch=True,
    ),
    Step(
        N_("What remains"),
        N_(
            "I delete the room soon, with everything written in it. I keep nothing that anybody said. "
            "{remains}"
        ),
        N_("That was a whole circle. You can save it as a page, or practise one of the scenes."),
        None,
    ),
)

STORIES = (
    "My grandmother kept a tin of buttons. When I could not sleep she let me sort them, and never asked why I was up.",
    "The bus driver waited for me every morning that winter. He said it was the traffic. There was no traffic.",
    "A stranger carried my suitcase down all the stairs of the station. At the bottom she said: me too, last year.",
    "I had a flat with no furniture. The people below knocked, and handed me one chair.",
)


def _script(cast: Cast) -> Mapping[int, Person]:
    """What the others do: the first passes once, the second has the difficult moment."""
    return {guest.id: _person(guest, place) for place, guest in enumerate(cast.others)}


def _person(guest: Guest, place: int) -> Person:
    return Person(
        guest.name,
        whenever(sees("Save me a seat"), Press("Save me a seat", after=3 + 2 * place)),
        whenever(sees("I agree"), Press("I agree", after=4 + 2 * place)),
        *({0: _lets_it_pass, 1: _finds_it_hard}.get(place, _nothing_else)()),
        whenever(offered(), Press("Receive", after=5)),
        whenever(holds(), Say(STORIES[place % len(STORIES)], after=8), Press("I'm done", after=7)),
    )


def _nothing_else() -> tuple[Habit, ...]:
    return ()


def _lets_it_pass() -> tuple[Habit, ...]:
    return (when(offered(), Press("Pass", after=9)),)


def _finds_it_hard() -> tuple[Habit, ...]:
    return (
        when(_reads("The circle is paused. Your place"), Press("I need support", after=5), _TELL),
        when(
            _reads("The circle goes on where it was."),
            Say("Thank you for waiting. I'll leave it there for today, and that is enough.", after=7),
            Press("I'm done", after=5),
        ),
        when(
            holds(),
            Say("It is about the night my father was taken to hospital.", after=8),
            Say(f"I thought that I could tell this. {_ASKS}", after=9),
        ),
    )


_TELL = Press("Let the facilitator know", after=4)


def _reads(words: str) -> Occasion:
    """A card with these words."""
    return Occasion(lambda view: view.newest(words=words))


class TourProgress:
    """How far a circle is, by what the learner sees."""

    def __init__(self, cast: Cast, bot: int) -> None:
        self._cast = cast
        self._bot = bot
        self._seen: set[str] = set()
        self._hard_since = 0

    def look(self, view: View) -> None:
        """See what the learner sees now."""
        self._seen |= set(self._to_be_seen(view))
        farthest = max((_ORDER.index(seen) for seen in self._seen if seen in _LATER), default=-1)
        self._seen |= set(_ORDER[: farthest + 1])
        if HARD not in self._seen:
            self._hard_since = max((seen.id for seen in view.messages), default=0)

    def did(self, act: str) -> None:
        """What the learner does can be seen."""

    def has(self, what: str) -> bool:
        """Whether it has come about."""
        return what in self._seen

    def _to_be_seen(self, view: View) -> Iterator[str]:
        new = [seen for seen in view.messages if seen.author == self._bot]
        for what, words in _SAID.items():
            since = self._hard_since if what in (PAUSED, RESUMED) else 0
            if any(words in seen.words for seen in new if seen.id > since):
                yield what
        if any("Save me a seat" in seen.labels for seen in new):
            yield OPEN
        if any("Step out" in seen.labels for seen in new):
            yield LIVE
        here = max((int(n) for seen in new for n in HERE.findall(seen.words)), default=0)
        if here > len(self._cast.others):
            yield SEATED
        yield from self._piece(view)

    def _piece(self, view: View) -> Iterator[str]:
        card = view.piece
        if card is None:
            return
        others = [guest.id for guest in self._cast.others]
        holder = card.names[0]
        if holder == self._cast.learner.id:
            yield MINE
        elif holder in others:
            yield HARD if others.index(holder) > 0 else PASSED


TOUR = Lesson(
    "tour",
    N_("Show me around"),
    N_("A whole circle, step by step, in about five minutes."),
    STEPS,
    _script,
)
