"""What a card is drawn from: one session, who sits in it, and the voice of its readers. Drawing asks no one else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.circle.formats import PromptKind
from bot.circle.model import Prompt, SessionState
from bot.content import Content
from bot.ids import ChannelXid, MemberXid
from bot.services.circle.sessions import Session

from .i18n import Translator
from .user_text import escaped


@dataclass(frozen=True, slots=True)
class CardContext:
    """A session as it is drawn."""

    session: Session
    t: Translator
    content: Content
    people: Mapping[int, MemberXid]
    """Discord ids by seat."""
    room_goes_at: datetime | None = None
    """When the room is deleted, once that is certain."""
    cleared_at: datetime | None = None
    """When the bot's own messages in a room that stays are deleted, once that is certain."""
    room_stays: bool = False
    """Whether the room was to be deleted and could not be."""
    hope_xid: ChannelXid | None = None
    """The server's hope channel, if it has one."""
    gives_slips: bool = False
    """Whether the server gives slips for proof of attendance."""

    @property
    def state(self) -> SessionState:
        """The session's state."""
        return self.session.state

    def who(self, seat: int | None) -> str:
        """A mention of the person in that seat; of nobody who is not in the room: a name in it lets them in."""
        taken = self.state.seat(seat)
        member_xid = self.people.get(taken.number) if taken is not None and taken.is_inside else None
        return self.t("someone") if member_xid is None else f"<@{member_xid}>"

    def story_question(self) -> str:
        """The question for the stories, once it is known; empty before."""
        put = dict(self.state.prompts)
        stages = enumerate(self.state.format.stages)
        found = (put.get(index) for index, stage in stages if stage.prompt is PromptKind.STORY)
        return self.question(next(found, None))

    def question(self, prompt: Prompt | None) -> str:
        """The words of a question, safe to show; empty when there is none."""
        if prompt is None:
            return ""
        return escaped(prompt.text) if prompt.text else self.content.text(self.t.language, prompt.id) or ""


def timestamp(at: datetime | None, style: str = "R") -> str:
    """A Discord timestamp: every reader sees it in their own time zone."""
    return "" if at is None else f"<t:{int(at.timestamp())}:{style}>"
