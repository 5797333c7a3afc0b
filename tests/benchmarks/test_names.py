"""The benchmark of names, at a tiny size: it runs to its end and prints the figures that were promised."""

import subprocess
import sys
from pathlib import Path

import orjson

from benchmarks.names import filled, listed
from mujaz.companies.catalogue import load

ROOT = Path(__file__).parent.parent.parent


def test_names_tells_how_fast_and_how_rightly_they_are_found_beside_one_big_re() -> None:
    sizes = ("--aliases", "1500", "--megabytes", "0.02", "--megabytes-plain", "0.002")
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.names", *sizes], cwd=ROOT, capture_output=True, check=True, timeout=300
    )
    figures = orjson.loads(run.stdout)
    assert {"mb_per_second", "aliases", "f1", "ratio_speed_to_re", "ratio_speed_to_substring"} <= set(figures)
    assert figures["mb_per_second"] > 0
    assert figures["mb_per_second_press"] > 0
    assert figures["mentions_per_kb_press"] < figures["mentions_per_kb"]
    assert figures["f1"] >= 0.97
    assert figures["f1"] > figures["f1_re"]
    assert figures["f1"] > figures["f1_substring"]


def test_made_up_aliases_fill_the_catalogue_without_touching_a_real_one() -> None:
    real = listed(load())
    full = listed(filled(load(), len(real) + 500))
    assert len(full) == len(real) + 500 - 500 % 5
    assert real.items() <= full.items()
