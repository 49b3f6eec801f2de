"""An answer is awaited until its instant, and nobody looks at its row meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.delivery.awaited_answers import AwaitedAnswers
from bot.ids import SessionId
from bot.services.deliveries import table as d
from bot.services.deliveries.policy import Refresh
from bot.services.deliveries.rows import Row, slot

NOW = datetime(2026, 3, 1, 19, tzinfo=UTC)
SOON, LATER = NOW + timedelta(seconds=10), NOW + timedelta(seconds=12)
ONE, OTHER = SessionId(1), SessionId(2)
CARD, GESTURES = slot(d.Turn(3)), slot(d.Gestures(3))


def row(at: datetime) -> Row:
    return Row(1, Refresh(d.Turn(3)), at, 0, "n")


def test_an_answer_that_came_is_never_overdue() -> None:
    answers = AwaitedAnswers()
    assert answers.next_at() is None
    answers.expect(ONE, CARD, SOON)
    answers.expect(ONE, GESTURES, SOON)
    answers.came(ONE, CARD)
    answers.came(ONE, CARD)
    assert answers.next_at() == SOON
    answers.came(ONE, GESTURES)
    assert answers.next_at() is None
    assert answers.overdue(LATER) == set()


def test_one_that_stays_away_is_overdue_once() -> None:
    answers = AwaitedAnswers()
    answers.expect(ONE, CARD, SOON)
    answers.expect(OTHER, CARD, LATER)
    assert answers.overdue(NOW) == set()
    assert answers.overdue(SOON) == {ONE}
    assert answers.overdue(SOON) == set()
    assert answers.next_at() == LATER
    answers.forget(OTHER)
    assert answers.next_at() is None


def test_only_the_row_of_the_last_press_is_that_of_the_answer() -> None:
    answers = AwaitedAnswers()
    answers.expect(ONE, CARD, SOON)
    answers.expect(ONE, CARD, LATER)
    assert answers.awaits(ONE, row(LATER))
    assert not answers.awaits(ONE, row(SOON))
    assert not answers.awaits(OTHER, row(LATER))
    answers.came(ONE, CARD)
    assert not answers.awaits(ONE, row(LATER))
