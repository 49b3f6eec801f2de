"""What the bot would write to its log, from the settings on, without a word of it on the screen."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Literal
from unittest.mock import patch

from bot.logs import OURS, set_up_logging
from bot.settings import Log


@contextmanager
def logged(
    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO", style: Literal["text", "json"] = "text"
) -> Iterator[StringIO]:
    """Log as the bot does while this lasts, into the text that is given."""
    root, log = logging.getLogger(), StringIO()
    handlers, levels = root.handlers, {name: logging.getLogger(name).level for name in ("", *OURS)}
    root.handlers = []
    try:
        with patch("sys.stderr", log):
            set_up_logging(Log(level=level, style=style))
        yield log
    finally:
        root.handlers = handlers
        for name, known in levels.items():
            logging.getLogger(name).setLevel(known)
