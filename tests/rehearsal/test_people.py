"""How simulated people behave: they do what they see, after a while, and let go of what is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.rehearsal.observer import Seen
from bot.rehearsal.people import (
    PATIENCE,
    Deed,
    Person,
    Press,
    Say,
    View,
    hears,
    holds,
    offered,
    open_floor,
    sees,
    when,
    whenever,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BEN, ANA, BOT, ROOM = 7, 8, 1, 9
CARE = ("Step out", "I need support")


def card(number: int, words: str, *labels: str, author: int = BOT) -> Seen:
    buttons = [{"type": 2, "label": label} for label in labels]
    return Seen(
        number, ROOM, author, NOON, "", [{"type": 10, "content": words}, {"type": 1, "components": buttons}]
    )


def said(number: int, words: str, author: int = ANA) -> Seen:
    return Seen(number, ROOM, author, NOON, words, [])


STORIES = card(1, "## Stories\nOne each.")


def offer(number: int, to: int = BEN) -> Seen:
    return card(number, f"### <@{to}>, the talking piece comes to you.", "Receive", "Not yet", "Pass", *CARE)


def held(number: int, by: int = BEN) -> Seen:
    return card(number, f"### <@{by}> has the talking piece.", "I'm done", "One more minute", *CARE)


def paused(number: int, by: int = BEN) -> Seen:
    return card(number, f"### The circle is paused. The piece stays with <@{by}>.", *CARE)


def over(number: int) -> Seen:
    return card(number, "-# The talking piece has moved on.")


class Life:
    """Somebody, and time that goes by for them."""

    def __init__(self, *habits: object) -> None:
        self.person = Person("Ben", *habits)  # type: ignore[arg-type]
        self.now = NOON

    def sees(self, *messages: Seen, seconds: int = 0) -> list[Deed]:
        """What they do while these are before them, the oldest first, for that many seconds."""
        view, done = tuple(reversed(messages)), []
        for _ in range(seconds + 1):
            move = self.person.live(View(BEN, self.now, view))
            if move is not None:
                assert move.channel == ROOM
                done.append(move.deed)
            self.now += timedelta(seconds=1)
        return done


def test_what_comes_first_is_done_first_and_once() -> None:
    not_yet, receive = Press("Not yet", 5), Press("Receive", 3)
    ben = Life(when(offered("Stories"), not_yet), when(offered("Stories"), receive))
    assert ben.sees(STORIES, offer(2), seconds=4) == []
    assert ben.sees(STORIES, offer(2)) == [not_yet]
    assert ben.sees(STORIES, over(2), offer(3, ANA), seconds=60) == []
    assert ben.sees(STORIES, over(2), over(3), offer(4), seconds=60) == [receive]


def test_what_is_usual_is_done_every_time_but_not_twice_on_one_card() -> None:
    receive = Press("Receive", 1)
    ben = Life(whenever(offered(), receive))
    assert ben.sees(STORIES, offer(2), seconds=30) == [receive]
    assert ben.sees(STORIES, offer(3), seconds=30) == [receive]


def test_an_offer_to_somebody_else_and_another_stage_are_no_occasion() -> None:
    ben = Life(when(offered("Check-in"), Press("Receive", 0)), when(holds(), Press("I'm done", 0)))
    assert ben.sees(STORIES, offer(2), seconds=5) == []
    assert ben.sees(STORIES, held(2, by=ANA), seconds=5) == []


def test_a_pause_is_waited_for_and_its_time_does_not_count() -> None:
    line = Say("Then I drove home.", 10)
    ben = Life(when(holds("Stories"), line))
    assert ben.sees(STORIES, held(2), seconds=5) == []
    assert ben.sees(STORIES, paused(2), seconds=300) == []
    assert ben.sees(STORIES, held(2), seconds=3) == []
    assert ben.sees(STORIES, held(2), seconds=3) == [line]


def test_words_are_kept_when_the_turn_is_over() -> None:
    ben = Life(when(holds(), Say("One.", 5), Say("Two.", 5)))
    assert ben.sees(STORIES, held(2), seconds=6) == [Say("One.", 5)]
    assert ben.sees(STORIES, over(2), seconds=60) == []


def test_the_floor_is_open_in_its_stage_only() -> None:
    floor, harvest = card(3, "## Reflection\nAnyone may.", *CARE), card(4, "## Harvest\nA spark.", *CARE)
    ben = Life(when(open_floor("Reflection"), Say("The can.", 5), Say("And the gate.", 5)))
    assert ben.sees(STORIES, floor, seconds=6) == [Say("The can.", 5)]
    assert ben.sees(STORIES, floor, harvest, seconds=60) == []


def test_what_somebody_wrote_is_heard_by_others_only() -> None:
    pause = Press("Pause", 2)
    panel = card(2, "### Thursday circle", "Pause", "Next")
    assert Life(when(hears("stop"), pause)).sees(panel, said(3, "Could we stop?", BEN), seconds=9) == []
    assert Life(when(hears("stop"), pause)).sees(panel, said(3, "Could we stop?"), seconds=9) == [pause]


def test_a_button_is_looked_for_on_the_newest_card_and_waited_for_patiently() -> None:
    ben = Life(when(sees("I agree"), Press("Step out", 0), Press("Come back in", 1)))
    first = card(2, "## Agreements", "I agree", *CARE)
    assert ben.sees(first, seconds=5) == [Press("Step out", 0)]
    back = Press("Come back in", 1)
    assert ben.sees(first, card(3, "Take your time.", "Come back in"), seconds=5) == [back]
    ben = Life(when(sees("I agree"), Press("Nowhere", 0)), when(hears("hello"), Say("Hello.", 0)))
    assert ben.sees(first, said(3, "hello"), seconds=int(PATIENCE.total_seconds())) == []
    assert ben.sees(first, said(3, "hello"), seconds=5) == [Say("Hello.", 0)]
