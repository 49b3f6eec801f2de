"""Formats: the ordered stages of a session and its times, as validated data.

No files are read here and no sentence is chosen: `bot.content` reads `data/formats/*.toml`, and `format_table` makes
a format of what is in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .changing import replace


class StageKind(StrEnum):
    """The kinds of stage a format can be made of (docs/method.md, "Stages")."""

    ANNOUNCE = "announce"
    AGREEMENTS = "agreements"
    ROUND = "round"
    OPEN = "open"
    HARVEST = "harvest"
    CLOSING = "closing"


class SpeakingOrder(StrEnum):
    """Who comes next: around the circle, shuffled, whoever would like to, or whom the last teller names."""

    ROUND = "round"
    SHUFFLED = "shuffled"
    VOLUNTEER = "volunteer"
    NOMINATE = "nominate"


class PassPolicy(StrEnum):
    """What follows a pass: no more of this round, one more offer at the end, or (UNESCO) up to two more."""

    FREE = "free"
    COME_BACK = "come_back"
    EVERYONE_EVENTUALLY = "everyone_eventually"


class PromptKind(StrEnum):
    """The part of a deck a question is drawn from."""

    OPENING = "opening"
    STORY = "story"
    REFLECTION = "reflection"
    CLOSING = "closing"


class NotePolicy(StrEnum):
    """Whether a teller is offered to say what a story touches on, asked to, or neither (docs/method.md,
    "Safety")."""

    OFF = "off"
    ASK = "ask"
    REQUIRED = "required"


class LateComers(StrEnum):
    """When somebody who takes a seat after the agreements comes into the room (docs/method.md, "Agreements")."""

    AGREE_FIRST = "agree_first"
    """Once they have agreed, or said that they would rather listen: no story is heard by anybody who has not."""
    AT_ONCE = "at_once"


OFFERS_IN_A_ROUND = {PassPolicy.FREE: 1, PassPolicy.COME_BACK: 2, PassPolicy.EVERYONE_EVENTUALLY: 3}
"""How often, in all, a seat that passes is offered the piece in one round."""

SMALLEST_CIRCLE, LARGEST_CIRCLE = 3, 8
USUAL_WRITTEN_FACTOR, LARGEST_WRITTEN_FACTOR = 1.5, 3.0
"""How many times as long a written turn lasts as a spoken one: of a format that does not say, and at the most."""
LONGEST_BREATH_S = 600
"""The longest quiet that a stage can have after each of its turns."""
PROMPTED = frozenset({StageKind.ANNOUNCE, StageKind.ROUND, StageKind.OPEN, StageKind.CLOSING})


@dataclass(frozen=True, slots=True)
class Timing:
    """The times of a format, in whole seconds. `data/formats/format.schema.json` says what each means."""

    offer_s: int = 60
    warn_s: int = 60
    grace_s: int = 60
    extra_s: int = 60
    breath_s: int = 5
    long_breath_s: int = 60
    return_s: int = 90
    silence_s: int = 60
    pause_s: int = 900
    rest_s: int = 180
    answer_s: int = 300
    gathering_s: int = 3600
    role_s: int = 60
    nominate_s: int = 30
    note_s: int = 15


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a format. `seconds` is a whole stage's length or, in a round, one turn's."""

    kind: StageKind
    title: str
    text: str
    seconds: int
    prompt: PromptKind | None = None
    items: tuple[str, ...] = ()
    exception: str = ""
    breath_s: int | None = None
    """The quiet after each turn of this round, in seconds; None: as the times of the format have it."""


@dataclass(frozen=True, slots=True)
class Format:
    """The ordered stages of a session, and every number and rule that groups disagree on.

    A kept format leaves out what is as here: a default that changed would change circles that are under way.
    """

    id: str
    title: str
    summary: str
    stages: tuple[Stage, ...]
    minimum: int = SMALLEST_CIRCLE
    capacity: int = LARGEST_CIRCLE
    order: SpeakingOrder = SpeakingOrder.ROUND
    pass_policy: PassPolicy = PassPolicy.COME_BACK
    timing: Timing = Timing()
    content_notes: NotePolicy = NotePolicy.ASK
    scale: bool = False
    late_comers: LateComers = LateComers.AGREE_FIRST
    written_factor: float = 1.0
    """How many times as long a written turn lasts as its stage says. 1 in a written room, where the stages say so."""

    @property
    def asks_agreement(self) -> bool:
        """Whether anything has to be agreed to before a turn can be offered."""
        return any(stage.kind is StageKind.AGREEMENTS for stage in self.stages)

    def adjusted(
        self,
        *,
        capacity: int | None = None,
        story_s: int | None = None,
        minimum: int | None = None,
        scale: bool | None = None,
        in_writing: bool = False,
    ) -> Format:
        """The same format, changed.

        Args:
            capacity: another number of seats.
            story_s: other seconds for a story turn. They are taken as they are, also in a written room.
            minimum: another number of people needed.
            scale: whether to ask how alone people feel.
            in_writing: whether people write, which takes longer than speaking: every turn is longer, once.

        Raises:
            FormatError: the number is outside what a circle can hold.
        """
        changed = self._written() if in_writing else self
        if capacity is not None:
            if not SMALLEST_CIRCLE <= capacity <= LARGEST_CIRCLE:
                raise FormatError(
                    "capacity", f"is {capacity}; a circle has {SMALLEST_CIRCLE} to {LARGEST_CIRCLE} seats"
                )
            changed = replace(changed, capacity=capacity, minimum=min(changed.minimum, capacity))
        if minimum is not None:
            if not SMALLEST_CIRCLE <= minimum <= changed.capacity:
                raise FormatError(
                    "minimum", f"is {minimum}; a circle needs {SMALLEST_CIRCLE} to {changed.capacity} people"
                )
            changed = replace(changed, minimum=minimum)
        if story_s is not None:
            if not 30 <= story_s <= 3600:
                raise FormatError("seconds", f"is {story_s}; a turn lasts from 30 seconds to an hour")
            stages = tuple(
                replace(stage, seconds=story_s)
                if stage.kind is StageKind.ROUND and stage.prompt is PromptKind.STORY
                else stage
                for stage in changed.stages
            )
            changed = replace(changed, stages=stages)
        return changed if scale is None else replace(changed, scale=scale)

    def turn_s(self, stage: Stage, *, in_writing: bool) -> int:
        """How many seconds a turn of that stage has, spoken or written. In a written room both are the same."""
        return round(stage.seconds * self.written_factor) if in_writing else stage.seconds

    def breath_s(self, stage: Stage) -> int:
        """How many seconds of quiet follow a turn of that stage (docs/method.md, "Formats")."""
        return self.timing.breath_s if stage.breath_s is None else stage.breath_s

    def _written(self) -> Format:
        """The same format with the time that its turns need in writing."""
        stages = tuple(
            replace(stage, seconds=self.turn_s(stage, in_writing=True))
            if stage.kind is StageKind.ROUND
            else stage
            for stage in self.stages
        )
        return replace(self, stages=stages, written_factor=1.0)


class Flaw(StrEnum):
    """What can be wrong with a format, for whoever has sentences of their own for it."""

    UNKNOWN = "unknown"
    TABLE = "table"
    WORDS = "words"
    LONG = "long"
    LINE = "line"
    NUMBER = "number"
    YES_OR_NO = "yes_or_no"
    ONE_OF = "one_of"
    SENTENCES = "sentences"
    NOT_HERE = "not_here"
    AGREEMENTS = "agreements"
    NO_STAGE = "no_stage"
    MANY_STAGES = "many_stages"
    NO_ROUND = "no_round"


class FormatError(ValueError):
    """A format that cannot be used.

    Attributes:
        where: the key, such as `stage 2 seconds`.
        flaw: what is wrong there.
        values: what the sentence about it needs.
    """

    def __init__(self, where: str, problem: str, flaw: Flaw = Flaw.NUMBER, **values: object) -> None:
        super().__init__(f"{where} {problem}")
        self.where = where
        self.flaw = flaw
        self.values = values
