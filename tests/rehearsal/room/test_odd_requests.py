"""Whatever is sent to the room, odd or broken or huge: an answer with a sentence, and no traceback anywhere."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.rehearsal.room.guard import HEADERS
from tests.rehearsal.room.visiting import Visit, visiting

GETS = ("", "api/state", "cdn", "save.html", "static/0/main.js", "static/{}", "static/0/{}", "{}", "api/{}")
POSTS = ("do", "time", "person", "weather", "guide", "{}")
KINDS = (
    "send",
    "slash",
    "autocomplete",
    "click",
    "select",
    "modal",
    "modal_cancel",
    "join",
    "leave",
    "hand",
    "answer",
    "read",
    "dms_closed",
    "permission",
)
KEYS = (
    "viewer",
    "channel",
    "kind",
    "name",
    "options",
    "option",
    "value",
    "values",
    "message",
    "custom_id",
    "text",
    "ctype",
    "speed",
    "skip",
    "next",
    "id",
    "language",
    "auto",
    "on",
    "start",
    "stop",
)
COMMANDS = ("circle open", "circle order", "prompts import", "settings setup", "circle", "/", "circle open x")
LONG = "9" * 5000

odd_text = st.text(max_size=40) | st.sampled_from(
    [LONG, "x" * 3000, "\x00", "\ud800", "\u2028", "-1", "٣", "1e999", "../../x", "a" * 300 + ".js", "%"]
)
odd_name = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    ["a" * 300 + ".js", "a" * 5000, "..", "\x00.js", ".js", "x.js"]
)
odd_value = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | odd_text
    | st.sampled_from(["{ana}", "{lobby}", *KINDS, *COMMANDS]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(odd_text | st.sampled_from(KEYS), inner, max_size=3)
    ),
    max_leaves=6,
)
odd_body = st.dictionaries(st.sampled_from(KEYS), odd_value, max_size=6)
odd_action = st.builds(
    lambda body, kind, name: {**body, "viewer": "{ana}", "channel": "{lobby}", "kind": kind, "name": name},
    odd_body,
    st.sampled_from(KINDS),
    st.sampled_from(COMMANDS),
)
odd_header = st.sampled_from(
    [
        "Content-Type: application/json; charset=no-such",
        "Content-Type: ;;;",
        "Content-Encoding: gzip",
        "Content-Encoding: nonsense",
        "Content-Length: -1",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: nonsense",
        "Expect: miracles",
        "Host: [::",
        "Host: ",
        "Origin: \x7f",
        "Cookie: " + "a=b; " * 50,
        "Range: bytes=9-1",
        "X-Long: " + "x" * 9000,
        "no colon",
        ": nothing",
        "Upgrade: websocket\r\nConnection: upgrade",
    ]
)
a_sitting = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Sitting:
    """A room in a loop of its own, asked from plain functions, which is what a property is."""

    def __init__(self, runner: asyncio.Runner, visit: Visit) -> None:
        self._runner = runner
        self.visit = visit

    def get(self, path: str) -> tuple[int, str]:
        return self.raw(f"GET /{self.visit.address.token}/{path}", [])

    def post(self, path: str, body: str) -> tuple[int, str]:
        headers = [f"Origin: {self.visit.origin}", "Content-Type: application/json"]
        sent = body.encode("utf-8", "surrogatepass")
        headers.append(f"Content-Length: {len(sent)}")
        return self.raw(f"POST /{self.visit.address.token}/api/{path}", headers, sent)

    def raw(self, head: str, headers: list[str], body: bytes = b"") -> tuple[int, str]:
        """The answer to a request that is written byte by byte: its status and its words."""
        lines = [f"{head} HTTP/1.1", *headers, "Connection: close"]
        if not any(line.startswith("Host:") for line in headers):
            lines.insert(1, f"Host: 127.0.0.1:{self.visit.address.port}")
        sent = "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogatepass") + body
        return self._runner.run(self._exchange(sent))

    async def _exchange(self, sent: bytes) -> tuple[int, str]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.visit.address.port)
        try:
            writer.write(sent)
            async with asyncio.timeout(20):
                head = await reader.readuntil(b"\r\n\r\n")
                words = await reader.read()
        finally:
            writer.close()
        lines = head.decode("latin-1").lower().splitlines()
        for name, value in HEADERS.items():
            assert f"{name}: {value}".lower() in lines, (sent[:80], lines)
        return int(head.split()[1]), words.decode("utf-8", "replace")


@pytest.fixture(scope="module")
def sitting() -> Iterator[Sitting]:
    with asyncio.Runner() as runner:
        opened: asyncio.Future[Visit] = runner.get_loop().create_future()
        over = asyncio.Event()

        async def hold() -> None:
            async with visiting() as visit:
                opened.set_result(visit)
                await over.wait()

        async def leave() -> None:
            over.set()
            await holding

        async def wait() -> Visit:
            return await opened

        holding = runner.get_loop().create_task(hold())
        try:
            yield Sitting(runner, runner.run(wait()))
        finally:
            runner.run(leave())


@pytest.fixture
def sitter(sitting: Sitting, caplog: pytest.LogCaptureFixture) -> Iterator[Sitting]:
    """The same room; nothing in the test may have left a traceback or a token in the log."""
    caplog.set_level(logging.WARNING)
    yield sitting
    assert not [record for record in caplog.records if record.exc_info or "Traceback" in record.getMessage()]
    assert sitting.visit.address.token not in caplog.text
    assert sitting.visit.room.world.faults.lines.shown() == []


def _is_said(status: int, words: str) -> None:
    """It went well, or a sentence says what did not."""
    assert status < 500, words
    if status >= 400:
        error = json.loads(words)["error"]
        assert error.endswith("."), words


@a_sitting
@given(st.sampled_from(GETS), odd_name, st.dictionaries(st.sampled_from([*KEYS, "u"]), odd_text, max_size=4))
def test_an_odd_address_is_answered_with_a_sentence(
    sitter: Sitting, path: str, name: str, params: dict[str, str]
) -> None:
    query = "&".join(f"{key}={quote(value, errors='surrogatepass')}" for key, value in params.items())
    _is_said(*sitter.get(f"{path.format(quote(name))}?{query}"))


@a_sitting
@given(st.sampled_from(POSTS), odd_name, odd_body | odd_action | odd_value)
def test_an_odd_wish_is_answered_with_a_sentence(sitter: Sitting, path: str, name: str, body: object) -> None:
    visit = sitter.visit
    words = json.dumps(body).replace("{ana}", visit.ids["Ana"]).replace("{lobby}", visit.lobby)
    _is_said(*sitter.post(path.format(quote(name, safe="")), words))


@a_sitting
@given(
    st.sampled_from(["GET", "POST", "HEAD", "BREW", "get", ""]), st.lists(odd_header, max_size=3), odd_text
)
def test_an_odd_request_is_answered_with_a_sentence(
    sitter: Sitting, method: str, headers: list[str], body: str
) -> None:
    sent = f"zz\r\n{body}".encode("utf-8", "surrogatepass")
    ours = [f"Origin: {sitter.visit.origin}", "Content-Type: application/json", *headers]
    status, words = sitter.raw(f"{method} /{sitter.visit.address.token}/api/do", ours, sent)
    assert 400 <= status < 500
    assert method == "HEAD" or status == 417 or json.loads(words)["error"].endswith(".")


@pytest.mark.parametrize("path", ["api/state?viewer=", "api/state?channel=", "save.html?viewer=", "cdn?u="])
def test_a_number_of_five_thousand_digits_is_nobodys(sitter: Sitting, path: str) -> None:
    _is_said(*sitter.get(path + LONG))


def test_an_address_longer_than_any_is_refused_in_one_line(
    sitter: Sitting, caplog: pytest.LogCaptureFixture
) -> None:
    for token in ("", sitter.visit.address.token):
        status, words = sitter.raw(f"GET /{token}/{'x' * 9000}", [])
        assert (status, json.loads(words)) == (400, {"error": "The room did not understand that."})
    assert [record.getMessage() for record in caplog.records] == [
        "Refused what is no request (LineTooLong)"
    ] * 2


def test_what_is_no_http_is_answered_too(sitter: Sitting) -> None:
    status, words = sitter.raw("\x16\x03\x01\x02", [])
    assert (status, json.loads(words)) == (400, {"error": "The room did not understand that."})


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "nonsense"])
def test_what_is_not_packed_as_it_says_is_answered_in_a_sentence(
    coding: str, sitter: Sitting, caplog: pytest.LogCaptureFixture
) -> None:
    headers = [
        f"Origin: {sitter.visit.origin}",
        "Content-Type: application/json",
        f"Content-Encoding: {coding}",
        "Content-Length: 4",
    ]
    status, words = sitter.raw(f"POST /{sitter.visit.address.token}/api/do", headers, b"abcd")
    assert 400 <= status < 500
    assert json.loads(words)["error"].endswith(".")
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
