"""The questions of the stages."""

from __future__ import annotations

from bot.circle import commands as c
from bot.circle.model import Prompt
from bot.circle.refusals import Code

from .table import CHECK_IN, CLOSING, HARVEST, Table, a_format


def test_the_questions_drawn_at_the_beginning_are_those_of_the_stages() -> None:
    table = Table(3, begun=False)
    table.do(c.Begin(seat=1, prompts=((0, Prompt(id="arrive")), (1, Prompt(id="tell")))))
    assert table.state.prompt == Prompt(id="arrive")
    table.shares(1, 2, 3)
    assert table.state.prompt == Prompt(id="tell")


def test_a_question_chosen_while_gathering_is_the_one_for_the_stories() -> None:
    table = Table(3, begun=False)
    chosen = Prompt(text="What helped?")
    table.do(c.SetPrompt(seat=1, prompt=chosen))
    table.do(c.Begin(seat=1, prompts=((0, Prompt(id="arrive")), (1, Prompt(id="tell")))))
    assert dict(table.state.prompts) == {0: Prompt(id="arrive"), 1: chosen}


def test_a_question_can_be_changed_for_this_stage_or_else_for_the_next_that_has_one() -> None:
    table = Table(3, a_format(CHECK_IN, HARVEST, CLOSING))
    table.do(c.SetPrompt(seat=1, prompt=Prompt(id="now")))
    assert table.state.prompt == Prompt(id="now")
    table.shares(1, 2, 3)
    table.do(c.SetPrompt(seat=1, prompt=Prompt(id="then")))
    assert dict(table.state.prompts) == {0: Prompt(id="now"), 2: Prompt(id="then")}


def test_where_no_stage_has_a_question_none_is_put() -> None:
    table = Table(3, a_format(HARVEST))
    assert table.no(c.SetPrompt(seat=1, prompt=Prompt(id="now"))) == Code.NO_PROMPT_STAGE
    assert table.no(c.SetPrompt(seat=2, prompt=Prompt(id="now"))) == Code.NOT_FACILITATOR
