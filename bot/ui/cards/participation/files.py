"""A report as files: CSV and JSON with a data dictionary, and one page for those who fund circles."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from html import escape
from io import StringIO

from bot.services.participation.reports import EARLIER, FIGURES, QuarterRow, Report, Series

from ...i18n import Translator
from . import fields, numbers, periods
from .report import title

TABLE, DICTIONARY, DATA, PAGE = (
    "participation.csv",
    "participation-dictionary.csv",
    "participation.json",
    "participation.html",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def files(t: Translator, report: Report, name: str) -> dict[str, bytes]:
    """The files of a report, by their names.

    Args:
        t: the language of headings and definitions.
        report: the same numbers as on a card.
        name: whose numbers they are: the name of the server.
    """
    return {
        PAGE: page(t, report, name).encode(),
        TABLE: table(t, report).encode("utf-8-sig"),
        DATA: data(t, report).encode(),
        DICTIONARY: dictionary(t).encode("utf-8-sig"),
    }


def table(t: Translator, report: Report) -> str:
    """A line for each circle and quarter. What is held back is empty."""
    written = StringIO()
    rows = csv.writer(written)
    rows.writerow(["circle", "quarter", "is_closed", *FIGURES])
    for series, row in _lines(report):
        figures = [getattr(row.figures, name) for name in FIGURES]
        rows.writerow([_plain(title(t, series)), _quarter(row), int(row.is_closed), *figures])
    return written.getvalue()


def dictionary(t: Translator) -> str:
    """What each column means."""
    written = StringIO()
    rows = csv.writer(written)
    rows.writerow(["column", "heading", "meaning"])
    for column, (name, meaning) in _columns(t).items():
        rows.writerow([column, name, meaning])
    return written.getvalue()


def data(t: Translator, report: Report) -> str:
    """The same as JSON. What is held back is null."""
    content = {
        "dictionary": {column: meaning for column, (_, meaning) in _columns(t).items()},
        "notes": fields.notes(t),
        "rows": [
            {
                "circle": title(t, series),
                "quarter": _quarter(row),
                "is_closed": row.is_closed,
                **{name: getattr(row.figures, name) for name in FIGURES},
            }
            for series, row in _lines(report)
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _columns(t: Translator) -> dict[str, tuple[str, str]]:
    return {
        "circle": (t("Circle"), t("The name of a circle, all circles together, or the other circles.")),
        "quarter": (t("Quarter"), t("A quarter of the calendar, in UTC.")),
        "is_closed": (t("Over"), t("Whether the quarter is over. If not, its numbers still grow.")),
        **{name: (fields.heading(t, name), fields.meaning(t, name)) for name in FIGURES},
    }


def _lines(report: Report) -> Iterator[tuple[Series, QuarterRow]]:
    """The lines that say something. What is not there and what is held back look alike."""
    for series in report.series:
        yield from ((series, row) for row in series.rows if not row.figures.is_nothing)


def _quarter(row: QuarterRow) -> str:
    return EARLIER if row.quarter is None else str(row.quarter)


def _plain(text: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


_STYLE = """
:root { color-scheme: light dark; --ink: #1d2129; --ground: #fdfcf9; --faint: #5c6470; --line: #d9d7d0; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f2f0ea; --ground: #23272e; --faint: #b9bdc6; --line: #4a515c; }
}
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground);
  max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { font-size: 1.15rem; margin-top: 2rem; }
p.when, caption, dd, li { color: var(--faint); } caption { text-align: left; padding-bottom: .3rem; }
div.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: right; padding: .3rem .5rem; border-bottom: 1px solid var(--line);
  font-variant-numeric: tabular-nums; }
th:first-child, td:first-child { text-align: left; }
dl { columns: 18rem; column-gap: 2rem; } dt { font-weight: 600; break-after: avoid; }
dd { margin: 0 0 .5rem; break-inside: avoid; }
@media print { body { margin: 0; max-width: none; font-size: 9pt; } h2 { break-after: avoid; } }
"""


def page(t: Translator, report: Report, name: str) -> str:
    """One page that can be printed or sent on, with the definitions it uses. Whoever runs the server sends on what all
    circles came to together; in the other files each is by itself."""
    whole = [report.whole] if report.whole is not None else report.circles
    shown = [series for series in whole if not series.is_nothing]
    rows = [row for series in shown for row in series.rows]
    quarters = sorted(row.quarter for row in rows if row.quarter is not None)
    when = periods.words(t, (quarters[0], quarters[-1])) if quarters else ""
    parts = [
        f"<h1>{escape(t('Peer story circles: {name}', name=name))}</h1>",
        f'<p class="when">{escape(when)}</p>',
        f"<p>{escape(t('In a story circle a few people take equal turns to tell and to listen.'))} "
        f"{escape(t('Nothing they say is kept, and no number here names anybody.'))}</p>",
        *(_html_table(t, series) for series in shown),
        f"<h2>{escape(t('What the numbers mean'))}</h2><dl>",
        *(
            f"<dt>{escape(fields.heading(t, figure))}</dt><dd>{escape(fields.what(t, figure))}</dd>"
            for figure in FIGURES
        ),
        f"</dl><h2>{escape(t('How they are made'))}</h2><ul>",
        *(f"<li>{escape(note)}</li>" for note in fields.notes(t)),
        "</ul>",
    ]
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(name)}</title>'
    language = escape(t.language, quote=True)
    body = "\n".join(parts)
    document = f'<html lang="{language}"><head>{head}<style>{_STYLE}</style></head>'
    return f"<!doctype html>\n{document}\n<body>{body}</body></html>\n"


def _html_table(t: Translator, series: Series) -> str:
    rows = [row for row in series.rows if not row.figures.is_nothing]
    head = "".join(f'<th scope="col">{escape(periods.short(t, row.quarter))}</th>' for row in rows)
    body = []
    for figure in FIGURES:
        values = [getattr(row.figures, figure) for row in rows]
        if any(value is not None for value in values):
            cells = "".join(f"<td>{escape(_said(t, figure, value))}</td>" for value in values)
            body.append(f'<tr><th scope="row">{escape(fields.heading(t, figure))}</th>{cells}</tr>')
    caption = escape(t("“–”: too little stands behind a number to give it."))
    return (
        f'<h2>{escape(title(t, series))}</h2><div class="wide"><table><caption>{caption}</caption>'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _said(t: Translator, figure: str, value: int | None) -> str:
    if value is None:
        return "–"
    if figure in ("arriving_tenths", "leaving_tenths"):
        return numbers.level(t, value)
    if figure.endswith("_tenths"):
        return numbers.in_ten(t, value)
    return numbers.count(t, value)
