"""Tokens, keys, seals and codes of sparks: each leads only one way."""

from __future__ import annotations

import re

import pytest

from bot.privacy import sparks as keys
from bot.privacy.sealing import SealError, Vault
from bot.privacy.sparks import Spark

VAULT, OTHER = Vault(bytes(64)), Vault(bytes(63) + b"1")


def test_a_token_leads_to_its_keys_and_the_second_needs_the_key_file() -> None:
    token = keys.new_token()
    waiting = keys.waiting_key(token)
    assert len(token) == 22
    assert len(waiting) == len(keys.posted_key(VAULT, waiting)) == 32
    assert keys.posted_key(VAULT, waiting) != keys.posted_key(OTHER, waiting)
    assert len({keys.waiting_key(keys.new_token()) for _ in range(100)}) == 100


def test_a_mark_is_a_key_and_fits_a_button() -> None:
    key = keys.posted_key(VAULT, keys.waiting_key("x"))
    assert keys.key_of_mark(keys.mark(key)) == key
    assert len(keys.mark(key)) == 43


def test_a_nonce_is_short_enough_and_does_not_show_the_key() -> None:
    key = keys.waiting_key("x")
    assert keys.nonce(key) == keys.nonce(key)
    assert len(keys.nonce(key)) == 24
    assert keys.nonce(key)[:8] not in keys.mark(key)


@pytest.mark.parametrize(
    "spark", [Spark("Title", "Words"), Spark(words="é" * 200), Spark("\\*" * 80, '"' * 400)]
)
def test_what_is_sealed_is_opened_again_and_is_always_of_one_length(spark: Spark) -> None:
    key = keys.waiting_key("x")
    sealed = keys.seal(VAULT, key, spark)
    assert keys.unseal(VAULT, key, sealed) == spark
    assert len(sealed) == len(keys.seal(VAULT, key, Spark("a")))
    assert sealed != keys.seal(VAULT, keys.waiting_key("y"), spark)


def test_a_seal_is_for_one_row_and_one_key_file() -> None:
    sealed = keys.seal(VAULT, b"one", Spark("a"))
    for vault, key in ((VAULT, b"two"), (OTHER, b"one")):
        with pytest.raises(SealError):
            keys.unseal(vault, key, sealed)


def test_a_code_is_accepted_however_it_is_typed_and_for_its_own_spark_only() -> None:
    key = keys.waiting_key("x")
    code = keys.code(VAULT, key)
    assert re.fullmatch(r"[A-HJKMNP-Z2-9]{5}-[A-HJKMNP-Z2-9]{5}", code)
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', '  ')} "):
        assert keys.is_code(VAULT, key, typed)
    for typed in ("", "-", code[:-1], code + "A", keys.code(VAULT, b"y"), "ｘ" * 10):
        assert not keys.is_code(VAULT, key, typed)
