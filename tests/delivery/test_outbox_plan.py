"""Which deliveries follow from what became true, and when."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import pytest

from bot.circle import commands as c
from bot.circle.formats import SpeakingOrder, Stage
from bot.circle.model import Echo, Gesture, Phase, Prompt, SessionState
from bot.circle.refusals import Refusal
from bot.content import load_content
from bot.services.meetings import Meeting
from bot.services.outbox import (
    AFTER_ROUND_S,
    ANSWER_S,
    COALESCE_S,
    FAREWELL_S,
    Kind,
    Plan,
    Slot,
    card_slot,
    current_card,
    plan,
)
from bot.settings import ROOT
from bot.ui.cards import draw
from bot.ui.drawn_cards import DrawnCards
from bot.ui.i18n import Catalogues
from bot.ui.scene import Scene
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

LINGER_S = 600.0


def planned(table: Table, command: c.Command, *, answering: Slot | None = None) -> list[Plan]:
    """Let something happen at a table; what has to be delivered for it."""
    before = table.state
    events = table.do(command)
    return plan(before, stepped(before, events), answering=answering, linger_s=LINGER_S)


def ticked(table: Table) -> list[Plan]:
    """Wait until the clock has something to do; what has to be delivered for it."""
    assert table.state.timer is not None
    table.now = max(table.now, table.state.timer.due)
    return planned(table, c.Tick())


def kinds(plans: Iterable[Plan]) -> list[Kind]:
    return [item.kind for item in plans]


# Coming together


def test_an_opening() -> None:
    table = Table(1, begun=False)
    plans = plan(table.initial, stepped(table.initial, table.history))
    assert plans == [
        Plan(Kind.OPEN_ROOM),
        Plan(Kind.INVITE),
        Plan(Kind.GATHER),
        Plan(Kind.ADMIT, seat=1),
        Plan(Kind.REFRESH_INVITE, delay_s=COALESCE_S),
        Plan(Kind.REFRESH_GATHER, delay_s=COALESCE_S),
    ]


def test_a_seat_is_taken_and_given_up() -> None:
    table = Table(3, begun=False)
    counts = [
        Plan(Kind.REFRESH_INVITE, delay_s=COALESCE_S),
        Plan(Kind.REFRESH_GATHER, delay_s=COALESCE_S),
    ]
    assert planned(table, c.Join()) == [Plan(Kind.ADMIT, seat=4), *counts]
    gone = Plan(Kind.DISMISS, 1, seat=4, delay_s=FAREWELL_S)
    assert planned(table, c.Leave(seat=4)) == [gone, *counts], (
        "taken out before the first turn, unless gone by then"
    )


def test_a_beginning() -> None:
    table = Table(3, a_format(ANNOUNCE, STORIES, CLOSING), begun=False)
    assert planned(table, c.Begin(seat=1)) == [
        Plan(Kind.REFRESH_INVITE, delay_s=COALESCE_S),
        Plan(Kind.REFRESH_GATHER),
        Plan(Kind.STAGE, 0),
    ]
    assert ticked(table) == [
        Plan(Kind.REFRESH_STAGE, 0, delay_s=COALESCE_S),
        Plan(Kind.STAGE, 1),
        Plan(Kind.TURN, 1),
    ]


def test_whoever_has_not_agreed_is_asked_in_private() -> None:
    table = Table(3, a_format(AGREEMENTS, STORIES, CLOSING), begun=False)
    table.do(c.Begin(seat=1))
    assert planned(table, c.Agree(seat=1)) == [Plan(Kind.REFRESH_STAGE, 0, delay_s=COALESCE_S)]
    asked = ticked(table)
    assert [item for item in asked if item.kind is Kind.WHISPER_AGREE] == [
        Plan(Kind.WHISPER_AGREE, seat=2),
        Plan(Kind.WHISPER_AGREE, seat=3),
    ]
    assert not [item for item in asked if item.kind.in_order], "and nothing of it in the room"


def test_a_newcomer_to_a_live_circle_changes_only_the_invitation() -> None:
    table = Table(4)
    assert planned(table, c.Join()) == [
        Plan(Kind.ADMIT, seat=5),
        Plan(Kind.REFRESH_INVITE, delay_s=COALESCE_S),
    ]


def test_nobody_is_told_of_a_removal() -> None:
    table = Table(5)
    assert planned(table, c.Remove(seat=1, target=4)) == [
        Plan(Kind.DISMISS, seat=4),
        Plan(Kind.REFRESH_INVITE, delay_s=COALESCE_S),
    ]


# The piece


def test_a_turn() -> None:
    table = Table(4)
    assert planned(table, c.Receive(seat=1)) == [Plan(Kind.REFRESH_TURN, 1)]
    assert ticked(table) == [Plan(Kind.WHISPER_WARNING, 1, 1)]
    assert ticked(table) == [Plan(Kind.WHISPER_TIME_UP, 1, 1), Plan(Kind.REFRESH_TURN, 1)]
    assert planned(table, c.Done(seat=1)) == [Plan(Kind.REFRESH_TURN, 1)]
    assert ticked(table) == [Plan(Kind.TURN, 2)]


@pytest.mark.parametrize("verb", [c.Pass, c.NotYet])
def test_nothing_tells_how_a_turn_ended(verb: type[c.Command]) -> None:
    shared, other = Table(4), Table(4)
    shared.receive(1)
    told = planned(shared, c.Done(seat=1)) + ticked(shared)
    assert planned(other, verb(seat=1)) == told == [Plan(Kind.REFRESH_TURN, 1), Plan(Kind.TURN, 2)]


def test_an_offer_nobody_answers_is_repeated_once_and_then_moves_on() -> None:
    table = Table(4)
    assert ticked(table) == [Plan(Kind.NOTE_AGAIN, 1)]
    assert Plan(Kind.REFRESH_TURN, 1) in ticked(table)


def test_whoever_told_last_may_say_who_is_next() -> None:
    table = Table(4, a_format(order=SpeakingOrder.NOMINATE))
    table.receive(1)
    assert planned(table, c.Done(seat=1)) == [Plan(Kind.REFRESH_TURN, 1), Plan(Kind.CHOOSE, 1, 1)]
    assert planned(table, c.Nominate(seat=1, to=3)) == [Plan(Kind.REFRESH_CHOOSE, 1), Plan(Kind.TURN, 2)]


def test_another_question_is_put_on_both_cards() -> None:
    table = Table(4)
    plans = planned(table, c.SetPrompt(seat=1, prompt=Prompt(text="What helped?")))
    assert plans == [Plan(Kind.REFRESH_STAGE, 0), Plan(Kind.REFRESH_TURN, 1)]


# Standing still, and the end


def test_a_pause_and_a_silence() -> None:
    table = Table(4)
    assert planned(table, c.Pause(seat=1)) == [Plan(Kind.NOTE_PAUSED), Plan(Kind.REFRESH_TURN, 1)]
    assert planned(table, c.Resume(seat=1)) == [Plan(Kind.NOTE_RESUMED), Plan(Kind.REFRESH_TURN, 1)]
    assert planned(table, c.HoldSilence(seat=1)) == [Plan(Kind.NOTE_SILENCE), Plan(Kind.REFRESH_TURN, 1)]
    assert planned(table, c.Resume(seat=1)) == [Plan(Kind.REFRESH_TURN, 1)], "a silence ends without a word"


def test_who_holds_the_circle() -> None:
    table = Table(4, helpers=[2])
    called = planned(table, c.StepOut(seat=1))
    assert Plan(Kind.ROLE) in called
    assert {Kind.REFRESH_ROLE, Kind.NOTE_HOLDER} <= set(
        kinds(planned(table, c.TakeRole(seat=2, may_facilitate=True)))
    )
    assert {Kind.REFRESH_ROLE, Kind.NOTE_HOLDER} <= set(kinds(planned(table, c.HandOver(seat=2, to=3))))


def test_an_end() -> None:
    table = Table(4)
    assert planned(table, c.End(seat=1)) == [
        Plan(Kind.REFRESH_TURN, 1),
        Plan(Kind.REFRESH_STAGE, 0),
        Plan(Kind.REFRESH_INVITE),
        Plan(Kind.REFRESH_GATHER),
        Plan(Kind.NOTE_ENDED),
        Plan(Kind.CLOSE_ROOM, delay_s=LINGER_S),
    ]


# Times


def test_an_answer_delays_only_the_card_it_draws() -> None:
    table, same = Table(4), Table(4)
    plain = planned(same, c.Pass(seat=1)) + planned(same, c.Pause(seat=1))
    answered = planned(table, c.Pass(seat=1), answering=Slot(Kind.TURN, 1)) + planned(
        table, c.Pause(seat=1), answering=Slot(Kind.TURN, 1)
    )
    assert [Plan(p.kind, p.subject, p.seat) for p in answered] == [
        Plan(p.kind, p.subject, p.seat) for p in plain
    ]
    for before, after in zip(plain, answered, strict=True):
        own = (before.kind, before.subject) == (Kind.REFRESH_TURN, 1)
        assert after.delay_s == (ANSWER_S if own else before.delay_s)


def test_an_answer_on_one_turns_card_delays_no_other() -> None:
    table = Table(4)
    plans = planned(table, c.Receive(seat=1), answering=Slot(Kind.TURN, 7))
    assert plans == [Plan(Kind.REFRESH_TURN, 1)]
    plans = planned(table, c.Done(seat=1), answering=Slot(Kind.CHOOSE, 1))
    assert plans == [Plan(Kind.REFRESH_TURN, 1)]


def test_what_is_asked_for_twice_is_planned_once() -> None:
    """A burst of people agreeing at once: one redrawing of the card, a little later."""
    table = Table(4, a_format(AGREEMENTS, STORIES, CLOSING), begun=False)
    table.do(c.Begin(seat=1))
    before, events = table.state, []
    for seat in (1, 2, 3):
        events += table.do(c.Agree(seat=seat))
    plans = plan(before, stepped(before, events))
    assert plans == [Plan(Kind.REFRESH_STAGE, 0, delay_s=COALESCE_S)]


# The kinds


def test_every_kind_is_one_thing() -> None:
    for kind in Kind:
        on_its_own = kind in (Kind.CLOSE_ROOM, Kind.EVENT, Kind.FORGET, Kind.CHECK_ROOM, Kind.LEFT_INVITE)
        assert (
            sum((kind.refreshes is not None, kind.is_whisper, kind.in_order, kind.is_passage, on_its_own))
            == 1
        )
        if kind.refreshes is not None and kind.refreshes is not Kind.EVENT:
            assert kind.refreshes.in_order, "what is brought up to date was posted in order"


def test_the_card_of_the_moment() -> None:
    table = Table(3, a_format(ANNOUNCE, STORIES, CLOSING), begun=False)
    assert current_card(table.state) == Plan(Kind.REFRESH_GATHER)
    table.do(c.Begin(seat=1))
    assert current_card(table.state) == Plan(Kind.REFRESH_STAGE, 0)
    table.tick()
    assert current_card(table.state) == Plan(Kind.REFRESH_TURN, 1)
    assert card_slot(table.state, Kind.TURN) == Slot(Kind.TURN, 1)
    table.receive(1)
    table.do(c.Done(seat=1))
    assert current_card(table.state) == Plan(Kind.REFRESH_STAGE, 1)
    assert card_slot(table.state, Kind.TURN) == Slot(Kind.TURN, 1), "the turn that is just over"


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
    times = lots.choice([{}, {"breath_s": 0, "grace_s": 0}])
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
        shown = [(item.kind, item.subject, item.seat) for item in plans]
        assert len(shown) == len(set(shown)), "nothing is planned twice"
        offered = after.turn is not None and (before.turn is None or before.turn.number != after.turn.number)
        assert kinds(plans).count(Kind.TURN) == offered
        stages = [item.subject for item in plans if item.kind is Kind.STAGE]
        assert stages == list(range(before.stage_index + 1, after.stage_index + 1))
        ended = after.phase is Phase.ENDED
        assert (Kind.CLOSE_ROOM in kinds(plans)) == (Kind.NOTE_ENDED in kinds(plans)) == ended


@pytest.mark.parametrize(
    "kind",
    [
        Kind.TURN,
        Kind.CHOOSE,
    ],
)
def test_no_card_of_the_piece_is_left_as_it_was(kind: Kind) -> None:
    """A card with buttons for the piece that would be drawn differently now is drawn anew."""
    scene = _scenes()
    shown = DrawnCards()
    for seed in range(60):
        posted: set[int] | None = None
        for before, after, plans in session(seed):
            if posted is None:
                posted = {before.turn.number} if before.turn is not None and kind is Kind.TURN else set()
            redrawn = {item.subject for item in plans if item.kind.refreshes is kind}
            for subject in posted - redrawn:
                was, now = draw(kind, scene(before), subject), draw(kind, scene(after), subject)
                assert was is not None
                assert now is not None
                shown.keep(1, "card", was)
                assert shown.shows(1, "card", now), f"{kind} {subject} is left as it was"
            posted |= {item.subject for item in plans if item.kind is kind}


def _scenes() -> Callable[[SessionState], Scene]:
    """How a state is shown."""
    content, catalogues = load_content(ROOT / "data"), Catalogues.read(ROOT / "data" / "locales", "en")

    def scene(state: SessionState) -> Scene:
        meeting = Meeting(1, 1, 1, 2, 3, "Circle ABCD", "Evening circle", "en", b"salt", state)
        people = {seat.number: 1000 + seat.number for seat in state.seats}
        return Scene(meeting, catalogues.pick("en"), content, people)

    return scene


# The quiet things


def _answered_story(seats: int = 4) -> Table:
    """Seat 1 has told, seat 2 has answered, and everyone but the last has had their turn."""
    table = Table(seats, a_format(STORIES, CLOSING))
    table.receive(1)
    story = table.state.stories[0]
    assert planned(table, c.Resonate(seat=2, gesture=Gesture.HEARD, seen=story.opened)) == []
    assert planned(table, c.Resonate(seat=2, gesture=Gesture.HOPE, seen=story.opened)) == []
    assert planned(table, c.Resonate(seat=3, gesture=Gesture.HEARD, seen=story.opened)) == []
    table.do(c.Done(seat=1))
    table.breath()
    table.shares(*range(2, seats))
    return table


def test_a_gesture_shows_nothing_until_the_round_is_over_and_then_only_sums_to_the_teller() -> None:
    table = _answered_story()
    table.receive(4)
    table.do(c.Done(seat=4))
    plans = ticked(table)
    told = [item for item in plans if item.kind is Kind.WHISPER_RESONANCE]
    assert told == [Plan(Kind.WHISPER_RESONANCE, turn, turn, AFTER_ROUND_S) for turn in (1, 2, 3, 4)]
    cards = [draw(item.kind, _scenes()(table.state), item.subject, item.seat) for item in told]
    assert cards[1:] == [None, None, None], "where there is nothing to tell, nothing is told"
    assert cards[0] is not None
    assert "2 people let you know" in str(cards[0].to_components())
    redrawn = {item.subject: item.delay_s for item in plans if item.kind is Kind.REFRESH_TURN}
    assert redrawn == {4: AFTER_ROUND_S, 3: AFTER_ROUND_S + 1.5, 2: AFTER_ROUND_S + 3, 1: AFTER_ROUND_S + 4.5}
    assert Plan(Kind.WHISPER_DEBRIEF, seat=1) in plans


def test_a_circle_ended_in_mid_round_redraws_the_stories_and_tells_nobody_anything() -> None:
    table = _answered_story()
    plans = planned(table, c.End(seat=1))
    assert {1, 2, 3} <= {item.subject for item in plans if item.kind is Kind.REFRESH_TURN}
    assert Kind.WHISPER_RESONANCE not in kinds(plans)


def test_a_pause_that_was_asked_for_looks_like_any_silence() -> None:
    one, other = Table(4, a_format(STORIES, CLOSING)), Table(4, a_format(STORIES, CLOSING))
    assert planned(one, c.AskForPause(seat=3)) == planned(other, c.HoldSilence(seat=1))


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
    card = draw(Kind.WHISPER_RESONANCE, _scenes()(state), 9, 1)
    assert draw(Kind.WHISPER_RESONANCE, _scenes()(state), 9, 2) is None
    assert draw(Kind.WHISPER_RESONANCE, _scenes()(state), 8, 1) is None
    assert card is not None
    text = str(card.to_components())
    assert said in text
    assert not_said not in text
