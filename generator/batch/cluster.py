"""A cluster of dask's: the one module of this room that speaks to the network."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from generator.batch.runners import PERIOD, J, R, Work
from generator.errors import InputError, WirecopyError

if TYPE_CHECKING:
    from distributed import Client, Future


class Cluster:
    """The workers of a scheduler."""

    def __init__(self, address: str) -> None:
        self._address = address

    def map(self, work: Work[J, R], jobs: Sequence[J], meanwhile: Callable[[], None]) -> Iterator[R]:
        """See ``Runner``. What a lost worker had begun, another does again.

        Raises:
            InputError: The extra is not installed, or nobody answers at the address.
            WirecopyError: The scheduler went away; what was written stays.
        """
        try:
            from distributed import CancelledError  # noqa: PLC0415 - an optional part
            from distributed.client import FutureCancelledError  # noqa: PLC0415
        except ImportError as error:
            raise InputError("dask is missing here; run `pip install 'wirecopy[cluster]'`") from error
        client = self._client()
        try:
            # A job is pure: what it gives follows from what it is, so the same one is not done twice at once.
            waiting = [client.submit(work, job, pure=False, retries=2) for job in jobs]
            for each in waiting:
                yield _result(each, meanwhile)
        except (CancelledError, FutureCancelledError, OSError, TimeoutError) as error:
            raise WirecopyError(
                f"{self._address}: the scheduler is gone ({type(error).__name__}); run the same again to go on"
            ) from error
        finally:
            client.close(timeout=PERIOD)

    def _client(self) -> Client:
        from distributed import Client  # noqa: PLC0415

        try:
            return Client(self._address, timeout=10, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise InputError(f"{self._address}: no scheduler answers ({error}); start `dask scheduler`") from error


def _result(each: Future, meanwhile: Callable[[], None]) -> R:
    while not each.done():
        try:
            each.result(timeout=PERIOD)
        except TimeoutError:
            meanwhile()
    return each.result()
