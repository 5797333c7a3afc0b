"""Summaries against human extracts, beside the plain alternative: the first sentences of the text.

    python -m benchmarks.summary [ARTICLES.jsonl]

Each line of the file: {"title": …, "text": …, "references": [a whole summary, …]}. Without a file: fourteen articles of
our own with two extracts each, which show a mistake but are too few to tune by. Refuses to choose any weight.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import orjson

from benchmarks.figures import milliseconds, progress, report
from benchmarks.rouge import Rouge, mean, rouge
from mujaz.arabic.sentences import sentences
from mujaz.arabic.summary import summarize

OURS = Path(__file__).with_name("extracts.jsonl")
LENGTHS = (1, 2, 3)

Way = Callable[[dict[str, Any], int], tuple[str, ...]]


def lead(article: dict[str, Any], most: int) -> tuple[str, ...]:
    """The first sentences of the text."""
    text = article["text"]
    return tuple(text[span.start : span.end] for span in sentences(text)[:most])


def chosen(article: dict[str, Any], most: int) -> tuple[str, ...]:
    """Mujaz's choice."""
    return summarize(article.get("title") or "", article["text"], most)


def measure(articles: Sequence[dict[str, Any]]) -> dict[str, object]:
    """The figures of both ways for each length, and what reading one article costs."""
    figures: dict[str, object] = {"articles": len(articles)}
    for most in LENGTHS:
        progress(f"{most} of {LENGTHS[-1]} …")
        ours, plain = (_score(articles, way, most) for way in (chosen, lead))
        figures[f"k{most}"] = {
            "summary": _rounded(ours),
            "lead": _rounded(plain),
            "ratio_rouge2_to_lead": round(ours.two / plain.two, 4) if plain.two else None,
        }
    return figures | {"p50_ms": milliseconds(median(_seconds(article) for article in articles))}


def _score(articles: Sequence[dict[str, Any]], way: Way, most: int) -> Rouge:
    return mean([rouge(" ".join(way(article, most)), article["references"]) for article in articles])


def _rounded(score: Rouge) -> list[float]:
    return [round(score.one, 4), round(score.two, 4), round(score.longest, 4)]


def _seconds(article: dict[str, Any]) -> float:
    begun = time.perf_counter()
    chosen(article, LENGTHS[-1])
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path, default=OURS)
    path: Path = parser.parse_args().articles
    report(measure([orjson.loads(line) for line in path.read_bytes().splitlines() if line.strip()]))


if __name__ == "__main__":
    main()
