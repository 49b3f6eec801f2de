"""The session as one page of HTML, to keep or to show: what one person saw, and nothing else.

It stands alone: its style is in it, its pictures are in it, it has no script and fetches nothing. All words are
escaped here, and Markdown comes as styled text from `markdown`.
"""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from itertools import pairwise
from typing import Any

from rich.text import Text
from simcord.enums import SELECT_TYPES, ComponentType

from .. import markdown
from ..markdown import Reader
from .album import Album, KeptMessage
from .community import Guest
from .world import World

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
STYLES = {2: "grey", 1: "blue", 3: "green", 4: "red"}
"""Discord's numbers for the styles of buttons."""

_MARKS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strike": "s",
    "dim": "small",
    "reverse": "code",
    markdown.MENTION: "at",
}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_CSS = """
:root { color-scheme: light dark; --back: #fff; --front: #2e3338; --soft: #5c5e66; --card: #f2f3f5; --line: #d4d7dc;
  --link: #4752c4; --at: #e6e8fd; }
@media (prefers-color-scheme: dark) { :root { --back: #313338; --front: #dbdee1; --soft: #a7abb2; --card: #2b2d31;
  --line: #45484f; --link: #c9cdfb; --at: #3c4270; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 46rem; padding: 1.5rem 1rem 4rem; background: var(--back); color: var(--front);
  font: 16px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin: 2.5rem 0 .5rem; border-bottom: 1px solid var(--line); }
p { margin: .2rem 0; min-height: .5rem; } article { margin: 1rem 0; } article.only { opacity: .92; }
header { font-weight: 600; } header time, .note, .small { color: var(--soft); font-size: .85rem; font-weight: 400; }
.app { background: #5865f2; color: #fff; font-size: .65rem; border-radius: 3px; padding: .05rem .3rem; }
.card { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--line);
  border-radius: 8px; padding: .6rem .9rem; margin: .3rem 0; }
.row { display: flex; flex-wrap: wrap; gap: .4rem; margin: .5rem 0 .2rem; }
.button { border-radius: 6px; padding: .25rem .8rem; font-size: .9rem; color: #fff; background: #4e5058; }
.blue { background: #4752c4; } .green { background: #1f7a43; } .red { background: #b3282c; } .off { opacity: .5; }
.b { font-weight: 700; } .i { font-style: italic; } .u { text-decoration: underline; }
.s { text-decoration: line-through; } .code { font-family: monospace; background: var(--card); }
.at { color: var(--link); background: var(--at); border-radius: 3px; padding: 0 .15rem; }
.head { font-size: 1.15rem; font-weight: 700; } .quote { border-left: 4px solid var(--line); padding-left: .6rem; }
hr { border: 0; border-top: 1px solid var(--line); } img { max-width: 100%; border-radius: 8px; }
"""


def page(world: World, guest: Guest) -> str:
    """The page of what this person has seen."""
    places = world.album.seen_by(guest.id)
    parts = [_place(world, world.album, channel, kept) for channel, kept in places.items()]
    title = f"A rehearsed circle, as {guest.name} saw it"
    now = world.env.now()
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title><style>{_CSS}</style></head><body><main>",
            f"<h1>{escape(title)}</h1>",
            '<p class="note">Rehearsed with Story Circle in a simulated Discord. The people are made up. '
            f"Saved on {now:%d %B %Y}; times are UTC.</p>",
            *(parts or ['<p class="note">There was nothing to be seen yet.</p>']),
            "</main></body></html>\n",
        ]
    )


def _place(world: World, album: Album, channel: int, kept: Sequence[KeptMessage]) -> str:
    gone = ' <span class="note">deleted since, with everything in it</span>' if album.is_gone(channel) else ""
    messages = "\n".join(_message(world, one) for one in kept)
    return f"<section><h2>{escape(kept[0].place)}{gone}</h2>\n{messages}</section>"


def _message(world: World, kept: KeptMessage) -> str:
    seen, observer = kept.seen, world.observer
    reader = Reader(observer.person, observer.channel, seen.at)
    app = ' <span class="app">APP</span>' if seen.author == observer.bot else ""
    only = "" if seen.only_for is None else f" · only {escape(observer.person(seen.only_for))} saw this"
    head = f'<header>{escape(kept.author)}{app} {_time(seen.at)}<span class="note">{only}</span></header>'
    body = [*_words(seen.text, reader)] if seen.text else []
    body += _components(seen.components, reader)
    body += [_embed(embed, reader) for embed in kept.embeds]
    body += [_file(world, attachment) for attachment in kept.files]
    whose = ' class="only"' if seen.only_for is not None else ""
    return f"<article{whose}>{head}{''.join(body)}</article>"


def _time(at: datetime) -> str:
    return f'<time datetime="{at.isoformat()}">{at:%H:%M:%S}</time>'


# Words


def _words(words: str, reader: Reader) -> Iterator[str]:
    for source, line in zip(words.splitlines(), markdown.lines(words, reader), strict=False):
        heading = source.startswith(("# ", "## ", "### "))
        quote = source.startswith("> ")
        kind = ' class="head"' if heading else ' class="quote"' if quote else ""
        # A heading has a look of its own here, and needs none of the terminal's.
        without = {"b", "u"} if heading else set()
        yield f"<p{kind}>{'' if quote else _marked(line.first)}{_marked(line.body, without)}</p>"


def _marked(text: Text, without: Collection[str] = ()) -> str:
    """Styled text, escaped, with a span around each piece that has a style."""
    ends = {0, len(text), *(span.start for span in text.spans), *(span.end for span in text.spans)}
    cuts = sorted(cut for cut in ends if 0 <= cut <= len(text))
    found = []
    for start, end in pairwise(cuts):
        styles = [str(text.style), *(str(s.style) for s in text.spans if s.start <= start and s.end >= end)]
        classes = sorted({mark for style in styles for mark in _classes(style)} - {*without})
        words = escape(text.plain[start:end])
        found.append(f'<span class="{" ".join(classes)}">{words}</span>' if classes else words)
    return "".join(found)


def _classes(style: str) -> list[str]:
    if style in _MARKS:
        return [_MARKS[style]]
    return [_MARKS[word] for word in style.split() if word in _MARKS]


# Cards


def _components(components: Sequence[Mapping[str, Any]], reader: Reader) -> list[str]:
    return [_component(component, reader) for component in components]


def _component(component: Mapping[str, Any], reader: Reader) -> str:
    inner = component.get("components") or ()
    match component.get("type"):
        case ComponentType.CONTAINER:
            color = component.get("accent_color")
            edge = f' style="border-left-color:#{int(color):06x}"' if isinstance(color, int) else ""
            return f'<div class="card"{edge}>{"".join(_components(inner, reader))}</div>'
        case ComponentType.TEXT_DISPLAY:
            return "".join(_words(str(component.get("content", "")), reader))
        case ComponentType.SEPARATOR:
            return "<hr>"
        case ComponentType.ACTION_ROW:
            return f'<div class="row">{"".join(_components(inner, reader))}</div>'
        case ComponentType.SECTION:
            accessory = component.get("accessory")
            return "".join(_components([*inner, *([accessory] if accessory else [])], reader))
        case ComponentType.BUTTON:
            style = STYLES.get(component.get("style", 2), "grey")
            off = " off" if component.get("disabled") else ""
            return f'<span class="button {style}{off}">{escape(str(component.get("label") or "…"))}</span>'
        case kind if kind in SELECT_TYPES:
            return (
                f'<span class="button grey">{escape(str(component.get("placeholder") or "A menu"))} ▾</span>'
            )
    return "".join(_components(inner, reader))


def _embed(embed: Mapping[str, Any], reader: Reader) -> str:
    title = f'<p class="head">{escape(str(embed["title"]))}</p>' if embed.get("title") else ""
    said = "".join(_words(str(embed.get("description") or ""), reader))
    fields = "".join(
        f'<p class="b">{escape(str(field.get("name", "")))}</p>{"".join(_words(str(field.get("value", "")), reader))}'
        for field in embed.get("fields") or ()
    )
    return f'<div class="card">{title}{said}{fields}</div>'


def _file(world: World, attachment: Mapping[str, Any]) -> str:
    name, kind = escape(str(attachment["filename"])), attachment.get("content_type")
    blob = world.community.backend.cdn.get(attachment["url"])
    if blob is not None and kind in PICTURES:
        return f'<p><img alt="{name}" src="data:{kind};base64,{base64.b64encode(blob).decode()}"></p>'
    return f'<p class="note">File: {name}</p>'
