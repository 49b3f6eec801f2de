"""Slips: what is signed is read again however it is spaced, and nothing that was changed is taken for genuine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ids import GuildXid
from bot.privacy.sealing import Vault
from bot.privacy.slips import (
    MOST_GROUP,
    NoPublicKey,
    NotGenuine,
    PublicKey,
    SignedSlip,
    Slip,
    WhyNot,
    check,
    public_key,
    read_key,
    signed,
    slip_of,
)
from bot.ui.slip_words import WHY_NOT
from bot.ui.user_text import clean

VAULT, AFTER_A_CHANGE = Vault(bytes(64)), Vault(bytes(63) + b"1")
HERE, THERE = GuildXid(10**18), GuildXid(10**18 + 1)
KEY = public_key(VAULT, HERE)
BEGAN = datetime(2026, 11, 29, 18, 0, 31, tzinfo=UTC)
SLIP = slip_of("Riverside", BEGAN, BEGAN + timedelta(minutes=62, seconds=10), timedelta(hours=1))
SIGNED = signed(VAULT, HERE, SLIP)
LETTERS = SIGNED.code.replace("-", "").replace("\n", "")
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

groups = st.text(st.characters(exclude_categories=["Cs"]), max_size=MOST_GROUP).map(clean).filter(bool)
circles = st.builds(
    slip_of,
    groups.map(lambda name: name[:MOST_GROUP]),
    st.timedeltas(timedelta(), timedelta(days=50_000)).map(BEGAN.__add__),
    st.timedeltas(timedelta(), timedelta(days=50_000)).map(BEGAN.__add__),
    st.timedeltas(timedelta(hours=-12), timedelta(hours=14)),
)


def _why(text: str, keys: list[PublicKey] | None = None) -> WhyNot:
    with pytest.raises(NotGenuine) as refused:
        check(text, [KEY] if keys is None else keys)
    return refused.value.why


def test_a_slip_says_the_date_by_the_clocks_of_its_group_and_the_minutes() -> None:
    assert Slip("Riverside", datetime(2026, 11, 29, 18, 0, tzinfo=UTC), 60, 62) == SLIP
    assert SLIP.local.isoformat() == "2026-11-29T19:00:00"
    assert SLIP.zone == "UTC+01:00"
    west = slip_of("Riverside", BEGAN, BEGAN, timedelta(hours=-3, minutes=-30))
    assert (west.zone, west.local.hour, west.minutes) == ("UTC-03:30", 14, 0)
    assert slip_of("Riverside", BEGAN, BEGAN - timedelta(hours=1), None).minutes == 0, (
        "a clock that was set back"
    )
    assert len(slip_of("n" * 300, BEGAN, BEGAN, None).group) == MOST_GROUP


def test_the_same_circle_gives_the_same_bytes_to_everyone() -> None:
    again = signed(Vault(bytes(64)), HERE, SLIP)
    assert again == SIGNED == SignedSlip(SLIP, SIGNED.code, KEY.mark)
    assert len(SIGNED.code) == len(signed(VAULT, HERE, slip_of("Riverside", BEGAN, BEGAN, None)).code)


@given(circles)
def test_what_is_signed_is_read_again(slip: Slip) -> None:
    assert check(signed(VAULT, HERE, slip).code, [public_key(VAULT, THERE), KEY]) == (slip, KEY)


@given(
    st.lists(st.sampled_from([" ", "\n", "-", "\u2011", "\u2014", "\u200b", "\n> ", "\u00a0"]), min_size=9)
)
def test_spaces_lines_dashes_and_small_letters_change_nothing(between: list[str]) -> None:
    spaced = "".join(
        letter + (between[at % len(between)] if at % 7 == 3 else "") for at, letter in enumerate(LETTERS)
    )
    assert check(f"Name: Bob\n\n```{spaced.lower()}```\nThank you.", [KEY]) == (SLIP, KEY)


@given(at=st.integers(0, len(LETTERS) - 1), letter=st.sampled_from(ALPHABET))
def test_no_letter_can_be_another(at: int, letter: str) -> None:
    if letter != LETTERS[at]:
        _why(LETTERS[:at] + letter + LETTERS[at + 1 :])


@given(at=st.integers(0, len(LETTERS) - 1), put=st.text(st.characters(), min_size=1, max_size=3))
def test_nothing_can_be_put_in_its_place(at: int, put: str) -> None:
    letters = LETTERS[:at] + put + LETTERS[at + 1 :]
    plain = "".join(char for char in letters if char.isascii() and char.isalnum())
    if not (plain.upper() == LETTERS or put.upper() == LETTERS[at]):
        _why(letters)


@given(start=st.integers(0, len(LETTERS)), end=st.integers(0, len(LETTERS)))
def test_nothing_can_be_left_out_or_come_twice(start: int, end: int) -> None:
    if start != end:
        _why(LETTERS[:start] + LETTERS[end:])


@given(one=st.integers(0, len(LETTERS) - 1), other=st.integers(0, len(LETTERS) - 1))
def test_no_two_letters_can_change_places(one: int, other: int) -> None:
    letters = list(LETTERS)
    letters[one], letters[other] = letters[other], letters[one]
    if "".join(letters) != LETTERS:
        _why("".join(letters))


@given(text=st.text(), code=st.text(ALPHABET, max_size=260))
def test_whatever_is_typed_is_refused_and_never_a_fault(text: str, code: str) -> None:
    _why(text)
    _why(f"SC1-{code}")
    _why(f"{text} sc1 {code}")


@given(slip=circles, other=circles)
def test_the_signature_of_one_circle_is_none_for_another(slip: Slip, other: Slip) -> None:
    """Whoever has a slip for one evening makes none for another out of it."""
    ours, theirs = (signed(VAULT, HERE, one).code.replace("-", "").replace("\n", "") for one in (slip, other))
    if slip != other and len(ours) == len(theirs):
        for cut in (24, 40, len(ours) - 103):
            mixed = ours[:cut] + theirs[cut:]
            if mixed not in (ours, theirs):
                _why(mixed)


def test_each_reason_has_its_word() -> None:
    assert _why("") is WhyNot.NO_CODE
    assert _why("Proof of attendance") is WhyNot.NO_CODE
    assert _why(SIGNED.code[:-1]) is WhyNot.CUT_SHORT
    assert _why("SC1") is WhyNot.CUT_SHORT
    assert _why(SIGNED.code + "A") is WhyNot.TOO_LONG
    assert _why(SIGNED.code + "-AAAAA") is WhyNot.TOO_LONG
    assert _why("SC1-" + LETTERS[3:].replace("I", "1", 1)) is WhyNot.STRANGE
    assert _why(LETTERS[:-5] + ("AAAAA" if LETTERS[-5:] != "AAAAA" else "BBBBB")) is WhyNot.CHANGED
    other = signed(VAULT, HERE, slip_of("Riverside", BEGAN, BEGAN, None)).code
    assert _why(f"{SIGNED.code}\n\n{other}") is WhyNot.SEVERAL
    assert check(f"{SIGNED.code}\n\n{SIGNED.code}", [KEY]) == (SLIP, KEY), "the same one twice is one"
    assert check(f"The group SC1 Harbour\n{SIGNED.code}", [KEY]) == (SLIP, KEY), (
        "a name may begin as a code does"
    )
    assert {why.value for why in WhyNot} == set(WHY_NOT), "each has a sentence"


def test_another_server_and_a_changed_key_sign_otherwise() -> None:
    """An admin of one server can name their group as another's, and it is still of another key."""
    for vault, server in ((VAULT, THERE), (AFTER_A_CHANGE, HERE)):
        forged = signed(vault, server, SLIP)
        assert _why(forged.code) is WhyNot.OTHER_KEY
        with pytest.raises(NotGenuine) as refused:
            check(forged.code, [KEY])
        assert refused.value.key_mark == forged.key_mark != KEY.mark
        marked = LETTERS[:11] + forged.code.replace("-", "").replace("\n", "")[11:]
        assert _why(marked) is WhyNot.CHANGED, "to name the right key does not help"
    assert _why(SIGNED.code, []) is WhyNot.OTHER_KEY


@pytest.mark.parametrize(
    "spaced", [str, str.lower, lambda words: words.replace("-", " "), lambda words: f" {words}\n"]
)
def test_a_public_key_is_read_however_it_is_spaced(spaced: object) -> None:
    assert callable(spaced)
    assert read_key(spaced(KEY.words)) == KEY
    assert KEY.words.startswith("SCK1-")


@pytest.mark.parametrize(
    "typed", ["", "SCK1", KEY.words[:-1], KEY.words + "A", SIGNED.code, KEY.words[:-1] + "1", "x"]
)
def test_what_is_no_public_key_is_refused(typed: str) -> None:
    with pytest.raises(NoPublicKey):
        read_key(typed)
