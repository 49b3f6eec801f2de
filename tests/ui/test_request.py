"""Requests: what somebody may do, guards, and the one place that answers a refusal."""

from __future__ import annotations

import gettext
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.circle.refusals import Code, Refusal
from bot.ids import RoleXid
from bot.services.care.greetings import AnotherAskedFor, GreetsAlready, NoGreeting, OwnGreeting
from bot.services.care.places import PlaceGone, PlacesFull
from bot.services.circle.acting import NeedsRole
from bot.services.circle.opening import TooManyOpen
from bot.services.circle.slips import NoSlip, WhyNoSlip
from bot.services.circle.writing import EveryoneWrites
from bot.services.formats.problems import (
    FormatChanged,
    FormatFileRefused,
    FormatGone,
    FormatProblem,
    FormatRefused,
    FormatsFull,
    Unfit,
)
from bot.services.gathering.coming_to_be import GatheringFull, HeldAlready
from bot.services.gathering.gatherings import NoGathering, TooManyGatherings
from bot.services.gathering.on_call import TooManyOnCall
from bot.services.not_possible import NotPossible
from bot.services.prompts.own_prompts import PromptsFull, TooManyPrompts
from bot.services.prompts.prompt_files import PromptsRefused
from bot.services.prompts.prompt_rows import Problem as FileProblem
from bot.services.prompts.prompt_rows import Wrong
from bot.services.schedule.announcing import DateRefused
from bot.services.schedule.problems import Problem, ScheduleError
from bot.services.settings.rules import ServerRules
from bot.services.settings.servers import ChangedMeanwhile, Server, ServerOptions
from bot.settings import Settings
from bot.ui.commands import Choice, choices, completion
from bot.ui.errors import answer_error
from bot.ui.guards import require_admin, require_facilitator
from bot.ui.i18n import Catalogues
from bot.ui.layout import Card
from bot.ui.pressed_cards import PressedCards
from bot.ui.refused import Refused
from bot.ui.refusing import refused_by
from bot.ui.request import Request
from tests.still_clock import NOON, StillClock


class Answers:
    """An interaction that keeps how it was answered."""

    type = None

    def __init__(self) -> None:
        self.given: list[tuple[str, Card]] = []

    def is_done(self) -> bool:
        return bool(self.given)

    async def send_message(self, *, view: Card, ephemeral: bool) -> Any:
        assert ephemeral, "an answer is for whoever asked"
        self.given.append(("first", view))
        return SimpleNamespace(message_id=len(self.given))

    async def edit_message(self, *, view: Card, allowed_mentions: discord.AllowedMentions) -> None:
        self.given.append(("redrawn", view))

    async def send(self, *, view: Card, ephemeral: bool, wait: bool) -> Any:
        assert ephemeral, "an answer is for whoever asked"
        assert wait, "which message it is, is to be known"
        self.given.append(("after", view))
        return SimpleNamespace(id=len(self.given))


def asked(guild_xid: int | None = 7, pressed: bool = False, **granted: bool) -> Request:
    """A request of somebody who has these permissions."""
    answers = Answers()
    bot = SimpleNamespace(
        catalogues=Catalogues("en", {"en": gettext.NullTranslations()}),
        desks=SimpleNamespace(
            settings=SimpleNamespace(rules=lambda _: ServerRules(ServerOptions(), Settings()))
        ),
        pressed=PressedCards(StillClock()),
    )
    interaction: Any = SimpleNamespace(
        client=bot,
        locale="en",
        guild=None,
        guild_id=guild_xid,
        user=SimpleNamespace(id=11),
        permissions=discord.Permissions(**granted),
        message=SimpleNamespace(id=5) if pressed else None,
        response=answers,
        followup=answers,
        expires_at=NOON + timedelta(minutes=15),
    )
    return Request(interaction)


def given(request: Request) -> list[tuple[str, str]]:
    """How a request was answered, and the words of each answer."""
    answers: Any = request.interaction.response
    return [
        (how, "".join(i.content for i in card.walk_children() if isinstance(i, discord.ui.TextDisplay)))
        for how, card in answers.given
    ]


def test_an_admin_goes_on_and_the_others_read_why_not() -> None:
    assert require_admin(asked(manage_guild=True)) == 7
    with pytest.raises(Refused, match="Only the people who run this server"):
        require_admin(asked(manage_events=True))


def test_nobody_runs_a_server_in_a_direct_message() -> None:
    alone = asked(guild_xid=None, administrator=True)
    assert not alone.is_admin
    assert not alone.may_facilitate
    with pytest.raises(Refused, match="only inside a server"):
        require_admin(alone)
    with pytest.raises(Refused, match="Only facilitators"):
        require_facilitator(alone)


def test_whoever_runs_the_server_may_facilitate() -> None:
    require_facilitator(asked(manage_events=True))
    require_facilitator(asked(manage_guild=True))
    with pytest.raises(Refused, match="Only facilitators"):
        require_facilitator(asked())


async def test_a_refusal_draws_its_card_before_it_says_its_sentence() -> None:
    request = asked(pressed=True)
    await answer_error(request, Refused("Not now.", card=Card().say("As it is.")))
    assert given(request) == [("redrawn", "As it is."), ("after", "Not now.")]


async def test_a_card_is_shown_where_nothing_was_pressed() -> None:
    request = asked()
    await answer_error(request, Refused(card=Card().say("As it is.")))
    assert given(request) == [("first", "As it is.")]


EVERY_REASON = [
    *(ScheduleError(problem) for problem in Problem),
    *(DateRefused(Refusal(code, 3)) for code in Code),
    NeedsRole(RoleXid(5)),
    TooManyOpen(),
    EveryoneWrites(),
    PlacesFull(),
    NoGathering(),
    TooManyGatherings(),
    GatheringFull(),
    HeldAlready(),
    TooManyOnCall(),
    PlaceGone(),
    FormatGone(),
    FormatChanged(),
    FormatsFull(),
    FormatRefused(FormatProblem(Unfit.NO_AGREEMENTS)),
    *(FormatFileRefused(FileProblem(wrong)) for wrong in Wrong),
    *(PromptsRefused([FileProblem(wrong)], in_file=in_file) for wrong in Wrong for in_file in (True, False)),
    TooManyPrompts(3),
    PromptsFull(),
    NoGreeting(),
    AnotherAskedFor(),
    GreetsAlready(),
    OwnGreeting(),
    *(NoSlip(why) for why in WhyNoSlip),
    ChangedMeanwhile(Server(ServerOptions(), 1)),
]


def test_no_reason_of_a_use_case_is_left_out_here() -> None:
    assert {type(error) for error in EVERY_REASON} == set(NotPossible.__subclasses__())


@pytest.mark.parametrize("error", EVERY_REASON, ids=lambda error: f"{type(error).__name__}-{error}")
def test_every_reason_has_its_sentence(error: NotPossible) -> None:
    refused = refused_by(asked(), error)
    assert refused is not None
    assert refused.sentence.endswith((".", "?"))


async def test_a_reason_that_has_no_sentence_is_answered_as_a_fault() -> None:
    request = asked()
    await answer_error(request, NotPossible())
    assert "Something went wrong on my side" in given(request)[0][1]


async def test_a_fault_is_no_refusal(caplog: pytest.LogCaptureFixture) -> None:
    request = asked()
    assert refused_by(request, RuntimeError()) is None
    await answer_error(request, RuntimeError("inside"))
    assert "Something went wrong on my side" in given(request)[0][1]
    assert "A person's request failed" in caplog.text


async def test_nothing_is_offered_to_those_to_whom_it_is_refused() -> None:
    @completion
    async def names(request: Request, current: str) -> list[Choice]:
        require_admin(request)
        return choices((f"{current}{number}" * 40, str(number)) for number in range(30))

    assert await names(asked().interaction, "a") == []
    offered = await names(asked(manage_guild=True).interaction, "a")
    assert len(offered) == 25, "Discord takes no more"
    assert all(len(choice.name) <= 100 for choice in offered)
