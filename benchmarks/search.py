"""How well and how fast the archive is searched, beside FTS5 as it comes, in the same run.

    python -m benchmarks.search --articles 30000 [--each 200] [--plain-most 50000]

Seven classes of altered questions (benchmarks/altered.py) after articles of a made-up press, and of the seed newsroom.
"""

import argparse
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

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
        report(measured(Path(folder), options.articles, options.each, options.plain_most))


def measured(folder: Path, count: int, each: int, plain_most: int) -> dict[str, object]:
    """All figures for an archive of `count` articles; the plain searches are left out where it holds more."""
    press = Press()
    pieces: dict[int, Piece] = {}
    with closing(_opened(folder / "search.db")) as db:
        speed = _fill(db, press, count, pieces)
        asked = questions({i: p.title for i, p in pieces.items()}, press.names, press.plurals, each, seed=11)
        progress(f"{len(asked)} questions")
        seconds, cpu = list[float](), list[float]()
        with closing(_reader(folder / "search.db")) as reader:
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
    if "snowball" not in plain:
        figures["note"] = "Snowball left out: snowballstemmer is not installed, or the archive is too large"
    return figures


def _fill(db: sqlite3.Connection, press: Press, count: int, kept: dict[int, Piece]) -> dict[str, float]:
    """Stores and indexes the articles, the last ones singly; how fast that was."""
    group: list[Piece] = []
    spent = cpu = 0.0
    singles: list[float] = []
    for piece in press.pieces(count + SINGLES):
        group.append(piece)
        if piece.id % max(1, count // QUESTIONED) == 0 and piece.id <= count:
            kept[piece.id] = piece
        if len(group) == GROUP or piece.id == count:
            started = perf_counter(), process_time()
            _store(db, group)
            spent, cpu = spent + perf_counter() - started[0], cpu + process_time() - started[1]
            progress(f"{piece.id:,} of {count:,} articles")
            group = []
        elif piece.id > count:
            started = perf_counter(), 0.0
            _store(db, group)
            singles.append(perf_counter() - started[0])
            group = []
    return {
        "index_per_second": round(count / spent),
        "index_per_cpu_second": round(count / cpu),
        "insert_ms_p95": milliseconds(percentile(singles, 95)),
    }


def _store(db: sqlite3.Connection, group: Sequence[Piece]) -> None:
    """One transaction, an article's row and its place in the index."""
    with transaction(db):
        for piece in group:
            at = int((NOW - timedelta(days=3650) + piece.id * timedelta(minutes=MINUTES_APART)).timestamp())
            db.execute(
                """INSERT INTO articles (id, title, body, summary, reported_at, published_at, status, fingerprint,
                                         created_at) VALUES (?, ?, ?, '', ?, ?, 'published', ?, ?)""",
                (piece.id, piece.title, piece.body, at, at, str(piece.id), at),
            )
            search.index(db, piece.id, piece.title, piece.body)


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
    return parser.parse_args()


if __name__ == "__main__":
    main()
