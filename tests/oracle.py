"""Whether Discord would take a request, by its own OpenAPI description, where that lies beside the project.

`DISCORD_OPENAPI` is the path of the description and `DISCORD_OPENAPI_ORACLE` that of the checker.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import warnings
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol
from unittest.mock import patch

from jsonschema import Draft202012Validator

_ID = re.compile(r"\b\d{17,20}\b")
_NUMBER = re.compile(r"[0-9]+")
AS_FAR_AS_READ = ("/oauth2/applications/@me", "/gateway/bot", "/users/@me")
"""What is asked once, at start, and answered only as far as the library reads it."""
_ANY_OF = Draft202012Validator.VALIDATORS["anyOf"]
SEEN: dict[str, list[str]] = {}
"""What is wrong with a request, by `alike`. A copy of the process hands over what it has found out."""
RIGHT: set[tuple[int, str]] = set()
"""Parts that are as one of their options has it, by the options and as JSON: the same button is on many cards."""


class Call(Protocol):
    """A request, wherever it was caught."""

    @property
    def method(self) -> str: ...

    @property
    def path(self) -> str: ...

    @property
    def query(self) -> Any: ...

    @property
    def body(self) -> Any: ...


@lru_cache(maxsize=1)
def checker() -> Any:
    """The checker's module and the checker; None when they are not there."""
    description, code = os.environ.get("DISCORD_OPENAPI"), os.environ.get("DISCORD_OPENAPI_ORACLE")
    if not description or not code:
        return None
    spec = importlib.util.spec_from_file_location("discord_openapi_oracle", Path(code))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # What it makes of jsonschema's validator has its words for `anyOf`.
    with patch.dict(Draft202012Validator.VALIDATORS, anyOf=_any_of):
        spec.loader.exec_module(module)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves closing the file to the interpreter
        return module, module.Oracle(description)


def _any_of(validator: Any, options: list[Any], instance: Any, schema: Any) -> Iterator[Any]:
    """As jsonschema has it, but several times faster on cards, which are nested choices.

    As long as one option is right, of any other the first fault is enough, and not all that are in it; and what is
    of another type, of those that an option enumerates, is not looked at further.
    """
    if (part := (id(options), json.dumps(instance))) in RIGHT:
        return
    for option in options:
        if _may_be(validator, option, instance) and not any(
            True for _ in validator.descend(instance, option)
        ):
            RIGHT.add(part)
            return
    yield from _ANY_OF(validator, options, instance, schema)


def _may_be(validator: Any, option: Any, instance: Any) -> bool:
    """Whether the type of an instance is one of those that an option has, where both have one."""
    if not isinstance(instance, dict) or not isinstance(option, dict) or "type" not in instance:
        return True
    if "$ref" in option:
        option = validator._resolver.lookup(option["$ref"]).contents
    types = option.get("properties", {}).get("type", {}).get("enum")
    return types is None or instance["type"] in types


def wrong_answers(calls: Iterable[Any]) -> list[str]:
    """Which answers of the tests' own Discord are not as Discord's description has them; nothing when it is not there.

    Args:
        calls: requests with their `status` and `answer`.
    """
    if (found := checker()) is None:
        return []
    _, oracle = found
    wrong: dict[str, None] = {}
    for call in calls:
        if call.fault or call.status is None or call.path in AS_FAR_AS_READ:
            continue
        for problem in oracle.response(call.method, call.path, call.status, call.answer):
            wrong[_ID.sub("0", f"{call.method} {call.path} {call.status}: {problem}")] = None
    return list(wrong)


def problems(calls: Iterable[Call]) -> list[str]:
    """What is wrong with these requests; nothing when there is nothing to check them by."""
    if (found := checker()) is None:
        return []
    module, oracle = found
    wrong = []
    for call in calls:
        if (kind := alike(call)) not in SEEN:
            here = f"{call.method} {call.path}"
            found_here = oracle.request(call.method, call.path, call.body, call.query)
            SEEN[kind] = [
                f"{here}: {problem}"
                for problem in found_here
                if not any(re.match(a, here) and re.search(b, problem) for a, b in module.KNOWN)
            ]
        wrong += SEEN[kind]
    return wrong


def alike(call: Call) -> str:
    """The same text for requests that Discord takes or refuses alike: one of each kind is enough to look at.

    These differ only in numbers within words, as ids, instants and versions are, and in nonces. How long each is
    counts, whether it begins with a zero, and which of them are equal: that is all a description can ask of them.
    """
    names: dict[str, str] = {}

    def name(number: re.Match[str]) -> str:
        digits = number[0]
        return names.setdefault(digits, f"#{len(names)}.{len(digits)}{'z' * digits.startswith('0')}")

    def plain(part: Any, key: str = "") -> Any:
        if isinstance(part, dict):
            return {key: plain(value, key) for key, value in part.items()}
        if isinstance(part, list | tuple):
            return [plain(one) for one in part]
        if isinstance(part, str):
            return f"a nonce of {len(part)}" if key == "nonce" else _NUMBER.sub(name, part)
        # A number that is no id is a choice or a limit, and counts as it is.
        return f"number {_NUMBER.sub(name, str(part))}" if _is_id(part) else part

    return f"{call.method} {plain(call.path)} {plain(call.query)} {json.dumps(plain(call.body))}"


def _is_id(part: Any) -> bool:
    return type(part) is int and _ID.fullmatch(str(part)) is not None
