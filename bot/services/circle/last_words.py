"""What tellers are still to be told of the gestures towards their stories when their circle ends.

The transaction that ends a session forgets who sat where. So what has not been told by then leaves it with the person
it is for, in memory and nowhere else, and is told at once. Should the bot stop in that moment, it is lost.
"""

from __future__ import annotations

from dataclasses import replace

from bot.circle import events as e
from bot.circle.model import EndReason

from ..deliveries import table as d
from ..deliveries.lookup import kind_of
from ..deliveries.rows import drop
from ..last_word import LastWord
from ..unit_of_work import Work
from .change import Change
from .sessions import seated


def when_ended(work: Work, change: Change, ended: e.Ended) -> None:
    """Let whoever was answered be told after the commit, if the circle came to its end or was ended by somebody."""
    if ended.reason not in (EndReason.COMPLETED, EndReason.CLOSED):
        return
    states = [change.session.state, *(step.after for step in change.steps)]
    at = next(index for index, step in enumerate(change.steps) if isinstance(step.event, e.Ended))
    before = replace(change.session, state=states[at])
    drop(work, before.id, [kind_of(d.Resonance)])
    echoes = [echo for echo in before.state.echoes if echo.says_something]
    if not echoes:
        return
    people, languages = seated(work, before)
    for echo in echoes:
        if echo.seat in people:
            language = languages.get(echo.seat, before.language)
            work.news.last_words.append(LastWord(before.id, people[echo.seat], language, echo))
