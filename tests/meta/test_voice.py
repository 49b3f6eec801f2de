"""How the bot speaks, as far as a machine can hear it: every sentence it can say and every question it can ask.

`docs/voice.md` has the rules with their reasons. A machine hears only words; reading aloud is for people.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
LOCALES = DATA / "locales"

MOST_WORDS = 20
"""In one sentence of the bot: a tired person reads it once, on a phone."""
MOST_IN_A_QUESTION = 28
"""A question may paint a picture. A longer one cannot be said in one breath."""
MOST_ON_AVERAGE = 12


@dataclass(frozen=True)
class Rule:
    """Something that is not said, and what to do instead."""

    name: str
    pattern: str
    instead: str

    def broken_by(self, text: str) -> str | None:
        found = re.search(self.pattern, text, re.IGNORECASE)
        return found[0] if found else None


def words(listed: str) -> str:
    """A pattern for any of these words, whole; a comma is between them."""
    return rf"\b(?:{'|'.join(listed.split(', '))})\b"


EVERYWHERE = (
    Rule("loud", "[!\N{FULLWIDTH EXCLAMATION MARK}\N{INVERTED EXCLAMATION MARK}]", "end with a full stop"),
    Rule(
        "pushing",
        words(
            "must, should, shall, ought to, have to, has to, required to, make sure, be sure to, hurry up, "
            "last chance, do not forget, don.t forget, never forget"
        ),
        "say what is possible: 'you may', 'please', or what happens next",
    ),
    Rule(
        "praise",
        words(
            "great, awesome, amazing, fantastic, wonderful, excellent, brilliant, incredible, impressive, inspiring, "
            r"heroic, perfectly, well done, good job, nice work, congrat\w*, bravo, kudos, proud, (?:how|so) brave"
        ),
        "thank the person, or say what is so; praise for one is a mark for everyone else",
    ),
    Rule(
        "a score",
        words(
            "scores?, scored, points, ranks?, ranked, ranking, leaderboard, streaks?, winners?, badges?, trophy, "
            "achievements?, most active"
        ),
        "leave the comparison out; nobody is measured here",
    ),
    Rule(
        "a diagnosis",
        words(
            r"disorders?, symptoms?, patients?, diagnos\w+, clinical\w*, treatments?, clients?, victims?, sufferers?, "
            r"suffer(?:s|ing)? from, addict\w*, alcoholics?, trauma, traumati\w+, trigger(?:s|ed|ing)?, suicid\w*, "
            "mentally ill, mental illness, healing, cured?"
        ),
        "say what a person would say of themselves: 'a hard time', 'what you live with'",
    ),
    Rule(
        "blame",
        words(
            "fail(?:s|ed|ures?)?, faults?, invalid, illegal, incorrect, too late, too slow, you forgot, wrong with you"
        ),
        "say what happened and what can be done now",
    ),
    Rule(
        "chatter",
        words("oops, whoops, uh-oh, yay, hooray, hey, guys, folks, lol, unfortunately")
        + r"|(?:^|[.?] )sorry\b",
        "leave it out; a plain sentence is kinder",
    ),
    Rule(
        "jargon",
        words(
            "users?, ephemeral, interactions?, time-?outs?, tokens?, database, webhooks?, payload, null, boolean, "
            "cron, config, api, faq, opt in, opt out, asap, etc"
        )
        + r"|\b(?:e\.g|i\.e)\.",
        "use the word a newcomer would use, in full",
    ),
    Rule(
        "capital letters for a whole word",
        r"(?-i:\b(?!(?:CSV|TOML|UTF|UTC)\b)[A-Z]{2,}\b)",
        "write the words in full, in small letters",
    ),
)

IN_SENTENCES = (
    Rule(
        "passive without need",
        r"\b(?:is|are|was|were|be|been) (?:being )?"
        r"(?:\w+ed|held|given|told|shown|seen|kept|sent|written|taken|made) by\b",
        "let the one who acts come first: 'Ana holds this circle', not 'this circle is held by Ana'",
    ),
    Rule(
        "telling what somebody did",
        r"\{(?:who|people|person|member|name)\}[^.]*\b(?:passed|deferred|skipped|was late|is late|missed"
        r"|has left|dropped|went|did not|has not|refused|declined|timed out|pressed|stepped out|silent|away)\b",
        "say what is so for the circle ('The talking piece has moved on.') and leave the person out",
    ),
    Rule(
        "a reproach",
        words("you did not, you have not, you were late"),
        "say what is so, and what can be done now ('You may agree here at any time.')",
    ),
)

IN_QUESTIONS = (
    Rule("asking why", words("why, how come, what made you"), "ask what it was like, or what happened next"),
    Rule(
        "a yes or a no for an answer",
        r"(?:^|[.:;?] )(?-i:Do|Does|Did|Is|Are|Am|Was|Were|Have|Has|Had|Can|Could|Will|Would|May|Might)\b[^.?]*\?",
        "begin with what, where, who, which, when or how, or with 'Tell us about'",
    ),
    Rule(
        "the worst of it",
        words("worst, hardest, darkest, lowest, rock bottom, most painful, biggest"),
        "ask for one small scene; how deep it goes is for the teller to choose",
    ),
    Rule(
        "a happy end",
        words(
            r"overc[ao]me, conquer\w*, batt(?:le|les|ling), victory, survivors?, stronger, closure, stages? of grief, "
            "mov(?:e|ed|ing) on, silver lining, bright side, stay positive, blessings?, for a reason, lessons?, "
            "acceptance, get(?:ting)? over"
        ),
        "ask for the moment, whatever came of it",
    ),
    Rule(
        "taking a life for granted",
        r"\byour (?:\w+ )?(?:mothers?|fathers?|mum|mom|dad|parents?|husband|wife|spouse|partner|child|children|kids"
        r"|sons?|daughters?|siblings?|boss|job|doctor|therapist|sponsor|school|marriage|wedding|faith|religion)\b|"
        + words("god, lord, pray(?:er|ers|ed|ing)?, heaven, sober, sobriety, clean, relapse[ds]?"),
        "name nothing that somebody here may not have: 'someone', 'a place', 'people who felt like yours'",
    ),
    Rule(
        "a list of conditions",
        r",[^.?]*,[^.?]*,[^.?]*,[^.?]*,",
        "ask for one thing; three examples are plenty",
    ),
)


@dataclass(frozen=True)
class Said:
    """A sentence, and where to find it."""

    where: str
    text: str


def _catalogue(path: Path) -> Iterator[Said]:
    with path.open("rb") as file:
        for message in read_po(file):
            for text in (message.id, message.string) if message.id else ():
                for form in (text,) if isinstance(text, str) else text or ():
                    if form:
                        yield Said(path.name, form)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("id", "kind", "prompt", "order", "pass_policy", "conditions"):
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _table(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text("utf-8"))


def _formats() -> Iterator[Said]:
    for path in sorted((DATA / "formats").glob("*.toml")):
        yield from (Said(path.name, text) for text in _strings(_table(path)))


def _english_decks() -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted((DATA / "prompts").glob("*.toml")):
        table = _table(path)
        if str(table["language"]).split("-")[0] == "en":
            yield path, table


QUESTIONS = [
    Said(f"{path.name} {row['id']}", row["text"])
    for path, table in _english_decks()
    for row in table["prompt"]
]
DECKS = [Said(path.name, table[key]) for path, table in _english_decks() for key in ("title", "about")]
SENTENCES = [*_catalogue(LOCALES / "story_circle.pot"), *_formats()]
CONTENT_NOTES = frozenset(("addiction", "self-harm or suicide"))
"""What a teller may say their story touches on is plain, because it is to spare others a surprise."""
EVERYTHING = [*SENTENCES, *DECKS, *QUESTIONS]


def _bare(text: str) -> str:
    """The words alone: no placeholders, no commands, no mark-up."""
    return re.sub(r"\{\w*\}|</?[^>]*>|`[^`]*`|/\w+(?: \w+)?", " ", text)


def _report(found: list[tuple[Said, str]], instead: str) -> str:
    lines = (f"  {said.where}: {piece!r} in {said.text!r}" for said, piece in found)
    return "\n".join((f"{len(found)} to write anew: {instead} (docs/voice.md).", *lines))


def _breaking(rule: Rule, sentences: list[Said]) -> list[tuple[Said, str]]:
    pairs = ((said, rule.broken_by(said.text)) for said in sentences)
    return [(said, piece) for said, piece in pairs if piece is not None]


@pytest.mark.parametrize("rule", EVERYWHERE, ids=lambda rule: rule.name)
def test_no_sentence_is(rule: Rule) -> None:
    found = [(said, piece) for said, piece in _breaking(rule, EVERYTHING) if said.text not in CONTENT_NOTES]
    assert not found, _report(found, rule.instead)


@pytest.mark.parametrize("rule", IN_SENTENCES, ids=lambda rule: rule.name)
def test_the_bot_never_says(rule: Rule) -> None:
    found = _breaking(rule, SENTENCES)
    assert not found, _report(found, rule.instead)


@pytest.mark.parametrize("rule", IN_QUESTIONS, ids=lambda rule: rule.name)
def test_no_question_asks_for(rule: Rule) -> None:
    found = _breaking(rule, QUESTIONS)
    assert not found, _report(found, rule.instead)


def test_a_translation_is_as_quiet_as_the_english() -> None:
    loud = EVERYWHERE[0]
    said = [one for path in sorted(LOCALES.glob("*/LC_MESSAGES/*.po")) for one in _catalogue(path)]
    decks = [(path, _table(path)) for path in sorted((DATA / "prompts").glob("*.toml"))]
    said += [Said(path.name, text) for path, table in decks for text in _strings(table)]
    found = _breaking(loud, said)
    assert not found, _report(found, loud.instead)


def _has_a_word(text: str) -> bool:
    return re.search(r"[^\W\d_]{2,}|\bI\b", _bare(text)) is not None


def test_every_sentence_and_label_has_words() -> None:
    found = [(said, said.text) for said in EVERYTHING if not _has_a_word(said.text)]
    assert not found, _report(
        found, "put a word beside the sign; a sign alone is read aloud as noise, or not at all"
    )


def test_nothing_to_press_shows_only_an_emoji() -> None:
    found: list[tuple[Said, str]] = []
    for path in sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "cogs").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                given = {keyword.arg: keyword.value for keyword in node.keywords}
                label = given.get("label")
                bare = "emoji" in given and label is None and not node.args
                if isinstance(label, ast.Constant) and isinstance(label.value, str):
                    bare = bare or not _has_a_word(label.value)
                if bare:
                    found.append(
                        (Said(f"{path.relative_to(ROOT)}:{node.lineno}", ast.unparse(node)), "emoji")
                    )
    assert not found, _report(found, "give it a label with a word")


def test_every_sentence_can_be_said_in_one_breath() -> None:
    found = [
        (said, f"{len(_bare(sentence).split())} words")
        for said in EVERYTHING
        for sentence in re.split(r"(?<=[.?])\s+|\n+", said.text)
        if len(_bare(sentence).split()) > _most_words(said)
    ]
    assert not found, _report(found, "make two sentences of it")


def _most_words(said: Said) -> int:
    if said in DECKS:  # read at leisure, by who chooses a deck
        return 2 * MOST_IN_A_QUESTION
    return MOST_IN_A_QUESTION if said in QUESTIONS else MOST_WORDS


def test_sentences_are_short_on_average() -> None:
    """Labels and single words are no sentences, and do not count."""
    found = [
        len(_bare(sentence).split())
        for said in SENTENCES
        for sentence in re.split(r"(?<=[.?])\s+|\n+", said.text)
        if sentence.endswith((".", "?"))
    ]
    assert sum(found) / len(found) <= MOST_ON_AVERAGE


@pytest.mark.parametrize("word", ["whoever", "of them"])
def test_nobody_is_sent_to_look_for_who_is_meant(word: str) -> None:
    found = [(said, word) for said in SENTENCES if said.text.lower().count(word) > 1]
    assert not found, _report(found, "say who: 'you', 'everyone with a seat', 'the facilitator'")


def test_every_question_is_short_and_ends() -> None:
    found = [
        (said, f"{len(said.text)} characters")
        for said in QUESTIONS
        if not 15 <= len(said.text) <= 200 or said.text[-1] not in ".?" or not said.text[0].isupper()
    ]
    assert not found, _report(found, "15 to 200 characters, a capital letter first, a full stop or ? last")


def test_there_is_something_to_hear() -> None:
    assert len(SENTENCES) > 150
    assert len(QUESTIONS) > 190
    assert any(said.where == "story_circle.pot" for said in SENTENCES)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Welcome to the circle!", "loud"),
        ("You must agree first.", "pushing"),
        ("Thank you, that was a GREAT story.", "praise"),
        ("Your streak is three circles.", "a score"),
        ("For patients and their carers.", "a diagnosis"),
        ("That is an invalid answer.", "blame"),
        ("You did not answer in time.", "a reproach"),
        ("Oops, that went wrong.", "chatter"),
        ("Sorry, there is no such circle.", "chatter"),
        ("This user has no seat.", "jargon"),
        ("Answer by DM.", "capital letters for a whole word"),
        ("{who} passed.", "telling what somebody did"),
        ("This circle is held by Fay.", "passive without need"),
        ("Tell us why you stopped.", "asking why"),
        ("Think of last week. Did anybody help you?", "a yes or a no for an answer"),
        ("Tell us about your darkest hour.", "the worst of it"),
        ("Tell us how you moved on.", "a happy end"),
        ("Tell us about an evening with your two children.", "taking a life for granted"),
    ],
)
def test_a_sentence_out_of_tune_is_heard(text: str, name: str) -> None:
    rules = (*EVERYWHERE, *IN_SENTENCES, *IN_QUESTIONS)
    assert name in {rule.name for rule in rules if rule.broken_by(text)}


@pytest.mark.parametrize("text", ["👋", "{who}", "{count} / {seats}", "✅ {time}"])
def test_a_sign_alone_is_heard(text: str) -> None:
    assert not _has_a_word(text)
    assert _has_a_word(f"{text} Pass")
