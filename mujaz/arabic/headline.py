"""A headline for a text that has none, made from its first sentence. Only leaves words out; refuses to write any."""

import re

from mujaz.arabic.summary import cut_at_word

SHORTEST = 25
"""Code points below which a clause says too little to stand alone."""

# «أفاد تقرير نشرته وكالة كذا أن …»: who reported it is not what happened.
_REPORTED = re.compile(
    r"\A(?:و|كما\s+)?(?:أفاد|كشف|ذكر|نقل|قال|أورد|افاد)ت?\s+"
    r"(?=[^.]{0,80}(?:تقرير|وكالة|صحيفة|موقع|شبكة|مجلة|مصادر))[^.]{0,100}?،?\s*(?:أن|بأن|إن|ان)\s+"
)
_CLAUSE = re.compile(r"\s*[،؛](?=\s)")


def headline(sentence: str, longest: int) -> str:
    """The news of a sentence in at most `longest` code points: without who reported it, whole clauses if they fit."""
    line = _REPORTED.sub("", " ".join(sentence.split())).rstrip(" .")
    if len(line) <= longest:
        return line
    ends = [match.start() for match in _CLAUSE.finditer(line) if SHORTEST <= match.start() <= longest]
    return line[: ends[-1]] if ends else cut_at_word(line, longest)
