"""Questions that a reader types for an article: words of its title, altered in one of seven ways by rule.

The rules know nothing of our folding or stemming: they write Arabic as it is written, from attested forms.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from random import Random

CLASSES = ("plain", "prefixes", "inflection", "broken plural", "spelling", "transliteration", "typo")
WORDS = 3
"""Words of a question."""
_WORD = re.compile("[\u0621-\u064a]{4,}")
_PREFIXES = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ف", "ب", "ل", "ك")
_ADDED = ("و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل")
_ENDINGS = ("اتها", "اتهم", "تها", "تهم", "ات", "ون", "ين", "ان", "ها", "هم", "ية", "ة", "ي")
_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_RESPELLED = (
    ("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ى", "ي"), ("ة", "ه"), ("ئ", "ؤ"), ("ي", "ی"), ("ك", "ک"),
)  # fmt: skip
_SOUNDS = (("غ", "ج"), ("ج", "غ"), ("غ", "ق"), ("ف", "ڤ"), ("ط", "ت"), ("س", "ص"))
_LONG = "اوي"
_MARKS = "\u064e\u064f\u0650\u0651\u0652"


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the one article that it is after."""

    kind: str
    text: str
    wanted: int


def questions(
    titles: Mapping[int, str], names: Iterable[str], plurals: Iterable[tuple[str, str]], each: int, seed: int
) -> list[Question]:
    """At most so many questions of every class after articles drawn at random; always the same for a seed."""
    random = Random(seed)
    ways = _Ways(titles.values(), names, plurals, random)
    ids = list(titles)
    made: list[Question] = []
    for kind in CLASSES:
        asked = (_question(kind, ways, titles[i], i, random) for i in random.sample(ids, len(ids)))
        found = [question for question in asked if question]
        made += found[:each] if len(found) >= each else found
    return made


def listed_plurals() -> list[tuple[str, str]]:
    """Common nouns of the press with their broken plurals."""
    lines = files("benchmarks").joinpath("broken_plurals.txt").read_text("utf-8").splitlines()
    return [(one, many) for one, many in (line.split() for line in lines if not line.startswith("#"))]


class _Ways:
    """How one word is altered, for each class; None where that class cannot alter it."""

    def __init__(
        self, titles: Iterable[str], names: Iterable[str], plurals: Iterable[tuple[str, str]], random: Random
    ) -> None:
        self._random = random
        self._names = frozenset(names)
        self._plurals = dict(plurals) | {many: one for one, many in plurals}
        self._attested: dict[str, set[str]] = defaultdict(set)
        for title in titles:
            for word in _WORD.findall(title):
                self._attested[_without_ending(_bare(word)[1])].add(_bare(word)[1])

    def of(self, kind: str) -> Callable[[str], str | None]:
        return {
            "plain": lambda word: word,
            "prefixes": self._prefixed,
            "inflection": self._inflected,
            "broken plural": self._other_number,
            "spelling": self._respelled,
            "transliteration": self._transliterated,
            "typo": self._mistyped,
        }[kind]

    def _prefixed(self, word: str) -> str | None:
        prefix, bare = _bare(word)
        return self._random.choice([added for added in ("", *_ADDED) if added != prefix]) + bare

    def _inflected(self, word: str) -> str | None:
        """Another attested form of the word, else a regular one."""
        prefix, bare = _bare(word)
        base = _without_ending(bare)
        if len(base) < 3:
            return None
        forms = sorted(self._attested[base] - {bare}) or [
            base + ending for ending in ("ة", "ات", "ها", "ين", "ون", "ي") if base + ending != bare
        ]
        return prefix + self._random.choice(forms)

    def _other_number(self, word: str) -> str | None:
        prefix, bare = _bare(word)
        other = self._plurals.get(bare) or self._plurals.get(word)
        return prefix + other if other else None

    def _respelled(self, word: str) -> str | None:
        ways = [word.replace(old, new) for old, new in _RESPELLED if old in word]
        place = self._random.randrange(1, len(word))
        ways += [word[:place] + "ـ" * 2 + word[place:], word[:place] + self._random.choice(_MARKS) + word[place:]]
        return self._random.choice(ways)

    def _transliterated(self, word: str) -> str | None:
        prefix, bare = _bare(word) if word not in self._names else ("", word)
        if bare not in self._names:
            return None
        ways = [bare.replace(old, new) for old, new in _SOUNDS if old in bare]
        ways += [bare[:i] + bare[i + 1 :] for i, letter in enumerate(bare) if letter in _LONG and 0 < i < len(bare) - 1]
        return prefix + self._random.choice(ways) if ways else None

    def _mistyped(self, word: str) -> str | None:
        place, letter = self._random.randrange(len(word) - 1), self._random.choice(_LETTERS)
        return self._random.choice([
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
            word[:place] + letter + word[place + 1 :],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        ])  # fmt: skip


def _question(kind: str, ways: _Ways, title: str, wanted: int, random: Random) -> Question | None:
    """Typos and names spelled otherwise touch one word, the other classes as many as they can."""
    words = list(dict.fromkeys(_WORD.findall(title)))
    way = ways.of(kind)
    altered = {word: way(word) for word in words}
    able = [word for word in words if altered[word]]
    if not able or len(words) < WORDS:
        return None
    first = random.choice(able)
    picked = [first, *random.sample([word for word in words if word != first], WORDS - 1)]
    single = kind in ("transliteration", "typo")
    text = " ".join(altered[word] or word if word == first or not single else word for word in picked)
    return Question(kind, text, wanted)


def _bare(word: str) -> tuple[str, str]:
    """A word as its article or preposition and the rest; a single letter is taken for one only before an article."""
    for prefix in _PREFIXES[:6]:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            return prefix, word[len(prefix) :]
    return "", word


def _without_ending(word: str) -> str:
    return next((word[: -len(end)] for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= 3), word)


def by_class(pairs: Iterable[tuple[Question, float]]) -> Iterator[tuple[str, Sequence[float]]]:
    """The figures of each class."""
    grouped: dict[str, list[float]] = defaultdict(list)
    for question, figure in pairs:
        grouped[question.kind].append(figure)
    yield from grouped.items()
