"""One of every delivery, for tests that walk them all."""

from __future__ import annotations

from bot.circle.model import Call
from bot.services.deliveries import table as d
from bot.services.deliveries.policy import Delivery, Post, Refresh
from bot.services.rooms.obstacles import Obstacle
from bot.services.rooms.unfit import Unfit

KEPT_UP_TO_DATE: tuple[Post, ...] = (
    d.Invite(),
    d.Gather(),
    d.Stage(0),
    d.Turn(1),
    d.Gestures(1),
    d.Choose(1),
    d.Role(),
    d.Holder(),
    d.AddedLine(0),
    d.Event(),
)
"""The cards that are ever refreshed."""

EVERY: tuple[Delivery, ...] = (
    d.OpenRoom(),
    d.CloseRoom(),
    d.CheckRoom(),
    d.Admit(2),
    d.Dismiss(2),
    d.Look(2),
    d.Forget(2),
    d.AskIn(),
    d.AskIn(2),
    *KEPT_UP_TO_DATE,
    d.LeftInvite(0),
    d.TurnAgain(1),
    d.AskAgain(1),
    d.Paused(),
    d.Resumed(),
    d.FreeToSpeak(),
    d.Silence(),
    d.Unheld(),
    d.Recalled(0),
    d.Ended(),
    d.AskToBegin(Call.FACILITATOR),
    d.AskToAgree(2),
    d.AskOutside(2),
    d.ComeIn(2),
    d.Quieted(2),
    d.TimeWarning(2, turn=1),
    d.TimeUp(2, turn=1),
    d.TimeNote(2, turn=1),
    d.Resonance(2, turn=1),
    d.Debrief(2),
    d.Remind(2, before_s=86_400),
    d.SeatKept(2),
    d.SeatLapsed(2),
    d.Handed(2),
    d.NoSeat(2),
    d.Doors(2),
    d.Gathered(2),
    d.Moved(2),
    d.CalledOff(2),
    d.TakenOut(2),
    d.ShutOut(2, why=Obstacle.CANNOT_SEE),
    d.MeetsElsewhere(2, why=Unfit.TAKEN),
    d.NotThisTime(2, who=3),
    d.CannotCome(2, who=3, why=Obstacle.CANNOT_SEE | Obstacle.CANNOT_WRITE),
    *map(Refresh, KEPT_UP_TO_DATE),
)
