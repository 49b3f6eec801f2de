"""Nothing typed into a form is lost by a refusal: `Try again` opens it filled in, and what came last is last."""

from __future__ import annotations

from typing import Any

from tests.journeys.hopeful import filled_in, submit
from tests.journeys.house import House, house, words
from tests.journeys.weekly import draft, fill_in

PLACE = {"title": "Night line", "text": "", "phone": "12", "link": "", "review_on": "2026-06-01"}


async def _wrong_place(h: House) -> str:
    await h.slash(h.admin, "care resources")
    await h.press(h.admin, "Add a place", h.last.response)
    return await submit(h, h.admin, **PLACE)


def _screen(h: House) -> list[str]:
    return [words(message) for message in h.sees(h.admin, h.lobby) if message.flags.ephemeral]


async def test_a_refused_form_opens_filled_in_and_the_answer_takes_the_place_of_the_refusal() -> None:
    async with house() as h:
        answer = await _wrong_place(h)
        assert "A phone number has 3 to 15 digits" in answer
        assert "[Try again]" in answer
        assert await h.press(h.admin, "Try again") == "A place to turn to"
        assert filled_in(h) == PLACE
        # Closing it is not told to anybody: the button opens it once more.
        await h.press(h.admin, "Try again")
        answer = await submit(h, h.admin, **{**PLACE, "phone": "123", "link": "http://x"})
        assert "A link begins with https://" in answer
        assert "phone number has" not in answer
        await h.press(h.admin, "Try again")
        assert filled_in(h) == {**PLACE, "phone": "123", "link": "http://x"}
        await submit(h, h.admin, **{**PLACE, "phone": "123"})
        assert "Night line" in _screen(h)[-1]
        assert not any("[Try again]" in text for text in _screen(h))
        assert len(h.sim.bot.refused_forms) == 0, "the words are forgotten"


async def test_who_does_it_right_with_the_first_button_has_no_refusal_left_below() -> None:
    async with house() as h:
        await _wrong_place(h)
        assert "[Try again]" in _screen(h)[-1]
        await h.press(h.admin, "Add a place")
        await submit(h, h.admin, **PLACE)
        assert sum("[Try again]" in text for text in _screen(h)) == 1, "refusals do not pile up"
        await h.press(h.admin, "Add a place")
        await submit(h, h.admin, **{**PLACE, "phone": "123"})
        assert "Night line" in _screen(h)[-1]
        assert len(h.sim.bot.refused_forms) == 0


async def test_people_and_choices_are_kept_as_well() -> None:
    async with house() as h:
        card = await draft(h)
        people = {"place": [h.lobby], "people": [h.fay, h.co], "role": [h.guild.roles["Facilitators"]]}
        answer = await fill_in(h, card, "People and place", **people, seats="9", least="3")
        assert "from 3 to 8" in answer
        await h.press(h.admin, "Try again", h.last.response)
        assert filled_in(h) == {
            "sc:sched:place": [h.lobby.id],
            "sc:sched:people": [h.fay.id, h.co.id],
            "sc:sched:role": [h.guild.roles["Facilitators"].id],
            "sc:sched:seats": "9",
            "sc:sched:least": "3",
        }
        how = {"format": ["check-in"], "theme": ["general"], "choices": ["scale"], "reminders": ["3600"]}
        await fill_in(h, card, "How it goes", **how, horizon="99")
        await h.press(h.admin, "Try again", h.last.response)
        assert filled_in(h)["sc:sched:choices"] == ["scale"]
        assert filled_in(h)["sc:sched:reminders"] == ["3600"]
        assert filled_in(h)["sc:sched:format"] == ["check-in"]


async def test_words_are_kept_for_a_quarter_of_an_hour_and_not_over_a_restart() -> None:
    async with house() as h:

        async def pressed() -> str:
            answer: str = await h.press(h.admin, "Try again")
            return answer + _screen(h)[-1]

        await _wrong_place(h)
        await h.wait(890)
        assert await h.press(h.admin, "Try again") == "A place to turn to"
        await h.wait(20)
        assert len(h.sim.bot.refused_forms) == 0
        assert "I do not have those words any more. Please begin again" in await pressed()
        await _wrong_place(h)
        await h.restart()
        assert "I do not have those words any more. Please begin again" in await pressed()


async def test_a_form_that_was_open_during_a_restart_is_given_back_to_copy_from() -> None:
    async with house() as h:
        await h.slash(h.admin, "care resources")
        await h.press(h.admin, "Add a place", h.last.response)
        await h.restart()
        answer = await submit(h, h.admin, **{**PLACE, "text": "By day.\n*Free* of charge."})
        assert "This is what you typed:\n> Night line\n> By day.\n> \\*Free\\* of charge.\n> 12" in answer


async def test_a_fault_loses_no_words_either(monkeypatch: Any) -> None:
    async with house() as h:
        h.expected_faults = ["A person's request failed"]

        async def fails(*_: object) -> None:
            raise RuntimeError

        await h.slash(h.admin, "care resources")
        await h.press(h.admin, "Add a place", h.last.response)
        monkeypatch.setattr(h.sim.bot.desks.care, "add_place", fails)
        right = {**PLACE, "phone": "123"}
        assert "Something went wrong on my side" in await submit(h, h.admin, **right)
        monkeypatch.undo()
        await h.press(h.admin, "Try again")
        assert filled_in(h) == right
        await submit(h, h.admin, **right)
        assert "Night line" in _screen(h)[-1]


async def test_words_go_back_where_trying_again_would_not_help() -> None:
    async with house() as h:
        await h.begin(3, format="talking-circle")
        await h.slash(h.fay, "circle prompt", at=h.lobby)
        await h.press(h.fay, "Type one", h.last.response)
        form = h.last
        await h.slash(h.admin, "circle end")
        await h.wait(700)
        h.last = form
        answer = await submit(h, h.fay, sc__prompt__words="What is a *sound* you like?")
        assert answer.startswith("This circle is over. Thank you for coming by.")
        assert answer.endswith(r"> What is a \*sound\* you like?")
        assert "[Try again]" not in answer
