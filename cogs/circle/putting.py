"""Putting a question to a circle: one that is there, or one in somebody's own words."""

from __future__ import annotations

import discord

from bot.circle.model import Prompt
from bot.circle.prompts import PromptSet, SetPrompt
from bot.content import PROMPT_LENGTH
from bot.ids import SessionId
from bot.services.circle.answer import Answer
from bot.ui.i18n import Translator
from bot.ui.modal import SafeModal, text_field
from bot.ui.prompt_pages import PromptPages, pages_of
from bot.ui.refused import Refused
from bot.ui.request import Request
from bot.ui.user_text import clean


def prompt_from(t: Translator, pages: PromptPages, typed: str) -> Prompt:
    """The question somebody chose from a deck or typed. Raises `Refused` when it is empty or too long."""
    words = clean(typed)
    known = pages.find(words)
    if known is not None:
        return known
    if not 1 <= len(words) <= PROMPT_LENGTH:
        raise Refused(t("A question has from 1 to {most} characters.", most=PROMPT_LENGTH))
    return Prompt(text=words)


async def set_prompt(request: Request, session_id: SessionId, typed: str) -> None:
    """Put another question, from a deck or typed, and say for which stage."""
    bot = request.bot
    session = await bot.desks.circle.get(session_id)
    pages = await pages_of(bot, session.guild_xid, session.language)
    answer = await put(request, session_id, prompt_from(request.t, pages, typed))
    await request.say(put_sentence(request.t, answer))


async def put(request: Request, session_id: SessionId, prompt: Prompt) -> Answer:
    """Put that question. Raises `Refused`."""
    asked = request.with_authority(SetPrompt(prompt=prompt))
    return request.granted(await request.bot.desks.circle.put_question(session_id, request.member_xid, asked))


def put_sentence(t: Translator, answer: Answer) -> str:
    """What is said once a question is put."""
    put = next((event for event in answer.events if isinstance(event, PromptSet)), None)
    if put is None:
        return t("The circle has that question already.")
    title = t.content(answer.session.state.format.stages[put.stage].title)
    return t("The circle has a new question, for the stage {title}.", title=title)


class PromptModal(SafeModal):
    """A larger field for a question in one's own words."""

    def __init__(self, request: Request, session_id: SessionId) -> None:
        t = request.t
        super().__init__(title=t("A question for the circle"), custom_id=f"sc:prompt:{session_id}")
        self.session_id = self.about_session = session_id
        self.field = text_field(
            "sc:prompt:words", "", PROMPT_LENGTH, required=True, style=discord.TextStyle.paragraph
        )
        self.ask(t("Your question"), self.field, t("One that everyone can answer, or pass on."))

    async def submitted(self, request: Request) -> None:
        await set_prompt(request, self.session_id, self.field.value)
