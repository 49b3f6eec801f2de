"""What can be wrong with a format of a server's own, as values. Sentences are chosen at the edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.circle.formats import Flaw, FormatError

from ..not_possible import NotPossible
from ..prompts.prompt_rows import Problem


class Unfit(StrEnum):
    """What a format that could be held may not be in a server."""

    TITLE_TAKEN = "title_taken"
    MENTION = "mention"
    UNSEEN = "unseen"
    EXCEPTION = "exception"
    NO_AGREEMENTS = "no_agreements"
    TWO_AGREEMENTS = "two_agreements"


@dataclass(frozen=True, slots=True)
class FormatProblem:
    """One thing that is wrong."""

    what: Flaw | Unfit
    where: str = ""
    """The key, such as `stage 2 seconds`; empty when it is about the whole."""
    line: int | None = None
    """The line of the file, from 1, where it is known."""
    values: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, error: FormatError) -> FormatProblem:
        """What the core says of a format."""
        return cls(error.flaw, error.where, values=error.values)


class FormatRefused(NotPossible):
    """A format cannot be kept as it is; nothing was changed."""

    def __init__(self, *problems: FormatProblem) -> None:
        super().__init__("the format cannot be used")
        self.problems = problems


class FormatFileRefused(NotPossible):
    """A file cannot be read as one with a format in it; nothing was changed."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("the file cannot be used")
        self.problems = problems


class FormatGone(NotPossible):
    """A format of the server, or its draft, is there no more."""


class FormatChanged(NotPossible):
    """Somebody else has changed it meanwhile."""


class FormatsFull(NotPossible):
    """The server has as many formats of its own as it may have."""
