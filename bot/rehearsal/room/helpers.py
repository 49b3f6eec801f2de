"""Who plays themselves, and their doing it: the people nobody sits behind, one look a second.

How they behave is in `helper_scripts`, and in the guide's own script; what they do goes the way of a person's presses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from simcord import InteractionResult
from simcord.backend.errors import BackendError, SetupError
from simcord.results import ResponseMessage

from ..people import CardMove, Fill, Move, Person, Say, Type, View
from .community import Guest
from .helper_lines import HelperLines
from .helper_scripts import player
from .onset import Onset
from .page_updates import MOST_PAGES
from .refused import Refused
from .world import World

LOOK_S = 1.0
"""Simulated seconds between two looks of theirs."""
PAGE_S = 90.0
"""Real seconds after which a page that asks for nothing is gone. One out of sight asks once a minute at least."""


@dataclass(frozen=True)
class _Shown:
    """Whom a page shows, and when it last asked for it."""

    person: int
    at_s: float


class Helpers:
    """The people who play themselves."""

    def __init__(self, world: World, *, auto: bool) -> None:
        """Nobody plays yet.

        Args:
            world: where they play.
            auto: whether everybody plays themselves whom nobody at a page has chosen to be.
        """
        self._world = world
        self._community = world.community
        self._wanted = {guest.id for guest in self._community.circle} if auto else set()
        self._asked: set[int] = set()
        self._shown: dict[str, _Shown] = {}
        self._players: dict[int, Person] = {}
        self._lines = HelperLines(world)
        self._script: Mapping[int, Person] = {}
        self._onset: Onset | None = None

    def show(self, guest: Guest, page: str, at_s: float) -> None:
        """A page shows what this person sees: they are played by hand, as are those of other open pages.

        Args:
            guest: whom it shows.
            page: what the page calls itself.
            at_s: real seconds on any clock that never goes back.
        """
        before = self._by_hand()
        self._shown.pop(page, None)
        there = [(name, shown) for name, shown in self._shown.items() if at_s - shown.at_s < PAGE_S]
        self._shown = {**dict(there[1 - MOST_PAGES :]), page: _Shown(guest.id, at_s)}
        self._chosen_anew(before)

    def hide(self, page: str) -> None:
        """A page is closed. Whom it showed stays in hand if no other page is open."""
        before = self._by_hand()
        if len(self._shown) > 1:
            self._shown.pop(page, None)
        self._chosen_anew(before)

    def _chosen_anew(self, before: set[int]) -> None:
        if self._by_hand() != before:
            self._asked &= self._by_hand()
            self._world.page_updates.touch()

    def _by_hand(self) -> set[int]:
        return {shown.person for shown in self._shown.values()} or {self._community.facilitator.id}

    def is_auto(self, guest: Guest) -> bool:
        """Whether this person plays themselves now."""
        if guest.id in self._script or guest.id in self._asked:
            return True
        return guest.id in self._wanted and guest.id not in self._by_hand()

    def set(self, guest: Guest, on: bool) -> None:
        """Let somebody play themselves, or not.

        Raises:
            Refused: they only look on.
        """
        if guest.role == "outsider":
            raise Refused(f"{guest.name} only looks on and does nothing by themselves.")
        self._wanted.discard(guest.id)
        self._asked.discard(guest.id)
        self._players.pop(guest.id, None)
        if on:
            self._wanted.add(guest.id)
            if guest.id in self._by_hand():
                self._asked.add(guest.id)
        self._world.page_updates.touch()

    def follow(self, script: Mapping[int, Person], onset: Onset | None = None) -> None:
        """Let these people follow a script of their own, whoever is shown; an empty one lets go of them.

        Args:
            script: what each does, by their id.
            onset: when it begins; what was there before means nothing to them.
        """
        for person in {*self._script, *script}:
            self._players.pop(person, None)
        self._script, self._onset = script, onset
        self._world.page_updates.touch()

    @property
    def are_busy(self) -> bool:
        """Whether anybody who plays themselves is about something, or has not looked yet at what is there now."""
        return any(not self._rests(guest, self._view(guest)) for guest in self._awake())

    def _rests(self, guest: Guest, view: View) -> bool:
        return self._person(guest).rests(view) and self._lines.rests(guest, view)

    def _awake(self) -> Iterator[Guest]:
        return (g for g in self._community.circle if self.is_auto(g) and self._community.is_here(g))

    async def tend(self) -> None:
        """Everybody looks, and does something if its time has come. Whoever calls it holds the world's lock."""
        for guest in list(self._awake()):
            with suppress(Refused, SetupError, BackendError):
                if await self._lines.live(guest, self._view(guest)):
                    self._world.look()
            move = self._person(guest).live(self._view(guest))
            if move is not None:
                await self._do(guest, move)
                self._world.look()

    def _view(self, guest: Guest) -> View:
        view = self._world.view(guest)
        return self._onset.of(view) if self._onset is not None and guest.id in self._script else view

    def _person(self, guest: Guest) -> Person:
        return self._script.get(guest.id) or self._player(guest)

    def _player(self, guest: Guest) -> Person:
        if guest.id not in self._players:
            circle = self._community.circle
            self._players[guest.id] = player(guest.name, circle.index(guest), len(circle))
        return self._players[guest.id]

    async def _do(self, guest: Guest, move: Move) -> None:
        try:
            result = await self._deed(guest, move)
        except (Refused, SetupError, BackendError):
            return  # Whatever it was about is over, or not for them: people let it be, too.
        except TimeoutError as error:
            self._world.faults.add(f"The bot was too long about it: {str(error).splitlines()[0]}")
            return
        if result is not None and not result.acknowledged:
            self._world.faults.add(f"{guest.name} got no answer.")

    async def _deed(self, guest: Guest, move: Move) -> InteractionResult | None:
        channel = self._world.handle(move.channel)
        if isinstance(move, CardMove):
            hand = self._community.hand(guest, channel)
            stored = self._community.backend.get_message(channel.id, move.card.id)
            result = await hand.click(ResponseMessage(self._world.env, stored), label=move.deed.label)
            if isinstance(move.deed, Fill) and result.modal is not None:
                return await hand.submit_modal(result, dict(move.deed.fields))
            return result
        match move.deed:
            case Say(words=words):
                if self._world.lines.say(guest, channel.id, words):
                    self._world.page_updates.touch()
                else:
                    await guest.actor.send(channel, words)
                return None
            case Type(command=command, options=options):
                return await guest.actor.slash(channel, command, **options)
