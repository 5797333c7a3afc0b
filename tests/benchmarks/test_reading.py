"""The benchmark of reading, at a tiny size: it gives the figures that were promised."""

from benchmarks.reading import measure


def test_the_benchmark_of_reading_gives_its_keys() -> None:
    found = measure(articles=3, seen_before=2, largest_kb=10)
    assert {"young_p50_ms", "warm_p50_ms", "plain_p50_ms", "ms_per_kb_at_1_kb", "ms_per_kb_at_10_kb"} <= found.keys()
    assert {"ratio_ms_per_kb_last_to_first", "fold_mchars_per_second", "ratio_fold_to_pyarabic"} <= found.keys()
    assert all(isinstance(figure, int | float) and figure > 0 for figure in found.values())
