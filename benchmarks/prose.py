"""Made-up prose for benchmarks of speed: articles of the seed newsroom in which words that nobody wrote keep coming.

The same articles over and over would flatter whatever remembers words; words that are all new are no newspaper. Here
every tenth running word is drawn from a large vocabulary by Zipf's law, so that most were met before and the others
grow rarer, as they do in an archive. It says nothing about quality.
"""

from collections.abc import Iterator, Sequence
from itertools import cycle
from random import Random

_LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمن"
_WORDS = 200_000
_DRAWN = 0.1
_ARTICLES, _SENTENCES = 500, 12


def vocabulary() -> list[str]:
    """Made-up words in the order of their ranks, the same in every run."""
    random = Random(0)
    return ["".join(random.choices(_LETTERS, k=random.randint(3, 7))) for _ in range(_WORDS)]


def zipf(random: Random, ranked: Sequence[str]) -> str:
    """One of the words, each as often as its rank says."""
    return ranked[int(len(ranked) ** random.random()) - 1]


def varied(texts: Sequence[str]) -> Iterator[str]:
    """The texts over and over without end, each time with other words drawn; lines stay what they are."""
    random, ranked = Random(3), vocabulary()
    for text in cycle(texts):
        yield "\n".join(_varied(line, random, ranked) for line in text.split("\n"))


def mixed(named: Sequence[str], nameless: Sequence[str], share: float) -> list[str]:
    """Articles made of the sentences, drawn anew: that share of their length are named ones."""
    random = Random(5)
    drawn: list[str] = []
    length = of_named = 0
    for _ in range(_ARTICLES * _SENTENCES):
        wanted = of_named <= share * length
        drawn.append(random.choice(named if wanted else nameless))
        length += len(drawn[-1])
        of_named += wanted * len(drawn[-1])
    return [" ".join(drawn[first : first + _SENTENCES]) for first in range(0, len(drawn), _SENTENCES)]


def new_percent(seen: Sequence[str], read: Sequence[str]) -> float:
    """How many of a hundred running words of the texts read stand in no text before, not even in those seen."""
    known = {word for text in seen for word in text.split()}
    words = [word for text in read for word in text.split()]
    return round(100 * len(set(words) - known) / len(words), 2)


def _varied(line: str, random: Random, ranked: Sequence[str]) -> str:
    return " ".join(zipf(random, ranked) if random.random() < _DRAWN else word for word in line.split(" "))
