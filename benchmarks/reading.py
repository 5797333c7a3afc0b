"""How long reading takes: articles of 300 words in a young process and a warm one, and texts of 1 KB to 1 MB.

    python -m benchmarks.reading [--articles N] [--seen-before N] [--largest-kb N]

The articles are made of the seed newsroom with made-up words that keep coming (benchmarks.prose); no article is read
twice. A young process has read nothing before, and builds its tables with the first article. Beside it stands what one
would write first: pyarabic's fold, every listed name looked for as a substring, pyarabic's number phrases, and the
first three sentences by a split at full stops. Folding is measured on the seed newsroom as it is, one document at a
time, beside pyarabic's chain. Times are those of the processor. It says nothing about quality.
"""

import argparse
import re
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import cycle, islice

from pyarabic.number import extract_number_phrases

from benchmarks.archive import seed_articles
from benchmarks.figures import milliseconds, percentile, progress, report
from benchmarks.names import listed, substrings
from benchmarks.plain_search import folded_by_pyarabic
from benchmarks.prose import varied
from mujaz.arabic.fold import fold
from mujaz.companies.catalogue import load
from mujaz.companies.gazetteer import Gazetteer
from mujaz.reading import read

WORDS = 300
KB = 1_000
_SIZES = (1, 10, 100, 1_000)
_ROUNDS = 5
_STOP = re.compile(r"(?<=[.؟!])\s+")


def measure(articles: int, seen_before: int, largest_kb: int) -> dict[str, object]:
    """The figures of so many articles in a young process, of as many in one that has read more, and of larger texts."""
    catalogue = load()
    gazetteer, names = Gazetteer(catalogue), [*listed(catalogue)]
    news = _articles()
    young, _, warm = (
        _seconds(partial(read, gazetteer=gazetteer), islice(news, n)) for n in (articles, seen_before, articles)
    )
    plain = _seconds(partial(_plain, names), islice(news, articles))
    documents = [f"{article['title']}\n{article['text']}" for article in seed_articles()]
    folding, folding_plain = (_mchars_per_second(way, documents) for way in (fold, folded_by_pyarabic))
    per_kb = {kb: _ms_per_kb(gazetteer, news, kb) for kb in _SIZES if kb <= largest_kb}
    return {
        "articles": articles,
        "young_p50_ms": milliseconds(percentile(young, 50)),
        "young_p95_ms": milliseconds(percentile(young, 95)),
        "warm_p50_ms": milliseconds(percentile(warm, 50)),
        "warm_p95_ms": milliseconds(percentile(warm, 95)),
        "plain_p50_ms": milliseconds(percentile(plain, 50)),
        **{f"ms_per_kb_at_{kb}_kb": round(ms, 3) for kb, ms in per_kb.items()},
        "ratio_ms_per_kb_last_to_first": round(per_kb[max(per_kb)] / per_kb[min(per_kb)], 3),
        "fold_mchars_per_second": round(folding, 1),
        "pyarabic_mchars_per_second": round(folding_plain, 1),
        "ratio_fold_to_pyarabic": round(folding / folding_plain, 2),
    }


def _articles() -> Iterator[str]:
    """Articles of 300 words without end, a title on the first line: each of neighbours in the seed newsroom."""
    seed = seed_articles()
    return (_cut(text, WORDS) for text in varied([_joined(seed, place) for place in range(len(seed))]))


def _joined(seed: Sequence[dict[str, str]], place: int) -> str:
    bodies = [seed[(place + step) % len(seed)]["text"] for step in range(5)]
    return "\n".join([seed[place]["title"], *bodies])


def _cut(text: str, words: int) -> str:
    lines = []
    for line in text.split("\n"):
        kept = line.split()[:words]
        lines.append(" ".join(kept))
        words -= len(kept)
    return "\n".join(lines).strip()


def _plain(names: Sequence[str], text: str) -> tuple[object, ...]:
    folded = folded_by_pyarabic(text)
    return substrings(names, folded), extract_number_phrases(text), _STOP.split(text)[:3]


def _seconds(way: Callable[[str], object], texts: Iterator[str]) -> list[float]:
    seconds = []
    for text in texts:
        begun = time.process_time()
        way(text)
        seconds.append(time.process_time() - begun)
    progress(f"{len(seconds)} articles of {WORDS} words in {sum(seconds):.2f} s")
    return seconds


def _ms_per_kb(gazetteer: Gazetteer, news: Iterator[str], kb: int) -> float:
    """Texts of that size in UTF-8, a tenth of a megabyte of them or one, the best of some rounds of other texts."""
    texts = [_of_size(news, kb * KB) for _ in range(_ROUNDS * max(100 // kb, 1))]
    seconds = _seconds(partial(read, gazetteer=gazetteer), iter(texts))
    a_round = len(texts) // _ROUNDS
    return min(sum(seconds[n : n + a_round]) for n in range(0, len(texts), a_round)) * 1000 / (a_round * kb)


def _of_size(news: Iterator[str], size: int) -> str:
    parts, left = [], size
    while left > 0:
        parts.append(next(news))
        left -= len(parts[-1].encode()) + 1
    return "\n".join(parts).encode()[:size].decode(errors="ignore")


def _mchars_per_second(way: Callable[[str], str], documents: Sequence[str]) -> float:
    best = float("inf")
    for _ in range(_ROUNDS):
        begun = time.process_time()
        for document in islice(cycle(documents), 10 * len(documents)):
            way(document)
        best = min(best, time.process_time() - begun)
    return 10 * sum(map(len, documents)) / 1e6 / best


def main() -> None:
    """The command line: one JSON object on standard output."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--seen-before", type=int, default=1_000, help="articles read before the process is warm")
    parser.add_argument("--largest-kb", type=int, default=1_000)
    chosen = parser.parse_args()
    report(measure(chosen.articles, chosen.seen_before, chosen.largest_kb))


if __name__ == "__main__":
    main()
