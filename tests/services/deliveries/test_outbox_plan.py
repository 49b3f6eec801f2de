"""Which deliveries follow from what became true, and when."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.counts import Echo
from bot.circle.formats import SpeakingOrder, Stage
from bot.circle.model import Call, Gesture, Phase, Prompt, SessionState
from bot.circle.refusals import Refusal
from bot.content import load_content
from bot.ids import MemberXid, SessionId
from bot.services.deliveries import table as d
from bot.services.deliveries.lookup import POLICIES, policy_of
from bot.services.deliveries.moment import current_card
from bot.services.deliveries.planning import AFTER_ROUND_S, ANSWER_S, COALESCE_S, FAREWELL_S, NEXT_S, plan
from bot.services.deliveries.policy import Delivery, Post, Refresh
from bot.services.deliveries.rows import Plan, is_readable, read, slot, stands_in_room, written
from bot.settings import ROOT
from bot.ui.card_context import CardContext
from bot.ui.cards import draw
from bot.ui.cards.drawing import DRAWINGS
from bot.ui.drawn_cards import DrawnCards
from bot.ui.i18n import Catalogues
from tests.circle import explorer
from tests.circle.table import (
    AGREEMENTS,
    ANNOUNCE,
    CHECK_IN,
    CLOSING,
    REFLECTION,
    STORIES,
    Table,
    a_format,
    stepped,
)
from tests.delivery.every import EVERY
from tests.sessions import a_session

TABLE = d.TABLE
LINGER_S = 600.0


def planned(table: Table, command: c.Command, *, answering: Post | None = None) -> list[Plan]:
    """Let something happen at a table; what has to be delivered for it."""
    before = table.state
    events = table.do(command)
    return plan(before, stepped(before, events), answering=answering, linger_s=LINGER_S)


def ticked(table: Table) -> list[Plan]:
    """Wait until the clock has something to do; what has to be delivered for it."""
    assert table.state.timer is not None
    table.now = max(table.now, table.state.timer.due)
    return planned(table, c.Tick())


def kinds(plans: Iterable[Plan]) -> list[type[Delivery]]:
    return [type(item.what) for item in plans]


def refreshed(plans: Iterable[Plan]) -> list[Post]:
    """The cards that are brought up to date."""
    return [item.what.post for item in plans if isinstance(item.what, Refresh)]


def those(what: type[Delivery], plans: Iterable[Plan]) -> list[Plan]:
    return [item for item in plans if isinstance(item.what, what)]


# Coming together


def test_an_opening() -> None:
    table = Table(1, begun=False)
    plans = plan(table.initial, stepped(table.initial, table.history))
    assert plans == [
        Plan(d.OpenRoom()),
        Plan(d.Invite()),
        Plan(d.Gather()),
        Plan(d.Admit(1)),
        Plan(Refresh(d.Invite()), delay_s=COALESCE_S),
        Plan(Refresh(d.Gather()), delay_s=COALESCE_S),
    ]


def test_a_seat_is_taken_and_given_up() -> None:
    table = Table(3, begun=False)
    counts = [
        Plan(Refresh(d.Invite()), delay_s=COALESCE_S),
        Plan(Refresh(d.Gather()), delay_s=COALESCE_S),
    ]
    assert planned(table, c.Join()) == [Plan(d.Admit(4)), *counts]
    gone = Plan(d.Dismiss(4, 1), delay_s=FAREWELL_S)
    assert planned(table, c.Leave(seat=4)) == [gone, *counts], (
        "taken out before the first turn, unless gone by then"
    )


def test_a_beginning() -> None:
    table = Table(3, a_format(ANNOUNCE, STORIES, CLOSING), begun=False)
    assert planned(table, c.Begin(seat=1)) == [
        Plan(Refresh(d.Invite()), delay_s=COALESCE_S),
        Plan(Refresh(d.Gather())),
        Plan(d.Stage(0)),
    ]
    assert ticked(table) == [
        Plan(Refresh(d.Stage(0)), delay_s=COALESCE_S),
        Plan(d.Stage(1)),
        Plan(d.Turn(1)),
    ]


def test_whoever_has_not_agreed_is_asked_in_private() -> None:
    table = Table(3, a_format(AGREEMENTS, STORIES, CLOSING), begun=False)
    table.do(c.Begin(seat=1))
    assert planned(table, c.Agree(seat=1)) == [Plan(Refresh(d.Stage(0)), delay_s=COALESCE_S)]
    asked = ticked(table)
    assert those(d.AskToAgree, asked) == [
        Plan(d.AskToAgree(2)),
        Plan(d.AskToAgree(3)),
    ]
    assert not [item for item in asked if policy_of(item.what).in_order], "and nothing of it in the room"


def test_a_newcomer_to_a_live_circle_changes_only_the_invitation_and_the_list_of_the_round() -> None:
    table = Table(4)
    assert planned(table, c.Join()) == [
        Plan(d.Admit(5)),
        Plan(Refresh(d.Invite()), delay_s=COALESCE_S),
        Plan(Refresh(d.Stage(0)), delay_s=NEXT_S),
    ]


def test_nobody_is_told_of_a_removal() -> None:
    table = Table(5)
    assert planned(table, c.Remove(seat=1, target=4)) == [
        Plan(d.Dismiss(4)),
        Plan(Refresh(d.Invite()), delay_s=COALESCE_S),
    ]


def test_the_card_of_the_turn_is_drawn_anew_only_when_it_names_somebody_else() -> None:
    table = Table(5)
    turn = Plan(Refresh(d.Turn(1)), delay_s=NEXT_S)
    assert turn not in planned(table, c.StepOut(seat=4)), "seat 2 is next, whoever comes after"
    assert planned(table, c.StepOut(seat=2)) == [turn]
    assert planned(table, c.ComeBack(seat=2)) == [turn]
    table.do(c.Remove(seat=1, target=3))
    assert turn in planned(table, c.Remove(seat=1, target=2))


# The piece


def test_a_turn() -> None:
    table = Table(4)
    assert planned(table, c.Receive(seat=1)) == [Plan(Refresh(d.Turn(1)))]
    assert ticked(table) == [Plan(d.TimeWarning(1, 1))]
    assert ticked(table) == [Plan(d.TimeUp(1, 1)), Plan(Refresh(d.Turn(1)))]
    note = Plan(d.TimeNote(1, 1), delay_s=COALESCE_S)
    assert planned(table, c.Done(seat=1)) == [Plan(Refresh(d.Turn(1))), note]
    assert ticked(table) == [Plan(d.Turn(2))]


@pytest.mark.parametrize("verb", [c.Pass, c.NotYet])
def test_nothing_tells_how_a_turn_ended(verb: type[c.Command]) -> None:
    shared, other = Table(4), Table(4)
    shared.receive(1)
    told = planned(shared, c.Done(seat=1)) + ticked(shared)
    assert planned(other, verb(seat=1)) == told == [Plan(Refresh(d.Turn(1))), Plan(d.Turn(2))]


def test_an_offer_nobody_answers_is_repeated_once_and_then_moves_on() -> None:
    table = Table(4)
    assert ticked(table) == [Plan(d.AskAgain(1))]
    over = ticked(table)
    assert Plan(Refresh(d.Turn(1))) in over
    assert Plan(Refresh(d.AskAgain(1))) in over, "and nothing of that stays in the room"


def test_who_was_asked_twice_and_answers_is_not_shown_to_have_waited() -> None:
    table = Table(4)
    ticked(table)
    assert planned(table, c.Receive(seat=1)) == [Plan(Refresh(d.Turn(1))), Plan(Refresh(d.AskAgain(1)))]
    assert Plan(Refresh(d.AskAgain(1))) not in planned(table, c.Done(seat=1)), "once"


def test_whoever_told_last_may_say_who_is_next() -> None:
    table = Table(4, a_format(order=SpeakingOrder.NOMINATE))
    table.receive(1)
    assert planned(table, c.Done(seat=1)) == [Plan(Refresh(d.Turn(1))), Plan(d.Choose(1))]
    assert planned(table, c.Nominate(seat=1, to=3)) == [Plan(Refresh(d.Choose(1))), Plan(d.Turn(2))]


def test_another_question_is_put_on_both_cards() -> None:
    table = Table(4)
    plans = planned(table, c.SetPrompt(seat=1, prompt=Prompt(text="What helped?")))
    assert plans == [Plan(Refresh(d.Stage(0))), Plan(Refresh(d.Turn(1)))]


# Standing still, and the end


def test_a_pause_and_a_silence() -> None:
    table = Table(4)
    assert planned(table, c.Pause(seat=1)) == [Plan(d.Paused()), Plan(Refresh(d.Turn(1)))]
    assert planned(table, c.Resume(seat=1)) == [Plan(d.Resumed()), Plan(Refresh(d.Turn(1)))]
    assert planned(table, c.HoldSilence(seat=1)) == [Plan(d.Silence()), Plan(Refresh(d.Turn(1)))]
    assert planned(table, c.Resume(seat=1)) == [Plan(Refresh(d.Turn(1)))], "a silence ends without a word"


def test_who_holds_the_circle() -> None:
    table = Table(4, helpers=[2])
    called = planned(table, c.StepOut(seat=1))
    assert Plan(d.Role()) in called
    for command in (c.TakeRole(seat=2, may_facilitate=True), c.HandOver(seat=2, to=3)):
        assert {Refresh(d.Role()), d.Holder()} <= {item.what for item in planned(table, command)}


def test_an_end() -> None:
    table = Table(4)
    assert planned(table, c.End(seat=1)) == [
        Plan(Refresh(d.Turn(1))),
        Plan(Refresh(d.Stage(0))),
        Plan(Refresh(d.Invite())),
        Plan(Refresh(d.Gather())),
        Plan(Refresh(d.Holder())),
        Plan(d.Ended()),
        Plan(d.CloseRoom(), delay_s=LINGER_S),
    ]


# Times


def test_an_answer_delays_only_the_card_it_draws() -> None:
    table, same = Table(4), Table(4)
    plain = planned(same, c.Pass(seat=1)) + planned(same, c.Pause(seat=1))
    answered = planned(table, c.Pass(seat=1), answering=d.Turn(1)) + planned(
        table, c.Pause(seat=1), answering=d.Turn(1)
    )
    assert [item.what for item in answered] == [item.what for item in plain]
    for before, after in zip(plain, answered, strict=True):
        own = before.what == Refresh(d.Turn(1))
        assert after.delay_s == (ANSWER_S if own else before.delay_s)


def test_an_answer_on_one_turns_card_delays_no_other() -> None:
    table = Table(4)
    plans = planned(table, c.Receive(seat=1), answering=d.Turn(7))
    assert plans == [Plan(Refresh(d.Turn(1)))]
    plans = planned(table, c.Done(seat=1), answering=d.Choose(1))
    assert plans == [Plan(Refresh(d.Turn(1)))]


def test_what_is_asked_for_twice_is_planned_once() -> None:
    """A burst of people agreeing at once: one redrawing of the card, a little later."""
    table = Table(4, a_format(AGREEMENTS, STORIES, CLOSING), begun=False)
    table.do(c.Begin(seat=1))
    before = table.state
    events: list[e.Event] = []
    for seat in (1, 2, 3):
        events += table.do(c.Agree(seat=seat))
    plans = plan(before, stepped(before, events))
    assert plans == [Plan(Refresh(d.Stage(0)), delay_s=COALESCE_S)]


# The kinds


ALONE = {
    *(d.CloseRoom, d.Event, d.Forget, d.CheckRoom, d.LeftInvite, d.TurnAgain, d.Gestures, d.AskIn),
}


def test_every_kind_is_one_thing() -> None:
    for what in EVERY:
        policy = policy_of(what)
        on_its_own = type(what) in ALONE
        is_refresh = isinstance(what, Refresh)
        assert sum((is_refresh, policy.is_private, policy.in_order, policy.is_passage, on_its_own)) == 1
        if isinstance(what, Refresh) and not isinstance(what.post, d.Event | d.Gestures):
            assert policy_of(what.post).in_order, "what is brought up to date was posted in order"


def test_every_delivery_is_in_the_table_once_and_a_card_is_drawn_by_one_function() -> None:
    assert {type(what) for what in EVERY} - {Refresh} == set(TABLE)
    assert len({policy.kind for policy in POLICIES}) == len(POLICIES), "no two are kept alike"
    not_drawn = {d.OpenRoom, d.CloseRoom, d.CheckRoom, d.Admit, d.Dismiss, d.Look, d.Forget, d.Event}
    assert set(DRAWINGS) == set(TABLE) - not_drawn - {d.TurnAgain, d.AskIn}


@pytest.mark.parametrize("what", EVERY, ids=repr)
def test_what_is_kept_of_a_delivery_is_all_of_it(what: Delivery) -> None:
    kept = written(what)
    assert read(kept["kind"], kept["about"]) == what
    assert len(kept["kind"]) <= 24


@pytest.mark.parametrize("about", ["{}", "[]", "", '{"turn":"x"}', '{"turn":1.5}'])
def test_what_was_never_kept_like_that_is_not_read(about: str) -> None:
    assert not is_readable("turn", about)
    assert not is_readable("no such delivery", about)


def test_the_names_of_cards() -> None:
    cards = (d.Invite(), d.Turn(4), d.Stage(0), d.LeftInvite(2), d.AskToBegin(Call.EVERYONE))
    assert [slot(card) for card in cards] == [
        "invite:0",
        "turn:4",
        "stage:0",
        "left_invite:2",
        "note_begin:everyone",
    ]
    assert [stands_in_room(slot(card)) for card in cards] == [False, True, True, False, True]


def test_the_card_of_the_moment() -> None:
    table = Table(3, a_format(ANNOUNCE, STORIES, CLOSING), begun=False)
    assert current_card(table.state) == d.Gather()
    table.do(c.Begin(seat=1))
    assert current_card(table.state) == d.Stage(0)
    table.tick()
    assert current_card(table.state) == d.Turn(1)
    assert d.Turn.now(table.state) == d.Turn(1)
    table.receive(1)
    table.do(c.Done(seat=1))
    assert current_card(table.state) == d.Stage(1)
    assert d.Turn.now(table.state) == d.Turn(1), "the turn that is just over"


# Random sessions


def _asked(state: SessionState) -> Iterator[c.Command]:
    yield from (c.Tick(), c.Tick(), c.Begin(seat=1), c.End(seat=1), c.Join())
    yield from explorer.turns(state)
    yield from explorer.extending(state)
    yield from explorer.stopping(state)
    yield from explorer.holding_the_circle(state)
    yield c.SetPrompt(seat=1, prompt=Prompt(text=f"What helped {state.version} times?"))
    for seat in state.seats:
        yield from (c.Agree(seat=seat.number), c.Leave(seat=seat.number), c.StepOut(seat=seat.number))
        yield from (c.ComeBack(seat=seat.number), c.Remove(seat=1, target=seat.number))


STAGES: tuple[tuple[Stage, ...], ...] = (
    (CHECK_IN, STORIES, CLOSING),
    (ANNOUNCE, AGREEMENTS, CHECK_IN, REFLECTION, CLOSING),
)


def session(seed: int) -> Iterator[tuple[SessionState, SessionState, list[Plan]]]:
    """Every step of a random session, the same for the same seed: the state before and after, and the plan."""
    lots = random.Random(seed)
    times: dict[str, Any] = lots.choice([{}, {"breath_s": 0, "grace_s": 0}])
    chosen = a_format(*lots.choice(STAGES), order=lots.choice(list(SpeakingOrder)), **times)
    table = Table(4, chosen, begun=lots.random() < 0.8, helpers=[2], seed=seed)
    for _ in range(60):
        if table.over:
            return
        before, command = table.state, lots.choice(list(_asked(table.state)))
        if isinstance(command, c.End | c.Leave | c.Remove) and lots.random() < 0.9:
            continue
        if isinstance(command, c.Tick) and table.state.timer is not None:
            table.now = max(table.now, table.state.timer.due)
        events = table.ask(command)
        if not isinstance(events, Refusal) and events:
            yield before, table.state, plan(before, stepped(before, events))


@pytest.mark.parametrize("seed", range(40))
def test_whatever_begins_is_shown_once(seed: int) -> None:
    for before, after, plans in session(seed):
        shown = [item.what for item in plans]
        assert len(shown) == len(set(shown)), "nothing is planned twice"
        offered = after.turn is not None and (before.turn is None or before.turn.number != after.turn.number)
        assert kinds(plans).count(d.Turn) == offered
        stages = [item.what.index for item in plans if isinstance(item.what, d.Stage)]
        assert stages == list(range(before.stage_index + 1, after.stage_index + 1))
        ended = after.phase is Phase.ENDED
        assert (d.CloseRoom in kinds(plans)) == (d.Ended in kinds(plans)) == ended


@pytest.mark.parametrize(
    "kind",
    [
        d.Turn,
        d.Choose,
    ],
)
def test_no_card_of_the_piece_is_left_as_it_was(kind: type[d.Turn] | type[d.Choose]) -> None:
    """A card with buttons for the piece that would be drawn differently now is drawn anew."""
    context = _scenes()
    shown = DrawnCards()
    for seed in range(60):
        posted: set[d.Turn | d.Choose] | None = None
        for before, after, plans in session(seed):
            if posted is None:
                posted = {d.Turn(before.turn.number)} if before.turn and kind is d.Turn else set()
            redrawn = {card for card in refreshed(plans) if isinstance(card, kind)}
            for card in posted - redrawn:
                was, now = draw(card, context(before)), draw(card, context(after))
                assert was is not None
                assert now is not None
                shown.keep(SessionId(1), "card", was)
                assert shown.shows(SessionId(1), "card", now), f"{card} is left as it was"
            posted |= {item.what for item in plans if isinstance(item.what, kind)}


def _scenes() -> Callable[[SessionState], CardContext]:
    """How a state is shown."""
    content, catalogues = load_content(ROOT / "data"), Catalogues.read(ROOT / "data" / "locales", "en")

    def context(state: SessionState) -> CardContext:
        people = {seat.number: MemberXid(1000 + seat.number) for seat in state.seats}
        return CardContext(a_session(state), catalogues.pick("en"), content, people)

    return context


# The quiet things


def _answered_story(seats: int = 4) -> Table:
    """Seat 1 has told, seat 2 has answered, and everyone but the last has had their turn."""
    table = Table(seats, a_format(STORIES, REFLECTION, CLOSING))
    table.receive(1)
    story = table.state.stories[0]
    assert planned(table, c.Resonate(seat=2, gesture=Gesture.HEARD, seen=story.opened)) == []
    assert planned(table, c.Resonate(seat=2, gesture=Gesture.HOPE, seen=story.opened)) == []
    assert planned(table, c.Resonate(seat=3, gesture=Gesture.HEARD, seen=story.opened)) == []
    table.do(c.Done(seat=1))
    table.breath()
    table.shares(*range(2, seats))
    return table


def test_a_gesture_shows_nothing_until_the_stage_after_ends_and_then_only_sums_to_the_teller() -> None:
    table = _answered_story()
    table.receive(4)
    table.do(c.Done(seat=4))
    assert d.Resonance not in kinds(ticked(table))
    plans = ticked(table)
    told = those(d.Resonance, plans)
    assert told == [Plan(d.Resonance(turn, turn), delay_s=AFTER_ROUND_S) for turn in (1, 2, 3, 4)]
    cards = [draw(item.what, _scenes()(table.state)) for item in told]
    assert cards[1:] == [None, None, None], "where there is nothing to tell, nothing is told"
    assert cards[0] is not None
    assert "2 people let you know" in str(cards[0].to_components())
    taken = {
        item.what.post.turn: item.delay_s
        for item in plans
        if isinstance(item.what, Refresh) and isinstance(item.what.post, d.Gestures)
    }
    assert taken == {4: AFTER_ROUND_S, 3: AFTER_ROUND_S + 1.5, 2: AFTER_ROUND_S + 3, 1: AFTER_ROUND_S + 4.5}
    assert Plan(d.Debrief(1)) in plans


def test_gestures_are_for_the_answer_to_the_press_that_ended_the_turn_and_the_outbox_comes_after_it() -> None:
    def told() -> Table:
        table = Table(4, a_format(STORIES, CLOSING))
        table.receive(1)
        return table

    assert Plan(d.Gestures(1)) in planned(told(), c.Done(seat=1))
    waits = Plan(d.Gestures(1, by_answer=True), delay_s=ANSWER_S)
    assert waits in planned(told(), c.Done(seat=1), answering=d.Turn(1))
    assert waits in planned(told(), c.Done(seat=1), answering=d.Gestures(1))
    assert d.Gestures not in kinds(planned(told(), c.Pass(seat=1), answering=d.Turn(1)))


def test_a_circle_ended_in_mid_round_takes_the_gestures_away() -> None:
    table = _answered_story()
    plans = planned(table, c.End(seat=1))
    assert {d.Gestures(1), d.Gestures(2), d.Gestures(3)} <= set(refreshed(plans))


def test_a_pause_that_was_asked_for_looks_alike_whoever_asked() -> None:
    one, other = Table(4, a_format(STORIES, CLOSING)), Table(4, a_format(STORIES, CLOSING))
    assert planned(one, c.AskForPause(seat=3)) == planned(other, c.AskForPause(seat=2))
    assert d.Paused in kinds(planned(one, c.Pause(seat=1))), "when it lasts longer the room reads until when"


def test_a_feeling_shows_nothing() -> None:
    table = Table(4, a_format(ANNOUNCE, STORIES, CLOSING, scale=True), begun=False)
    table.do(c.Begin(seat=1))
    assert planned(table, c.Feel(seat=2, level=3)) == []


@pytest.mark.parametrize(
    ("sums", "said", "not_said"),
    [
        ((7, 0, 0), "7 people let you know", "hope"),
        ((0, 1, 0), "1 person knows something like it", "heard"),
        ((0, 2, 3), "It gave hope to 3 people.", "let you know"),
    ],
)
def test_the_words_for_a_teller(sums: tuple[int, int, int], said: str, not_said: str) -> None:
    echo = Echo(9, 1, *sums)
    state = replace(Table(4).state, echoes=(echo,))
    card = draw(d.Resonance(1, turn=9), _scenes()(state))
    assert draw(d.Resonance(2, turn=9), _scenes()(state)) is None
    assert draw(d.Resonance(1, turn=8), _scenes()(state)) is None
    assert card is not None
    text = str(card.to_components())
    assert said in text
    assert not_said not in text
