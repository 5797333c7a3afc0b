"""python -m benchmarks.read ARTICLES.jsonl QUERIES.jsonl > predictions.jsonl

Reads labelled articles in file order as a newsroom receives them, places each in a story, stores it, and then answers
the queries from the archive. Looks at nothing but an article's id, date, title and text, and a query's id and words.
Prints one JSON object a line, as the newsroom's scorer takes them; progress goes to standard error.
"""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from benchmarks.figures import progress
from mujaz.article import NewArticle, Status
from mujaz.asked import ask
from mujaz.companies import catalogue
from mujaz.companies.gazetteer import Gazetteer
from mujaz.reading import Reading, news_item, read
from mujaz.stories.index import StoryIndex
from mujaz.stories.sketch import sketch
from pipeline.intake import article_of
from storage import articles, search
from storage.store import Store, open_store

BATCH = 200
RESULTS = 10
FIGURES = 3


class Desk:
    """Reads one article after another, and remembers the stories that were told."""

    def __init__(self) -> None:
        self.gazetteer = Gazetteer(catalogue.load())
        self._stories = StoryIndex()
        self.ids: list[str] = []
        self.latest = datetime.min.replace(tzinfo=UTC)

    def take(self, item: dict[str, Any]) -> NewArticle:
        """Reads an article, prints what was read, and gives it as the archive takes it."""
        time = _time(item["date"], len(self.ids))
        reading = read(item["text"], self.gazetteer, item["title"])
        _print(_prediction(item["id"], reading, self._story(reading, time)))
        self.ids.append(item["id"])
        self.latest = max(self.latest, time)
        return replace(article_of(reading, time), fingerprint=item["id"])  # here a second copy is an article too

    def _story(self, reading: Reading, time: datetime) -> int:
        """The story that an article joins; one that opens a story gives it its own number."""
        number, drawn = len(self.ids), sketch(news_item(reading, time))
        placed = self._stories.place(drawn).story
        story = number if placed is None else placed
        self._stories.remember(number, drawn, story)
        return story


async def main(articles_path: Path, queries_path: Path) -> None:
    """Prints the predictions for both files."""
    desk = Desk()
    with tempfile.TemporaryDirectory() as folder:
        async with open_store(Path(folder) / "archive.sqlite") as store:
            ids: dict[int, str] = {}
            lines = _lines(articles_path)
            while batch := [desk.take(item) for item in islice(lines, BATCH)]:
                stored = await asyncio.gather(
                    *(store.write(articles.add, new, Status.PUBLISHED, new.reported_at) for new in batch)
                )
                ids |= {article.id: id_ for article, id_ in zip(stored, desk.ids[-len(batch) :], strict=True)}
                progress(f"{len(ids)} articles read")
            await _answer_all(store, desk, queries_path, ids)


async def _answer_all(store: Store, desk: Desk, path: Path, ids: dict[int, str]) -> None:
    for number, item in enumerate(_lines(path), 1):
        asked = ask(item["query"], desk.gazetteer, desk.latest, ZoneInfo("UTC"))
        answer = await store.read(search.find, asked, RESULTS)
        _print({"qid": item["qid"], "results": [ids[hit.article.id] for hit in answer.hits]})
        if number % BATCH == 0:
            progress(f"{number} queries answered")


def _prediction(id_: str, reading: Reading, story: int) -> dict[str, Any]:
    named = {kind: dict.fromkeys(m.id for m in reading.mentions if m.kind == kind) for kind in ("product", "person")}
    figures = [
        {"value": value, "unit": _unit(figure.unit)}
        for figure in reading.figures
        for value in (figure.value, figure.until)
        if value is not None
    ]
    return {
        "id": id_,
        "companies": list(reading.companies),
        "products": list(named["product"]),
        "people": list(named["person"]),
        "numbers": figures[:FIGURES],
        "event": reading.event.kind,
        "story": str(story),
        "summary": list(reading.summary),
    }


def _unit(unit: str) -> str:
    """A figure's unit as the scorer knows it, which tells what a sum is of in dollars only."""
    return unit if unit.startswith("USD") else unit.removesuffix("-valuation").removesuffix("-market-cap")


def _time(date: str, place: int) -> datetime:
    """A date, or a moment; articles of one date stand in the order of the file."""
    time = datetime.fromisoformat(date)
    if len(date) > len("2025-10-31"):
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    return time.replace(tzinfo=UTC) + timedelta(seconds=place % 86_400)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        for line in file:
            if line.strip():
                yield orjson.loads(line)


def _print(found: dict[str, Any]) -> None:
    sys.stdout.write(orjson.dumps(found).decode() + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
