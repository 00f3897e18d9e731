"""Jobs one after the other in a process: what one held is gone once the next one begins."""

import gc
from datetime import date

import pytest

from generator.batch.inputs import desk_hash
from generator.batch.unit import Job, write_asset
from generator.config import Settings

DAY = date(2026, 2, 6)
#: A job opens a desk of some hundred thousand objects.
FEW = 2_000


@pytest.fixture
def job(sample_store, tmp_path):
    """Write a brief of a coin into shards."""
    settings = Settings(desk=tmp_path, title="Jobs", assets=("BTC", "ETH", "SOL", "XRP"))
    yield lambda asset: write_asset(
        Job(
            settings=settings, asset=asset, days=[(DAY, ("brief",))], history=str(sample_store),
            shelf=str(tmp_path / "shelf"), desk=desk_hash(settings),
        )
    )  # fmt: skip
    gc.unfreeze()


def test_what_a_job_held_goes_with_it(job):
    """What is set aside when a job begins would never go; from the third job on it grows no more."""
    set_aside = []
    for asset in ("BTC", "ETH", "SOL", "XRP"):
        assert job(asset).written == 1
        set_aside.append(gc.get_freeze_count())
    assert set_aside[-1] - set_aside[1] < FEW
