"""``wirecopy run --live`` against broken sources: the truth, or a reason; the whole matrix is in ``benchmarks``."""

from random import Random

import pytest

from tests.loopback import matrix

SINGLES = Random(36).sample(list(matrix.cells()), 16)
TRIPLES = list(matrix.triples(6, seed=2))


def test_there_are_faults_enough():
    """The matrix has every source and at least thirty kinds of fault."""
    assert len(matrix.KINDS) >= 30
    assert len(set(matrix.KINDS)) == len(matrix.KINDS)


def test_the_healthy_run_that_all_others_are_held_against_is_sound(bench):
    """With all sources healthy there are three articles and nothing is set aside."""
    assert bench.healthy.wrong == []
    assert (bench.healthy.articles, bench.healthy.aside) == (3, 0)


@pytest.mark.parametrize("cell", SINGLES, ids=lambda cell: str(cell[0]))
def test_one_fault_makes_no_number_wrong(bench, cell):
    """A run with one broken source writes true articles and names its gaps, or holds them with reasons."""
    outcome = bench.run(cell, seed="faults")
    assert outcome.wrong == [], outcome


@pytest.mark.parametrize("cell", TRIPLES, ids=lambda cell: " + ".join(map(str, cell)))
def test_three_faults_make_no_number_wrong(bench, cell):
    """The same holds with three faults at once."""
    outcome = bench.run(cell, seed="faults")
    assert outcome.wrong == [], outcome
