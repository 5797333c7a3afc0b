"""Figures as every benchmark reports them: percentiles by nearest rank, one JSON object on standard output.

Refuses to interpolate: a percentile is a value that was measured.
"""

import math
import sys
from collections.abc import Mapping, Sequence

import orjson


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest measured value that so many percent of all do not exceed. ValueError where nothing was measured."""
    if not values:
        raise ValueError("nothing was measured")
    ranked = sorted(values)
    return ranked[max(math.ceil(len(ranked) * percent / 100), 1) - 1]


def milliseconds(seconds: float) -> float:
    """Seconds as milliseconds, to the microsecond."""
    return round(seconds * 1000, 3)


def report(figures: Mapping[str, object]) -> None:
    """Prints the benchmark's one JSON object."""
    print(orjson.dumps(figures).decode(), flush=True)


def progress(sentence: str) -> None:
    """Tells whoever waits, on standard error."""
    print(sentence, file=sys.stderr, flush=True)
