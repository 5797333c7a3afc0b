"""How long an article takes to join its story, flat to a million of them, beside comparing it with the whole window.

The archive is made up: words by Zipf's law, stories of one to some twenty articles within three days, each with
words, names and figures of its own. It says nothing about quality.
"""

import argparse
import os
from array import array
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from math import log
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from benchmarks.figures import milliseconds, percentile, progress, report
from benchmarks.prose import vocabulary, zipf
from mujaz.stories.index import StoryIndex
from mujaz.stories.nearness import WINDOW
from mujaz.stories.sketch import Sketch, sketch
from mujaz.stories.story import NewsItem
from mujaz.stories.words import words

A_DAY = 600
"""Articles: the feeds of some thirty newsrooms."""
_COMPANIES = 600
_OPEN_STORIES = 300
_TOLD_AGAIN = 0.5
_PLAIN_SAMPLE = 200


def main() -> None:
    """The command line: one JSON object on standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    report(measure(parser.parse_args().articles))


def measure(articles: int) -> dict[str, object]:
    """The figures of joining so many articles one after another; times hold cutting the text into terms as well.

    On a machine that others use as well, the processor's time tells what joining takes and the clock's what they took.
    """
    index, seconds, cpu = StoryIndex(), array("d"), array("d")
    newest: deque[NewsItem] = deque(maxlen=int(A_DAY * (WINDOW / timedelta(days=1))) + _PLAIN_SAMPLE)
    for number, item in enumerate(made_up(articles)):
        begun, begun_cpu = perf_counter(), process_time()
        _join(index, number, item)
        cpu.append(process_time() - begun_cpu)
        seconds.append(perf_counter() - begun)
        newest.append(item)
        if number % 50_000 == 0:
            progress(f"{number} articles")
    rss_mb = _rss_mb()
    plain = _plain_seconds([sketch(item) for item in newest])
    tenth = max(articles // 10, 1)
    return {
        "articles": articles,
        "p50_ms": milliseconds(percentile(seconds, 50)),
        "p95_ms": milliseconds(percentile(seconds, 95)),
        "p99_ms": milliseconds(percentile(seconds, 99)),
        "cpu_p50_ms": milliseconds(percentile(cpu, 50)),
        "cpu_p95_ms": milliseconds(percentile(cpu, 95)),
        "cpu_p99_ms": milliseconds(percentile(cpu, 99)),
        "ratio_last_tenth_to_first": round(percentile(seconds[-tenth:], 50) / percentile(seconds[:tenth], 50), 3),
        "rss_mb": rss_mb,
        "postings_max": index.longest_posting(),
        "plain_p50_ms": milliseconds(percentile(plain, 50)),
        "ratio_p50_to_plain": round(percentile(seconds[-tenth:], 50) / percentile(plain, 50), 4),
    }


def _join(index: StoryIndex, number: int, item: NewsItem) -> None:
    sketched = sketch(item)
    placement = index.place(sketched)
    index.remember(number, sketched, number if placement.story is None else placement.story)


def _plain_seconds(articles: Sequence[Sketch]) -> list[float]:
    """What one would write first: the cosine of an article's TF-IDF with that of every other in the window."""
    seen = Counter(term for article in articles for term in article.terms)

    def vector(article: Sketch) -> dict[str, float]:
        return {term: weight * log(len(articles) / seen[term]) for term, weight in article.terms.items()}

    window = [vector(article) for article in articles]
    seconds = []
    for article in articles[-_PLAIN_SAMPLE:]:
        begun = perf_counter()
        one = vector(article)
        max(_cosine(one, other) for other in window)
        seconds.append(perf_counter() - begun)
    return seconds


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    lengths = sum(x * x for x in one.values()) * sum(x * x for x in other.values())
    return float(sum(weight * other.get(term, 0.0) for term, weight in one.items()) / (lengths or 1.0) ** 0.5)


def made_up(articles: int) -> Iterator[NewsItem]:
    """So many articles in the order of time, the same in every run."""
    random, known = Random(1), vocabulary()
    everyday = sorted(words().function | words().common)
    open_stories: deque[list[str]] = deque(maxlen=_OPEN_STORIES)
    time = datetime(2020, 1, 1, tzinfo=UTC)
    for _ in range(articles):
        time += timedelta(days=1) / A_DAY
        if not open_stories or random.random() > _TOLD_AGAIN:
            open_stories.append([zipf(random, known) for _ in range(25)])
        yield _article(random, time, random.choice(open_stories), everyday, known)


def _article(random: Random, time: datetime, topic: list[str], everyday: list[str], known: list[str]) -> NewsItem:
    seed = int(time.timestamp())
    text = [
        *random.choices(topic, k=18),
        *random.choices(everyday, k=40),
        *(zipf(random, known) for _ in range(12)),
    ]
    random.shuffle(text)
    subject = sum(map(ord, topic[0] + topic[1]))
    return NewsItem(
        time=time,
        title=" ".join([*random.sample(topic, 5), *random.choices(everyday, k=3)]),
        text=" ".join(text),
        companies=(f"company-{subject % _COMPANIES}", f"company-{seed % _COMPANIES}"),
        figures=(float(subject % 1_000), float(seed % 1_000)),
    )


def _rss_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


if __name__ == "__main__":
    main()
