"""python -m benchmarks.names: how fast and how rightly names are found, beside substring search and one big `re`.

The catalogue is filled up to N aliases with made-up ones. The text is the playground's newsroom, article by article, as
Mujaz reads, with new words coming as they do in a newspaper (benchmarks.prose): as much is read before the clock starts
as after. Words that came before are remembered: beside it stands how fast the newsroom is read over and over (seen),
and how fast when every word is new (unseen).
A name costs more than a word, and the newsroom, which is about companies, holds far more of them than a newspaper: so
the same is timed on its sentences, mixed until a name is as rare as in the press (PRESS).
The alternatives look for the same aliases, folded, the longest first, in as much of the text as the option says.
F1 is taken on the newsroom's labelled companies and on the sentences of tests/mujaz/ambiguous.toml, together.
"""

import argparse
import re
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from random import Random
from statistics import median

import orjson

from benchmarks.figures import progress, report
from benchmarks.prose import mixed, new_percent, varied
from mujaz.arabic.fold import fold
from mujaz.arabic.sentences import sentences as spans
from mujaz.companies.catalogue import Catalogue, Company, load
from mujaz.companies.gazetteer import Gazetteer, Mention

ROOT = Path(__file__).parent.parent
NEWSROOM = ROOT / "playground" / "newsroom.jsonl"
SENTENCES = ROOT / "tests" / "mujaz" / "ambiguous.toml"
ROUNDS = 3
"""How often each is timed; the best counts, since only this process' own work is meant."""
PARTS = 5
"""Prose with new words can be read only once: it is timed in parts, and the median counts."""
PRESS = 0.56
"""Names in a thousand bytes of 1,564 articles on technology and the economy (research: arabic.md §3.1)."""
SYLLABLES = ("با", "دو", "ري", "سا", "كو", "لي", "مو", "نا", "في", "زا", "تر", "غو", "شي", "هي", "بل", "كر")
ALIASES_OF_ONE = 5

Find = Callable[[str], Sequence[Mention]]
Finder = Callable[[str], object]
Found = Callable[[str], set[str]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and the ids that a reader would find in it; of `kinds` alone, if not of all."""

    text: str
    ids: frozenset[str]
    companies_only: bool


class Prose:
    """A newspaper's prose made of the texts, with new words coming, half of it read before the clock starts."""

    def __init__(self, find: Find, made_of: Sequence[str], megabytes: float) -> None:
        prose = varied(made_of)
        self._find = find
        self._before, *self._parts = [of_size(prose, size) for size in (megabytes, *[megabytes / PARTS] * PARTS)]
        self._read = [text for part in self._parts for text in part]

    def rate(self, name: str) -> float:
        """Million UTF-8 bytes a second: to be asked once, since then all words were seen."""
        rate(self._find, self._before, f"{name} before the clock starts", rounds=1)
        return median(rate(self._find, part, name, rounds=1) for part in self._parts)

    def figures(self, suffix: str = "") -> dict[str, object]:
        return {
            f"mentions_per_kb{suffix}": mentions_per_kb(self._find, self._read),
            f"new_words_percent{suffix}": new_percent(self._before, self._read),
        }


def run(aliases: int, megabytes: float, megabytes_plain: float) -> dict[str, object]:
    """The figures of one run, sizes in millions of UTF-8 bytes."""
    catalogue = filled(load(), aliases)
    names = listed(catalogue)
    gazetteer = Gazetteer(catalogue)
    plain, pattern = sorted(names, key=len, reverse=True), one_big_re(names)
    labelled = [*articles(), *sentences()]
    companies = {company.id for company in catalogue.companies}
    newsroom = [article.text for article in articles()]
    prose = Prose(gazetteer.find, newsroom, megabytes)
    press = Prose(Gazetteer(catalogue).find, as_the_press(Gazetteer(catalogue).find), megabytes)
    speeds = {
        "mujaz": prose.rate("prose"),
        "press": press.rate("press"),
        "seen": rate(gazetteer.find, texts(megabytes), "seen text"),
        "unseen": rate(Gazetteer(catalogue).find, newsroom, "unseen text", rounds=1),
        "re": rate(lambda text: pattern.findall(fold(text)), texts(megabytes_plain), "one big re"),
        "substring": rate(lambda text: substrings(plain, fold(text)), texts(megabytes_plain), "substring search"),
    }
    return {
        "aliases": len(names),
        "megabytes": megabytes,
        "mb_per_second": round(speeds["mujaz"], 2),
        **prose.figures(),
        "mb_per_second_press": round(speeds["press"], 2),
        **press.figures("_press"),
        "mb_per_second_seen": round(speeds["seen"], 2),
        "mb_per_second_unseen": round(speeds["unseen"], 2),
        "mb_per_second_re": round(speeds["re"], 3),
        "mb_per_second_substring": round(speeds["substring"], 3),
        "ratio_speed_to_re": round(speeds["mujaz"] / speeds["re"], 1),
        "ratio_speed_to_substring": round(speeds["mujaz"] / speeds["substring"], 1),
        "f1": f1(labelled, lambda text: {m.id for m in gazetteer.find(text)}, companies),
        "f1_re": f1(labelled, lambda text: {names[name] for name in pattern.findall(fold(text))}, companies),
        "f1_substring": f1(labelled, lambda text: {names[name] for name in substrings(plain, fold(text))}, companies),
        "labelled": len(labelled),
    }


def as_the_press(find: Find) -> list[str]:
    """The newsroom's sentences mixed anew, with as few names as the press has."""
    cut = [text[span.start : span.end] for text in (article.text for article in articles()) for span in spans(text)]
    named, nameless = [one for one in cut if find(one)], [one for one in cut if not find(one)]
    return mixed(named, nameless, PRESS / mentions_per_kb(find, named))


def mentions_per_kb(find: Find, given: Sequence[str]) -> float:
    return round(1000 * sum(len(find(text)) for text in given) / sum(len(text.encode()) for text in given), 2)


def listed(catalogue: Catalogue) -> dict[str, str]:
    """Every name, folded, and whose it is."""
    return {fold(name): holder.id for holder in catalogue.holders() for name in (holder.en, holder.ar, *holder.aliases)}


def filled(catalogue: Catalogue, aliases: int) -> Catalogue:
    """The catalogue with made-up companies, until it lists so many different aliases."""
    taken = set(listed(catalogue))
    made_up = invented(Random(aliases), taken)
    companies = []
    for number in range(max(aliases - len(taken), 0) // ALIASES_OF_ONE):
        english, arabic, *others = (next(made_up) for _ in range(ALIASES_OF_ONE))
        companies.append(Company(f"made-up-{number}", english, arabic, "SA", "lab", tuple(others)))
    return replace(catalogue, companies=(*catalogue.companies, *companies))


def invented(random: Random, taken: set[str]) -> Iterator[str]:
    """Names that nobody bears, of one or two words; none of them or of their parts is taken or given twice."""
    while True:
        words = ["".join(random.choices(SYLLABLES, k=random.randint(3, 5))) for _ in range(random.randint(1, 2))]
        if not taken & {fold(word) for word in (*words, " ".join(words))}:
            taken |= {fold(word) for word in (*words, " ".join(words))}
            yield " ".join(words)


def one_big_re(names: dict[str, str]) -> re.Pattern[str]:
    """What a programmer would write first: all names, the longest first, at word boundaries, prefixes aside."""
    any_name = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:[وفبلك]|ال|وال|بال|لل)?({any_name})(?!\w)")


def substrings(names: Sequence[str], text: str) -> set[str]:
    return {name for name in names if name in text}


def texts(megabytes: float) -> list[str]:
    """Articles of the newsroom, over and over, of so many million bytes in all."""
    return of_size(cycle([article.text for article in articles()]), megabytes)


def of_size(endless: Iterator[str], megabytes: float) -> list[str]:
    """The next texts, of so many million UTF-8 bytes in all."""
    chosen: list[str] = []
    left = megabytes * 1e6
    while left > 0:
        chosen.append(next(endless))
        left -= len(chosen[-1].encode())
    return chosen


def articles() -> list[Labelled]:
    tables = map(orjson.loads, NEWSROOM.read_text("utf-8").splitlines())
    return [Labelled(f"{table['title']}\n{table['text']}", frozenset(table["companies"]), True) for table in tables]


def sentences() -> list[Labelled]:
    tables = tomllib.loads(SENTENCES.read_text("utf-8"))["mention"]
    return [Labelled(table["text"], frozenset(table["found"].values()), False) for table in tables]


def rate(find: Finder, given: Sequence[str], name: str, rounds: int = ROUNDS) -> float:
    """Million UTF-8 bytes a second of processor time, the best of the rounds."""
    size = sum(len(text.encode()) for text in given) / 1e6
    spent = []
    for _ in range(rounds):
        begun = time.process_time()
        for text in given:
            find(text)
        spent.append(time.process_time() - begun)
    progress(f"{name}: {size:.2f} MB in {min(spent):.3f} s")
    return size / min(spent)


def f1(labelled: Sequence[Labelled], found: Found, companies: set[str]) -> float:
    """Micro-averaged over the texts: an id counts once in each."""
    right = wrong = missed = 0
    for text in labelled:
        ids = found(text.text) & companies if text.companies_only else found(text.text)
        right, wrong, missed = right + len(ids & text.ids), wrong + len(ids - text.ids), missed + len(text.ids - ids)
    return round(2 * right / (2 * right + wrong + missed), 4)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--aliases", type=int, default=5000)
    parser.add_argument("--megabytes", type=float, default=5.0, help="text that Mujaz reads")
    parser.add_argument("--megabytes-plain", type=float, default=0.2, help="text that the alternatives read")
    chosen = parser.parse_args()
    report(run(chosen.aliases, chosen.megabytes, chosen.megabytes_plain))
