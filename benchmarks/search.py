"""How well and how fast the archive is searched, beside FTS5 as it comes, in the same run.

    python -m benchmarks.search --articles 30000 [--each 200] [--plain-most 50000] [--archive FILE]

Seven classes of altered questions (benchmarks/altered.py) after articles of a made-up press, and of the seed newsroom.
An archive of a million takes a quarter of an hour to build: FILE keeps it, with what its building measured beside it.
"""

import argparse
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import orjson

from benchmarks.altered import Question, by_class, listed_plurals, questions
from benchmarks.archive import seed_articles
from benchmarks.figures import milliseconds, percentile, progress, report
from benchmarks.plain_search import plain_searches
from benchmarks.press import Piece, Press
from mujaz.arabic.query import parse
from mujaz.asked import Asked
from storage import search
from storage.connection import READER_PRAGMAS, WRITER_PRAGMAS, transaction
from storage.migrate import load_migrations, migrate

NOW = datetime(2025, 10, 27, 4, tzinfo=UTC)
MINUTES_APART = 5
SHOWN = 10
SINGLES = 200
GROUP = 1000
QUESTIONED = 20_000
"""Questions are after the articles of at most so many, drawn evenly."""
Find = Callable[[str], Sequence[int]]
SEED_NAMES = ("غوغل", "جوجل", "انفيديا", "إنفيديا", "مايكروسوفت", "زوكربيرغ", "ألتمان", "أنثروبيك", "ستارغيت", "جيميني")


def main() -> None:
    options = _options()
    with TemporaryDirectory() as folder:
        archive = options.archive or Path(folder) / "search.db"
        report(measured(archive, options.articles, options.each, options.plain_most))


def measured(archive: Path, count: int, each: int, plain_most: int) -> dict[str, object]:
    """All figures for an archive of `count` articles; the plain searches are left out where more than they may hold."""
    press = Press()
    speed = _built(archive, press, count)
    seconds, cpu = list[float](), list[float]()
    with closing(_reader(archive)) as reader:
        asked = questions(_questioned(reader, count), press.names, press.plurals, each, seed=11)
        progress(f"{len(asked)} questions")
        mine = _reciprocal_ranks(asked, _timed(lambda text: _found(reader, text), seconds, cpu))
    plain = _plain(press, count, asked) if count <= plain_most else {}
    figures: dict[str, object] = {
        "articles": count,
        "questions": len(asked),
        **{f"p{p}_ms": milliseconds(percentile(seconds, p)) for p in (50, 95, 99)},
        **{f"cpu_p{p}_ms": milliseconds(percentile(cpu, p)) for p in (50, 95, 99)},
        **speed,
        "mrr": round(fmean(mine.values()), 4),
        "mrr_by_class": mine,
        "plain": {name: {"mrr": round(fmean(marks.values()), 4), **marks} for name, marks in plain.items()},
        "seed_newsroom": _seed(each),
    }
    if plain:
        figures["ratio_mrr_to_unicode61"] = round(fmean(mine.values()) / fmean(plain["unicode61"].values()), 3)
    return figures


def _built(archive: Path, press: Press, count: int) -> dict[str, float]:
    """Builds the archive where it is not there whole; how fast it was built. ValueError where it is of another size."""
    told = archive.with_name(archive.name + ".json")
    if told.exists():
        speed: dict[str, float] = orjson.loads(told.read_bytes())
        if speed.pop("articles") != count:
            raise ValueError(f"{archive} holds another number of articles")
        return speed
    for part in ("", "-wal", "-shm"):
        archive.with_name(archive.name + part).unlink(missing_ok=True)
    with closing(_opened(archive)) as db:
        pieces = press.pieces(count + SINGLES)
        speed = _filled(db, pieces, count) | _one_by_one(db, pieces)
    told.write_bytes(orjson.dumps({"articles": count, **speed}))
    return speed


def _filled(db: sqlite3.Connection, pieces: Iterator[Piece], count: int) -> dict[str, float]:
    """Stores and indexes so many articles in groups."""
    spent = cpu = 0.0
    for first in range(0, count, GROUP):
        group = list(islice(pieces, min(GROUP, count - first)))
        started, working = perf_counter(), process_time()
        _store(db, group)
        spent, cpu = spent + perf_counter() - started, cpu + process_time() - working
        progress(f"{first + len(group):,} of {count:,} articles")
    return {"index_per_second": round(count / spent), "index_per_cpu_second": round(count / cpu)}


def _one_by_one(db: sqlite3.Connection, pieces: Iterator[Piece]) -> dict[str, float]:
    """Stores, indexes and commits each article by itself."""
    seconds, cpu = list[float](), list[float]()
    for piece in pieces:
        started, working = perf_counter(), process_time()
        _store(db, [piece])
        seconds.append(perf_counter() - started)
        cpu.append(process_time() - working)
    return {
        "insert_ms_p50": milliseconds(percentile(seconds, 50)),
        "insert_ms_p95": milliseconds(percentile(seconds, 95)),
        "insert_cpu_ms_p95": milliseconds(percentile(cpu, 95)),
    }


def _questioned(db: sqlite3.Connection, count: int) -> dict[int, str]:
    """The titles that questions are after."""
    every = max(1, count // QUESTIONED)
    return dict(db.execute("SELECT id, title FROM articles WHERE id % ? = 0 AND id <= ? ORDER BY id", (every, count)))


def _store(db: sqlite3.Connection, group: Sequence[Piece]) -> None:
    """One transaction, an article's row and its place in the index."""
    with transaction(db):
        db.executemany(
            """INSERT INTO articles (id, title, body, summary, reported_at, published_at, status, fingerprint,
                                     created_at) VALUES (?1, ?2, ?3, '', ?4, ?4, 'published', ?1, ?4)""",
            [(piece.id, piece.title, piece.body, at) for piece, at in zip(group, map(_time, group), strict=True)],
        )
        search.index_all(db, [(piece.id, piece.title, piece.body) for piece in group])


def _time(piece: Piece) -> int:
    return int((NOW - timedelta(days=3650) + piece.id * timedelta(minutes=MINUTES_APART)).timestamp())


def _plain(press: Press, count: int, asked: Sequence[Question]) -> dict[str, dict[str, float]]:
    found = {}
    for name, plain in plain_searches().items():
        progress(f"beside it: {name}")
        plain.add(Press(press.seed).pieces(count))
        found[name] = _reciprocal_ranks(asked, lambda text, plain=plain: plain.find(text, SHOWN))  # type: ignore[misc]  # a lambda's default has no type
    return found


def _seed(each: int) -> dict[str, dict[str, float]]:
    """The seed newsroom: few articles, real words."""
    pieces = [Piece(i, item["title"], item["text"]) for i, item in enumerate(seed_articles(), 1)]
    asked = questions({p.id: p.title for p in pieces}, SEED_NAMES, listed_plurals(), each, seed=5)
    plain = plain_searches()
    for one in plain.values():
        one.add(pieces)
    with closing(_opened(":memory:")) as db:
        _store(db, pieces)
        found = {"mujaz": _reciprocal_ranks(asked, lambda text: _found(db, text))}
    for name, one in plain.items():
        found[name] = _reciprocal_ranks(asked, lambda text, one=one: one.find(text, SHOWN))  # type: ignore[misc]  # as above
    return found


def _found(db: sqlite3.Connection, text: str) -> list[int]:
    return [hit.article.id for hit in search.find(db, Asked(parse(text, NOW, UTC)), SHOWN).hits]


def _reciprocal_ranks(asked: Sequence[Question], find: Find) -> dict[str, float]:
    """The mean reciprocal rank at ten by class."""
    marks = []
    for question in asked:
        rank = next((i for i, found in enumerate(find(question.text), 1) if found == question.wanted), 0)
        marks.append((question, 1 / rank if rank else 0.0))
    return {kind: round(fmean(figures), 4) for kind, figures in by_class(marks)}


def _timed(find: Find, seconds: list[float], cpu: list[float]) -> Find:
    """Notes how long each answer took, and how much of a core: on a machine that others share the two differ."""

    def timed(text: str) -> Sequence[int]:
        started, working = perf_counter(), process_time()
        found = find(text)
        seconds.append(perf_counter() - started)
        cpu.append(process_time() - working)
        return found

    return timed


def _opened(path: Path | str) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    migrate(db, load_migrations())
    db.execute("PRAGMA journal_mode=WAL")
    for pragma in WRITER_PRAGMAS:
        db.execute(pragma)
    return db


def _reader(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    for pragma in READER_PRAGMAS:
        db.execute(pragma)
    return db


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, default=30_000)
    parser.add_argument("--each", type=int, default=200, help="questions of each class")
    parser.add_argument("--plain-most", type=int, default=50_000, help="articles up to which FTS5 alone runs beside it")
    parser.add_argument("--archive", type=Path, metavar="FILE", help="build the archive there, or take it from there")
    return parser.parse_args()


if __name__ == "__main__":
    main()
