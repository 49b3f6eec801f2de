"""The cards of formats stay within what Discord takes, however long somebody's words are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from types import SimpleNamespace
from typing import cast

import discord
import pytest

from bot.circle.formats import Format, Stage, StageKind, Timing
from bot.content import load_content
from bot.ids import GuildXid
from bot.services.formats.drafts import FormatDraft
from bot.services.formats.own_formats import MOST
from bot.services.formats.problems import FormatProblem, Unfit
from bot.services.formats.rules import whole_problems
from bot.settings import ROOT
from bot.ui.cards.formats.browsing import listing, one
from bot.ui.cards.formats.drafts import DraftAt, draft
from bot.ui.i18n import Catalogues
from bot.ui.layout import Card
from bot.ui.request import Request
from cogs.formats.draft_form import DraftForm
from cogs.formats.rule_forms import NameForm, OtherTimesForm, RulesForm, TurnTimesForm
from cogs.formats.stage_forms import StageForm

CONTENT = load_content(ROOT / "data")
ENGLISH = Catalogues.read(ROOT / "data" / "locales", "en").pick()
DISCORD_TAKES = 4000


def long(letter: str) -> Format:
    """As long as a format can be, in that letter."""
    stage = Stage(StageKind.ROUND, letter * 60, letter * 1000, 7200, breath_s=600)
    made = replace(CONTENT.formats["quick-circle"], id="own/1", title=letter * 60, summary=letter * 240)
    return replace(made, stages=(stage,) * 20, scale=True)


def length(card: Card) -> int:
    return sum(len(item.content) for item in card.walk_children() if isinstance(item, discord.ui.TextDisplay))


@pytest.mark.parametrize("letter", ["w", "*", "界"])
def test_the_longest_format_fits_on_its_cards(letter: str) -> None:
    made = long(letter)
    kept = FormatDraft(1, GuildXid(7), 3, made, None, None)
    problems = [*whole_problems(made), *[FormatProblem(Unfit.UNSEEN, "stage 20 text")] * 5]
    for stage in (0, 7):
        assert length(draft(ENGLISH, kept, problems, stage)) <= DISCORD_TAKES
    assert length(one(ENGLISH, made)) <= DISCORD_TAKES
    many = CONTENT.with_formats(replace(made, id=f"own/{number}") for number in range(1, MOST + 1))
    for page in range(5):
        assert length(listing(ENGLISH, many, page)) <= DISCORD_TAKES


@pytest.mark.parametrize("form", [NameForm, TurnTimesForm, OtherTimesForm, RulesForm, StageForm])
async def test_what_stands_in_a_form_fits_its_fields(
    form: Callable[[Request, FormatDraft, int], DraftForm],
) -> None:
    made = replace(
        long("w"), written_factor=2.12345, timing=Timing(**dict.fromkeys(asdict(Timing()), 86_400))
    )
    opened = form(
        cast(Request, SimpleNamespace(t=ENGLISH)), FormatDraft(1, GuildXid(7), 3, made, None, None), 1
    )
    fields = [item for item in opened.walk_children() if isinstance(item, discord.ui.TextInput)]
    for field in fields:
        assert len(field.default or "") <= (field.max_length or 4000), field.custom_id
    assert fields or form is RulesForm


def test_a_button_knows_the_version_and_the_stage() -> None:
    for at in (DraftAt(0), DraftAt(3, 20), DraftAt(4, 1)):
        assert DraftAt.of(at.number) == at
