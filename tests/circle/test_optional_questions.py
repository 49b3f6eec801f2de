"""The budget for questions that nobody has to answer: one at a time, two a circle, and none while it rests."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.confidence import room_for, without
from bot.circle.model import AskedQuestion, Moment, Question
from bot.circle.optional_questions import MOST, ORDER, open_question, to_ask
from bot.circle.refusals import Code
from bot.store.codec import dump

from .table import AGREEMENTS, CHECK_IN, CLOSING, Table, a_format

ALL = frozenset(Question)
ASKING = a_format(AGREEMENTS, CHECK_IN, CLOSING, scale=True)


def _ask(table: Table, seat: int, resting: frozenset[Question] = frozenset()) -> list[Question]:
    asked = c.AskOptional(seat=seat, moment=Moment.ARRIVED, on_offer=ALL, resting=resting)
    return [event.question for event in table.do(asked) if isinstance(event, e.QuestionAsked)]


def test_every_question_has_one_moment() -> None:
    asked = [question for questions in ORDER.values() for question in questions]
    assert sorted(asked) == sorted(Question)
    assert set(ORDER) == set(Moment)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(Moment),
            st.frozensets(st.sampled_from(Question)),
            st.frozensets(st.sampled_from(Question)),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_whatever_comes_nobody_is_asked_too_much(
    evening: list[tuple[Moment, frozenset[Question], frozenset[Question], bool]],
) -> None:
    """Each look at one person: in which moment, what is on offer, what rests, and whether they answer."""
    had: dict[Question, AskedQuestion] = {}
    for moment, on_offer, resting, answers in evening:
        before = {one for one in had.values() if not one.answered and one.question in ORDER[moment]}
        question = to_ask(had.values(), moment, on_offer, resting)
        if question is None:
            could = [q for q in ORDER[moment] if q in on_offer - resting and q not in had]
            assert before or len(had) == MOST or not could, "a question is kept back for no reason"
            continue
        assert not before, "two at a time"
        assert question in on_offer
        assert question not in resting
        assert question not in had
        earlier = ORDER[moment][: ORDER[moment].index(question)]
        assert all(q in had or q in resting or q not in on_offer for q in earlier)
        had[question] = AskedQuestion(1, question, answers)
    assert len(had) <= MOST


def test_the_next_question_follows_an_answer_and_never_stands_beside_another() -> None:
    table = Table(3, ASKING)
    assert _ask(table, 2) == [Question.WAY]
    assert _ask(table, 2) == []
    assert open_question(table.state, 2, Moment.ARRIVED) is Question.WAY
    assert e.QuestionAnswered(2, Question.WAY) in table.do(c.Speak(seat=2))
    assert _ask(table, 2) == [Question.NEW]
    assert table.do(c.AnswerOptional(seat=2, question=Question.ALONE)) == ()
    table.do(c.AnswerOptional(seat=2, question=Question.NEW))
    assert table.state.first_timers == ()
    assert _ask(table, 2) == [], "that were two"
    assert table.replayed() == table.state


def test_what_rests_is_left_out_and_each_answer_counts_for_its_question() -> None:
    table = Table(3, ASKING)
    assert _ask(table, 1, frozenset({Question.WAY, Question.NEW})) == [Question.ALONE]
    assert table.do(c.Feel(seat=1, level=3)) == (e.Felt(1, 3, False), e.QuestionAnswered(1, Question.ALONE))
    assert _ask(table, 3, ALL) == []
    assert table.state.questions == (AskedQuestion(1, Question.ALONE, answered=True),)


def test_what_somebody_opens_by_themselves_is_not_asked() -> None:
    table = Table(3, ASKING)
    assert table.do(c.ComeFirst(seat=1)) == (e.CameFirst(1),)
    assert table.do(c.Write(seat=1)) == (e.WayChosen(1, writes=True),)
    assert table.state.questions == ()


def test_only_somebody_with_a_seat_is_asked_and_a_seat_that_is_given_back_takes_it_along() -> None:
    table = Table(3, ASKING, begun=False)
    assert table.no(c.AskOptional(seat=9, moment=Moment.ARRIVED, on_offer=ALL)) is Code.NOT_SEATED
    _ask(table, 3)
    table.do(c.Leave(seat=3))
    assert table.state.questions == ()


def test_how_long_a_state_is_does_not_say_who_was_asked() -> None:
    """What rests says something of other evenings. So whether somebody was asked must not show."""
    one, all_ = Table(8, ASKING), Table(8, ASKING)
    for seat in range(1, 9):
        for _ in range(MOST):
            _ask(all_, seat)
            all_.do(c.Speak(seat=seat))
    assert len(all_.state.questions) == MOST * 8
    assert without(all_.state).questions == ()
    room = room_for(all_.state)
    assert room == room_for(one.state)
    bare = len(dump(without(all_.state), None))
    assert len(dump(all_.state, None)) <= bare + room
