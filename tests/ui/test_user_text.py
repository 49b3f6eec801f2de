"""Words that people typed: what of them is kept, in every script, and how they are put where Discord reads markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.unicode_text import cut
from bot.ui.user_text import clean, escaped

KEPT = {
    "Persian, a joiner between letters": "می\u200cخواهم",
    "Persian, after a mark": "خانه\u200cها",
    "Persian, an abbreviation with a letter that reaches out": "سال ۱۴۰۰ ه\u200d",
    "Hindi": "क्\u200dष और क्\u200cष",
    "Sinhala": "ශ්\u200dරී ලංකා",
    "Bengali": "র\u200d্যাব",
    "Malayalam, at the end of a word": "അവന്\u200d വന്നു",
    "Kannada": "ರಾಜ್\u200cಕುಮಾರ್",
    "Thai": "วันอังคารที่ดี",
    "Khmer": "ក្រុម",
    "Tibetan, a high stack": "བསྒྲུབས",
    "Burmese": "ကြွှုံ့း",
    "Hebrew with points": "שָׁלוֹם",
    "Arabic with marks": "السَّلَامُ عَلَيْكُمْ",
    "Arabic number sign": "\u0600١٢",
    "Vietnamese": "Cuộc gặp mỗi tối thứ Ba",
    "Yoruba": "Ẹgbẹ́ wa",
    "Japanese with a variant": "葛\U000e0100城",
    "Mongolian with a variant": "ᠠ\u180bᠯ",
    "Korean": "이야기 모임",
    "a family": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "a heart on fire": "❤\ufe0f\u200d\U0001f525",
    "a runner with a skin and a way": "\U0001f3c3\U0001f3fd\u200d♀\ufe0f\u200d➡\ufe0f",
    "a head that nods": "\U0001f642\u200d↕\ufe0f",
    "a flag of letters": "\U0001f1e9\U0001f1ea",
    "a flag of tags": "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "a flag of colours": "\U0001f3f3\ufe0f\u200d\U0001f308",
    "a key": "1\ufe0f\u20e3",
    "an emoji newer than this Python": "\U0001fae8\U0001fac6",
}


@pytest.mark.parametrize("words", KEPT.values(), ids=KEPT.keys())
def test_what_belongs_to_a_script_or_an_emoji_stays(words: str) -> None:
    assert clean(words) == words
    assert clean(f"  {words}\n{words} ") == f"{words} {words}"


GONE = {
    "overrides": ("a\u202eb\u202c\u2066c\u2069", "abc"),
    "marks of direction": ("\u200fa\u061cb\u200e", "ab"),
    "zero width": ("a\u200bb\ufeffc\u2060d\u00ade", "abcde"),
    "joiners where nothing joins": ("a\u200db\u200cc\u200d", "abc"),
    "joiners one after another": ("می\u200c\u200c\u200d\u200cخواهم", "می\u200cخواهم"),
    "a joiner before nothing": ("\U0001f468\u200d", "\U0001f468"),
    "a joiner between a letter and an emoji": ("x\u200d\U0001f525", "x\U0001f525"),
    "tags that are no flag": ("a\U000e0067\U000e007fb\U0001f3f4\U000e0067", "ab\U0001f3f4"),
    "a selector of nothing": ("\ufe0fa\ufe0fb\ufe0f\U000e0100", "ab"),
    "fillers": ("a\u3164\u3164b\u2800\u115fc\uffa0", "a b c"),
    "what joins graphemes": ("a\u034f\u034fb", "ab"),
    "accents on accents": ("z" + "\u0301\u0302\u0303\u0304" * 9, "\u017a\u0302\u0303"),
    "marks on marks": ("ก" + "\u0e38" * 30, "ก" + "\u0e38" * 8),
    "an accent on nothing": ("\u0301\u0301 a", "a"),
    "control characters": ("a\x00b\x1b[31mc\u2028d\u0085", "a b [31mc d"),
    "half a pair, private use, no character": ("a\ud800b\ue000c\uffffd", "a b c d"),
    "only what hides": ("\u200b\u202e\u3164\u200d", ""),
}


@pytest.mark.parametrize(("typed", "left"), GONE.values(), ids=GONE.keys())
def test_what_hides_covers_or_turns_words_goes(typed: str, left: str) -> None:
    assert clean(typed) == left


BITS = [
    *("a\u0301\u200d\u200c \n\u202e\u034f\u3164\ufe0f\u20e31"),
    *"\U0001f468\U0001f3fd\U0001f3f4\U000e0067\U000e0062\U000e007f❤میक\u094dก\u0e38\u1100\u1161",
]


@given(st.text(max_size=30) | st.lists(st.sampled_from(BITS), max_size=30).map("".join))
def test_what_is_clean_stays_as_it_is(typed: str) -> None:
    once = clean(typed)
    assert clean(once) == once
    assert once == once.strip()
    assert not set(once) & set("\u202e\u034f\u3164\u200b\n")


def test_no_emoji_and_no_letter_is_taken_apart_where_a_menu_ends() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "ab…"
    assert [cut(f"ab{family}", most) for most in (3, 4, 5, 6, 7)] == [
        "ab…",
        "ab…",
        "ab…",
        "ab…",
        f"ab{family}",
    ]
    assert cut("abe\u0323\u0301cd", 5) == "ab…"
    assert cut(family, 3) == "…"


@pytest.mark.parametrize(
    ("typed", "on_a_card"),
    [
        ("# big", "\\# big"),
        ("a *b* _c_ ~~d~~ ||e|| `f`", "a \\*b\\* \\_c\\_ \\~\\~d\\~\\~ \\|\\|e\\|\\| \\`f\\`"),
        ("<#123456789012345678>", "\\<#123456789012345678>"),
        ("<:heart:123456789012345678> <a:x:1>", "\\<:heart:123456789012345678> \\<a:x:1>"),
        ("<t:0:R> </circle join:1> <id:guide>", "\\<t:0:R> \\</circle join:1> \\<id:guide>"),
        ("1 < 2 and <3", "1 < 2 and <3"),
    ],
)
def test_on_a_card_words_are_only_words(typed: str, on_a_card: str) -> None:
    assert escaped(typed) == on_a_card
