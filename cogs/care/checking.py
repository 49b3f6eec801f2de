"""A place to turn to, as an admin typed it: checked, or the sentences that say what to change."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.services.care.places import SupportPlace
from bot.services.prompts.prompt_files import LANGUAGE, LANGUAGE_LENGTH
from bot.ui.i18n import Translator
from bot.ui.user_text import clean, escaped

TITLE_LENGTH, TEXT_LENGTH, PHONE_LENGTH, LINK_LENGTH, REGION_LENGTH = 100, 300, 60, 200, 60
AHEAD = timedelta(days=182)
"""When a place is to be looked at again, unless somebody says."""
FURTHEST = timedelta(days=731)

# No spaces, brackets or quotation marks, nothing before the name of the site, and nothing that formats.
_LINK = re.compile(
    r"https://(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}(?::\d{2,5})?(?:[/?#][^\s<>()\[\]\"'`|\\*]*)?"
)
_PHONE = re.compile(r"[+\d][\d\s()./-]*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def with_words(
    t: Translator, place: SupportPlace, typed: dict[str, str], today: date
) -> tuple[SupportPlace, list[str]]:
    """The place with what was typed, and everything that stands in the way of keeping it."""
    title, text = clean(typed["title"]), clean(typed["text"])
    phone, link = clean(typed["phone"]), clean(typed["link"])
    wrong = []
    if not 1 <= len(title) <= TITLE_LENGTH:
        wrong.append(t("Please give the place a name of 1 to {most} characters.", most=TITLE_LENGTH))
    if len(text) > TEXT_LENGTH:
        wrong.append(t("The words about it have at most {most} characters.", most=TEXT_LENGTH))
    if not (text or phone or link):
        wrong.append(t("Please give words, a phone number or a link. Then people know what to do."))
    digits = sum(char.isdigit() for char in phone)
    if phone and not (_PHONE.fullmatch(phone) and 3 <= digits <= 15 and len(phone) <= PHONE_LENGTH):
        wrong.append(t("A phone number has 3 to 15 digits, with spaces, hyphens or brackets between them."))
    if link and not (_LINK.fullmatch(link) and len(link) <= LINK_LENGTH):
        wrong.append(t("A link begins with https:// and names a site, such as `https://www.example.org`."))
    review_on = _day(typed["review_on"].strip())
    if review_on is None:
        wrong.append(t("Please write the day as year, month and day, such as {date}.", date=today + AHEAD))
    elif not today < review_on <= today + FURTHEST:
        wrong.append(t("Please choose a day after today and within the next two years."))
    new = replace(
        place, title=title, text=text, phone=phone, link=link, review_on=review_on or place.review_on
    )
    return new, wrong


def with_where(
    t: Translator, place: SupportPlace, language: str, region: str
) -> tuple[SupportPlace, list[str]]:
    """The place with its language and region, and everything that stands in the way of keeping it."""
    language, region = clean(language), clean(region)
    wrong = []
    if not LANGUAGE.fullmatch(language) or len(language) > LANGUAGE_LENGTH:
        wrong.append(no_language(t, escaped(language)))
    if len(region) > REGION_LENGTH:
        wrong.append(t("The region has at most {most} characters.", most=REGION_LENGTH))
    return replace(place, language=language, region=region), wrong


def no_language(t: Translator, typed: str) -> str:
    """What to write for a language, when that is none. `typed` is as it is shown; it may be empty."""
    if not typed:
        return t("Please write the language in short, such as en or de.")
    return t("{name} is not a language. Write it in short, such as en or de.", name=typed)


def _day(typed: str) -> date | None:
    if not _DATE.fullmatch(typed):
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
