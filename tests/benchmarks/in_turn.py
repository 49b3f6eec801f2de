"""Event loops that take turns, so that what is compared is done in the same moment of the same run.

SimCord allows one simulated Discord for each loop. Loops in threads of their own would be moved between cores.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import ExitStack
from typing import Any


async def let_others_go_on() -> None:
    """Stand still here until each other loop has come to its next such place."""
    asyncio.get_running_loop().stop()
    await asyncio.sleep(0)


def in_turn(*works: Coroutine[Any, Any, None]) -> None:
    """Run each on a loop of its own, from one `let_others_go_on` to the next. Raises what one of them raises."""
    with ExitStack() as open_loops:
        tasks = []
        for work in works:
            loop = open_loops.enter_context(asyncio.Runner()).get_loop()
            task = loop.create_task(work)
            task.add_done_callback(lambda done: done.get_loop().stop())
            tasks.append((loop, task))
        while tasks:
            for loop, task in tasks:
                loop.run_forever()
                if task.done():
                    task.result()
            tasks = [(loop, task) for loop, task in tasks if not task.done()]
