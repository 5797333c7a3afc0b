"""A made-up Arabic press for measuring search: as many articles as asked for, in stories, over a vocabulary of Zipf's.

Words are the seed newsroom's own, and others built from random roots by the patterns of Arabic nouns, so that plurals,
endings and prefixes are known. Foreign names are built from syllables. It means nothing and reports nothing real.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

from benchmarks.archive import seed_articles

LEMMAS = 40_000
NAMES = 3_000
STORY = 4
"""Articles of one story, about."""
BODY_WORDS = 190
USUAL = 0.88
ENDINGS = ("", "", "", "ات", "ين", "ها", "ية", "هم")
PREFIXES = ("", "", "", "ال", "ال", "ال", "و", "وال", "بال", "لل", "ب", "ل")
GLUE = ("في", "من", "على", "إلى", "بعد", "عن", "مع", "قبل", "خلال", "بين")
_CONSONANTS = "بتثجحخدذرزسشصضطظعغفقكلمنه"
# Singular and broken plural by pattern: 1, 2, 3 stand for the letters of the root.
_PATTERNS = (
    ("123", "أ12ا3"), ("م123", "م1ا23"), ("1ا23", "1وا23"), ("12ي3", "12اء"), ("12ا3", "أ123ة"),
    ("م12و3", "م1ا2ي3"), ("ت12ي3", "ت1ا2ي3"), ("12ي3ة", "12ائ3"), ("12ا3ة", "12ائ3"), ("1ا2و3", "1وا2ي3"),
    ("123ة", "123"), ("1ا23ة", "1وا23"), ("ا12ا3", None), ("ا1ت2ا3", None), ("ان12ا3", None),
    ("است12ا3", None), ("م12ا3", None), ("12و3", None), ("1وا23", None),
)  # fmt: skip
_SYLLABLES = (
    "غو", "بر", "كا", "مي", "لو", "ستا", "في", "نا", "غر", "با",
    "رو", "دي", "طو", "لي", "سا", "مار", "تش", "غا", "وي", "كلا",
)  # fmt: skip
_TAILS = ("ن", "س", "رغ", "مان", "تون", "سكي", "ل", "ر", "غل", "فيتش", "ك", "دا")


@dataclass(frozen=True, slots=True)
class Piece:
    """An article of the made-up press; ids grow with time."""

    id: int
    title: str
    body: str


@dataclass
class Press:
    """A made-up press. `plurals` and `names` tell what its words are."""

    seed: int = 3
    plurals: list[tuple[str, str]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)
        self._lemmas = self._vocabulary()
        self._weights = list(accumulate(1 / (rank + 12) ** 1.1 for rank in range(len(self._lemmas))))
        self._topical = list(accumulate(1 / (rank + 200) ** 0.9 for rank in range(len(self._lemmas))))

    def pieces(self, count: int) -> Iterator[Piece]:
        """So many articles; stories overlap in time."""
        stories = [self._story() for _ in range(12)]
        for number in range(1, count + 1):
            place = self._random.randrange(len(stories))
            if self._random.random() < 1 / STORY:
                stories[place] = self._story()
            yield self._piece(number, stories[place])

    def _piece(self, number: int, story: Sequence[tuple[str, ...]]) -> Piece:
        random = self._random
        told = random.sample(story, random.randint(4, 6)) + [self._drawn(self._topical) for _ in range(2)]
        title = [self._form(lemma) for lemma in told]
        title.insert(random.randrange(1, len(title)), random.choice(GLUE))
        words = [
            self._form(random.choice(story)) if random.random() < 0.16
            else random.choice(GLUE) if random.random() < 0.2
            else self._form(self._drawn(self._weights))
            for _ in range(random.randint(BODY_WORDS // 2, BODY_WORDS * 3 // 2))
        ]  # fmt: skip
        return Piece(number, " ".join(title), " ".join([*title, *words]) + ".")

    def _story(self) -> list[tuple[str, ...]]:
        return [self._drawn(self._topical) for _ in range(8)] + [(self._random.choice(self.names),)]

    def _drawn(self, weights: Sequence[float]) -> tuple[str, ...]:
        return self._lemmas[bisect(weights, self._random.random() * weights[-1])]

    def _form(self, lemma: tuple[str, ...]) -> str:
        """Names take prefixes only, and seldom."""
        random = self._random
        if lemma[0] in self._known_names:
            return random.choice(("", "", "", "و", "ل", "ب")) + lemma[0]
        usual = len(lemma[0]) * 7 + ord(lemma[0][1])
        if random.random() < USUAL:  # most words are mostly met in one form
            return PREFIXES[usual % len(PREFIXES)] + lemma[usual % len(lemma)]
        word = random.choice(lemma)
        if not word.endswith("ة"):
            word += random.choice(ENDINGS)
        return random.choice(PREFIXES) + word

    def _vocabulary(self) -> list[tuple[str, ...]]:
        seed_words = [word for item in seed_articles() for word in item["text"].split() if word.isalpha()]
        real = [(word,) for word in dict.fromkeys(seed_words) if 3 < len(word) < 8]
        made = [self._noun() for _ in range(LEMMAS - len(real))]
        self.names += sorted({self._name() for _ in range(NAMES)})
        self._known_names = frozenset(self.names)
        lemmas = real + made
        self._random.shuffle(lemmas)
        return lemmas

    def _noun(self) -> tuple[str, ...]:
        root = self._random.sample(_CONSONANTS, 3)
        one, many = (
            pattern and pattern.replace("1", root[0]).replace("2", root[1]).replace("3", root[2])
            for pattern in self._random.choice(_PATTERNS)
        )
        if one and many:
            self.plurals.append((one, many))
            return one, many
        return (one or "",)

    def _name(self) -> str:
        return "".join(self._random.choices(_SYLLABLES, k=self._random.randint(1, 2))) + self._random.choice(_TAILS)
