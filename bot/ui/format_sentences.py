"""What is said of a format that cannot be kept, or of its file: where, what, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.circle.format_table import MOST_STAGES
from bot.circle.formats import Flaw
from bot.services.formats.format_files import MOST_BYTES
from bot.services.formats.problems import FormatProblem, Unfit
from bot.services.prompts.prompt_rows import Problem, Wrong

from .file_sentences import file_sentence
from .i18n import N_, Translator
from .user_text import clean, escaped

MOST_SHOWN = 6
KEYS = {
    "title": N_("Name"),
    "summary": N_("What it is for"),
    "text": N_("What its card says"),
    "items": N_("The agreements"),
}
"""What the keys for words are called where nobody has a file before them."""

SENTENCES: dict[Flaw | Unfit, str] = {
    Flaw.UNKNOWN: N_("I do not know that key. Known here: {names}."),
    Flaw.TABLE: N_("Please write it as a table of its own, as in an exported file."),
    Flaw.WORDS: N_("Please write some words here."),
    Flaw.LONG: N_("It has {count} characters. It can have {most} at most."),
    Flaw.LINE: N_("Please write it on one line."),
    Flaw.NUMBER: N_("Please write a number from {least} to {most}."),
    Flaw.YES_OR_NO: N_("Please write true or false."),
    Flaw.ONE_OF: N_("Please write one of these: {names}."),
    Flaw.SENTENCES: N_("Please write a line for each agreement, all different, {most} at most."),
    Flaw.NOT_HERE: N_("A stage of the kind {kind} has none. Please leave it out."),
    Flaw.AGREEMENTS: N_("Items belong to the agreements, and the agreements need some."),
    Flaw.NO_STAGE: N_("There is no stage yet."),
    Flaw.MANY_STAGES: N_("A format can have {most_stages} stages at most."),
    Flaw.NO_ROUND: N_("There is no round yet: a stage in which everyone has a turn."),
    Unfit.TITLE_TAKEN: N_("There is a format called {title} already. Please choose another name."),
    Unfit.MENTION: N_("Please leave out mentions of people, roles and channels."),
    Unfit.UNSEEN: N_("There are characters in it that nobody sees. Please type it once more by hand."),
    Unfit.EXCEPTION: N_("The exception is the same in every format, in my words. Please leave this key out."),
    Unfit.NO_AGREEMENTS: N_("The agreements come before the first round. Please add a stage for them."),
    Unfit.TWO_AGREEMENTS: N_("A format has its agreements once. Please remove one of the two stages."),
}


def format_sentences(t: Translator, problems: Sequence[FormatProblem]) -> str:
    """Everything that is wrong, a line each; the first few when there are many."""
    lines = [f"- {format_sentence(t, problem)}" for problem in problems[:MOST_SHOWN]]
    if (more := len(problems) - MOST_SHOWN) > 0:
        lines.append("- " + t.many("and {count} more like this", "and {count} more like these", more))
    return "\n".join(lines)


def format_sentence(t: Translator, problem: FormatProblem) -> str:
    """One thing that is wrong, with its place before it."""
    values = {name: escaped(str(value)) for name, value in problem.values.items()}
    what = t(SENTENCES[problem.what], **{"most_stages": MOST_STAGES, **values})
    if problem.where == "id":
        what = t("Please write a short word in lower case, such as small-circle, or leave it out.")
    if place := _place(t, problem):
        what = f"{place}: {what}"
    return what if problem.line is None else t("Line {line}: {what}", line=problem.line, what=what)


def format_file_sentences(t: Translator, problems: Sequence[Problem]) -> str:
    """Why a file cannot be read as one with a format in it, a line each."""
    return "\n".join(f"- {_file_sentence(t, problem)}" for problem in problems)


def _file_sentence(t: Translator, problem: Problem) -> str:
    what = file_sentence(t, problem, MOST_BYTES)
    if what is None and problem.wrong is Wrong.EMPTY:
        what = t("There is no format in this file.")
    elif what is None:
        what = t("Please give me a TOML file, such as /formats export makes.")
    return what if problem.line is None else t("Line {line}: {what}", line=problem.line, what=what)


def _place(t: Translator, problem: FormatProblem) -> str:
    """Which stage and which key, as far as it is about one."""
    if problem.what in (Flaw.NO_STAGE, Flaw.NO_ROUND, Flaw.MANY_STAGES):
        return ""
    found = re.fullmatch(r"stage (\d+)(?: (.*))?", problem.where)
    number, key = (found[1], found[2] or "") if found else ("", problem.where)
    name = t(KEYS[key]) if key in KEYS else f"`{clean(key).replace('`', '')[:40]}`" if key else ""
    stage = t("Stage {number}", number=number) if number else ""
    return ", ".join(part for part in (stage, name) if part)
