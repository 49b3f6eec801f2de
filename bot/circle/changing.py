"""Frozen data with some of its fields changed: `dataclasses.replace`, in less than half of its time.

A state has nearly fifty fields and is replaced about fourteen times a hand-off, which was a tenth of what a hand-off
cost. The library looks at each field and gives all of them to `__init__` by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import replace as replace
else:
    from dataclasses import fields
    from functools import cache
    from operator import attrgetter

    @cache
    def _parts_of(kind):
        """What reads all fields of a class at once, and what sets each of them by its name."""
        if hasattr(kind, "__post_init__"):
            raise TypeError(f"{kind.__name__} does more than to take its fields")
        names = [field.name for field in fields(kind)]
        if not names:
            return (lambda old: ()), (), {}
        setters = [getattr(kind, name).__set__ for name in names]
        read = attrgetter(*names) if len(names) > 1 else lambda old: (getattr(old, names[0]),)
        return read, setters, dict(zip(names, setters, strict=True))

    def replace(old, /, **changes):
        """The same with these fields changed. Only of dataclasses with slots.

        Raises:
            TypeError: it has no such field, or more is done when one is made.
        """
        kind = type(old)
        read, setters, by_name = _parts_of(kind)
        new = object.__new__(kind)
        for put, value in zip(setters, read(old), strict=True):
            put(new, value)
        for name, value in changes.items():
            if name not in by_name:
                raise TypeError(f"{kind.__name__} has no field {name}")
            by_name[name](new, value)
        return new
