"""Runners: what does jobs, in this process, in several, or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, Protocol

from generator.errors import WirecopyError

if TYPE_CHECKING:
    from generator.batch.unit import Done, Job

#: How often somebody who waits is told that time passes. [seconds]
PERIOD: Final = 0.2


class Work(Protocol):
    """A function of a module, so that another process finds it; it calls its second argument now and then."""

    def __call__(self, job: Job, meanwhile: Callable[[], None] = ..., /) -> Done:
        """Do one job."""


class Runner(Protocol):
    """Does jobs."""

    def map(self, work: Work, jobs: Sequence[Job], meanwhile: Callable[[], None]) -> Iterator[Done]:
        """Yield what each job gives, in the order of the jobs; ``meanwhile`` is called while one waits."""


class Serial:
    """One job after the other, in this process."""

    def map(self, work: Work, jobs: Sequence[Job], meanwhile: Callable[[], None]) -> Iterator[Done]:
        """See ``Runner``."""
        for job in jobs:
            yield work(job, meanwhile)


class Pool:
    """Several processes of this machine."""

    def __init__(self, processes: int) -> None:
        self._processes = processes

    def map(self, work: Work, jobs: Sequence[Job], meanwhile: Callable[[], None]) -> Iterator[Done]:
        """See ``Runner``.

        Raises:
            WirecopyError: A process was ended from outside; what it had written stays.
        """
        from concurrent.futures import ProcessPoolExecutor, wait  # noqa: PLC0415 - one process needs no pool
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415
        from multiprocessing import get_context  # noqa: PLC0415

        # A forked child would share the parent's open store; a spawned one begins clean, on every system.
        with ProcessPoolExecutor(min(self._processes, len(jobs)), mp_context=get_context("spawn")) as pool:
            waiting = [pool.submit(work, job) for job in jobs]
            try:
                for each in waiting:
                    while not each.done():
                        wait([each], timeout=PERIOD)
                        meanwhile()
                    yield each.result()
            except BrokenProcessPool as error:
                raise WirecopyError("a process was ended from outside; run the same again to go on") from error
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
