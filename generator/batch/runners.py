"""Runners: what takes a function over jobs, in this process, in several, or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, Protocol, TypeVar

J = TypeVar("J")
R = TypeVar("R")
#: How often somebody who waits is told that time passes. [seconds]
PERIOD: Final = 0.2


class Work(Protocol[J, R]):
    """A function of a module, so that another process finds it; it calls ``meanwhile`` now and then."""

    def __call__(self, job: J, meanwhile: Callable[[], None] = ..., /) -> R:
        """Do one job."""


class Runner(Protocol):
    """Does jobs."""

    def map(self, work: Work[J, R], jobs: Sequence[J], meanwhile: Callable[[], None]) -> Iterator[R]:
        """Yield what each job gives, in the order of the jobs; ``meanwhile`` is called while one waits."""


class Serial:
    """One job after the other, in this process."""

    def map(self, work: Work[J, R], jobs: Sequence[J], meanwhile: Callable[[], None]) -> Iterator[R]:
        """See ``Runner``."""
        for job in jobs:
            yield work(job, meanwhile)


class Pool:
    """Several processes of this machine."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs

    def map(self, work: Work[J, R], jobs: Sequence[J], meanwhile: Callable[[], None]) -> Iterator[R]:
        """See ``Runner``."""
        from concurrent.futures import ProcessPoolExecutor, wait  # noqa: PLC0415 - one process needs no pool
        from multiprocessing import get_context  # noqa: PLC0415

        # A forked child would share the parent's open store; a spawned one begins clean, on every system.
        with ProcessPoolExecutor(min(self._jobs, len(jobs)) or 1, mp_context=get_context("spawn")) as pool:
            waiting = [pool.submit(work, job) for job in jobs]
            try:
                for each in waiting:
                    while not each.done():
                        wait([each], timeout=PERIOD)
                        meanwhile()
                    yield each.result()
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
