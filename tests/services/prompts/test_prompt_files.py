"""Questions as files: what is read, what is refused and where, and what a spreadsheet gets to see."""

from __future__ import annotations

import codecs
import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.circle.formats import PromptKind
from bot.content import load_content
from bot.services.prompts.own_prompts import NewPrompt, OwnPrompt
from bot.services.prompts.prompt_files import (
    MOST_BYTES,
    PromptsRefused,
    Rules,
    is_guessed,
    read,
    write_csv,
    write_toml,
)
from bot.services.prompts.prompt_rows import Problem, Wrong
from bot.settings import ROOT
from bot.ui.user_text import clean

RULES = Rules({"general", "grief"}, "en", clean)
GOOD = "What made this week a week?"


def refused(data: bytes | str, name: str) -> tuple[Problem, ...]:
    with pytest.raises(PromptsRefused) as caught:
        read(data.encode() if isinstance(data, str) else data, name, RULES)
    return caught.value.problems


def toml(*lines: str) -> str:
    return "\n".join(["[[prompt]]", *lines])


def test_a_deck_of_the_project_is_read_as_it_is() -> None:
    deck = load_content(ROOT / "data").decks["grief"]
    found = read((ROOT / "data" / "prompts" / "grief.toml").read_bytes(), "grief.toml", RULES)
    assert [prompt.text for prompt in found] == [prompt.text for prompt in deck.prompts]
    assert {(p.theme, p.language, p.contributor) for p in found} == {
        ("grief", "en", "Story Circle contributors")
    }


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a mark"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_however_a_spreadsheet_writes_it(mark: bytes, delimiter: str) -> None:
    rows = ["Stage,TEXT,Theme", f'story,"{GOOD}",', "", "closing,What do you take with you?,grief"]
    text = "\r\n".join(row.replace(",", delimiter) for row in rows)
    found = read(mark + text.encode(), "questions.CSV", RULES)
    assert [(p.kind, p.text, p.theme, p.language) for p in found] == [
        (PromptKind.STORY, GOOD, "general", "en"),
        (PromptKind.CLOSING, "What do you take with you?", "grief", "en"),
    ]


@pytest.mark.parametrize(
    ("data", "name", "wrong", "line"),
    [
        (b"x" * (MOST_BYTES + 1), "a.toml", Wrong.LARGE, None),
        (b"x", "a.mp3", Wrong.KIND, None),
        (b"x", "questions", Wrong.KIND, None),
        (b"PK\x03\x04\x14\x00", "a.xlsx", Wrong.OWN_FORMAT, None),
        (b"PK\x03\x04\x14\x00", "a.csv", Wrong.OWN_FORMAT, None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.csv", Wrong.OWN_FORMAT, None),
        (b"x", "a.ods", Wrong.OWN_FORMAT, None),
        (b"x", "toml", Wrong.SYNTAX, 1),
        (b"", "a.toml", Wrong.EMPTY, None),
        (b"", "a.csv", Wrong.COLUMNS, 1),
        ("stage,text\nstory,Что было?\n".encode("cp1251"), "a.csv", Wrong.ENCODING, 2),
        ("stage,text\rstory,What?\rstory,Größe und Stärke?".encode("mac-roman"), "a.csv", Wrong.ENCODING, 3),
        ("stage,text\r\nstory,Größe".encode("utf-16")[:-1], "a.csv", Wrong.ENCODING, 2),
        ("stage,text".encode("utf-16"), "a.csv", Wrong.EMPTY, None),
        (b"\x00\x01\xff\xfe", "a.toml", Wrong.ENCODING, 1),
        (b'[[prompt]]\nstage = "story\n', "a.toml", Wrong.SYNTAX, 2),
        (b"x = " + b"[" * 100_000, "a.toml", Wrong.SYNTAX, None),
        (b"x = " + b"9" * 100_000, "a.toml", Wrong.SYNTAX, None),
        (b"prompt = 3", "a.toml", Wrong.EMPTY, None),
        (b"prompt = [1, 2]", "a.toml", Wrong.EMPTY, None),
        (b"stage,thoughts\nstory,x\n", "a.csv", Wrong.COLUMNS, 1),
        (b"stage,text\n", "a.csv", Wrong.EMPTY, None),
        (b'stage,text\nstory,"never closed\n', "a.csv", Wrong.SYNTAX, 2),
        (b'stage,text\nstory,"never closed\n\nstory,What was it like?\n', "a.csv", Wrong.SYNTAX, 2),
        (b'sep=;\nstage;text\n\nstory;"x"y\n', "a.csv", Wrong.SYNTAX, 4),
        (b"\n\n,,\nstage,words\n", "a.csv", Wrong.EMPTY, None),
        (b"\n\n,,\nstage,thoughts\n", "a.csv", Wrong.COLUMNS, 4),
        ("[[prompt]]\nstage = “story”\n".encode(), "a.toml", Wrong.CURLY, 2),
        (b'[prompt]\ntext = "x"\n[prompt]\ntext = "y"\n', "a.toml", Wrong.BRACKETS, 3),
        (b'[\n {"stage": "story",\n  "text": \n}]', "a.json", Wrong.SYNTAX, 4),
        ('[\n {"stage": “story”}]'.encode(), "a.json", Wrong.CURLY, 2),
        (b"[" * 100_000, "a.json", Wrong.SYNTAX, None),
        (b"7", "a.json", Wrong.EMPTY, None),
        (b'{"prompts": 7}', "a.json", Wrong.EMPTY, None),
        (b'{"thoughts": []}', "a.json", Wrong.EMPTY, None),
        (b"stage,text\nstory," + b"x" * 200_000, "a.csv", Wrong.SYNTAX, 2),
        (b"stage,text\nstory,What was there, and who?\n", "a.csv", Wrong.CELLS, 2),
        (b"stage,text\n" + b"story,What made this week?\n" * 1001, "a.csv", Wrong.MANY, None),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_line(
    data: bytes, name: str, wrong: Wrong, line: int | None
) -> None:
    (problem,) = refused(data, name)
    assert problem.wrong is wrong
    if line is not None:
        assert problem.line == line


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ('text = "Too short"', Wrong.SHORT),
        ('text = "' + "x" * 301 + '"', Wrong.LONG),
        ("text = 5", Wrong.WORDS),
        ('text = "\\u200b\\u202e                    "', Wrong.SHORT),
        ('stage = "middle"', Wrong.STAGE),
        ("stage = true", Wrong.WORDS),
        ('theme = "greif"', Wrong.THEME),
        ('language = "English"', Wrong.LANGUAGE),
        ('language = "../../etc"', Wrong.LANGUAGE),
        ('contributor = "' + "x" * 101 + '"', Wrong.CONTRIBUTOR),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_question_that_cannot_be_used_is_named_by_its_line(field: str, wrong: Wrong) -> None:
    fields = {"stage": 'stage = "story"', "text": f'text = "{GOOD}"'}
    fields[field.split(" ")[0]] = field
    data = toml('stage = "story"', f'text = "{GOOD}"', "", "[[prompt]]", *fields.values())
    (problem,) = refused(data, "a.toml")
    assert problem.wrong is wrong
    assert problem.line == data.split("\n").index(field, 4) + 1


@pytest.mark.parametrize(
    "data",
    [
        "a." * 100_000 + "a = 1",
        '"a" . ' * 40_000 + "a = 1",
        "[" + "a." * 100_000 + "a]",
        "x = {" + "a." * 100_000 + "a = 1}",
        "a" * 250_000,
        "a-" * 120_000,
        "'" * 250_000,
        "prompt.x = 1\n" * 10_000,
        "[[prompt]]\n" * 20_000,
        "[[prompt]]\nstage = 1\ntext = 2\ntheme = 3\n" * 1000,
    ],
    ids=lambda data: data[:20],
)
def test_a_file_made_to_keep_the_bot_busy_does_not(data: str) -> None:
    begun = time.thread_time()  # what it costs, however busy the machine is with something else
    assert refused(data, "a.toml")
    assert time.thread_time() - begun < 5


@given(
    data=st.binary(max_size=400) | st.text(max_size=400).map(str.encode),
    name=st.sampled_from(["a.toml", "a.csv", "a.json", "a.tsv", "a.txt"]),
)
def test_whatever_is_sent_is_read_or_refused(data: bytes, name: str) -> None:
    found: list[NewPrompt] = []
    problems: tuple[Problem, ...] = ()
    try:
        found = read(data, name, RULES)
    except PromptsRefused as error:
        problems = error.problems
    assert bool(found) != bool(problems)


WESTERN = "Größe, naïve, l’été – et qui?"
ENCODINGS = [
    ("utf-8", b""),
    ("utf-8", codecs.BOM_UTF8),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
    ("utf-16-le", b""),
    ("utf-16-be", b""),
    ("utf-32-le", codecs.BOM_UTF32_LE),
    ("cp1252", b""),
]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize(("encoding", "mark"), ENCODINGS, ids=lambda value: str(value)[:12])
def test_a_file_is_read_in_whatever_encoding_and_with_whatever_lines(
    encoding: str, mark: bytes, end: str
) -> None:
    files = {
        "a.csv": f'Stage;Question\n\nstory;"{WESTERN}"\n',
        "a.toml": f'language = "fr"\n[[prompt]]\nstage = "story"\ntext = "{WESTERN}"\n',
        "a.json": f'{{"prompts": [\n{{"stage": "story", "text": "{WESTERN}"}}\n]}}',
    }
    for name, text in files.items():
        data = mark + text.replace("\n", end).encode(encoding)
        (found,) = read(data, name, RULES)
        assert found.text == WESTERN
        assert is_guessed(data) is (encoding == "cp1252")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "STAGE , Text\nstory,{}\n"),
        ("a.csv", "Question,Kind\n{},Stories\n"),
        ("a.csv", '"Stage"\t"Prompt"\n"story"\t"{}"\n'),
        ("a.csv", "stage|text\nstory|{}\n"),
        ("a.csv", 'sep=;\nstage;text;;\nstory;"{}";;\n;;;\n'),
        ("a.csv", ";;\n\nstage;text\nstory;{}\n"),
        ("a.csv", 'stage, text\nstory, "{}"\n'),
        ("a.csv", '"text, or question","stage","text"\n,story,{}\n'),
        ("a.tsv", "stage\ttext\nstory\t{}\n"),
        ("questions.TXT", "stage\ttext\nstory\t{}\n"),
        ("a.txt", '[[prompt]]\nstage = "story"\ntext = "{}"\n'),
        ("a.toml", '[[prompts]]\nstage = "story"\ntext = "{}"\n'),
        ("a.toml", '[[Question]]\nStage = "Story"\nQuestion = "{}"\n'),
        ("a.toml", '[prompt]\nstage = "story"\ntext = "{}"\n'),
        ("a.toml", 'prompts = [{{kind = "story", prompt = "{}"}}]\n'),
        ("a.json", '[{{"stage": "story", "text": "{}", "contributor": null}}]'),
        ("a.json", '{{"language": "en_GB", "questions": [{{"type": "story", "question": "{}"}}]}}'),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_nearly_right_is_read(name: str, text: str) -> None:
    (found,) = read(text.format(GOOD).encode(), name, RULES)
    assert (found.text, found.kind, found.contributor) == (GOOD, PromptKind.STORY, None)


def test_a_line_is_found_also_under_another_name() -> None:
    data = (
        f'[[prompts]]\nstage = "story"\nquestion = "{GOOD}"\n\n[[prompts]]\nkind = "story"\nquestion = "x"\n'
    )
    (problem,) = refused(data, "a.toml")
    assert (problem.wrong, problem.line) == (Wrong.SHORT, 7)


def test_everything_that_is_wrong_is_named_at_once() -> None:
    data = "stage,text,theme\nstory,x,grief\nmiddle,What made this week a week?,greif\n"
    assert [(p.wrong, p.line) for p in refused(data, "a.csv")] == [
        (Wrong.SHORT, 2),
        (Wrong.THEME, 3),
        (Wrong.STAGE, 3),
    ]


def test_questions_written_in_one_line_are_named_by_number() -> None:
    (problem,) = refused(
        f'prompt = [{{stage="story", text="{GOOD}"}}, {{stage="story", text="x"}}]', "a.toml"
    )
    assert (problem.wrong, problem.line, problem.number) == (Wrong.SHORT, None, 2)


def test_a_question_over_several_lines_becomes_one() -> None:
    found = read(b'stage,text\nstory,"What made\nthis week   a week?"\n', "a.csv", RULES)
    assert found[0].text == GOOD


def own(text: str, contributor: str | None = None) -> OwnPrompt:
    return OwnPrompt(
        id=1, theme="grief", language="en", kind=PromptKind.STORY, text=text, contributor=contributor
    )


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "'=", "''@", "＝", "＠"])
def test_no_cell_is_a_formula_and_each_comes_back_as_it_was(begin: str) -> None:
    text = f"{begin}cmd|' /C calc'!A0 and what then?"
    data = write_csv([own(text, f"{begin}SUM(A1)")])
    row = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1]
    assert all(cell[:1] not in ("=", "+", "-", "@", "＝", "＠") for cell in row)
    (found,) = read(data, "a.csv", RULES)
    assert (found.text, found.contributor) == (text, f"{begin}SUM(A1)")


@pytest.mark.parametrize(("write", "name"), [(write_toml, "a.toml"), (write_csv, "a.csv")])
@given(text=st.text(min_size=15, max_size=300).map(clean).filter(lambda text: 15 <= len(text) <= 300))
def test_what_is_written_is_read_again(write: object, name: str, text: str) -> None:
    (found,) = read(write([own(text)]), name, RULES)  # type: ignore[operator]
    assert found.text == text
