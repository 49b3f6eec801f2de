"""What is said of a file, or of a question, that cannot be used: where, what, and what to write instead."""

from __future__ import annotations

from collections.abc import Sequence

from bot.circle.formats import PromptKind
from bot.services.prompts.own_prompts import CONTRIBUTOR_LENGTH, MOST, TEXT_LENGTH
from bot.services.prompts.prompt_files import MOST_BYTES
from bot.services.prompts.prompt_rows import Problem, Wrong

from .file_sentences import file_sentence
from .i18n import Translator
from .user_text import escaped

MOST_SHOWN = 8


def problem_sentences(t: Translator, problems: Sequence[Problem], themes: Sequence[str]) -> str:
    """Everything that is wrong, a line each; the first few when there are many."""
    lines = [f"- {problem_sentence(t, problem, themes)}" for problem in problems[:MOST_SHOWN]]
    if len(problems) > MOST_SHOWN:
        count = len(problems) - MOST_SHOWN
        lines.append("- " + t.many("and {count} more like this", "and {count} more like these", count))
    return "\n".join(lines)


def problem_sentence(t: Translator, problem: Problem, themes: Sequence[str]) -> str:
    """One thing that is wrong, with its place before it."""
    what = _what(t, problem, themes)
    if problem.line is not None:
        return t("Line {line}: {what}", line=problem.line, what=what)
    if problem.number is not None:
        return t("Question {number}: {what}", number=problem.number, what=what)
    return what


def _what(t: Translator, problem: Problem, themes: Sequence[str]) -> str:
    value = escaped(problem.value)
    if (about_file := file_sentence(t, problem, MOST_BYTES)) is not None:
        return about_file
    match problem.wrong:
        case Wrong.KIND:
            return t("Please name the file .csv, .toml or .json, so that I know what is in it.")
        case Wrong.OWN_FORMAT:
            return t("That is a program's own file. Please save it there as CSV in UTF-8, and give me that.")
        case Wrong.BRACKETS:
            return t("Please write [[prompt]] in two brackets before each question.")
        case Wrong.COLUMNS:
            return t("The first line names the columns, and these are not there: {names}.", names=value)
        case Wrong.CELLS:
            return t("There are more cells than columns. Put a text with commas into quotation marks.")
        case Wrong.EMPTY:
            return t("There are no questions in this file.")
        case Wrong.MANY:
            return t("This file has {count} questions. It can have {most} at most.", count=value, most=MOST)
        case Wrong.WORDS:
            return t("Please put the words for {name} into quotation marks.", name=value)
        case Wrong.THEME:
            return t("I know no theme {name}. There are: {names}.", name=value, names=", ".join(themes))
        case Wrong.LANGUAGE:
            return t("{name} is not a language. Write it in short, such as en or de.", name=value)
        case Wrong.STAGE:
            names = ", ".join(PromptKind)
            if not value:
                return t("Please name the stage: one of {names}.", names=names)
            return t("{name} is not a stage. The stages are {names}.", names=names, name=value)
        case Wrong.SHORT:
            return t("A question has at least {least} characters.", least=TEXT_LENGTH[0])
        case Wrong.LONG:
            return t("A question has at most {most} characters.", most=TEXT_LENGTH[-1])
        case Wrong.CONTRIBUTOR:
            return t("The writer's name has at most {most} characters.", most=CONTRIBUTOR_LENGTH)
        case _:
            raise AssertionError(f"{problem.wrong} has a sentence in `file_sentences`")
