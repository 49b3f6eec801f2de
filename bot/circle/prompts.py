"""The question of a stage, when whoever leads puts another one."""

from __future__ import annotations

from dataclasses import dataclass

from .changing import replace
from .formats import PROMPTED, PromptKind
from .model import Phase, Prompt, SessionState
from .refusals import Code, Refusal
from .slices import Command, Draft, Event, No, on


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPrompt(Command):
    """Put another question: for this stage, or for the next that has one."""

    prompt: Prompt


@dataclass(frozen=True, slots=True)
class PromptSet(Event):
    """A stage has another question."""

    stage: int
    prompt: Prompt


def _prompt_set(state: SessionState, event: PromptSet) -> SessionState:
    prompts = dict(state.prompts) | {event.stage: event.prompt}
    going = state.round
    if going is not None and event.stage == state.stage_index:
        going = replace(going, asked_anew=True)
    return replace(state, prompts=tuple(sorted(prompts.items())), round=going)


FOLDS = (on(PromptSet, _prompt_set),)


def set_prompt(draft: Draft, command: SetPrompt) -> No:
    """Whoever leads may choose the question, before the session and during it (docs/method.md, "Stages")."""
    wanted = prompt_stage(draft.state)
    if wanted is None:
        return Refusal(Code.NO_PROMPT_STAGE)
    if dict(draft.state.prompts).get(wanted) != command.prompt:
        draft.emit(PromptSet(wanted, command.prompt))
    return None


def prompt_stage(state: SessionState) -> int | None:
    """The stage that a question is put for: this one or the next that has one; the stories, before it begins."""
    stages = state.format.stages
    if state.phase is not Phase.LIVE:
        wanted = [i for i, stage in enumerate(stages) if stage.prompt is PromptKind.STORY]
        wanted += [i for i, stage in enumerate(stages) if stage.prompt is not None]
    else:
        wanted = [
            i for i, s in enumerate(stages) if s.kind in PROMPTED and s.prompt and i >= state.stage_index
        ]
    return wanted[0] if wanted else None
