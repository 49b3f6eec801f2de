"""Discord's own answers of no: status, JSON error code and message.

Codes and messages are those of Discord's documentation, Topics > Opcodes and Status Codes > JSON.
"""

from __future__ import annotations

from typing import Any

CODES: dict[int, tuple[int, str]] = {
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10009: (404, "Unknown permission overwrite"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10065: (404, "Unknown Voice State"),
    10067: (404, "Unknown Stage Instance"),
    10070: (404, "Unknown Guild Scheduled Event"),
    30013: (400, "Maximum number of guild channels reached (500)"),
    30033: (400, "Maximum number of thread participants has been reached (1000)"),
    30038: (400, "Maximum number of uncompleted guild scheduled events reached (100)"),
    30046: (429, "Maximum number of edits to messages older than 1 hour reached. Try again later"),
    30060: (400, "Maximum number of channel permission overwrites reached (1000)"),
    40003: (403, "You are opening direct messages too fast"),
    40032: (400, "Target user is not connected to voice."),
    40060: (400, "Interaction has already been acknowledged."),
    50001: (403, "Missing Access"),
    50003: (400, "Cannot execute action on a DM channel"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50008: (400, "Cannot send messages in a non-text channel"),
    50013: (403, "Missing Permissions"),
    50016: (400, "Provided too few or too many messages to delete"),
    50034: (400, "A message provided was too old to bulk delete"),
    50021: (403, "Cannot execute action on a system message"),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50035: (400, "Invalid Form Body"),
    50083: (400, "Thread is archived"),
    50278: (403, "Cannot send messages to this user due to having no mutual guilds"),
    60003: (403, "Two factor is required for this operation"),
    150006: (400, "The Stage is already open"),
    160005: (400, "This thread is locked"),
    160006: (400, "Maximum number of active threads reached"),
}


class Refused(Exception):
    """Discord says no.

    Args:
        code: one of `CODES`, or 0.
        status: the HTTP status; that of the code when None.
        headers: what else the answer carries.
        **more: further fields of the body.
    """

    def __init__(
        self, code: int, status: int | None = None, headers: dict[str, str] | None = None, **more: Any
    ) -> None:
        usual, message = CODES.get(code, (400, "no"))
        self.status = status or usual
        self.headers = headers or {}
        self.body = {"message": message, "code": code, **more}
        super().__init__(f"{self.status} {code} {message}")


def invalid(field: str, message: str) -> Refused:
    """50035: a field of the body cannot be as it is. Source: Discord's docs, Reference > Error Messages."""
    errors: dict[str, Any] = {"_errors": [{"code": "BASE_TYPE_INVALID", "message": message}]}
    for name in reversed(field.split(".")):
        errors = {name: errors}
    return Refused(50035, errors=errors)
