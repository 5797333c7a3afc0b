"""The benchmark of figures runs."""

from benchmarks.quantities import measure


def test_the_benchmark_of_figures_gives_its_keys() -> None:
    found = measure(copies=1)
    assert {"mb_per_second", "ratio_speed_to_pyarabic", "headline_p50_ms"} <= found.keys()
    assert isinstance(found["quantities"], int)
    assert found["quantities"] > 100
