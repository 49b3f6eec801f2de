"""A "no" in one plain sentence, and the sentences for what SimCord will not do.

What a person can cause ends here and is shown to them; a fault of the bot is in `faults`.
"""

from __future__ import annotations

from simcord.backend.errors import BackendError, OptionError


class Refused(Exception):
    """Something that cannot be done now. Its text is one sentence for the person who tried."""


_BY_CODE = {
    10003: "That channel is not there any more.",
    10004: "That is not possible any more after leaving the server.",
    10007: "That person has left the server.",
    10008: "That message is not there any more.",
    50001: "This person cannot see that, so they cannot use it.",
    50007: "Direct messages are closed there.",
    50013: "This person is not allowed to do that here.",
    50024: "That cannot be done in this kind of channel.",
}
_BY_OPTION = {
    "option-required": "Please fill in “{option}”; the command needs it.",
    "option-integer-range": "The number for “{option}” is too large for Discord.",
    "option-choice": "Please take one of the choices offered for “{option}”.",
    "option-entity": "Please choose somebody, or something, that fits “{option}”.",
    "option-channel-type": "That kind of channel does not fit “{option}”.",
    "option-unknown": "The command has no “{option}”.",
    "command-not-leaf": "That is only the first part of a command; please choose all of it.",
}
_BY_WORDS = (
    ("message is not visible", "This person cannot see that message."),
    ("is not visible to this user", "This person cannot use that command here."),
    ("No application command", "There is no such command."),
    ("has no subcommand", "There is no such command."),
    ("No matching component", "That button or menu is not there any more; the newest card is further down."),
    ("component is disabled", "That button cannot be pressed now."),
    ("message's source", "The card this belongs to is not there any more."),
    ("channel is not accessible", "This person cannot see that channel."),
    ("no longer available", "That is not there any more; please begin again."),
    ("already been submitted", "That was sent already."),
    ("Select option", "Please take one of the choices in the menu."),
    ("Select expects between", "That is too few or too many choices for this menu."),
    ("expects between", "That is too few or too many choices."),
    ("Required modal control", "Please fill in everything that is needed."),
    ("is shorter than", "One of the answers is too short."),
    ("exceeds max_length", "One of the answers is too long."),
    ("not a member", "That person has left the server."),
)


def plain(error: Exception) -> str:
    """One sentence for what SimCord refused."""
    if isinstance(error, BackendError):
        return _BY_CODE.get(error.code) or f"Discord does not allow that: {_sentence(error.message)}"
    if isinstance(error, OptionError):
        if error.code in _BY_OPTION:
            return _BY_OPTION[error.code].format(option=error.option)
        detail = str(error).partition("' of '")[2].partition("' ")[2]
        return f"“{error.option}” {_sentence(detail or 'does not fit')}"
    said = str(error)
    for words, sentence in _BY_WORDS:
        if words in said:
            return sentence
    return f"Discord does not allow that: {_sentence(said)}"


def _sentence(words: str) -> str:
    first = words.strip().splitlines()[0] if words.strip() else "no reason was given"
    return first if first.endswith(".") else first + "."
