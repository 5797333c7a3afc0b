"""What of an article is indexed: its terms, one line for each table of the index. Pure; knows no SQL."""

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from mujaz.arabic.fold import fold
from mujaz.arabic.stem import skeletons, stem_variants
from mujaz.arabic.tokens import written

ANALYSIS = 1
"""To be raised with every change of what terms a text gives: the index is then built anew at the next start."""

# A term reaches FTS5's tokenizer, which cuts at ASCII punctuation; folding may leave some («½» is «1⁄2», «℅» is «c/o»).
_UNSAFE = re.compile("[\x00-\x1f!-+\\-/:-@\\[-`{-\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of an article, separated by spaces: of its title, of its body, the consonants of its title."""

    titles: str
    bodies: str
    skeletons: str

    def packed(self) -> bytes:
        """As it is kept beside the index."""
        return zlib.compress("\n".join((self.titles, self.skeletons, self.bodies)).encode(), 1)

    @classmethod
    def unpacked(cls, blob: bytes) -> "Terms":
        titles, bones, bodies = zlib.decompress(blob).decode().split("\n")
        return cls(titles, bodies, bones)


def terms_of(title_words: Sequence[str], body: str) -> Terms:
    """The terms of an article from the folded words of its title and from its body."""
    return Terms(
        titles=safe(chain.from_iterable(map(stem_variants, title_words))),
        bodies=" ".join(filter(None, map(_terms_of_word, written(body)))),
        skeletons=safe(chain.from_iterable(map(skeletons, title_words))),
    )


@lru_cache(maxsize=50_000)
def _terms_of_word(word: str) -> str:
    """What one word as it is written adds to a body: kept, since an archive says the same words again and again."""
    return safe(stem_variants(fold(word)))


def safe(terms: Iterable[str]) -> str:
    """The terms with spaces between them, none of which FTS5's tokenizer would cut or drop."""
    joined = " ".join(terms)
    return " ".join(_UNSAFE.sub(" ", joined).split()) if _UNSAFE.search(joined) else joined


def all_of(words: Iterable[Iterable[str]]) -> str:
    """FTS5's expression for texts that hold at least one of the terms of each word."""
    return " AND ".join("(" + " OR ".join(f'"{term}"' for term in terms) + ")" for terms in words)
