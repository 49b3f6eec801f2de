"""What a whole circle asks of people, counted: five of them, with two turns each, from the invitation to the end.

What was counted is printed at the end of the run, beside the most that it may be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from bot.circle.model import Prompt
from bot.content import Content
from bot.services.prompts import drawing
from tests.journeys.house import House, house, words
from tests.journeys.word_count import SILENT, WordCount

MOST = {
    "presses of a member": 6,
    "presses of the facilitator": 7,
    "commands of the facilitator": 1,
    "buttons on the card of a turn": 4,
    "globally limited calls of a hand-off": 1,
    "words on the cards": 700,
}
"""The cards are all those of room and lobby, as `WordCount` reads them; the questions on them are of usual length."""


class Evening:
    """Plays a circle, and counts on the way."""

    def __init__(self, h: House) -> None:
        self.h = h
        self.everyone = [h.fay, *h.members[:4]]
        self.presses: Counter[str] = Counter()
        self.commands = 0
        self.buttons = 0
        self.hand_offs: list[int] = []
        self.came_again = 0
        self.words = WordCount(h)

    async def press(self, who: Any, label: str, message: Any = None) -> None:
        self.presses[who.name] += 1
        await self.h.press(who, label, message)

    async def begin(self) -> None:
        """From the command to the first offer of the piece."""
        h = self.h
        self.commands += 1
        await h.slash(h.fay, "circle open", name="Evening circle")
        panel = h.last.response
        for who in self.everyone[1:]:
            await self.press(who, "Save me a seat")
        await h.wait(2)
        await self.press(h.fay, "Begin", panel)
        await h.wait(46)
        for who in self.everyone:
            await self.press(who, "I agree")
        await h.wait(2)

    async def go_round(self, *lines: int) -> None:
        """Everybody receives the piece, writes so many lines (one, when no more are said), and is done."""
        for number, who in enumerate(self.everyone, 1):
            assert self.h.holder() == who.user.global_name
            self._look_at(who, "[Receive]")
            await self.press(who, "Receive")
            self._look_at(who, "[I'm done]")
            for line in range(lines[number - 1] if number <= len(lines) else 1):
                await who.send(self.h.room, f"Something that line {line} tells.")
            await self.h.wait(20)
            before = len(self.h.env.http_requests)
            await self.press(who, "I'm done")
            await self.h.wait(15)
            if number < len(self.everyone):  # after the last one, the next stage is shown too
                self._count_calls(before)

    def _look_at(self, who: Any, button: str) -> None:
        labels = re.findall(r"\[(.+?)\]", words(self.h.newest(who, button)))
        self.buttons = max(self.buttons, len(labels))

    def _count_calls(self, since: int) -> None:
        """All but answers to interactions count, and but for a look at whoever is silent, which is no part of it."""
        limited = [
            request
            for request in self.h.env.http_requests[since:]
            if not re.match(r"/(interactions|webhooks)/|/guilds/\d+/members/\d+$", request.path)
        ]
        again = [request for request in limited if isinstance(request.json, dict) and _is_silent(request)]
        self.hand_offs.append(len(limited) - len(again))

    async def end(self) -> None:
        """Nobody presses anything any more."""
        await self.h.wait(900)
        assert "The circle is closed." in self.h.read()
        self.came_again = sum(_is_silent(request) for request in self.h.env.http_requests)

    def counted(self) -> dict[str, int]:
        """Everything of `MOST`."""
        facilitator = self.h.fay.name
        return {
            "presses of a member": max(n for name, n in self.presses.items() if name != facilitator),
            "presses of the facilitator": self.presses[facilitator],
            "commands of the facilitator": self.commands,
            "buttons on the card of a turn": self.buttons,
            "globally limited calls of a hand-off": max(self.hand_offs),
            "words on the cards": self.words.total,
        }


def _is_silent(request: Any) -> bool:
    return isinstance(request.json, dict) and bool(request.json.get("flags", 0) & SILENT)


def _of_middle_length(content: Content, questions: Sequence[Prompt]) -> Prompt:
    """Instead of a lot, so that the words on the cards are as many on every evening."""
    by_length = sorted(questions, key=lambda one: (len((content.text("en", one.id) or "").split()), one.id))
    return by_length[len(by_length) // 2]


async def test_a_whole_circle_asks_little_of_people(
    record_property: Callable[[str, object], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house() as h:
        choose = partial(_of_middle_length, h.bot.content)
        monkeypatch.setattr(drawing, "secrets", SimpleNamespace(choice=choose))
        evening = Evening(h)
        await evening.begin()
        await evening.go_round()
        await evening.go_round(2, 18)
        await evening.end()
        counted = evening.counted()
        for what, number in counted.items():
            record_property("counted", f"{what}: {number} (at most {MOST[what]})")
        record_property("counted", f"cards that came again: {evening.came_again}, counted apart")
        assert counted.keys() == MOST.keys()
        assert {what: n for what, n in counted.items() if n > MOST[what]} == {}
        assert min(evening.hand_offs) == 1, "a hand-off is seen"
        assert evening.came_again == 2, "twice in a story of eighteen lines"
