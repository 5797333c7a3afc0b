"""The benchmark of intake, at a tiny size: it runs to its end and prints the figures that were promised."""

import subprocess
import sys
from pathlib import Path

import orjson

ROOT = Path(__file__).parent.parent.parent


def test_intake_tells_what_feeds_articles_and_a_bomb_cost() -> None:
    sizes = ("--polled", "2", "--articles", "5", "--megabytes", "20")
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.intake", *sizes], cwd=ROOT, capture_output=True, check=True, timeout=300
    )
    figures = orjson.loads(run.stdout)
    assert {"intake_seconds", "core_percent", "cpu_ms_per_poll", "bomb_seconds", "bomb_rss_mb"} <= set(figures)
    assert figures["cpu_ms_per_poll"] > 0
    assert figures["bomb_rss_mb"] < 20
