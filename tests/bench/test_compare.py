"""A run of the benchmarks beside the ratios accepted last."""

from bench.compare import worse

ACCEPTED = {"submit": {"CPU, times the floor's": 4.0}, "startup": {"cold": 9.0}}


def test_a_ratio_worse_by_more_than_a_fifth_is_named_with_its_benchmark() -> None:
    complaints = list(worse(ACCEPTED, {"submit": {"CPU, times the floor's": 4.9}}))

    assert complaints == ["submit: “CPU, times the floor's” is 4.9, accepted was 4.0 (+23%)"]


def test_a_fifth_worse_and_anything_better_is_accepted() -> None:
    found = {"submit": {"CPU, times the floor's": 4.8}, "startup": {"cold": 2.0}}

    assert list(worse(ACCEPTED, found)) == []


def test_a_ratio_that_is_gone_is_missed_but_not_a_benchmark_that_was_not_run() -> None:
    complaints = list(worse(ACCEPTED, {"submit": {"something else": 1.0}}))

    assert complaints == ["submit: “CPU, times the floor's” was not measured"]
