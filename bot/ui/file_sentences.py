"""What is said of a file that cannot be read at all, whatever was to be in it."""

from __future__ import annotations

from bot.services.prompts.prompt_rows import Problem, Wrong

from .i18n import Translator
from .user_text import escaped


def file_sentence(t: Translator, problem: Problem, most_bytes: int) -> str | None:
    """The sentence for what is wrong with a file; None when it is about what is in it.

    Args:
        t: the voice of the sentence.
        problem: what is wrong.
        most_bytes: how large such a file can be.
    """
    value = escaped(problem.value)
    match problem.wrong:
        case Wrong.LARGE:
            return t("A file can have {most} kilobytes at most. This one has more.", most=most_bytes // 1024)
        case Wrong.ENCODING:
            return t("I cannot read the letters from here on. Please save the file as UTF-8.")
        case Wrong.SYNTAX:
            return t("I cannot read this as {kind}. A quotation mark or bracket may be missing.", kind=value)
        case Wrong.TWICE:
            return t("{name} stands here twice. Please keep one of the two.", name=value)
        case Wrong.CURLY:
            return t('The quotation marks here are curly. Please type straight ones, like this: "words".')
        case _:
            return None
