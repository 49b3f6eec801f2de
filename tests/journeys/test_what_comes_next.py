"""Who comes after this turn: everyone reads it, it stays true, and each learns in private when their own turn is."""

from __future__ import annotations

from tests.journeys.house import House, house, words
from tests.journeys.test_hand_off import limited


async def test_everyone_sees_who_is_next_and_it_stays_true() -> None:
    async with house() as h:
        fay, ann, ben, cat = await h.begin(4)

        # On the offer: who is next, how long it waits, and what to do
        offer = words(h.newest(fay, "[Receive]"))
        assert f"Next: {ann.mention}." in offer
        assert "-# Until <t:" in offer
        assert "Press **Receive**, then write." in offer

        # In private: when is my turn
        card = h.newest(cat, "[When is my turn?]")
        assert await h.press(cat, "When is my turn?", card) == f"You are after {ben.mention}."
        assert await h.press(fay, "When is my turn?", card) == "The piece is with you now."
        h.room._channel.thread_members[h.members[6].id] = ""
        assert "do not have a seat" in await h.press(h.members[6], "When is my turn?", card)

        # On the card of whoever speaks
        await h.press(fay, "Receive")
        assert f"Next: {ann.mention}." in _speaking(h)

        # Two step out and one is back at once: one edit brings the card up to date
        await h.wait(30)
        before, edited = len(limited(h)), _edits(h)
        for label in ("Step out", "Come back in"):
            await h.press(ben, label)
        await h.press(ann, "Step out")
        await h.wait(6)
        assert f"Next: {ben.mention}." in _speaking(h)
        assert _edits(h) - edited == 1
        assert limited(h)[before:] == [], (
            "the card was pressed a moment ago, so its edit is outside the limit"
        )
        assert f"You are after {fay.mention}." in await h.press(ann, "Come back in")
        await h.wait(6)
        assert f"Next: {ann.mention}." in _speaking(h)

        # Whoever is gone in an instant, and back, costs nothing
        edited = _edits(h)
        await h.press(ann, "Step out")
        await h.press(ann, "Come back in")
        await h.wait(6)
        assert _edits(h) == edited

        # Somebody leaves: the card says who comes now
        await h.slash(ann, "circle leave", at=h.room)
        await h.wait(6)
        assert f"Next: {ben.mention}." in _speaking(h)

        # Somebody comes late, agrees, and learns in the same answer when it is their turn
        dev = h.members[3]
        await h.press(dev, "Save me a seat")
        answer = await h.press(dev, "I agree")
        assert (
            f"You are after {cat.mention}. When the piece comes to you, press **Receive**, then write."
            in answer
        )
        await h.wait(6)
        assert f"{fay.mention} · {ben.mention} · {cat.mention} · {dev.mention}" in h.read()
        await h.press(fay, "I'm done")
        await h.wait(6)
        for person in (ben, cat):
            await h.share(person)
        assert "Then: Stories." in words(h.newest(dev, "[Receive]"))


def _edits(h: House) -> int:
    """How often a card that everyone sees was redrawn and was not just pressed. The card of the turn may be redrawn by
    way of an earlier press on it, as private words are."""
    return sum(
        request.method == "PATCH"
        and (request.path.startswith("/channels/") or "has the talking piece" in str(request.json))
        for request in h.env.http_requests
    )


def _speaking(h: House) -> str:
    return words(h.newest(h.fay, "has the talking piece."))


async def test_whoever_just_listens_learns_that_no_turn_comes_and_how_it_can() -> None:
    async with house() as h:
        everyone = await h.open(4, format="quick-circle")
        await h.slash(h.fay, "circle start")
        await h.wait(32)
        cat = everyone.pop()
        await h.press(cat, "Just listen")
        assert "[I agree]" in await h.press(cat, "Not my first"), "the way in does not go with the question"
        for who in everyone:
            await h.press(who, "I agree")
        await h.wait(2)
        assert "You just listen, so no turn comes to you." in await h.press(cat, "When is my turn?")
        await h.press(cat, "I agree", h.last.response)
        assert await h.press(cat, "When is my turn?") == f"You are after {everyone[-1].mention}."
