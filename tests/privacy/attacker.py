"""The attacker: everything that lies in the tables, in every copy, joined with what is known from outside.

It knows no column by name. It looks at what changed around each evening: how many rows of each table came, changed or
went, by how much each number grew, how long what is sealed is, and values that come again and again, which may stand
for people. Each of these is tried, and the one that told most of communities that are known is used for all others.
So a column that somebody adds is tried as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

import numpy as np

from bot.services.participation.reports import FIGURES, Report
from tests.privacy.attacked import PEOPLE, Evening, together


@dataclass(frozen=True)
class Score:
    """How often the attacker was right, and how often whoever knows nothing of the record would be."""

    right: float
    chance: float
    asked: int


Signs = dict[str, float]
"""What there is to see around one evening, or of one person on it: a number by a name."""


def _numbers(row: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    for name, value in row.items():
        if isinstance(value, datetime):
            continue
        if isinstance(value, int | float):
            yield name, float(value)
        elif isinstance(value, bytes | str):
            yield f"length of {name}", float(len(value))


Changes = list[tuple[str, dict[str, Any], int, bool]]


def _changes(evening: Evening) -> Changes:
    """Rows that are only in one of the copies around an evening: the table, the row, where it lies, and whether it
    came."""
    return [
        (table, row, place, came)
        for old, new, came in ((evening.before, evening.after, True), (evening.after, evening.before, False))
        for table, rows in new.items()
        if rows is not old[table]
        for place, (words, row) in enumerate(rows.items())
        if words not in old[table]
    ]


class Looked:
    """All that the attacker has made of one community. What it looked at may go then: copies of tables are large."""

    def __init__(self, evenings: Sequence[Evening]) -> None:
        self.evenings = evenings
        self.changes = [_changes(evening) for evening in evenings]
        self.around = {
            evening: _around(evening, changes)
            for evening, changes in zip(evenings, self.changes, strict=True)
        }
        """By evening, what there is to see of it."""
        self.people = dict(zip(evenings, self._people(), strict=True))
        """By evening, what there is to see of each person known to have been there."""

    def _people(self) -> list[dict[int, Signs]]:
        """By evening, what there is to see of each person known to have been there.

        Sums are taken for equations: who was there, and what they came to. What is most likely of each person follows.
        A value that comes again and again is taken for whoever was there whenever it came.
        """
        by_sum = self._by_equations()
        by_value = _by_values(self.evenings, self.changes)
        found: list[dict[int, Signs]] = []
        for number, evening in enumerate(self.evenings):
            signs = {}
            for person in evening.known:
                signs[person] = {name: levels[person] for name, levels in by_sum.items()}
                signs[person] |= by_value[number].get(person, {})
            found.append(signs)
        return found

    def _by_equations(self) -> dict[str, list[float]]:
        """By sign, how much of it each person is likely to add."""
        rows, results = [], []
        for batch in together(self.evenings):
            row = np.zeros(PEOPLE)
            for evening in batch:
                row[list(evening.known)] += 1
            rows.append(row)
            results.append(self.around[batch[-1]])
        names = sorted({name for signs in results for name in signs if name.startswith(("cell.", "reports"))})
        presence = np.array(rows)
        # Of those who were there not all are known: what they came to is taken for what those known did, on the
        # average.
        share = presence / np.maximum(presence.sum(axis=1, keepdims=True), 1)
        gram = share.T @ share + np.eye(PEOPLE) / 10
        found = {}
        for name in names:
            came_to = np.array([signs.get(name, 0.0) for signs in results])
            if came_to.std() > 0:
                found[name] = np.linalg.solve(gram, share.T @ (came_to - came_to.mean())).tolist()
        return found


def _around(evening: Evening, changes: Changes) -> Signs:
    """Whatever changed between the copies before and after an evening, and between what reports show."""
    signs: Signs = defaultdict(float)
    for table, row, place, came in changes:
        sign = 1 if came else -1
        signs[f"{table}: rows"] += sign
        signs[f"{table}: place"] += sign * place
        for name, number in _numbers(row):
            signs[f"{table}.{name}"] += sign * number
    before, after = evening.told
    for name in FIGURES:
        signs[f"reports: {name}"] = 0.0 if before is after else _shown(after, name) - _shown(before, name)
    return signs


def _shown(report: Report, name: str) -> float:
    return float(sum(getattr(row.figures, name) or 0 for one in report.series for row in one.rows))


def _by_values(evenings: Sequence[Evening], changes: Sequence[Changes]) -> list[dict[int, Signs]]:
    """By evening and person, the numbers beside the value that most likely stands for that person."""
    came: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    numbers: list[dict[tuple[str, str, str], Signs]] = [{} for _ in evenings]
    for number, changed in enumerate(changes):
        for table, row, _, is_new in changed:
            if not is_new:
                continue
            for column, value in row.items():
                if isinstance(value, bytes | str):
                    key = (table, column, repr(value))
                    came[key].add(number)
                    numbers[number][key] = {
                        f"{table}.{name} by {column}": much for name, much in _numbers(row)
                    }
    there: dict[int, set[int]] = defaultdict(set)
    for number, evening in enumerate(evenings):
        for person in evening.known:
            there[person].add(number)
    again = {key: when for key, when in came.items() if len(when) > 2}

    def likeness(key: tuple[str, str, str], person: int) -> float:
        return len(again[key] & there[person]) / len(again[key] | there[person])

    found: list[dict[int, Signs]] = [{} for _ in evenings]
    for person in there:
        if again:
            best = max(sorted(again), key=lambda key: likeness(key, person))
            for number in again[best]:
                found[number][person] = numbers[number][best]
    return found


Question = tuple[list[Signs], int, float]
"""What there is to see of each answer that is possible, which is right (-1: none of them), and how likely one is by
chance."""


def about_evenings(looked: Looked) -> Iterator[Question]:
    """On which of two evenings that became part of the record together did people feel more alone?"""
    for batch in together(looked.evenings):
        signs = [looked.around[evening] | _mean(looked.people[evening]) for evening in batch]
        for one, other in combinations(range(len(batch)), 2):
            levels = batch[one].level, batch[other].level
            if levels[0] != levels[1]:
                yield [signs[one], signs[other]], levels.index(max(levels)), 1 / 2


def _mean(of_people: dict[int, Signs]) -> Signs:
    everyone = [*of_people.values()]
    names = {name for one in everyone for name in one}
    return {f"people: {name}": sum(one.get(name, 0.0) for one in everyone) / len(everyone) for name in names}


def about_people(looked: Looked) -> Iterator[Question]:
    """Who of those known to have been there felt most alone?"""
    for evening, signs in looked.people.items():
        if evening.most_alone is not None and evening.known:
            right = evening.known.index(evening.most_alone) if evening.most_alone in evening.known else -1
            chance = (right >= 0) / len(evening.known)
            yield [signs[person] for person in evening.known], right, chance


ABOUT = {"evenings": about_evenings, "people": about_people}


def questions(evenings: Sequence[Evening]) -> dict[str, list[Question]]:
    """All that there is to ask of one community."""
    looked = Looked(evenings)
    return {what: list(about(looked)) for what, about in ABOUT.items()}


def attack(communities: Sequence[Sequence[Question]]) -> Score:
    """Learn from a quarter of the communities which sign tells most, and answer for the others."""
    first = len(communities) // 4
    learned = [question for community in communities[:first] for question in community]
    asked = [question for community in communities[first:] for question in community]
    names = sorted({name for signs, _, _ in learned for one in signs for name in one})
    best = max(((name, sign) for name in names for sign in (1, -1)), key=lambda way: _right(learned, *way))
    return Score(_right(asked, *best), sum(chance for _, _, chance in asked) / len(asked), len(asked))


def _right(questions: Sequence[Question], name: str, sign: int) -> float:
    """How often the answer with the most of that sign is right. Where several have as much, each is as likely."""
    total = 0.0
    for signs, right, _ in questions:
        much = [sign * one.get(name, 0.0) for one in signs]
        most = max(much)
        if right >= 0 and much[right] == most:
            total += 1 / much.count(most)
    return total / len(questions)
