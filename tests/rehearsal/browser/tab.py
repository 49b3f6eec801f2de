"""One tab of the browser, in the words of the person in front of it.

Everything is found as a screen reader finds it, by role and name. Nothing here knows the page's insides.
"""

from __future__ import annotations

import re

from playwright.async_api import ConsoleMessage, Locator, Page, Request, Response, expect

Words = str | re.Pattern[str]
MANY = 200
"""How often somebody presses `Next thing` before they give up."""

DRAWN = "version => Number(document.body.dataset.version) >= version"
"""Whether the page has drawn what it has heard of."""


class Tab:
    """What somebody does at the page, and what they find on it."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._heard)

    def _heard(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.faults.append(said.text)

    # The parts of the page

    @property
    def log(self) -> Locator:
        """The messages of the place that is shown."""
        return self.page.get_by_role("log")

    @property
    def bar(self) -> Locator:
        """Time, the tour, saving."""
        return self.page.get_by_role("banner")

    @property
    def channels(self) -> Locator:
        """The list of places."""
        return self.page.get_by_role("navigation", name="Channels")

    @property
    def people(self) -> Locator:
        """People and weather."""
        return self.page.get_by_role("complementary", name="People and weather")

    @property
    def voice(self) -> Locator:
        """Who is in the voice channel or on the stage that is shown."""
        return self.page.get_by_role("region", name="People in ")

    @property
    def tour(self) -> Locator:
        """The card of the tour."""
        return self.page.get_by_role("region", name="The tour")

    @property
    def scene(self) -> Locator:
        """The card of a scene that is practised."""
        return self.page.get_by_role("region", name="Practice: ")

    @property
    def form(self) -> Locator:
        """The form that has been opened by a press or a command."""
        return self.page.get_by_role("dialog")

    @property
    def writing(self) -> Locator:
        """Where one writes."""
        return self.page.get_by_role("textbox", name="Message", exact=True)

    def said(self, words: Words) -> Locator:
        """The newest message with these words."""
        return self.log.get_by_role("listitem").filter(has_text=words).last

    def button(self, label: str) -> Locator:
        """The newest button with that label that can be pressed."""
        return self.log.get_by_role("button", name=label, exact=True, disabled=False).last

    @property
    def offer(self) -> Locator:
        """What to press on the card that offers this person the talking piece."""
        card = self.log.get_by_role("listitem").filter(
            has_text=f"@{self.name}, the talking piece comes to you"
        )
        return card.get_by_role("button", name="Receive", exact=True).last

    # What somebody does

    async def practise(self, title: str) -> None:
        """Choose something to practise: the tour, or a scene."""
        await self.bar.get_by_role("button", name="Practise").click()
        chooser = self.page.get_by_role("dialog", name="What would you like to practise?")
        await chooser.get_by_role("button", name=title).click()
        await expect(chooser).to_be_hidden()

    async def be(self, name: str) -> None:
        """Become another person."""
        face = self.page.get_by_role("region", name="You are").get_by_role("button", name=f"{name}, ")
        await face.click()
        await expect(face).to_have_attribute("aria-pressed", "true")
        self.name = name

    async def go_to(self, place: Words) -> None:
        """Open a place: a channel by its name, or `thread`, or `direct messages`."""
        await self.open_channels()
        entry = self.channels.get_by_role("button", name=place).first
        name = await entry.get_attribute("aria-label") or ""
        await entry.click()
        await expect(self.log).to_have_accessible_name(f"Messages in {name.split(',')[0]}")

    async def open_channels(self) -> None:
        """On a small screen, pull out the list of places."""
        opener = self.page.get_by_role("main").get_by_role("button", name="Channels", exact=True)
        if await opener.is_visible():
            await opener.click()
        await expect(self.channels).to_be_visible()

    async def open_people(self) -> None:
        """On a small screen, pull out people and weather."""
        opener = self.page.get_by_role("button", name="People and weather", exact=True, expanded=False)
        if await opener.is_visible():
            await opener.click()
        await expect(self.people).to_be_visible()

    async def close_people(self) -> None:
        """On a small screen, put people and weather away."""
        closer = self.people.get_by_role("button", name="Close people and weather")
        if await closer.is_visible():
            await closer.click()

    async def press(self, label: str) -> None:
        """Press a button under a message."""
        await self.button(label).click()

    async def write(self, words: str) -> None:
        """Write a message, and read it among the others."""
        await self.writing.fill(words)
        await self.writing.press("Enter")
        await expect(self.said(words)).to_be_visible()

    async def pick(self, name: str) -> None:
        """Type a command, and choose it from the list."""
        await self.writing.fill("")
        await self.writing.press_sequentially(f"/{name}")
        picked = self.page.get_by_role("listbox", name="Commands").get_by_role("option", selected=True)
        await expect(picked).to_contain_text(f"/{name}")
        await self.writing.press("Enter")

    async def command(self, name: str, /, **options: str) -> None:
        """Type a command, fill in its form where it has one, and run it."""
        await self.pick(name)
        form = self.page.get_by_role("form", name=f"Options of /{name}")
        if not options and not await form.is_visible():
            return
        for option, value in options.items():
            field = form.get_by_label(re.compile(rf"^{option}\b"))
            if await field.evaluate("node => node.matches('input')"):
                await field.fill(value)
            else:
                await field.click()
                await self.page.get_by_role("option", name=value).click()
        await form.get_by_role("button", name="Run command").press("Enter")
        await expect(form).to_be_hidden()

    async def fill(self, label: str, value: str) -> None:
        """Write into a field of the form that is open."""
        await self.form.get_by_role("textbox", name=label).fill(value)

    async def choose(self, label: str, *names: str) -> None:
        """Choose from a menu of the form that is open."""
        menu = self.form.get_by_role("combobox", name=label)
        await menu.click()
        for name in names:
            await self.page.get_by_role("option", name=name).click()
        if await menu.get_attribute("aria-expanded") == "true":
            await menu.press("Escape")

    async def submit(self) -> None:
        """Send the form that is open."""
        await self.form.get_by_role("button", name="Submit").click()
        await expect(self.form).to_be_hidden()

    async def switch(self, label: str, *, on: bool = True) -> None:
        """Turn a switch of people or weather."""
        switch = self.people.get_by_role("switch", name=label, exact=True)
        if await switch.is_checked() is not on:
            # The page may be drawn once more as it was, before it hears what was done. And a switch turns before the
            # room has heard of it.
            async with self.page.expect_response(lambda answer: answer.request.method == "POST"):
                await switch.click()
        await expect(switch).to_be_checked(checked=on)

    async def speed(self, label: str) -> None:
        """Let time run at another speed: `Pause`, `1×`, `10×`, `60×`."""
        button = self.bar.get_by_role("button", name=label, exact=True)
        await button.click()
        await expect(button).to_have_attribute("aria-pressed", "true")

    async def next_thing(self) -> None:
        """Skip to the next thing, and look at what has become of the page."""
        has_jumped = False
        looks: list[Request] = []

        def jumped(response: Response) -> None:
            nonlocal has_jumped
            has_jumped = has_jumped or response.url.endswith("/api/time")

        def looking(request: Request) -> None:
            # What the page asked for before the jump may be from before it.
            if has_jumped and "/api/state" in request.url:
                looks.append(request)

        self.page.on("response", jumped)
        self.page.on("request", looking)
        async with self.page.expect_event("requestfinished", lambda request: request in looks) as finished:
            await self.bar.get_by_role("button", name="Next thing").click()
        self.page.remove_listener("response", jumped)
        self.page.remove_listener("request", looking)
        response = await (await finished.value).response()
        assert response is not None
        await self.page.wait_for_function(DRAWN, arg=(await response.json())["version"])

    async def skip_to(self, sight: Locator) -> None:
        """Skip from thing to thing until that is to be seen."""
        for _ in range(MANY):
            if await sight.is_visible():
                return
            await self.next_thing()
        seen = await self.page.locator("body").aria_snapshot()
        raise AssertionError(f"{self.name} never sees {sight}, but:\n{seen}")

    async def tell(self, words: str) -> None:
        """Receive the talking piece that is offered, say something, and let it go on."""
        await self.offer.click()
        await self.sees(f"@{self.name} has the talking piece")
        await self.tell_on(words)

    async def tell_on(self, words: str) -> None:
        """Having the piece, say something and let it go on."""
        await self.write(words)
        await self.press("I'm done")
        await expect(self.button("I'm done")).to_be_hidden()

    # What they find

    async def sees(self, words: Words) -> None:
        """There is a message with these words."""
        await expect(self.said(words)).to_be_visible()

    async def sees_not(self, words: Words) -> None:
        """No message has these words."""
        await expect(self.log.get_by_text(words)).to_have_count(0)

    async def is_untroubled(self) -> None:
        """Nothing was refused, nothing failed, and the browser has nothing to complain of."""
        await expect(self.page.get_by_role("alert")).to_have_text("")
        await expect(self.page.locator("#line-text")).to_have_text("")
        assert self.faults == []
