"""A state as it lies in the database: sealed, never twice alike, and as long whatever people did in confidence."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.circle import commands as c
from bot.circle.appointment import Appointment
from bot.circle.choices import SessionChoices
from bot.circle.confidence import room_for, without
from bot.circle.counts import UNASKED, Echo, Tally
from bot.circle.model import ContentNote, Gesture, Prompt, Seat, SessionState, Story, Turn, TurnPhase
from bot.privacy.sealing import SealError, Vault
from bot.store import codec
from tests.circle.table import ANNOUNCE, CLOSING, STORIES, Table, a_format

VAULT, SALT = Vault(b"k" * 64), b"s" * 32
HIDE, SHOW = partial(VAULT.hide, SALT), partial(VAULT.show, SALT)
PLAIN = codec._STATE.dump_json


def _kept(state: SessionState) -> str:
    return codec.dump(state, HIDE)


def _told(*gestures: tuple[int, Gesture]) -> SessionState:
    """A circle of eight in its story round, one story told."""
    table = Table(8, a_format(ANNOUNCE, STORIES, CLOSING, scale=True))
    table.receive(1)
    for seat, gesture in gestures:
        table.do(c.Resonate(seat=seat, gesture=gesture, seen=table.state.stories[0].opened))
    return table.state


EVERYTHING = tuple(product(range(2, 9), Gesture))


def test_what_was_kept_is_read_again() -> None:
    for state in (_told(), _told(*EVERYTHING)):
        assert codec.load(_kept(state), SHOW, state.format) == state
        assert codec.load(codec.dump(state, None), None, state.format) == state, "when the session is over"


def test_what_versions_kept_that_had_the_format_in_it_is_read() -> None:
    for state in (_told(), _told(*EVERYTHING)):
        plain = PLAIN(state, exclude_defaults=True)
        assert codec.load(plain.decode(), SHOW, None) == state
        assert codec.load(b64encode(HIDE(plain)).decode(), SHOW, None) == state


def test_the_format_is_not_in_it() -> None:
    state = _told()
    plain = codec.dump(state, None)
    assert '"format"' not in plain
    assert state.format.stages[0].title not in plain


def test_nothing_of_it_can_be_read_without_the_key() -> None:
    state = replace(_told(*EVERYTHING), prompts=((1, Prompt(text="Zwetschgen")),))
    for raw in (_kept(state).encode(), b64decode(_kept(state))):
        for word in (b"Zwetschgen", b"heard", b"gestures", b"seats"):
            assert word not in raw
    with pytest.raises(SealError):
        codec.load(_kept(state), partial(Vault(b"o" * 64).show, SALT), state.format)
    with pytest.raises(SealError):
        codec.load(_kept(state), partial(VAULT.show, b"o" * 32), state.format)
    with pytest.raises(ValueError, match="key"):
        codec.load(_kept(state), None, state.format)


def test_the_same_state_never_looks_the_same_twice() -> None:
    first, second = b64decode(_kept(_told())), b64decode(_kept(_told()))
    pieces = {first[n : n + 16] for n in range(0, len(first), 16)}
    assert not any(second[n : n + 16] in pieces for n in range(0, len(second), 16))


@pytest.mark.parametrize("changed", ["nonce", "seal", "words", "short"])
def test_what_was_tampered_with_is_refused(changed: str) -> None:
    sealed = bytearray(VAULT.hide(SALT, b"words"))
    match changed:
        case "nonce":
            sealed[0] ^= 1
        case "seal":
            sealed[20] ^= 1
        case "words":
            sealed[-1] ^= 1
        case _:
            del sealed[18:]
    with pytest.raises(SealError):
        VAULT.show(SALT, bytes(sealed))


_seats = st.integers(1, 8)
_tallies = st.builds(
    Tally,
    st.lists(_seats, unique=True).map(tuple),
    st.tuples(*(st.integers(0, 8) for _ in range(5))),
)
_gestures = st.lists(st.tuples(st.sampled_from(Gesture), _seats), unique=True).map(tuple)
_sums = st.lists(st.tuples(*(st.integers(0, 7) for _ in range(3))), min_size=8, max_size=8)


def _state(
    gestures: Any = ((),) * 8,
    sums: Any = ((0, 0, 0),) * 8,
    tallies: Any = (UNASKED, UNASKED),
    sparks: Any = (),
    notes: Any = (),
    rested_at: Any = None,
    had_quiet: bool = False,
) -> SessionState:
    return SessionState(
        format=a_format(STORIES, CLOSING, scale=True),
        seed=1,
        seats=tuple(Seat(number) for number in range(1, 9)),
        stories=tuple(Story(n, n, 40 + n, gestures=made) for n, made in enumerate(gestures, 1)),
        echoes=tuple(Echo(n, n, *made) for n, made in enumerate(sums, 1)),
        check_in=tallies[0],
        check_out=tallies[1],
        sparks=sparks,
        rested_at=rested_at,
        turn=Turn(9, 8, TurnPhase.SPEAKING, 50, notes=notes, had_quiet=had_quiet),
    )


_done = st.tuples(
    st.lists(_gestures, min_size=8, max_size=8),
    _sums,
    st.tuples(_tallies, _tallies),
    st.lists(_seats, unique=True).map(tuple),
    st.lists(st.sampled_from(ContentNote), unique=True).map(tuple),
    st.none() | st.just(datetime(2026, 1, 5, 19, 0, 0, 123456, tzinfo=UTC)),
    st.booleans(),
)


@given(_done)
def test_its_length_does_not_depend_on_what_people_did_in_confidence(done: Any) -> None:
    assert len(_kept(_state(*done))) == len(_kept(_state()))
    assert without(_state(*done)) == without(_state())


def test_there_is_room_for_everything_that_people_could_do() -> None:
    everyone = tuple(range(1, 9))
    full = _state(
        (tuple(product(Gesture, everyone)),) * 8,
        ((7, 7, 7),) * 8,
        (Tally(everyone, (8, 8, 8, 8, 8)),) * 2,
        everyone,
        tuple(ContentNote),
        datetime(2026, 1, 5, 19, 0, 0, 123456, tzinfo=UTC),
        True,
    )
    used = len(PLAIN(full, exclude_defaults=True)) - len(PLAIN(without(full), exclude_defaults=True))
    assert used <= room_for(full)
    assert len(_kept(full)) == len(_kept(_state()))


FLAT = {
    "starts_at": "2026-01-06T18:00:00Z",
    "reminders": [86400],
    "begins_alone": True,
    "splits": True,
    "shows_names": True,
    "has_event": False,
}


def test_a_date_whose_choices_were_kept_one_by_one_is_read() -> None:
    table = Table(3, a_format(ANNOUNCE, STORIES, CLOSING))
    flat = json.loads(PLAIN(table.state, exclude_defaults=True)) | {"appointment": FLAT}
    text = json.dumps(flat)
    for kept, show in ((text, None), (b64encode(HIDE(text.encode())).decode(), SHOW)):
        read = codec.load(kept, show, None).appointment
        assert read is not None
        assert read.choices == SessionChoices(
            begins_alone=True, splits=True, shows_names=True, has_event=False
        )
        assert read.reminders == (86400,)


def test_words_that_look_like_a_choice_change_nothing() -> None:
    """A question that somebody typed is text like any other."""
    date = Appointment(datetime(2026, 1, 6, 18, tzinfo=UTC), choices=SessionChoices(splits=True))
    state = replace(
        _told(), prompts=((1, Prompt(text='"choices": "splits" {"has_event"')),), appointment=date
    )
    assert codec.load(PLAIN(state, exclude_defaults=True).decode(), None, None) == state
    assert codec.load(_kept(state), SHOW, state.format) == state
    assert codec.load(_kept(replace(state, appointment=None)), SHOW, state.format).prompts == state.prompts
