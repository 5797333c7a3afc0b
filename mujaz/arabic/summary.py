"""Choose the sentences of an article that tell its news: the lead and the best of those that follow.

Extractive: it refuses to write, join or reorder. In Arabic news position is nearly everything and graph methods
lose to it (research: arabic.md §2), so the effort goes into what must not be shown.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mujaz.arabic.furniture import (
    dateline_length,
    is_boilerplate,
    is_subheading,
    leans_on_the_sentence_before,
)
from mujaz.arabic.sentences import sentences
from mujaz.arabic.stem import stem
from mujaz.arabic.tokens import tokens

LONGEST = 600
_REACH = 2  # how many sentences beyond `most` compete for a place
_TITLE_AGAIN = 0.8
_TOO_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    stems: frozenset[str]


def summarize(title: str, text: str, most: int = 3) -> tuple[str, ...]:
    """At most `most` sentences of the text, as written and in their order, together at most `LONGEST` code points.

    Only a first sentence that alone is too long is cut, at a word, and then ends with «…». Empty for a blank text.
    """
    candidates = _candidates(title, text, most + _REACH)
    if not candidates or most < 1:
        return ()
    if len(candidates[0].text) >= LONGEST:
        return (cut_at_word(candidates[0].text, LONGEST),)
    chosen = [0]
    for index in _by_worth(candidates, _stems(title)):
        if len(chosen) < most and _fits(candidates, chosen, index):
            chosen.append(index)
    return tuple(candidates[index].text for index in sorted(chosen))


def cut_at_word(text: str, longest: int) -> str:
    """The text if it has at most `longest` code points, else its beginning up to a whole word, and «…»."""
    if len(text) <= longest:
        return text
    head = text[:longest]
    words = head[: max(head.rfind(" "), head.rfind("\n"), 0)] or head[:-1]
    return words.rstrip(' \t\n،؛:,;-–—«“("') + "…"


def _candidates(title: str, text: str, most: int) -> list[_Sentence]:
    """The first sentences fit to be shown; where none is, the first that there is."""
    heading = _stems(title)
    leaning: list[_Sentence] = []
    standing: list[_Sentence] = []
    for sentence in _news(text):
        if _shared(sentence.stems, heading) >= _TITLE_AGAIN * max(len(sentence.stems), 1):
            continue
        (leaning if leans_on_the_sentence_before(sentence.text) else standing).append(sentence)
        if len(standing) == most:
            break
    return standing or leaning[:1] or [_sentence(text[s.start : s.end]) for s in sentences(text)[:1]]


def _news(text: str) -> Iterator[_Sentence]:
    lines = [line for line in text.split("\n") if line.strip() and not is_boilerplate(line)]
    paragraphs = [line for line in lines if not is_subheading(line)] or lines
    for paragraph in paragraphs:
        body = paragraph[dateline_length(paragraph) :]
        for span in sentences(body):
            yield _sentence(body[span.start : span.end])


def _sentence(text: str) -> _Sentence:
    return _Sentence(text, _stems(text))


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(token.norm) for token in tokens(text) if len(token.norm) > 2 or token.norm.isdigit())


def _by_worth(candidates: Sequence[_Sentence], heading: frozenset[str]) -> list[int]:
    """The places of all but the lead, best first: early, central, close to the title, with a figure."""
    frequency = Counter(word for candidate in candidates for word in candidate.stems)

    def worth(index: int) -> float:
        stems = candidates[index].stems
        length = math.sqrt(len(stems)) or 1.0
        central = sum(frequency[word] - 1 for word in stems) / (length * len(candidates))
        figure = any(word[0].isdigit() for word in stems)
        return 1 / math.sqrt(1 + index) + 0.2 * central + 0.2 * _shared(stems, heading) / length + 0.1 * figure

    return sorted(range(1, len(candidates)), key=worth, reverse=True)


def _fits(candidates: Sequence[_Sentence], chosen: Sequence[int], index: int) -> bool:
    new = candidates[index]
    length = sum(len(candidates[i].text) + 1 for i in chosen) + len(new.text)
    alike = max(_shared(candidates[i].stems, new.stems) / _shorter(candidates[i], new) for i in chosen)
    return length <= LONGEST and alike <= _TOO_ALIKE


def _shared(one: frozenset[str], other: frozenset[str]) -> int:
    return len(one & other)


def _shorter(one: _Sentence, other: _Sentence) -> int:
    return max(1, min(len(one.stems), len(other.stems)))
