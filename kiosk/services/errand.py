"""A job on a lane that somebody waits for: when no answer can come any more, whoever waits is told.

Without this a full inbox or one bug would leave a service waiting for ever.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.ports import Lane

Main = Callable[[Callable[[], None]], None]
Job = Callable[[], None]


def send(lane: Lane, job: Job, main: Main, failed: Job) -> None:
    """Main thread. `failed` is called there when the lane takes no job, or when `job` breaks."""
    if not lane.submit(guarded(job, main, failed)):
        failed()


def guarded(job: Job, main: Main, failed: Job) -> Job:
    """`job`, and `failed` on main should it break; the bug itself goes on to the lane's net."""

    def run() -> None:
        try:
            job()
        except Exception:
            main(failed)
            raise

    return run
