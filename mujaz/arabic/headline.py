"""A headline for a text that has none, made from its first sentence. Only leaves words out; refuses to write any."""

import re

from mujaz.arabic.fold import fold
from mujaz.arabic.summary import cut_at_word

SHORTEST = 25
"""Code points below which a clause says too little to stand alone."""

_MEDIA = (
    "(?:تقرير|تقارير|وكال[ةه]|وكالات|صحيف[ةه]|موقع|شبك[ةه]|مجل[ةه]|قنا[ةه]|مصادر|مصدر|رويترز|بلومبر[غج]|فرانس برس"
    "|الأناضول|CNN|Axios|Bloomberg|Reuters)"
)
# «أفاد تقرير نشرته وكالة كذا أن …», «بحسب وكالة كذا، …»: who reported it is not what happened.
_REPORTED = re.compile(
    rf"\A(?:(?:و|كما\s+)?(?:أفاد|افاد|كشف|ذكر|نقل|قال|أورد|اورد)ت?\s+"
    rf"(?=[^.]{{0,80}}{_MEDIA})[^.]{{0,100}}?،?\s*(?:أن|بأن|إن|ان)\s+"
    rf"|(?:بحسب|حسب|وفق|وفقًا|وفقا|نقلا|نقلًا)\s+(?=[^.،]{{0,40}}{_MEDIA})[^.،]{{0,80}}،\s+"
    r"|في\s+خطو[ةه]\s+[^.،]{3,40}،\s+)"
)
_CLAUSE = re.compile(r"\s*[،؛](?=\s)")
_PAIRS = (("«", "»"), ("“", "”"), ("(", ")"), ("[", "]"))
# A headline cut behind one of these would end in mid-air.
_HANGING = frozenset(
    fold("من في على إلى عن مع أن إن بأن التي الذي الذين أو ثم بين بعد قبل حتى عند كما لم لن لا قد غير").split()
)


def headline(sentence: str, longest: int) -> str:
    """The news of a sentence in at most `longest` code points: without who reported it, whole clauses if they fit."""
    line = " ".join(sentence.split())
    line = _REPORTED.sub("", line).rstrip(" .") or line
    if len(line) <= longest:
        return line
    ends = [match.start() for match in _CLAUSE.finditer(line) if SHORTEST <= match.start() <= longest]
    whole = [end for end in ends if _is_balanced(line[:end])]
    return line[: whole[-1]] if whole else _cut(line, longest)


def _cut(line: str, longest: int) -> str:
    words = cut_at_word(line, longest).removesuffix("…").split(" ")
    while len(words) > 1 and fold(words[-1]) in _HANGING:
        words.pop()
    return " ".join(words) + "…"


def _is_balanced(text: str) -> bool:
    return all(text.count(opening) == text.count(closing) for opening, closing in _PAIRS) and text.count('"') % 2 == 0
