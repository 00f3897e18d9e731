"""A cluster of dask's: the one module that speaks to a scheduler."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from generator.batch.runners import PERIOD
from generator.errors import InputError, WirecopyError

if TYPE_CHECKING:
    from generator.batch.runners import Work
    from generator.batch.unit import Done, Job

#: How long one waits for a scheduler's first answer. [seconds]
_PATIENCE: Final = 10


class Cluster:
    """The workers of a scheduler."""

    def __init__(self, address: str) -> None:
        self._address = address

    def map(self, work: Work, jobs: Sequence[Job], meanwhile: Callable[[], None]) -> Iterator[Done]:
        """See ``runners.Runner``. What a lost worker had begun, another goes on with.

        Raises:
            InputError: dask is not installed, or no scheduler answers.
            WirecopyError: The scheduler went away, or a worker could not read or write; what was written stays.
        """
        dask = _dask()
        client = self._client(dask)
        lost = (dask.CancelledError, dask.client.FuturesCancelledError, dask.scheduler.KilledWorker, OSError)
        try:
            # Not pure: a second run must not be given what the scheduler remembers of the first.
            waiting = [client.submit(work, job, pure=False) for job in jobs]
            for each in waiting:
                yield _result(each, client, meanwhile)
        except lost as error:
            # What a worker could not read or write comes back as its result, and says nothing of the scheduler.
            worker = isinstance(error, OSError) and each.status == "error"
            what = f"a worker failed: {error}" if worker else f"the cluster went away ({type(error).__name__})"
            raise WirecopyError(f"{self._address}: {what}; run the same again to go on") from error
        finally:
            client.close(timeout=PERIOD)

    def _client(self, dask: Any) -> Any:  # noqa: ANN401 - dask has no types for these
        try:
            return dask.Client(self._address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise InputError(
                f"{self._address}: no scheduler answers; start one with `dask scheduler` and give tcp://HOST:8786"
            ) from error


def _dask() -> Any:  # noqa: ANN401 - as above
    try:
        return import_module("distributed")
    except ImportError as error:
        raise InputError("dask is missing here; run `pip install 'wirecopy[cluster]'`") from error


def _result(each: Any, client: Any, meanwhile: Callable[[], None]) -> Done:  # noqa: ANN401 - as above
    while not each.done():
        if client.status not in ("running", "connecting"):
            raise ConnectionError("no connection to the scheduler")
        try:
            each.result(timeout=PERIOD)
        except TimeoutError:
            meanwhile()
    done: Done = each.result()
    return done
