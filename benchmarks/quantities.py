"""How fast figures are found, beside the plain alternative: pyarabic's number phrases, which know no unit.

    python -m benchmarks.quantities [--copies N]

The text is the seed newsroom of the playground, `--copies` times over, on one core. Refuses to say how many figures are
right: the table of tests/mujaz/figures.toml does.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from functools import partial

from pyarabic.number import extract_number_phrases

from benchmarks.archive import seed_articles
from benchmarks.figures import milliseconds, percentile, progress, report
from mujaz.figures.headline import headline_figures
from mujaz.figures.quantities import quantities

MEGABYTE = 1_000_000


def measure(copies: int) -> dict[str, object]:
    """Megabytes of UTF-8 a second for both, and what choosing the figures of one article takes."""
    articles = seed_articles() * copies
    texts = [f"{article['title']}\n{article['text']}" for article in articles]
    quantities(texts[0])
    progress(f"{len(texts)} articles …")
    ours, plain = (_megabytes_a_second(texts, way) for way in (quantities, extract_number_phrases))
    chosen = [_seconds(partial(headline_figures, article["title"], article["text"])) for article in articles]
    return {
        "articles": len(texts),
        "quantities": sum(len(quantities(text)) for text in texts),
        "mb_per_second": round(ours, 2),
        "pyarabic_mb_per_second": round(plain, 2),
        "ratio_speed_to_pyarabic": round(ours / plain, 2),
        "headline_p50_ms": milliseconds(percentile(chosen, 50)),
        "headline_p95_ms": milliseconds(percentile(chosen, 95)),
    }


def _megabytes_a_second(texts: Sequence[str], way: Callable[[str], object]) -> float:
    size = sum(len(text.encode()) for text in texts)
    return size / MEGABYTE / _seconds(lambda: [way(text) for text in texts])


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=5)
    report(measure(parser.parse_args().copies))


if __name__ == "__main__":
    main()
