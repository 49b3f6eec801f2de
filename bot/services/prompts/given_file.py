"""What holds for every file that somebody gives the bot to read: how long it may be, of which kind, and that it is
text."""

from __future__ import annotations

from collections.abc import Collection

from .prompt_rows import Problem, Unusable, Wrong
from .text_files import OWN_ENDINGS, NotText, Text, text_of

VALUE_LENGTH = 40
"""As much of what was written is shown again when it is not right."""


def ending_and_text(data: bytes, name: str, *, endings: Collection[str], most_bytes: int) -> tuple[str, Text]:
    """The ending of a file's name, in lower case and without its dot, and what the file says.

    Args:
        data: the file.
        name: what it is called.
        endings: which there may be.
        most_bytes: how long it may be.

    Raises:
        Unusable: it is too long, of another kind, or no text.
    """
    if len(data) > most_bytes:
        raise Unusable(Problem(Wrong.LARGE))
    ending = name.rpartition(".")[2].lower()
    if ending in OWN_ENDINGS:
        raise Unusable(Problem(Wrong.OWN_FORMAT))
    if ending not in endings:
        raise Unusable(Problem(Wrong.KIND, value=name[-VALUE_LENGTH:]))
    try:
        return ending, text_of(data)
    except NotText as error:
        wrong = Wrong.OWN_FORMAT if error.line is None else Wrong.ENCODING
        raise Unusable(Problem(wrong, line=error.line)) from None
