"""Languages in real journeys: no sentence escapes the catalogue, and everybody is spoken to in their own."""

from __future__ import annotations

import gettext
import re
from typing import ClassVar

from bot.rehearsal.patches import speak
from tests.journeys.house import house, words
from tests.journeys.weekly import at, draft, until


class Pseudo(gettext.NullTranslations):
    """A language in which every sentence stands in brackets, so that one that is not translated stands out."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


class German(gettext.NullTranslations):
    """A few sentences of German."""

    WORDS: ClassVar = {
        "You have a seat.": "Du hast einen Platz.",
        "Save me a seat": "Halt mir einen Platz frei",
        "**{name}** begins {when}.": "**{name}** beginnt {when}.",
    }

    def gettext(self, message: str) -> str:
        return self.WORDS.get(message, message)


def bare_words(text: str) -> str:
    """The letters outside all brackets, without mentions, times, rooms, what links lead to, and questions of a deck."""
    text = re.sub(r"^>.*$|<[@#t][^>]*>|(?<=\])\(https:[^)]*\)", "", text, flags=re.M)
    depth, bare = 0, []
    for char in text:
        depth += (char == "⟦") - (char == "⟧")
        if depth == 0 and char.isalpha():
            bare.append(char)
    return "".join(bare)


async def test_every_visible_sentence_goes_through_the_catalogue() -> None:
    async with house() as h:
        h.sim.bot.catalogues.add("en", Pseudo())
        h.voice = "⟦{}⟧".format
        said: list[str] = []

        async def listen(answer: str) -> None:
            said.append(answer)

        # The name of a circle is somebody's own words: one without letters lets every letter count.
        await listen(await h.slash(h.fay, "circle open", name="2026", prompt="Why?"))
        everyone = [h.fay, *h.members[:3]]
        for person in everyone[1:]:
            await listen(await h.press(person, "Save me a seat"))
        await h.wait(2)
        await listen(await h.slash(h.members[4], "circle upcoming"))
        await listen(await h.slash(h.fay, "circle start"))
        await h.wait(60)
        for person in everyone:
            await listen(await h.press(person, "I agree"))
        await listen(await h.press(h.members[4], "Save me a seat"))
        await listen(await h.press(h.members[4], "Give up my seat"))
        await h.wait(2)
        await listen(await h.press(h.fay, "Receive"))
        await listen(await h.press(h.fay, "One more minute"))
        await h.wait(40)
        await listen(await h.slash(h.fay, "circle order", at=h.room))
        await listen(await h.slash(h.fay, "circle pause", at=h.room))
        await listen(await h.slash(h.fay, "circle panel", at=h.room))
        await listen(await h.slash(h.fay, "circle resume", at=h.room))
        await listen(await h.slash(h.fay, "circle remove", at=h.room, member=h.fay))
        await listen(await h.slash(h.fay, "circle prompt", at=h.room))
        await listen(await h.press(h.members[0], "I need support"))
        await listen(await h.press(h.members[0], "Step out"))
        await listen(await h.press(h.members[0], "Come back in"))
        await h.wait(120)
        await listen(await h.press(h.fay, "Step out"))
        await h.wait(200)
        await listen(await h.slash(h.members[0], "care support"))
        await listen(await h.slash(h.members[0], "circle next", at=h.room))
        await listen(await h.slash(h.fay, "circle end", at=h.room))
        await h.wait(2)
        said += [h.read(), h.read(place=h.lobby).replace(h.room.name or "", "")]
        said += [h.private(person) for person in everyone]
        for text in said:
            assert not bare_words(text.replace("Why?", "")), (
                f"not translated: {bare_words(text)!r} in {text!r}"
            )
        assert sum(text.count("⟦") for text in said) > 120


async def test_private_words_are_in_ones_own_language_and_public_ones_in_the_servers() -> None:
    async with house() as h:
        h.sim.bot.catalogues.add("de", German())
        speak(h.env, h.members[0].id, "de")
        await h.slash(h.fay, "circle open", name="Evening")
        assert "[Save me a seat]" in h.read(place=h.lobby)
        assert "Du hast einen Platz." in await h.press(h.members[0], "Save me a seat")
        assert "You have a seat." in await h.press(h.members[1], "Save me a seat")
    await _german_server()


async def test_reminders_come_in_ones_own_language_also_after_a_restart() -> None:
    async with house() as h:
        h.sim.bot.catalogues.add("de", German())
        ann, ben = h.members[:2]
        speak(h.env, ann.id, "de")
        await h.press(h.admin, "Create it", await draft(h))
        await h.wait(3)
        for who in (ann, ben):
            await h.press(who, "Save me a seat")
        await h.sim.restart()
        h.sim.bot.catalogues.add("de", German())
        await until(h, at(5, 19, 30))  # private words are spread over some minutes
        assert "**Tuesday circle** beginnt" in h.private(ann)
        assert "**Tuesday circle** begins" in h.private(ben)


async def test_whoever_opened_a_circle_is_written_to_in_their_own_language_also_after_a_restart() -> None:
    async with house() as h:
        h.sim.bot.catalogues.add("de", Pseudo())
        speak(h.env, h.fay.id, "de")
        await h.slash(h.fay, "circle open", name="Evening")
        await h.wait(2)
        await h.sim.restart()
        h.sim.bot.catalogues.add("de", Pseudo())
        h.env.backend.delete_channel(h.room.id)
        h.env.backend.delete_channel(h.lobby.id)
        await h.env.settle()
        await h.wait(5)
        assert "⟦The channel of your circle was deleted." in h.private(h.fay)


async def test_schedules_and_sparks_go_through_the_catalogue() -> None:
    async with house() as h:
        h.sim.bot.catalogues.add("en", Pseudo())
        h.voice = "⟦{}⟧".format
        h.env.inject_error("POST", "/guilds/*/scheduled-events", status=403, code=50013, times=None)
        card = await draft(h, name="2026", when="2026-01-06 19:00")
        said = [words(card)]
        said.append(await h.press(h.admin, "Create it", card))
        await h.wait(3)
        for who in h.members[:3]:
            said.append(await h.press(who, "Save me a seat"))
        said.append(await h.slash(h.admin, "schedule list"))
        said.append(await h.slash(h.admin, "schedule skip", date="2026-01-13"))
        said.append(await h.slash(h.members[0], "circle upcoming"))
        said.append(await h.slash(h.fay, "circle panel"))
        await until(h, at(6, 19, 4))
        said.append(await h.press(h.fay, "Begin"))
        await h.wait(60)
        said += [
            h.read().replace(h.room.name or "", ""),
            h.read(place=h.lobby).replace(h.room.name or "", ""),
        ]
        said += [h.private(who) for who in (h.fay, *h.members[:3])]
        for text in said:
            plain = _without_what_is_no_sentence(text)
            assert not bare_words(plain), f"not translated: {bare_words(plain)!r} in {text!r}"


def _without_what_is_no_sentence(text: str) -> str:
    """Without dates in words, zones, and the name of the command that was typed."""
    text = re.sub(r"\b(?:UTC|January|February|Monday|Tuesday)\b", "", text)
    return text.replace("Tuesday circle", "")


async def _german_server() -> None:
    async with house() as h:
        h.sim.bot.catalogues.add("de", German())
        h.guild._guild.preferred_locale = "de"
        await h.slash(h.fay, "circle open", name="Evening")
        assert "[Halt mir einen Platz frei]" in h.read(place=h.lobby)
        h.voice = lambda label: German.WORDS.get(label, label)
        assert "You have a seat." in await h.press(h.members[1], "Save me a seat")


def test_the_house_can_tell_an_untranslated_sentence() -> None:
    assert bare_words("⟦You have a seat.⟧ Welcome") == "Welcome"
