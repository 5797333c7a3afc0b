"""The benchmark of search runs, and gives the figures that it promises."""

from pathlib import Path

from benchmarks.altered import CLASSES
from benchmarks.search import measured


def test_search_is_measured_beside_what_comes_with_sqlite(tmp_path: Path) -> None:
    figures = measured(tmp_path / "archive.db", count=300, each=5, plain_most=300)
    assert {"p50_ms", "p95_ms", "p99_ms", "index_per_second", "insert_ms_p95", "mrr_by_class"} <= figures.keys()
    by_class = figures["mrr_by_class"]
    assert isinstance(by_class, dict)
    assert set(by_class) == set(CLASSES)
    ratio = figures["ratio_mrr_to_unicode61"]
    assert isinstance(ratio, float)
    assert ratio > 1.2
