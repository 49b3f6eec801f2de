"""The page that checks slips, in Chromium: it says of each text what the bot says of it, without a connection."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from bot.ids import GuildXid
from bot.privacy.sealing import Vault
from bot.privacy.slips import NotGenuine, check, public_key, signed, slip_of
from bot.settings import ROOT
from bot.ui.cards.settings.checking_page import page as checking_page
from bot.ui.i18n import Catalogues
from bot.ui.slip_words import WHY_NOT
from tests.rehearsal.browser.chromium import for_one_visit, in_chromium

pytestmark = in_chromium

VAULT, HERE, THERE = Vault(bytes(64)), GuildXid(10**18), GuildXid(10**18 + 1)
KEY = public_key(VAULT, HERE)
BEGAN = datetime(2026, 11, 29, 22, 30, tzinfo=UTC)
SLIP = slip_of(
    "Gr\u00fcne Br\u00fccke \U0001f33f <b>", BEGAN, BEGAN + timedelta(minutes=62), timedelta(hours=2)
)
CODE = signed(VAULT, HERE, SLIP).code
T = Catalogues.read(ROOT / "data" / "locales", "en").pick("en")


def _texts() -> list[str]:
    """Slips, and what people and forgers make of them."""
    chance = Random(7)
    west = slip_of("West", BEGAN, BEGAN + timedelta(minutes=1), timedelta(hours=-3, minutes=-30))
    letters = CODE.replace("-", "").replace("\n", "")
    found = ["Nothing", "SC1", CODE, CODE.lower(), f"Name: Bob\n> {CODE.replace('-', ' ')}\nThank you"]
    found += [CODE.replace("-", "\u2011"), CODE[:-1], CODE + "A", CODE + "\n\nA", CODE.replace("-", "-8", 1)]
    found += [
        signed(VAULT, HERE, west).code,
        signed(VAULT, THERE, SLIP).code,
        CODE + "\n" + signed(VAULT, HERE, west).code,
    ]
    for _ in range(60):
        at = chance.randrange(3, len(letters))
        kept, put = (
            letters[at + chance.randrange(2) :],
            chance.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567019-\u00df "),
        )
        found.append(letters[:at] + put + kept)
    return found


def _expected(text: str) -> list[str]:
    try:
        slip, _ = check(text, [KEY])
    except NotGenuine as problem:
        return ["This slip could not be confirmed.", T(WHY_NOT[problem.why.value], mark=problem.key_mark)]
    minutes = "minute" if slip.minutes == 1 else "minutes"
    when = f"{slip.local:%A, %B} {slip.local.day}, {slip.local.year} at {slip.local:%H:%M} ({slip.zone})"
    return ["This slip is genuine.", slip.group, when, f"{slip.minutes} {minutes}"]


async def _said(page: Page) -> list[str]:
    return await page.locator("#answer h2, #answer dd, #answer h2 + p").all_inner_texts()


async def test_it_says_what_the_bot_says_and_asks_nobody(tmp_path: Path) -> None:
    file = tmp_path / "check-slips.html"
    file.write_text(checking_page(T, {KEY.mark: KEY.words}), "utf-8")
    asked: list[str] = []
    faults: list[str] = []
    async with for_one_visit() as browser:
        page = await (await browser.new_context()).new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        await page.goto(file.as_uri())
        await expect(page.get_by_role("heading", level=1)).to_have_text("Check a proof of attendance")
        genuine = 0
        for text in _texts():
            await page.get_by_label("The slip, or the code on it").fill(text)
            await page.evaluate("document.getElementById('answer').replaceChildren()")
            await page.get_by_role("button", name="Check").click()
            await expect(page.get_by_role("status").get_by_role("heading")).to_be_visible()
            assert await _said(page) == _expected(text), text
            genuine += _expected(text)[0] == "This slip is genuine."
        assert 5 <= genuine < 20
        for look in ("light", "dark"):
            await page.emulate_media(color_scheme=look)
            found = (await Axe().run(page, options={"resultTypes": ["violations"]})).response["violations"]
            assert not found, [one["id"] for one in found]
        await page.evaluate(
            "() => { crypto.subtle.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError')) }"
        )
        await page.get_by_label("The slip, or the code on it").fill(CODE)
        await page.get_by_role("button", name="Check").click()
        await expect(page.get_by_role("status")).to_contain_text("This browser cannot check slips.")
    assert asked == [file.as_uri()]
    assert faults == []
