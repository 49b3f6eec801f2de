"""Every property along random sessions: up to eight seats, every order and pass policy, time going by in between.

Each step is one number, read as a command from somebody about somebody, or as time that passes with the clock
served, served late, or given back after an outage (which is what a restart is to the core).
`HYPOTHESIS_PROFILE=deep` tries far more and far longer sessions.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.circle import commands as c
from bot.circle import events as e
from bot.circle.formats import NotePolicy, PassPolicy, SpeakingOrder, Stage
from bot.circle.model import ContentNote, Gesture, Moment, Phase, Prompt, Question

from . import properties
from .table import AGREEMENTS, ANNOUNCE, CHECK_IN, CLOSING, HARVEST, REFLECTION, STORIES, Table, a_format

DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
EXAMPLES, STEPS = (1_000, 200) if DEEP else (12, 60)

STAGES: tuple[tuple[Stage, ...], ...] = (
    (CHECK_IN, STORIES, CLOSING),
    (ANNOUNCE, AGREEMENTS, CHECK_IN, STORIES, REFLECTION, HARVEST, CLOSING),
    (AGREEMENTS, STORIES),
    (STORIES, REFLECTION, CHECK_IN),
)
TIMES: tuple[dict[str, int], ...] = (
    {},
    {"breath_s": 0, "grace_s": 0, "note_s": 0},
    {
        "offer_s": 0,
        "warn_s": 0,
        "return_s": 0,
        "role_s": 0,
        "nominate_s": 0,
        "pause_s": 0,
        "rest_s": 0,
        "answer_s": 0,
        "silence_s": 0,
    },
    {"offer_s": 7, "warn_s": 500, "pause_s": 20, "return_s": 400, "answer_s": 45},
)
SERVED = ("wait for the clock",) * 6 + ("time passes",) * 2 + ("served late", "outage")
TURNS = (c.Receive,) * 4 + (c.Done,) * 3 + (c.Pass, c.Pass, c.NotYet)
SEATS = (
    *(c.Agree, c.Agree, c.Leave, c.StepOut, c.ComeBack, c.Listen, c.Join),
    *(c.TakeRole, c.OfferSpark, c.ComeFirst, c.Write, c.Speak),
)
LEADS = (c.Next, c.Next, c.Pause, c.Resume, c.HoldSilence, c.Resume, c.Extend, c.Begin, c.End)
ABOUT = (c.Nominate, c.Nominate, c.HandOver, c.Remove, c.PutFirst)
ODD = (
    *(
        "unknown",
        "newcomer",
        "reorder",
        "prompt",
        "resonate",
        "take back",
        "feel",
        "question",
        "notes",
        "rest",
    ),
    *("remind", "add a line", "not there", "quiet"),
)


T = TypeVar("T")


class Reader:
    """Takes a number apart, bit by bit, into choices."""

    def __init__(self, number: int) -> None:
        self.number = number

    def one_of(self, choices: Sequence[T]) -> T:
        self.number, index = divmod(self.number, len(choices))
        return choices[index]


def step(table: Table, number: int) -> None:
    """Do what the number says."""
    read, state = Reader(number), table.state
    turn = state.turn
    now = state.version
    card = read.one_of((now, now, now, now, None, state.moved, 0 if turn is None else turn.opened, 0))
    what: Any = read.one_of((*SERVED, *TURNS, *TURNS, *SEATS, *LEADS, *ABOUT, *ODD))
    everyone = tuple(seat.number for seat in state.seats) or (1,)
    holder = everyone[0] if turn is None or turn.seat is None else turn.seat
    if isinstance(what, str):
        _something_else(table, what, read, everyone)
        return
    if what in TURNS:
        asker: int | None = read.one_of((holder,) * 8 + everyone)
    elif what in SEATS:
        asker = read.one_of(everyone)
    else:
        asker = read.one_of((state.host, everyone[0], None, *everyone))
    asked: dict[str, Any] = {"seat": asker, "seen": card, "steward": read.one_of((False, False, True))}
    asked["may_facilitate"] = read.one_of((False, True))
    if what in ABOUT:
        asked["target" if what is c.Remove else "to"] = read.one_of((*everyone, 99))
    if what is c.Extend:
        asked["seconds"] = read.one_of((60, 1, 600))
    if what is not c.End or read.one_of((False, False, True)):
        table.ask(what(**asked))


def _something_else(table: Table, what: str, read: Reader, everyone: tuple[int, ...]) -> None:
    state = table.state
    match what:
        case "wait for the clock" if state.timer is not None:
            table.tick()
        case "time passes":
            table.advance(read.one_of((1, 4.000001, 30, 59.9, 100, 1000)))
        case "served late":
            table.wait(read.one_of((1, 65.5, 700)))
            table.do(c.Tick())
        case "outage":
            before, since = properties.remaining(state, table.now), table.now
            table.wait(read.one_of((2, 3600.000007, 90.25, 100_000.123457)))
            table.do(c.GiveBack(since=since))
            assert properties.remaining(table.state, table.now) == before or state.phase is Phase.ENDED
        case "unknown":
            number = read.one_of(everyone)
            seat = state.seat(number)
            if seat is not None and seat.is_here and state.phase is not Phase.ENDED:
                table.nothing_is_known_of(seat.number)
        case "newcomer":
            table.ask(c.Join(may_facilitate=read.one_of((False, False, True))))
        case "reorder":
            order = () if state.round is None else state.round.order
            turned: tuple[int, ...] = read.one_of(
                (order[::-1], order[2:] + order[:2], order + order[:1], order[1:])
            )
            table.ask(c.Reorder(seat=state.host, order=turned))
        case "not there":
            asked = tuple(seat.number for seat in state.seats if seat.asked_in)
            events = table.ask(c.AskIn(seats=(*everyone, read.one_of(everyone))))
            assert isinstance(events, tuple)
            again = [event for event in events if isinstance(event, e.AskedIn) and event.seat in asked]
            assert not again, "somebody was told the way twice"
        case "quiet":
            table.ask(c.Quiet(seat=state.host, to=read.one_of((*everyone, None))))
        case "remind":
            table.ask(c.Recall(seat=state.host, item=read.one_of((0, 0, 7))))
        case "add a line":
            table.ask(c.AddLine(seat=state.host, line=read.one_of(("We laugh.", "We cry.", "We eat."))))
        case "take back":
            opened = (0, *(story.opened for story in state.stories))[-3:]
            table.ask(c.TakeBack(seat=read.one_of(everyone), seen=read.one_of(opened)))
        case "resonate":
            opened = (0, *(story.opened for story in state.stories))[-3:]
            gesture = read.one_of(tuple(Gesture))
            table.ask(c.Resonate(seat=read.one_of(everyone), gesture=gesture, seen=read.one_of(opened)))
        case "feel":
            level, leaving = read.one_of((1, 2, 3, 4, 5)), read.one_of((False, True))
            table.ask(c.Feel(seat=read.one_of(everyone), level=level, leaving=leaving))
        case "question":
            one, every = read.one_of(everyone), frozenset(Question)
            moment, question = read.one_of(tuple(Moment)), read.one_of(tuple(Question))
            resting = frozenset((question,) if read.one_of((False, True)) else ())
            table.ask(c.AskOptional(seat=one, moment=moment, on_offer=every, resting=resting))
            if read.one_of((False, True)):
                table.ask(c.AnswerOptional(seat=one, question=question))
        case "notes":
            teller = everyone[0] if state.turn is None else state.turn.seat
            notes: tuple[ContentNote, ...] = read.one_of(
                ((), (ContentNote.LOSS,), (ContentNote.OTHER, ContentNote.LOSS))
            )
            table.ask(c.GiveNotes(seat=teller, notes=notes, seen=read.one_of((state.version, None))))
        case "rest":
            table.ask(c.AskForPause(seat=read.one_of(everyone)))
        case "prompt":
            table.ask(c.SetPrompt(seat=state.host, prompt=Prompt(id=read.one_of(("one", "two")))))


@settings(
    max_examples=EXAMPLES,
    database=None,
    derandomize=not DEEP,
    suppress_health_check=list(HealthCheck),
)
@given(
    seats=st.integers(3, 8),
    stages=st.sampled_from(STAGES),
    order=st.sampled_from(SpeakingOrder),
    policy=st.sampled_from(PassPolicy),
    times=st.sampled_from(TIMES),
    notes=st.sampled_from(NotePolicy),
    numbers=st.lists(st.integers(0, 2**24), min_size=STEPS // 3, max_size=STEPS),
)
def test_whatever_people_do_in_whatever_order(
    seats: int,
    stages: tuple[Stage, ...],
    order: SpeakingOrder,
    policy: PassPolicy,
    times: dict[str, int],
    notes: NotePolicy,
    numbers: list[int],
) -> None:
    table = Table(
        seats,
        a_format(
            *stages,
            order=order,
            pass_policy=policy,
            content_notes=notes,
            scale=True,
            written_factor=1.5,
            **times,
        ),
        helpers=(2,),
        begun=False,
    )
    table.do(c.Begin(seat=1))
    asked = set()
    for number in numbers:
        if table.over:
            break
        step(table, number)
        moment = properties.moment(table.state, table.now)
        if DEEP or moment[1:4] not in asked:
            asked.add(moment[1:4])
            properties.check_chances(table.state, table.now)
    ticks = 0
    while not table.over:
        table.tick()
        ticks += 1
        assert ticks <= properties.ticks_at_most(table.state), "the clock alone does not end this session"
    assert table.replayed() == table.state
    _check_history(table)


def _check_history(table: Table) -> None:
    """The same, read from what everybody saw: no seat tells twice in a round, nobody is offered it too often."""
    bound = properties.OFFERS[table.state.format.pass_policy]
    offers: Counter[int] = Counter()
    shared: Counter[int] = Counter()
    for event in table.history:
        match event:
            case e.StageEntered():
                offers.clear()
                shared.clear()
            case e.TurnOffered(seat=int(seat)):
                offers[seat] += 1
            case e.TurnEnded(seat=int(seat), outcome="shared"):
                shared[seat] += 1
        assert all(count <= max(2, bound) for count in offers.values())
        assert all(count <= 1 for count in shared.values())
